// SPDX-License-Identifier: Apache-2.0
// The port through which the simulation reads any raster, by windows, so that memory depends on the
// tile and not on the area. `geo` implements it over files; tests hold it in memory.
#pragma once

#include <memory>

#include "core/raster.hpp"

namespace gigacity {

class RasterSource {
 public:
  virtual ~RasterSource() = default;
  virtual const GridSpec& grid() const = 0;
  /// The window's pixels; those outside the grid, and those without data, are NaN. Safe to call
  /// from several threads at once. Throws InputError where the data cannot be read.
  virtual Raster<float> read(const Window& window) const = 0;
};

class MemoryRasterSource final : public RasterSource {
 public:
  explicit MemoryRasterSource(Raster<float> raster) : m_raster(std::move(raster)) {}
  const GridSpec& grid() const override { return m_raster.grid(); }
  Raster<float> read(const Window& window) const override;

 private:
  Raster<float> m_raster;
};

}  // namespace gigacity
