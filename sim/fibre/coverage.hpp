// SPDX-License-Identifier: Apache-2.0
// From OLT port to front door: route along the roads, optical budget, ports.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/feeder_legs.hpp"
#include "sim/fibre/plant.hpp"

namespace gigacity::fibre {

struct FibreOptions {
  double maximum_snap_m = 500.0;  ///< a building farther from every road cannot be connected
  double maximum_drop_m = 800.0;  ///< from distribution box to building, along the roads
  double cable_snap_m = 30.0;     ///< OLT, splitter or box this near to a cable is joined to it
  int first_stage = 8;            ///< 1:n of the first splitter where splitters are assumed
  int box_dwellings = 64;         ///< the most that an assumed box serves
  /// Up to so many premises the 10G assignment is improved by a flow over all their connections.
  int flow_premises = 2000;
  double take_up = 1.0;         ///< share of the dwellings served that subscribe
  double busy_hour_mbps = 5.0;  ///< downstream of a subscriber, mean of the busy hour
};

/// Why premises have no gigabit service. The first that holds is the reason:
///   no_plant   there is no OLT; with boxes, no box within maximum_drop_m along the roads
///   no_route   too far from every road, or the roads do not lead to an OLT (a box, a box's OLT)
///   below_10g  served, but by an OLT whose class is below 10G
///   no_port    OLTs (boxes) could serve it, but none of them has room for all its dwellings
///   budget     the nearest OLT's loss exceeds its class's budget
///   reach      the nearest OLT is beyond its class's reach, or splits more than its class allows
///   differential_reach  it hangs on a port whose nearest premises are nearer by more than the class
///              allows
enum class FibreGap {
  none,
  no_plant,
  no_route,
  no_port,
  budget,
  reach,
  differential_reach,
  below_10g
};

/// "no_plant", "no_route", ...
const char* to_string(FibreGap gap);

struct PremisesService {
  FibreGap gap = FibreGap::no_plant;
  std::int32_t olt = -1;        ///< serving OLT, or the nearest one that failed; -1 for none
  std::int32_t card = -1;       ///< of that OLT; -1 for none
  std::int32_t port = 0;        ///< the first that serves it, from 1; 0: not served
  std::int32_t last_card = -1;  ///< of last_port
  std::int32_t last_port = 0;   ///< of a building that fills more than one
  int ports = 0;                ///< that serve it
  int split = 0;                ///< total split ratio on its way; 0 where there is none
  /// The first of the last stage, into FibreCoverage::splitters; -1: not told.
  std::int32_t splitter = -1;
  int splitters = 0;  ///< of the last stage that serve it
  /// Serving box, or the nearest one that failed, into FibreCoverage::boxes; -1 for none.
  std::int32_t box = -1;
  double route_m = 0.0;  ///< OLT to premises along the roads and drops; 0 where there is none.
                         ///< With no_plant and a box named: from that box, which is too far away
  double loss_db = 0.0;  ///< of the route; 0 where there is none
  /// Class budget less maintenance margin and loss; negative: exceeded by so much.
  double margin_db = 0.0;
  double port_nearest_m = 0.0;    ///< with differential_reach, the shortest route of its port
  bool needs_attenuator = false;  ///< served, with less loss than the class's minimum: no gap
  bool as_built = false;          ///< the route to the box follows installed cables all the way
  double peak_mbps = 0.0;         ///< downstream of a subscriber alone on the port
  /// What the port has left for one subscriber while the others take their busy-hour mean.
  double busy_hour_mbps = 0.0;
  bool gigabit_ready() const { return gap == FibreGap::none; }
  /// Some plant stands near enough to connect it ("homes passed").
  bool passed() const { return gap != FibreGap::no_plant && gap != FibreGap::no_route; }
};

struct OltUse {
  int ports_used = 0;
  int dwellings = 0;
};

/// A port that serves anyone, in order of OLT, card and port.
struct PonPortUse {
  std::int32_t olt = 0;
  std::int32_t card = 0;
  int port = 1;
  int dwellings = 0;
  double nearest_m = 0.0;  ///< shortest and longest route of its premises
  double farthest_m = 0.0;
  double busy_hour_load_mbps = 0.0;  ///< of its subscribers together
};

/// Fibre along an edge, or a part of one, of the routes of one OLT.
struct RouteSegment {
  std::int32_t edge = 0;  ///< of the roads where assumed, else of the cables
  double from_m = 0.0;    ///< the part in use, from the edge's `from` node
  double to_m = 0.0;
  CableKind kind = CableKind::feeder;
  bool assumed = true;
  std::int32_t olt = 0;
  int fibres = 0;              ///< in use, at its fullest
  std::int64_t dwellings = 0;  ///< behind it
};

/// A line of the bill of materials: what the assumed part needs, by OLT.
struct BillItem {
  std::string item;  ///< "feeder cable, 48 fibres", "splitter 1:8", "splice closure" ...
  std::string unit;  ///< "m" or "pieces"
  double quantity = 0.0;
  std::int32_t olt = -1;
};

/// How good the assignment to 10G classes is: what was reached beside a bound that no assignment can
/// pass. Premises that hang on a box already are left out: theirs is settled.
struct AssignmentQuality {
  std::int64_t dwellings = 0;        ///< served by 10G classes
  std::int64_t dwellings_bound = 0;  ///< no assignment serves more
  double route_m = 0.0;              ///< sum over dwellings served of the way to their box (OLT)
  double route_bound_m = 0.0;        ///< no assignment of as many has less
};

/// Parts of the road graph with premises and without an OLT.
struct RoadPartsWithoutOlt {
  std::int64_t parts = 0;
  std::int64_t premises = 0;
  std::int64_t dwellings = 0;
  std::int32_t largest_premises =
      -1;  ///< one of the part with the most dwellings; -1: there is none
};

struct FibreCoverage {
  std::vector<PremisesService> premises;  ///< one for each of the input's
  std::vector<OltUse> olts;
  std::vector<PonPortUse> ports;
  std::vector<DistributionBox> boxes;       ///< the plant's, then those assumed
  std::vector<std::int64_t> box_dwellings;  ///< that each of them serves
  std::vector<Splitter> splitters;          ///< the plant's, then those assumed
  std::vector<RouteSegment> segments;       ///< in order of assumed, edge, kind, OLT
  std::vector<BillItem> bill;               ///< in order of OLT, then item
  AssignmentQuality quality;
  std::int64_t road_components = 0;  ///< unconnected parts of the road graph
  RoadPartsWithoutOlt without_olt;   ///< of them, those whose premises no OLT can reach
  bool routes_assumed = true;        ///< some route does not follow installed cables
};

/// Whatever the number of threads, the result is the same.
///
/// Buildings are offered the nearest OLT (with boxes: the nearest box) of those whose budget, reach
/// and split allow it, in order of distance, then index; equally near OLTs: the lower index. All
/// dwellings of a building are served together, or the building is a gap. Those that did not fit
/// are offered the next nearest in repeated rounds; one that had to refuse a building takes no part
/// in the next round. At the end the refused ones, smallest first, are offered whatever room is
/// left, so that no_port is said only where no OLT in range has room. 10G classes are offered
/// first, then the others.
///
/// Points of one OLT and class that stand at the same coordinates (splitters, boxes or ports of
/// unlike splits) serve a building together, where it has more dwellings than any of them could
/// hold empty, or where at the end no point can hold it whole. All have to reach it within budget;
/// loss and split are those of the one with the least margin.
///
/// Premises of one port differ in fibre distance by no more than the class allows: ports that the
/// plant does not tie to anybody are filled in bands of distance (DistanceBands), each with ports of
/// its own; of a port that the plant names for them, those too far beyond its nearest are refused.
///
/// A box without an OLT's id is fed by the nearest one; equally near ones: a 10G class, then the
/// lower index. With boxes a building counts against both its box and that box's OLT.
///
/// Throws std::invalid_argument where check(plant) finds anything, or premises have negative
/// dwellings; Cancelled when told to stop.
FibreCoverage simulate(const FibrePlant& plant, const FibreNetworks& networks,
                       std::span<const Premises> premises, const FibreOptions& options,
                       Progress& progress);

}  // namespace gigacity::fibre
