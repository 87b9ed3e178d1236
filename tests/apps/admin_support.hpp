// SPDX-License-Identifier: Apache-2.0
// Features and layers for tests of admin units, as a reader would deliver them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "apps/scenario/scenario.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::test {

inline MultiPolygon box(double west, double south, double east, double north) {
  return {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
}

inline geo::Feature feature(const std::string& id, Geometry geometry,
                            std::map<std::string, std::string> texts = {},
                            std::map<std::string, double> numbers = {}) {
  return {id, std::move(geometry), std::move(texts), std::move(numbers)};
}

inline apps::AdminSection admin_section(const std::string& level) {
  apps::AdminSection section;
  section.level = level;
  section.layer.source = level + "s.gpkg";
  section.layer.section = "admin." + level;
  return section;
}

inline std::vector<std::string> texts_of(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> texts;
  for (const auto& diagnostic : diagnostics) texts.push_back(to_string(diagnostic));
  return texts;
}

/// "reason: feature, feature" for each reason.
inline std::vector<std::string> texts_of(const std::vector<Skipped>& skipped) {
  std::vector<std::string> texts;
  for (const auto& skip : skipped) {
    std::string text = skip.reason + ":";
    for (const auto& id : skip.features) text += " " + id;
    texts.push_back(text);
  }
  return texts;
}

}  // namespace gigacity::test
