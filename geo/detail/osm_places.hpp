// SPDX-License-Identifier: Apache-2.0
// Which OSM objects are key places, of which kind, and which of them are the same place. Private to
// geo.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/detail/osm_tags.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::geo::detail {

/// One way in which OSM tags a kind of key place.
struct PlaceRule {
  std::string_view kind;
  std::string_view key;
  std::string_view value;
  enum class Condition {
    none,
    scheduled,        ///< an airport with an IATA code, or called international or regional
    rail,             ///< not a station of underground or tramway
    metro,            ///< such a station
    large_footprint,  ///< covers `large_shop_m2` or more
  } condition = Condition::none;
  bool needs_name = false;    ///< without a name it is too small a thing to count
  bool holds_parts = true;    ///< what lies inside and is of its kind is part of it
  bool repeats_stop = false;  ///< often drawn beside the station or hub that it belongs to
  std::string_view why;
};

/// GB/T 18106 calls a supermarket large from here on.
inline constexpr double large_shop_m2 = 6000.0;

/// All rules, in order of precedence.
std::span<const PlaceRule> place_rules();

/// Kinds of the rules, each once.
std::vector<std::string> kinds_of_rules();

/// The first rule that an object meets; null for none. Its footprint is not looked at.
const PlaceRule* place_rule(const OsmTags& tags);

/// A feature that may be the same thing as another.
struct PlaceCandidate {
  Feature feature;
  std::string kind;
  bool needs_name = false;
  bool holds_parts = false;
  bool repeats_stop = false;
};

/// Leaves one candidate for each real thing, in the order given. Of one kind and name, what lies
/// within 200 m of each other is one place; what lies inside a place that `holds_parts` is part of it;
/// an unnamed one takes the name of what lies inside. An outline goes before a point, a larger one
/// before a smaller. Calls `left_out` with the reason for each of the others.
std::vector<PlaceCandidate> distinct_places(
    std::vector<PlaceCandidate> candidates,
    const std::function<void(const Feature&, const std::string&)>& left_out);

}  // namespace gigacity::geo::detail
