// SPDX-License-Identifier: Apache-2.0
// What the median loss of the extended Hata model takes from frequency and area, for one path and for
// rows of receivers.
#pragma once

#include <array>

#include "sim/propagation/ehata.hpp"

namespace gigacity::propagation {

/// Bounds of the heights, far outside the model's range.
inline constexpr double ehata_least_base_m = 1.0;
inline constexpr double ehata_most_base_m = 1e3;

/// n_l, Hata's exponent of distance less free space's: of log10 h_b, highest power last.
inline constexpr std::array ehata_near_exponent{0.1 * 44.9 - 2.0, -0.1 * 6.55};

/// The loss near the base station is near_db + (10 n_l + 20) log10 d/km, beyond the break-point far_db +
/// 20 log10 of the ray in metres + 10 n_h (log10 d/km − 2); each less the gains of both heights,
/// 13.82 log10 h_b and 3.2 log10² (11.75 h_m). TR-15-517 eq..
struct EhataMedianTerms {
  EhataMedianTerms(double frequency_mhz, EhataArea area);

  double near_db = 0.0;
  double far_db = 0.0;
  double between_db = 0.0;  ///< attenuation beyond free space at 1 km less that at 100 km
  std::array<double, 3> far_exponent{};  ///< n_h: from 20 to 100 km, as n_l
};

}  // namespace gigacity::propagation
