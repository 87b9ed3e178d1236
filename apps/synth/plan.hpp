// SPDX-License-Identifier: Apache-2.0
// What the generator's steps hand to each other: a county as it grows, from its task over settlements
// to networks.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
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
  std::vector<int> blocks;     ///< from the centre outwards
  std::vector<int> community;  ///< of each block: which of the settlement's village-level units
};

struct BuildingPlan {
  MapBox box;
  int floors = 1;
  double height_m = 3.0;
  int dwellings = 0;
  const char* use = "";
  int block = 0;
};

struct PlacePlan {
  Name name;
  std::string kind;
  MultiPolygon footprint;
  int basements = 0;            ///< storeys of its car park, which has lifts too
  std::string indoor_system{};  ///< of what kind; empty: none yet
  bool system_underground = true;
};

enum class RoadClass { none, track, service, residential, tertiary, secondary, primary, motorway };

struct RoadPlan {
  RoadClass road_class = RoadClass::residential;
  LineString line;
};

/// A way within a block, between its rows of houses.
struct LanePlan {
  RoadPlan road;
  std::vector<MapPoint> gates;  ///< its vertices on the streets around the block
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
  std::vector<int> blocks{};  ///< whose premises it serves
};

struct CardPlan {
  int shelf = 1;
  int slot = 1;
  int ports = 0;
};

struct SplitterPlan {
  std::string id;
  MapPoint point;
  int ratio = 8;
  std::string fed_by;  ///< a port, or another splitter
  std::string box;     ///< that houses it; empty: it feeds splitters
};

struct CablePlan {
  std::string id;
  const char* kind = "";
  int fibres = 0;
  LineString line;
};

struct DropPlan {
  int building = 0;
  int box = 0;
};

/// Fibre plant as it is built, beside exchanges and boxes.
struct PlantPlan {
  std::vector<SplitterPlan> splitters;
  std::vector<CablePlan> cables;
  std::vector<MapPoint> closures;
  std::vector<DropPlan> drops;
};

/// Where roads leave a county, as nodes of its lattice.
struct RoadExits {
  Node hub;  ///< motorways meet at the open ground nearest to it
  std::vector<Node> motorway;
  std::vector<Node> primary;
  bool shared = false;  ///< with the neighbours, whose roads go on at the very nodes
};

/// What a county is to have. As it stands, but for name and numbers, it is that of the demo.
struct CountyTask {
  std::uint64_t seed = 1;
  std::string code;       ///< its units' codes begin with it
  std::string id_prefix;  ///< of its buildings, roads, places, sites ...; empty for a lone county
  Name name;
  Name kind;  ///< County, District ...
  std::string operator_name;
  MapPoint seat;  ///< wished for
  int dwellings = 0;
  double seat_share = 0.44;  ///< of the dwellings
  double town_share = 0.26;
  double village_share = 0.30;
  int towns = 0;         ///< beside the seat
  int subdistricts = 1;  ///< of the seat
  int seat_communities = 6;
  int town_communities = 2;
  int villages = 0;  ///< beside communities
  /// Villages and communities together; goes before `villages`.
  std::optional<int> village_units;
  /// Exact sums; without them they follow from the dwellings that are built.
  std::optional<std::int64_t> residents;
  std::optional<std::int64_t> households;
  /// Exact number of sites, all with 5G; without it as many as the ground asks for, with 4G.
  std::optional<int> sites;
  bool lte = false;  ///< 4G on exactly so many sites, too
  /// Whose car parks and lifts are to be covered.
  int deep_places = 8;
  double margins = 1.0;  ///< of settlements to the border, times those of a county of 100 km2
  std::array<double, 3> room{1.0, 1.0, 1.0};  ///< by SettlementKind: of a settlement, likewise
  bool insist = false;                        ///< look for places until all settlements have one
  bool one_house_each = false;           ///< village houses stand by themselves, not in rows of two
  bool minor_roads = false;              ///< lanes within blocks, tracks between fields
  std::optional<int> dwellings_per_olt;  ///< without it one exchange a town, two in the seat
  /// 10G ports of exchanges for townspeople, with `dwellings_per_olt`; without it as many as they need.
  std::optional<int> urban_ports;
  bool as_built = false;  ///< cards, splitters, cables, closures and drops too
  RoadExits exits;
};

struct CountyPlan {
  CountyTask task;
  Lattice lattice;
  std::vector<Settlement> settlements;  ///< the seat first, then towns, then villages
  std::vector<Block> blocks;
  std::vector<int> owner;  ///< of each lattice square: its block, -1 for none
  std::vector<BuildingPlan> buildings;
  std::vector<PlacePlan> places;
  std::vector<LanePlan> lanes;  ///< until they are among the roads
  std::vector<RoadPlan> roads;
  UnitPlan county;
  std::vector<UnitPlan> towns;
  std::vector<UnitPlan> villages;
  std::vector<CellPlan> cells;
  std::vector<OltPlan> olts;
  std::vector<BoxPlan> boxes;
  std::optional<PlantPlan> plant;
};

/// Counties side by side; a lone county has no unit above it.
struct CityPlan {
  std::optional<UnitPlan> city;
  Name lake;
  int data_centres = 1;
  int standard_racks = 320;
  std::vector<CountyPlan> counties;
};

}  // namespace gigacity::apps::synth
