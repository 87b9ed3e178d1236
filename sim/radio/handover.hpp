// SPDX-License-Identifier: Apache-2.0
// Where one best server ends and the next begins.
#pragma once

#include <cstdint>
#include <functional>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "core/raster_source.hpp"

namespace gigacity::radio {

/// Border of two cells within a tile.
struct HandoverBorder {
  std::int32_t cell_a = -1;  ///< index into RadioNetwork::cells; below `cell_b`
  std::int32_t cell_b = -1;
  MultiLineString lines;
  double length_m = 0.0;  ///< in the plane of the map
};

/// Traces a raster of best servers (index of a cell, NaN where none serves) between the middles of its pixels: a border
/// runs from the middle between two neighbours of different servers to the next such, and where more than two servers
/// meet or coverage ends, to the point between the four pixels. Slants of 45° are straight; at other angles the
/// line is up to 8 % longer than a straight one. Borders come tile by tile, in each by cells; the same for any number of
/// threads; memory is that of some tiles. Throws Cancelled, InputError where the raster cannot be read.
void handover_borders(const RasterSource& best_server, const Progress& progress,
                      const std::function<void(HandoverBorder&&)>& sink);

}  // namespace gigacity::radio
