// SPDX-License-Identifier: Apache-2.0
// From the scenario's layers to a City: read, reproject, join to admin units, share out the people.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/run/population_raster.hpp"
#include "apps/run/run.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/city.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "geo/crs.hpp"

namespace gigacity::apps {

struct LoadedCity {
  geo::Crs crs;
  City city;  ///< without rasters and people until add_rasters()
  std::vector<LayerRecord> layers;
  std::unique_ptr<const PopulationRaster> population;  ///< null where the scenario names none
};

/// Reads every vector layer of the city. Problems go into `findings`; throws InputError with all of
/// them where there is no area to go on with, Cancelled.
LoadedCity load_city(const Scenario& scenario, Progress& progress, Findings& findings);

}  // namespace gigacity::apps
