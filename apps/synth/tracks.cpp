// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/tracks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <optional>

#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr std::uint64_t corner_stream = 0xF1E1D000'00000000;
constexpr std::uint64_t course_stream = 0x7AC40000'00000000;

constexpr int field_squares = 18;   ///< from track to track, about
constexpr int most_bend = 3;        ///< squares that a track swings out on its way
constexpr int least_steps = 4;      ///< of a track that ends among the fields, or joins two roads
constexpr double gap_share = 0.08;  ///< of courses without a track

/// Tracks of one county while they are laid: a net of courses between the corners of fields, which
/// stops at hills, water and borders, and turns into roads where it would run beside them.
class Fields {
 public:
  Fields(const Relief& relief, const Territory& territory, const CountyPlan& plan,
         RoadLattice& roads)
      : m_relief(relief), m_territory(territory), m_plan(plan), m_roads(roads) {}

  void lay() {
    const int across = m_plan.lattice.columns / field_squares + 2;
    const int up = m_plan.lattice.rows / field_squares + 2;
    for (int j = 0; j < up; ++j) {
      for (int i = 0; i < across; ++i) {
        lay_course({i, j}, {i + 1, j});
        lay_course({i, j}, {i, j + 1});
      }
    }
  }

 private:
  std::uint64_t key(Node field, std::uint64_t stream) const {
    return stream + static_cast<std::uint64_t>(field.row) * 65'536U +
           static_cast<std::uint64_t>(field.column);
  }

  Node corner_of(Node field) const {
    RandomStream random(m_plan.task.seed, key(field, corner_stream));
    constexpr int off = field_squares / 4;
    return {field.column * field_squares + random.index(2 * off + 1) - off,
            field.row * field_squares + random.index(2 * off + 1) - off};
  }

  /// Dry, flat ground of the county, outside of blocks.
  bool tilled(Node node) const {
    if (!m_plan.lattice.holds(node)) return false;
    const MapPoint p = m_plan.lattice.point_of(node);
    return m_relief.buildable(p) && m_territory.holds(p, 60.0);
  }

  bool on_road(Node node) const { return m_roads.road_at(node) > RoadClass::track; }

  std::optional<Node> road_beside(Node node) const {
    for (const Node& off : {Node{1, 0}, Node{0, 1}, Node{-1, 0}, Node{0, -1}, Node{1, 1},
                            Node{-1, 1}, Node{-1, -1}, Node{1, -1}}) {
      const Node other{node.column + off.column, node.row + off.row};
      if (m_plan.lattice.holds(other) && on_road(other) && m_roads.passable(node, other))
        return other;
    }
    return std::nullopt;
  }

  /// A track may go on here, and would not run beside a road.
  bool free_step(Node from, Node to) const {
    if (!tilled(from) || !tilled(to) || !m_roads.passable(from, to)) return false;
    return on_road(from) || on_road(to) || !road_beside(from) || !road_beside(to);
  }

  /// Nodes from corner to corner, one step each, swinging out to one side.
  static std::vector<Node> course(Node from, Node to, double bend) {
    const int columns = to.column - from.column;
    const int rows = to.row - from.row;
    const bool eastwards = std::abs(columns) >= std::abs(rows);
    const int count = std::max(std::abs(columns), std::abs(rows));
    std::vector<Node> nodes{from};
    for (int i = 1; i <= count; ++i) {
      const double share = static_cast<double>(i) / count;
      const double off = bend * std::sin(std::numbers::pi * share);
      const Node wish{
          from.column + static_cast<int>(std::lround(share * columns + (eastwards ? 0.0 : off))),
          from.row + static_cast<int>(std::lround(share * rows + (eastwards ? off : 0.0)))};
      // Where the swing is steep, a step aside comes first.
      while (nodes.back() != wish) {
        const Node at = nodes.back();
        nodes.push_back({at.column + std::clamp(wish.column - at.column, -1, 1),
                         at.row + std::clamp(wish.row - at.row, -1, 1)});
      }
    }
    return nodes;
  }

  void lay_course(Node from, Node to) {
    const bool eastwards = from.row == to.row;
    RandomStream random(m_plan.task.seed,
                        key({2 * from.column + (eastwards ? 1 : 0), from.row}, course_stream));
    const bool none = random.uniform() < gap_share;
    const double bend = random.uniform(-most_bend, most_bend);
    if (none) return;
    std::vector<Node> section;
    for (const Node& node : course(corner_of(from), corner_of(to), bend)) {
      if (!section.empty() && !free_step(section.back(), node)) finish(section);
      section.push_back(node);
    }
    finish(section);
  }

  /// Adds a section whose ends turn into the road beside them, and empties it.
  void finish(std::vector<Node>& section) {
    if (section.size() > 1) {
      if (!on_road(section.front()))
        if (const auto road = road_beside(section.front())) section.insert(section.begin(), *road);
      if (!on_road(section.back()))
        if (const auto road = road_beside(section.back())) section.push_back(*road);
      m_roads.add_way(section, RoadClass::track);
    }
    section.clear();
  }

  const Relief& m_relief;
  const Territory& m_territory;
  const CountyPlan& m_plan;
  RoadLattice& m_roads;
};

}  // namespace

void lay_tracks(const Relief& relief, const Territory& territory, const CountyPlan& plan,
                RoadLattice& roads) {
  Fields(relief, territory, plan, roads).lay();
  roads.trim_tracks(plan.settlements.front().centre, least_steps);
}

}  // namespace gigacity::apps::synth
