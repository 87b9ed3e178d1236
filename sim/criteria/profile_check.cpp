// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/profile_check.hpp"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "core/diagnostic.hpp"
#include "core/text.hpp"
#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/verdict.hpp"

namespace gigacity::criteria {

namespace {

std::vector<std::string> counted_measures(GapKind kind) {
  switch (kind) {
    case GapKind::none:
      return {};
    case GapKind::key_place:
      return {"key_places_reached_nr", "key_places_reached_lte"};
    case GapKind::village:
      return {"villages_reached_nr", "villages_reached_lte"};
    case GapKind::premises:
      return {"premises_gigabit", "dwellings_gigabit", "households_gigabit",
              "urban_households_gigabit"};
    case GapKind::area:
      return {"residents_covered_nr", "residents_covered_lte", "area_covered_nr_km2",
              "area_covered_lte_km2"};
  }
  return {};
}

void check_names(const Formula& formula, std::vector<IndicatorProblem>& problems) {
  std::vector<std::string> words;
  for (const auto& measure : known_measures()) words.emplace_back(measure.name);
  for (const auto& name : formula.names()) {
    if (known_measure(name.text) != nullptr) continue;
    const auto nearest = nearest_word(name.text, words);
    problems.push_back({"formula", name.column, fmt::format("\"{}\" is not a measure", name.text),
                        nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                                : "data/criteria/README.md lists every measure"});
  }
}

}  // namespace

const char* to_string(GapKind kind) {
  switch (kind) {
    case GapKind::none:
      return "none";
    case GapKind::key_place:
      return "key_place";
    case GapKind::village:
      return "village";
    case GapKind::premises:
      return "premises";
    case GapKind::area:
      return "area";
  }
  return "";
}

std::vector<IndicatorProblem> problems_of(const Indicator& indicator) {
  std::vector<IndicatorProblem> problems;
  if (indicator.comparison != Comparison::report_only && !indicator.threshold)
    problems.push_back({"at_least", 0, "has no threshold",
                        "give one of at_least, at_most, or report_only = true"});
  try {
    const auto formula = Formula::parse(indicator.formula);
    check_names(formula, problems);
    const auto counted = counted_measures(indicator.gaps);
    const auto read =
        std::ranges::count_if(counted, [&](const auto& m) { return formula.reads(m); });
    if (indicator.gaps != GapKind::none && read != 1)
      problems.push_back(
          {"gaps", 0,
           fmt::format("\"{}\" needs a formula that reads exactly one of {}; it reads {}",
                       to_string(indicator.gaps), joined(counted, ", "), read),
           "gaps are the complement of what the formula counts"});
  } catch (const FormulaError& error) {
    problems.push_back({"formula", error.column(), error.what(),
                        "formulas are made of numbers, measures, + - * / ( ) min() and max()"});
  }
  return problems;
}

GapScope gap_scope(const Formula& formula) {
  GapScope scope;
  for (const auto& name : formula.names()) {
    if (name.text.ends_with("_lte") || name.text.ends_with("_lte_km2"))
      scope.technology = radio::Technology::lte;
    if (name.text.starts_with("urban_")) scope.urban_only = true;
    if (name.text.starts_with("area_covered_")) scope.every_pixel = true;
  }
  return scope;
}

void check(const Profile& profile) {
  std::vector<Diagnostic> found;
  for (const auto& indicator : profile.indicators) {
    for (const auto& problem : problems_of(indicator)) {
      InputLocation where;
      where.source = profile.file;
      where.feature = indicator.id;
      where.field = problem.field;
      where.line = indicator.line;
      where.column = problem.column;
      found.push_back({where, problem.message, problem.hint});
    }
  }
  if (!found.empty()) throw InputError(std::move(found));
}

}  // namespace gigacity::criteria
