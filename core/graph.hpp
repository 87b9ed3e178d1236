// SPDX-License-Identifier: Apache-2.0
// An undirected road or cable graph in compressed sparse row form.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/junction_graph.hpp"

namespace gigacity {

class Graph {
 public:
  struct Edge {
    std::int32_t from = 0;
    std::int32_t to = 0;
    double length_m = 0.0;
  };
  struct Arc {
    std::int32_t to = 0;
    std::int32_t edge = 0;  ///< index into edges()
    double length_m = 0.0;
  };

  Graph() : Graph({}, {}) {}
  /// Throws std::invalid_argument where a coordinate is no number, an edge names a node that is not
  /// there, or its length is negative or no number.
  Graph(std::vector<MapPoint> nodes, std::vector<Edge> edges);

  std::int32_t node_count() const { return static_cast<std::int32_t>(m_nodes.size()); }
  const std::vector<MapPoint>& nodes() const { return m_nodes; }
  const std::vector<Edge>& edges() const { return m_edges; }
  /// Arcs that leave a node, in order of their edges; an edge from a node to itself stands twice.
  std::span<const Arc> arcs(std::int32_t node) const {
    const auto begin = m_first[static_cast<std::size_t>(node)];
    const auto end = m_first[static_cast<std::size_t>(node) + 1];
    return std::span(m_arcs).subspan(begin, end - begin);
  }
  /// The same graph without the nodes inside chains.
  const JunctionGraph& junctions() const { return *m_junctions; }

 private:
  std::vector<MapPoint> m_nodes;
  std::vector<Edge> m_edges;
  std::vector<std::size_t> m_first;
  std::vector<Arc> m_arcs;
  std::shared_ptr<const JunctionGraph> m_junctions;
};

/// The place `along_m` from an edge's `from` node, in [0, length_m], on the straight line between its
/// nodes.
MapPoint point_on(const Graph& graph, std::int32_t edge, double along_m);

/// Joins lines into a graph: a vertex within `snap_m` of an earlier node becomes that node (the
/// nearest one; equally near ones: the earlier), every segment between consecutive vertices one
/// edge (straight, so that positions along it are exact). Edges of zero length and vertices that
/// are no numbers are dropped. Lines that cross without a common vertex, as on a bridge, stay
/// apart. Throws std::invalid_argument unless snap_m is positive.
Graph graph_of_lines(std::span<const LineString> lines, double snap_m);

/// Connected component of each node, numbered from 0 in order of their lowest node.
std::vector<std::int32_t> components(const Graph& graph);

}  // namespace gigacity
