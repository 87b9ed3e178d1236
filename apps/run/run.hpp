// SPDX-License-Identifier: Apache-2.0
// The main job as one diagram: load, simulate radio and fibre, judge, find gaps, write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "apps/run/run_summary.hpp"
#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "core/grid.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

struct RunOptions {
  std::filesystem::path data_folder;  ///< share/gigacity: criteria profiles, fibre tables
  std::filesystem::path
      output_folder;    ///< exists and is empty; the caller moves it into place when run() returns
  std::string program;  ///< "gigacity 0.1.0", for run.json and the report
  /// Only what the criteria read is simulated, and only the verdict's documents are written.
  bool verdict_only = false;
};

/// Runs the scenario and writes every output into `options.output_folder`. Throws InputError,
/// Cancelled, geo::OutputError.
RunSummary run(const Scenario& scenario, const RunOptions& options, Progress& progress);

struct ValidationSummary {
  std::vector<LayerRecord> layers;
  Findings findings;  ///< with errors, where there are any
  std::string crs;
  GridSpec grid;
};

/// Loads and checks every layer and the criteria profile; simulates nothing, writes nothing. Throws
/// only Cancelled: what is wrong stands in the findings.
ValidationSummary validate(const Scenario& scenario, const RunOptions& options, Progress& progress);

}  // namespace gigacity::apps
