// SPDX-License-Identifier: Apache-2.0
// The best assignment of premises to serving points by a flow, where there are few enough, and
// bounds that no assignment passes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/assignment.hpp"
#include "sim/fibre/service_points.hpp"

namespace gigacity::fibre {

/// A connection that the budget, the reach and the longest drop allow.
struct Candidate {
  std::int32_t demand = 0;
  std::int32_t point = 0;
  double distance_m = 0.0;  ///< as Assigned::distance_m
  int road = 0;             ///< as Assigned::road
};

/// All of them between `points` and `demands`, in order of point, then demand.
std::vector<Candidate> candidates(const FibrePlant& plant, const Graph& roads,
                                  const ServicePoints& all, std::span<const std::int32_t> points,
                                  std::span<const Demand> demands,
                                  std::span<const std::int32_t> wanted, const FibreOptions& options,
                                  const Progress& progress);

struct FlowAssignment {
  /// One of the candidates for each demand that the flow serves whole from one point.
  std::vector<Candidate> whole;
  std::int64_t dwellings_bound = 0;  ///< what the flow serves: buildings may be divided in it
  double route_bound_m = 0.0;        ///< the least sum over so many dwellings
};

/// Most dwellings, then the shortest sum of ways over dwellings, when `room` is what each pool has
/// left. Where a pool leads on into different others, one of its limits is dropped: the bounds stay
/// bounds.
FlowAssignment assign_by_flow(const ServicePoints& all, std::span<const Candidate> candidates,
                              std::span<const Demand> demands, std::span<const std::int64_t> room);

}  // namespace gigacity::fibre
