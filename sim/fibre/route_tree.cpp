// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/route_tree.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <queue>
#include <tuple>
#include <unordered_map>

namespace gigacity::fibre {

namespace {

struct Open {
  double distance_m = 0.0;
  std::int32_t node = 0;
  std::int32_t parent = -1;
  std::int32_t edge = 0;
  friend bool operator>(const Open& a, const Open& b) {
    return std::tie(a.distance_m, a.node, a.parent, a.edge) >
           std::tie(b.distance_m, b.node, b.parent, b.edge);
  }
};

}  // namespace

double entered_at_m(const Graph& graph, const PathSource& source, const RouteTree& tree,
                    const RouteTree::Stop& stop) {
  if (stop.parent < 0) return source.at.along_m;
  const auto& parent = tree.stops[static_cast<std::size_t>(stop.parent)];
  if (parent.node < 0) return parent.along_m;
  const auto& edge = graph.edges()[static_cast<std::size_t>(stop.edge)];
  // An edge from a node to itself is entered at the end that the stop is not.
  if (edge.from == edge.to) return stop.node < 0 ? 0.0 : edge.length_m - stop.along_m;
  return parent.node == edge.from ? 0.0 : edge.length_m;
}

RouteSearch::RouteSearch(const Graph& graph)
    : m_graph(&graph), m_stop_of_node(static_cast<std::size_t>(graph.node_count()), -1) {}

RouteTree RouteSearch::from(const PathSource& source, std::span<const EdgePosition> targets,
                            const Progress& progress) {
  const auto edge_at = [this](const EdgePosition& place) -> const Graph::Edge& {
    return m_graph->edges()[static_cast<std::size_t>(place.edge)];
  };
  std::unordered_map<std::int32_t, bool> wanted;
  for (const auto& target : targets) {
    wanted.try_emplace(edge_at(target).from, true);
    wanted.try_emplace(edge_at(target).to, true);
  }
  auto missing = wanted.size();
  RouteTree tree;
  std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
  const auto& start = edge_at(source.at);
  open.push({source.start_m + source.at.along_m, start.from, -1, source.at.edge});
  open.push({source.start_m + (start.length_m - source.at.along_m), start.to, -1, source.at.edge});
  constexpr std::size_t check_every = std::size_t{1} << 14U;
  while (!open.empty() && missing > 0) {
    const auto next = open.top();
    open.pop();
    auto& mark = m_stop_of_node[static_cast<std::size_t>(next.node)];
    if (mark >= 0) continue;
    mark = static_cast<std::int32_t>(tree.stops.size());
    const auto& entered = m_graph->edges()[static_cast<std::size_t>(next.edge)];
    tree.stops.push_back({next.node, next.parent, next.edge, next.distance_m,
                          next.node == entered.from ? 0.0 : entered.length_m});
    missing -= wanted.count(next.node);
    const auto self = mark;
    for (const auto& arc : m_graph->arcs(next.node))
      if (m_stop_of_node[static_cast<std::size_t>(arc.to)] < 0)
        open.push({next.distance_m + arc.length_m, arc.to, self, arc.edge});
    if (tree.stops.size() % check_every == 0) progress.throw_if_cancelled();
  }
  tree.ways.reserve(targets.size());
  for (const auto& target : targets) {
    const auto& edge = edge_at(target);
    RouteTree::Way way;
    const auto by = [&](std::int32_t node, double along_m) {
      const auto stop = m_stop_of_node[static_cast<std::size_t>(node)];
      if (stop < 0) return;
      const double distance_m = tree.stops[static_cast<std::size_t>(stop)].distance_m + along_m;
      if (distance_m < way.distance_m) way = {stop, distance_m};
    };
    by(edge.from, target.along_m);
    by(edge.to, edge.length_m - target.along_m);
    if (target.edge == source.at.edge) {
      const double straight_m = source.start_m + std::abs(source.at.along_m - target.along_m);
      if (straight_m <= way.distance_m) way = {-1, straight_m};
    }
    tree.ways.push_back(way);
  }
  for (const auto& stop : tree.stops) m_stop_of_node[static_cast<std::size_t>(stop.node)] = -1;
  return tree;
}

RouteTree with_stops_at_targets(const PathSource& source, RouteTree tree,
                                std::span<const EdgePosition> targets) {
  // Along each edge from each end, the nearest first: a stop's parent comes before it.
  std::vector<std::size_t> order;
  for (std::size_t t = 0; t < targets.size(); ++t)
    if (tree.ways[t].distance_m < std::numeric_limits<double>::infinity()) order.push_back(t);
  /// Beyond the source on its own edge, the two directions are apart.
  const auto branch = [&](std::size_t t) {
    const bool from_source = tree.ways[t].stop < 0;
    return std::tuple(targets[t].edge, tree.ways[t].stop,
                      from_source && targets[t].along_m < source.at.along_m);
  };
  std::ranges::sort(
      order, {}, [&](std::size_t t) { return std::tuple(branch(t), tree.ways[t].distance_m, t); });
  std::optional<std::tuple<std::int32_t, std::int32_t, bool>> last_branch;
  for (const auto t : order) {
    const auto here = branch(t);
    auto& way = tree.ways[t];
    const auto self = static_cast<std::int32_t>(tree.stops.size());
    const auto parent = last_branch == here ? self - 1 : way.stop;
    last_branch = here;
    tree.stops.push_back({-1, parent, targets[t].edge, way.distance_m, targets[t].along_m});
    way.stop = self;
  }
  return tree;
}

}  // namespace gigacity::fibre
