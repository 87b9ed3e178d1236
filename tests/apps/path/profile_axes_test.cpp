// SPDX-License-Identifier: Apache-2.0
#include "apps/path/profile_axes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity::apps {
namespace {

using ::testing::DoubleEq;
using ::testing::Pointwise;

TEST(ProfileAxes, TicksAreRoundNumbers) {
  EXPECT_THAT(ticks_of({0.0, 20.91, 0.0, 1.0}, 10),
              Pointwise(DoubleEq(), {0.0, 5.0, 10.0, 15.0, 20.0}));
  EXPECT_THAT(ticks_of({-3.0, 1.0, 0.0, 1.0}, 8),
              Pointwise(DoubleEq(), {-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0}));
}

TEST(ProfileAxes, NeverMoreTicksThanAskedForAndOne) {
  RandomStream random(1, 1);
  for (int i = 0; i < 1000; ++i) {
    const double low = random.uniform(-1000.0, 1000.0);
    const auto ticks = ticks_of({low, low + random.uniform(0.01, 5000.0), 0.0, 1.0}, 8);
    EXPECT_GE(ticks.size(), 2U);
    EXPECT_LE(ticks.size(), 9U);
  }
}

TEST(LabelPlacer, KeepsWordsApart) {
  LabelPlacer placer({0.0, 0.0, 900.0, 400.0});
  std::vector<PlotBox> boxes;
  for (int i = 0; i < 8; ++i) boxes.push_back(placer.place(440.0 + 3.0 * i, 300.0, 120.0, 16.0));
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(boxes[i].overlaps(boxes[k])) << i << ' ' << k;
  const auto at_edge = placer.place(899.0, 100.0, 200.0, 16.0);
  EXPECT_EQ(at_edge.right, 900.0);
}

}  // namespace
}  // namespace gigacity::apps
