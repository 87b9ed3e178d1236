// SPDX-License-Identifier: Apache-2.0
#include "apps/run/landcover_table.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "apps/run/toml_table.hpp"

namespace gigacity::apps {

namespace {

/// The tallest trees and buildings are not taller.
constexpr double highest_clutter_m = 1000.0;

LandCoverClass read_class(const TomlTable& table) {
  table.allow_only(std::array<std::string, 5>{"code", "name", "category", "height_m", "certainty"});
  LandCoverClass out;
  out.code = table.integer("code", true).value_or(0);
  out.name = table.text("name");
  std::vector<std::string> names;
  for (const auto& info : clutter_categories) names.emplace_back(info.name);
  out.category = clutter_named(table.word_of("category", names, true)).value_or(out.category);
  out.height_m = table.number("height_m", false, 0.0, highest_clutter_m)
                     .value_or(info_of(out.category).representative_height_m);
  table.text("certainty", false);
  return out;
}

}  // namespace

const LandCoverClass* LandCoverTable::find(float code) const {
  const auto found = std::ranges::lower_bound(
      classes, code, {}, [](const LandCoverClass& c) { return static_cast<float>(c.code); });
  const bool known = found != classes.end() && static_cast<float>(found->code) == code;
  return known ? &*found : nullptr;
}

LandCoverTable read_landcover_table(const std::filesystem::path& file) {
  const auto document = parsed_toml(file, "a table of land-cover classes");
  LandCoverTable out;
  out.file = file.string();
  std::vector<Diagnostic> problems;
  const TomlTable root(document, "", out.file, problems);
  root.allow_only(std::array<std::string, 2>{"table", "class"});
  if (const auto table = root.table("table", true)) {
    table->allow_only(std::array<std::string, 4>{"id", "title", "source", "no_data"});
    table->text("id", false);
    table->text("source", false);
    out.title = table->text("title");
    out.no_data = table->integers("no_data");
  }
  std::map<int, toml::source_index> lines;
  for (const auto& table : root.tables("class")) {
    const auto found = read_class(table);
    const auto [first, is_new] = lines.try_emplace(found.code, table.position().line);
    if (!is_new)
      table.add(table.path("code"), table.position("code"),
                fmt::format("{} stands in line {} already", found.code, first->second),
                "give every code once");
    out.classes.push_back(found);
  }
  throw_if_any(std::move(problems));
  std::ranges::stable_sort(out.classes, {}, &LandCoverClass::code);
  return out;
}

std::filesystem::path find_landcover_table(const std::string& id_or_path,
                                           const std::filesystem::path& data_folder,
                                           const std::filesystem::path& scenario_folder) {
  return find_data_file({"landcover", "landcover", "classes", "table of land-cover classes"},
                        id_or_path, data_folder, scenario_folder);
}

}  // namespace gigacity::apps
