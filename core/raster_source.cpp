// SPDX-License-Identifier: Apache-2.0
#include "core/raster_source.hpp"

#include <algorithm>

namespace gigacity {

Raster<float> MemoryRasterSource::read(const Window& window) const {
  Raster<float> out(grid().part(window), no_value);
  const Window inside = window.intersection(grid().full());
  if (inside.empty()) return out;
  for (int row = inside.row; row < inside.end_row(); ++row) {
    const auto from = m_raster.row(row).subspan(static_cast<std::size_t>(inside.column),
                                                static_cast<std::size_t>(inside.width));
    const auto to = out.row(row - window.row);
    std::copy(from.begin(), from.end(), to.begin() + (inside.column - window.column));
  }
  return out;
}

}  // namespace gigacity
