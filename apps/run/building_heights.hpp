// SPDX-License-Identifier: Apache-2.0
// Buildings as heights of pixels.
#pragma once

#include <vector>

#include "core/geometry.hpp"
#include "core/raster.hpp"
#include "core/tile_index.hpp"

namespace gigacity::apps {

/// Something that stands on the ground; the footprint outlives it.
struct StandingBody {
  const MultiPolygon* footprint = nullptr;
  double height_m = 0.0;
};

/// A pixel is built up where buildings cover at least `minimum_cover` of it, and then stands as
/// high as the buildings in it on the mean, by the areas they cover: a wall stays a wall, it is not
/// thinned out to cover times height. A building that is large enough to cover that share of one
/// pixel but lies across several, none of which it covers so far, stands in the one it covers most.
/// Where buildings overlap (parts of a building) the taller counts, and a pixel is never more than
/// full.
class BuildingHeights {
 public:
  BuildingHeights(const GridSpec& grid, std::vector<StandingBody> bodies, double minimum_cover);

  /// Heights above ground over one of the grid's tiles; NaN where nothing stands. Safe to call from
  /// several threads.
  Raster<float> tile(const Window& tile) const;

 private:
  GridSpec m_grid;
  std::vector<StandingBody> m_bodies;  ///< by falling height
  double m_minimum_cover;
  TileIndex m_index;
};

}  // namespace gigacity::apps
