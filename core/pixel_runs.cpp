// SPDX-License-Identifier: Apache-2.0
#include "core/pixel_runs.hpp"

#include <algorithm>
#include <cmath>

namespace gigacity {

namespace {

/// The first column whose centre is at or east of x, between 0 and the grid's width.
int first_column(const GridSpec& grid, double x_m) {
  const double position = (x_m - grid.west_m) / grid.pixel_m - 0.5;
  int column =
      static_cast<int>(std::ceil(std::clamp(position, -1.0, static_cast<double>(grid.width))));
  column = std::clamp(column, 0, grid.width);
  // Rounding may be off by one; the comparison with the centre is what contains() does.
  while (column > 0 && grid.centre_of({column - 1, 0}).x_m >= x_m) --column;
  while (column < grid.width && grid.centre_of({column, 0}).x_m < x_m) ++column;
  return column;
}

void add_crossings(const Ring& ring, const GridSpec& grid, const Window& window,
                   std::vector<std::vector<double>>& crossings) {
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const MapPoint a = ring[i];
    const MapPoint b = ring[i + 1];
    if (a.y_m == b.y_m) continue;
    const int top = grid.pixel_of({a.x_m, std::max(a.y_m, b.y_m)}).row - 1;
    const int bottom = grid.pixel_of({a.x_m, std::min(a.y_m, b.y_m)}).row + 1;
    for (int row = std::max(top, window.row); row <= std::min(bottom, window.end_row() - 1);
         ++row) {
      const double y = grid.centre_of({0, row}).y_m;
      if ((a.y_m > y) == (b.y_m > y)) continue;
      crossings[static_cast<std::size_t>(row - window.row)].push_back(
          a.x_m + (y - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m));
    }
  }
}

}  // namespace

std::vector<PixelRun> runs_of(const MultiPolygon& polygons, const GridSpec& grid) {
  const Window window = grid.window_of(bounds(polygons));
  if (window.empty()) return {};
  std::vector<std::vector<double>> crossings(static_cast<std::size_t>(window.height));
  for (const auto& polygon : polygons) {
    add_crossings(polygon.shell, grid, window, crossings);
    for (const auto& hole : polygon.holes) add_crossings(hole, grid, window, crossings);
  }
  std::vector<PixelRun> runs;
  for (int row = window.row; row < window.end_row(); ++row) {
    auto& xs = crossings[static_cast<std::size_t>(row - window.row)];
    std::ranges::sort(xs);
    for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
      const PixelRun run{row, first_column(grid, xs[i]), first_column(grid, xs[i + 1])};
      if (run.begin < run.end) runs.push_back(run);
    }
  }
  return runs;
}

}  // namespace gigacity
