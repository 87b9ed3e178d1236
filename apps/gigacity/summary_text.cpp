// SPDX-License-Identifier: Apache-2.0
#include "apps/gigacity/summary_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "apps/cli/text_table.hpp"

namespace gigacity::apps {

namespace {

/// As people read it in a column.
std::string outcome_text(criteria::Outcome outcome) {
  switch (outcome) {
    case criteria::Outcome::pass:
      return "pass";
    case criteria::Outcome::fail:
      return "FAIL";
    case criteria::Outcome::reported:
      return "reported";
    case criteria::Outcome::not_assessable:
      return "not assessable";
  }
  return "";
}

}  // namespace

std::string summary_text(const std::string& name, const RunSummary& summary) {
  const bool compared = std::ranges::any_of(
      summary.indicators, [](const IndicatorLine& line) { return !line.trend.empty(); });
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : summary.indicators) {
    std::vector<std::string> row{outcome_text(line.outcome), line.id, line.title, line.value,
                                 line.threshold};
    if (compared) row.push_back(line.trend);
    // Where the city's outcome follows from its units, its reason names them already.
    row.push_back(line.reason.empty() ? line.levels : line.reason);
    rows.push_back(std::move(row));
  }
  return fmt::format("{}: {}\n\n{}\n{} {}\n", name, outcome_text(summary.outcome), text_table(rows),
                     summary.gaps, summary.gaps == 1 ? "gap" : "gaps");
}

}  // namespace gigacity::apps
