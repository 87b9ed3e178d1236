// SPDX-License-Identifier: Apache-2.0
// The pixels of a polygon, row by row.
#pragma once

#include <vector>

#include "core/geometry.hpp"
#include "core/grid.hpp"

namespace gigacity {

/// Columns [begin, end) of a row.
struct PixelRun {
  int row = 0;
  int begin = 0;
  int end = 0;
  friend bool operator==(const PixelRun&, const PixelRun&) = default;
};

/// Runs of pixels whose centres lie in the polygons (even-odd, as core's contains()), row by row,
/// in the grid.
std::vector<PixelRun> runs_of(const MultiPolygon& polygons, const GridSpec& grid);

}  // namespace gigacity
