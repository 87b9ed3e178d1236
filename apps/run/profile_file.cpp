// SPDX-License-Identifier: Apache-2.0
#include "apps/run/profile_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "apps/run/toml_table.hpp"
#include "core/diagnostic.hpp"
#include "sim/criteria/profile_check.hpp"

namespace gigacity::apps {

namespace {

using criteria::Comparison;
using criteria::GapKind;
using criteria::Indicator;
using criteria::Profile;
using criteria::RadioTest;

const std::vector<std::string>& certainty_words() {
  static const std::vector<std::string> words{"verified", "secondary", "computed",
                                              "high",     "medium",    "low"};
  return words;
}

const std::map<std::string, GapKind>& gap_words() {
  static const std::map<std::string, GapKind> words{{"none", GapKind::none},
                                                    {"key_place", GapKind::key_place},
                                                    {"village", GapKind::village},
                                                    {"premises", GapKind::premises},
                                                    {"area", GapKind::area}};
  return words;
}

RadioTest read_test(const TomlTable& table) {
  table.allow_only(
      std::array<std::string, 5>{"rsrp_dbm", "sinr_db", "share", "source", "certainty"});
  RadioTest test;
  const auto read = [&](const std::string& key, double low, double high, const char* hint,
                        double& value) {
    value = table.number(key, true, low, high, hint).value_or(value);
  };
  read("rsrp_dbm", -156.0, -31.0, "the range that 3GPP reports (TS 38.133)", test.rsrp_dbm);
  read("sinr_db", -23.0, 40.0, "the range that 3GPP reports (TS 38.133)", test.sinr_db);
  read("share", 0.0, 1.0, "a share, not per cent: 95 % is 0.95", test.share);
  test.source = table.text("source", false);
  test.certainty = table.word_of("certainty", certainty_words(), true);
  return test;
}

void read_comparison(const TomlTable& table, Indicator& indicator) {
  const bool report_only = table.flag("report_only");
  const auto at_least = table.number("at_least", false);
  const auto at_most = table.number("at_most", false);
  const auto given = std::ranges::count_if(std::array<std::string, 2>{"at_least", "at_most"},
                                           [&](const auto& key) { return table.has(key); }) +
                     (report_only ? 1 : 0);
  if (given != 1) {
    table.add(
        table.path("at_least"), table.position(),
        given == 0 ? "has no threshold" : "has more than one of at_least, at_most and report_only",
        "give one of at_least = NUMBER, at_most = NUMBER, report_only = true");
    // Something consistent, so that the problem is told once.
    indicator.comparison = Comparison::report_only;
    return;
  }
  indicator.comparison = report_only ? Comparison::report_only
                         : at_most   ? Comparison::at_most
                                     : Comparison::at_least;
  indicator.threshold = at_most ? at_most : at_least;
  if (!indicator.threshold) indicator.comparison = Comparison::report_only;
}

Indicator read_indicator(const TomlTable& table) {
  static const std::vector<std::string> keys{"id",      "title",    "definition", "unit",
                                             "formula", "at_least", "at_most",    "report_only",
                                             "gaps",    "source",   "certainty"};
  table.allow_only(keys);
  Indicator indicator;
  indicator.line = static_cast<int>(table.position().line);
  indicator.id = table.text("id");
  table.title(indicator.title_en, indicator.title_zh);
  indicator.definition = table.text("definition");
  indicator.unit = table.text("unit");
  indicator.formula = table.text("formula");
  read_comparison(table, indicator);
  if (table.has("gaps")) {
    std::vector<std::string> words;
    for (const auto& [word, kind] : gap_words()) words.push_back(word);
    const auto word = table.word_of("gaps", words, true);
    if (!word.empty()) indicator.gaps = gap_words().at(word);
  }
  indicator.source = table.text("source");
  indicator.certainty = table.word_of("certainty", certainty_words(), true);

  if (indicator.formula.empty()) return indicator;
  for (const auto& problem : criteria::problems_of(indicator)) {
    auto at = table.position(problem.field);
    // Columns count from the opening quote of a one-line string.
    at.column += static_cast<toml::source_index>(problem.column);
    table.add(table.path(problem.field), at, problem.message, problem.hint);
  }
  return indicator;
}

std::vector<Indicator> read_indicators(const TomlTable& root) {
  std::vector<Indicator> indicators;
  for (const auto& table : root.tables("indicator")) {
    auto indicator = read_indicator(table);
    const auto twin = std::ranges::find(indicators, indicator.id, &Indicator::id);
    if (!indicator.id.empty() && twin != indicators.end())
      table.add(
          table.path("id"), table.position("id"),
          fmt::format("\"{}\" is taken by the indicator in line {}", indicator.id, twin->line),
          "give every indicator an id of its own");
    indicators.push_back(std::move(indicator));
  }
  return indicators;
}

/// A formula that reads simulated figures of a technology needs to be told when a pixel counts as
/// covered.
void require_tests(const TomlTable& root, const std::vector<Indicator>& indicators, bool nr,
                   bool lte) {
  const auto needs = [](const Indicator& indicator, std::string_view technology) {
    try {
      const auto formula = criteria::Formula::parse(indicator.formula);
      return std::ranges::any_of(formula.names(), [&](const auto& name) {
        return name.text.find(technology) != std::string::npos &&
               (name.text.find("_reached_") != std::string::npos ||
                name.text.find("_covered_") != std::string::npos);
      });
    } catch (const criteria::FormulaError&) {
      return false;  // reported with the indicator
    }
  };
  for (const auto& [technology, given] : {std::pair{"nr", nr}, std::pair{"lte", lte}}) {
    if (given) continue;
    for (const auto& indicator : indicators) {
      if (!needs(indicator, fmt::format("_{}", technology))) continue;
      root.add(fmt::format("radio.{}", technology), root.position(), "is missing",
               fmt::format("indicator {} in line {} asks for its coverage; give rsrp_dbm, sinr_db, "
                           "share, certainty",
                           indicator.id, indicator.line));
      break;
    }
  }
}

}  // namespace

Profile read_profile(const std::filesystem::path& file) {
  const auto document = parsed_toml(file, "a criteria profile");
  const std::string name = file.string();
  std::vector<Diagnostic> problems;
  Profile profile;
  profile.file = name;

  const TomlTable root(document, "", name, problems);
  root.allow_only(std::array<std::string, 4>{"profile", "radio", "key_places", "indicator"});
  if (const auto table = root.table("profile", true)) {
    table->allow_only(std::array<std::string, 3>{"id", "title", "description"});
    profile.id = table->text("id");
    table->title(profile.title_en, profile.title_zh);
    profile.description = table->text("description");
  }
  bool nr = false;
  bool lte = false;
  if (const auto radio = root.table("radio", false)) {
    radio->allow_only(std::array<std::string, 2>{"nr", "lte"});
    nr = radio->has("nr");
    lte = radio->has("lte");
    if (const auto test = radio->table("nr", false)) profile.nr = read_test(*test);
    if (const auto test = radio->table("lte", false)) profile.lte = read_test(*test);
  }
  if (const auto places = root.table("key_places", false)) {
    places->allow_only(std::array<std::string, 1>{"kinds"});
    profile.key_place_kinds = places->texts("kinds");
  }
  profile.indicators = read_indicators(root);
  require_tests(root, profile.indicators, nr, lte);
  throw_if_any(std::move(problems));
  return profile;
}

std::filesystem::path find_profile(const std::string& id_or_path,
                                   const std::filesystem::path& data_folder,
                                   const std::filesystem::path& scenario_folder) {
  return find_data_file({"criteria", "scenario", "criteria", "criteria profile"}, id_or_path,
                        data_folder, scenario_folder);
}

}  // namespace gigacity::apps
