// SPDX-License-Identifier: Apache-2.0
// What a run delivers of the inside of buildings.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

/// One feature for each building: levels on each floor that was asked for, null where it has none or no signal.
geo::OutputLayer indoor_layer(const RunOutcome& outcome);

/// One feature for each deep space of a key place.
geo::OutputLayer deep_coverage_layer(const RunOutcome& outcome);

/// How the levels inside came about, and what serves the deep spaces: names and texts of the run's record.
std::vector<std::pair<std::string, std::string>> indoor_details(const RadioSection& section,
                                                                const RunOutcome& outcome);

/// Indoor systems, each with the place it serves.
geo::OutputLayer indoor_system_layer(const RunOutcome& outcome);

}  // namespace gigacity::apps
