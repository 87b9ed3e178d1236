// SPDX-License-Identifier: Apache-2.0
// The city as the simulation sees it: checked, clipped, in the working CRS, independent of any
// file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.hpp"
#include "core/raster_source.hpp"

namespace gigacity {

/// A county, town or village. `parent` is the index of the unit one level up, -1 at the top or
/// where none contains it.
struct AdminUnit {
  std::string code;
  std::string name;
  MultiPolygon footprint;
  std::int32_t parent = -1;
  std::optional<double> residents;
  std::optional<double> households;
  bool urban = true;  ///< counted as urban where the layer has no such field
};

/// All units of one level. `zone` gives for each pixel the index of its unit, NaN where it has
/// none.
struct AdminLevel {
  std::string name;  ///< e.g. "county", "town", "village"
  std::vector<AdminUnit> units;
  bool has_urban_field = false;
  std::shared_ptr<const RasterSource> zone;
};

/// A place whose coverage the criteria ask for: hospital, university, transport hub, scenic area
/// ...
struct KeyPlace {
  std::string id;
  std::string name;
  std::string kind;  ///< free text of the layer; profiles name the kinds they count
  MapPoint point;
  MultiPolygon footprint;
  std::vector<std::int32_t> unit;  ///< index of its unit at each admin level, -1 for none
  int basements = 0;               ///< storeys of a car park under ground; 0: there is none
  bool lift = false;               ///< or several, which have to be covered
};

/// Where a building's height comes from, the surest first.
enum class HeightOrigin {
  measured,       ///< the layer states it
  storeys,        ///< storeys times the height of one
  building_type,  ///< typical of the type of building
  assumed,        ///< the scenario's default
};

constexpr std::string_view to_string(HeightOrigin origin) {
  switch (origin) {
    case HeightOrigin::measured:
      return "measured";
    case HeightOrigin::storeys:
      return "storeys";
    case HeightOrigin::building_type:
      return "building_type";
    case HeightOrigin::assumed:
      break;
  }
  return "default";
}

struct Building {
  std::string id;
  MultiPolygon footprint;
  MapPoint point;  ///< inside or near the footprint
  double height_m = 0.0;
  HeightOrigin height_origin = HeightOrigin::assumed;
  bool thermally_efficient = false;  ///< of the two types of building of ITU-R P.2109
  int dwellings = 0;
  double residents = 0.0;   ///< the unit's residents, shared out by dwellings
  double households = 0.0;  ///< the unit's households, shared out by dwellings; else dwellings
  std::vector<std::int32_t> unit;  ///< as KeyPlace::unit
};

struct Road {
  std::string id;
  std::string road_class;
  LineString line;
};

struct City {
  GridSpec grid;
  MultiPolygon area;              ///< only pixels inside are computed
  std::vector<AdminLevel> admin;  ///< coarsest first
  std::vector<KeyPlace> places;
  std::vector<Building> buildings;
  std::vector<Building>
      obstacles;  ///< outside the area: they stand in the way, and count for no one
  std::vector<Road> roads;
  std::shared_ptr<const RasterSource>
      inside;  ///< 1 where the pixel's centre is in the area, else NaN
  /// On a grid of their own that holds `grid` and what lies between it and the sites around:
  std::shared_ptr<const RasterSource>
      terrain;  ///< ground, metres above the vertical datum of the source
  std::shared_ptr<const RasterSource> surface;  ///< ground and what stands on it, same datum
  bool surface_has_trees = false;  ///< or whatever else a surface model or land cover gives
  std::shared_ptr<const RasterSource> clutter;  ///< Clutter; NaN where unknown; null without data
  std::shared_ptr<const RasterSource> people;   ///< residents per pixel
};

}  // namespace gigacity
