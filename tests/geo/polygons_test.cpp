// SPDX-License-Identifier: Apache-2.0
#include "geo/polygons.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

MultiPolygon rectangle(double west, double south, double east, double north) {
  return {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
}

MultiPolygon box_with_hole() {
  MultiPolygon out = rectangle(0, 0, 10, 10);
  out[0].holes.push_back({{4, 4}, {4, 6}, {6, 6}, {6, 4}, {4, 4}});
  return out;
}

/// A star with random radii: any shape that is simple by construction.
MultiPolygon star(RandomStream& random, MapPoint centre, double radius_m) {
  Polygon polygon;
  for (int i = 0; i < 17; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / 17;
    const double r = radius_m * random.uniform(0.3, 1.0);
    polygon.shell.push_back({centre.x_m + r * std::cos(angle), centre.y_m + r * std::sin(angle)});
  }
  polygon.shell.push_back(polygon.shell.front());
  return {polygon};
}

/// A mask drawn as text: '#' is inside.
Raster<float> mask_of(const std::vector<std::string>& rows, double west_m = 0.0,
                      double north_m = 0.0, double pixel_m = 1.0) {
  const GridSpec grid{west_m, north_m, pixel_m, static_cast<int>(rows.front().size()),
                      static_cast<int>(rows.size())};
  return test::raster_of(grid, [&](Pixel p) {
    const char c = rows[static_cast<std::size_t>(p.row)][static_cast<std::size_t>(p.column)];
    return c == '#' ? 1.0 : c == '?' ? std::nan("") : 0.0;
  });
}

class Polygons : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }
};

TEST_F(Polygons, IndexAgreesWithTheEvenOddRuleOfEveryPolygon) {
  RandomStream random(7, 1);
  std::vector<MultiPolygon> polygons;
  for (int i = 0; i < 200; ++i) {
    const MapPoint centre{random.uniform(0, 1000), random.uniform(0, 1000)};
    polygons.push_back(star(random, centre, 60));
  }
  const PolygonIndex index(polygons);
  int found = 0;
  for (int i = 0; i < 5000; ++i) {
    const MapPoint p{random.uniform(0, 1000), random.uniform(0, 1000)};
    std::int32_t expected = -1;
    for (std::size_t k = polygons.size(); k-- > 0;)
      if (contains(polygons[k], p)) expected = static_cast<std::int32_t>(k);
    ASSERT_EQ(index.index_of(p), expected) << p.x_m << ' ' << p.y_m;
    found += expected >= 0 ? 1 : 0;
  }
  EXPECT_GT(found, 1000);  // the comparison is not an empty one
  EXPECT_LT(found, 4900);
}

TEST_F(Polygons, BoundaryBelongsToTheLowestIndexAndHolesToNobody) {
  const std::vector<MultiPolygon> polygons{{}, rectangle(10, 0, 20, 10), box_with_hole()};
  const PolygonIndex index(polygons);
  EXPECT_EQ(index.index_of({10, 5}), 1);   // shared edge
  EXPECT_EQ(index.index_of({20, 10}), 1);  // corner
  EXPECT_EQ(index.index_of({0, 0}), 2);
  EXPECT_EQ(index.index_of({4, 5}), 2);  // the hole's edge
  EXPECT_EQ(index.index_of({5, 5}), -1);
  EXPECT_EQ(index.index_of({21, 5}), -1);
}

TEST_F(Polygons, IndexOfNothingFindsNothing) {
  const PolygonIndex none(std::span<const MultiPolygon>{});
  EXPECT_EQ(none.index_of({0, 0}), -1);
  EXPECT_EQ(none.largest_overlap(rectangle(0, 0, 1, 1)), -1);
  const std::vector<MultiPolygon> empties(3);
  const PolygonIndex empty(empties);
  EXPECT_EQ(empty.index_of({0, 0}), -1);
  PolygonIndex some(std::vector<MultiPolygon>{rectangle(0, 0, 1, 1)});
  EXPECT_EQ(some.largest_overlap({}), -1);
  const PolygonIndex moved = std::move(some);
  EXPECT_EQ(moved.index_of({0.5, 0.5}), 0);
}

TEST_F(Polygons, LargestOverlapPrefersAreaThenTheLowerIndex) {
  const std::vector<MultiPolygon> polygons{rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10),
                                           rectangle(10, 0, 20, 10), rectangle(0, 20, 100, 40)};
  const PolygonIndex index(polygons);
  EXPECT_EQ(index.largest_overlap(rectangle(8, 2, 14, 4)), 1);  // 2 m against 4 m
  EXPECT_EQ(index.largest_overlap(rectangle(6, 2, 12, 4)), 0);
  EXPECT_EQ(index.largest_overlap(rectangle(9, 2, 11, 4)), 0);     // a tie of two halves
  EXPECT_EQ(index.largest_overlap(rectangle(12, 2, 13, 4)), 1);    // wholly inside two
  EXPECT_EQ(index.largest_overlap(rectangle(20, 0, 30, 10)), -1);  // touching is no overlap
  EXPECT_EQ(index.largest_overlap(rectangle(-500, 21, 500, 22)), 3);
}

TEST_F(Polygons, OverlapsAreTheSharedAreas) {
  const std::vector<MultiPolygon> polygons{rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10),
                                           box_with_hole()};
  const PolygonIndex index(polygons);
  const auto shared = [&](const MultiPolygon& polygon) {
    std::vector<std::pair<std::int32_t, double>> out;
    for (const auto& overlap : index.overlaps(polygon))
      out.emplace_back(overlap.index, overlap.area_m2);
    return out;
  };
  using Shares = std::vector<std::pair<std::int32_t, double>>;
  EXPECT_EQ(shared(rectangle(1, 1, 3, 3)), (Shares{{0, 4.0}, {2, 4.0}}));
  EXPECT_EQ(shared(rectangle(0, 0, 10, 2)), (Shares{{0, 20.0}, {2, 20.0}}));  // along the border
  EXPECT_EQ(shared(rectangle(8, 4, 12, 6)), (Shares{{0, 4.0}, {1, 4.0}, {2, 4.0}}));
  EXPECT_EQ(shared(rectangle(4.5, 4.5, 5.5, 5.5)), (Shares{{0, 1.0}}));
  EXPECT_EQ(shared(rectangle(20, 0, 30, 10)), Shares{});
}

TEST_F(Polygons, LargestOverlapBearsInvalidPolygons) {
  // A bow tie: GEOS refuses some overlays with it until it is repaired.
  const MultiPolygon bow_tie{{{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}, {}}};
  const std::vector<MultiPolygon> polygons{rectangle(100, 100, 110, 110), rectangle(6, 0, 10, 10)};
  EXPECT_EQ(PolygonIndex(polygons).largest_overlap(bow_tie), 1);
  EXPECT_NO_THROW(intersection_of(bow_tie, box_with_hole()));
}

TEST_F(Polygons, UnionAndIntersectionAddUp) {
  RandomStream random(11, 1);
  for (int i = 0; i < 50; ++i) {
    const MultiPolygon a = star(random, {0, 0}, 100);
    const MultiPolygon b = star(random, {random.uniform(-90, 90), 20}, 100);
    const std::vector<MultiPolygon> both{a, b};
    // |a| + |b| = |a or b| + |a and b|, to the rounding of the overlay.
    EXPECT_NEAR(area_m2(a) + area_m2(b), area_m2(union_of(both)) + area_m2(intersection_of(a, b)),
                1e-6);
  }
}

TEST_F(Polygons, OverlaysKeepPolygonsOnly) {
  EXPECT_TRUE(
      intersection_of(rectangle(0, 0, 1, 1), rectangle(1, 0, 2, 1)).empty());  // a shared edge
  EXPECT_TRUE(intersection_of(rectangle(0, 0, 1, 1), {}).empty());
  EXPECT_TRUE(intersection_of({}, {}).empty());
  EXPECT_TRUE(union_of({}).empty());
  EXPECT_TRUE(union_of(std::vector<MultiPolygon>(2)).empty());
  const MultiPolygon ring = union_of(std::vector<MultiPolygon>{box_with_hole(), {}});
  ASSERT_EQ(ring.size(), 1U);
  EXPECT_EQ(ring[0].holes.size(), 1U);
  EXPECT_DOUBLE_EQ(area_m2(ring), 96.0);
  // A "C" whose gap is crossed by a bar: two polygons, and the point where they touch is left out.
  const MultiPolygon two = intersection_of(box_with_hole(), rectangle(-1, 4.5, 11, 5.5));
  EXPECT_EQ(two.size(), 2U);
  EXPECT_DOUBLE_EQ(area_m2(two), 8.0);
}

TEST_F(Polygons, InteriorPointLiesInside) {
  RandomStream random(3, 1);
  for (int i = 0; i < 100; ++i) {
    const MultiPolygon polygon = star(random, {5e5, 4e6}, 100);
    EXPECT_TRUE(contains(polygon, interior_point(polygon)));
  }
  const MultiPolygon ring = box_with_hole();
  EXPECT_TRUE(contains(ring, interior_point(ring)));  // its centroid would be in the hole
  EXPECT_EQ(interior_point(rectangle(0, 0, 4, 2)), (MapPoint{2, 1}));
  EXPECT_THROW(interior_point({}), std::invalid_argument);
}

TEST_F(Polygons, RasteriseBurnsTheCentresThatLieInside) {
  RandomStream random(5, 1);
  const GridSpec grid{500'000, 4'000'000, 2.5, 120, 90};
  std::vector<MultiPolygon> polygons;
  std::vector<float> values;
  for (int i = 0; i < 40; ++i) {
    // Some lie partly or wholly outside the grid.
    polygons.push_back(star(
        random, {grid.west_m + random.uniform(-40, 340), grid.north_m - random.uniform(-40, 265)},
        30));
    values.push_back(static_cast<float>(i) + 0.5F);
  }
  polygons.push_back(box_with_hole());
  values.push_back(99.0F);
  const Raster<float> out = rasterise(polygons, values, grid);
  int burned = 0;
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      float expected = no_value;
      for (std::size_t i = 0; i < polygons.size(); ++i)
        if (contains(polygons[i], grid.centre_of({column, row}))) expected = values[i];
      const float got = out.at({column, row});
      ASSERT_TRUE(got == expected || (std::isnan(got) && std::isnan(expected)))
          << column << ' ' << row << ": " << got << " instead of " << expected;
      burned += std::isnan(got) ? 0 : 1;
    }
  }
  EXPECT_GT(burned, 1000);
}

TEST_F(Polygons, RasteriseIsTheSameForAGridAndItsParts) {
  RandomStream random(6, 1);
  const GridSpec grid{500'000, 4'000'000, 10, 100, 80};
  std::vector<MultiPolygon> polygons;
  std::vector<float> values;
  for (int i = 0; i < 20; ++i) {
    polygons.push_back(
        star(random, {grid.west_m + random.uniform(0, 1000), grid.north_m - random.uniform(0, 800)},
             200));
    values.push_back(static_cast<float>(i));
  }
  const Raster<float> whole = rasterise(polygons, values, grid);
  // Small parts lie wholly inside of some polygons, too.
  auto parts = tiles_of(grid, 33);
  std::ranges::copy(tiles_of(grid, 4), std::back_inserter(parts));
  for (const Window& w : parts) {
    const Raster<float> part = rasterise(polygons, values, grid.part(w));
    for (int row = 0; row < w.height; ++row)
      for (int column = 0; column < w.width; ++column) {
        const float a = part.at({column, row});
        const float b = whole.at({w.column + column, w.row + row});
        ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b)));
      }
  }
}

TEST_F(Polygons, RasteriseHonoursHolesAndBearsEmptiness) {
  const GridSpec grid{0, 10, 1, 10, 10};
  const std::vector<MultiPolygon> one{box_with_hole()};
  const std::vector<float> value{1.0F};
  const Raster<float> out = rasterise(one, value, grid);
  EXPECT_EQ(std::count(out.values().begin(), out.values().end(), 1.0F), 96);
  EXPECT_TRUE(std::isnan(out.at({5, 5})));
  EXPECT_TRUE(std::isnan(rasterise({}, {}, grid).at({0, 0})));
  const std::vector<MultiPolygon> empty(1);
  EXPECT_TRUE(std::isnan(rasterise(empty, value, grid).at({0, 0})));
  EXPECT_EQ(rasterise(one, value, GridSpec{0, 0, 1, 0, 0}).grid().size(), 0U);
  EXPECT_THROW(rasterise(one, {}, grid), std::invalid_argument);
}

TEST_F(Polygons, PolygoniseListsAreasInRowOrderOfTheirFirstPixel) {
  const auto areas = polygonise(mask_of({"..##..#",  //
                                         "#.##...",  //
                                         "#......",  //
                                         "####..?"}));
  ASSERT_EQ(areas.size(), 3U);
  EXPECT_DOUBLE_EQ(area_m2(areas[0]), 4.0);
  EXPECT_EQ(bounds(areas[0]), (MapBox{2, -2, 4, 0}));
  EXPECT_DOUBLE_EQ(area_m2(areas[1]), 1.0);
  EXPECT_DOUBLE_EQ(area_m2(areas[2]), 6.0);
  EXPECT_EQ(bounds(areas[2]), (MapBox{0, -4, 4, -1}));
}

TEST_F(Polygons, DiagonalPixelsAreTwoAreas) {
  EXPECT_EQ(polygonise(mask_of({"#.", ".#"})).size(), 2U);
  EXPECT_EQ(polygonise(mask_of({".#", "#."})).size(), 2U);
}

TEST_F(Polygons, PolygoniseMakesValidPolygonsWhereAnAreaTouchesItself) {
  // Around the middle: outside and hole meet at a corner, twice.
  for (const auto& rows : {std::vector<std::string>{"###.", "#.#.", "##..", "...."},
                           std::vector<std::string>{"####", "#.##", "##.#", "####"},
                           std::vector<std::string>{".###", "#.##", "####", "####"},
                           std::vector<std::string>{"###", "#.#", ".##"}}) {
    const Raster<float> mask = mask_of(rows);
    const auto areas = polygonise(mask);
    double total = 0.0;
    for (const MultiPolygon& area : areas) {
      total += area_m2(area);
      // GEOS repairs nothing: intersecting with itself changes neither area nor parts.
      EXPECT_EQ(area_m2(intersection_of(area, area)), area_m2(area));
    }
    EXPECT_DOUBLE_EQ(
        total, static_cast<double>(std::count(mask.values().begin(), mask.values().end(), 1.0F)));
  }
}

TEST_F(Polygons, PolygonisingAndRasterisingReturnsTheMask) {
  RandomStream random(9, 1);
  const GridSpec grid{499'990, 4'000'020, 7.5, 60, 50};
  for (const double share : {0.2, 0.5, 0.8}) {
    const Raster<float> mask =
        test::raster_of(grid, [&](Pixel) { return random.uniform() < share ? 1.0 : 0.0; });
    const auto areas = polygonise(mask);
    ASSERT_FALSE(areas.empty());
    const std::vector<float> ones(areas.size(), 1.0F);
    const Raster<float> back = rasterise(areas, ones, grid);
    for (std::size_t i = 0; i < grid.size(); ++i)
      ASSERT_EQ(back.values()[i] == 1.0F, mask.values()[i] == 1.0F) << i;
    for (const MultiPolygon& area : areas)
      for (const Polygon& polygon : area)
        for (const MapPoint& p : polygon.shell) {
          const double column = std::round((p.x_m - grid.west_m) / grid.pixel_m);
          EXPECT_EQ(p.x_m, grid.west_m + column * grid.pixel_m);  // to the last bit
        }
  }
}

TEST_F(Polygons, PolygoniseOfNothingIsEmpty) {
  EXPECT_TRUE(polygonise(mask_of({"...", ".?."})).empty());
  EXPECT_TRUE(polygonise(Raster<float>()).empty());
}

}  // namespace
}  // namespace gigacity::geo
