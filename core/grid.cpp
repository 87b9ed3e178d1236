// SPDX-License-Identifier: Apache-2.0
#include "core/grid.hpp"

#include <algorithm>
#include <cmath>

namespace gigacity {

Window Window::intersection(const Window& other) const {
  const int c = std::max(column, other.column);
  const int r = std::max(row, other.row);
  const int end_c = std::min(end_column(), other.end_column());
  const int end_r = std::min(end_row(), other.end_row());
  return {c, r, std::max(0, end_c - c), std::max(0, end_r - r)};
}

Window Window::united(const Window& other) const {
  const int c = std::min(column, other.column);
  const int r = std::min(row, other.row);
  return {c, r, std::max(end_column(), other.end_column()) - c,
          std::max(end_row(), other.end_row()) - r};
}

namespace {

/// Far enough outside any grid that nothing lies there, and near enough to zero for sums of a few to stay within int.
constexpr double farthest_pixel = 1.0e9;

int pixel_number(double pixels) {
  if (std::isnan(pixels)) return static_cast<int>(-farthest_pixel);
  return static_cast<int>(std::floor(std::clamp(pixels, -farthest_pixel, farthest_pixel)));
}

}  // namespace

Pixel GridSpec::pixel_of(MapPoint p) const {
  return {pixel_number((p.x_m - west_m) / pixel_m), pixel_number((north_m - p.y_m) / pixel_m)};
}

std::optional<Pixel> GridSpec::pixel_inside(MapPoint p) const {
  const Pixel pixel = pixel_of(p);
  if (!full().contains(pixel.column, pixel.row)) return std::nullopt;
  return pixel;
}

Window GridSpec::window_of(const MapBox& box) const {
  if (box.empty() || !box.intersects(this->box())) return {};
  const Pixel first = pixel_of({box.min_x_m, box.max_y_m});
  const Pixel last = pixel_of({box.max_x_m, box.min_y_m});
  const Window touched{first.column, first.row, last.column - first.column + 1,
                       last.row - first.row + 1};
  return touched.intersection(full());
}

GridSpec aligned_grid(const MapBox& box, double pixel_m) {
  const double west = std::floor(box.min_x_m / pixel_m);
  const double east = std::ceil(box.max_x_m / pixel_m);
  const double south = std::floor(box.min_y_m / pixel_m);
  const double north = std::ceil(box.max_y_m / pixel_m);
  return {west * pixel_m, north * pixel_m, pixel_m, static_cast<int>(east - west),
          static_cast<int>(north - south)};
}

std::optional<Window> window_within(const GridSpec& part, const GridSpec& whole) {
  constexpr double tolerance = 1e-6;  // of a pixel
  const double column = (part.west_m - whole.west_m) / whole.pixel_m;
  const double row = (whole.north_m - part.north_m) / whole.pixel_m;
  const double drift =
      std::abs(part.pixel_m / whole.pixel_m - 1.0) * std::max(part.width, part.height);
  const bool coincide = std::abs(column - std::round(column)) < tolerance &&
                        std::abs(row - std::round(row)) < tolerance && drift < tolerance;
  const bool near = std::abs(column) < farthest_pixel && std::abs(row) < farthest_pixel;
  if (!coincide || !near) return std::nullopt;
  const Window window{static_cast<int>(std::lround(column)), static_cast<int>(std::lround(row)),
                      part.width, part.height};
  if (window.intersection(whole.full()) != window) return std::nullopt;
  return window;
}

std::vector<Window> tiles_of(const GridSpec& grid, int side) {
  std::vector<Window> tiles;
  for (int row = 0; row < grid.height; row += side) {
    for (int column = 0; column < grid.width; column += side) {
      tiles.push_back(Window{column, row, side, side}.intersection(grid.full()));
    }
  }
  return tiles;
}

}  // namespace gigacity
