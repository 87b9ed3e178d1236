// SPDX-License-Identifier: Apache-2.0
// What is wrong with a data source of layers, although, or because, it could (not) be opened. Private to
// geo.
#pragma once

#include <optional>
#include <string>

#include "geo/detail/file_fault.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// Of a source that was opened: GDAL has complained all the same (of a coordinate reference system that
/// nobody knows, for example); a shapefile without its table. `messages` were collected while opening.
std::optional<FileFault> fault_of_opened(GDALDatasetH dataset, const GdalMessages& messages);

/// Of a source that was not: a raster, a CSV file without columns, or what GDAL says. `reason` is
/// GDAL's; empty where it gives none.
FileFault fault_of_unopened(const std::string& gdal_name, const std::string& reason);

}  // namespace gigacity::geo::detail
