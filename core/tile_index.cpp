// SPDX-License-Identifier: Apache-2.0
#include "core/tile_index.hpp"

#include <algorithm>

namespace gigacity {

TileIndex::TileIndex(const GridSpec& grid, std::span<const MapBox> boxes)
    : m_grid(grid.full()), m_columns((grid.width + tile_side - 1) / tile_side) {
  const int rows = (grid.height + tile_side - 1) / tile_side;
  m_lists.resize(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(rows));
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Window w = grid.window_of(boxes[i]);
    if (w.empty()) continue;
    for (int row = w.row / tile_side; row <= (w.end_row() - 1) / tile_side; ++row)
      for (int column = w.column / tile_side; column <= (w.end_column() - 1) / tile_side; ++column)
        m_lists[number_of(column, row)].push_back(static_cast<std::int32_t>(i));
  }
}

std::span<const std::int32_t> TileIndex::touching(const Window& tile) const {
  return m_lists[number_of(tile.column / tile_side, tile.row / tile_side)];
}

std::vector<std::int32_t> TileIndex::near(const Window& window) const {
  const Window inside = window.intersection(m_grid);
  std::vector<std::int32_t> found;
  if (inside.empty()) return found;
  for (int row = inside.row / tile_side; row <= (inside.end_row() - 1) / tile_side; ++row)
    for (int column = inside.column / tile_side; column <= (inside.end_column() - 1) / tile_side;
         ++column) {
      const auto& list = m_lists[number_of(column, row)];
      found.insert(found.end(), list.begin(), list.end());
    }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::size_t TileIndex::number_of(int column, int row) const {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
         static_cast<std::size_t>(column);
}

}  // namespace gigacity
