// SPDX-License-Identifier: Apache-2.0
// Formulas of logarithms and powers are given figures that a double can carry through them: the
// bounds lie far outside every model's range (`ModelInfo`), so that they change nothing but inputs
// that would end in infinity or not a number.
#pragma once

#include <algorithm>

namespace gigacity::propagation {

/// 1 kHz to 10⁹ MHz.
constexpr double held_frequency_mhz(double frequency_mhz) {
  return std::clamp(frequency_mhz, 1e-3, 1e9);
}

/// 1 m, as in `free_space_loss_db`, to 10⁹ m.
constexpr double held_distance_m(double distance_m) {
  return std::clamp(distance_m, 1.0, 1e9);
}

/// 1 cm to 1000 km.
constexpr double held_height_m(double height_m) {
  return std::clamp(height_m, 0.01, 1e6);
}

/// Of a profile's ground, surface and antennas above a datum: 10,000 km either way. NaN stays.
constexpr double held_altitude_m(double altitude_m) {
  return std::clamp(altitude_m, -1e7, 1e7);
}

/// Between two points of a profile: 1 mm to 10⁹ m.
constexpr double held_gap_m(double gap_m) {
  return std::clamp(gap_m, 1e-3, 1e9);
}

/// 100 nm to 1000 km.
constexpr double held_wavelength_m(double wavelength_m) {
  return std::clamp(wavelength_m, 1e-7, 1e6);
}

}  // namespace gigacity::propagation
