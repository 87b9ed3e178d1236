// SPDX-License-Identifier: Apache-2.0
// What makes a raster unusable, as far as its header tells. Private to geo.
#pragma once

#include <optional>

#include "geo/detail/file_fault.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// Of any raster: no georeference or one without extent, no coordinate reference system or one without
/// places on the earth's surface, complex numbers, a scale that makes all values one.
std::optional<FileFault> fault_of_raster(GDALDatasetH dataset);

/// Of heights besides: a picture or a map of classes, feet.
std::optional<FileFault> fault_of_heights(GDALDatasetH dataset);

}  // namespace gigacity::geo::detail
