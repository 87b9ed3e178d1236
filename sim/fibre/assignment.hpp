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

/// Premises as the road graph sees them.
struct Demand {
  std::optional<Snap> snap;
  int dwellings = 0;
  std::int32_t box = -1;  ///< the only one that may serve them; -1: any may
};

/// What became of premises.
struct Assigned {
  /// Serving point, or the nearest that refused them; -1: none could serve them.
  std::int32_t point = -1;
  double distance_m = 0.0;  ///< from that point, drops included
  bool served = false;
};

struct Assignment {
  std::vector<Assigned> demands;   ///< one for each
  std::vector<std::int64_t> used;  ///< dwellings in each pool
  AssignmentQuality quality;
};

/// The rules stand at simulate() in coverage.hpp. `capacity` is that of each pool: the points' own, or
/// less. Progress advances by one for each of the premises served.
Assignment assign(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
                  std::span<const std::int64_t> capacity, std::span<const Demand> demands,
                  const FibreOptions& options, Progress& progress);

}  // namespace gigacity::fibre
