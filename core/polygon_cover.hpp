// SPDX-License-Identifier: Apache-2.0
// How much of each pixel a polygon covers, exactly: what area-weighted sums and sub-pixel building
// walls are made of.
#pragma once

#include "core/geometry.hpp"
#include "core/raster.hpp"

namespace gigacity {

/// The pixels that a polygon's bounding box touches, and of each the share of its area that the
/// polygon covers: 0 ... 1. A pixel that no edge passes has exactly 0 or 1; where polygons that
/// share an edge (the same two vertices) meet, their shares add up to 1 within 1e-12.
struct PolygonCover {
  Window window;          ///< of the grid that was asked about; empty where nothing is touched
  Raster<double> shares;  ///< on that window
};

/// Cover of `polygons` on `grid`, of which they may lie partly or wholly outside. Rings may run
/// either way; otherwise the polygons are valid in the sense of OGC Simple Features (parts that
/// overlap are counted for each, up to 1). Exact to 1e-12 of a pixel for each edge that passes it.
/// Time is that of the edges' pixels and of the window; memory is the window's.
PolygonCover cover_of(const MultiPolygon& polygons, const GridSpec& grid);

/// Adds the cover of `polygons` to `shares`, on the raster's own grid.
void add_cover(const MultiPolygon& polygons, Raster<double>& shares);

}  // namespace gigacity
