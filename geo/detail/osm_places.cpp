// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/osm_places.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

#include "geo/detail/ogr_geometry.hpp"
#include "geo/polygons.hpp"

namespace gigacity::geo::detail {

namespace {

using Condition = PlaceRule::Condition;

/// What the criteria count (重点场所), in OSM's tags. "key_road" is missing: a road has no footprint.
constexpr std::array rules{
    PlaceRule{.kind = "hospital",
              .key = "amenity",
              .value = "hospital",
              .why = "public hospitals of grade 3 and above: OSM has no grade, so all with beds"},
    PlaceRule{.kind = "hospital",
              .key = "healthcare",
              .value = "hospital",
              .why = "the newer tag for the same; not clinics and doctors"},
    PlaceRule{.kind = "university",
              .key = "amenity",
              .value = "university",
              .why = "key universities: OSM does not say which are, so all"},
    PlaceRule{.kind = "university",
              .key = "amenity",
              .value = "college",
              .why = "colleges of higher education; practice counts every campus"},
    PlaceRule{.kind = "metro_station",
              .key = "railway",
              .value = "station",
              .condition = Condition::metro,
              .why = "underground, light rail, monorail, funicular: no railway station"},
    PlaceRule{.kind = "railway_station",
              .key = "railway",
              .value = "station",
              .condition = Condition::rail,
              .why = "passenger stations; halts (railway=halt) are below the second grade"},
    PlaceRule{.kind = "airport",
              .key = "aeroway",
              .value = "aerodrome",
              .condition = Condition::scheduled,
              .why = "trunk airports: an IATA code or the word international or regional; an ICAO "
                     "code alone is any airfield's"},
    PlaceRule{.kind = "transport_hub",
              .key = "amenity",
              .value = "bus_station",
              .why = "terminals, not stops"},
    PlaceRule{.kind = "transport_hub", .key = "amenity", .value = "ferry_terminal", .why = "ports"},
    PlaceRule{.kind = "transport_hub",
              .key = "public_transport",
              .value = "station",
              .needs_name = true,
              .repeats_stop = true,
              .why =
                  "interchanges that are none of the above; often the area around a station that "
                  "is tagged itself"},
    PlaceRule{.kind = "mall",
              .key = "shop",
              .value = "mall",
              .needs_name = true,
              .why = "large shops of the city statements"},
    PlaceRule{.kind = "mall",
              .key = "shop",
              .value = "department_store",
              .needs_name = true,
              .why = "large shops of the city statements"},
    PlaceRule{.kind = "mall",
              .key = "shop",
              .value = "supermarket",
              .condition = Condition::large_footprint,
              .needs_name = true,
              .why = "large supermarkets only, told by their outline"},
    PlaceRule{.kind = "scenic_area",
              .key = "boundary",
              .value = "national_park",
              .needs_name = true,
              .holds_parts = false,
              .why = "a museum inside is a place of its own; nature reserves are not for visitors"},
    PlaceRule{.kind = "scenic_area",
              .key = "tourism",
              .value = "theme_park",
              .needs_name = true,
              .why = "key areas of culture and tourism"},
    PlaceRule{.kind = "scenic_area",
              .key = "tourism",
              .value = "zoo",
              .needs_name = true,
              .why = "key areas of culture and tourism"},
    PlaceRule{.kind = "scenic_area",
              .key = "tourism",
              .value = "aquarium",
              .needs_name = true,
              .why = "key areas of culture and tourism"},
    PlaceRule{.kind = "scenic_area",
              .key = "tourism",
              .value = "museum",
              .needs_name = true,
              .why = "key areas of culture and tourism"},
    PlaceRule{.kind = "scenic_area",
              .key = "tourism",
              .value = "attraction",
              .needs_name = true,
              .why = "scenic spots: OSM has no 4A or 5A, so all that bear a name"},
    PlaceRule{.kind = "scenic_area",
              .key = "historic",
              .value = "castle",
              .needs_name = true,
              .why = "palaces and castles, which often lack tourism=attraction"},
    PlaceRule{.kind = "park",
              .key = "landuse",
              .value = "industrial",
              .needs_name = true,
              .why = "economic and industrial parks have names; leisure=park is a green"},
    PlaceRule{.kind = "park",
              .key = "landuse",
              .value = "commercial",
              .needs_name = true,
              .why = "business parks have names"},
};

bool is_metro(const OsmTags& tags) {
  constexpr std::array<std::string_view, 6> kinds{"subway",    "light_rail", "monorail",
                                                  "funicular", "tram",       "miniature"};
  const auto station = tag(tags, "station");
  if (std::ranges::find(kinds, station) != kinds.end()) return true;
  return station.empty() && tag(tags, "train") != "yes" &&
         (tag(tags, "subway") == "yes" || tag(tags, "light_rail") == "yes");
}

bool is_scheduled_airport(const OsmTags& tags) {
  if (tag(tags, "iata").size() == 3) return true;
  for (const auto key : {"aerodrome", "aerodrome:type"})
    if (const auto type = tag(tags, key); type == "international" || type == "regional")
      return true;
  return false;
}

bool meets(const OsmTags& tags, Condition condition) {
  switch (condition) {
    case Condition::scheduled:
      return is_scheduled_airport(tags);
    case Condition::rail:
      return !is_metro(tags);
    case Condition::metro:
      return is_metro(tags);
    case Condition::none:
    case Condition::large_footprint:
      break;
  }
  return true;
}

/// Features nearer than this with the same name are one thing: a station's node lies on the tracks,
/// beside its building.
constexpr double near_m = 200.0;

bool is_stop(std::string_view kind) {
  return kind == "railway_station" || kind == "metro_station" || kind == "transport_hub";
}

const MultiPolygon* outline(const PlaceCandidate& candidate) {
  return std::get_if<MultiPolygon>(&candidate.feature.geometry);
}

/// A candidate as comparing needs it.
struct Compared {
  std::size_t index = 0;
  std::string name;
  MapBox box;
  double area_m2 = 0.0;
  MapPoint inside;
};

Compared compared(const PlaceCandidate& candidate, std::size_t index) {
  Compared c{
      index, candidate.feature.text_or("name", ""), bounds(candidate.feature.geometry), 0.0, {}};
  if (const auto* polygon = outline(candidate)) {
    c.area_m2 = area_m2(*polygon);
    c.inside = interior_point(*polygon);
  } else if (const auto* point = std::get_if<MapPoint>(&candidate.feature.geometry)) {
    c.inside = *point;
  }
  return c;
}

double distance_m(const Geometry& a, const Geometry& b) {
  const GdalMessages quiet;
  return OGR_G_Distance(ogr_geometry(a).get(), ogr_geometry(b).get());
}

/// Why `other` is no place of its own beside `kept`; empty where it is one.
std::string same_as(const PlaceCandidate& kept, const Compared& kept_as,
                    const PlaceCandidate& other, const Compared& other_as) {
  const bool of_a_kind = kept.kind == other.kind || (other.repeats_stop && is_stop(kept.kind));
  if (!of_a_kind || !kept_as.box.inflated(near_m).intersects(other_as.box)) return {};
  if (!kept_as.name.empty() && kept_as.name == other_as.name &&
      distance_m(kept.feature.geometry, other.feature.geometry) <= near_m)
    return "the same place as another feature";
  const auto* polygon = outline(kept);
  if (polygon == nullptr || !contains(*polygon, other_as.inside)) return {};
  if (kept_as.name.empty() || other_as.name.empty()) return "the same place as another feature";
  return kept.holds_parts ? "inside another place of its kind" : "";
}

}  // namespace

std::span<const PlaceRule> place_rules() {
  return rules;
}

std::vector<std::string> kinds_of_rules() {
  std::vector<std::string> kinds;
  for (const PlaceRule& rule : rules)
    if (std::ranges::find(kinds, rule.kind) == kinds.end()) kinds.emplace_back(rule.kind);
  return kinds;
}

const PlaceRule* place_rule(const OsmTags& tags) {
  for (const PlaceRule& rule : rules)
    if (tag(tags, rule.key) == rule.value && meets(tags, rule.condition)) return &rule;
  return nullptr;
}

std::vector<PlaceCandidate> distinct_places(
    std::vector<PlaceCandidate> candidates,
    const std::function<void(const Feature&, const std::string&)>& left_out) {
  std::vector<Compared> order;
  for (std::size_t i = 0; i < candidates.size(); ++i) order.push_back(compared(candidates[i], i));
  std::ranges::stable_sort(order, {}, [&](const Compared& c) {
    return std::pair(candidates[c.index].repeats_stop, -c.area_m2);
  });
  std::vector<std::string> reasons(candidates.size());
  std::vector<Compared> kept;
  for (const Compared& other : order) {
    auto& reason = reasons[other.index];
    for (Compared& k : kept) {
      reason = same_as(candidates[k.index], k, candidates[other.index], other);
      if (reason.empty()) continue;
      if (k.name.empty() && !other.name.empty()) {
        k.name = other.name;
        candidates[k.index].feature.texts["name"] = other.name;
      }
      break;
    }
    if (reason.empty()) kept.push_back(other);
  }
  std::vector<PlaceCandidate> distinct;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (reasons[i].empty() && candidates[i].needs_name &&
        candidates[i].feature.text_or("name", "").empty())
      reasons[i] = "no name";
    if (reasons[i].empty()) {
      distinct.push_back(std::move(candidates[i]));
    } else {
      left_out(candidates[i].feature, reasons[i]);
    }
  }
  return distinct;
}

}  // namespace gigacity::geo::detail
