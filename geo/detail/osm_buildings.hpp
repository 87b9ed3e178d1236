// SPDX-License-Identifier: Apache-2.0
// What OSM's tags say of a building: whether it stands, how high it is, how many live in it.
// Private to geo.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "geo/detail/osm_tags.hpp"

namespace gigacity::geo::detail {

/// Who lives in buildings of a type.
enum class Homes {
  unknown,   ///< the type does not say ("yes"): the scenario's default
  none,      ///< nobody
  one,       ///< one dwelling
  by_floor,  ///< as many as its floors have room for
};

struct BuildingType {
  std::string_view name;
  std::optional<double> typical_height_m;
  Homes homes = Homes::unknown;
};

/// The type of a building; where `building` says only that it is one, by what it is used for.
BuildingType building_type(const OsmTags& tags);

/// Why an object with a tag `building` is none that stands above ground; empty where it is one.
std::string building_refused(const OsmTags& tags);

/// Floor area of a dwelling with its part of walls, stairs and lifts.
inline constexpr double floor_area_per_dwelling_m2 = 100.0;

/// Dwellings of a building of type `by_floor`; at least one.
int dwellings_by_floor(double footprint_m2, double storeys);

}  // namespace gigacity::geo::detail
