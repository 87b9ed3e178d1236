// SPDX-License-Identifier: Apache-2.0
// Tags of OpenStreetMap objects and what they say of roads and admin units. Private to geo.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gigacity::geo::detail {

using OsmTags = std::map<std::string, std::string, std::less<>>;

/// The value of a key; empty where the object has none.
std::string_view tag(const OsmTags& tags, std::string_view key);

/// The first of several values: "apartments" of "apartments;retail".
std::string_view first_value(std::string_view value);

/// A length as OSM writes it: "12", "12 m", "40'", "40 ft", "5'11\"". Nothing for any other text.
std::optional<double> osm_length_m(std::string_view text);

/// Class of a road that vehicles can use, a link's that of its road ("motorway" of
/// "motorway_link"); empty for paths, stairs, and what is planned or under construction.
std::string_view osm_road_class(std::string_view highway);

/// The official code of an admin unit; empty where no tag is sure to hold one. A plain `ref` may be
/// anything.
std::string_view osm_admin_code(const OsmTags& tags);

}  // namespace gigacity::geo::detail
