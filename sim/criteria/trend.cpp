// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/trend.hpp"

#include <algorithm>
#include <cmath>

namespace gigacity::criteria {

const char* to_string(Trend trend) {
  switch (trend) {
    case Trend::unknown:
      return "";
    case Trend::better:
      return "better";
    case Trend::worse:
      return "worse";
    case Trend::same:
      return "same";
    case Trend::rose:
      return "rose";
    case Trend::fell:
      return "fell";
  }
  return "";
}

Trend trend_of(const Indicator& indicator, const IndicatorResult& result) {
  if (!result.value || !result.before) return Trend::unknown;
  const double change = *result.value - *result.before;
  const double rounding = relative_rounding * std::max(1.0, std::abs(*result.before));
  if (std::abs(change) <= rounding) return Trend::same;
  if (indicator.comparison == Comparison::report_only)
    return change > 0.0 ? Trend::rose : Trend::fell;
  return (change > 0.0) == (indicator.comparison == Comparison::at_least) ? Trend::better
                                                                          : Trend::worse;
}

void compare_with(const EarlierValues& earlier, std::span<const UnitKey> keys, Verdict& verdict) {
  for (std::size_t u = 0; u < verdict.units.size(); ++u) {
    const auto& [level, code] = keys[u];
    if (!level.empty() && code.empty()) continue;
    for (auto& result : verdict.units[u].indicators) {
      const auto found = earlier.find({level, code, result.indicator});
      if (found != earlier.end()) result.before = found->second;
    }
  }
}

}  // namespace gigacity::criteria
