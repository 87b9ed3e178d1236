// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <tuple>

#include "sim/fibre/assignment.hpp"

namespace gigacity::fibre {

namespace {

/// Premises that one point serves are one share.
template <class Visit>
void for_each_share(const Assignment& assignment, std::span<const Demand> demands, Visit visit) {
  auto next = assignment.divided.begin();
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const auto d = static_cast<std::int32_t>(i);
    const bool divided = next != assignment.divided.end() && next->demand == d;
    if (!divided && assignment.demands[i].served)
      visit(Share{d, assignment.demands[i].point, demands[i].dwellings});
    for (; next != assignment.divided.end() && next->demand == d; ++next) visit(*next);
  }
}

}  // namespace

RoadTargets::RoadTargets(std::span<const Demand> demands, std::span<const std::int32_t> which) {
  first.push_back(0);
  for (const auto d : which) {
    for (const auto& road : demands[static_cast<std::size_t>(d)].roads.all()) {
      at.push_back(road.at);
      offset_m.push_back(road.offset_m);
    }
    first.push_back(at.size());
  }
}

std::pair<int, double> RoadTargets::shortest(std::size_t i,
                                             std::span<const double> lengths_m) const {
  std::pair best{0, std::numeric_limits<double>::infinity()};
  for (auto t = first[i]; t < first[i + 1]; ++t)
    if (const double length_m = lengths_m[t] + offset_m[t]; length_m < best.second)
      best = {static_cast<int>(t - first[i]), length_m};
  return best;
}

RoadWay nearest_way(const NearestSources& nearest, const NearRoads& roads) {
  RoadWay best;
  for (std::size_t r = 0; r < roads.all().size(); ++r) {
    const auto way = nearest.at(roads[r].at);
    if (way.source < 0) continue;
    const RoadWay by{way.distance_m + roads[r].offset_m, way.source, static_cast<int>(r)};
    if (best.source < 0 ||
        std::tie(by.distance_m, by.source) < std::tie(best.distance_m, best.source))
      best = by;
  }
  return best;
}

std::vector<std::int64_t> used_of_pools(const Assignment& assignment, const ServicePoints& points,
                                        std::span<const Demand> demands) {
  std::vector<std::int64_t> used(points.capacity.size(), 0);
  for_each_share(assignment, demands, [&](const Share& share) {
    for (const auto pool : points.points[static_cast<std::size_t>(share.point)].pools)
      if (pool != no_pool) used[static_cast<std::size_t>(pool)] += share.dwellings;
  });
  return used;
}

std::vector<std::vector<Share>> shares_of_points(const Assignment& assignment,
                                                 std::span<const Demand> demands,
                                                 std::size_t points) {
  std::vector<std::vector<Share>> of_point(points);
  for_each_share(assignment, demands, [&](const Share& share) {
    of_point[static_cast<std::size_t>(share.point)].push_back(share);
  });
  return of_point;
}

void unserve(Assignment& assignment, const ServicePoints& points, std::span<const Demand> demands,
             std::span<const std::int32_t> which) {
  std::vector<char> gone(demands.size(), 0);
  for (const auto d : which) gone[static_cast<std::size_t>(d)] = 1;
  const auto is_gone = [&](const Share& share) {
    return gone[static_cast<std::size_t>(share.demand)] != 0;
  };
  for (const auto d : which) assignment.demands[static_cast<std::size_t>(d)].served = false;
  std::erase_if(assignment.divided, is_gone);
  assignment.used = used_of_pools(assignment, points, demands);
}

}  // namespace gigacity::fibre
