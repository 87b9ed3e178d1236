// SPDX-License-Identifier: Apache-2.0
// A graph as searches walk it: chains of edges without a branch are one arc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gigacity {

class Graph;

/// Junctions are the nodes where other than two edges meet, and one node of every ring that has no
/// such node. A chain is the row of edges between two junctions; every edge is part of one. Roads
/// digitised with a vertex at each bend have several times fewer junctions than nodes. Junctions are
/// numbered along a curve through the map that stays near (Morton order), so that a search finds the
/// neighbours in the cache.
class JunctionGraph {
 public:
  struct Arc {
    double length_m = 0.0;
    std::int32_t to = 0;
    bool dead_end = false;  ///< no other arc leads on from `to`
  };
  struct Chain {
    std::int32_t from = 0;  ///< junction
    std::int32_t to = 0;
    double length_m = 0.0;
  };
  /// A point of the graph: on a chain, `along_m` from the chain's `from`.
  struct Position {
    std::int32_t chain = 0;
    double along_m = 0.0;
  };

  JunctionGraph() = default;
  explicit JunctionGraph(const Graph& graph);

  std::int32_t junction_count() const { return static_cast<std::int32_t>(m_first.size()) - 1; }
  const std::vector<Chain>& chains() const { return m_chains; }
  std::span<const Arc> arcs(std::int32_t junction) const {
    const auto begin = m_first[static_cast<std::size_t>(junction)];
    const auto end = m_first[static_cast<std::size_t>(junction) + 1];
    return std::span(m_arcs).subspan(begin, end - begin);
  }
  /// Asks for a junction's arcs before they are needed.
  void prefetch(std::int32_t junction) const {
    const auto* const arcs = m_arcs.data() + m_first[static_cast<std::size_t>(junction)];
    __builtin_prefetch(arcs);
    __builtin_prefetch(arcs + 3);
  }
  void prefetch_first(std::int32_t junction) const {
    __builtin_prefetch(&m_first[static_cast<std::size_t>(junction)]);
  }
  /// Where a node stands: at a junction, inside a chain, or on no edge at all.
  struct NodePlace {
    double along_m = 0.0;        ///< inside a chain: from its `from`
    std::int32_t chain = -1;     ///< -1: not inside one
    std::int32_t junction = -1;  ///< -1: it is none
  };
  const NodePlace& place(std::int32_t node) const {
    return m_place_of_node[static_cast<std::size_t>(node)];
  }
  /// A point `along_m` from the `from` node of an edge of the graph.
  Position position(std::int32_t edge, double along_m) const {
    const auto& at = m_place_of_edge[static_cast<std::size_t>(edge)];
    return {at.chain, at.reversed ? at.from_m - along_m : at.from_m + along_m};
  }
  double mean_arc_m() const { return m_mean_arc_m; }
  double longest_arc_m() const { return m_longest_arc_m; }

 private:
  /// Where an edge's `from` node stands on its chain, and whether the edge runs against it.
  struct Place {
    double from_m = 0.0;
    std::int32_t chain = -1;
    bool reversed = false;
  };
  void number_junctions(const Graph& graph, const std::vector<std::int32_t>& junctions);
  void walk(const Graph& graph, std::int32_t node, std::int32_t edge);
  void add_arcs();

  std::vector<std::uint32_t> m_first{0};
  std::vector<Arc> m_arcs;
  std::vector<Chain> m_chains;
  std::vector<NodePlace> m_place_of_node;
  std::vector<Place> m_place_of_edge;
  double m_mean_arc_m = 0.0;
  double m_longest_arc_m = 0.0;
};

}  // namespace gigacity
