// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/verdict.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/text.hpp"
#include "sim/criteria/formula.hpp"

namespace gigacity::criteria {

namespace {

IndicatorResult judged(const Indicator& indicator, const Formula& formula,
                       const MeasureSet& measures) {
  IndicatorResult result;
  result.indicator = indicator.id;
  for (const auto& name : formula.names()) {
    const auto found = measures.values.find(name.text);
    if (found != measures.values.end()) result.inputs.emplace_back(name.text, found->second);
  }
  auto evaluation = formula.evaluate(measures);
  result.value = evaluation.value;
  result.reason = std::move(evaluation.reason);
  if (indicator.threshold && result.value) {
    const double above = *result.value - *indicator.threshold;
    result.margin = indicator.comparison == Comparison::at_most ? -above : above;
  }
  if (!result.value) {
    result.outcome = Outcome::not_assessable;
  } else if (indicator.comparison == Comparison::report_only || !result.margin) {
    result.outcome = Outcome::reported;
  } else {
    const double rounding = relative_rounding * std::max(1.0, std::abs(*indicator.threshold));
    result.outcome = *result.margin >= -rounding ? Outcome::pass : Outcome::fail;
  }
  return result;
}

Outcome overall(const Profile& profile, const UnitVerdict& city) {
  bool judged_any = false;
  bool unknown = false;
  for (std::size_t i = 0; i < profile.indicators.size(); ++i) {
    if (profile.indicators[i].comparison == Comparison::report_only) continue;
    judged_any = true;
    const auto outcome = city.indicators[i].outcome;
    if (outcome == Outcome::fail) return Outcome::fail;
    unknown = unknown || outcome == Outcome::not_assessable;
  }
  if (!judged_any) return Outcome::reported;
  return unknown ? Outcome::not_assessable : Outcome::pass;
}

/// A count grows with what is counted: its threshold is the city's, and says nothing of a part of it. A share or a
/// density can be held against any unit.
bool is_for_the_city_alone(const Indicator& indicator) {
  const auto unit = unit_named(indicator.unit);
  return unit && !unit->dimension.empty() &&
         std::ranges::all_of(unit->dimension, [](const auto& of) { return of.second > 0; });
}

/// Of one indicator, level by level.
std::vector<LevelCount> counts(const Indicator& indicator, std::size_t index,
                               std::span<const UnitVerdict> units,
                               std::span<const LevelNames> levels) {
  std::vector<LevelCount> counted;
  for (const auto& level : levels)
    counted.push_back(
        {.level = level.level,
         .failing = {},
         .binding = std::ranges::find(indicator.levels, level.level) != indicator.levels.end()});
  for (const auto& unit : units) {
    if (unit.level < 0 || unit.unit < 0) continue;
    auto& count = counted[static_cast<std::size_t>(unit.level)];
    switch (unit.indicators[index].outcome) {
      case Outcome::pass:
        ++count.passed;
        break;
      case Outcome::fail:
        ++count.failed;
        count.failing.push_back(unit.unit);
        break;
      case Outcome::not_assessable:
        ++count.not_assessable;
        break;
      case Outcome::reported:
        break;
    }
  }
  return counted;
}

/// What binding levels make of the city's own result.
void bind_levels(const Indicator& indicator, std::span<const LevelCount> counts,
                 std::span<const LevelNames> levels, IndicatorResult& city) {
  for (const auto& wanted : indicator.levels) {
    const auto count = std::ranges::find(counts, wanted, &LevelCount::level);
    if (count == counts.end()) {
      if (city.outcome == Outcome::pass) city.outcome = Outcome::not_assessable;
      city.reason =
          fmt::format("it asks for every {0}, but there is no [[admin]] level \"{0}\"", wanted);
      continue;
    }
    if (count->failed > 0) {
      const auto& names = levels[static_cast<std::size_t>(count - counts.begin())].units;
      std::vector<std::string> failing;
      for (const auto unit : count->failing)
        failing.push_back(names[static_cast<std::size_t>(unit)]);
      constexpr std::size_t named = 5;
      city.outcome = Outcome::fail;
      city.reason = fmt::format("{} of {} at level {} fail: {}", count->failed,
                                count->passed + count->failed + count->not_assessable, wanted,
                                listed(failing, named));
    } else if (count->not_assessable > 0 && city.outcome == Outcome::pass) {
      city.outcome = Outcome::not_assessable;
      city.reason = fmt::format("{} at level {} cannot be assessed", count->not_assessable, wanted);
    }
  }
}

}  // namespace

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::not_assessable:
      return "not_assessable";
    case Outcome::reported:
      return "reported";
  }
  return "";
}

std::vector<LevelNames> level_names(const City& city) {
  std::vector<LevelNames> levels;
  for (const auto& level : city.admin) {
    LevelNames names{level.name, {}};
    for (std::size_t u = 0; u < level.units.size(); ++u) {
      const auto& unit = level.units[u];
      const auto& label = unit.name.empty() ? unit.code : unit.name;
      names.units.push_back(label.empty() ? fmt::format("{}", u) : label);
    }
    levels.push_back(std::move(names));
  }
  return levels;
}

Verdict judge(const Profile& profile, std::span<const UnitMeasures> measured,
              std::span<const LevelNames> levels) {
  check(profile);
  std::vector<Formula> formulas;
  std::vector<bool> city_alone;
  for (const auto& indicator : profile.indicators) {
    formulas.push_back(Formula::parse(indicator.formula));
    city_alone.push_back(indicator.levels.empty() && is_for_the_city_alone(indicator));
  }

  Verdict verdict;
  for (const auto& row : measured) {
    UnitVerdict unit{row.level, row.unit, {}};
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      unit.indicators.push_back(judged(profile.indicators[i], formulas[i], row.measures));
      auto& result = unit.indicators.back();
      if (row.level < 0 || !city_alone[i] || !result.value) continue;
      result.outcome = Outcome::reported;
      result.margin.reset();
    }
    verdict.units.push_back(std::move(unit));
  }
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const auto& indicator = profile.indicators[i];
    verdict.levels.push_back(counts(indicator, i, verdict.units, levels));
    for (auto& unit : verdict.units)
      if (unit.level < 0 && indicator.comparison != Comparison::report_only)
        bind_levels(indicator, verdict.levels.back(), levels, unit.indicators[i]);
  }
  for (const auto& unit : verdict.units)
    if (unit.level < 0) verdict.outcome = overall(profile, unit);
  return verdict;
}

}  // namespace gigacity::criteria
