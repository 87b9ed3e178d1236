// SPDX-License-Identifier: Apache-2.0
#include "core/simple_ring.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

TEST(SimpleRing, KnowsTheOutlinesOfHouses) {
  EXPECT_TRUE(surely_simple({{0, 0}, {10, 0}, {10, 8}, {0, 8}, {0, 0}}));
  EXPECT_TRUE(surely_simple({{0, 0}, {0, 8}, {10, 8}, {10, 0}, {0, 0}}));
  EXPECT_TRUE(surely_simple({{0, 0}, {10, 0}, {10, 4}, {4, 4}, {4, 8}, {0, 8}, {0, 0}}));
  EXPECT_TRUE(surely_simple({{0, 0}, {1, 0}, {0, 1}, {0, 0}}));
}

TEST(SimpleRing, DoubtsWhatCrossesTouchesOrLiesInLine) {
  EXPECT_FALSE(surely_simple({{0, 0}, {10, 8}, {10, 0}, {0, 8}, {0, 0}}));                // bow tie
  EXPECT_FALSE(surely_simple({{0, 0}, {8, 0}, {8, 4}, {4, 0}, {0, 4}, {0, 0}}));          // touches
  EXPECT_FALSE(surely_simple({{0, 0}, {10, 0}, {20, 0}, {10, 0}, {5, 5}, {0, 0}}));       // spike
  EXPECT_FALSE(surely_simple({{0, 0}, {5, 0}, {10, 0}, {10, 8}, {0, 8}, {0, 0}}));        // in line
  EXPECT_FALSE(surely_simple({{0, 0}, {10, 0}, {10, 0}, {10, 8}, {0, 8}, {0, 0}}));       // twice
  EXPECT_FALSE(surely_simple({{0, 0}, {4, 0}, {2, 2}, {4, 4}, {0, 4}, {2, 2}, {0, 0}}));  // waist
}

TEST(SimpleRing, DoubtsWhatIsNoRing) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(surely_simple({}));
  EXPECT_FALSE(surely_simple({{0, 0}, {1, 0}, {0, 0}}));
  EXPECT_FALSE(surely_simple({{0, 0}, {1, 0}, {1, 1}, {0, 1}}));
  EXPECT_FALSE(surely_simple({{0, 0}, {nan, 0}, {1, 1}, {0, 0}}));
}

// The first vertex lies beside the line through the next two, but no double holds the differences.
TEST(SimpleRing, DoubtsWhatRoundingHides) {
  EXPECT_FALSE(
      surely_simple({{0.5 + 0x1p-53, 0.5}, {12, 12}, {24, 24}, {0, 24}, {0.5 + 0x1p-53, 0.5}}));
  EXPECT_TRUE(
      surely_simple({{0.5 + 0x1p-40, 0.5}, {12, 12}, {24, 24}, {0, 24}, {0.5 + 0x1p-40, 0.5}}));
}

}  // namespace
}  // namespace gigacity
