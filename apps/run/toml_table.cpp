// SPDX-License-Identifier: Apache-2.0
#include "apps/run/toml_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

const char* type_word(const toml::node& node) {
  if (node.is_string()) return "text";
  if (node.is_boolean()) return "true or false";
  if (node.is_number()) return "a number";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  return "a date or time";
}

std::vector<std::string> ids_in(const std::filesystem::path& folder) {
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

void TomlTable::allow_only(std::span<const std::string> known) const {
  for (const auto& [key, value] : m_table) {
    const std::string word(key.str());
    if (std::ranges::find(known, word) != known.end()) continue;
    const auto nearest = nearest_word(word, known);
    add(path(word), key.source().begin, "unknown key",
        nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                : fmt::format("known keys: {}", joined(known, ", ")));
  }
}

std::string TomlTable::text(const std::string& key, bool required) const {
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

std::string TomlTable::date_text(const std::string& key) const {
  const auto* node = m_table.get(key);
  if (node == nullptr) return {};
  if (const auto date = node->value_exact<toml::date>())
    return fmt::format("{:04}-{:02}-{:02}", int{date->year}, int{date->month}, int{date->day});
  if (const auto value = node->value_exact<std::string>()) return *value;
  wrong_type(key, *node, "a date");
  return {};
}

std::optional<double> TomlTable::number(const std::string& key, bool required) const {
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

std::optional<double> TomlTable::number(const std::string& key, bool required, double low,
                                        double high, const std::string& hint) const {
  const auto value = number(key, required);
  if (!value || (*value >= low && *value <= high)) return value;
  add(path(key), position(key), fmt::format("is {}; expected {} to {}", *value, low, high), hint);
  return std::nullopt;
}

std::optional<int> TomlTable::integer(const std::string& key, bool required) const {
  const auto* node = m_table.get(key);
  if (node == nullptr) {
    if (required) missing(key, "a whole number");
    return std::nullopt;
  }
  if (node->is_integer())
    if (const auto value = node->value<int>()) return value;
  wrong_type(key, *node, "a whole number");
  return std::nullopt;
}

std::vector<int> TomlTable::integers(const std::string& key) const {
  std::vector<int> values;
  const auto* node = m_table.get(key);
  if (node == nullptr) return values;
  if (!node->is_array()) {
    wrong_type(key, *node, "a list of whole numbers");
    return values;
  }
  for (const auto& entry : *node->as_array()) {
    const auto value = entry.is_integer() ? entry.value<int>() : std::nullopt;
    if (value)
      values.push_back(*value);
    else
      wrong_type(key, entry, "a whole number");
  }
  return values;
}

bool TomlTable::flag(const std::string& key) const {
  const auto* node = m_table.get(key);
  if (node == nullptr) return false;
  if (const auto value = node->value_exact<bool>()) return *value;
  wrong_type(key, *node, "true or false");
  return false;
}

std::vector<std::string> TomlTable::texts(const std::string& key) const {
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

void TomlTable::title(std::string& en, std::string& zh) const {
  if (const auto found = table("title", true)) {
    found->allow_only(std::array<std::string, 2>{"en", "zh"});
    en = found->text("en");
    zh = found->text("zh");
  }
}

std::string TomlTable::word_of(const std::string& key, std::span<const std::string> words,
                               bool required) const {
  auto value = text(key, required);
  if (value.empty() || std::ranges::find(words, value) != words.end()) return value;
  const auto nearest = nearest_word(value, words);
  add(path(key), position(key),
      fmt::format("is \"{}\"; expected one of {}", value, joined(words, ", ")),
      nearest ? fmt::format("did you mean \"{}\"?", *nearest) : std::string());
  return {};
}

std::optional<TomlTable> TomlTable::table(const std::string& key, bool required) const {
  const auto* node = m_table.get(key);
  if (node == nullptr) {
    if (required) missing(key, "a table");
    return std::nullopt;
  }
  if (!node->is_table()) {
    wrong_type(key, *node, "a table");
    return std::nullopt;
  }
  return TomlTable(*node->as_table(), path(key), m_file, m_problems);
}

std::vector<TomlTable> TomlTable::tables(const std::string& key) const {
  std::vector<TomlTable> out;
  const auto* node = m_table.get(key);
  if (node == nullptr) {
    missing(key, fmt::format("at least one [[{}]]", key));
    return out;
  }
  if (!node->is_array()) {
    wrong_type(key, *node, fmt::format("a list of tables: write [[{}]]", key));
    return out;
  }
  std::size_t number = 0;
  for (const auto& entry : *node->as_array()) {
    const auto name = fmt::format("{}[{}]", key, number++);
    if (entry.is_table())
      out.emplace_back(*entry.as_table(), path(name), m_file, m_problems);
    else
      wrong_type(name, entry, "a table");
  }
  return out;
}

toml::source_position TomlTable::position(const std::string& key) const {
  const auto* node = m_table.get(key);
  return node == nullptr ? position() : node->source().begin;
}

std::string TomlTable::path(const std::string& key) const {
  return m_name.empty() ? key : fmt::format("{}.{}", m_name, key);
}

void TomlTable::missing(const std::string& key, const std::string& expected) const {
  add(path(key), position(), "is missing", fmt::format("expected {}", expected));
}

void TomlTable::wrong_type(const std::string& key, const toml::node& node,
                           const std::string& expected) const {
  add(path(key), node.source().begin, fmt::format("is {}; expected {}", type_word(node), expected),
      {});
}

void TomlTable::add(const std::string& field, toml::source_position at, std::string message,
                    std::string hint) const {
  InputLocation where;
  where.source = m_file;
  where.field = field;
  where.line = static_cast<int>(at.line);
  where.column = static_cast<int>(at.column);
  m_problems.push_back({std::move(where), std::move(message), std::move(hint)});
}

toml::table parsed_toml(const std::filesystem::path& file, const std::string& what) {
  InputLocation where;
  where.source = file.string();
  std::ifstream in(file, std::ios::binary);
  std::error_code ignored;
  if (!in || !std::filesystem::is_regular_file(file, ignored))
    throw InputError({where, "cannot be read", fmt::format("expected {}, a TOML file", what)});
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  try {
    return toml::parse(content, file.string());
  } catch (const toml::parse_error& error) {
    where.line = static_cast<int>(error.source().begin.line);
    where.column = static_cast<int>(error.source().begin.column);
    throw InputError({where, std::string(error.description()), "expected TOML 1.0"});
  }
}

void throw_if_any(std::vector<Diagnostic> problems) {
  if (problems.empty()) return;
  std::ranges::stable_sort(
      problems, {}, [](const Diagnostic& d) { return std::pair(d.where.line, d.where.column); });
  throw InputError(std::move(problems));
}

std::filesystem::path find_data_file(const DataFileKind& kind, const std::string& id_or_path,
                                     const std::filesystem::path& data_folder,
                                     const std::filesystem::path& scenario_folder) {
  const bool is_path = id_or_path.find('/') != std::string::npos || id_or_path.ends_with(".toml");
  const auto shipped = data_folder / kind.folder;
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
  const auto ids = ids_in(shipped);
  const auto nearest = is_path ? std::nullopt : nearest_word(id_or_path, ids);
  const auto list = ids.empty() ? fmt::format("there are none in {}", shipped.string())
                                : fmt::format("available: {}", joined(ids, ", "));
  InputLocation where;
  where.layer = kind.section;
  where.field = kind.key;
  throw InputError({where, fmt::format("no {} \"{}\"", kind.what, id_or_path),
                    nearest ? fmt::format("did you mean \"{}\"? {}", *nearest, list)
                            : fmt::format("{}; or give the path of your own file", list)});
}

}  // namespace gigacity::apps
