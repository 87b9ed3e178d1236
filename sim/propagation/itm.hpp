// SPDX-License-Identifier: Apache-2.0
// The Irregular Terrain Model (Longley-Rice), 20 MHz to 20 GHz: G. A. Hufford, "The ITS Irregular
// Terrain Model, version 1.2.2, the Algorithm" (1995), whose equations are cited as [Algorithm];
// Longley and Rice, ERL 79-ITS 67 (1968), as [ERL]; NBS Technical Note 101 as [TN101].
//
// The geometry of the path (`ItmPath`) is apart from the carrier, as in p1812.hpp; the reference
// attenuation is apart from its variability.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>

#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/terminal_pair.hpp"

namespace gigacity::propagation {

enum class ItmClimate : std::uint8_t {
  equatorial = 1,
  continental_subtropical,
  maritime_subtropical,
  desert,
  continental_temperate,
  maritime_temperate_over_land,
  maritime_temperate_over_sea
};

/// How a terminal of the area mode was placed.
enum class ItmSiting : std::uint8_t { random, careful, very_careful };

/// Which of the variabilities are one and the same to the user [Algorithm §5].
enum class ItmVariabilityMode : std::uint8_t { single_message, accidental, mobile, broadcast };

struct ItmEnvironment {
  ItmClimate climate = ItmClimate::continental_temperate;
  double n0 = 301.0;  ///< surface refractivity reduced to sea level, N-units, 250 to 400
  GroundConstants ground{15.0, 0.005};
};

/// What the terrain decides. Heights are above ground; lengths in metres, angles in radians.
struct ItmPath {
  double distance_m = 0.0;
  TerminalPair height_m;               ///< structural
  TerminalPair effective_height_m;     ///< h_e
  TerminalPair horizon_m;              ///< d_L
  TerminalPair horizon_rad;            ///< θ_e
  double irregularity_m = 0.0;         ///< Δh
  double refractivity = 301.0;         ///< N_s at the path's mean height
  double earth_curvature_per_m = 0.0;  ///< γ_e, effective
  bool from_profile = true;            ///< point-to-point mode, else area mode
};

/// The radius of the effective earth over ground of that height above sea level: 1 / γ_e [TN101 eq. 4.3 and 4.4].
double itm_earth_radius_m(double n0, double ground_m);

/// The path over a terrain profile of equal steps: [Algorithm §3], point-to-point. At least three
/// heights, metres above mean sea level.
ItmPath itm_path(std::span<const double> ground_m, double step_m, TerminalPair height_m, double n0);

struct ItmSitings {
  ItmSiting transmitter = ItmSiting::random;
  ItmSiting receiver = ItmSiting::random;
};

/// The path over terrain known only by its irregularity Δh: area mode.
ItmPath itm_area_path(double distance_m, double irregularity_m, TerminalPair height_m,
                      ItmSitings sitings, double n0);

/// What a prediction should be doubted for; bit positions.
enum class ItmWarning : std::uint8_t {
  horizon_angle,        ///< above 200 mrad: small-angle approximations may break down
  horizon_near,         ///< a horizon nearer than a tenth of the smooth earth's
  horizon_far,          ///< or beyond three times that
  refractivity,         ///< N_s outside 250 ... 400
  distance_short,       ///< below 1 km, or too steep between the antennas
  distance_long,        ///< above 1000 km
  ground_impedance,     ///< the ground is outside what the theory takes
  extreme_variability,  ///< a percentage beyond 0.1 ... 99.9
};
inline constexpr std::size_t itm_warning_count = 8;
using ItmWarnings = std::bitset<itm_warning_count>;

enum class ItmPropagation : std::uint8_t { line_of_sight, diffraction, troposcatter };

struct ItmReference {
  double attenuation_db = 0.0;  ///< A_ref, relative to free space, at least 0
  ItmPropagation propagation = ItmPropagation::line_of_sight;
  ItmWarnings warnings;
};

/// Reference attenuation: [Algorithm §4].
ItmReference itm_reference(const ItmPath& path, double frequency_mhz, Polarisation polarisation,
                           const GroundConstants& ground);

/// Percentages of time, locations and situations, each above 0 and below 100.
struct ItmVariability {
  double time_percent = 50.0;
  double location_percent = 50.0;
  double situation_percent = 50.0;
  ItmVariabilityMode mode = ItmVariabilityMode::broadcast;
  bool eliminate_location = false;   ///< as for a path whose profile is known
  bool eliminate_situation = false;  ///< as when interference is considered
};

struct ItmLoss {
  double basic_db = 0.0;  ///< basic transmission loss
  double free_space_db = 0.0;
  ItmReference reference;
};

/// Basic transmission loss with its variability: [Algorithm §5].
ItmLoss itm_loss(const ItmPath& path, double frequency_mhz, Polarisation polarisation,
                 const ItmEnvironment& environment, const ItmVariability& variability);

}  // namespace gigacity::propagation
