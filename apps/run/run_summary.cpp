// SPDX-License-Identifier: Apache-2.0
#include "apps/run/run_summary.hpp"

#include <fmt/format.h>

#include "apps/run/verdict_record.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

/// "county 3 of 12 fail, village 40 of 300 fail": what the city's own figure may hide.
std::string failing_levels(std::span<const criteria::LevelCount> levels) {
  std::vector<std::string> parts;
  for (const auto& level : levels) {
    const auto units = level.passed + level.failed + level.not_assessable;
    if (level.failed > 0 && units > 1)  // one unit is the city itself
      parts.push_back(fmt::format("{} {} of {} fail", level.level, level.failed, units));
  }
  return joined(parts, ", ");
}

}  // namespace

RunSummary summary_of(const JudgedCity& judged) {
  RunSummary summary;
  summary.outcome = judged.verdict.outcome;
  for (const auto count : judged.gaps) summary.gaps += count;
  const auto& results = judged.verdict.units.front().indicators;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& indicator = judged.profile.indicators[i];
    const auto& result = results[i];
    const bool has_threshold =
        indicator.threshold && indicator.comparison != criteria::Comparison::report_only;
    IndicatorLine line;
    line.id = indicator.id;
    line.title = indicator.title_en;
    line.value = result.value ? fmt::format("{:.4g} {}", *result.value, indicator.unit) : "-";
    if (has_threshold)
      line.threshold = fmt::format(
          "{} {:g} {}", indicator.comparison == criteria::Comparison::at_least ? ">=" : "<=",
          *indicator.threshold, indicator.unit);
    line.outcome = result.outcome;
    line.trend = criteria::to_string(criteria::trend_of(indicator, result));
    line.levels = failing_levels(judged.verdict.levels[i]);
    line.reason = result.reason;
    summary.indicators.push_back(std::move(line));
  }
  return summary;
}

}  // namespace gigacity::apps
