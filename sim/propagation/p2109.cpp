// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/p2109.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "sim/propagation/held.hpp"
#include "sim/propagation/normal_quantile.hpp"

namespace gigacity::propagation {
namespace {

struct Coefficients {  // table 1
  double r, s, t, u, v, w, x, y, z;
};
constexpr Coefficients traditional{12.64, 3.72, 0.96, 9.6, 2.0, 9.1, -3.0, 4.5, -2.0};
constexpr Coefficients thermally_efficient{28.19, -3.0, 8.48, 13.5, 3.8, 27.8, -2.9, 9.4, -2.1};

}  // namespace

const char* to_string(BuildingType type) {
  return type == BuildingType::traditional ? "traditional" : "thermally-efficient";
}

double building_entry_loss_db(double frequency_mhz, double probability_percent, BuildingType type,
                              double elevation_deg) {
  const Coefficients& k = type == BuildingType::traditional ? traditional : thermally_efficient;
  const double log_f = std::log10(1e-3 * held_frequency_mhz(frequency_mhz));
  const double l_h_db = k.r + k.s * log_f + k.t * log_f * log_f;          // eq. 9
  const double l_e_db = 0.212 * std::min(std::abs(elevation_deg), 90.0);  // eq. 10
  const double deviate = normal_quantile(0.01 * probability_percent);
  const double a_db = deviate * (k.u + k.v * log_f) + l_h_db + l_e_db;    // eq. 2, 5, 7
  const double b_db = deviate * (k.y + k.z * log_f) + k.w + k.x * log_f;  // eq. 3, 6, 8
  constexpr double c_db = -3.0;                                           // eq. 4
  return db_from_linear(linear_from_db(a_db) + linear_from_db(b_db) + linear_from_db(c_db));
}

}  // namespace gigacity::propagation
