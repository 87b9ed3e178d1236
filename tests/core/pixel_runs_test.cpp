// SPDX-License-Identifier: Apache-2.0
#include "core/pixel_runs.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/raster.hpp"

namespace gigacity {
namespace {

constexpr GridSpec run_grid{1000.0, 2000.0, 10.0, 40, 30};

std::int64_t count(const std::vector<PixelRun>& runs) {
  std::int64_t pixels = 0;
  for (const auto& run : runs) pixels += run.end - run.begin;
  return pixels;
}

MultiPolygon rectangle(double west_m, double south_m, double east_m, double north_m) {
  return {{{{west_m, south_m},
            {east_m, south_m},
            {east_m, north_m},
            {west_m, north_m},
            {west_m, south_m}},
           {}}};
}

/// A star with a hole, partly outside the grid.
MultiPolygon star(std::uint64_t number) {
  RandomStream random(7, number);
  const MapPoint centre{random.uniform(950.0, 1450.0), random.uniform(1650.0, 2050.0)};
  const auto ring = [&](double scale) {
    Ring points;
    for (int i = 0; i < 17; ++i) {
      const double angle = 2.0 * std::numbers::pi * i / 17.0;
      const double radius_m = scale * random.uniform(30.0, 130.0);
      points.push_back(
          {centre.x_m + radius_m * std::cos(angle), centre.y_m + radius_m * std::sin(angle)});
    }
    points.push_back(points.front());
    return points;
  };
  return {{ring(1.0), {ring(0.2)}}};
}

TEST(PixelRuns, RunsAreThePixelsWhoseCentresThePolygonContains) {
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto polygon = star(i);
    Raster<int> covered(run_grid, 0);
    for (const auto& run : runs_of(polygon, run_grid))
      for (int c = run.begin; c < run.end; ++c) ++covered.at({c, run.row});
    for (int r = 0; r < run_grid.height; ++r)
      for (int c = 0; c < run_grid.width; ++c)
        ASSERT_EQ(covered.at({c, r}), contains(polygon, run_grid.centre_of({c, r})) ? 1 : 0)
            << i << " " << c << " " << r;
  }
}

TEST(PixelRuns, EdgesThroughCentresAreCountedOnce) {
  // Two rectangles that share an edge through pixel centres share no pixel and lose none.
  const auto left = runs_of(rectangle(1005.0, 1805.0, 1105.0, 1905.0), run_grid);
  const auto right = runs_of(rectangle(1105.0, 1805.0, 1205.0, 1905.0), run_grid);
  EXPECT_EQ(count(left) + count(right), 200);
}

}  // namespace
}  // namespace gigacity
