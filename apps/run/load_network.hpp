// SPDX-License-Identifier: Apache-2.0
// From the sites layer, one row for each cell, to Site ▸ Sector ▸ Cell.
#pragma once

#include "apps/run/run.hpp"
#include "core/progress.hpp"
#include "geo/crs.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// Reads the cells inside `area`. Cells outside, and cells of technologies that are not simulated, are
/// skipped and counted. Problems go into `findings`, and one warning that says what was assumed of how
/// many cells.
radio::RadioNetwork load_network(const RadioSection& section, const geo::Crs& crs,
                                 const MapBox& area, std::vector<LayerRecord>& layers,
                                 Findings& findings);

}  // namespace gigacity::apps
