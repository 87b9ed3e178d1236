// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_pattern.hpp"

#include <algorithm>
#include <cmath>

namespace gigacity::propagation {

const char* to_string(AntennaPattern pattern) {
  return pattern == AntennaPattern::sector ? "3gpp-38901" : "omni";
}

double gain_dbi(const SectorAntenna& antenna, double azimuth_off_deg, double elevation_deg,
                double tilt_deg) {
  // To 0 ... 180: the pattern is symmetric.
  double phi_deg = std::fabs(azimuth_off_deg);
  if (phi_deg > 360.0) phi_deg = std::fmod(phi_deg, 360.0);
  if (phi_deg > 180.0) phi_deg = 360.0 - phi_deg;
  // The table counts θ from the zenith and its beam points at θ = 90°. Here the beam points
  // `tilt_deg` below the horizon, and a direction's angle from it is elevation + tilt.
  const double theta_off_deg = elevation_deg + tilt_deg;

  const double vertical = theta_off_deg / antenna.vertical_beamwidth_deg;
  const double horizontal = phi_deg / antenna.horizontal_beamwidth_deg;
  const double a_v_db = std::min(12.0 * vertical * vertical, antenna.side_lobe_db);
  const double a_h_db = antenna.pattern == AntennaPattern::sector
                            ? std::min(12.0 * horizontal * horizontal, antenna.front_to_back_db)
                            : 0.0;
  return antenna.gain_dbi - std::min(a_v_db + a_h_db, antenna.front_to_back_db);
}

}  // namespace gigacity::propagation
