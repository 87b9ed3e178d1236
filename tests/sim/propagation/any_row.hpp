// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace gigacity::propagation {

/// `whole` are the results of a row of at least 70 receivers. Parts of every length from each of the first
/// three receivers on, computed by `compute(first, count, results)`, must have the same bits, and
/// write nothing behind their end.
template <class Compute>
void expect_same_bits_in_any_row(std::span<const float> whole, Compute compute) {
  for (std::size_t first = 0; first < 3; ++first) {
    for (std::size_t count = 0; count <= 67; ++count) {
      std::vector<float> part(count + 1, -1.0F);
      compute(first, count, std::span(part).first(count));
      EXPECT_EQ(std::memcmp(part.data(), whole.data() + first, count * sizeof(float)), 0)
          << first << ' ' << count;
      EXPECT_EQ(part.back(), -1.0F);
    }
  }
}

}  // namespace gigacity::propagation
