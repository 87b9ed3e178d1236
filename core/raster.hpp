// SPDX-License-Identifier: Apache-2.0
// An owning block of pixels on a grid.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "core/grid.hpp"

namespace gigacity {

/// In memory a missing value of a float raster is NaN; files carry the nodata value `file_nodata`.
inline constexpr float no_value = std::numeric_limits<float>::quiet_NaN();
inline constexpr float file_nodata = -9999.0F;

template <class T>
class Raster {
 public:
  Raster() = default;
  explicit Raster(const GridSpec& grid, T fill = T{}) : m_grid(grid), m_values(grid.size(), fill) {}

  const GridSpec& grid() const { return m_grid; }
  int width() const { return m_grid.width; }
  int height() const { return m_grid.height; }

  T& at(Pixel p) { return m_values[m_grid.index_of(p)]; }
  const T& at(Pixel p) const { return m_values[m_grid.index_of(p)]; }

  std::span<T> row(int r) { return values().subspan(m_grid.index_of({0, r}), row_size()); }
  std::span<const T> row(int r) const {
    return values().subspan(m_grid.index_of({0, r}), row_size());
  }
  std::span<T> values() { return m_values; }
  std::span<const T> values() const { return m_values; }

 private:
  std::size_t row_size() const { return static_cast<std::size_t>(m_grid.width); }

  GridSpec m_grid;
  std::vector<T> m_values;
};

}  // namespace gigacity
