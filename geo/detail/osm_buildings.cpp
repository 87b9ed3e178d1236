// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/osm_buildings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace gigacity::geo::detail {

namespace {

/// Values of `building`. Heights are ours: storeys of 3 m where people live or work, else what the
/// use commonly needs; none is measured, and every building that has one of them is marked so.
constexpr std::array building_types{
    // A household to itself.
    BuildingType{"house", 6.0, Homes::one},
    BuildingType{"detached", 6.0, Homes::one},
    BuildingType{"semidetached_house", 6.0, Homes::one},
    BuildingType{"farm", 6.0, Homes::one},
    BuildingType{"bungalow", 4.0, Homes::one},
    BuildingType{"static_caravan", 3.0, Homes::one},
    BuildingType{"houseboat", 4.0, Homes::one},
    // Several households. A terrace drawn as one outline is a row of houses.
    BuildingType{"apartments", 15.0, Homes::by_floor},
    BuildingType{"residential", 9.0, Homes::by_floor},
    BuildingType{"terrace", 6.0, Homes::by_floor},
    BuildingType{"dormitory", 12.0, Homes::by_floor},
    // Work and trade.
    BuildingType{"office", 15.0, Homes::none},
    BuildingType{"commercial", 9.0, Homes::none},
    BuildingType{"retail", 6.0, Homes::none},
    BuildingType{"supermarket", 6.0, Homes::none},
    BuildingType{"kiosk", 3.0, Homes::none},
    BuildingType{"hotel", 15.0, Homes::none},
    BuildingType{"industrial", 9.0, Homes::none},
    BuildingType{"factory", 9.0, Homes::none},
    BuildingType{"manufacture", 9.0, Homes::none},
    BuildingType{"warehouse", 9.0, Homes::none},
    BuildingType{"hangar", 12.0, Homes::none},
    BuildingType{"storage_tank", 10.0, Homes::none},
    BuildingType{"silo", 15.0, Homes::none},
    // Public.
    BuildingType{"hospital", 15.0, Homes::none},
    BuildingType{"clinic", 9.0, Homes::none},
    BuildingType{"school", 9.0, Homes::none},
    BuildingType{"kindergarten", 4.0, Homes::none},
    BuildingType{"college", 12.0, Homes::none},
    BuildingType{"university", 12.0, Homes::none},
    BuildingType{"public", 9.0, Homes::none},
    BuildingType{"civic", 9.0, Homes::none},
    BuildingType{"government", 12.0, Homes::none},
    BuildingType{"fire_station", 6.0, Homes::none},
    BuildingType{"train_station", 9.0, Homes::none},
    BuildingType{"transportation", 6.0, Homes::none},
    BuildingType{"parking", 9.0, Homes::none},
    BuildingType{"sports_hall", 9.0, Homes::none},
    BuildingType{"stadium", 20.0, Homes::none},
    BuildingType{"grandstand", 10.0, Homes::none},
    BuildingType{"museum", 12.0, Homes::none},
    BuildingType{"castle", 15.0, Homes::none},
    // Worship.
    BuildingType{"cathedral", 25.0, Homes::none},
    BuildingType{"church", 15.0, Homes::none},
    BuildingType{"chapel", 8.0, Homes::none},
    BuildingType{"mosque", 12.0, Homes::none},
    BuildingType{"synagogue", 10.0, Homes::none},
    BuildingType{"temple", 10.0, Homes::none},
    BuildingType{"shrine", 6.0, Homes::none},
    BuildingType{"monastery", 9.0, Homes::none},
    // Beside houses and on farms.
    BuildingType{"garage", 3.0, Homes::none},
    BuildingType{"garages", 3.0, Homes::none},
    BuildingType{"carport", 3.0, Homes::none},
    BuildingType{"shed", 3.0, Homes::none},
    BuildingType{"hut", 3.0, Homes::none},
    BuildingType{"cabin", 3.0, Homes::none},
    BuildingType{"allotment_house", 3.0, Homes::none},
    BuildingType{"toilets", 3.0, Homes::none},
    BuildingType{"service", 3.0, Homes::none},
    BuildingType{"bunker", 3.0, Homes::none},
    BuildingType{"greenhouse", 4.0, Homes::none},
    BuildingType{"boathouse", 5.0, Homes::none},
    BuildingType{"barn", 8.0, Homes::none},
    BuildingType{"farm_auxiliary", 6.0, Homes::none},
    BuildingType{"cowshed", 6.0, Homes::none},
    BuildingType{"stable", 5.0, Homes::none},
    BuildingType{"sty", 4.0, Homes::none},
    BuildingType{"transformer_tower", 8.0, Homes::none},
    BuildingType{"water_tower", 25.0, Homes::none},
};

/// A use that makes the type of a building=yes plain.
struct Use {
  std::string_view key;
  std::string_view value;
  std::string_view type;
};
constexpr std::array uses{
    Use{"amenity", "hospital", "hospital"},
    Use{"amenity", "clinic", "clinic"},
    Use{"amenity", "school", "school"},
    Use{"amenity", "kindergarten", "kindergarten"},
    Use{"amenity", "college", "college"},
    Use{"amenity", "university", "university"},
    Use{"amenity", "place_of_worship", "church"},
    Use{"amenity", "parking", "parking"},
    Use{"amenity", "fire_station", "fire_station"},
    Use{"amenity", "police", "public"},
    Use{"amenity", "townhall", "public"},
    Use{"amenity", "public_building", "public"},
    Use{"amenity", "library", "public"},
    Use{"amenity", "theatre", "public"},
    Use{"amenity", "toilets", "toilets"},
    Use{"tourism", "hotel", "hotel"},
    Use{"tourism", "museum", "museum"},
    Use{"shop", "supermarket", "supermarket"},
    Use{"shop", "mall", "commercial"},
    Use{"shop", "department_store", "commercial"},
    Use{"leisure", "sports_centre", "sports_hall"},
    Use{"leisure", "stadium", "stadium"},
    Use{"railway", "station", "train_station"},
    Use{"aeroway", "hangar", "hangar"},
    Use{"aeroway", "terminal", "transportation"},
};

const BuildingType* type_named(std::string_view name) {
  const auto* found = std::ranges::find(building_types, name, &BuildingType::name);
  return found == building_types.end() ? nullptr : found;
}

}  // namespace

BuildingType building_type(const OsmTags& tags) {
  const auto value = first_value(tag(tags, "building"));
  if (const auto* type = type_named(value)) return *type;
  for (const Use& use : uses)
    if (first_value(tag(tags, use.key)) == use.value) return *type_named(use.type);
  return {value, std::nullopt, Homes::unknown};
}

std::string building_refused(const OsmTags& tags) {
  // A roof on posts neither houses anybody nor hides anything.
  constexpr std::array<std::string_view, 10> not_standing{
      "no",        "construction", "proposed", "planned", "ruins",
      "collapsed", "demolished",   "razed",    "roof",    "entrance"};
  const auto value = first_value(tag(tags, "building"));
  if (std::ranges::find(not_standing, value) != not_standing.end())
    return fmt::format("no building that stands: building={}", value);
  if (tag(tags, "location") == "underground") return "underground";
  return {};
}

int dwellings_by_floor(double footprint_m2, double storeys) {
  const double dwellings =
      std::round(footprint_m2 * std::max(storeys, 1.0) / floor_area_per_dwelling_m2);
  constexpr double most = 100'000.0;
  return static_cast<int>(std::clamp(dwellings, 1.0, most));
}

}  // namespace gigacity::geo::detail
