// SPDX-License-Identifier: Apache-2.0
#include "geo/geo_box.hpp"

#include <gtest/gtest.h>

#include "geo/crs.hpp"

namespace gigacity::geo {
namespace {

constexpr GeoBox fiji{177.0, -20.0, 182.0, -15.0};
constexpr GeoBox fiji_from_the_west{-183.0, -20.0, -178.0, -15.0};
constexpr GeoBox germany{6.0, 47.0, 15.0, 55.0};

TEST(GeoBox, OverlapsModulo360Degrees) {
  EXPECT_TRUE(overlap(fiji, fiji_from_the_west));
  EXPECT_TRUE(overlap({-180.0, -20.0, -179.0, -15.0}, fiji));
  EXPECT_FALSE(overlap({-177.0, -20.0, -176.0, -15.0}, fiji));
  EXPECT_FALSE(overlap(fiji, {177.0, -10.0, 178.0, 0.0}));
  EXPECT_TRUE(overlap(germany, {14.0, 54.0, 20.0, 60.0}));
}

TEST(GeoBox, CoversModulo360Degrees) {
  EXPECT_TRUE(covers(fiji, {-180.0, -18.0, -179.0, -17.0}));
  EXPECT_TRUE(covers(fiji_from_the_west, fiji));
  EXPECT_FALSE(covers(fiji, {-180.0, -18.0, -177.0, -17.0}));
  EXPECT_TRUE(covers({-180.0, -90.0, 180.0, 90.0}, fiji)) << "the whole earth";
  EXPECT_FALSE(covers(germany, widened(germany, 0.1)));
  EXPECT_TRUE(covers(widened(germany, 0.1), germany));
}

TEST(GeoBox, IsSeparatedByTheGapBetween) {
  EXPECT_EQ(separation_m(fiji, fiji_from_the_west), 0.0);
  // One degree of the meridian at 0.5 degrees north: 110 574 m.
  EXPECT_NEAR(separation_m({0.0, -1.0, 1.0, 0.0}, {0.5, 1.0, 2.0, 2.0}), 110574.0, 1.0);
  // Two degrees of the equator, over the antimeridian: 111 319.49 m each.
  EXPECT_NEAR(separation_m({178.0, -1.0, 179.0, 0.0}, {-179.0, -1.0, -178.0, 0.0}), 2 * 111319.49,
              40.0);
  EXPECT_DOUBLE_EQ(separation_m({6.0, 47.0, 7.0, 48.0}, {8.0, 49.0, 9.0, 50.0}),
                   geodesic_distance_m({7.0, 48.0}, {8.0, 49.0}));
}

TEST(GeoBounds, ChooseTheNarrowerWayRound) {
  GeoBounds pacific;
  EXPECT_FALSE(pacific.box());
  for (const double lon : {177.0, 180.0, -180.0, -178.0}) pacific.add({lon, -17.0});
  EXPECT_EQ(pacific.box()->west_deg, 177.0);
  EXPECT_EQ(pacific.box()->east_deg, 182.0);
  GeoBounds beyond;
  for (const double lon : {177.0, 183.0}) beyond.add({lon, -17.0});
  EXPECT_EQ(beyond.box()->east_deg, 183.0);
  GeoBounds atlantic;
  for (const double lon : {-10.0, 20.0}) atlantic.add({lon, 50.0});
  EXPECT_EQ(atlantic.box()->west_deg, -10.0);
  EXPECT_EQ(atlantic.box()->east_deg, 20.0);
}

TEST(GeoBox, IsShownWithoutNeedlessDigits) {
  EXPECT_EQ(to_string(GeoBox{116.0, 35.123456, 116.5, 36.0}),
            "longitude 116 to 116.5, latitude 35.1235 to 36");
}

}  // namespace
}  // namespace gigacity::geo
