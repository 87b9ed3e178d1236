// SPDX-License-Identifier: Apache-2.0
// Which building is served by which OLT or box while ports and capacities last.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/service_points.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// A building as the road graph sees it.
struct Demand {
  std::optional<Snap> snap;
  int dwellings = 0;
};

/// What became of a building.
struct Assigned {
  std::int32_t point =
      -1;  ///< serving point, or the nearest that refused it; -1: none could serve it
  double distance_m = 0.0;  ///< from that point, drops included
  bool served = false;
};

struct Assignment {
  std::vector<Assigned> demands;            ///< one for each
  std::vector<std::int64_t> olt_dwellings;  ///< served, of each OLT
};

/// The rules stand at simulate() in coverage.hpp. Progress advances by one for each building
/// served.
Assignment assign(const FibrePlant& plant, const Graph& roads, std::span<const ServicePoint> points,
                  std::span<const Demand> demands, const FibreOptions& options, Progress& progress);

}  // namespace gigacity::fibre
