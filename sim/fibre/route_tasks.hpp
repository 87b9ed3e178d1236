// SPDX-License-Identifier: Apache-2.0
// Fibres along the routes of many places, in parallel.
#pragma once

#include <cstdint>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre {

/// Routes from one place to others that all carry the same kind of cable.
struct RouteTask {
  struct Target {
    EdgePosition at;
    int fibres = 1;
    std::int64_t dwellings = 0;
  };
  const Graph* network = nullptr;
  PathSource source;
  std::vector<Target> targets;
  CableKind kind = CableKind::feeder;
  bool assumed = true;
  std::int32_t olt = 0;
};

/// The segments of all, in no order of account.
std::vector<RouteSegment> segments_of(const std::vector<RouteTask>& tasks,
                                      const Progress& progress);

/// Sorts by assumed, edge, kind, OLT and part, and joins segments of the same part.
void tidy(std::vector<RouteSegment>& segments);

}  // namespace gigacity::fibre
