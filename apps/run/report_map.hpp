// SPDX-License-Identifier: Apache-2.0
// The map and the gap list of the report: pictures of the rasters, layers as GeoJSON.
#pragma once

#include <nlohmann/json.hpp>

#include "apps/run/outcome.hpp"
#include "apps/run/raster_outputs.hpp"

namespace gigacity::apps {

/// Adds pictures, layers, gaps and bounds to the report's data.
void add_map(nlohmann::ordered_json& data, const RunOutcome& outcome,
             const std::filesystem::path& folder, const std::vector<RasterOutput>& rasters,
             const std::filesystem::path& terrain, Progress& progress);

}  // namespace gigacity::apps
