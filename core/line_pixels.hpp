// SPDX-License-Identifier: Apache-2.0
// The pixels that a straight line passes, and how much of it lies in each.
#pragma once

#include <functional>

#include "core/grid.hpp"

namespace gigacity {

/// A part of a line from a to b, in one pixel: from a + from * (b - a) to a + to * (b - a).
struct LinePiece {
  Pixel pixel;  ///< also outside the grid
  double from = 0.0;
  double to = 1.0;
};

/// Calls `visit` for each piece that the sides of the grid's pixels cut the line into, from a to b: each begins
/// where the last one ended, the first at 0, and the last ends at 1. A piece along a side lies in the pixel that
/// GridSpec::pixel_of gives its middle. None where a and b are the same point. `a` and `b` are numbers.
void for_each_piece(MapPoint a, MapPoint b, const GridSpec& grid,
                    const std::function<void(const LinePiece&)>& visit);

}  // namespace gigacity
