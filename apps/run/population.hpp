// SPDX-License-Identifier: Apache-2.0
// Where the people are: shared out to buildings and to pixels, from what admin units state, from a
// raster of people, or from both.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "apps/run/population_raster.hpp"
#include "core/city.hpp"
#include "core/diagnostic.hpp"

namespace gigacity::apps {

/// Makes a raster of the city's grid, kept under a name, from its tiles; they may be asked for in
/// any order and on several threads.
using MakeRaster = std::function<std::shared_ptr<const RasterSource>(
    const std::string& name, const std::function<Raster<float>(const Window&)>& tile)>;

/// Gives each building residents and households, and the city its raster of people, which sums up
/// to them all: each building's at its point (at the nearest inside pixel, where the area's border
/// has cut its own off), others evenly over where they may be.
///
/// - Without a raster of people, the residents of a unit go to its buildings by dwellings, or evenly
///   over a unit without dwellings. The units are those of the finest level whose units all state
///   residents, else of the finest in which any does.
/// - With one, its people are where it has them (see PopulationRaster), brought unit by unit to what
///   those units state; where it has nobody in a unit, the unit's go as without a raster. Levels in
///   which no unit states residents are given what the raster has in their units. Both sums are a
///   warning.
/// - Households go by dwellings likewise. Where no unit states any, they are residents divided by
///   `persons_per_household`, or, without that, dwellings.
///
/// Needs the city's `inside` and `zone` rasters.
void add_people(City& city, const PopulationRaster* raster,
                std::optional<double> persons_per_household, const MakeRaster& make_raster,
                Findings& findings);

/// The same for the buildings alone, without a raster of people: needs no raster of the city.
void share_out_people(City& city, std::optional<double> persons_per_household, Findings& findings);

}  // namespace gigacity::apps
