// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/profile.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "sim/criteria/formula.hpp"

namespace gigacity::criteria {

namespace {

std::string plain(const std::string& kind) {
  std::string out = folded(kind);
  std::ranges::replace_if(
      out, [](char c) { return c == ' ' || c == '-'; }, '_');
  return out;
}

/// Names that a formula reads; none where it does not parse.
std::vector<std::string> names_of(const std::string& formula) {
  std::vector<std::string> names;
  try {
    const auto parsed = Formula::parse(formula);
    for (const auto& name : parsed.names()) names.push_back(name.text);
  } catch (const FormulaError&) {
    return {};  // check() tells it
  }
  return names;
}

}  // namespace

const char* to_string(Comparison comparison) {
  switch (comparison) {
    case Comparison::at_least:
      return "at_least";
    case Comparison::at_most:
      return "at_most";
    case Comparison::report_only:
      return "report_only";
  }
  return "";
}

std::vector<Scene> all_scenes(const Profile& profile) {
  std::vector<Scene> scenes;
  scenes.reserve(profile.scenes.size() + 1);
  scenes.push_back({.id = {},
                    .title_en = "Key places",
                    .title_zh = "重点场所",
                    .kinds = profile.key_place_kinds,
                    .nr = profile.nr,
                    .lte = profile.lte});
  scenes.insert(scenes.end(), profile.scenes.begin(), profile.scenes.end());
  return scenes;
}

bool counts_kind(const Scene& scene, const std::string& kind) {
  if (scene.kinds.empty()) return true;
  return std::ranges::any_of(
      scene.kinds, [&](const std::string& counted) { return plain(counted) == plain(kind); });
}

bool asks_for_rates(const Profile& profile) {
  return std::ranges::any_of(all_scenes(profile), [](const Scene& scene) {
    return scene.nr.asks_for_rates() || scene.lte.asks_for_rates();
  });
}

std::vector<const DerivedMeasure*> in_order(const std::vector<DerivedMeasure>& measures) {
  std::vector<const DerivedMeasure*> ordered;
  std::vector<const DerivedMeasure*> waiting;
  for (const auto& measure : measures) waiting.push_back(&measure);
  const auto waits_for = [&](const std::string& name) {
    return std::ranges::find(waiting, name, &DerivedMeasure::id) != waiting.end();
  };
  for (bool found = true; found;) {
    found = false;
    for (auto at = waiting.begin(); at != waiting.end(); ++at) {
      if (std::ranges::any_of(names_of((*at)->formula), waits_for)) continue;
      ordered.push_back(*at);
      waiting.erase(at);
      found = true;
      break;
    }
  }
  return ordered;
}

}  // namespace gigacity::criteria
