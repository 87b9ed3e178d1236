// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/feature_pixels.hpp"

#include <gtest/gtest.h>

#include "sim/criteria/measures.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

constexpr GridSpec grid{1000.0, 2000.0, 10.0, 40, 30};

std::int64_t count(const std::vector<PixelRun>& runs) {
  std::int64_t pixels = 0;
  for (const auto& run : runs) pixels += run.end - run.begin;
  return pixels;
}

TEST(FeaturePixels, AFeatureSmallerThanAPixelHasThePixelOfItsPoint) {
  const MemoryRasterSource inside(Raster<float>(grid, 1.0F));
  const auto runs =
      feature_runs(testing::rectangle(1101.0, 1801.0, 1103.0, 1803.0), {1102.0, 1802.0}, inside);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0], (PixelRun{19, 10, 11}));
}

TEST(FeaturePixels, OutsideTheAreaDoesNotCount) {
  Raster<float> area(grid, no_value);
  for (int r = 0; r < grid.height; ++r)
    for (int c = 0; c < 12; ++c) area.at({c, r}) = 1.0F;
  const MemoryRasterSource inside(area);
  EXPECT_EQ(count(feature_runs(testing::rectangle(1100.0, 1800.0, 1200.0, 1900.0), {1150.0, 1850.0},
                               inside)),
            20);
  EXPECT_TRUE(feature_runs(testing::rectangle(0.0, 0.0, 9.0, 9.0), {5.0, 5.0}, inside).empty());
}

TEST(RadioTest, NeedsCoverageLevelAndQuality) {
  const RadioTest test{-105.0, -3.0, 0.95, "", ""};
  const float nan = no_value;
  const auto pass = [&](float rsrp_dbm, float sinr_db, float status) {
    return passes(test, {.rsrp_dbm = rsrp_dbm, .sinr_db = sinr_db, .status = status});
  };
  EXPECT_TRUE(pass(-105.0F, -3.0F, 1.0F));
  EXPECT_FALSE(pass(-105.015625F, -3.0F, 1.0F));
  EXPECT_FALSE(pass(-105.0F, -3.015625F, 1.0F));
  EXPECT_FALSE(pass(-80.0F, 20.0F, 2.0F));
  EXPECT_FALSE(pass(nan, nan, 1.0F));
  EXPECT_FALSE(pass(-80.0F, nan, 1.0F));
}

TEST(RadioTest, ARateCountsOnlyWhereItIsAskedFor) {
  RadioTest test{-105.0, -3.0, 0.95, "", ""};
  const RadioPixel good{.rsrp_dbm = -90.0F, .sinr_db = 10.0F, .status = 1.0F};
  EXPECT_TRUE(passes(test, good));
  test.downlink_mbps = 35.0;
  EXPECT_FALSE(passes(test, good)) << "no rate is known";
  auto fast = good;
  fast.downlink_mbps = 35.0F;
  EXPECT_TRUE(passes(test, fast));
  test.uplink_mbps = 3.0;
  fast.uplink_mbps = 2.9F;
  EXPECT_FALSE(passes(test, fast));
}

TEST(RadioTest, NineteenOfTwentyPixelsAreNinetyFivePerCent) {
  const RadioTest test{-105.0, -3.0, 0.95, "", ""};
  EXPECT_TRUE(reached({20, 19, 0.0}, test));
  EXPECT_FALSE(reached({20, 18, 0.0}, test));
  EXPECT_TRUE(reached({100, 95, 0.0}, test));
  EXPECT_FALSE(reached({0, 0, 0.0}, test));
}

}  // namespace
}  // namespace gigacity::criteria
