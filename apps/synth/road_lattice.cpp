// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/road_lattice.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <stdexcept>
#include <utility>

#include "apps/synth/noise.hpp"

namespace gigacity::apps::synth {

RoadLattice::RoadLattice(const Relief& relief, const Territory& territory, const CountyPlan& plan)
    : m_plan(plan),
      m_edges(plan.lattice.size()),
      m_height_m(plan.lattice.size()),
      m_cost(plan.lattice.size()),
      m_avoided(plan.lattice.size(), 0),
      m_pinned(plan.lattice.size(), 0),
      m_junction(plan.lattice.size(), 0),
      m_best(plan.lattice.size(), std::numeric_limits<double>::infinity()),
      m_before(plan.lattice.size()),
      m_built_up(plan.lattice.size(), 0) {
  for (std::size_t i = 0; i < m_cost.size(); ++i) {
    const MapPoint p = plan.lattice.point_of(plan.lattice.node_of(i));
    m_height_m[i] = static_cast<float>(relief.ground_m(p));
    double cost = 1.0 + 1.1 * std::max(0.0, fractal_noise(plan.task.seed * 17 + 3, p.x_m / 900.0,
                                                          p.y_m / 900.0, 3));
    if (relief.lake_distance_m(p) < 70.0) cost += 60.0;
    // Beyond a shared border are other counties' roads.
    if (!territory.holds(p, 80.0)) cost += territory.shared() ? 250.0 : 2.5;
    m_cost[i] = static_cast<float>(cost);
  }
  for (const Block& block : plan.blocks) {
    for (int row = 0; row <= block.height; ++row) {
      for (int column = 0; column <= block.width; ++column) {
        pin({block.corner.column + column, block.corner.row + row});
      }
    }
    for (int row = -4; row <= block.height + 4; ++row) {
      for (int column = -4; column <= block.width + 4; ++column) {
        const Node near{block.corner.column + column, block.corner.row + row};
        if (plan.lattice.holds(near)) m_built_up[plan.lattice.index_of(near)] = 1;
      }
    }
  }
}

RoadClass& RoadLattice::edge(Node from, int direction) {
  if (direction >= 4) {
    from = {from.column + steps[static_cast<std::size_t>(direction)].columns,
            from.row + steps[static_cast<std::size_t>(direction)].rows};
    direction -= 4;
  }
  return m_edges[m_plan.lattice.index_of(from)][static_cast<std::size_t>(direction)];
}

RoadClass RoadLattice::edge(Node from, int direction) const {
  return const_cast<RoadLattice&>(*this).edge(from, direction);
}

void RoadLattice::add_street(Node from, bool northwards, RoadClass road_class) {
  RoadClass& at = edge(from, northwards ? 2 : 0);
  at = std::max(at, road_class);
}

/// No way through a block, nor across another road's diagonal where there is no node to meet at.
bool RoadLattice::blocked(Node from, int direction) const {
  const Step step = steps[static_cast<std::size_t>(direction)];
  const Lattice& lattice = m_plan.lattice;
  const Node to{from.column + step.columns, from.row + step.rows};
  if (!lattice.holds(to)) return true;
  const int column = std::min(from.column, to.column);
  const int row = std::min(from.row, to.row);
  const auto owner = [&](int c, int r) {
    return lattice.holds({c, r}) ? m_plan.owner[lattice.index_of({c, r})] : -1;
  };
  if (step.columns != 0 && step.rows != 0) {
    if (owner(column, row) >= 0) return true;
    const bool rising = step.columns == step.rows;
    return (rising ? edge({column + 1, row}, 3) : edge({column, row}, 1)) != RoadClass::none;
  }
  const int here = owner(column, row);
  const int beside = step.columns != 0 ? owner(column, row - 1) : owner(column - 1, row);
  return here >= 0 && here == beside;
}

double RoadLattice::step_cost(Node from, int direction, RoadClass road_class) const {
  const Step step = steps[static_cast<std::size_t>(direction)];
  const Node to{from.column + step.columns, from.row + step.rows};
  const std::size_t a = m_plan.lattice.index_of(from);
  const std::size_t b = m_plan.lattice.index_of(to);
  const double length = m_plan.lattice.step_m * std::hypot(step.columns, step.rows);
  const double slope = std::abs(static_cast<double>(m_height_m[b] - m_height_m[a])) / length;
  double cost = length * (0.5 * static_cast<double>(m_cost[a] + m_cost[b]) + 22.0 * slope);
  const RoadClass existing = edge(from, direction);
  if (road_class != RoadClass::motorway && existing != RoadClass::none) {
    cost *= existing == RoadClass::residential ? 0.85 : 0.5;
  }
  if (m_avoided[a] != 0 && m_avoided[b] != 0) cost *= 4.0;
  if (road_class == RoadClass::motorway && m_built_up[b] != 0) cost *= 12.0;
  return cost;
}

std::vector<Node> RoadLattice::way(Node from, Node to, RoadClass road_class) {
  const Lattice& lattice = m_plan.lattice;
  using Entry = std::pair<double, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  std::vector<std::size_t> reached_nodes{lattice.index_of(from)};
  m_best[lattice.index_of(from)] = 0.0;
  m_before[lattice.index_of(from)] = lattice.size();
  open.emplace(0.0, lattice.index_of(from));
  const std::size_t goal = lattice.index_of(to);
  while (!open.empty()) {
    const auto [cost, index] = open.top();
    open.pop();
    if (cost > m_best[index]) continue;
    if (index == goal) break;
    const Node node = lattice.node_of(index);
    for (int direction = 0; direction < 8; ++direction) {
      if (blocked(node, direction)) continue;
      const Step step = steps[static_cast<std::size_t>(direction)];
      const std::size_t next = lattice.index_of({node.column + step.columns, node.row + step.rows});
      const double reached = cost + step_cost(node, direction, road_class);
      if (reached >= m_best[next]) continue;
      if (std::isinf(m_best[next])) reached_nodes.push_back(next);
      m_best[next] = reached;
      m_before[next] = index;
      open.emplace(reached, next);
    }
  }
  std::vector<Node> nodes;
  // Nothing where the goal was not reached, or is where the way begins.
  if (goal != reached_nodes.front() && !std::isinf(m_best[goal])) {
    for (std::size_t i = goal; i != lattice.size(); i = m_before[i])
      nodes.push_back(lattice.node_of(i));
    std::reverse(nodes.begin(), nodes.end());
  }
  for (const std::size_t i : reached_nodes) m_best[i] = std::numeric_limits<double>::infinity();
  return nodes;
}

void RoadLattice::add_way(const std::vector<Node>& nodes, RoadClass road_class) {
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    for (int direction = 0; direction < 8; ++direction) {
      const Step step = steps[static_cast<std::size_t>(direction)];
      if (Node{nodes[i - 1].column + step.columns, nodes[i - 1].row + step.rows} != nodes[i])
        continue;
      RoadClass& at = edge(nodes[i - 1], direction);
      at = std::max(at, road_class);
    }
  }
}

void RoadLattice::pin(Node node, MapPoint place) {
  pin(node);
  m_placed.emplace_back(m_plan.lattice.index_of(node), place);
}

void RoadLattice::avoid(const std::vector<Node>& nodes) {
  for (const Node& node : nodes) {
    for (int row = node.row - 1; row <= node.row + 1; ++row) {
      for (int column = node.column - 1; column <= node.column + 1; ++column) {
        if (m_plan.lattice.holds({column, row}))
          m_avoided[m_plan.lattice.index_of({column, row})] = 1;
      }
    }
  }
}

std::vector<int> RoadLattice::directions_at(Node node) const {
  std::vector<int> found;
  for (int direction = 0; direction < 8; ++direction) {
    const Step step = steps[static_cast<std::size_t>(direction)];
    if (!m_plan.lattice.holds({node.column + step.columns, node.row + step.rows})) continue;
    if (edge(node, direction) != RoadClass::none) found.push_back(direction);
  }
  return found;
}

Node RoadLattice::beyond(Node node, int direction) const {
  const Step step = steps[static_cast<std::size_t>(direction)];
  return {node.column + step.columns, node.row + step.rows};
}

void RoadLattice::add_gate(MapPoint place) {
  const Lattice& lattice = m_plan.lattice;
  const double column = (place.x_m - lattice.west_m) / lattice.step_m;
  const double row = (place.y_m - lattice.south_m) / lattice.step_m;
  const Node from{static_cast<int>(std::floor(column)), static_cast<int>(std::floor(row))};
  const bool on_column = column == std::floor(column);
  if (on_column && row == std::floor(row)) return mark_junction(from);
  const int direction = on_column ? 2 : 0;
  if (edge(from, direction) == RoadClass::none)
    throw std::logic_error("a lane ends where there is no street");
  std::vector<MapPoint>& gates = m_gates[{lattice.index_of(from), direction}];
  const auto before = [](MapPoint a, MapPoint b) { return a.x_m + a.y_m < b.x_m + b.y_m; };
  const auto at = std::ranges::lower_bound(gates, place, before);
  // Lanes from both sides may meet the street at one place.
  if (at == gates.end() || before(place, *at)) gates.insert(at, place);
}

RoadClass RoadLattice::road_at(Node node) const {
  RoadClass highest = RoadClass::none;
  for (const int direction : directions_at(node))
    highest = std::max(highest, edge(node, direction));
  return highest;
}

bool RoadLattice::passable(Node from, Node to) const {
  for (int direction = 0; direction < 8; ++direction) {
    if (beyond(from, direction) != to) continue;
    return m_plan.lattice.holds(to) && m_avoided[m_plan.lattice.index_of(from)] == 0 &&
           m_avoided[m_plan.lattice.index_of(to)] == 0 && !blocked(from, direction);
  }
  return false;
}

void RoadLattice::drop_unreached(Node from) {
  const Lattice& lattice = m_plan.lattice;
  std::vector<char> reached(lattice.size(), 0);
  std::vector<Node> open{from};
  reached[lattice.index_of(from)] = 1;
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    for (const int direction : directions_at(node)) {
      const Node next = beyond(node, direction);
      if (std::exchange(reached[lattice.index_of(next)], 1) == 0) open.push_back(next);
    }
  }
  for (std::size_t i = 0; i < lattice.size(); ++i) {
    if (reached[i] != 0) continue;
    for (RoadClass& at : m_edges[i])
      if (at == RoadClass::track) at = RoadClass::none;
  }
}

/// The steps of a track to the next junction or road, not more than so many.
std::vector<std::pair<Node, int>> RoadLattice::track_from(Node node, int direction,
                                                          int most_steps) const {
  std::vector<std::pair<Node, int>> chain;
  while (static_cast<int>(chain.size()) < most_steps && edge(node, direction) == RoadClass::track) {
    chain.emplace_back(node, direction);
    node = beyond(node, direction);
    const std::vector<int> directions = directions_at(node);
    if (directions.size() != 2) break;
    direction = directions[0] == (direction + 4) % 8 ? directions[1] : directions[0];
  }
  return chain;
}

/// True where one was found.
bool RoadLattice::drop_short(int least_steps) {
  const Lattice& lattice = m_plan.lattice;
  bool dropped = false;
  for (std::size_t i = 0; i < lattice.size(); ++i) {
    const Node node = lattice.node_of(i);
    const std::vector<int> directions = directions_at(node);
    const bool blind = directions.size() == 1;
    if (!blind && road_at(node) <= RoadClass::track) continue;
    for (const int direction : directions) {
      const auto chain = track_from(node, direction, least_steps);
      if (chain.empty() || static_cast<int>(chain.size()) == least_steps) continue;
      const Node end = beyond(chain.back().first, chain.back().second);
      if (!blind && road_at(end) <= RoadClass::track) continue;
      for (const auto& [at, step] : chain) edge(at, step) = RoadClass::none;
      dropped = true;
    }
  }
  return dropped;
}

void RoadLattice::trim_tracks(Node from, int least_steps) {
  drop_unreached(from);
  // Without one the next may be blind.
  while (drop_short(least_steps)) {
  }
}

/// Every node drawn towards the middle of its neighbours: bends become curves, and lines that meet
/// still do. Tracks follow the roads they meet, and do not bend them.
std::vector<MapPoint> RoadLattice::smoothed(int rounds) const {
  const Lattice& lattice = m_plan.lattice;
  std::vector<MapPoint> points(lattice.size());
  std::vector<std::vector<std::size_t>> neighbours(lattice.size());
  for (std::size_t i = 0; i < lattice.size(); ++i) {
    const Node node = lattice.node_of(i);
    points[i] = lattice.point_of(node);
    if (m_pinned[i] != 0) continue;
    std::vector<int> directions = directions_at(node);
    const auto is_track = [&](int d) { return edge(node, d) == RoadClass::track; };
    if (!std::ranges::all_of(directions, is_track)) std::erase_if(directions, is_track);
    if (directions.size() < 2) continue;
    for (const int direction : directions)
      neighbours[i].push_back(lattice.index_of(beyond(node, direction)));
  }
  for (const auto& [index, place] : m_placed) points[index] = place;
  for (int round = 0; round < rounds; ++round) {
    const std::vector<MapPoint> before = points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (neighbours[i].empty()) continue;
      MapPoint mean;
      for (const std::size_t n : neighbours[i]) {
        mean.x_m += before[n].x_m / static_cast<double>(neighbours[i].size());
        mean.y_m += before[n].y_m / static_cast<double>(neighbours[i].size());
      }
      points[i] = {0.5 * (before[i].x_m + mean.x_m), 0.5 * (before[i].y_m + mean.y_m)};
    }
  }
  for (MapPoint& p : points) p = {std::round(p.x_m * 10.0) / 10.0, std::round(p.y_m * 10.0) / 10.0};
  return points;
}

void RoadLattice::extend(RoadPlan& road, std::vector<char>& kept, Node from, int direction,
                         const std::vector<MapPoint>& points) const {
  const Node to = beyond(from, direction);
  const bool backwards = direction >= 4;
  const auto found = m_gates.find({m_plan.lattice.index_of(backwards ? to : from), direction % 4});
  if (found != m_gates.end()) {
    std::vector<MapPoint> gates = found->second;
    if (backwards) std::ranges::reverse(gates);
    road.line.insert(road.line.end(), gates.begin(), gates.end());
    kept.insert(kept.end(), gates.size(), 1);
  }
  road.line.push_back(points[m_plan.lattice.index_of(to)]);
  kept.push_back(0);
}

std::vector<RoadPlan> RoadLattice::lines(const std::vector<MapPoint>& points) const {
  const Lattice& lattice = m_plan.lattice;
  std::vector<std::array<char, 4>> drawn(lattice.size());
  const auto mark = [&](Node node, int direction) -> char& {
    if (direction >= 4) {
      const Step step = steps[static_cast<std::size_t>(direction)];
      node = {node.column + step.columns, node.row + step.rows};
      direction -= 4;
    }
    return drawn[lattice.index_of(node)][static_cast<std::size_t>(direction)];
  };
  // A line goes on through a node where just two edges of one class meet.
  const auto ends_at = [&](Node node) {
    if (m_junction[lattice.index_of(node)] != 0) return true;
    const std::vector<int> directions = directions_at(node);
    return directions.size() != 2 || edge(node, directions[0]) != edge(node, directions[1]);
  };
  std::vector<RoadPlan> roads;
  const auto draw = [&](Node node, int direction) {
    RoadPlan road{edge(node, direction), {points[lattice.index_of(node)]}};
    std::vector<char> kept{1};
    while (mark(node, direction) == 0) {
      mark(node, direction) = 1;
      extend(road, kept, node, direction, points);
      node = beyond(node, direction);
      if (ends_at(node)) break;
      const std::vector<int> directions = directions_at(node);
      direction = directions[0] == (direction + 4) % 8 ? directions[1] : directions[0];
    }
    kept.back() = 1;
    // Tracks are surveyed less closely.
    const double tolerance_m = road.road_class == RoadClass::track ? 8.0 : 1.5;
    road.line = simplified(road.line, tolerance_m, kept);
    roads.push_back(std::move(road));
  };
  for (const bool rings : {false, true}) {
    for (std::size_t i = 0; i < lattice.size(); ++i) {
      const Node node = lattice.node_of(i);
      if (!rings && !ends_at(node)) continue;
      for (const int direction : directions_at(node)) {
        if (mark(node, direction) == 0) draw(node, direction);
      }
    }
  }
  return roads;
}

LineString simplified(const LineString& line, double tolerance_m, std::vector<char> kept) {
  if (line.size() < 3) return line;
  std::vector<std::pair<std::size_t, std::size_t>> open;
  for (std::size_t i = 1, before = 0; i < line.size(); ++i) {
    if (kept[i] == 0) continue;
    open.emplace_back(before, i);
    before = i;
  }
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    const double dx = line[last].x_m - line[first].x_m;
    const double dy = line[last].y_m - line[first].y_m;
    const double length = std::hypot(dx, dy);
    std::size_t farthest = first;
    double farthest_m = tolerance_m;
    for (std::size_t i = first + 1; i < last; ++i) {
      const double x = line[i].x_m - line[first].x_m;
      const double y = line[i].y_m - line[first].y_m;
      const double off = length > 0.0 ? std::abs(dx * y - dy * x) / length : std::hypot(x, y);
      if (off <= farthest_m) continue;
      farthest = i;
      farthest_m = off;
    }
    if (farthest == first) continue;
    kept[farthest] = 1;
    open.emplace_back(first, farthest);
    open.emplace_back(farthest, last);
  }
  LineString result;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (kept[i] != 0) result.push_back(line[i]);
  }
  return result;
}

}  // namespace gigacity::apps::synth
