// SPDX-License-Identifier: Apache-2.0
// The 3GPP sector antenna (TR 38.901 table 7.3-1, single element), and one that looks all around.
#pragma once

namespace gigacity::propagation {

/// The horizontal cut. `sector`: A_H of the table. `omnidirectional`: A_H = 0, the azimuth is without
/// meaning; the vertical cut is the same.
enum class AntennaPattern { sector, omnidirectional };

/// "3gpp-38901", "omni".
const char* to_string(AntennaPattern pattern);

struct SectorAntenna {
  double gain_dbi = 17.0;  ///< maximum
  double horizontal_beamwidth_deg = 65.0;
  double vertical_beamwidth_deg = 8.0;
  double side_lobe_db = 30.0;      ///< SLA_V
  double front_to_back_db = 30.0;  ///< A_max
  AntennaPattern pattern = AntennaPattern::sector;
  friend bool operator==(const SectorAntenna&, const SectorAntenna&) = default;
};

/// Gain towards a direction seen from the sector: `azimuth_off_deg` from its azimuth, in any range;
/// `elevation_deg` above the horizon; `tilt_deg` of the main beam below it. TR 38.901 table 7.3-1:
/// −min(−(A_V + A_H), A_max) + gain.
double gain_dbi(const SectorAntenna& antenna, double azimuth_off_deg, double elevation_deg,
                double tilt_deg);

}  // namespace gigacity::propagation
