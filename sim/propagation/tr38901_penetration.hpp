// SPDX-License-Identifier: Apache-2.0
// 3GPP TR 38.901 v16.1 §7.4.3: losses on the way from outdoors into buildings and cars, to be added
// to the basic outdoor loss.
#pragma once

#include <cstdint>

#include "sim/propagation/tr38901.hpp"

namespace gigacity::propagation {

/// Table 7.4.3-1.
enum class WallMaterial : std::uint8_t {
  multi_pane_glass,
  infrared_reflecting_glass,
  concrete,
  wood
};

/// Loss through a wall of one material at perpendicular incidence, dB.
double material_loss_db(WallMaterial material, double frequency_mhz);

/// Table 7.4.3-2; `single_frequency` is table 7.4.3-3, for carriers below 6 GHz.
enum class BuildingLoss : std::uint8_t { low, high, single_frequency };

/// PL_tw, dB, through the external wall.
double external_wall_loss_db(BuildingLoss loss, double frequency_mhz);

/// PL_in, dB, for d_2D-in behind the wall.
double inside_loss_db(double indoor_distance_m);

/// The mean of d_2D-in as §7.4.3.1 draws it: the lesser of two distances uniform up to 25 m (10 m in
/// RMa); one distance uniform up to 25 m for `single_frequency`.
double mean_indoor_distance_m(BuildingLoss loss, Environment environment);

/// σ_P, dB.
double building_loss_deviation_db(BuildingLoss loss);

/// PL_tw + PL_in, dB: the mean of eq. 7.4-2 less the basic loss.
double building_penetration_loss_db(BuildingLoss loss, double frequency_mhz,
                                    double indoor_distance_m);

/// §7.4.3.2, 0.6 to 60 GHz.
enum class CarWindows : std::uint8_t { plain, metallised };

/// μ, dB, and its deviation σ_P.
double car_penetration_loss_db(CarWindows windows);
inline constexpr double car_penetration_deviation_db = 5.0;

}  // namespace gigacity::propagation
