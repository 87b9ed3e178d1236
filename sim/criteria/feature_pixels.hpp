// SPDX-License-Identifier: Apache-2.0
// The pixels of a place or village, and reading rasters over just them.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/pixel_runs.hpp"
#include "core/raster_source.hpp"

namespace gigacity::criteria {

/// Pixels of a feature: centres in its footprint and the area, else the pixel of its point (if in
/// the grid).
std::vector<PixelRun> feature_runs(const MultiPolygon& footprint, MapPoint point,
                                   const RasterSource& inside);

/// Calls `visit` for each pixel in order with one value from each source; a null source gives NaN.
/// Reads windows of the runs only.
void for_each_pixel(std::span<const PixelRun> runs, std::span<const RasterSource* const> sources,
                    const std::function<void(Pixel, std::span<const float>)>& visit);

}  // namespace gigacity::criteria
