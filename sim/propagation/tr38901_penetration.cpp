// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/tr38901_penetration.hpp"

#include <algorithm>

#include "core/units.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

/// A wall of two materials side by side: their powers add (eq. 7.4-3 over one incidence), and 5 dB
/// for incidence other than perpendicular (PL_npi).
double wall_loss_db(WallMaterial window, double window_share, double frequency_mhz) {
  // At frequencies where nothing passes, so much of it still does that the logarithm is finite.
  constexpr double opaque_db = 3000.0;
  const double glass_db = std::min(material_loss_db(window, frequency_mhz), opaque_db);
  const double concrete_db =
      std::min(material_loss_db(WallMaterial::concrete, frequency_mhz), opaque_db);
  return 5.0 - db_from_linear(window_share * linear_from_db(-glass_db) +
                              (1.0 - window_share) * linear_from_db(-concrete_db));
}

}  // namespace

double material_loss_db(WallMaterial material, double frequency_mhz) {
  const double f = 1e-3 * held_frequency_mhz(frequency_mhz);
  switch (material) {
    case WallMaterial::multi_pane_glass:
      return 2.0 + 0.2 * f;
    case WallMaterial::infrared_reflecting_glass:
      return 23.0 + 0.3 * f;
    case WallMaterial::concrete:
      return 5.0 + 4.0 * f;
    case WallMaterial::wood:
      break;
  }
  return 4.85 + 0.12 * f;
}

double external_wall_loss_db(BuildingLoss loss, double frequency_mhz) {
  switch (loss) {
    case BuildingLoss::low:
      return wall_loss_db(WallMaterial::multi_pane_glass, 0.3, frequency_mhz);
    case BuildingLoss::high:
      return wall_loss_db(WallMaterial::infrared_reflecting_glass, 0.7, frequency_mhz);
    case BuildingLoss::single_frequency:
      break;
  }
  return 20.0;
}

double inside_loss_db(double indoor_distance_m) {
  return 0.5 * std::clamp(indoor_distance_m, 0.0, 1e9);
}

double mean_indoor_distance_m(BuildingLoss loss, Environment environment) {
  if (loss == BuildingLoss::single_frequency) return 25.0 / 2.0;
  return (environment == Environment::rural_macro ? 10.0 : 25.0) / 3.0;
}

double building_loss_deviation_db(BuildingLoss loss) {
  switch (loss) {
    case BuildingLoss::low:
      return 4.4;
    case BuildingLoss::high:
      return 6.5;
    case BuildingLoss::single_frequency:
      break;
  }
  return 0.0;
}

double building_penetration_loss_db(BuildingLoss loss, double frequency_mhz,
                                    double indoor_distance_m) {
  return external_wall_loss_db(loss, frequency_mhz) + inside_loss_db(indoor_distance_m);
}

double car_penetration_loss_db(CarWindows windows) {
  return windows == CarWindows::metallised ? 20.0 : 9.0;
}

}  // namespace gigacity::propagation
