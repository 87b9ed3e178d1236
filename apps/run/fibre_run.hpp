// SPDX-License-Identifier: Apache-2.0
// The fibre simulation by itself: what it needs of a scenario is loaded, nothing else.
#pragma once

#include <vector>

#include "apps/run/outcome.hpp"
#include "apps/run/run.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

/// Without what fibre does not ask for: radio, terrain, land cover, key places, and people but for
/// the households of premises. A population raster stays only where households may come of it.
Scenario of_fibre_alone(Scenario scenario);

struct FibreRunSummary {
  FibreUnit whole;                    ///< of the area
  std::vector<fibre::BillItem> bill;  ///< over all OLTs
  std::vector<LayerRecord> layers;
  Findings findings;  ///< warnings and skipped features; errors were thrown
};

/// Simulates fibre as run() does and writes what that writes of it, with the same contents, and
/// run.json. Throws InputError, also where the scenario has no [fibre]; Cancelled,
/// geo::OutputError.
FibreRunSummary run_fibre(const Scenario& scenario, const RunOptions& options, Progress& progress);

}  // namespace gigacity::apps
