// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/verdict.hpp"

#include <algorithm>
#include <cmath>

#include "sim/criteria/formula.hpp"

namespace gigacity::criteria {

namespace {

/// Sums of shares carry rounding of some 1e-13; a threshold of exactly 100 % must still be
/// reachable.
constexpr double relative_rounding = 1e-9;

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

Verdict judge(const Profile& profile, const Measured& measured) {
  check(profile);
  std::vector<Formula> formulas;
  for (const auto& indicator : profile.indicators)
    formulas.push_back(Formula::parse(indicator.formula));

  Verdict verdict;
  for (const auto& row : measured.units) {
    UnitVerdict unit{row.level, row.unit, {}};
    for (std::size_t i = 0; i < formulas.size(); ++i)
      unit.indicators.push_back(judged(profile.indicators[i], formulas[i], row.measures));
    if (row.level < 0) verdict.outcome = overall(profile, unit);
    verdict.units.push_back(std::move(unit));
  }
  return verdict;
}

}  // namespace gigacity::criteria
