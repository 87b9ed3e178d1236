// SPDX-License-Identifier: Apache-2.0
// Terms that the parts of the Irregular Terrain Model share, and its forms for one path and for rows
// of receivers.
#pragma once

#include <cmath>
#include <complex>

#include "sim/propagation/itm.hpp"

namespace gigacity::propagation {

/// f / 47.7 MHz m is the wave number, 1/m [Algorithm §2].
inline constexpr double mhz_per_wave_number = 47.7;

/// Δh(d): [Algorithm eq. 3.9].
inline double irregularity_at_m(double distance_m, double irregularity_m) {
  return irregularity_m * (1.0 - 0.8 * std::exp(-distance_m / 50e3));
}

/// γ_a, of the earth itself.
inline constexpr double true_curvature_per_m = 157e-9;

/// γ_e, curvature of the effective earth [TN101 eq. 4.4].
inline double effective_curvature_per_m(double refractivity) {
  return true_curvature_per_m * (1.0 - 0.04665 * std::exp(refractivity / 179.3));
}

/// Beyond this the effective earth would be flat, then hollow.
inline constexpr double most_refractivity = 450.0;
/// Ten kilometres at most.
inline constexpr double most_irregularity_m = 1e4;

/// Z_g, surface transfer impedance: [Algorithm eq. 2.8]. The frequency is held already.
std::complex<double> surface_impedance(double frequency_mhz, Polarisation polarisation,
                                       const GroundConstants& ground);

/// One curve over the effective distance: [TN101 eq. III.69 and III.70].
struct ItmCurve {
  double c1 = 0.0;
  double c2 = 0.0;
  double x1_m = 0.0;
  double x2_m = 0.0;
  double x3_m = 0.0;

  double at(double distance_m) const {
    const double u = (distance_m - x2_m) / x3_m;
    const double v = (distance_m / x1_m) * (distance_m / x1_m);
    return (c1 + c2 / (1.0 + u * u)) * v / (1.0 + v);
  }
};

/// d_e takes the distance to the horizons over an earth of this radius, and a distance that depends on
/// the carrier: [Algorithm eq. 5.3].
inline constexpr double variability_radius_m = 9000e3;
inline constexpr double variability_scale_m = 130e3;

/// What carrier, climate and percentages make of the variability: [Algorithm §5].
struct ItmVariation {
  ItmCurve median;           ///< V_med
  ItmCurve time;             ///< σ_T is `time_factor` times this
  double time_factor = 1.0;  ///< of the frequency, and of the tail beyond z_D
  double extent_m = 0.0;     ///< what the carrier adds to the horizons in d_e
  double wave_number = 0.0;
  // Standard normal deviates of the three percentages, joined as the mode says.
  double time_deviate = 0.0;
  double location_deviate = 0.0;
  double situation_deviate = 0.0;
  ItmVariabilityMode mode = ItmVariabilityMode::broadcast;
  bool eliminate_location = false;
  bool eliminate_situation = false;
};

/// The frequency is held already.
ItmVariation itm_variation(double frequency_mhz, ItmClimate climate,
                           const ItmVariability& variability);

}  // namespace gigacity::propagation
