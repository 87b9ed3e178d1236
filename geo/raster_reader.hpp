// SPDX-License-Identifier: Apache-2.0
// Rasters from any GDAL source, brought onto the working grid.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "geo/crs.hpp"

namespace gigacity::geo {

/// Reads windows of a file's first band; one GDAL dataset for each thread that asks.
class FileRasterSource final : public RasterSource {
 public:
  explicit FileRasterSource(const std::filesystem::path& file, int band = 1);
  ~FileRasterSource() override;
  const GridSpec& grid() const override;
  Raster<float> read(const Window& window) const override;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

enum class Resampling { bilinear, nearest, average };

/// What the scenario says of a raster.
struct RasterLayer {
  std::vector<std::string> sources;  ///< one, or several that are mosaicked, later over earlier
  std::string section;               ///< of the scenario file, for messages: "terrain"
};

struct WarpStatistics {
  std::int64_t pixels = 0;
  std::int64_t without_data = 0;  ///< nodata, NaN, or outside every source
  double minimum = 0.0;
  double maximum = 0.0;
};

/// Opens every raster of the layer; errors for what is missing or cannot be used.
void check_rasters(const RasterLayer& layer, Findings& findings);

/// Warps the mosaic of heights onto `grid`, chunk by chunk, into a tiled GeoTIFF `file`; a source
/// is a file, a folder of tiles, or whatever else GDAL opens. Missing file, missing CRS, no overlap
/// with the grid at all: errors in `findings`, and no file. Voids that are not declared, heights
/// outside -500 ... 9000 m, and a part of the grid without data: warnings. Throws OutputError,
/// Cancelled. `chunk_side` is how much is done at once, in pixels; the result does not depend on
/// it.
WarpStatistics warp_onto_grid(const RasterLayer& layer, const GridSpec& grid, const Crs& working,
                              Resampling resampling, const std::filesystem::path& file,
                              Progress& progress, Findings& findings, int chunk_side = 1024);

}  // namespace gigacity::geo
