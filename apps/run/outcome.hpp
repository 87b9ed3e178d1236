// SPDX-License-Identifier: Apache-2.0
// Everything a run has found, together: what the writers of files and of the report read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/run/fibre_stage.hpp"
#include "apps/run/indoor_stage.hpp"
#include "apps/run/land_rasters.hpp"
#include "apps/run/load_city.hpp"
#include "apps/run/run.hpp"
#include "apps/run/traffic_stage.hpp"
#include "apps/scenario/scenario.hpp"
#include "sim/criteria/coverage_statistics.hpp"
#include "sim/criteria/gaps.hpp"
#include "sim/criteria/measures.hpp"
#include "sim/criteria/verdict.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/unit_statistics.hpp"
#include "sim/radio/link_budget.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// A delivered file.
struct OutputFile {
  std::string name;
  std::string title;
};

/// Seconds that a stage took; the only part of a run's outputs that differs from run to run.
struct StageTime {
  std::string stage;
  double seconds = 0.0;
};

/// Code and name of a unit of a verdict or measure; the city itself, and "(outside every unit)",
/// included.
struct UnitName {
  std::string level;
  std::string code;
  std::string name;
  std::string parent_code;
};

/// What fibre reaches in a unit.
struct FibreUnit {
  UnitName name;  ///< without level: the whole area
  fibre::UnitStatistics statistics;
};

struct RunOutcome {
  LoadedCity loaded;
  LandRecord land{};
  criteria::Profile profile{};
  radio::RadioNetwork network{};
  std::optional<TrafficRecord> traffic{};  ///< where loads come of it
  radio::BudgetQuestion budget{};
  std::optional<fibre::FibrePlant> plant{};
  std::vector<fibre::Premises> premises{};
  FibreGraphs fibre_graphs{};
  std::vector<FibreUnit> fibre_units{};  ///< the whole area first
  std::optional<fibre::FibreCoverage> fibre{};
  criteria::Results results{};
  criteria::Measured measured{};
  criteria::Verdict verdict{};
  std::vector<criteria::Gap> gaps{};
  std::string city_name{};
  criteria::Statistics statistics{};
  std::optional<IndoorOutcome> indoor{};
  Findings findings{};
  std::vector<OutputFile> files{};
  std::vector<StageTime> times{};

  const City& city() const { return loaded.city; }
  /// By the criteria of a profile.
  bool is_judged() const { return !profile.id.empty(); }
};

UnitName name_of(const City& city, const std::string& city_name, std::int32_t level,
                 std::int32_t unit);

}  // namespace gigacity::apps
