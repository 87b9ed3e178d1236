// SPDX-License-Identifier: Apache-2.0
// Roads as edges of the planning lattice: least-cost ways, then smooth lines that still meet.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "apps/synth/plan.hpp"
#include "apps/synth/relief.hpp"
#include "apps/synth/territory.hpp"

namespace gigacity::apps::synth {

class RoadLattice {
 public:
  RoadLattice(const Relief& relief, const Territory& territory, const CountyPlan& plan);

  /// A straight street of one step, east or north of `from`; a higher class stays.
  void add_street(Node from, bool northwards, RoadClass road_class);

  /// The cheapest way between two nodes, preferring roads that exist; empty where there is none.
  std::vector<Node> way(Node from, Node to, RoadClass road_class);
  void add_way(const std::vector<Node>& nodes, RoadClass road_class);

  /// Ways keep off these nodes' neighbourhood except to cross it.
  void avoid(const std::vector<Node>& nodes);
  bool built_up(Node node) const { return m_built_up[m_plan.lattice.index_of(node)] != 0; }
  /// The node keeps its place when lines are smoothed, or stands at `place`.
  void pin(Node node) { m_pinned[m_plan.lattice.index_of(node)] = 1; }
  void pin(Node node, MapPoint place);
  /// Lines end at the node, so that lines of another lattice can meet them there.
  void mark_junction(Node node) { m_junction[m_plan.lattice.index_of(node)] = 1; }
  /// Every node after `rounds` of smoothing; more rounds, wider curves.
  std::vector<MapPoint> smoothed(int rounds) const;

  /// One line between any two junctions, ends and changes of class, through the smoothed nodes.
  std::vector<RoadPlan> lines(const std::vector<MapPoint>& points) const;

 private:
  struct Step {
    int columns;
    int rows;
  };
  static constexpr std::array<Step, 8> steps{
      {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

  /// The edge's class lives at its southern (western) node under one of four directions.
  RoadClass& edge(Node from, int direction);
  RoadClass edge(Node from, int direction) const;
  bool blocked(Node from, int direction) const;
  double step_cost(Node from, int direction, RoadClass road_class) const;
  std::vector<int> directions_at(Node node) const;

  const CountyPlan& m_plan;
  std::vector<std::array<RoadClass, 4>> m_edges;
  std::vector<float> m_height_m;
  std::vector<float> m_cost;
  std::vector<char> m_avoided;
  std::vector<char> m_pinned;
  std::vector<char> m_junction;
  std::vector<std::pair<std::size_t, MapPoint>> m_placed;
  std::vector<double> m_best;  ///< of a search for a way, at rest infinite
  std::vector<std::size_t> m_before;
  std::vector<char> m_built_up;  ///< blocks and 160 m around them: motorways keep off
};

/// Drops vertices nearer than `tolerance_m` to the line without them (Douglas-Peucker); ends stay.
LineString simplified(const LineString& line, double tolerance_m);

}  // namespace gigacity::apps::synth
