// SPDX-License-Identifier: Apache-2.0
// Which features touch a tile, so that a tile looks only at its own.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/grid.hpp"

namespace gigacity {

class TileIndex {
 public:
  /// Of the tiles of `grid`, as tiles_of() makes them.
  TileIndex(const GridSpec& grid, std::span<const MapBox> boxes);

  /// Indices of the boxes that touch one of the tiles, rising.
  std::span<const std::int32_t> touching(const Window& tile) const;

  /// Indices of all boxes that touch the window, and of others in the same tiles; rising.
  std::vector<std::int32_t> near(const Window& window) const;

 private:
  std::size_t number_of(int column, int row) const;

  Window m_grid;
  int m_columns = 0;
  std::vector<std::vector<std::int32_t>> m_lists;
};

}  // namespace gigacity
