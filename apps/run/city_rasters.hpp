// SPDX-License-Identifier: Apache-2.0
// The city's rasters on its grid: area, admin zones, people.
#pragma once

#include <filesystem>

#include "apps/run/load_city.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

/// Rasters that tell for each pixel of the city's grid whether it is in the area, which units it
/// belongs to, and who lives there, as files in `scratch`. Throws geo::OutputError, Cancelled.
void add_rasters(const Scenario& scenario, const std::filesystem::path& scratch, LoadedCity& loaded,
                 Progress& progress, Findings& findings);

}  // namespace gigacity::apps
