// SPDX-License-Identifier: Apache-2.0
// What a coverage run computes, and by which model.
#pragma once

#include <optional>
#include <string_view>

#include "sim/propagation/itm.hpp"
#include "sim/propagation/p1812.hpp"
#include "sim/propagation/tr38901.hpp"
#include "sim/radio/penetration.hpp"

namespace gigacity::radio {

/// The closed set of propagation models that a simulation can use.
enum class Model { free_space, p526, knife_edges, p1812, itm, tr38901 };

/// "free-space", "p526", "p526-knife-edges", "p1812", "itm", "3gpp-38901": the names of propagation::models().
const char* to_string(Model model);
std::optional<Model> model_named(std::string_view name);

struct CoverageOptions {
  Model model = Model::tr38901;
  double radius_m = 5000.0;  ///< a cell is computed out to here
  double receiver_height_m = 1.5;
  double noise_figure_db = 9.0;
  double effective_earth_radius_factor = 4.0 / 3.0;  ///< p1812 and itm have it from the climate
  double floor_dbm = -140.0;                         ///< levels below count as computed but absent
  double body_loss_db = 0.0;                         ///< of wanted signal and interference
  double fading_margin_db = 0.0;  ///< of the wanted signal alone, in RSRP and SINR
  /// For tr38901; absent: urban micro for antennas up to 15 m above ground, urban macro for higher
  /// ones.
  std::optional<propagation::Environment> environment;

  PenetrationOptions penetration;  ///< of services behind walls

  // p1812 and itm: the share of an average year in which the loss is not exceeded, and the climate.
  double time_percent = 50.0;  ///< p1812 1 to 50, itm 1 to 99
  double delta_n = 45.0;       ///< p1812: mean lapse of refractivity, N-units/km
  std::optional<double> n0;    ///< sea-level refractivity, N-units; absent: each model's own
  double latitude_deg = 0.0;   ///< p1812: of the area's middle

  /// Layers that take memory and time, for who asks: ServiceTile says which.
  bool servers = false;
  bool sight = false;
  /// Of `servers`: a cell counts that is at most this much weaker than the best, and at least this strong.
  double overlap_db = 6.0;
  double overlap_dbm = -110.0;

  /// Services of one operator can be asked for too.
  bool per_operator = false;

  /// Every pixel by its own profile, as `gigacity path` does, instead of the radial sweep. Slow.
  bool exact = false;
};

/// The scenario of TR 38.901 for an antenna: as CoverageOptions::environment says.
propagation::Environment environment_of(const CoverageOptions& options, double antenna_height_m);

propagation::RadioClimate climate_of(const CoverageOptions& options);
propagation::P1812Question p1812_question(const CoverageOptions& options, double frequency_mhz);
propagation::ItmEnvironment itm_environment_of(const CoverageOptions& options);
propagation::ItmVariability itm_variability_of(const CoverageOptions& options);

/// The earth on which `model` traces its rays; of itm, the one before the terrain's height counts.
double effective_earth_radius_m(const CoverageOptions& options);

}  // namespace gigacity::radio
