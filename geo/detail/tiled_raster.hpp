// SPDX-License-Identifier: Apache-2.0
// The files that rasters are written into before anything else: tiled GeoTIFF. Private to geo.
#pragma once

#include <filesystem>

#include "core/grid.hpp"
#include "geo/crs.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// An uncompressed GeoTIFF of one band in blocks of a tile's size, empty blocks left out, placed on
/// the grid. Null where it cannot be made: the GdalMessages that the caller holds know why.
DatasetPtr create_tiled_raster(const std::filesystem::path& file, const GridSpec& grid,
                               const Crs& crs, GDALDataType type);

}  // namespace gigacity::geo::detail
