// SPDX-License-Identifier: Apache-2.0
#include "core/junction_graph.hpp"

#include <algorithm>
#include <utility>

#include "core/graph.hpp"

namespace gigacity {

namespace {

/// Bits of two numbers in turn.
std::uint64_t interleaved(std::uint32_t x, std::uint32_t y) {
  const auto spread = [](std::uint64_t bits) {
    bits = (bits | bits << 16U) & 0x0000FFFF0000FFFFULL;
    bits = (bits | bits << 8U) & 0x00FF00FF00FF00FFULL;
    bits = (bits | bits << 4U) & 0x0F0F0F0F0F0F0F0FULL;
    bits = (bits | bits << 2U) & 0x3333333333333333ULL;
    return (bits | bits << 1U) & 0x5555555555555555ULL;
  };
  return spread(x) | spread(y) << 1U;
}

class MortonOrder {
 public:
  explicit MortonOrder(const std::vector<MapPoint>& nodes) {
    for (const auto& node : nodes) m_box.add(node);
    constexpr double steps = 65'535.0;
    const double side_m = std::max(m_box.width_m(), m_box.height_m());
    m_steps_per_m = side_m > 0.0 ? steps / side_m : 0.0;
  }
  std::uint64_t operator()(MapPoint p) const {
    return interleaved(static_cast<std::uint32_t>((p.x_m - m_box.min_x_m) * m_steps_per_m),
                       static_cast<std::uint32_t>((p.y_m - m_box.min_y_m) * m_steps_per_m));
  }

 private:
  MapBox m_box;
  double m_steps_per_m = 0.0;
};

}  // namespace

JunctionGraph::JunctionGraph(const Graph& graph)
    : m_place_of_node(static_cast<std::size_t>(graph.node_count())),
      m_place_of_edge(graph.edges().size()) {
  std::vector<std::int32_t> junctions;
  for (std::int32_t node = 0; node < graph.node_count(); ++node) {
    const auto degree = graph.arcs(node).size();
    if (degree == 1 || degree > 2) junctions.push_back(node);
  }
  // What no chain from these passes lies in rings.
  std::vector<char> passed(graph.edges().size(), 0);
  for (const auto node : junctions) m_place_of_node[static_cast<std::size_t>(node)].junction = 0;
  const auto pass = [&](std::int32_t node, std::int32_t edge) {
    while (passed[static_cast<std::size_t>(edge)] == 0) {
      passed[static_cast<std::size_t>(edge)] = 1;
      const auto& e = graph.edges()[static_cast<std::size_t>(edge)];
      node = e.from == node ? e.to : e.from;
      if (m_place_of_node[static_cast<std::size_t>(node)].junction >= 0) return;
      const auto arcs = graph.arcs(node);
      edge = arcs[0].edge == edge ? arcs[1].edge : arcs[0].edge;
    }
  };
  for (const auto node : junctions)
    for (const auto& arc : graph.arcs(node)) pass(node, arc.edge);
  for (std::size_t e = 0; e < passed.size(); ++e) {
    if (passed[e] != 0) continue;
    const auto node = graph.edges()[e].from;
    junctions.push_back(node);
    m_place_of_node[static_cast<std::size_t>(node)].junction = 0;
    pass(node, static_cast<std::int32_t>(e));
  }
  number_junctions(graph, junctions);
}

void JunctionGraph::number_junctions(const Graph& graph,
                                     const std::vector<std::int32_t>& junctions) {
  const MortonOrder order(graph.nodes());
  std::vector<std::pair<std::uint64_t, std::int32_t>> along_curve;
  along_curve.reserve(junctions.size());
  for (const auto node : junctions)
    along_curve.emplace_back(order(graph.nodes()[static_cast<std::size_t>(node)]), node);
  std::ranges::sort(along_curve);
  for (std::size_t j = 0; j < along_curve.size(); ++j)
    m_place_of_node[static_cast<std::size_t>(along_curve[j].second)].junction =
        static_cast<std::int32_t>(j);
  m_first.assign(junctions.size() + 1, 0);
  for (const auto& [code, node] : along_curve)
    for (const auto& arc : graph.arcs(node))
      if (m_place_of_edge[static_cast<std::size_t>(arc.edge)].chain < 0)
        walk(graph, node, arc.edge);
  add_arcs();
}

/// Follows a chain from its first junction and edge to the junction at its end.
void JunctionGraph::walk(const Graph& graph, std::int32_t node, std::int32_t edge) {
  const auto id = static_cast<std::int32_t>(m_chains.size());
  Chain chain{place(node).junction, -1, 0.0};
  while (chain.to < 0) {
    const auto& e = graph.edges()[static_cast<std::size_t>(edge)];
    const bool reversed = e.from != node;
    m_place_of_edge[static_cast<std::size_t>(edge)] = {
        reversed ? chain.length_m + e.length_m : chain.length_m, id, reversed};
    chain.length_m += e.length_m;
    node = reversed ? e.from : e.to;
    chain.to = place(node).junction;
    if (chain.to >= 0) break;
    m_place_of_node[static_cast<std::size_t>(node)] = {chain.length_m, id, -1};
    const auto arcs = graph.arcs(node);
    edge = arcs[0].edge == edge ? arcs[1].edge : arcs[0].edge;
  }
  m_chains.push_back(chain);
}

void JunctionGraph::add_arcs() {
  for (const auto& chain : m_chains) {
    ++m_first[static_cast<std::size_t>(chain.from) + 1];
    ++m_first[static_cast<std::size_t>(chain.to) + 1];
  }
  for (std::size_t j = 1; j < m_first.size(); ++j) m_first[j] += m_first[j - 1];
  const auto dead_end = [this](std::int32_t junction) {
    const auto j = static_cast<std::size_t>(junction);
    return m_first[j + 1] - m_first[j] == 1;
  };
  m_arcs.resize(m_chains.size() * 2);
  auto next = m_first;
  double sum_m = 0.0;
  for (const auto& chain : m_chains) {
    m_arcs[next[static_cast<std::size_t>(chain.from)]++] = {chain.length_m, chain.to,
                                                            dead_end(chain.to)};
    m_arcs[next[static_cast<std::size_t>(chain.to)]++] = {chain.length_m, chain.from,
                                                          dead_end(chain.from)};
    sum_m += chain.length_m;
    m_longest_arc_m = std::max(m_longest_arc_m, chain.length_m);
  }
  if (!m_chains.empty()) m_mean_arc_m = sum_m / static_cast<double>(m_chains.size());
}

}  // namespace gigacity
