// SPDX-License-Identifier: Apache-2.0
#include "apps/path/model_list.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/text_table.hpp"
#include "core/diagnostic.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

using propagation::ModelInfo;
using propagation::ModelUse;
using propagation::ValidRange;

std::string_view word_for(ModelUse use) {
  switch (use) {
    case ModelUse::coverage:
      return "run and path";
    case ModelUse::link:
      return "one path at a time";
    case ModelUse::additional:
      break;
  }
  return "on top of a basic loss";
}

/// "500 to 100000 MHz".
std::string range_text(const ValidRange& range) {
  return fmt::format("{:.10g} to {:.10g} {}{}", range.minimum, range.maximum,
                     unit_of(range.quantity), range.open ? ", ends excluded" : "");
}

std::string ranges_text(const ModelInfo& model) {
  std::vector<std::string> parts;
  for (const auto& range : model.ranges)
    parts.push_back(fmt::format("{} {}", name_of(range.quantity), range_text(range)));
  return joined(parts, "; ");
}

std::string full_name(const ModelInfo& model) {
  return model.variant.empty() ? std::string(model.name)
                               : fmt::format("{}, {}", model.name, model.variant);
}

}  // namespace

std::vector<ModelInfo> listed_models(const std::string& name) {
  std::vector<ModelInfo> found;
  std::vector<std::string> names;
  for (const auto& model : propagation::models()) {
    names.emplace_back(model.name);
    if (name.empty() || model.name == name) found.push_back(model);
  }
  if (!found.empty()) return found;
  const auto nearest = nearest_word(name, names);
  throw UsageError(fmt::format(
      "\"{}\" is no propagation model{}", name,
      nearest ? fmt::format("; did you mean {}?", *nearest) : "; `gigacity models` lists them"));
}

std::string models_text(std::span<const ModelInfo> models) {
  std::string out;
  for (const auto& model : models) {
    fmt::format_to(std::back_inserter(out), "{}{}: {}\n", out.empty() ? "" : "\n", full_name(model),
                   model.title);
    std::vector<std::vector<std::string>> rows{{"", "for", std::string(word_for(model.use))},
                                               {"", "source", std::string(model.citation)}};
    for (const auto& range : model.ranges)
      rows.push_back({"", std::string(name_of(range.quantity)), range_text(range)});
    out += text_table(rows);
  }
  return out;
}

std::string models_markdown(std::span<const ModelInfo> models) {
  std::string out = "| model | | for | source | valid range |\n| --- | --- | --- | --- | --- |\n";
  for (const auto& model : models) {
    fmt::format_to(std::back_inserter(out), "| `{}`{}{} | {} | {} | {} | {} |\n", model.name,
                   model.variant.empty() ? "" : ", ", model.variant, model.title,
                   word_for(model.use), model.citation, ranges_text(model));
  }
  return out;
}

std::string models_json(std::span<const ModelInfo> models) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& model : models) {
    nlohmann::ordered_json entry;
    entry["name"] = model.name;
    entry["variant"] = model.variant;
    entry["title"] = model.title;
    entry["citation"] = model.citation;
    entry["use"] = model.use == ModelUse::coverage ? "coverage"
                   : model.use == ModelUse::link   ? "link"
                                                   : "additional";
    entry["ranges"] = nlohmann::ordered_json::array();
    for (const auto& range : model.ranges) {
      entry["ranges"].push_back({{"quantity", name_of(range.quantity)},
                                 {"unit", unit_of(range.quantity)},
                                 {"minimum", range.minimum},
                                 {"maximum", range.maximum},
                                 {"ends_excluded", range.open}});
    }
    list.push_back(std::move(entry));
  }
  return list.dump(2) + "\n";
}

}  // namespace gigacity::apps
