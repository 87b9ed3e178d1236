// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "apps/synth/road_lattice.hpp"
#include "apps/synth/steps.hpp"
#include "apps/synth/tracks.hpp"

namespace gigacity::apps::synth {

namespace {

/// Streets on all four sides of each block; main streets cross at the settlement's centre.
void add_streets(const CountyPlan& plan, RoadLattice& roads) {
  for (const Block& block : plan.blocks) {
    const Settlement& s = plan.settlements[static_cast<std::size_t>(block.settlement)];
    const auto class_of = [&](int blocks_off) {
      if (s.kind == SettlementKind::village) return RoadClass::residential;
      if (blocks_off == 0) return RoadClass::secondary;
      return blocks_off % 2 == 0 ? RoadClass::tertiary : RoadClass::residential;
    };
    for (const int side : {0, 1}) {
      const int row = block.corner.row + side * block.height;
      const int column = block.corner.column + side * block.width;
      const RoadClass along = class_of((row - s.centre.row) / block.height);
      const RoadClass across = class_of((column - s.centre.column) / block.width);
      for (int i = 0; i < block.width; ++i)
        roads.add_street({block.corner.column + i, row}, false, along);
      for (int i = 0; i < block.height; ++i)
        roads.add_street({column, block.corner.row + i}, true, across);
    }
  }
}

Node nearest_node(const std::vector<Node>& nodes, Node to) {
  Node best = nodes.front();
  double best_off = std::numeric_limits<double>::infinity();
  for (const Node& node : nodes) {
    const double off = std::hypot(node.column - to.column, node.row - to.row);
    if (off >= best_off) continue;
    best = node;
    best_off = off;
  }
  return best;
}

/// The node without houses nearest to the one wished for.
Node nearest_open(const RoadLattice& roads, const Lattice& lattice, Node wish) {
  std::vector<Node> open;
  for (std::size_t i = 0; i < lattice.size(); ++i) {
    if (!roads.built_up(lattice.node_of(i))) open.push_back(lattice.node_of(i));
  }
  return open.empty() ? wish : nearest_node(open, wish);
}

/// Indices of the `count` settlements nearest to one, of those for which `wanted` holds.
template <class Wanted>
std::vector<int> nearest_settlements(const CountyPlan& plan, int to, int count,
                                     const Wanted& wanted) {
  const Node centre = plan.settlements[static_cast<std::size_t>(to)].centre;
  std::vector<std::pair<double, int>> found;
  for (int i = 0; i < static_cast<int>(plan.settlements.size()); ++i) {
    if (i == to || !wanted(i)) continue;
    const Node other = plan.settlements[static_cast<std::size_t>(i)].centre;
    found.emplace_back(std::hypot(other.column - centre.column, other.row - centre.row), i);
  }
  std::sort(found.begin(), found.end());
  std::vector<int> result;
  for (std::size_t i = 0; i < found.size() && static_cast<int>(i) < count; ++i)
    result.push_back(found[i].second);
  return result;
}

/// Ways that smoothing has drawn into one are one line, of the higher class; into a point, none.
void drop_repeated(std::vector<RoadPlan>& roads) {
  using Ends = std::array<double, 4>;
  std::map<Ends, std::vector<std::size_t>> kept_between;
  std::vector<RoadPlan> kept;
  for (RoadPlan& road : roads) {
    if (length_m(road.line) == 0.0) continue;
    LineString backwards(road.line.rbegin(), road.line.rend());
    const auto ends_of = [](const LineString& line) {
      return Ends{line.front().x_m, line.front().y_m, line.back().x_m, line.back().y_m};
    };
    auto& others = kept_between[std::min(ends_of(road.line), ends_of(backwards))];
    const auto same = std::ranges::find_if(others, [&](std::size_t other) {
      return kept[other].line == road.line || kept[other].line == backwards;
    });
    if (same != others.end()) {
      kept[*same].road_class = std::max(kept[*same].road_class, road.road_class);
      continue;
    }
    others.push_back(kept.size());
    kept.push_back(std::move(road));
  }
  roads = std::move(kept);
}

}  // namespace

void lay_roads(const Relief& relief, const Territory& territory, CountyPlan& plan,
               Progress& progress) {
  const Lattice& lattice = plan.lattice;
  const RoadExits& exits = plan.task.exits;
  progress.begin("roads", static_cast<std::int64_t>(plan.settlements.size()));

  // The motorway crosses the county on its own bridges; it meets other roads at its interchanges
  // alone.
  RoadLattice motorway(relief, territory, plan);
  const Node hub = nearest_open(motorway, lattice, exits.hub);
  std::vector<Node> course;
  for (const Node& exit : exits.motorway) {
    if (exits.shared) motorway.pin(exit);
    const bool first = course.empty();
    const std::vector<Node> branch = first ? motorway.way(exit, hub, RoadClass::motorway)
                                           : motorway.way(hub, exit, RoadClass::motorway);
    motorway.add_way(branch, RoadClass::motorway);
    course.insert(course.end(), branch.begin(), branch.end());
  }

  RoadLattice roads(relief, territory, plan);
  roads.avoid(course);
  add_streets(plan, roads);
  const Node seat = plan.settlements.front().centre;
  const std::vector<MapPoint> motorway_points = motorway.smoothed(150);
  if (!course.empty()) {
    const Node interchange = nearest_node(course, seat);
    motorway.mark_junction(interchange);
    roads.mark_junction(interchange);
    roads.pin(interchange, motorway_points[lattice.index_of(interchange)]);
    roads.add_way(roads.way(seat, interchange, RoadClass::primary), RoadClass::primary);
  }
  for (const Node& exit : exits.primary) {
    if (exits.shared) roads.pin(exit);
    roads.add_way(roads.way(seat, exit, RoadClass::primary), RoadClass::primary);
  }

  const auto join = [&](int a, int b, RoadClass road_class) {
    const Node from = plan.settlements[static_cast<std::size_t>(a)].centre;
    const Node to = plan.settlements[static_cast<std::size_t>(b)].centre;
    roads.add_way(roads.way(from, to, road_class), road_class);
  };
  for (int i = 1; i < static_cast<int>(plan.settlements.size()); ++i) {
    progress.throw_if_cancelled();
    progress.advance();
    const Settlement& s = plan.settlements[static_cast<std::size_t>(i)];
    const auto is_town = [&](int other) {
      return plan.settlements[static_cast<std::size_t>(other)].kind == SettlementKind::town;
    };
    if (s.kind == SettlementKind::town) {
      join(i, 0, RoadClass::primary);
      for (const int other : nearest_settlements(plan, i, 1, is_town))
        join(i, other, RoadClass::secondary);
      continue;
    }
    const auto is_urban = [&](int other) { return other == 0 || is_town(other); };
    for (const int other : nearest_settlements(plan, i, 1, is_urban))
      join(i, other, RoadClass::tertiary);
    const auto is_village = [&](int other) { return !is_urban(other); };
    for (const int other : nearest_settlements(plan, i, 1, is_village))
      join(i, other, RoadClass::tertiary);
  }
  if (plan.task.minor_roads) lay_tracks(relief, territory, plan, roads);
  for (const LanePlan& lane : plan.lanes)
    for (const MapPoint gate : lane.gates) roads.add_gate(gate);
  plan.roads = motorway.lines(motorway_points);
  const std::vector<RoadPlan> others = roads.lines(roads.smoothed(10));
  plan.roads.insert(plan.roads.end(), others.begin(), others.end());
  drop_repeated(plan.roads);
  for (LanePlan& lane : plan.lanes) plan.roads.push_back(std::move(lane.road));
  plan.lanes = {};
}

}  // namespace gigacity::apps::synth
