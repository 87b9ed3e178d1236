// SPDX-License-Identifier: Apache-2.0
// Cover of pixels against GEOS and GDAL, who know nothing of our sums along rows.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/polygon_cover.hpp"
#include "core/random.hpp"
#include "geo/polygons.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

constexpr GridSpec burnt_grid{500'000.0, 4'000'000.0, 10.0, 24, 20};

Ring star(RandomStream& random, MapPoint centre, double least_m, double most_m) {
  const int vertices = 3 + random.index(30);
  Ring ring;
  for (int i = 0; i < vertices; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / vertices;
    const double r = random.uniform(least_m, most_m);
    ring.push_back({centre.x_m + r * std::cos(angle), centre.y_m + r * std::sin(angle)});
  }
  ring.push_back(ring.front());
  return ring;
}

MultiPolygon random_polygon(RandomStream& random) {
  const MapBox box = burnt_grid.box();
  const MapPoint centre{random.uniform(box.min_x_m, box.max_x_m),
                        random.uniform(box.min_y_m, box.max_y_m)};
  const double size_m = random.uniform(3.0, 120.0);
  Polygon polygon{star(random, centre, 0.5 * size_m, size_m), {}};
  // Within half the circle that every shell of at least three vertices holds.
  if (random.uniform() < 0.5)
    polygon.holes.push_back(star(random, centre, 0.05 * size_m, 0.2 * size_m));
  return intersection_of({polygon}, {{polygon.shell, {}}});
}

MultiPolygon square_of(const MapBox& b) {
  return {{{{b.min_x_m, b.min_y_m},
            {b.max_x_m, b.min_y_m},
            {b.max_x_m, b.max_y_m},
            {b.min_x_m, b.max_y_m},
            {b.min_x_m, b.min_y_m}},
           {}}};
}

class PolygonCoverReference : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }
};

TEST_F(PolygonCoverReference, EqualsGeosIntersectionOfEveryPixel) {
  RandomStream random(5, 1);
  for (int i = 0; i < 40; ++i) {
    const MultiPolygon polygons = random_polygon(random);
    Raster<double> shares(burnt_grid);
    add_cover(polygons, shares);
    for (int row = 0; row < burnt_grid.height; ++row) {
      for (int column = 0; column < burnt_grid.width; ++column) {
        const MapBox pixel = burnt_grid.part({column, row, 1, 1}).box();
        const double area = area_m2(intersection_of(polygons, square_of(pixel)));
        // GEOS works in map coordinates, whose digits near 4e6 m are 5e-10 m.
        ASSERT_NEAR(shares.at({column, row}), area / (burnt_grid.pixel_m * burnt_grid.pixel_m),
                    1e-9)
            << i << ": " << column << ", " << row;
      }
    }
  }
}

TEST_F(PolygonCoverReference, AgreesWithGdalsRasterAtThirtyTwoTimesTheResolution) {
  constexpr int times = 32;
  const GridSpec fine{burnt_grid.west_m, burnt_grid.north_m, burnt_grid.pixel_m / times,
                      burnt_grid.width * times, burnt_grid.height * times};
  RandomStream random(5, 2);
  const std::vector<float> one{1.0F};
  for (int i = 0; i < 20; ++i) {
    const std::vector<MultiPolygon> polygons{random_polygon(random)};
    Raster<double> shares(burnt_grid);
    add_cover(polygons.front(), shares);
    const Raster<float> burnt = rasterise(polygons, one, fine);
    Raster<double> counted(burnt_grid);
    for (int row = 0; row < fine.height; ++row)
      for (int column = 0; column < fine.width; ++column)
        if (burnt.at({column, row}) == 1.0F) counted.at({column / times, row / times}) += 1.0;
    double worst = 0.0;
    for (std::size_t k = 0; k < burnt_grid.size(); ++k)
      worst = std::max(worst, std::abs(counted.values()[k] / (times * times) - shares.values()[k]));
    // A fine pixel counts or not by its centre: each row or column that an edge passes is at most
    // half a fine pixel out, and few pixels hold more than two edges.
    EXPECT_LE(worst, 2.0 * 0.5 / times) << i;
  }
}

}  // namespace
}  // namespace gigacity::geo
