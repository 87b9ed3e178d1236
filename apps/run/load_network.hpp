// SPDX-License-Identifier: Apache-2.0
// From the sites layer, one row for each cell, to Site ▸ Sector ▸ Cell.
#pragma once

#include "apps/run/run.hpp"
#include "core/progress.hpp"
#include "geo/crs.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// Reads the cells inside `area`. Cells outside are skipped and counted. Problems go into
/// `findings`.
radio::RadioNetwork load_network(const geo::LayerSource& sites, const geo::Crs& crs,
                                 const MapBox& area, std::vector<LayerRecord>& layers,
                                 Findings& findings);

/// One warning for each quantity of the model's valid ranges that cells lie outside of, with their number. They are
/// computed all the same, with the model's formulae carried on.
void warn_of_ranges(const radio::RadioNetwork& network, const RadioSection& section,
                    Findings& findings);

}  // namespace gigacity::apps
