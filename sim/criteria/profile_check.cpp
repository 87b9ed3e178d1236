// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/profile_check.hpp"

#include <algorithm>

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
    case GapKind::deep_place:
      return {"deep_places_covered_nr", "deep_places_covered_lte"};
    case GapKind::village:
      return {"villages_reached_nr", "villages_reached_lte", "villages_fibre", "villages_gigabit"};
    case GapKind::premises:
      return {"premises_fibre",         "dwellings_fibre",         "households_fibre",
              "urban_households_fibre", "premises_gigabit",        "dwellings_gigabit",
              "households_gigabit",     "urban_households_gigabit"};
    case GapKind::area:
      return {"residents_covered_nr", "residents_covered_lte", "area_covered_nr_km2",
              "area_covered_lte_km2"};
  }
  return {};
}

const DerivedMeasure* derived_measure(const Profile& profile, const std::string& name) {
  const auto found = std::ranges::find(profile.measures, name, &DerivedMeasure::id);
  return found == profile.measures.end() ? nullptr : &*found;
}

const Scene* scene_named(const Profile& profile, const std::string& id) {
  const auto found = std::ranges::find(profile.scenes, id, &Scene::id);
  return found == profile.scenes.end() ? nullptr : &*found;
}

std::string likely(const std::string& word, const std::vector<std::string>& words,
                   const std::string& otherwise) {
  const auto nearest = nearest_word(word, words);
  return nearest ? fmt::format("did you mean \"{}\"?", *nearest) : otherwise;
}

/// A name that means nothing; absent where it does.
std::optional<ProfileProblem> problem_of_name(const Profile& profile, const Formula::Name& name) {
  const auto scene = scene_of(name.text);
  if (known_measure(name.text) != nullptr) {
    if (scene.empty() || scene_named(profile, scene) != nullptr) return std::nullopt;
    std::vector<std::string> ids;
    for (const auto& s : profile.scenes) ids.push_back(s.id);
    return ProfileProblem{
        "formula", name.column, fmt::format("\"{}\" is no scene of the profile", scene),
        likely(scene, ids, fmt::format("give a [[scene]] with id = \"{}\"", scene))};
  }
  if (derived_measure(profile, name.text) != nullptr) return std::nullopt;
  const auto plain = without_scene(name.text);
  if (!scene.empty() && known_measure(plain) != nullptr)
    return ProfileProblem{"formula", name.column, fmt::format("\"{}\" is of no scene", plain),
                          fmt::format("write \"{}\" without [{}]", plain, scene)};
  std::vector<std::string> words;
  for (const auto& measure : known_measures()) words.emplace_back(measure.name);
  for (const auto& measure : profile.measures) words.push_back(measure.id);
  return ProfileProblem{"formula", name.column, fmt::format("\"{}\" is not a measure", plain),
                        likely(plain, words, "data/criteria/README.md lists every measure")};
}

Dimension dimension_of(const Profile& profile, const std::string& name) {
  std::string unit;
  if (const auto* known = known_measure(name)) unit = known->unit;
  if (const auto* derived = derived_measure(profile, name)) unit = derived->unit;
  const auto found = unit_named(unit);
  return found ? found->dimension : Dimension{};
}

/// Whether what the formula gives can be in the stated unit.
void check_unit(const Profile& profile, const Formula& formula, const std::string& text,
                std::vector<ProfileProblem>& problems) {
  const auto given =
      formula.unit([&](const std::string& name) { return dimension_of(profile, name); });
  if (text.empty()) return;
  const auto unit = unit_named(text);
  if (!unit) {
    problems.push_back({"unit", 0, fmt::format("\"{}\" is not a unit that measures have", text),
                        fmt::format("write \"%\", \"1\", or nouns as in \"stations per 10,000 "
                                    "people\"; nouns are {}",
                                    known_units())});
    return;
  }
  if (given.constant) return;  // a number may stand for anything
  if (given.dimension != unit->dimension) {
    problems.push_back({"unit", 0,
                        fmt::format("\"{}\" is {}, but the formula gives {}", text,
                                    to_string(unit->dimension), to_string(given.dimension)),
                        "correct the unit or the formula"});
  } else if (unit->scale != 1.0 && given.factor == 1.0) {
    problems.push_back({"formula", 1,
                        fmt::format("gives {} without a factor, but the unit is \"{}\"",
                                    to_string(given.dimension), text),
                        fmt::format("multiply by {:g}", unit->scale)});
  }
}

/// Names, syntax and units of a formula.
std::vector<ProfileProblem> problems_of_formula(const Profile& profile, const std::string& text,
                                                const std::string& unit) {
  std::vector<ProfileProblem> problems;
  try {
    const auto formula = Formula::parse(text);
    for (const auto& name : formula.names())
      if (auto problem = problem_of_name(profile, name)) problems.push_back(std::move(*problem));
    if (problems.empty()) check_unit(profile, formula, unit, problems);
  } catch (const FormulaError& error) {
    problems.push_back({"formula", error.column(), error.what(),
                        "formulas are made of numbers, measures, + - * / ( ) min() and max()"});
  }
  return problems;
}

/// "a → b → a" where a measure needs itself; "" where it does not.
std::string circle_from(const Profile& profile, const DerivedMeasure& start) {
  std::vector<std::string> way{start.id};
  std::vector<std::string> seen{start.id};
  const auto search = [&](const auto& self, const DerivedMeasure& measure) -> bool {
    const auto formula = Formula::parse(measure.formula);
    for (const auto& name : formula.names()) {
      if (name.text == start.id) return true;
      const auto* next = derived_measure(profile, name.text);
      if (next == nullptr || std::ranges::find(seen, name.text) != seen.end()) continue;
      seen.push_back(name.text);
      way.push_back(name.text);
      if (self(self, *next)) return true;
      way.pop_back();
    }
    return false;
  };
  try {
    if (!search(search, start)) return {};
  } catch (const FormulaError&) {
    return {};  // told of the measure whose formula it is
  }
  way.push_back(start.id);
  return joined(way, " → ");
}

}  // namespace

const char* to_string(GapKind kind) {
  switch (kind) {
    case GapKind::none:
      return "none";
    case GapKind::key_place:
      return "key_place";
    case GapKind::deep_place:
      return "deep_place";
    case GapKind::village:
      return "village";
    case GapKind::premises:
      return "premises";
    case GapKind::area:
      return "area";
  }
  return "";
}

std::vector<std::string> measures_read(const Profile& profile, const std::string& formula) {
  std::vector<std::string> read;
  std::vector<std::string> expanded;
  const auto expand = [&](const auto& self, const std::string& text) -> void {
    const auto parsed = Formula::parse(text);
    for (const auto& name : parsed.names()) {
      if (const auto* derived = derived_measure(profile, name.text)) {
        if (std::ranges::find(expanded, name.text) != expanded.end()) continue;
        expanded.push_back(name.text);
        self(self, derived->formula);
      } else if (std::ranges::find(read, name.text) == read.end()) {
        read.push_back(name.text);
      }
    }
  };
  expand(expand, formula);
  return read;
}

std::vector<ProfileProblem> problems_of(const Profile& profile, const Indicator& indicator) {
  std::vector<ProfileProblem> problems;
  if (indicator.comparison != Comparison::report_only && !indicator.threshold)
    problems.push_back({"at_least", 0, "has no threshold",
                        "give one of at_least, at_most, or report_only = true"});
  std::ranges::move(problems_of_formula(profile, indicator.formula, indicator.unit),
                    std::back_inserter(problems));
  if (indicator.gaps == GapKind::none) return problems;
  try {
    const auto counted = counted_measures(indicator.gaps);
    const auto names = measures_read(profile, indicator.formula);
    const auto read = std::ranges::count_if(names, [&](const auto& name) {
      return std::ranges::find(counted, without_scene(name)) != counted.end();
    });
    if (read != 1)
      problems.push_back(
          {"gaps", 0,
           fmt::format("\"{}\" needs a formula that reads exactly one of {}; it reads {}",
                       to_string(indicator.gaps), joined(counted, ", "), read),
           "gaps are the complement of what the formula counts"});
  } catch (const FormulaError&) {
    return problems;  // told above, or of the measure whose formula it is
  }
  return problems;
}

std::vector<ProfileProblem> problems_of(const Profile& profile, const DerivedMeasure& measure) {
  std::vector<ProfileProblem> problems;
  if (known_measure(measure.id) != nullptr)
    problems.push_back({"id", 0, fmt::format("\"{}\" is a measure already", measure.id),
                        "give it a name of its own"});
  std::ranges::move(problems_of_formula(profile, measure.formula, measure.unit),
                    std::back_inserter(problems));
  const auto circle = circle_from(profile, measure);
  if (!circle.empty())
    problems.push_back({"formula", 1, fmt::format("is circular: {}", circle),
                        "a measure cannot be made of itself"});
  return problems;
}

GapScope gap_scope(const Profile& profile, const Indicator& indicator) {
  GapScope scope;
  const auto counted = counted_measures(indicator.gaps);
  for (const auto& name : measures_read(profile, indicator.formula)) {
    const auto plain = without_scene(name);
    if (plain.ends_with("_lte") || plain.ends_with("_lte_km2"))
      scope.technology = radio::Technology::lte;
    if (plain.starts_with("urban_")) scope.urban_only = true;
    if (plain.starts_with("area_covered_")) scope.every_pixel = true;
    if (std::ranges::find(counted, plain) == counted.end()) continue;
    scope.scene = scene_of(name);
    if (plain.ends_with("_fibre")) scope.service = GapService::fibre;
    if (plain.ends_with("_gigabit")) scope.service = GapService::gigabit;
  }
  return scope;
}

void check(const Profile& profile) {
  std::vector<Diagnostic> found;
  const auto note = [&](const std::string& id, int line,
                        const std::vector<ProfileProblem>& problems) {
    for (const auto& problem : problems) {
      InputLocation where;
      where.source = profile.file;
      where.feature = id;
      where.field = problem.field;
      where.line = line;
      where.column = problem.column;
      found.push_back({where, problem.message, problem.hint});
    }
  };
  for (const auto& measure : profile.measures)
    note(measure.id, measure.line, problems_of(profile, measure));
  for (const auto& indicator : profile.indicators)
    note(indicator.id, indicator.line, problems_of(profile, indicator));
  if (!found.empty()) throw InputError(std::move(found));
}

}  // namespace gigacity::criteria
