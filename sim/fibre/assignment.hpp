// SPDX-License-Identifier: Apache-2.0
// Which building is served by which OLT or box while ports and capacities last.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/point_room.hpp"
#include "sim/fibre/service_points.hpp"
#include "sim/fibre/shortest_path.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

/// Premises as the road graph sees them.
struct Demand {
  NearRoads roads{};
  int dwellings = 0;
  std::int32_t box = -1;  ///< the only one that may serve them; -1: any may
};

/// What became of premises.
struct Assigned {
  /// Serving point, or the nearest that refused them; -1: none could serve them. Of several that
  /// serve them together, the one with the least margin.
  std::int32_t point = -1;
  double distance_m = 0.0;  ///< from that point, drops included
  bool served = false;
  /// Of one that its port refuses for being too much farther than the port's nearest: that one's
  /// fibre distance.
  std::optional<double> port_nearest_m{};
  int road = 0;  ///< of the demand's, the one that leads to the point
};

/// Where the way leaves the roads.
inline const Snap& road_of(const Demand& demand, const Assigned& assigned) {
  return demand.roads[static_cast<std::size_t>(assigned.road)];
}

/// The roads of some demands put together, to look for ways to all of them at once.
struct RoadTargets {
  std::vector<EdgePosition> at;
  std::vector<double> offset_m;
  std::vector<std::size_t> first;  ///< of each demand, and the end

  RoadTargets(std::span<const Demand> demands, std::span<const std::int32_t> which);
  /// The road of the i-th demand with the least of `lengths_m`, offsets added, and the length.
  std::pair<int, double> shortest(std::size_t i, std::span<const double> lengths_m) const;
};

/// The nearest source of premises, by whichever of their roads is the shortest way to it.
struct RoadWay {
  double distance_m = std::numeric_limits<double>::infinity();  ///< the drop included
  std::int32_t source = -1;                                     ///< -1: none is reached
  int road = 0;
};

/// Of equally near sources the lower, of its roads the first.
RoadWay nearest_way(const NearestSources& nearest, const NearRoads& roads);

struct Assignment {
  std::vector<Assigned> demands;   ///< one for each
  std::vector<std::int64_t> used;  ///< dwellings in each pool
  AssignmentQuality quality;
  /// Of premises that several points of one place serve together, in order of demand, then point.
  std::vector<Share> divided{};
};

/// What each point serves, in order of demand.
std::vector<std::vector<Share>> shares_of_points(const Assignment& assignment,
                                                 std::span<const Demand> demands,
                                                 std::size_t points);

/// Dwellings in each pool.
std::vector<std::int64_t> used_of_pools(const Assignment& assignment, const ServicePoints& points,
                                        std::span<const Demand> demands);

/// Takes their service, and the room that they have, from demands that are served.
void unserve(Assignment& assignment, const ServicePoints& points, std::span<const Demand> demands,
             std::span<const std::int32_t> which);

/// The rules stand at simulate() in coverage.hpp. `capacity` is that of each pool: the points' own, or
/// less. Progress advances by one for each of the premises served.
Assignment assign(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
                  std::span<const std::int64_t> capacity, std::span<const Demand> demands,
                  const FibreOptions& options, Progress& progress);

}  // namespace gigacity::fibre
