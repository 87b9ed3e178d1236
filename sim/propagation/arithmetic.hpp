// SPDX-License-Identifier: Apache-2.0
// What the formulas of several models are written with.
#pragma once

#include <algorithm>

namespace gigacity::propagation {

constexpr double square(double x) {
  return x * x;
}

/// x, or 0 where it is negative.
constexpr double positive_part(double x) {
  return std::max(x, 0.0);
}

}  // namespace gigacity::propagation
