// SPDX-License-Identifier: Apache-2.0
// What radio waves meet: ground, land cover, and the surface of whatever stands on the ground.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>

#include "apps/run/landcover_table.hpp"
#include "apps/run/load_city.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "geo/raster_reader.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// What reading the land's rasters found, for run.json. Figures speak of the city's grid alone.
struct LandRecord {
  geo::WarpStatistics ground{};
  std::optional<geo::WarpStatistics> surface_model{};
  std::optional<geo::WarpStatistics> cover{};
  std::optional<LandCoverTable> cover_table{};
  std::map<int, std::int64_t> unknown_codes{};  ///< of the land cover: pixels by code
};

/// How far from known ground voids are filled, in pixels of a grid.
int fill_reach_pixels(const TerrainSection& terrain, double pixel_m);

/// The city's grid and around it, on the same lattice, what paths to the network's sites cross.
GridSpec land_grid(const GridSpec& city, const radio::RadioNetwork& network);

/// Makes terrain, clutter (where the scenario gives land cover) and surface on `land`, of which the
/// city's grid is a part, as files in `scratch`. Errors in `findings` or thrown as InputError;
/// warnings, of the city's grid alone, for voids, for codes that the table of classes does not know,
/// and for a surface model of another vertical datum. Throws geo::OutputError, Cancelled.
LandRecord add_land(const Scenario& scenario, const GridSpec& land,
                    const std::filesystem::path& data_folder, const std::filesystem::path& scratch,
                    LoadedCity& loaded, Progress& progress, Findings& findings);

/// Checks that the rasters can be read and cover the grid, on coarse copies, and the table of
/// classes.
void check_land(const Scenario& scenario, const std::filesystem::path& data_folder,
                const std::filesystem::path& scratch, const LoadedCity& loaded, Progress& progress,
                Findings& findings);

}  // namespace gigacity::apps
