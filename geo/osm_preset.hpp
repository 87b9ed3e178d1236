// SPDX-License-Identifier: Apache-2.0
// What of an OpenStreetMap extract makes a layer of ours: no layer names, filters or field maps are
// needed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gigacity::geo {

enum class OsmTheme { roads, buildings, admin, places };

/// Asked of a LayerSource that is OpenStreetMap data. Features come with these fields of ours; where
/// the data does not say, the field is absent:
/// - all: `id` ("node/1", "way/2", "relation/3"), `name`
/// - roads: `class`, the OSM word ("residential"); a link has the class of its road
/// - buildings: `height_m` (surveyed), `levels` (storeys, those of the roof included),
///   `typical_height_m` and `dwellings` (by type of building)
/// - admin: `code`, `residents` (where every unit has the tag)
/// - places: `kind`, one of osm_place_kinds()
struct OsmPreset {
  OsmTheme theme = OsmTheme::buildings;
  /// Of admin: boundaries of this level; 0: settlements instead.
  int admin_level = 0;
  /// Of admin: the settlements, as values of OSM's `place`.
  std::vector<std::string> settlements{};
  /// Of places: only this kind; empty: all.
  std::string kind{};
  /// Of buildings: makes storeys out of heights, to estimate dwellings.
  double metres_per_level = 3.0;
};

/// Kinds of key places, as criteria profiles name them.
const std::vector<std::string>& osm_place_kinds();

/// Settlements that stand for the units of a level, by its name: "village" is village and hamlet.
/// Empty where the name says nothing.
std::vector<std::string> osm_settlements(std::string_view level);

/// Names of levels that osm_settlements() knows.
std::vector<std::string> osm_settlement_levels();

}  // namespace gigacity::geo
