// SPDX-License-Identifier: Apache-2.0
// Terms that the reference attenuation and the variability of the Irregular Terrain Model share.
#pragma once

#include <cmath>

namespace gigacity::propagation {

/// f / 47.7 MHz m is the wave number, 1/m [Algorithm §2].
inline constexpr double mhz_per_wave_number = 47.7;

/// Δh(d): [Algorithm eq. 3.9].
inline double irregularity_at_m(double distance_m, double irregularity_m) {
  return irregularity_m * (1.0 - 0.8 * std::exp(-distance_m / 50e3));
}

}  // namespace gigacity::propagation
