// SPDX-License-Identifier: Apache-2.0
// Roads as edges of the planning lattice: least-cost ways, then smooth lines that still meet.
#pragma once

#include <array>
#include <map>
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
  /// A vertex of the street on which the place lies, so that a lane can meet it there. Throws
  /// std::logic_error where there is no street.
  void add_gate(MapPoint place);
  /// The class of the highest road at a node.
  RoadClass road_at(Node node) const;
  /// The next step from a node can be a road, or is one; never along or across a motorway's course.
  bool passable(Node from, Node to) const;
  /// Drops the tracks that no way leads to from the node, and those shorter than so many steps that are blind or lead
  /// from road to road.
  void trim_tracks(Node from, int least_steps);

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
  Node beyond(Node node, int direction) const;
  void drop_unreached(Node from);
  std::vector<std::pair<Node, int>> track_from(Node node, int direction, int most_steps) const;
  bool drop_short(int least_steps);
  /// A road's vertices after its first, with the gates between them; true: to be kept.
  void extend(RoadPlan& road, std::vector<char>& kept, Node from, int direction,
              const std::vector<MapPoint>& points) const;

  const CountyPlan& m_plan;
  std::vector<std::array<RoadClass, 4>> m_edges;
  std::vector<float> m_height_m;
  std::vector<float> m_cost;
  std::vector<char> m_avoided;
  std::vector<char> m_pinned;
  std::vector<char> m_junction;
  std::vector<std::pair<std::size_t, MapPoint>> m_placed;
  std::map<std::pair<std::size_t, int>, std::vector<MapPoint>> m_gates;  ///< by node and direction
  std::vector<double> m_best;  ///< of a search for a way, at rest infinite
  std::vector<std::size_t> m_before;
  std::vector<char> m_built_up;  ///< blocks and 160 m around them: motorways keep off
};

/// Drops vertices nearer than `tolerance_m` to the line without them (Douglas-Peucker), but none of those `kept`, which
/// the ends are.
LineString simplified(const LineString& line, double tolerance_m, std::vector<char> kept);

}  // namespace gigacity::apps::synth
