// SPDX-License-Identifier: Apache-2.0
#include "geo/osm_preset.hpp"

#include <array>

#include "core/text.hpp"
#include "geo/detail/osm_places.hpp"

namespace gigacity::geo {

namespace {

struct SettlementLevel {
  std::string_view level;
  std::vector<std::string> places;
};

const std::vector<SettlementLevel>& settlement_levels() {
  // OSM's `place` ranks by importance: a small town's centre may be either.
  static const std::vector<SettlementLevel> levels{{"city", {"city"}},
                                                   {"town", {"city", "town"}},
                                                   {"suburb", {"suburb"}},
                                                   {"village", {"village", "hamlet"}},
                                                   {"hamlet", {"hamlet"}}};
  return levels;
}

}  // namespace

const std::vector<std::string>& osm_place_kinds() {
  static const std::vector<std::string> kinds = detail::kinds_of_rules();
  return kinds;
}

std::vector<std::string> osm_settlements(std::string_view level) {
  const std::string name = folded(level);
  for (const SettlementLevel& known : settlement_levels())
    if (known.level == name) return known.places;
  return {};
}

std::vector<std::string> osm_settlement_levels() {
  std::vector<std::string> names;
  for (const SettlementLevel& known : settlement_levels()) names.emplace_back(known.level);
  return names;
}

}  // namespace gigacity::geo
