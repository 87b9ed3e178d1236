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
                                                    {"deep_place", GapKind::deep_place},
                                                    {"village", GapKind::village},
                                                    {"premises", GapKind::premises},
                                                    {"area", GapKind::area}};
  return words;
}

/// `test` holds what counts where a key is not given; without one, all but the rates are needed.
RadioTest read_test(const TomlTable& table, const std::optional<RadioTest>& otherwise = {}) {
  table.allow_only(std::array<std::string, 7>{"rsrp_dbm", "sinr_db", "downlink_mbps", "uplink_mbps",
                                              "share", "source", "certainty"});
  RadioTest test = otherwise.value_or(RadioTest{});
  const bool required = !otherwise;
  const auto read = [&](const std::string& key, double low, double high, const char* hint,
                        double& value) {
    value = table.number(key, required, low, high, hint).value_or(value);
  };
  read("rsrp_dbm", -156.0, -31.0, "the range that 3GPP reports (TS 38.133)", test.rsrp_dbm);
  read("sinr_db", -23.0, 40.0, "the range that 3GPP reports (TS 38.133)", test.sinr_db);
  read("share", 0.0, 1.0, "a share, not per cent: 95 % is 0.95", test.share);
  const auto rate = [&](const std::string& key, std::optional<double>& mbps) {
    if (const auto given = table.number(key, false, 0.0, 100'000.0, "in Mbit/s")) mbps = given;
  };
  rate("downlink_mbps", test.downlink_mbps);
  rate("uplink_mbps", test.uplink_mbps);
  if (required || table.has("source")) test.source = table.text("source", false);
  // Whoever changes a figure says how sure the new one is.
  test.certainty = table.word_of("certainty", certainty_words(), true);
  return test;
}

bool is_id(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// The id of a table that formulas name.
std::string read_name(const TomlTable& table, const char* what) {
  auto id = table.text("id");
  if (!id.empty() && !is_id(id))
    table.add(table.path("id"), table.position("id"), fmt::format("\"{}\" is no {}", id, what),
              "formulas name it: use small letters, digits and \"_\"");
  return id;
}

/// The twin of an id, told once.
template <class Named>
void refuse_twin(const TomlTable& table, const std::vector<Named>& before, const std::string& id) {
  if (id.empty() || std::ranges::find(before, id, &Named::id) == before.end()) return;
  table.add(table.path("id"), table.position("id"), fmt::format("\"{}\" is taken already", id),
            "give each an id of its own");
}

/// The tables of a [[key]] that may be absent.
std::vector<TomlTable> tables_if_any(const TomlTable& root, const std::string& key) {
  return root.has(key) ? root.tables(key) : std::vector<TomlTable>();
}

std::vector<criteria::Scene> read_scenes(const TomlTable& root, const Profile& profile) {
  std::vector<criteria::Scene> scenes;
  for (const auto& table : tables_if_any(root, "scene")) {
    table.allow_only(std::array<std::string, 5>{"id", "title", "kinds", "nr", "lte"});
    criteria::Scene scene;
    scene.id = read_name(table, "id of a scene");
    refuse_twin(table, scenes, scene.id);
    table.title(scene.title_en, scene.title_zh);
    scene.kinds = table.texts("kinds");
    if (scene.kinds.empty())
      table.missing("kinds", "the kinds of places that are in this scene, a list of texts");
    scene.nr = profile.nr;
    scene.lte = profile.lte;
    if (const auto test = table.table("nr", false)) scene.nr = read_test(*test, profile.nr);
    if (const auto test = table.table("lte", false)) scene.lte = read_test(*test, profile.lte);
    scenes.push_back(std::move(scene));
  }
  return scenes;
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

/// "2021", "2021-03" or "2021-03-24", as text or as a date of TOML's.
std::string read_date(const TomlTable& table) {
  if (!table.has("date")) return {};
  auto date = table.date_text("date");
  const auto digits_at = [&](std::size_t from, std::size_t count) {
    return std::ranges::all_of(std::string_view(date).substr(from, count),
                               [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool good = (date.size() == 4 && digits_at(0, 4)) ||
                    (date.size() == 7 && digits_at(0, 4) && date[4] == '-' && digits_at(5, 2)) ||
                    (date.size() == 10 && digits_at(0, 4) && date[4] == '-' && digits_at(5, 2) &&
                     date[7] == '-' && digits_at(8, 2));
  if (!good && !date.empty())
    table.add(table.path("date"), table.position("date"), fmt::format("\"{}\" is no date", date),
              "write the source's year, month or day: \"2021\", \"2021-03\" or \"2021-03-24\"");
  return date;
}

Indicator read_indicator(const TomlTable& table) {
  static const std::vector<std::string> keys{
      "id",      "title", "definition",  "scope", "unit",   "formula",  "at_least",
      "at_most", "gaps",  "report_only", "date",  "source", "certainty"};
  table.allow_only(keys);
  Indicator indicator;
  indicator.line = static_cast<int>(table.position().line);
  indicator.id = table.text("id");
  table.title(indicator.title_en, indicator.title_zh);
  indicator.definition = table.text("definition");
  if (table.has("scope")) {
    indicator.levels = table.texts("scope");
    std::erase(indicator.levels, "city");
  }
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
  indicator.date = read_date(table);
  indicator.certainty = table.word_of("certainty", certainty_words(), true);
  return indicator;
}

criteria::DerivedMeasure read_measure(const TomlTable& table) {
  table.allow_only(std::array<std::string, 4>{"id", "definition", "unit", "formula"});
  criteria::DerivedMeasure measure;
  measure.line = static_cast<int>(table.position().line);
  measure.id = read_name(table, "name of a measure");
  measure.definition = table.text("definition");
  measure.unit = table.text("unit");
  measure.formula = table.text("formula");
  return measure;
}

/// What is wrong with a formula, at its place in the file.
void tell(const TomlTable& table, const std::vector<criteria::ProfileProblem>& problems) {
  for (const auto& problem : problems) {
    auto at = table.position(problem.field);
    // Columns count from the opening quote of a one-line string.
    at.column += static_cast<toml::source_index>(problem.column);
    table.add(table.path(problem.field), at, problem.message, problem.hint);
  }
}

void read_measures(std::span<const TomlTable> tables, Profile& profile) {
  for (const auto& table : tables) {
    auto measure = read_measure(table);
    refuse_twin(table, profile.measures, measure.id);
    profile.measures.push_back(std::move(measure));
  }
}

void read_indicators(std::span<const TomlTable> tables, Profile& profile) {
  for (const auto& table : tables) {
    auto indicator = read_indicator(table);
    const auto twin = std::ranges::find(profile.indicators, indicator.id, &Indicator::id);
    if (!indicator.id.empty() && twin != profile.indicators.end())
      table.add(
          table.path("id"), table.position("id"),
          fmt::format("\"{}\" is taken by the indicator in line {}", indicator.id, twin->line),
          "give every indicator an id of its own");
    profile.indicators.push_back(std::move(indicator));
  }
}

/// Once everything that formulas may name has been read.
void check_formulas(std::span<const TomlTable> measures, std::span<const TomlTable> indicators,
                    const Profile& profile) {
  for (std::size_t i = 0; i < measures.size(); ++i)
    if (!profile.measures[i].formula.empty())
      tell(measures[i], criteria::problems_of(profile, profile.measures[i]));
  for (std::size_t i = 0; i < indicators.size(); ++i)
    if (!profile.indicators[i].formula.empty())
      tell(indicators[i], criteria::problems_of(profile, profile.indicators[i]));
}

/// A formula that reads simulated figures of a technology needs to be told when a pixel counts as
/// covered.
void require_tests(const TomlTable& root, const Profile& profile, bool nr, bool lte) {
  const auto needs = [&](const Indicator& indicator, std::string_view technology) {
    try {
      const auto names = criteria::measures_read(profile, indicator.formula);
      return std::ranges::any_of(names, [&](const auto& name) {
        return !name.starts_with("deep_") && name.find(technology) != std::string::npos &&
               (name.find("_reached_") != std::string::npos ||
                name.find("_covered_") != std::string::npos);
      });
    } catch (const criteria::FormulaError&) {
      return false;  // reported with the indicator
    }
  };
  for (const auto& [technology, given] : {std::pair{"nr", nr}, std::pair{"lte", lte}}) {
    if (given) continue;
    for (const auto& indicator : profile.indicators) {
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
  root.allow_only(std::array<std::string, 6>{"profile", "radio", "key_places", "scene", "measure",
                                             "indicator"});
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
  profile.scenes = read_scenes(root, profile);
  const auto measures = tables_if_any(root, "measure");
  const auto indicators = root.tables("indicator");
  read_measures(measures, profile);
  read_indicators(indicators, profile);
  check_formulas(measures, indicators, profile);
  require_tests(root, profile, nr, lte);
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
