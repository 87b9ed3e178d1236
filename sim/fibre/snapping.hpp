// SPDX-License-Identifier: Apache-2.0
// The nearest road of a building, a box or an OLT.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/graph.hpp"

namespace gigacity::fibre {

/// A point of the graph: on an edge, `along_m` from the edge's `from` node, in [0, length_m].
struct EdgePosition {
  std::int32_t edge = 0;
  double along_m = 0.0;
};

struct Snap {
  EdgePosition at;
  double offset_m = 0.0;  ///< straight from the point to the road: the drop
};

/// The roads that a building may be connected to, the nearest first.
class NearRoads {
 public:
  static constexpr std::size_t most = 3;
  bool empty() const { return m_count == 0; }
  bool full() const { return m_count == most; }
  std::span<const Snap> all() const { return std::span(m_roads).first(m_count); }
  const Snap& operator[](std::size_t road) const { return m_roads[road]; }
  void add(const Snap& road) { m_roads[m_count++] = road; }

 private:
  std::array<Snap, most> m_roads{};
  std::size_t m_count = 0;
};

/// A uniform grid over the edges of a graph, which must outlive it. Building it takes time and
/// memory in proportion to the edges; finding the nearest edge looks at a few squares only.
class EdgeIndex {
 public:
  explicit EdgeIndex(const Graph& graph);

  /// The nearest point of any edge: exact, not only the nearest vertex. Equally near edges: the
  /// lower index. Nothing where no edge is within `maximum_m`, or the point is no number.
  std::optional<Snap> nearest(MapPoint point, double maximum_m) const;

  /// Fills `found` with the nearest point of each of the nearest edges, in order of distance, then
  /// index, and returns how many there are.
  std::size_t nearest(MapPoint point, double maximum_m, std::span<Snap> found) const;

 private:
  class Nearest;
  std::int64_t column(double x_m) const;
  std::int64_t row(double y_m) const;
  void visit(std::int64_t column, std::int64_t row, MapPoint point, Nearest& best) const;
  template <class Visit>
  void for_each_square(const Graph::Edge& edge, Visit visit) const;

  const Graph* m_graph;
  MapBox m_box;
  double m_square_m = 1.0;
  std::int64_t m_columns = 0;
  std::int64_t m_rows = 0;
  std::vector<std::size_t> m_first;  ///< of each square, row by row, into m_edges
  std::vector<std::int32_t> m_edges;
};

/// The nearest road, and those nearly as near: at most twice as far or 50 m, within `maximum_m`. A
/// bend or the corner of a nearer one is no other: where that one leads there by no more than twice
/// both distances, it counts once.
NearRoads near_roads(const EdgeIndex& index, const Graph& graph, MapPoint point, double maximum_m);

}  // namespace gigacity::fibre
