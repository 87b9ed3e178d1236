// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <queue>
#include <utility>

#include <fmt/format.h>

#include "apps/synth/noise.hpp"
#include "apps/synth/steps.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr int outside = -1;
constexpr std::uint64_t household_stream = 0x40053000;

/// Labels on the lattice's squares, and the smooth outlines between them. Vertices belong to the
/// lattice, not to an outline: neighbours share them, so that areas tile without gap or overlap at
/// every level.
class Partition {
 public:
  Partition(const SynthOptions& options, const Relief& relief, const CountyPlan& plan)
      : m_lattice(plan.lattice),
        m_columns(plan.lattice.columns - 1),
        m_rows(plan.lattice.rows - 1) {
    m_cost.resize(size());
    m_inside.resize(size());
    for (std::size_t i = 0; i < size(); ++i) {
      const MapPoint p = centre_of(i);
      m_inside[i] = relief.in_county(p, 0.0) ? 1 : 0;
      // Borders run along ridges and down the middle of the lake: both are dear to cross.
      m_cost[i] = 1.0 + 0.03 * relief.hill_m(p) + (relief.lake_distance_m(p) < 0.0 ? 3.0 : 0.0) +
                  1.2 * std::max(0.0, fractal_noise(options.seed * 29 + 5, p.x_m / 700.0,
                                                    p.y_m / 700.0, 3));
    }
    keep_largest_part();
    m_pinned.assign(m_lattice.size(), 0);
    for (const Block& block : plan.blocks) {
      for (int row = 0; row <= block.height; ++row) {
        for (int column = 0; column <= block.width; ++column) {
          m_pinned[vertex(block.corner.column + column, block.corner.row + row)] = 1;
        }
      }
    }
  }

  /// Grows every seed's label over the county, cheapest first; the lower label wins a tie.
  std::vector<int> grown(const std::vector<std::pair<Node, int>>& seeds) const {
    using Entry = std::pair<double, std::pair<int, std::size_t>>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    std::vector<int> label(size(), outside);
    for (const auto& [square, seed_label] : seeds) {
      open.emplace(0.0, std::pair(seed_label, index_of(square.column, square.row)));
    }
    while (!open.empty()) {
      const auto [cost, what] = open.top();
      open.pop();
      const auto [name, cell] = what;
      if (label[cell] != outside || m_inside[cell] == 0) continue;
      label[cell] = name;
      const int column = static_cast<int>(cell) % m_columns;
      const int row = static_cast<int>(cell) / m_columns;
      for (int r = std::max(row - 1, 0); r <= std::min(row + 1, m_rows - 1); ++r) {
        for (int c = std::max(column - 1, 0); c <= std::min(column + 1, m_columns - 1); ++c) {
          const std::size_t next = index_of(c, r);
          if (label[next] != outside || m_inside[next] == 0) continue;
          const double step = c != column && r != row ? 1.41421356 : 1.0;
          open.emplace(cost + step * 0.5 * (m_cost[cell] + m_cost[next]), std::pair(name, next));
        }
      }
    }
    return label;
  }

  int label_at(const std::vector<int>& label, Node square) const {
    return label[index_of(square.column, square.row)];
  }

  /// Places every vertex of the finest borders; the outlines of all levels use them.
  void smooth(const std::vector<int>& finest) {
    m_vertices.resize(m_lattice.size());
    for (std::size_t i = 0; i < m_vertices.size(); ++i)
      m_vertices[i] = m_lattice.point_of(m_lattice.node_of(i));
    const auto at = [&](int c, int r) {
      return c < 0 || r < 0 || c >= m_columns || r >= m_rows ? outside : finest[index_of(c, r)];
    };
    std::vector<std::vector<std::size_t>> neighbours(m_vertices.size());
    for (int row = 0; row <= m_rows; ++row) {
      for (int column = 0; column <= m_columns; ++column) {
        auto& list = neighbours[vertex(column, row)];
        if (at(column, row) != at(column, row - 1)) list.push_back(vertex(column + 1, row));
        if (at(column - 1, row) != at(column - 1, row - 1)) list.push_back(vertex(column - 1, row));
        if (at(column, row) != at(column - 1, row)) list.push_back(vertex(column, row + 1));
        if (at(column, row - 1) != at(column - 1, row - 1)) list.push_back(vertex(column, row - 1));
      }
    }
    for (int round = 0; round < 16; ++round) {
      const std::vector<MapPoint> before = m_vertices;
      for (std::size_t i = 0; i < m_vertices.size(); ++i) {
        if (neighbours[i].empty() || m_pinned[i] != 0) continue;
        MapPoint mean;
        for (const std::size_t n : neighbours[i]) {
          mean.x_m += before[n].x_m / static_cast<double>(neighbours[i].size());
          mean.y_m += before[n].y_m / static_cast<double>(neighbours[i].size());
        }
        m_vertices[i] = {0.5 * (before[i].x_m + mean.x_m), 0.5 * (before[i].y_m + mean.y_m)};
      }
    }
    for (MapPoint& p : m_vertices)
      p = {std::round(p.x_m * 10.0) / 10.0, std::round(p.y_m * 10.0) / 10.0};
    // Every other vertex may go where the line hardly bends; its neighbours then stay.
    m_dropped.assign(m_vertices.size(), 0);
    for (std::size_t i = 0; i < m_vertices.size(); ++i) {
      const Node node = m_lattice.node_of(i);
      if (neighbours[i].size() != 2 || (node.column + node.row) % 2 != 0) continue;
      const MapPoint a = m_vertices[neighbours[i][0]];
      const MapPoint b = m_vertices[neighbours[i][1]];
      const double twice_area = (b.x_m - a.x_m) * (m_vertices[i].y_m - a.y_m) -
                                (b.y_m - a.y_m) * (m_vertices[i].x_m - a.x_m);
      if (std::abs(twice_area) < 1.0 * distance_m(a, b)) m_dropped[i] = 1;
    }
  }

  /// The outline of a label: rings with the label on their left, shells counter-clockwise.
  MultiPolygon outline(const std::vector<int>& label, int of) const {
    const auto in = [&](int c, int r) {
      return c >= 0 && r >= 0 && c < m_columns && r < m_rows && label[index_of(c, r)] == of;
    };
    // Directed edges by their first vertex; at a vertex where two corners touch, the ring turns
    // left.
    std::map<std::pair<int, int>, std::vector<std::pair<int, int>>> next;
    for (int r = 0; r < m_rows; ++r) {
      for (int c = 0; c < m_columns; ++c) {
        if (!in(c, r)) continue;
        if (!in(c, r - 1)) next[{r, c}].emplace_back(r, c + 1);
        if (!in(c + 1, r)) next[{r, c + 1}].emplace_back(r + 1, c + 1);
        if (!in(c, r + 1)) next[{r + 1, c + 1}].emplace_back(r + 1, c);
        if (!in(c - 1, r)) next[{r + 1, c}].emplace_back(r, c);
      }
    }
    std::vector<Ring> shells;
    std::vector<Ring> holes;
    while (!next.empty()) {
      const std::pair<int, int> start = next.begin()->first;
      std::pair<int, int> at = start;
      std::pair<int, int> from{0, 0};
      Ring ring;
      do {
        const auto found = next.find(at);
        auto& ways = found->second;
        std::size_t pick = 0;
        if (ways.size() > 1 && at != start) {
          const auto turn = [&](const std::pair<int, int>& to) {
            return (at.second - from.second) * (to.first - at.first) -
                   (at.first - from.first) * (to.second - at.second);
          };
          pick = turn(ways[0]) >= turn(ways[1]) ? 0 : 1;
        }
        const std::pair<int, int> to = ways[pick];
        ways.erase(ways.begin() + static_cast<std::ptrdiff_t>(pick));
        if (ways.empty()) next.erase(found);
        if (m_dropped[vertex(at.second, at.first)] == 0)
          ring.push_back(m_vertices[vertex(at.second, at.first)]);
        from = at;
        at = to;
      } while (at != start);
      ring.push_back(ring.front());
      (signed_area(ring) > 0.0 ? shells : holes).push_back(std::move(ring));
    }
    MultiPolygon result;
    for (Ring& shell : shells) result.push_back({std::move(shell), {}});
    for (Ring& hole : holes) {
      for (Polygon& polygon : result) {
        if (!contains({Polygon{polygon.shell, {}}}, midpoint(hole))) continue;
        polygon.holes.push_back(std::move(hole));
        break;
      }
    }
    return result;
  }

  /// Each label in one piece: parts cut off from the largest go to the neighbours that surround
  /// them.
  void heal(std::vector<int>& label) const {
    std::map<int, std::vector<std::size_t>> largest;
    std::vector<char> seen(size(), 0);
    for (std::size_t i = 0; i < size(); ++i) {
      if (label[i] == outside || seen[i] != 0) continue;
      std::vector<std::size_t> part = part_of(label, i, seen);
      auto& best = largest[label[i]];
      if (part.size() > best.size()) best = std::move(part);
    }
    std::vector<int> healed(size(), outside);
    for (const auto& [name, part] : largest) {
      for (const std::size_t cell : part) healed[cell] = name;
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < size(); ++i) {
        if (label[i] == outside || healed[i] != outside) continue;
        for (const std::size_t n : beside(i)) {
          if (healed[n] == outside) continue;
          healed[i] = healed[n];
          changed = true;
          break;
        }
      }
    }
    label = std::move(healed);
  }

 private:
  std::size_t size() const {
    return static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows);
  }
  std::size_t index_of(int c, int r) const {
    return static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) +
           static_cast<std::size_t>(c);
  }
  std::size_t vertex(int c, int r) const {
    return static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns + 1) +
           static_cast<std::size_t>(c);
  }
  MapPoint centre_of(std::size_t i) const {
    const auto columns = static_cast<std::size_t>(m_columns);
    const auto column = i % columns;
    const auto row = i / columns;
    return {m_lattice.west_m + (static_cast<double>(column) + 0.5) * m_lattice.step_m,
            m_lattice.south_m + (static_cast<double>(row) + 0.5) * m_lattice.step_m};
  }
  std::vector<std::size_t> beside(std::size_t i) const {
    const int column = static_cast<int>(i) % m_columns;
    const int row = static_cast<int>(i) / m_columns;
    std::vector<std::size_t> cells;
    if (row > 0) cells.push_back(index_of(column, row - 1));
    if (column > 0) cells.push_back(index_of(column - 1, row));
    if (column + 1 < m_columns) cells.push_back(index_of(column + 1, row));
    if (row + 1 < m_rows) cells.push_back(index_of(column, row + 1));
    return cells;
  }
  std::vector<std::size_t> part_of(const std::vector<int>& label, std::size_t first,
                                   std::vector<char>& seen) const {
    std::vector<std::size_t> part{first};
    seen[first] = 1;
    for (std::size_t i = 0; i < part.size(); ++i) {
      for (const std::size_t n : beside(part[i])) {
        if (seen[n] != 0 || label[n] != label[first]) continue;
        seen[n] = 1;
        part.push_back(n);
      }
    }
    return part;
  }
  void keep_largest_part() {
    std::vector<int> label(size());
    for (std::size_t i = 0; i < size(); ++i) label[i] = m_inside[i] != 0 ? 0 : outside;
    std::vector<char> seen(size(), 0);
    std::vector<std::size_t> largest;
    for (std::size_t i = 0; i < size(); ++i) {
      if (label[i] == outside || seen[i] != 0) continue;
      std::vector<std::size_t> part = part_of(label, i, seen);
      if (part.size() > largest.size()) largest = std::move(part);
    }
    std::fill(m_inside.begin(), m_inside.end(), 0);
    for (const std::size_t i : largest) m_inside[i] = 1;
  }
  static double signed_area(const Ring& ring) {
    double sum = 0.0;
    for (std::size_t i = 1; i < ring.size(); ++i) {
      sum += (ring[i - 1].x_m - ring[0].x_m) * (ring[i].y_m - ring[0].y_m) -
             (ring[i].x_m - ring[0].x_m) * (ring[i - 1].y_m - ring[0].y_m);
    }
    return sum;
  }
  static MapPoint midpoint(const Ring& ring) {
    return {0.5 * (ring[0].x_m + ring[1].x_m), 0.5 * (ring[0].y_m + ring[1].y_m)};
  }

  Lattice m_lattice;
  int m_columns;
  int m_rows;
  std::vector<double> m_cost;
  std::vector<char> m_inside;
  std::vector<MapPoint> m_vertices;
  std::vector<char> m_pinned;  ///< at blocks, where borders follow the streets
  std::vector<char> m_dropped;
};

MapPoint block_centre(const CountyPlan& plan, const Block& block) {
  const MapPoint corner = plan.lattice.point_of(block.corner);
  return {corner.x_m + 0.5 * block.width * plan.lattice.step_m,
          corner.y_m + 0.5 * block.height * plan.lattice.step_m};
}

void add_squares(const Block& block, int label, std::vector<std::pair<Node, int>>& seeds) {
  for (int row = 0; row < block.height; ++row) {
    for (int column = 0; column < block.width; ++column) {
      seeds.emplace_back(Node{block.corner.column + column, block.corner.row + row}, label);
    }
  }
}

/// Community of a block: the seat's ground is shared by six, a town's by two, in sectors about the
/// centre.
int community_of(const CountyPlan& plan, const Settlement& s, const Block& block) {
  if (s.kind == SettlementKind::village) return 0;
  const MapPoint centre = plan.lattice.point_of(s.centre);
  const MapPoint p = block_centre(plan, block);
  const int count = s.kind == SettlementKind::seat ? 6 : 2;
  const double turn =
      (std::atan2(p.y_m - centre.y_m, p.x_m - centre.x_m) + 3.141592653589793) / 6.283185307179586;
  return std::min(count - 1, static_cast<int>(turn * count));
}

}  // namespace

void divide_county(const SynthOptions& options, const Relief& relief, CountyPlan& plan) {
  Partition partition(options, relief, plan);
  // Towns first: each village joins the town that reaches it most cheaply.
  std::vector<std::pair<Node, int>> heads;
  for (const Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::village) continue;
    for (const int b : s.blocks)
      add_squares(plan.blocks[static_cast<std::size_t>(b)], s.town, heads);
  }
  const std::vector<int> reached = partition.grown(heads);
  for (Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::village) s.town = partition.label_at(reached, s.centre);
  }
  // One unit for each community and village, in the order of their towns, so that codes run on.
  std::map<std::pair<int, int>, int> unit_of;  // (settlement, community) -> unit
  const std::string county_code = "370899";
  plan.county = {county_code, {"Demo County", "示范县"}, false, -1, 0, 0, 0, {}};
  int communities = 0;
  for (int town = 0; town < static_cast<int>(plan.settlements.size()); ++town) {
    const Settlement& head = plan.settlements[static_cast<std::size_t>(town)];
    if (head.kind == SettlementKind::village) continue;
    const bool seat = head.kind == SettlementKind::seat;
    UnitPlan unit;
    unit.code = county_code + fmt::format("{:03}", seat ? 1 : 100 + town - 1);
    unit.name = seat ? Name{"Chengguan Subdistrict", "城关街道"}
                     : Name{head.name.roman + " Town", head.name.chinese + "镇"};
    unit.urban = seat;
    unit.parent = 0;
    const auto parent = static_cast<int>(plan.towns.size());
    int number = 0;
    for (int i = 0; i < static_cast<int>(plan.settlements.size()); ++i) {
      const Settlement& s = plan.settlements[static_cast<std::size_t>(i)];
      if (s.town != town) continue;
      const bool rural = s.kind == SettlementKind::village;
      for (int community = 0; community < (rural ? 1 : seat ? 6 : 2); ++community) {
        const bool used = std::any_of(s.blocks.begin(), s.blocks.end(), [&](int b) {
          return community_of(plan, s, plan.blocks[static_cast<std::size_t>(b)]) == community;
        });
        if (!used) continue;
        UnitPlan village;
        village.code = unit.code + fmt::format("{:03}", rural ? 200 + number : 1 + number);
        ++number;
        if (rural) {
          village.name = s.name;
        } else if (seat) {
          village.name = community_name(communities++);
          village.name = {village.name.roman + " Community", village.name.chinese + "社区"};
        } else {
          village.name = {s.name.roman + (community == 0 ? " South Community" : " North Community"),
                          s.name.chinese + (community == 0 ? "南社区" : "北社区")};
        }
        village.urban = !rural;
        village.parent = parent;
        unit_of[{i, community}] = static_cast<int>(plan.villages.size());
        plan.villages.push_back(std::move(village));
      }
    }
    plan.towns.push_back(std::move(unit));
  }
  // Villages grow from their blocks, and people live in the blocks of their unit.
  std::vector<std::pair<Node, int>> seeds;
  for (int i = 0; i < static_cast<int>(plan.settlements.size()); ++i) {
    const Settlement& s = plan.settlements[static_cast<std::size_t>(i)];
    for (const int b : s.blocks) {
      const Block& block = plan.blocks[static_cast<std::size_t>(b)];
      const int unit = unit_of.at({i, community_of(plan, s, block)});
      add_squares(block, unit, seeds);
      plan.villages[static_cast<std::size_t>(unit)].dwellings += block.dwellings;
    }
  }
  std::vector<int> villages = partition.grown(seeds);
  partition.heal(villages);
  partition.smooth(villages);
  std::vector<int> towns(villages.size(), outside);
  std::vector<int> county(villages.size(), outside);
  for (std::size_t i = 0; i < villages.size(); ++i) {
    if (villages[i] == outside) continue;
    towns[i] = plan.villages[static_cast<std::size_t>(villages[i])].parent;
    county[i] = 0;
  }
  for (int i = 0; i < static_cast<int>(plan.villages.size()); ++i) {
    UnitPlan& unit = plan.villages[static_cast<std::size_t>(i)];
    unit.footprint = partition.outline(villages, i);
    RandomStream random(options.seed, household_stream + static_cast<std::uint64_t>(i));
    const double occupied = unit.urban ? random.uniform(0.86, 0.95) : random.uniform(0.88, 0.97);
    const double persons = unit.urban ? random.uniform(2.70, 2.90) : random.uniform(2.75, 3.15);
    unit.households = std::llround(occupied * unit.dwellings);
    unit.residents = std::llround(persons * static_cast<double>(unit.households));
    UnitPlan& town = plan.towns[static_cast<std::size_t>(unit.parent)];
    town.dwellings += unit.dwellings;
    town.households += unit.households;
    town.residents += unit.residents;
  }
  for (int i = 0; i < static_cast<int>(plan.towns.size()); ++i) {
    UnitPlan& town = plan.towns[static_cast<std::size_t>(i)];
    town.footprint = partition.outline(towns, i);
    plan.county.dwellings += town.dwellings;
    plan.county.households += town.households;
    plan.county.residents += town.residents;
  }
  plan.county.footprint = partition.outline(county, 0);
}

}  // namespace gigacity::apps::synth
