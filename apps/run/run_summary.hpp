// SPDX-License-Identifier: Apache-2.0
// What a run tells people when it ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "geo/map_datum.hpp"
#include "sim/criteria/verdict.hpp"

namespace gigacity::apps {

struct JudgedCity;

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
  std::string trend;   ///< "better"; "" where nothing was compared
  std::string levels;  ///< "3 of 12 counties fail"; "" where none does
  std::string reason;
};

struct RunSummary {
  criteria::Outcome outcome = criteria::Outcome::not_assessable;
  std::vector<IndicatorLine> indicators;
  std::int64_t gaps = 0;
  std::vector<LayerRecord> layers;
  Findings findings;  ///< warnings and skipped features; errors were thrown
};

/// Outcome, indicators and gaps of a verdict.
RunSummary summary_of(const JudgedCity& judged);

}  // namespace gigacity::apps
