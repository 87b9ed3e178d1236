// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_direction.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"

namespace gigacity::propagation {

Direction in_tilted_frame(Direction direction, double mechanical_tilt_deg) {
  const double phi = radians(direction.azimuth_deg);
  const double elevation = radians(direction.elevation_deg);
  const double beta = radians(mechanical_tilt_deg);
  const double ahead = std::cos(elevation) * std::cos(phi);
  const double aside = std::cos(elevation) * std::sin(phi);
  const double up = std::sin(elevation);
  // The frame turns about its own left-right axis until its boresight points down by β.
  const double tilted_ahead = ahead * std::cos(beta) - up * std::sin(beta);
  const double tilted_up = up * std::cos(beta) + ahead * std::sin(beta);
  return {degrees(std::atan2(aside, tilted_ahead)),
          degrees(std::asin(std::clamp(tilted_up, -1.0, 1.0)))};
}

double radiated_share(const std::function<double(Direction)>& gain_dbi) {
  double sum = 0.0;
  double weights = 0.0;
  for (int row = 0; row < 180; ++row) {
    const double elevation_deg = row - 89.5;
    const double weight = std::cos(radians(elevation_deg));
    for (int column = 0; column < 360; ++column) {
      sum += weight * linear_from_db(gain_dbi({column - 179.5, elevation_deg}));
      weights += weight;
    }
  }
  return sum / weights;
}

}  // namespace gigacity::propagation
