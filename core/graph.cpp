// SPDX-License-Identifier: Apache-2.0
#include "core/graph.hpp"

#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "core/random.hpp"

namespace gigacity {

Graph::Graph(std::vector<MapPoint> nodes, std::vector<Edge> edges)
    : m_nodes(std::move(nodes)), m_edges(std::move(edges)), m_first(m_nodes.size() + 1, 0) {
  const auto known = [this](std::int32_t node) { return node >= 0 && node < node_count(); };
  for (const auto& node : m_nodes)
    if (!std::isfinite(node.x_m) || !std::isfinite(node.y_m))
      throw std::invalid_argument("a node's coordinates must be numbers");
  for (const auto& edge : m_edges) {
    if (!known(edge.from) || !known(edge.to))
      throw std::invalid_argument("an edge names a node that the graph does not have");
    if (!(edge.length_m >= 0.0) || !std::isfinite(edge.length_m))
      throw std::invalid_argument("an edge's length must be a number, and not negative");
    ++m_first[static_cast<std::size_t>(edge.from) + 1];
    ++m_first[static_cast<std::size_t>(edge.to) + 1];
  }
  for (std::size_t i = 1; i < m_first.size(); ++i) m_first[i] += m_first[i - 1];
  m_arcs.resize(m_edges.size() * 2);
  auto next = m_first;
  for (std::size_t e = 0; e < m_edges.size(); ++e) {
    const auto& edge = m_edges[e];
    const auto id = static_cast<std::int32_t>(e);
    m_arcs[next[static_cast<std::size_t>(edge.from)]++] = {edge.to, id, edge.length_m};
    m_arcs[next[static_cast<std::size_t>(edge.to)]++] = {edge.from, id, edge.length_m};
  }
  m_junctions = std::make_shared<const JunctionGraph>(*this);
}

MapPoint point_on(const Graph& graph, std::int32_t edge, double along_m) {
  const auto& on = graph.edges()[static_cast<std::size_t>(edge)];
  const auto from = graph.nodes()[static_cast<std::size_t>(on.from)];
  const auto to = graph.nodes()[static_cast<std::size_t>(on.to)];
  if (along_m <= 0.0) return from;
  if (along_m >= on.length_m) return to;
  const double share = along_m / on.length_m;
  return {from.x_m + share * (to.x_m - from.x_m), from.y_m + share * (to.y_m - from.y_m)};
}

namespace {

struct LatticePoint {
  std::int64_t x = 0;
  std::int64_t y = 0;
  friend bool operator==(const LatticePoint&, const LatticePoint&) = default;
};

struct LatticeHash {
  std::size_t operator()(const LatticePoint& p) const {
    return mixed_bits(mixed_bits(static_cast<std::uint64_t>(p.x)) ^
                      static_cast<std::uint64_t>(p.y));
  }
};

/// Nodes in squares of side 2 snap_m: whatever lies within snap_m of a point is in at most four of
/// them, so nothing is torn apart at the border of a square.
class NodeLattice {
 public:
  explicit NodeLattice(double snap_m) : m_snap_m(snap_m) {}

  std::int32_t node_at(MapPoint p) {
    const auto found = nearest(p);
    if (found >= 0) return found;
    const auto fresh = static_cast<std::int32_t>(m_nodes.size());
    m_nodes.push_back(p);
    const auto [first, empty] = m_first.try_emplace({square(p.x_m), square(p.y_m)}, fresh);
    m_next.push_back(empty ? -1 : first->second);
    first->second = fresh;
    return fresh;
  }
  const std::vector<MapPoint>& nodes() const { return m_nodes; }

 private:
  std::int64_t square(double coordinate_m) const {
    return static_cast<std::int64_t>(std::floor(coordinate_m / (2.0 * m_snap_m)));
  }

  std::int32_t nearest(MapPoint p) const {
    std::int32_t best = -1;
    double best_m = m_snap_m;
    const auto last_x = square(p.x_m + m_snap_m);
    const auto last_y = square(p.y_m + m_snap_m);
    for (auto y = square(p.y_m - m_snap_m); y <= last_y; ++y) {
      for (auto x = square(p.x_m - m_snap_m); x <= last_x; ++x) {
        const auto first = m_first.find({x, y});
        if (first == m_first.end()) continue;
        for (auto node = first->second; node >= 0; node = m_next[static_cast<std::size_t>(node)]) {
          const double d = distance_m(p, m_nodes[static_cast<std::size_t>(node)]);
          if (d > best_m || (d == best_m && best >= 0 && node > best)) continue;
          best = node;
          best_m = d;
        }
      }
    }
    return best;
  }

  double m_snap_m;
  std::vector<MapPoint> m_nodes;
  std::vector<std::int32_t> m_next;  ///< next node of the same square, -1 at the end
  std::unordered_map<LatticePoint, std::int32_t, LatticeHash> m_first;
};

}  // namespace

Graph graph_of_lines(std::span<const LineString> lines, double snap_m) {
  if (!(snap_m > 0.0)) throw std::invalid_argument("the snapping distance must be positive");
  NodeLattice lattice(snap_m);
  std::vector<Graph::Edge> edges;
  // Beyond this no square's number fits an integer; no map has such coordinates.
  const double limit_m = snap_m * 1e15;
  const auto usable = [&](MapPoint p) {
    return std::abs(p.x_m) <= limit_m && std::abs(p.y_m) <= limit_m;
  };
  for (const auto& line : lines) {
    std::int32_t before = -1;
    for (const auto p : line) {
      if (!usable(p)) {
        before = -1;
        continue;
      }
      const auto node = lattice.node_at(p);
      if (before >= 0 && node != before) {
        const auto& nodes = lattice.nodes();
        edges.push_back({before, node,
                         distance_m(nodes[static_cast<std::size_t>(before)],
                                    nodes[static_cast<std::size_t>(node)])});
      }
      before = node;
    }
  }
  return {lattice.nodes(), std::move(edges)};
}

std::vector<std::int32_t> components(const Graph& graph) {
  std::vector<std::int32_t> component(static_cast<std::size_t>(graph.node_count()), -1);
  std::vector<std::int32_t> open;
  std::int32_t count = 0;
  for (std::int32_t start = 0; start < graph.node_count(); ++start) {
    if (component[static_cast<std::size_t>(start)] >= 0) continue;
    component[static_cast<std::size_t>(start)] = count;
    open.push_back(start);
    while (!open.empty()) {
      const auto node = open.back();
      open.pop_back();
      for (const auto& arc : graph.arcs(node)) {
        if (component[static_cast<std::size_t>(arc.to)] >= 0) continue;
        component[static_cast<std::size_t>(arc.to)] = count;
        open.push_back(arc.to);
      }
    }
    ++count;
  }
  return component;
}

}  // namespace gigacity
