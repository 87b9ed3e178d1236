// SPDX-License-Identifier: Apache-2.0
// What the generator's steps hand to each other: the county as it grows, from settlements to
// networks.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry.hpp"

namespace gigacity::apps::synth {

/// A name in Latin letters and in Chinese.
struct Name {
  std::string roman;
  std::string chinese;
};

/// A corner of the planning lattice: blocks and roads stand on it, so that everything meets.
struct Node {
  int column = 0;
  int row = 0;
  friend bool operator==(const Node&, const Node&) = default;
};

/// Nodes `step_m` apart, columns eastwards, rows northwards. A square is named by its south-west
/// node.
struct Lattice {
  double west_m = 0.0;
  double south_m = 0.0;
  double step_m = 40.0;
  int columns = 0;
  int rows = 0;

  bool holds(Node n) const {
    return n.column >= 0 && n.row >= 0 && n.column < columns && n.row < rows;
  }
  std::size_t index_of(Node n) const {
    return static_cast<std::size_t>(n.row) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(n.column);
  }
  Node node_of(std::size_t index) const {
    return {static_cast<int>(index % static_cast<std::size_t>(columns)),
            static_cast<int>(index / static_cast<std::size_t>(columns))};
  }
  Node nearest(MapPoint p) const {
    return {static_cast<int>(std::lround((p.x_m - west_m) / step_m)),
            static_cast<int>(std::lround((p.y_m - south_m) / step_m))};
  }
  MapPoint point_of(Node n) const { return {west_m + n.column * step_m, south_m + n.row * step_m}; }
  std::size_t size() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
};

enum class SettlementKind { seat, town, village };

enum class BlockUse {
  row_houses,  ///< one to three floors along lanes
  old_town,    ///< two to four floors, dense
  slabs,       ///< five to seven floors, no lift
  mid_rise,    ///< nine to eleven floors
  towers,      ///< sixteen to thirty floors
  offices,     ///< shops below, an office tower
  industry,
  green,
  government,
  hospital,
  school,
  mall,
  university,
  transport_hub
};

/// A rectangle of lattice squares between streets.
struct Block {
  Node corner;  ///< south-west
  int width = 0;
  int height = 0;
  int settlement = 0;
  BlockUse use = BlockUse::row_houses;
  int dwellings = 0;
};

struct Settlement {
  SettlementKind kind = SettlementKind::village;
  Name name;
  Node centre;
  int aimed_dwellings = 0;
  int town = 0;  ///< index of the settlement at the head of its town (itself for seat and towns)
  bool behind_hills = false;
  std::vector<int> blocks;  ///< from the centre outwards
};

struct BuildingPlan {
  MapBox box;
  int floors = 1;
  double height_m = 3.0;
  int dwellings = 0;
  std::string use;
  int block = 0;
};

struct PlacePlan {
  Name name;
  std::string kind;
  MultiPolygon footprint;
};

enum class RoadClass { none, residential, tertiary, secondary, primary, motorway };

struct RoadPlan {
  RoadClass road_class = RoadClass::residential;
  LineString line;
};

/// A county, town or village-level unit. Sums are exact: villages add up to towns, towns to the
/// county.
struct UnitPlan {
  std::string code;
  Name name;
  bool urban = false;
  int parent = -1;
  int dwellings = 0;
  std::int64_t households = 0;
  std::int64_t residents = 0;
  MultiPolygon footprint;
};

struct CellPlan {
  std::string site_id;
  Name site_name;
  MapPoint point;
  double height_m = 0.0;
  std::string cell_id;
  std::string technology;
  int frequency_mhz = 0;
  int bandwidth_mhz = 0;
  double power_dbm = 0.0;
  int azimuth_deg = 0;
  int tilt_deg = 0;
  double gain_dbi = 0.0;
  int horizontal_beamwidth_deg = 65;
  int vertical_beamwidth_deg = 7;
  double load = 0.5;
};

struct OltPlan {
  std::string id;
  Name name;
  MapPoint point;
  std::string pon_class;
  int ports = 0;
  int split = 64;
};

struct BoxPlan {
  std::string id;
  MapPoint point;
  std::string olt;
  int capacity = 0;
};

struct CountyPlan {
  Lattice lattice;
  std::vector<Settlement> settlements;  ///< the seat first, then towns, then villages
  std::vector<Block> blocks;
  std::vector<int> owner;  ///< of each lattice square: its block, -1 for none
  std::vector<BuildingPlan> buildings;
  std::vector<PlacePlan> places;
  std::vector<RoadPlan> roads;
  UnitPlan county;
  std::vector<UnitPlan> towns;
  std::vector<UnitPlan> villages;
  std::vector<CellPlan> cells;
  std::vector<OltPlan> olts;
  std::vector<BoxPlan> boxes;
};

}  // namespace gigacity::apps::synth
