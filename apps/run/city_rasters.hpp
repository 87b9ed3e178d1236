// SPDX-License-Identifier: Apache-2.0
// The city's rasters on its grid: terrain, surface, area, admin zones, people.
#pragma once

#include <filesystem>

#include "apps/run/load_city.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::apps {

/// Warps the terrain onto the grid and derives the other rasters, as files in `scratch`. Errors as
/// above.
geo::WarpStatistics add_rasters(const Scenario& scenario, const std::filesystem::path& scratch,
                                LoadedCity& loaded, Progress& progress, Findings& findings);

/// Checks that the terrain can be read and covers the grid, on a coarse copy of it.
void check_terrain(const Scenario& scenario, const std::filesystem::path& scratch,
                   const LoadedCity& loaded, Progress& progress, Findings& findings);

}  // namespace gigacity::apps
