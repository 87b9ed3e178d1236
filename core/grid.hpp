// SPDX-License-Identifier: Apache-2.0
// The metric grid everything is computed on, and half-open windows of it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/point.hpp"

namespace gigacity {

/// A rectangle of pixels: columns [column, column + width), rows [row, row + height).
struct Window {
  int column = 0;
  int row = 0;
  int width = 0;
  int height = 0;

  bool empty() const { return width <= 0 || height <= 0; }
  std::size_t size() const {
    return empty() ? 0 : static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }
  int end_column() const { return column + width; }
  int end_row() const { return row + height; }
  bool contains(int c, int r) const {
    return c >= column && c < end_column() && r >= row && r < end_row();
  }
  Window intersection(const Window& other) const;
  /// Grown by `by` pixels on each side; may reach outside the grid.
  Window inflated(int by) const { return {column - by, row - by, width + 2 * by, height + 2 * by}; }
  /// The smallest window that holds both; neither is empty.
  Window united(const Window& other) const;
  Window shifted(int columns, int rows) const {
    return {column + columns, row + rows, width, height};
  }
  friend bool operator==(const Window&, const Window&) = default;
};

/// Column and row of a pixel.
struct Pixel {
  int column = 0;
  int row = 0;
  friend bool operator==(const Pixel&, const Pixel&) = default;
};

/// Square pixels, rows north to south, columns west to east; pixel-is-area: a pixel's value is that
/// of its centre. `west_m`/`north_m` is the outer corner of pixel (0, 0).
struct GridSpec {
  double west_m = 0.0;
  double north_m = 0.0;
  double pixel_m = 1.0;
  int width = 0;
  int height = 0;

  std::size_t size() const { return full().size(); }
  Window full() const { return {0, 0, width, height}; }
  MapBox box() const {
    return {west_m, north_m - pixel_m * height, west_m + pixel_m * width, north_m};
  }
  MapPoint centre_of(Pixel p) const {
    return {west_m + (p.column + 0.5) * pixel_m, north_m - (p.row + 0.5) * pixel_m};
  }
  /// The pixel a point lies in, also outside the grid; the west and north edges belong to the
  /// pixel.
  Pixel pixel_of(MapPoint p) const;
  /// As pixel_of, nothing where the point is outside the grid.
  std::optional<Pixel> pixel_inside(MapPoint p) const;
  std::size_t index_of(Pixel p) const {
    return static_cast<std::size_t>(p.row) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(p.column);
  }
  /// The part of this grid that a window covers, as a grid of its own.
  GridSpec part(const Window& w) const {
    return {west_m + w.column * pixel_m, north_m - w.row * pixel_m, pixel_m, w.width, w.height};
  }
  /// All pixels whose area touches the box, clipped to the grid.
  Window window_of(const MapBox& box) const;
  friend bool operator==(const GridSpec&, const GridSpec&) = default;
};

/// The smallest grid that covers `box` with edges on multiples of the pixel size, so that
/// neighbouring runs line up.
GridSpec aligned_grid(const MapBox& box, double pixel_m);

/// The window of `whole` that is `part`: nothing where their pixels do not coincide (to a millionth
/// of a pixel), or where a pixel of `part` lies outside.
std::optional<Window> window_within(const GridSpec& part, const GridSpec& whole);

/// Side of a tile, the unit of parallel work and of the files' blocks.
inline constexpr int tile_side = 512;

/// The grid cut into tiles, row by row from the north-west.
std::vector<Window> tiles_of(const GridSpec& grid, int side = tile_side);

}  // namespace gigacity
