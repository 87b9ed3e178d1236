// SPDX-License-Identifier: Apache-2.0
// Nearest-point cells against the definition itself: the nearest of all points, tried at random.
#include "geo/catchments.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "geo/polygons.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

MultiPolygon box(double west, double south, double east, double north) {
  return {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
}

/// A jagged outline about a point, as a town's: far from convex.
MultiPolygon jagged(RandomStream& random, MapPoint centre, double radius_m, int corners) {
  Polygon polygon;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / corners;
    const double r = radius_m * random.uniform(0.4, 1.0);
    polygon.shell.push_back({centre.x_m + r * std::cos(angle), centre.y_m + r * std::sin(angle)});
  }
  polygon.shell.push_back(polygon.shell.front());
  return {polygon};
}

double total_m2(const std::vector<MultiPolygon>& polygons) {
  double sum = 0.0;
  for (const auto& polygon : polygons) sum += area_m2(polygon);
  return sum;
}

/// Areas add up to the region's; where two cells share anything it is but an edge; every place of
/// the region lies in the cell of its nearest point.
void expect_tiling(const std::vector<MapPoint>& points, const MultiPolygon& region,
                   RandomStream& random) {
  const auto cells = catchments_of(points, region);
  ASSERT_EQ(cells.size(), points.size());
  EXPECT_NEAR(total_m2(cells), area_m2(region), 1e-9 * area_m2(region));
  EXPECT_NEAR(area_m2(union_of(cells)), area_m2(region), 1e-9 * area_m2(region));

  const PolygonIndex index(cells);
  const PolygonIndex whole(std::span(&region, 1));
  const MapBox around = bounds(region);
  int tried = 0;
  while (tried < 2000) {
    const MapPoint p{random.uniform(around.min_x_m, around.max_x_m),
                     random.uniform(around.min_y_m, around.max_y_m)};
    if (whole.index_of(p) < 0) {
      EXPECT_EQ(index.index_of(p), -1);
      continue;
    }
    ++tried;
    const auto cell = index.index_of(p);
    ASSERT_GE(cell, 0);
    double nearest_m = INFINITY;
    for (const auto point : points) nearest_m = std::min(nearest_m, distance_m(point, p));
    // At a border two points are equally near but for the rounding of map coordinates.
    EXPECT_NEAR(distance_m(points[static_cast<std::size_t>(cell)], p), nearest_m, 1e-6);
  }
}

class Catchments : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }
};

TEST_F(Catchments, TileAJaggedTownByTheNearestVillage) {
  RandomStream random(3, 1);
  for (const int count : {2, 3, 40, 400}) {
    SCOPED_TRACE(count);
    // Coordinates of the size that UTM has.
    const MapPoint centre{512'345.678, 3'912'345.678};
    const auto region = jagged(random, centre, 10'000, 300);
    std::vector<MapPoint> points;
    for (int i = 0; i < count; ++i)
      points.push_back(
          {centre.x_m + random.uniform(-8'000, 8'000), centre.y_m + random.uniform(-8'000, 8'000)});
    expect_tiling(points, region, random);
  }
}

TEST_F(Catchments, TileWhereManyPointsAreEquallyNear) {
  // On a lattice four points are equally near at every corner, and many lie on one line.
  RandomStream random(3, 2);
  std::vector<MapPoint> points;
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 12; ++x) points.push_back({500'000.0 + 100 * x, 4'000'000.0 + 100 * y});
  expect_tiling(points, box(499'950, 3'999'950, 501'150, 4'001'150), random);
  const auto cells = catchments_of(points, box(499'950, 3'999'950, 501'150, 4'001'150));
  for (const auto& cell : cells) EXPECT_NEAR(area_m2(cell), 10'000.0, 1e-3);

  const std::vector<MapPoint> line{{0, 0}, {10, 0}, {20, 0}, {40, 0}};
  expect_tiling(line, box(-5, -5, 45, 5), random);
  EXPECT_NEAR(area_m2(catchments_of(line, box(-5, -5, 45, 5))[2]), 150.0, 1e-6);
}

TEST_F(Catchments, TileIslandsAndLeaveHolesAlone) {
  RandomStream random(3, 3);
  MultiPolygon region = box(0, 0, 1000, 1000);
  region[0].holes.push_back({{300, 300}, {300, 700}, {700, 700}, {700, 300}, {300, 300}});
  region.push_back(box(1200, 0, 1500, 400)[0]);
  std::vector<MapPoint> points;
  for (int i = 0; i < 25; ++i) points.push_back({random.uniform(0, 1500), random.uniform(0, 1000)});
  expect_tiling(points, region, random);
}

TEST_F(Catchments, TilePointsThatStandCloseTogether) {
  RandomStream random(3, 4);
  const MapPoint centre{500'000, 4'000'000};
  std::vector<MapPoint> points;
  for (int i = 0; i < 30; ++i) {
    points.push_back({centre.x_m + random.uniform(-20'000, 20'000),
                      centre.y_m + random.uniform(-20'000, 20'000)});
    points.push_back({points.back().x_m + 0.05, points.back().y_m - 0.02});
  }
  expect_tiling(points, jagged(random, centre, 40'000, 200), random);
}

TEST_F(Catchments, OnePointGetsAllAndNoneNothing) {
  const auto region = box(0, 0, 10, 10);
  EXPECT_TRUE(catchments_of({}, region).empty());
  const std::vector<MapPoint> one{{3, 3}};
  EXPECT_EQ(area_m2(catchments_of(one, region)[0]), 100.0);
  const std::vector<MapPoint> two{{3, 3}, {7, 3}};
  EXPECT_TRUE(catchments_of(two, {})[1].empty());
}

TEST_F(Catchments, APointFarAwayGetsWhatIsNearestToItOrNothing) {
  const auto region = box(0, 0, 10, 10);
  const std::vector<MapPoint> points{{2, 5}, {8, 5}, {500, 5}};
  const auto cells = catchments_of(points, region);
  EXPECT_NEAR(area_m2(cells[0]), 50.0, 1e-9);
  EXPECT_NEAR(area_m2(cells[1]), 50.0, 1e-9);
  EXPECT_TRUE(cells[2].empty());
}

TEST_F(Catchments, PointsAtOnePlaceHaveNoCatchments) {
  const std::vector<MapPoint> points{{2, 5}, {8, 5}, {2, 5}};
  EXPECT_THROW(catchments_of(points, box(0, 0, 10, 10)), std::invalid_argument);
}

}  // namespace
}  // namespace gigacity::geo
