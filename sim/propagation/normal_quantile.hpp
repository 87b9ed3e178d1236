// SPDX-License-Identifier: Apache-2.0
// ITU-R P.1057-7 Annex 1 §3: the inverse of the cumulative normal distribution. P.1812 prescribes a
// coarser approximation of its own, see p1812.hpp.
#pragma once

namespace gigacity::propagation {

/// F⁻¹(p), standard deviations from the mean; relative error below 1.2e-9. p is held to 1e-12 ... 1 −
/// 1e-12, that is to ±7.03.
double normal_quantile(double p);

/// Q⁻¹(p) = F⁻¹(1 − p), by symmetry −F⁻¹(p).
double complementary_normal_quantile(double p);

}  // namespace gigacity::propagation
