// SPDX-License-Identifier: Apache-2.0
// The main job as one diagram: load, simulate radio and fibre, judge, find gaps, write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "geo/map_datum.hpp"
#include "sim/criteria/verdict.hpp"

namespace gigacity::apps {

struct RunOptions {
  std::filesystem::path data_folder;  ///< share/gigacity: criteria profiles, fibre tables
  std::filesystem::path
      output_folder;    ///< exists and is empty; the caller moves it into place when run() returns
  std::string program;  ///< "gigacity 0.1.0", for run.json and the report
};

/// What was read of one layer.
struct LayerRecord {
  std::string section;  ///< of the scenario file: "buildings", "radio.sites"
  std::string source;
  std::int64_t features = 0;
  std::optional<geo::MapDatum> datum{};  ///< that its coordinates were taken to have; none: a table
};

/// One line of the summary for people.
struct IndicatorLine {
  std::string id;
  std::string title;
  std::string value;      ///< with its unit; "-" where not assessable
  std::string threshold;  ///< ">= 80 %"; "" where only reported
  criteria::Outcome outcome = criteria::Outcome::not_assessable;
  std::string reason;
};

struct RunSummary {
  criteria::Outcome outcome = criteria::Outcome::not_assessable;
  std::vector<IndicatorLine> indicators;
  std::int64_t gaps = 0;
  std::vector<LayerRecord> layers;
  Findings findings;  ///< warnings and skipped features; errors were thrown
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
