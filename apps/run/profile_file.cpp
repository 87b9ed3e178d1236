// SPDX-License-Identifier: Apache-2.0
#include "apps/run/profile_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "core/diagnostic.hpp"
#include "core/text.hpp"
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

const char* type_word(const toml::node& node) {
  if (node.is_string()) return "text";
  if (node.is_boolean()) return "true or false";
  if (node.is_number()) return "a number";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  return "a date or time";
}

/// Reads keys of one table and notes what is wrong; never stops at the first problem.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string name, const std::string& file,
              std::vector<Diagnostic>& problems)
      : m_table(table), m_name(std::move(name)), m_file(file), m_problems(problems) {}

  void allow_only(std::span<const std::string> known) const {
    for (const auto& [key, value] : m_table) {
      const std::string word(key.str());
      if (std::ranges::find(known, word) != known.end()) continue;
      const auto nearest = nearest_word(word, known);
      add(path(word), key.source().begin, "unknown key",
          nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                  : fmt::format("known keys: {}", joined(known, ", ")));
    }
  }

  std::string text(const std::string& key, bool required = true) const {
    const auto* node = m_table.get(key);
    if (node == nullptr) {
      if (required) missing(key, "text");
      return {};
    }
    if (const auto value = node->value_exact<std::string>()) {
      if (required && folded(*value).empty())
        add(path(key), node->source().begin, "is empty", "expected text");
      return *value;
    }
    wrong_type(key, *node, "text");
    return {};
  }

  std::optional<double> number(const std::string& key, bool required) const {
    const auto* node = m_table.get(key);
    if (node == nullptr) {
      if (required) missing(key, "a number");
      return std::nullopt;
    }
    if (node->is_number()) {
      const double value = node->value<double>().value_or(std::nan(""));
      if (std::isfinite(value)) return value;
      add(path(key), node->source().begin, "is not a finite number", {});
      return std::nullopt;
    }
    wrong_type(key, *node, "a number");
    return std::nullopt;
  }

  bool flag(const std::string& key) const {
    const auto* node = m_table.get(key);
    if (node == nullptr) return false;
    if (const auto value = node->value_exact<bool>()) return *value;
    wrong_type(key, *node, "true or false");
    return false;
  }

  std::vector<std::string> texts(const std::string& key) const {
    const auto* node = m_table.get(key);
    if (node == nullptr) return {};
    if (!node->is_array()) {
      wrong_type(key, *node, "a list of texts");
      return {};
    }
    std::vector<std::string> values;
    for (const auto& entry : *node->as_array()) {
      const auto value = entry.value_exact<std::string>();
      if (value)
        values.push_back(*value);
      else
        wrong_type(key, entry, "text");
    }
    return values;
  }

  /// A title in both languages.
  void title(std::string& en, std::string& zh) const {
    if (const auto found = table("title", true)) {
      found->allow_only(std::array<std::string, 2>{"en", "zh"});
      en = found->text("en");
      zh = found->text("zh");
    }
  }

  /// A word of a list, "" where it is not given or wrong.
  std::string word_of(const std::string& key, std::span<const std::string> words,
                      bool required) const {
    auto value = text(key, required);
    if (value.empty() || std::ranges::find(words, value) != words.end()) return value;
    const auto nearest = nearest_word(value, words);
    add(path(key), m_table.get(key)->source().begin,
        fmt::format("is \"{}\"; expected one of {}", value, joined(words, ", ")),
        nearest ? fmt::format("did you mean \"{}\"?", *nearest) : std::string());
    return {};
  }

  std::optional<TableReader> table(const std::string& key, bool required) const {
    const auto* node = m_table.get(key);
    if (node == nullptr) {
      if (required) missing(key, "a table");
      return std::nullopt;
    }
    if (!node->is_table()) {
      wrong_type(key, *node, "a table");
      return std::nullopt;
    }
    return TableReader(*node->as_table(), path(key), m_file, m_problems);
  }

  bool has(const std::string& key) const { return m_table.contains(key); }
  const toml::node* node(const std::string& key) const { return m_table.get(key); }
  toml::source_position position() const { return m_table.source().begin; }
  toml::source_position position(const std::string& key) const {
    const auto* node = m_table.get(key);
    return node == nullptr ? position() : node->source().begin;
  }
  std::string path(const std::string& key) const {
    return m_name.empty() ? key : fmt::format("{}.{}", m_name, key);
  }

  void missing(const std::string& key, const char* expected) const {
    add(path(key), position(), "is missing", fmt::format("expected {}", expected));
  }
  void wrong_type(const std::string& key, const toml::node& node, const char* expected) const {
    add(path(key), node.source().begin,
        fmt::format("is {}; expected {}", type_word(node), expected), {});
  }
  void add(const std::string& field, toml::source_position at, std::string message,
           std::string hint) const {
    InputLocation where;
    where.source = m_file;
    where.field = field;
    where.line = static_cast<int>(at.line);
    where.column = static_cast<int>(at.column);
    m_problems.push_back({std::move(where), std::move(message), std::move(hint)});
  }

 private:
  const toml::table& m_table;
  std::string m_name;
  const std::string& m_file;
  std::vector<Diagnostic>& m_problems;
};

RadioTest read_test(const TableReader& table) {
  table.allow_only(
      std::array<std::string, 5>{"rsrp_dbm", "sinr_db", "share", "source", "certainty"});
  RadioTest test;
  const auto in_range = [&](const std::string& key, double low, double high, const char* hint,
                            double& value) {
    const auto number = table.number(key, true);
    if (!number) return;
    if (*number < low || *number > high)
      table.add(table.path(key), table.position(key),
                fmt::format("is {}; expected {} to {}", *number, low, high), hint);
    else
      value = *number;
  };
  in_range("rsrp_dbm", -156.0, -31.0, "the range that 3GPP reports (TS 38.133)", test.rsrp_dbm);
  in_range("sinr_db", -23.0, 40.0, "the range that 3GPP reports (TS 38.133)", test.sinr_db);
  in_range("share", 0.0, 1.0, "a share, not per cent: 95 % is 0.95", test.share);
  test.source = table.text("source", false);
  test.certainty = table.word_of("certainty", certainty_words(), true);
  return test;
}

void read_comparison(const TableReader& table, Indicator& indicator) {
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

Indicator read_indicator(const TableReader& table) {
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

std::vector<Indicator> read_indicators(const TableReader& root, const std::string& file,
                                       std::vector<Diagnostic>& problems) {
  std::vector<Indicator> indicators;
  const auto* node = root.node("indicator");
  if (node == nullptr) {
    root.missing("indicator", "at least one [[indicator]]");
    return indicators;
  }
  if (!node->is_array()) {
    root.wrong_type("indicator", *node, "a list of tables: write [[indicator]]");
    return indicators;
  }
  std::size_t number = 0;
  for (const auto& entry : *node->as_array()) {
    const auto name = fmt::format("indicator[{}]", number++);
    if (!entry.is_table()) {
      root.wrong_type(name, entry, "a table");
      continue;
    }
    const TableReader table(*entry.as_table(), name, file, problems);
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
void require_tests(const TableReader& root, const std::vector<Indicator>& indicators, bool nr,
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

toml::table parsed(const std::filesystem::path& file) {
  InputLocation where;
  where.source = file.string();
  std::ifstream in(file, std::ios::binary);
  std::error_code ignored;
  if (!in || !std::filesystem::is_regular_file(file, ignored))
    throw InputError({where, "cannot be read", "expected a criteria profile, a TOML file"});
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  try {
    return toml::parse(content, file.string());
  } catch (const toml::parse_error& error) {
    where.line = static_cast<int>(error.source().begin.line);
    where.column = static_cast<int>(error.source().begin.column);
    throw InputError({where, std::string(error.description()), "expected TOML 1.0"});
  }
}

std::vector<std::string> profiles_in(const std::filesystem::path& folder) {
  std::vector<std::string> ids;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".toml" && entry->path().stem() != "template")
      ids.push_back(entry->path().stem().string());
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

Profile read_profile(const std::filesystem::path& file) {
  const auto document = parsed(file);
  const std::string name = file.string();
  std::vector<Diagnostic> problems;
  Profile profile;
  profile.file = name;

  const TableReader root(document, "", name, problems);
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
  profile.indicators = read_indicators(root, name, problems);
  require_tests(root, profile.indicators, nr, lte);
  if (problems.empty()) return profile;
  std::ranges::stable_sort(
      problems, {}, [](const Diagnostic& d) { return std::pair(d.where.line, d.where.column); });
  throw InputError(std::move(problems));
}

std::filesystem::path find_profile(const std::string& id_or_path,
                                   const std::filesystem::path& data_folder,
                                   const std::filesystem::path& scenario_folder) {
  const bool is_path = id_or_path.find('/') != std::string::npos || id_or_path.ends_with(".toml");
  const auto shipped = data_folder / "criteria";
  std::vector<std::filesystem::path> candidates;
  if (is_path) {
    candidates.push_back(scenario_folder / id_or_path);  // an absolute path stays itself
  } else {
    candidates.push_back(shipped / (id_or_path + ".toml"));
    candidates.push_back(scenario_folder / (id_or_path + ".toml"));
  }
  for (const auto& candidate : candidates) {
    std::error_code error;
    if (std::filesystem::is_regular_file(candidate, error)) return candidate;
  }
  const auto ids = profiles_in(shipped);
  const auto nearest = is_path ? std::nullopt : nearest_word(id_or_path, ids);
  const auto list = ids.empty() ? fmt::format("there are none in {}", shipped.string())
                                : fmt::format("available profiles: {}", joined(ids, ", "));
  InputLocation where;
  where.layer = "scenario";
  where.field = "criteria";
  throw InputError({where, fmt::format("no criteria profile \"{}\"", id_or_path),
                    nearest ? fmt::format("did you mean \"{}\"? {}", *nearest, list)
                            : fmt::format("{}; or give the path of your own profile file", list)});
}

}  // namespace gigacity::apps
