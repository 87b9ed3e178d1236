// SPDX-License-Identifier: Apache-2.0
// The fibre stage of a run, whichever command runs it: its layers, what they come to, its raster.
#pragma once

#include <filesystem>

#include "apps/run/outcome.hpp"
#include "apps/run/radio_stage.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

/// Reads plant and premises of a loaded city. Problems go into `findings`.
void load_fibre(const FibreSection& section, const std::filesystem::path& data_folder,
                RunOutcome& outcome, Findings& findings);

/// From plant and premises to `fibre`, `fibre_graphs`, `fibre_units` and their part of `results`.
/// Throws Cancelled.
void simulate_fibre(const FibreSection& section, RunOutcome& outcome, Progress& progress);

/// Writes fibre_gigabit.tif. Throws geo::OutputError, Cancelled.
void write_fibre_raster(const RunOutcome& outcome, const RasterFolder& rasters, Progress& progress);

}  // namespace gigacity::apps
