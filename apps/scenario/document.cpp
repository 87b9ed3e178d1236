// SPDX-License-Identifier: Apache-2.0
#include "apps/scenario/document.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <fmt/format.h>

namespace gigacity::apps {

namespace {

constexpr std::string_view override_mark = "--set ";

/// One step of "admin[0].source": a key, and an index into the list it holds.
struct Step {
  std::string key;
  std::optional<std::size_t> index;
};

[[noreturn]] void refuse(std::string_view assignment, std::string message, std::string hint) {
  InputLocation where;
  where.source = fmt::format("{}{}", override_mark, assignment);
  throw InputError({std::move(where), std::move(message), std::move(hint)});
}

std::optional<Step> step_of(std::string_view text) {
  Step step;
  if (const auto bracket = text.find('['); bracket != std::string_view::npos) {
    const auto digits = text.substr(bracket + 1);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error != std::errc() || std::string_view(end, digits.data() + digits.size()) != "]")
      return std::nullopt;
    step.index = index;
    text = text.substr(0, bracket);
  }
  const auto is_bare = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c >= 0x80;
  };
  if (text.empty() || !std::ranges::all_of(text, is_bare)) return std::nullopt;
  step.key = text;
  return step;
}

std::vector<Step> steps_of(std::string_view assignment, std::string_view key) {
  std::vector<Step> steps;
  while (true) {
    const auto dot = key.find('.');
    auto step = step_of(key.substr(0, dot));
    if (!step) {
      refuse(assignment, "the key is not of the form section.key",
             "for example --set radio.radius_km=3 or --set admin[0].source=towns.gpkg");
    }
    steps.push_back(std::move(*step));
    if (dot == std::string_view::npos) return steps;
    key.remove_prefix(dot + 1);
  }
}

/// The right side as a TOML value; what is not TOML is text, so that shells need no inner quotes.
toml::table parsed_value(std::string_view assignment, std::string_view value) {
  const std::string source = fmt::format("{}{}", override_mark, assignment);
  if (value.find('\n') == std::string_view::npos) {
    try {
      return toml::parse(fmt::format("value = {}", value), source);
    } catch (const toml::parse_error&) {
      // Not a TOML value: text.
    }
  }
  std::string quoted;
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      quoted += c;
  }
  try {
    return toml::parse(fmt::format("value = \"{}\"", quoted), source);
  } catch (const toml::parse_error& error) {
    refuse(assignment, fmt::format("the value cannot be read: {}", error.description()), "");
  }
}

void apply_override(toml::table& root, std::string_view assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string_view::npos) refuse(assignment, "has no value", "write --set key=value");
  const auto steps = steps_of(assignment, assignment.substr(0, equals));
  auto value = parsed_value(assignment, assignment.substr(equals + 1));

  toml::table* table = &root;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string& key = steps[i].key;
    const auto index = steps[i].index;
    const bool last = i + 1 == steps.size();
    if (!index && last) {
      value.get("value")->visit([&](auto& v) {
        table->insert_or_assign(key, std::remove_cvref_t<decltype(v)>(std::move(v)));
      });
      return;
    }
    toml::node* next = table->get(key);
    if (index) {
      auto* list = next == nullptr ? nullptr : next->as_array();
      if (list == nullptr || *index >= list->size() || last) {
        refuse(assignment,
               last ? fmt::format("{}[{}] is a table; expected one of its keys", key, *index)
                    : fmt::format("there is no {}[{}]; the scenario has {} of them, counted from 0",
                                  key, *index, list == nullptr ? 0 : list->size()),
               "");
      }
      next = list->get(*index);
    } else if (next == nullptr) {
      next = &table->insert(key, toml::table{}).first->second;
    }
    if (!next->is_table()) {
      refuse(assignment, fmt::format("{} is not a table", key),
             next->is_array() ? fmt::format("say which: {}[0]", key) : "");
    }
    table = next->as_table();
  }
}

std::string file_text(const std::filesystem::path& file) {
  const auto cannot = [&file](const std::string& reason) {
    return InputError({{file.string(), {}, {}, {}},
                       "the scenario file cannot be read: " + reason,
                       "give the path of a TOML file; `gigacity synth` makes an example"});
  };
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) throw cannot("it is a folder");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw cannot(std::generic_category().message(errno));
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) throw cannot(std::generic_category().message(errno));
  return std::move(text).str();
}

}  // namespace

InputLocation ScenarioDocument::location(const toml::source_region& region, std::string key) const {
  InputLocation where;
  where.source = file.string();
  where.field = std::move(key);
  if (region.path && region.path->starts_with(override_mark)) {
    where.source = *region.path;
  } else if (region.begin) {
    where.line = static_cast<int>(region.begin.line);
    where.column = static_cast<int>(region.begin.column);
  }
  return where;
}

InputLocation ScenarioDocument::location(const std::string& key) const {
  const auto node = toml::at_path(root, key);
  if (!node) return location(toml::source_region{}, key);
  return location(node.node()->source(), key);
}

ScenarioDocument read_document(const std::filesystem::path& file,
                               const std::vector<std::string>& overrides) {
  ScenarioDocument document{file, {}};
  const std::string text = file_text(file);
  try {
    document.root = toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    throw InputError({document.location(error.source(), ""),
                      fmt::format("is not valid TOML: {}", error.description()), ""});
  }
  for (const auto& assignment : overrides) apply_override(document.root, assignment);
  return document;
}

}  // namespace gigacity::apps
