// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "sim/fibre/assumed_build.hpp"
#include "sim/fibre/built_network.hpp"
#include "sim/fibre/differential_reach.hpp"
#include "sim/fibre/route_load.hpp"
#include "sim/fibre/route_tree.hpp"

namespace gigacity::fibre {

namespace {

constexpr std::size_t groups_of_a_search = 16;
constexpr int most_rounds = 6;

/// What is built for the premises of one point in one band of distance.
struct GroupBuild {
  std::size_t point = 0;
  std::vector<Share> shares;  ///< of demands, each with a way
  RouteTree tree;
  std::vector<BuildDemand> ways;
  AssumedBuild build;
  BuildRules rules;
  std::int64_t first_port = 0;  ///< of the group's: points that share them have them in turn
  std::size_t first_box = 0;    ///< of the point's
};

class Network {
 public:
  Network(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
          std::span<const Demand> demands, const FibreOptions& options, const Progress& progress)
      : m_plant(plant),
        m_roads(roads),
        m_points(points),
        m_demands(demands),
        m_options(options),
        m_progress(progress) {}

  /// Plans every point anew.
  void plan(const Assignment& assignment) {
    m_groups.clear();
    const auto of_point = shares_of_points(assignment, m_demands, m_points.points.size());
    const DistanceBands bands(m_plant, m_points, assignment, of_point);
    for (std::size_t p = 0; p < of_point.size(); ++p) {
      const auto first = m_groups.size();
      for (const auto& share : of_point[p]) {
        const auto band = bands.band(
            share.point, assignment.demands[static_cast<std::size_t>(share.demand)].distance_m);
        while (m_groups.size() <= first + band) m_groups.emplace_back().point = p;
        m_groups[first + band].shares.push_back(share);
      }
    }
    const auto chunks = (m_groups.size() + groups_of_a_search - 1) / groups_of_a_search;
    parallel_for(chunks, [&](std::size_t c) {
      RouteSearch search(m_roads);
      const auto end = std::min((c + 1) * groups_of_a_search, m_groups.size());
      for (auto g = c * groups_of_a_search; g < end; ++g)
        if (!m_groups[g].shares.empty()) plan(g, assignment, search);
    });
    std::vector<std::int64_t> taken(m_points.groups.size(), 0);
    const GroupBuild* before = nullptr;
    for (auto& build : m_groups) {
      auto& of_group = taken[static_cast<std::size_t>(m_points.points[build.point].group)];
      build.first_port = of_group;
      if (before != nullptr && before->point == build.point)
        build.first_box = before->first_box + before->build.boxes.size();
      before = &build;
      of_group += static_cast<std::int64_t>(build.build.trees.size());
    }
  }

  /// What is on the emptiest boxes and has to go so that the point's trees have a port each.
  std::vector<Share> too_many(std::size_t g) const {
    const auto& group = m_groups[g];
    auto spare = std::int64_t{group.rules.first_stage} * (ports(g) - group.first_port);
    for (const auto& box : group.build.boxes) spare -= static_cast<std::int64_t>(box.trees.size());
    std::vector<std::size_t> order(group.build.boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t b) {
      const auto& box = group.build.boxes[b];
      return std::pair(static_cast<double>(box.dwellings) / static_cast<double>(box.trees.size()),
                       box.dwellings);
    });
    std::vector<Share> refused;
    for (std::size_t i = 0; spare < 0 && i < order.size(); ++i) {
      const auto& box = group.build.boxes[order[i]];
      spare += static_cast<std::int64_t>(box.trees.size());
      for (const auto d : box.demands) refused.push_back(group.shares[static_cast<std::size_t>(d)]);
    }
    return refused;
  }

  std::size_t groups() const { return m_groups.size(); }
  const ServicePoint& point_of(std::size_t g) const { return m_points.points[m_groups[g].point]; }

  BuiltNetwork network(const Assignment& assignment) {
    BuiltNetwork built;
    built.connected.resize(m_demands.size());
    for (std::size_t g = 0; g < m_groups.size(); ++g) connect(g, assignment, built);
    std::vector<std::vector<RouteSegment>> segments(m_groups.size());
    parallel_for(m_groups.size(), [&](std::size_t g) { add_segments(g, segments[g]); });
    for (const auto& of_point : segments)
      built.segments.insert(built.segments.end(), of_point.begin(), of_point.end());
    return built;
  }

 private:
  std::int64_t ports(std::size_t g) const {
    const auto group = static_cast<std::size_t>(point_of(g).group);
    return static_cast<std::int64_t>(m_points.groups[group].ports.size());
  }
  PathSource source(std::size_t g) const { return {point_of(g).at, point_of(g).offset_m}; }
  const Demand& demand(std::int32_t d) const { return m_demands[static_cast<std::size_t>(d)]; }

  void plan(std::size_t g, const Assignment& assignment, RouteSearch& search) {
    const auto road = [&](std::int32_t d) -> const Snap& {
      return road_of(demand(d), assignment.demands[static_cast<std::size_t>(d)]);
    };
    auto& group = m_groups[g];
    std::vector<EdgePosition> targets;
    for (const auto& share : group.shares) targets.push_back(road(share.demand).at);
    group.tree =
        with_stops_at_targets(source(g), search.from(source(g), targets, m_progress), targets);
    for (std::size_t i = 0; i < group.shares.size(); ++i) {
      const auto& way = group.tree.ways[i];
      const auto& share = group.shares[i];
      group.ways.push_back(
          {way.stop, way.distance_m + road(share.demand).offset_m, share.dwellings});
    }
    const auto& kind = m_points.kinds[static_cast<std::size_t>(point_of(g).kind)];
    const auto [first, second] = assumed_stages(kind.split(), m_options.first_stage);
    group.rules = {.first_stage = first,
                   .second_stage = second,
                   .box_dwellings = m_options.box_dwellings,
                   .maximum_drop_m = m_options.maximum_drop_m};
    group.build = assumed_build(group.tree, group.ways, group.rules);
  }

  std::span<const PortRef> ports_from(std::size_t g) const {
    const auto group = static_cast<std::size_t>(point_of(g).group);
    return std::span(m_points.groups[group].ports)
        .subspan(static_cast<std::size_t>(m_groups[g].first_port));
  }

  MapPoint point_of_stop(std::size_t g, std::int32_t stop) const {
    if (stop < 0) return m_plant.olts[static_cast<std::size_t>(point_of(g).olt)].point;
    const auto& at = m_groups[g].tree.stops[static_cast<std::size_t>(stop)];
    return point_on(m_roads, at.edge, at.along_m);
  }

  /// Boxes, splitters and ports of one point, numbered by OLT.
  void connect(std::size_t g, const Assignment& assignment, BuiltNetwork& built) {
    const auto& group = m_groups[g];
    if (group.shares.empty()) return;
    const auto& point = point_of(g);
    const auto ports = ports_from(g);
    const auto& olt = m_plant.olts[static_cast<std::size_t>(point.olt)];
    const bool first_splitters = group.rules.first_stage > 1;
    const bool second_splitters = group.rules.second_stage > 1;
    std::vector<std::int32_t> splitter_of_tree;
    for (std::size_t t = 0; t < group.build.trees.size(); ++t) {
      const auto port =
          port_id(olt, olt.cards[static_cast<std::size_t>(ports[t].card)], ports[t].port);
      splitter_of_tree.push_back(static_cast<std::int32_t>(built.splitters.size()));
      if (!first_splitters) continue;
      built.splitters.push_back({fmt::format("assumed-{}-splitter", port),
                                 point_of_stop(g, group.build.trees[t].stop),
                                 group.rules.first_stage, port, ""});
      built.splitter_olt.push_back(point.olt);
    }
    for (std::size_t b = 0; b < group.build.boxes.size(); ++b) {
      const auto& planned = group.build.boxes[b];
      const auto box = static_cast<std::int32_t>(built.boxes.size());
      DistributionBox placed{
          fmt::format("assumed-{}-{}-box-{}", olt.id, point.kind, group.first_box + b + 1),
          point_of_stop(g, planned.stop), "", std::max(m_options.box_dwellings, planned.dwellings)};
      if (!second_splitters)
        placed.fed_by = built
                            .splitters[static_cast<std::size_t>(
                                splitter_of_tree[static_cast<std::size_t>(planned.trees.front())])]
                            .id;
      const auto first_line = static_cast<std::int32_t>(built.splitters.size());
      for (std::size_t l = 0; second_splitters && l < planned.trees.size(); ++l) {
        const auto tree = static_cast<std::size_t>(planned.trees[l]);
        built.splitters.push_back(
            {fmt::format("{}-splitter-{}", placed.id, l + 1), placed.point,
             group.rules.second_stage,
             first_splitters ? built.splitters[static_cast<std::size_t>(splitter_of_tree[tree])].id
                             : port_id(olt, olt.cards[static_cast<std::size_t>(ports[tree].card)],
                                       ports[tree].port),
             placed.id});
        built.splitter_olt.push_back(point.olt);
      }
      built.boxes.push_back(std::move(placed));
      built.box_olt.push_back(point.olt);
      built.box_dwellings.push_back(planned.dwellings);
      fill(g, planned, box, second_splitters ? first_line : -1, splitter_of_tree, assignment,
           built);
    }
  }

  /// Demands of a box fill its lines one after another.
  void fill(std::size_t g, const AssumedBuild::Box& planned, std::int32_t box,
            std::int32_t first_line, const std::vector<std::int32_t>& splitter_of_tree,
            const Assignment& assignment, BuiltNetwork& built) {
    const auto& group = m_groups[g];
    const auto& point = point_of(g);
    const auto ports = ports_from(g);
    const double box_m = planned.stop < 0
                             ? 0.0
                             : group.tree.stops[static_cast<std::size_t>(planned.stop)].distance_m;
    int filled = 0;
    for (const auto i : planned.demands) {
      const auto& way = group.ways[static_cast<std::size_t>(i)];
      const auto d = group.shares[static_cast<std::size_t>(i)].demand;
      std::int32_t last_splitter = -1;
      Connected connected;
      connected.box = box;
      connected.drop_m = way.distance_m - box_m;
      for (int left = way.dwellings; left > 0;) {
        const int line = filled / group.rules.second_stage;
        const int here =
            std::min(left, group.rules.second_stage - filled % group.rules.second_stage);
        const auto tree = planned.trees[static_cast<std::size_t>(line)];
        const auto port = ports[static_cast<std::size_t>(tree)];
        const auto splitter =
            first_line >= 0 ? first_line + line : splitter_of_tree[static_cast<std::size_t>(tree)];
        if (connected.first.port == 0) {
          connected.first = port;
          connected.splitter = splitter;
        }
        connected.last = port;
        connected.splitters += splitter == last_splitter ? 0 : 1;
        last_splitter = splitter;
        built.lines.push_back({point.olt, port, d, here});
        filled += here;
        left -= here;
      }
      add_share(
          built.connected[static_cast<std::size_t>(d)], connected,
          assignment.demands[static_cast<std::size_t>(d)].point == static_cast<std::int32_t>(g));
    }
  }

  void add_segments(std::size_t g, std::vector<RouteSegment>& segments) const {
    const auto& group = m_groups[g];
    if (group.shares.empty()) return;
    RouteLoad feeder(m_roads, source(g), group.tree);
    RouteLoad distribution(m_roads, source(g), group.tree);
    RouteLoad drop(m_roads, source(g), group.tree);
    std::vector<std::int64_t> behind(group.build.trees.size(), 0);
    for (const auto& box : group.build.boxes) {
      int left = box.dwellings;
      for (const auto t : box.trees) {
        const int here = std::min(left, group.rules.second_stage);
        left -= here;
        behind[static_cast<std::size_t>(t)] += here;
        distribution.add(box.stop, group.build.trees[static_cast<std::size_t>(t)].stop, 1, here);
      }
      for (const auto i : box.demands) {
        const auto& way = group.tree.ways[static_cast<std::size_t>(i)];
        const int dwellings = group.ways[static_cast<std::size_t>(i)].dwellings;
        drop.add(way.stop, box.stop, dwellings, dwellings);
      }
    }
    for (std::size_t t = 0; t < group.build.trees.size(); ++t)
      feeder.add(group.build.trees[t].stop, -1, 1, behind[t]);
    const auto olt = point_of(g).olt;
    feeder.append(CableKind::feeder, true, olt, segments);
    distribution.append(CableKind::distribution, true, olt, segments);
    drop.append(CableKind::drop, true, olt, segments);
  }

  const FibrePlant& m_plant;
  const Graph& m_roads;
  const ServicePoints& m_points;
  std::span<const Demand> m_demands;
  const FibreOptions& m_options;
  const Progress& m_progress;
  std::vector<GroupBuild> m_groups;  ///< of each point
};

std::int64_t dwellings_of(const std::vector<Share>& shares) {
  std::int64_t dwellings = 0;
  for (const auto& share : shares) dwellings += share.dwellings;
  return dwellings;
}

}  // namespace

BuiltNetwork build_network(const FibrePlant& plant, const Graph& roads, const ServicePoints& points,
                           std::span<const Demand> demands, const FibreOptions& options,
                           Assignment& assignment, Progress& progress) {
  Network network(plant, roads, points, demands, options, progress);
  auto capacity = points.capacity;
  for (int round = 1;; ++round) {
    network.plan(assignment);
    bool all_fit = true;
    std::vector<std::int32_t> without;
    std::vector<std::int64_t> too_many(capacity.size(), 0);
    for (std::size_t g = 0; g < network.groups(); ++g) {
      const auto refused = network.too_many(g);
      if (refused.empty()) continue;
      all_fit = false;
      const auto group = static_cast<std::size_t>(network.point_of(g).group);
      const auto pool = static_cast<std::size_t>(points.groups[group].pool);
      too_many[pool] += dwellings_of(refused);
      for (const auto& share : refused) without.push_back(share.demand);
    }
    if (all_fit) break;
    for (std::size_t pool = 0; pool < capacity.size(); ++pool)
      if (too_many[pool] > 0) capacity[pool] = assignment.used[pool] - too_many[pool];
    if (round < most_rounds) {
      SilentProgress silent;
      assignment = assign(plant, roads, points, capacity, demands, options, silent);
    } else {
      unserve(assignment, points, demands, without);  // whoever is left over now
    }
  }
  return network.network(assignment);
}

}  // namespace gigacity::fibre
