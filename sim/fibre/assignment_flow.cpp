// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/assignment_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/min_cost_flow.hpp"
#include "core/parallel.hpp"
#include "sim/fibre/route_tree.hpp"

namespace gigacity::fibre {

namespace {

constexpr std::size_t points_of_a_search = 16;

}  // namespace

std::vector<Candidate> candidates(const FibrePlant& plant, const Graph& roads,
                                  const ServicePoints& all, std::span<const std::int32_t> points,
                                  std::span<const Demand> demands,
                                  std::span<const std::int32_t> wanted, const FibreOptions& options,
                                  const Progress& progress) {
  const RoadTargets targets(demands, wanted);
  std::vector<std::vector<Candidate>> of_point(points.size());
  parallel_for((points.size() + points_of_a_search - 1) / points_of_a_search, [&](std::size_t c) {
    RouteSearch search(roads);
    const auto end = std::min((c + 1) * points_of_a_search, points.size());
    for (auto i = c * points_of_a_search; i < end; ++i) {
      const auto& point = all.points[static_cast<std::size_t>(points[i])];
      const auto tree = search.from({point.at, point.offset_m}, targets.at, progress);
      std::vector<double> lengths_m;
      for (const auto& way : tree.ways) lengths_m.push_back(way.distance_m);
      for (std::size_t t = 0; t < wanted.size(); ++t) {
        const auto [road, distance_m] = targets.shortest(t, lengths_m);
        if (!point.is_olt() && distance_m > options.maximum_drop_m) continue;
        if (distance_m == std::numeric_limits<double>::infinity()) continue;
        const auto judged = connection(plant, all, static_cast<std::size_t>(points[i]), distance_m);
        if (judged.within_budget && judged.within_reach)
          of_point[i].push_back({wanted[t], points[i], distance_m, road});
      }
    }
  });
  std::vector<Candidate> found;
  for (const auto& part : of_point) found.insert(found.end(), part.begin(), part.end());
  return found;
}

FlowAssignment assign_by_flow(const ServicePoints& all, std::span<const Candidate> candidates,
                              std::span<const Demand> demands, std::span<const std::int64_t> room) {
  // Nodes: 0 the source, 1 the sink, then demands, points and pools as they are met.
  constexpr std::int32_t source = 0;
  constexpr std::int32_t sink = 1;
  std::int32_t nodes = 2;
  std::vector<FlowArc> arcs;
  std::map<std::int32_t, std::int32_t> demand_node;
  std::map<std::int32_t, std::int32_t> point_node;
  std::map<std::int32_t, std::int32_t> pool_node;
  // Of two pools of a point, the one with fewer points leads into the other.
  std::vector<int> points_of_pool(all.capacity.size(), 0);
  for (const auto& point : all.points)
    for (const auto pool : point.pools)
      if (pool != no_pool) ++points_of_pool[static_cast<std::size_t>(pool)];
  const auto pools_of = [&](const ServicePoint& point) {
    std::vector<std::int32_t> pools;
    for (const auto pool : point.pools)
      if (pool != no_pool) pools.push_back(pool);
    std::ranges::stable_sort(
        pools, {}, [&](auto pool) { return points_of_pool[static_cast<std::size_t>(pool)]; });
    return pools;
  };
  const auto node_of_demand = [&](std::int32_t d) {
    const auto [entry, fresh] = demand_node.try_emplace(d, nodes);
    if (fresh) {
      arcs.push_back({source, nodes++, demands[static_cast<std::size_t>(d)].dwellings, 0});
    }
    return entry->second;
  };
  constexpr auto unlimited = std::int64_t{1} << 40;
  /// A pool is an arc between two nodes, the first of which is its own.
  const auto node_of_pool = [&](std::int32_t pool, std::int32_t into) {
    const auto [entry, fresh] = pool_node.try_emplace(pool, nodes);
    if (fresh) {
      ++nodes;
      arcs.push_back({entry->second, into,
                      std::max<std::int64_t>(room[static_cast<std::size_t>(pool)], 0), 0});
    }
    return entry->second;
  };
  const auto node_of_point = [&](std::int32_t p) {
    const auto [entry, fresh] = point_node.try_emplace(p, -1);
    if (!fresh) return entry->second;
    std::int32_t into = sink;
    auto pools = pools_of(all.points[static_cast<std::size_t>(p)]);
    for (auto pool = pools.rbegin(); pool != pools.rend(); ++pool) into = node_of_pool(*pool, into);
    entry->second = nodes++;
    arcs.push_back({entry->second, into, unlimited, 0});
    return entry->second;
  };
  const auto millimetres = [](double length_m) {
    return static_cast<std::int64_t>(std::llround(1000.0 * length_m));
  };
  std::vector<std::size_t> arc_of_candidate;
  for (const auto& candidate : candidates) {
    const auto from = node_of_demand(candidate.demand);
    const auto to = node_of_point(candidate.point);
    arc_of_candidate.push_back(arcs.size());
    arcs.push_back({from, to, demands[static_cast<std::size_t>(candidate.demand)].dwellings,
                    millimetres(candidate.distance_m)});
  }
  const auto best = min_cost_flow(nodes, arcs, source, sink);
  FlowAssignment result;
  result.dwellings_bound = best.flow;
  // Each dwelling's way was rounded to a millimetre.
  constexpr double rounding_m = 0.0005;
  result.route_bound_m =
      0.001 * static_cast<double>(best.cost) - rounding_m * static_cast<double>(best.flow);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto dwellings = demands[static_cast<std::size_t>(candidates[i].demand)].dwellings;
    if (dwellings > 0 && best.arc_flow[arc_of_candidate[i]] == dwellings)
      result.whole.push_back(candidates[i]);
  }
  return result;
}

}  // namespace gigacity::fibre
