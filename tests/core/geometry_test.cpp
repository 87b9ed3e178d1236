// SPDX-License-Identifier: Apache-2.0
#include "core/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

Ring square(double west, double south, double side) {
  return {{west, south},
          {west + side, south},
          {west + side, south + side},
          {west, south + side},
          {west, south}};
}

Ring reversed(Ring ring) {
  std::ranges::reverse(ring);
  return ring;
}

/// A 10 m square with a 2 m hole off its centre.
MultiPolygon holed(double x = 0.0, double y = 0.0) {
  return {Polygon{square(x, y, 10.0), {square(x + 1.0, y + 1.0, 2.0)}}};
}

TEST(Geometry, LengthFollowsTheLine) {
  EXPECT_EQ(length_m({{0.0, 0.0}, {3.0, 4.0}, {3.0, 10.0}}), 11.0);
  EXPECT_EQ(length_m({{5.0, 5.0}}), 0.0);
  EXPECT_EQ(length_m({}), 0.0);
}

TEST(Geometry, AreaTakesHolesOffWhateverTheDirectionOfRings) {
  EXPECT_DOUBLE_EQ(area_m2(holed()), 96.0);
  EXPECT_DOUBLE_EQ(area_m2({Polygon{reversed(square(0, 0, 10)), {square(1, 1, 2)}}}), 96.0);
  EXPECT_DOUBLE_EQ(area_m2({Polygon{square(0, 0, 10), {reversed(square(1, 1, 2))}}}), 96.0);
  EXPECT_EQ(area_m2({}), 0.0);
}

TEST(Geometry, AreaKeepsItsDigitsFarFromTheOrigin) {
  // UTM northings: a naive shoelace sum would lose the square metres here.
  EXPECT_DOUBLE_EQ(area_m2(holed(500'000.0, 3'900'000.0)), 96.0);
}

TEST(Geometry, CentroidIsTheBalancePoint) {
  // Square (5, 5) weighing 100 less hole (2, 2) weighing 4.
  const double expected = (100.0 * 5.0 - 4.0 * 2.0) / 96.0;
  const auto c = centroid(holed());
  EXPECT_NEAR(c.x_m, expected, 1e-12);
  EXPECT_NEAR(c.y_m, expected, 1e-12);
  const auto turned = centroid({Polygon{reversed(square(0, 0, 10)), {square(1, 1, 2)}}});
  EXPECT_NEAR(turned.x_m, expected, 1e-12);
  EXPECT_NEAR(turned.y_m, expected, 1e-12);
}

TEST(Geometry, CentroidOfSeveralPolygonsWeighsTheirAreas) {
  const MultiPolygon two = {Polygon{square(0, 0, 2), {}}, Polygon{reversed(square(10, 0, 4)), {}}};
  const auto c = centroid(two);
  EXPECT_NEAR(c.x_m, (4.0 * 1.0 + 16.0 * 12.0) / 20.0, 1e-12);
  EXPECT_NEAR(c.y_m, (4.0 * 1.0 + 16.0 * 2.0) / 20.0, 1e-12);
}

TEST(Geometry, CentroidOfNoAreaIsTheMiddle) {
  EXPECT_EQ(centroid({Polygon{{{0.0, 0.0}, {4.0, 0.0}, {0.0, 0.0}}, {}}}), (MapPoint{2.0, 0.0}));
}

TEST(Geometry, ContainsFollowsTheEvenOddRule) {
  const auto polygons = holed();
  EXPECT_TRUE(contains(polygons, {5.0, 5.0}));
  EXPECT_TRUE(contains(polygons, {0.5, 0.5}));
  EXPECT_FALSE(contains(polygons, {2.0, 2.0}));  // in the hole
  EXPECT_FALSE(contains(polygons, {-1.0, 5.0}));
  EXPECT_FALSE(contains(polygons, {5.0, 11.0}));
  EXPECT_FALSE(contains({}, {0.0, 0.0}));
}

TEST(Geometry, ContainsCountsAVertexAtTheRaysHeightOnce) {
  const MultiPolygon diamond = {Polygon{{{0, -2}, {2, 0}, {0, 2}, {-2, 0}, {0, -2}}, {}}};
  EXPECT_TRUE(contains(diamond, {-1.0, 0.0}));
  EXPECT_FALSE(contains(diamond, {-3.0, 0.0}));
  EXPECT_FALSE(contains(diamond, {-1.0, 2.0}));
  EXPECT_FALSE(contains(diamond, {-1.0, -2.0}));
}

TEST(Geometry, BoundsHoldEveryKind) {
  EXPECT_EQ(bounds(holed()), (MapBox{0.0, 0.0, 10.0, 10.0}));
  EXPECT_EQ(bounds(MultiLineString{{{1.0, 2.0}, {3.0, -4.0}}, {{0.0, 0.0}}}),
            (MapBox{0.0, -4.0, 3.0, 2.0}));
  EXPECT_EQ(bounds(Geometry{MapPoint{1.0, 2.0}}), (MapBox{1.0, 2.0, 1.0, 2.0}));
  EXPECT_EQ(bounds(Geometry{holed()}), bounds(holed()));
  EXPECT_TRUE(bounds(Geometry{}).empty());
}

TEST(Geometry, DiscIsARegularPolygon) {
  const auto polygons = disc({100.0, 200.0}, 50.0, 24);
  ASSERT_EQ(polygons.size(), 1U);
  const auto& ring = polygons.front().shell;
  ASSERT_EQ(ring.size(), 25U);
  EXPECT_EQ(ring.front(), ring.back());
  for (const auto p : ring) EXPECT_NEAR(distance_m(p, {100.0, 200.0}), 50.0, 1e-9);
  // Area of a regular n-gon: n/2 r^2 sin(2 pi / n).
  EXPECT_NEAR(area_m2(polygons), 12.0 * 2500.0 * std::sin(std::numbers::pi / 12.0), 1e-9);
  EXPECT_NEAR(centroid(polygons).x_m, 100.0, 1e-9);
  EXPECT_NEAR(centroid(polygons).y_m, 200.0, 1e-9);
}

}  // namespace
}  // namespace gigacity
