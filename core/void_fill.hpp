// SPDX-License-Identifier: Apache-2.0
// Holes in elevation data, bridged between the ground around them.
#pragma once

#include "core/raster_source.hpp"

namespace gigacity {

/// The window's heights, with those voids filled that lie between known ground: along at least two
/// of the four lines through the pixel (west-east, north-south, and the diagonals) ground is known
/// in both directions, no farther than `reach_pixels`. Each such line gives the height that lies
/// straight between its two ends, the shorter line counts for more (inverse square of its length):
/// a plane is continued exactly, and nothing rises above or sinks below what is known. So a gap or
/// a seam is bridged, while beyond a straight edge of the data no ground is invented. A pixel's
/// value does not depend on the window. Reads the window inflated by `reach_pixels`.
Raster<float> voids_filled(const RasterSource& heights, const Window& window, int reach_pixels);

}  // namespace gigacity
