// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/scenario/document.hpp"
#include "apps/scenario/key_table.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

std::string_view described(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

bool is_list_of_text(const toml::node& node) {
  const auto* list = node.as_array();
  return list != nullptr && std::ranges::all_of(*list, [](const auto& n) { return n.is_string(); });
}

bool is_list_of_numbers(const toml::node& node) {
  const auto* list = node.as_array();
  return list != nullptr && std::ranges::all_of(*list, [](const auto& n) { return n.is_number(); });
}

bool has_type(const toml::node& node, KeyType type) {
  switch (type) {
    case KeyType::text:
      return node.is_string();
    case KeyType::number:
      return node.is_number();
    case KeyType::integer:
      return node.is_integer();
    case KeyType::boolean:
      return node.is_boolean();
    case KeyType::text_or_list:
      return node.is_string() || (is_list_of_text(node) && !node.as_array()->empty());
    case KeyType::texts:
      return is_list_of_text(node);
    case KeyType::numbers:
      return is_list_of_numbers(node);
    case KeyType::table_of_text:
    case KeyType::table:
      return node.is_table();
    case KeyType::box:
      return is_list_of_numbers(node) && node.as_array()->size() == 4;
    case KeyType::tables: {
      const auto* list = node.as_array();
      return list != nullptr &&
             std::ranges::all_of(*list, [](const auto& n) { return n.is_table(); });
    }
  }
  return false;
}

std::string type_hint(const toml::node& node, KeyType type, const std::string& key) {
  if (type == KeyType::tables && node.is_table())
    return fmt::format("write [[{0}]], not [{0}]", key);
  if (type == KeyType::table && node.is_array())
    return fmt::format("write [{0}], not [[{0}]]", key);
  if (type == KeyType::texts && node.is_string()) return "put it in brackets: [\"...\"]";
  if (type == KeyType::numbers && node.is_number()) return "put it in brackets: [-105]";
  if (type == KeyType::text && !node.is_table() && !node.is_array()) return "put it in quotes";
  const auto* text = node.as_string();
  if (text != nullptr && type == KeyType::boolean &&
      (text->get() == "true" || text->get() == "false"))
    return "leave out the quotes";
  if (text != nullptr && (type == KeyType::number || type == KeyType::integer) &&
      parsed_number(text->get()))
    return "leave out the quotes";
  return {};
}

std::string joined_key(const std::string& table, std::string_view key) {
  return table.empty() ? std::string(key) : fmt::format("{}.{}", table, key);
}

class KeyCheck {
 public:
  KeyCheck(const ScenarioDocument& document, Findings& findings)
      : m_document(document), m_findings(findings) {}

  /// `key` is the table's place in the document ("admin[1]"), `pattern` its entry in the key table.
  void check_table(const toml::table& table, const std::string& key, const std::string& pattern) {
    for (const auto& [name, node] : table) {
      const auto* spec = find_key(joined_key(pattern, name.str()));
      if (spec == nullptr) {
        report_unknown(name, node, key, pattern);
      } else {
        check_value(node, joined_key(key, name.str()), *spec);
      }
    }
    for (const auto& spec : key_table()) {
      if (!spec.required || parent_of(spec.key) != pattern || table.contains(leaf_of(spec.key)))
        continue;
      m_findings.error(
          {m_document.location(table.source(), joined_key(key, leaf_of(spec.key))),
           fmt::format("is missing; expected {}: {}", described_key(spec), spec.meaning), ""});
    }
  }

 private:
  static std::string described_key(const KeySpec& spec) {
    if (spec.type == KeyType::table) return fmt::format("a table [{}]", spec.key);
    if (spec.type == KeyType::tables) return fmt::format("at least one [[{}]]", spec.key);
    return std::string(apps::described(spec.type));
  }

  void report_unknown(const toml::key& name, const toml::node& node, const std::string& key,
                      const std::string& pattern) {
    std::vector<std::string> siblings;
    std::string elsewhere;
    for (const auto& spec : key_table()) {
      if (parent_of(spec.key) == pattern) siblings.emplace_back(leaf_of(spec.key));
      if (elsewhere.empty() && leaf_of(spec.key) == name.str()) elsewhere = spec.key;
    }
    std::string hint;
    if (const auto nearest = nearest_word(name.str(), siblings)) {
      hint = fmt::format("did you mean {}?", *nearest);
    } else if (!elsewhere.empty()) {
      hint = fmt::format("there is a key {}", elsewhere);
    } else {
      hint = fmt::format("known here: {}", joined(siblings, ", "));
    }
    const auto& region = name.source().begin ? name.source() : node.source();
    m_findings.error(
        {m_document.location(region, joined_key(key, name.str())), "is not a known key", hint});
  }

  void check_value(const toml::node& node, const std::string& key, const KeySpec& spec) {
    if (!has_type(node, spec.type)) {
      m_findings.error(
          {m_document.location(node.source(), key),
           fmt::format("is {}; expected {}", described(node), apps::described(spec.type)),
           type_hint(node, spec.type, key)});
      return;
    }
    if (spec.range && spec.type == KeyType::numbers) {
      for (const auto& number : *node.as_array()) check_range(number, key, *spec.range);
    } else if (spec.range) {
      check_range(node, key, *spec.range);
    }
    if (spec.type == KeyType::text) check_text(node, key, spec);
    if (spec.type == KeyType::texts)
      for (const auto& text : *node.as_array()) check_text(text, key, spec);
    if (spec.type == KeyType::table) check_table(*node.as_table(), key, spec.key);
    if (spec.type == KeyType::tables) check_tables(*node.as_array(), key, spec);
    if (spec.type == KeyType::table_of_text) check_texts(*node.as_table(), key);
  }

  void check_tables(const toml::array& list, const std::string& key, const KeySpec& spec) {
    if (list.empty() && spec.required) {
      m_findings.error({m_document.location(list.source(), key),
                        fmt::format("is empty; expected {}", described_key(spec)), ""});
    }
    for (std::size_t i = 0; i < list.size(); ++i)
      check_table(*list[i].as_table(), fmt::format("{}[{}]", key, i), spec.key + "[]");
  }

  void check_texts(const toml::table& table, const std::string& key) {
    for (const auto& [name, node] : table) {
      if (node.is_string()) continue;
      m_findings.error(
          {m_document.location(node.source(), joined_key(key, name.str())),
           fmt::format("is {}; expected text: what the layer calls this field", described(node)),
           type_hint(node, KeyType::text, key)});
    }
  }

  void check_range(const toml::node& node, const std::string& key, const KeyRange& range) {
    const double value = node.value<double>().value_or(std::nan(""));
    const bool inside = std::isfinite(value) && value <= range.high &&
                        (range.above_low ? value > range.low : value >= range.low);
    if (inside) return;
    m_findings.error({m_document.location(node.source(), key),
                      fmt::format("is {}; expected {}", value, apps::described(range)), ""});
  }

  void check_text(const toml::node& node, const std::string& key, const KeySpec& spec) {
    const std::string value = node.value_or(std::string());
    if (spec.required && folded(value).empty()) {
      m_findings.error({m_document.location(node.source(), key),
                        fmt::format("is empty; expected {}", spec.meaning), ""});
    } else if (!spec.values.empty() && std::ranges::find(spec.values, value) == spec.values.end()) {
      const auto nearest = nearest_word(value, spec.values);
      m_findings.error(
          {m_document.location(node.source(), key),
           fmt::format("is \"{}\"; expected one of {}", value, joined(spec.values, ", ")),
           nearest ? fmt::format("did you mean {}?", *nearest) : ""});
    }
  }

  const ScenarioDocument& m_document;
  Findings& m_findings;
};

}  // namespace

void check_keys(const ScenarioDocument& document, Findings& findings) {
  KeyCheck(document, findings).check_table(document.root, "", "");
}

}  // namespace gigacity::apps
