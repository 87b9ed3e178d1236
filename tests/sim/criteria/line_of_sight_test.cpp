// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/line_of_sight.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace gigacity::criteria {
namespace {

constexpr GridSpec long_grid{0.0, 1000.0, 10.0, 2000, 100};

/// Flat at 0 m with walls of one column.
MemoryRasterSource flat_with_walls(std::initializer_list<std::pair<int, float>> walls) {
  Raster<float> heights(long_grid, 0.0F);
  for (const auto& [column, height] : walls)
    for (int r = 0; r < long_grid.height; ++r) heights.at({column, r}) = height;
  return MemoryRasterSource(std::move(heights));
}

/// Over `length_m` to the east from the centre of pixel (0, 50), 30 m and 10 m above zero.
SightLine eastward(double length_m) {
  return {{5.0, 495.0}, 30.0, {5.0 + length_m, 495.0}, 10.0, 4.0 / 3.0};
}

TEST(LineOfSight, IsFreeOnFlatGround) {
  EXPECT_FALSE(obstruction(eastward(4000.0), flat_with_walls({})));
}

TEST(LineOfSight, FindsAWallWithItsHeightAboveTheLine) {
  const auto found = obstruction(eastward(4000.0), flat_with_walls({{100, 45.0F}}));
  ASSERT_TRUE(found);
  // At 1000 m the line is at 25 m and the bulge 1000 × 3000 / (2 × 4/3 × 6371 km) = 0.177 m.
  EXPECT_NEAR(found->from_transmitter_m, 1000.0, 10.0);
  EXPECT_NEAR(found->above_line_m, 20.177, 0.06);
  // Raised by 20.177 × 4000 / 3000 the line clears it.
  EXPECT_NEAR(found->raise_m, 26.9, 0.2);
}

TEST(LineOfSight, PrefersTheObstacleThatShadowsMost) {
  // 12 m above the line near the antenna blocks more of the Fresnel zone than 20 m in the middle.
  const auto found = obstruction(eastward(4000.0), flat_with_walls({{5, 42.0F}, {200, 40.0F}}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->from_transmitter_m, 50.0, 10.0);
}

TEST(LineOfSight, EndsDoNotBlockThemselves) {
  EXPECT_FALSE(obstruction(eastward(4000.0), flat_with_walls({{0, 500.0F}, {400, 500.0F}})));
}

TEST(LineOfSight, TheEarthItselfBlocksFarAway) {
  // Horizon of 30 m: 22.6 km, of 10 m: 13.0 km over a 4/3 earth; within 15 km nothing blocks.
  EXPECT_FALSE(obstruction(eastward(15'000.0), flat_with_walls({})));
  SightLine low = eastward(15'000.0);
  low.transmitter_height_m = 1.0;
  low.receiver_height_m = 1.0;
  EXPECT_TRUE(obstruction(low, flat_with_walls({})));
}

TEST(LineOfSight, MissingHeightsAndZeroLengthBlockNothing) {
  EXPECT_FALSE(obstruction(eastward(4000.0), flat_with_walls({{100, no_value}})));
  EXPECT_FALSE(obstruction(eastward(0.0), flat_with_walls({})));
}

}  // namespace
}  // namespace gigacity::criteria
