// SPDX-License-Identifier: Apache-2.0
// The pixels of a place or village, and reading rasters over just them.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/pixel_runs.hpp"
#include "core/raster_source.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::criteria {

/// A pixel passes where it is covered and both level and SINR meet the test. Only this decides what
/// is covered.
inline bool passes(const RadioTest& test, float rsrp_dbm, float sinr_db, float status) {
  return status == static_cast<float>(radio::PixelStatus::covered) &&
         static_cast<double>(rsrp_dbm) >= test.rsrp_dbm &&
         static_cast<double>(sinr_db) >= test.sinr_db;
}

/// Pixels of a feature: centres in its footprint and the area, else the pixel of its point (if in
/// the grid).
std::vector<PixelRun> feature_runs(const MultiPolygon& footprint, MapPoint point,
                                   const RasterSource& inside);

/// Calls `visit` for each pixel in order with one value from each source; a null source gives NaN.
/// Reads windows of the runs only.
void for_each_pixel(std::span<const PixelRun> runs, std::span<const RasterSource* const> sources,
                    const std::function<void(Pixel, std::span<const float>)>& visit);

}  // namespace gigacity::criteria
