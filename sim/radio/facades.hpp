// SPDX-License-Identifier: Apache-2.0
// Where the waves meet a building: the pixels around it. The pixels under a roof are no place to ask for the level
// before the wall, since the building itself stands in the way there, and its walls are counted apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/city.hpp"
#include "core/raster_source.hpp"
#include "core/tile_index.hpp"

namespace gigacity::radio {

/// A building and the pixels before its walls; several of them never share an answer.
struct Facade {
  std::int32_t building = 0;  ///< index
  std::vector<Pixel> pixels;  ///< of the city's grid, row by row; never empty
};

class Facades {
 public:
  /// Buildings, on the grid of `inside`, which is 1 in the area; both outlive this.
  Facades(std::span<const Building> buildings, const RasterSource& inside);

  /// The buildings whose point lies in the tile, one of tiles_of(): for each the pixels beside its own that lie in the
  /// area, diagonally too, without those that other buildings fill; where there are none, with these; where there are
  /// none at all, its own pixels. Buildings without any pixel in the area are left out. In the order of the buildings.
  /// Of a building wider than a tile, only what lies within half a tile around this one.
  std::vector<Facade> of_tile(const Window& tile) const;

 private:
  std::span<const Building> m_buildings;
  const RasterSource* m_inside;
  TileIndex m_index;
};

}  // namespace gigacity::radio
