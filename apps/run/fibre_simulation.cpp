// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_simulation.hpp"

#include "apps/run/fibre_raster.hpp"
#include "apps/run/fibre_statistics.hpp"
#include "apps/run/load_plant.hpp"
#include "core/parallel.hpp"

namespace gigacity::apps {

void load_fibre(const FibreSection& section, const std::filesystem::path& data_folder,
                RunOutcome& outcome, Findings& findings) {
  auto& loaded = outcome.loaded;
  outcome.plant = load_plant(section, data_folder, loaded.crs, bounds(loaded.city.area),
                             loaded.layers, findings);
  outcome.premises = load_premises(section, *outcome.plant, loaded.city, loaded.layers, findings);
}

void simulate_fibre(const FibreSection& section, RunOutcome& outcome, Progress& progress) {
  const auto& city = outcome.city();
  auto& results = outcome.results;
  for (std::size_t i = 0; i < city.buildings.size(); ++i)
    if (city.buildings[i].dwellings > 0)
      results.premises_building.push_back(static_cast<std::int32_t>(i));
  outcome.fibre_graphs = fibre_graphs(city, *outcome.plant, outcome.loaded.crs);
  outcome.fibre = fibre::simulate(*outcome.plant, outcome.fibre_graphs.networks(), outcome.premises,
                                  section.options, progress);
  results.plant = &*outcome.plant;
  results.fibre = &*outcome.fibre;
  outcome.fibre_units = fibre_by_unit(outcome);
}

void write_fibre_raster(const RunOutcome& outcome, const RasterFolder& rasters,
                        Progress& progress) {
  const auto& grid = outcome.city().grid;
  const FibreTiles states(outcome.city(), outcome.fibre->premises,
                          outcome.results.premises_building);
  auto raster = rasters.writer(fibre_output());
  const auto tiles = tiles_of(grid);
  progress.begin("fibre raster", static_cast<std::int64_t>(tiles.size()));
  constexpr std::size_t tiles_in_flight = 8;
  parallel_ordered<Raster<float>>(
      tiles.size(), tiles_in_flight, [&](std::size_t i) { return states.tile(tiles[i]); },
      [&](std::size_t i, Raster<float>&& tile) {
        raster.write(tiles[i], tile);
        progress.advance();
      });
  raster.finish(progress);
}

}  // namespace gigacity::apps
