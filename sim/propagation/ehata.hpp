// SPDX-License-Identifier: Apache-2.0
// The extended Hata model of NTIA: E. Drocella et al., "3.5 GHz exclusion zone analyses and
// methodology", NTIA Report TR-15-517 (2015), Appendix A, with the corrections for terrain that Y.
// Okumura et al. (Rev. Elec. Comm. Lab. 16, 1968) drew, as NTIA has digitised them. 1500 to 3000
// MHz, 1 to 100 km.
//
// What the terrain decides (`EhataPath`) is kept apart from what the frequency decides.
#pragma once

#include <cstdint>
#include <span>

#include "sim/propagation/terminal_pair.hpp"

namespace gigacity::propagation {

enum class EhataArea : std::uint8_t { urban, suburban, rural };

/// From a class of the US National Land Cover Database: 23 and 24 (developed, medium and high) are
/// urban, 22 (developed, low) suburban, all others rural.
EhataArea ehata_area(int nlcd_class);

/// Which end of a path the sea is at, going by its points over sea in either half.
enum class SeaEnd : std::uint8_t { base, mobile, both };

/// Heights of the terrain towards the mobile, m above mean sea level (Okumura §2.4); for paths below
/// 10 km they are stretched to what 10 km would have, as Δh is.
struct TerrainQuantiles {
  double upper_m = 0.0;  ///< exceeded by 10 % of the points
  double median_m = 0.0;
  double lower_m = 0.0;  ///< by 90 %

  double undulation_m() const { return upper_m - lower_m; }  ///< Δh
};

/// A path from a base station (transmitter) to a mobile (receiver).
struct EhataPath {
  double distance_m = 0.0;
  TerminalPair effective_m;  ///< over the mean ground 3 to 15 km away, not limited yet
  TerrainQuantiles terrain;
  double mobile_ground_m = 0.0;  ///< amsl
  double mobile_slope_mrad =
      0.0;                    ///< θ_m, mean slope within 5 to 10 km: above 0 where it falls away
  double sea_fraction = 0.0;  ///< β; ground at exactly 0 m is sea
  SeaEnd sea_end = SeaEnd::both;
  TerminalPair horizon_m;       ///< distance of each end's horizon; the path's length if in sight
  bool single_horizon = false;  ///< one ridge is the horizon of both ends
  double ridge_m = 0.0;         ///< that ridge over the line between the antennas, at least 0
};

/// Ground heights from base station to mobile, in equal steps: at least two points, metres above mean
/// sea level. Antenna heights above ground.
EhataPath ehata_path(std::span<const double> ground_m, double step_m, TerminalPair height_m);

/// Okumura's curves of ridges end at 15 and at 60 km from the base station.
enum class RidgeCurves : std::uint8_t {
  limited,      ///< not followed beyond their ends, nor to a gain: NTIA, since 2017
  extrapolated  ///< as in NTIA's earlier releases and the Wireless Innovation Forum's
};

/// Basic transmission loss and the corrections in it, dB: gains are positive.
struct EhataLoss {
  double median_db = 0.0;      ///< over flat terrain, TR-15-517 eq. A-1 to A-18
  double hilly_db = 0.0;       ///< median correction for rolling hills, K_h
  double fine_hilly_db = 0.0;  ///< for the mobile's place among them, K_hf
  double slope_db = 0.0;       ///< K_sp
  double ridge_db = 0.0;       ///< K_im
  double sea_db = 0.0;         ///< K_mp, mixed land-sea path
  double basic_db = 0.0;       ///< the median less the corrections that apply
};

/// Effective heights are limited to 30 ... 200 m (base station) and 1 ... 10 m (mobile).
EhataLoss ehata_loss(const EhataPath& path, double frequency_mhz, EhataArea area,
                     RidgeCurves ridge_curves = RidgeCurves::limited);

/// Median basic transmission loss over quasi-smooth terrain, dB, heights effective.
double ehata_median_loss_db(double distance_m, double frequency_mhz, TerminalPair effective_m,
                            EhataArea area);

/// Okumura figures 28 and 30: K_h, and K_hf where the mobile stands on tops (in the bottoms: as much
/// less), dB. Below Δh = 15 m as for 15 m; no fine correction below 10 m.
double ehata_hilly_correction_db(double undulation_m);
double ehata_fine_hilly_correction_db(const TerrainQuantiles& terrain, double mobile_ground_m);

/// Okumura figure 34, dB.
double ehata_slope_correction_db(double mobile_slope_mrad, double distance_m);

/// Okumura figures 31 and 32, dB: a ridge `ridge_m` high at these distances.
double ehata_ridge_correction_db(TerminalPair horizon_m, double ridge_m, RidgeCurves curves);

/// Okumura figure 35, dB.
double ehata_sea_correction_db(double sea_fraction, SeaEnd end, double distance_m);

/// Location variability, dB: 7.1 dB at 1500 MHz, 8.1 dB at 3 GHz; 2 dB more outside towns.
double ehata_location_deviation_db(double frequency_mhz, EhataArea area);

}  // namespace gigacity::propagation
