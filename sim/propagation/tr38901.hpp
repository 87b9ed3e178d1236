// SPDX-License-Identifier: Apache-2.0
// 3GPP TR 38.901 v16.1 §7.4: path loss, line-of-sight probability and shadow fading of outdoor
// scenarios.
#pragma once

namespace gigacity::propagation {

/// UMi street canyon, UMa and RMa of the report.
enum class Environment { urban_micro, urban_macro, rural_macro };

/// "urban micro", "urban macro", "rural macro".
const char* to_string(Environment environment);

/// Heights are above ground. Outside the table's range they are brought to its nearest end: base
/// station at least 2 m (RMa: 10 to 150 m), terminal 1.5 to 22.5 m (RMa: 1 to 10 m).
struct Link38901 {
  double distance_m = 0.0;  ///< d_2D; below 10 m counts as 10 m
  double base_height_m = 25.0;
  double terminal_height_m = 1.5;
  double frequency_mhz = 3500.0;
};

/// What RMa asks about the surroundings (table 7.4.1-1, default values).
struct RuralSurroundings {
  double building_height_m = 5.0;
  double street_width_m = 20.0;
};

/// d_BP or d'_BP of table 7.4.1-1, notes 1 and 5. The urban environment height h_E is 1 m: certain
/// for UMi, and for UMa certain for terminals below 13 m, which is the deterministic choice made at
/// any height.
double breakpoint_distance_m(Environment environment, const Link38901& link);

/// Path loss, dB: table 7.4.1-1.
double line_of_sight_loss_db(Environment environment, const Link38901& link,
                             const RuralSurroundings& surroundings = {});
double obstructed_loss_db(Environment environment, const Link38901& link,
                          const RuralSurroundings& surroundings = {});

/// Table 7.4.2-1.
double line_of_sight_probability(Environment environment, double distance_m,
                                 double terminal_height_m);

/// σ_SF of table 7.4.1-1, dB.
double shadow_fading_db(Environment environment, bool line_of_sight, const Link38901& link);

}  // namespace gigacity::propagation
