// SPDX-License-Identifier: Apache-2.0
#include "core/polygon_cover.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include <gtest/gtest.h>

#include "core/random.hpp"

namespace gigacity {
namespace {

// As far from the origin as UTM coordinates are, and with a pixel that no power of two divides.
constexpr GridSpec odd_grid{499'990.3, 3'900'007.7, 3.7, 40, 30};

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

/// Any simple ring about a point: vertices by rising angle, radii at random.
Ring star(RandomStream& random, MapPoint centre, double least_m, double most_m, int vertices) {
  Ring ring;
  for (int i = 0; i < vertices; ++i) {
    const double angle = 2.0 * std::numbers::pi * (i + random.uniform(0.0, 0.9)) / vertices;
    const double r = random.uniform(least_m, most_m);
    ring.push_back({centre.x_m + r * std::cos(angle), centre.y_m + r * std::sin(angle)});
  }
  ring.push_back(ring.front());
  return ring;
}

/// A shell with a hole, or without, rings in any direction, anywhere in and around the grid.
Polygon random_polygon(RandomStream& random) {
  const MapBox box = odd_grid.box().inflated(30.0);
  const MapPoint centre{random.uniform(box.min_x_m, box.max_x_m),
                        random.uniform(box.min_y_m, box.max_y_m)};
  const double size_m = std::pow(10.0, random.uniform(0.0, 2.0));
  Polygon polygon{star(random, centre, 0.5 * size_m, size_m, 3 + random.index(40)), {}};
  // The shell of few vertices comes as near as this to its centre.
  const double free_m = 0.02 * size_m;
  if (polygon.shell.size() > 8 && random.uniform() < 0.7)
    polygon.holes.push_back(star(random, centre, 0.2 * free_m, free_m, 3 + random.index(20)));
  if (random.uniform() < 0.5) polygon.shell = reversed(polygon.shell);
  if (!polygon.holes.empty() && random.uniform() < 0.5)
    polygon.holes[0] = reversed(polygon.holes[0]);
  return polygon;
}

/// What a half plane leaves of a ring (Sutherland and Hodgman): `inside(p)` is the signed distance.
template <class Distance>
Ring clipped(const Ring& ring, Distance distance) {
  Ring out;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const double a = distance(ring[i]);
    const double b = distance(ring[i + 1]);
    if (a >= 0.0) out.push_back(ring[i]);
    if ((a >= 0.0) != (b >= 0.0)) {
      const double t = a / (a - b);
      out.push_back(
          {std::lerp(ring[i].x_m, ring[i + 1].x_m, t), std::lerp(ring[i].y_m, ring[i + 1].y_m, t)});
    }
  }
  if (!out.empty()) out.push_back(out.front());
  return out;
}

double area_within(const MapBox& box, const MultiPolygon& polygons) {
  const auto clip = [&](Ring ring) {
    ring = clipped(ring, [&](MapPoint p) { return p.x_m - box.min_x_m; });
    ring = clipped(ring, [&](MapPoint p) { return box.max_x_m - p.x_m; });
    ring = clipped(ring, [&](MapPoint p) { return p.y_m - box.min_y_m; });
    return clipped(ring, [&](MapPoint p) { return box.max_y_m - p.y_m; });
  };
  MultiPolygon inside;
  for (const auto& polygon : polygons) {
    inside.push_back({clip(polygon.shell), {}});
    for (const auto& hole : polygon.holes) inside.back().holes.push_back(clip(hole));
  }
  return area_m2(inside);
}

double sum_of(const Raster<double>& shares) {
  return std::accumulate(shares.values().begin(), shares.values().end(), 0.0);
}

TEST(PolygonCover, SharesOfASquareAreThoseOfItsOverlaps) {
  // From (0.5, 0.25) to (2.5, 2.25) on a grid of metres.
  const GridSpec metres{0.0, 4.0, 1.0, 5, 4};
  const auto cover = cover_of({Polygon{square(0.5, 0.25, 2.0), {}}}, metres);
  EXPECT_EQ(cover.window, (Window{0, 1, 3, 3}));
  const std::array<double, 9> expected{0.125, 0.25, 0.125, 0.5, 1.0, 0.5, 0.375, 0.75, 0.375};
  EXPECT_TRUE(std::ranges::equal(cover.shares.values(), expected));
}

TEST(PolygonCover, SlopingEdgesCutPixels) {
  // The triangle below the diagonal of 2 by 2 pixels.
  const GridSpec metres{0.0, 2.0, 1.0, 2, 2};
  const auto cover = cover_of({Polygon{{{0, 0}, {2, 0}, {0, 2}, {0, 0}}, {}}}, metres);
  const std::array<double, 4> expected{0.5, 0.0, 1.0, 0.5};
  EXPECT_TRUE(std::ranges::equal(cover.shares.values(), expected));
}

TEST(PolygonCover, AreaIsKeptWhateverTheShapeAndDirection) {
  RandomStream random(3, 1);
  int holed = 0;
  int cut = 0;
  for (int i = 0; i < 3000; ++i) {
    const MultiPolygon polygons{random_polygon(random)};
    const double expected = area_within(odd_grid.box(), polygons);
    const auto cover = cover_of(polygons, odd_grid);
    for (const double share : cover.shares.values()) {
      ASSERT_GE(share, 0.0);
      ASSERT_LE(share, 1.0);
    }
    const double area =
        cover.window.empty() ? 0.0 : sum_of(cover.shares) * odd_grid.pixel_m * odd_grid.pixel_m;
    // Coordinates near 3.9e6 m have digits of 5e-10 m: that times the outline, and 1e-9 of it.
    ASSERT_NEAR(area, expected, 1e-9 * std::max(expected, 1.0)) << i;
    holed += polygons[0].holes.empty() ? 0 : 1;
    cut += expected > 0.0 && expected < 0.999 * area_m2(polygons) ? 1 : 0;
  }
  EXPECT_GT(holed, 500);  // neither is an empty claim
  EXPECT_GT(cut, 500);
}

TEST(PolygonCover, PixelsWithoutAnEdgeAreExactlyFullOrEmpty) {
  RandomStream random(3, 2);
  for (int i = 0; i < 100; ++i) {
    const MultiPolygon polygons{{star(random, odd_grid.box().centre(), 30.0, 60.0, 500), {}}};
    const auto cover = cover_of(polygons, odd_grid);
    const double diagonal = 0.75 * odd_grid.pixel_m;
    for (int row = 0; row < cover.window.height; ++row) {
      for (int column = 0; column < cover.window.width; ++column) {
        const MapPoint p = cover.shares.grid().centre_of({column, row});
        const double d = distance_m(p, odd_grid.box().centre());
        if (d < 30.0 - 5.0 * diagonal) {
          ASSERT_EQ(cover.shares.at({column, row}), 1.0);
        }
        if (d > 60.0 + diagonal) {
          ASSERT_EQ(cover.shares.at({column, row}), 0.0);
        }
      }
    }
  }
}

TEST(PolygonCover, NeighboursShareOutEveryPixel) {
  // A fan of triangles about a point fills a polygon: whatever edge falls where, nothing is lost
  // and nothing counts twice.
  RandomStream random(3, 3);
  for (int i = 0; i < 50; ++i) {
    const MapPoint centre = odd_grid.box().centre();
    const Ring outline = star(random, centre, 100.0, 120.0, 60);
    Raster<double> shares(odd_grid);
    for (std::size_t k = 0; k + 1 < outline.size(); ++k)
      add_cover({Polygon{{centre, outline[k], outline[k + 1], centre}, {}}}, shares);
    for (const double share : shares.values()) ASSERT_NEAR(share, 1.0, 1e-12);
  }
}

TEST(PolygonCover, WindowsOfTheGridAgree) {
  RandomStream random(3, 4);
  const GridSpec metres{500'000.0, 3'900'000.0, 10.0, 60, 60};
  for (int i = 0; i < 100; ++i) {
    const MultiPolygon polygons{{star(random, metres.box().centre(), 50.0, 400.0, 30), {}}};
    Raster<double> whole(metres);
    add_cover(polygons, whole);
    for (const Window& w : tiles_of(metres, 17)) {
      Raster<double> part(metres.part(w));
      add_cover(polygons, part);
      for (int row = 0; row < w.height; ++row)
        for (int column = 0; column < w.width; ++column)
          ASSERT_NEAR(part.at({column, row}), whole.at({w.column + column, w.row + row}), 1e-12);
    }
  }
}

TEST(PolygonCover, NothingComesOfNothing) {
  EXPECT_TRUE(cover_of({}, odd_grid).window.empty());
  EXPECT_TRUE(cover_of({Polygon{square(0.0, 0.0, 10.0), {}}}, odd_grid).window.empty());
  const MapPoint p = odd_grid.box().centre();
  const auto line = cover_of({Polygon{{p, {p.x_m + 20.0, p.y_m + 3.0}, p}, {}}}, odd_grid);
  EXPECT_EQ(sum_of(line.shares), 0.0);
}

}  // namespace
}  // namespace gigacity
