// SPDX-License-Identifier: Apache-2.0
// Working rasters (surface, zones, people) kept in files, so that memory depends on the tile.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "geo/crs.hpp"

namespace gigacity::geo {

/// Computes `file` tile by tile, in parallel, written in tile order, and opens it for reading. NaN
/// is kept as nodata. Throws OutputError where it cannot be written.
std::shared_ptr<const RasterSource> make_scratch_raster(
    const std::filesystem::path& file, const GridSpec& grid, const Crs& crs,
    const std::function<Raster<float>(const Window&)>& tile, Progress& progress);

}  // namespace gigacity::geo
