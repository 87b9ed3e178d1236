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
#include "sim/fibre/plant.hpp"

namespace gigacity::fibre {

struct FibreOptions {
  double maximum_snap_m = 500.0;  ///< a building farther from every road cannot be connected
  double maximum_drop_m = 800.0;  ///< from distribution box to building, along the roads
};

/// Why premises have no gigabit service. The first that holds is the reason:
///   no_plant   there is no OLT; with boxes, no box within maximum_drop_m along the roads
///   no_route   too far from every road, or the roads do not lead to an OLT (a box, a box's OLT)
///   below_10g  served, but by an OLT whose class is below 10G
///   no_port    OLTs (boxes) could serve it, but none of them has room for all its dwellings
///   budget     the nearest OLT's loss exceeds its class's budget
///   reach      the nearest OLT is beyond its class's reach, or splits more than its class allows
enum class FibreGap { none, no_plant, no_route, no_port, budget, reach, below_10g };

/// "no_plant", "no_route", ...
const char* to_string(FibreGap gap);

struct PremisesService {
  FibreGap gap = FibreGap::no_plant;
  std::int32_t olt = -1;  ///< serving OLT, or the nearest one that failed; -1 for none
  std::int32_t box = -1;  ///< serving box, or the nearest one that failed; -1 for none
  double route_m = 0.0;   ///< OLT to premises along the roads and drops; 0 where there is none.
                          ///< With no_plant and a box named: from that box, which is too far away
  double loss_db = 0.0;   ///< of the route; 0 where there is none
  double margin_db =
      0.0;  ///< class budget less maintenance margin and loss; negative: exceeded by so much
  bool needs_attenuator = false;  ///< served, with less loss than the class's minimum: no gap
  bool gigabit_ready() const { return gap == FibreGap::none; }
};

struct OltUse {
  int ports_used = 0;  ///< the fewest that hold the dwellings at the OLT's split
  int dwellings = 0;
};

struct FibreCoverage {
  std::vector<PremisesService> premises;  ///< one for each of the input's
  std::vector<OltUse> olts;
  std::int64_t road_components = 0;  ///< unconnected parts of the road graph
  bool routes_assumed = true;        ///< no as-built routes were given
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
/// A box without an OLT's id is fed by the nearest one; equally near ones: a 10G class, then the
/// lower index. With boxes a building counts against both its box and that box's OLT.
///
/// Throws std::invalid_argument where check(plant) finds anything, or premises have negative
/// dwellings; Cancelled when told to stop.
FibreCoverage simulate(const FibrePlant& plant, const Graph& roads,
                       std::span<const Premises> premises, const FibreOptions& options,
                       Progress& progress);

}  // namespace gigacity::fibre
