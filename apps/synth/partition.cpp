// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <queue>
#include <utility>

#include <fmt/format.h>

#include "apps/synth/borders.hpp"
#include "apps/synth/noise.hpp"
#include "apps/synth/shares.hpp"
#include "apps/synth/steps.hpp"
#include "core/diagnostic.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr std::uint64_t household_stream = 0x40053000;

/// The county's ground shared out among seeds that grow over it, cheapest first.
class Growth {
 public:
  Growth(const Relief& relief, const Territory& territory, const CountyPlan& plan)
      : m_lattice(plan.lattice), m_inside(plan.lattice), m_cost(m_inside.size()) {
    for (int row = 0; row < m_inside.rows(); ++row) {
      for (int column = 0; column < m_inside.columns(); ++column) {
        const std::size_t i = m_inside.index_of(column, row);
        const MapPoint p{m_lattice.west_m + (column + 0.5) * m_lattice.step_m,
                         m_lattice.south_m + (row + 0.5) * m_lattice.step_m};
        if (!territory.holds(p, 0.0)) continue;
        m_inside[i] = 0;
        // Borders run along ridges and down the middle of the lake: both are dear to cross.
        m_cost[i] = 1.0 + 0.03 * relief.hill_m(p) + (relief.lake_distance_m(p) < 0.0 ? 3.0 : 0.0) +
                    1.2 * std::max(0.0, fractal_noise(plan.task.seed * 29 + 5, p.x_m / 700.0,
                                                      p.y_m / 700.0, 3));
      }
    }
    m_inside.heal();
  }

  /// The label of the seed that reaches each square most cheaply; the lower label wins a tie.
  Labels grown(const std::vector<std::pair<Node, int>>& seeds) const {
    using Entry = std::pair<double, std::pair<int, std::size_t>>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    Labels label(m_lattice);
    for (const auto& [square, seed_label] : seeds) {
      open.emplace(0.0, std::pair(seed_label, label.index_of(square.column, square.row)));
    }
    while (!open.empty()) {
      const auto [cost, what] = open.top();
      open.pop();
      const auto [name, square] = what;
      if (label[square] != Labels::nobody || m_inside[square] == Labels::nobody) continue;
      label[square] = name;
      const int column = static_cast<int>(square) % label.columns();
      const int row = static_cast<int>(square) / label.columns();
      for (int r = std::max(row - 1, 0); r <= std::min(row + 1, label.rows() - 1); ++r) {
        for (int c = std::max(column - 1, 0); c <= std::min(column + 1, label.columns() - 1); ++c) {
          const std::size_t next = label.index_of(c, r);
          if (label[next] != Labels::nobody || m_inside[next] == Labels::nobody) continue;
          const double step = c != column && r != row ? 1.41421356 : 1.0;
          open.emplace(cost + step * 0.5 * (m_cost[square] + m_cost[next]), std::pair(name, next));
        }
      }
    }
    return label;
  }

 private:
  Lattice m_lattice;
  Labels m_inside;  ///< 0 in the county
  std::vector<double> m_cost;
};

/// Borders follow the streets at blocks, and join the neighbours' where the county has any.
Borders borders_of(const Labels& finest, const Territory& territory, const CountyPlan& plan) {
  std::vector<char> at_block(plan.lattice.size(), 0);
  for (const Block& block : plan.blocks) {
    for (int row = 0; row <= block.height; ++row) {
      for (int column = 0; column <= block.width; ++column) {
        at_block[plan.lattice.index_of({block.corner.column + column, block.corner.row + row})] = 1;
      }
    }
  }
  const auto point_of = [&](std::size_t i) {
    return plan.lattice.point_of(plan.lattice.node_of(i));
  };
  Borders::Rules rules;
  rules.kept = [&](std::size_t i) -> std::optional<MapPoint> {
    const auto shared = territory.border_at(point_of(i));
    return shared || at_block[i] == 0 ? shared : point_of(i);
  };
  rules.needed = [&](std::size_t i) { return territory.border_at(point_of(i)).has_value(); };
  return {plan.lattice, finest, rules};
}

void add_squares(const Block& block, int label, std::vector<std::pair<Node, int>>& seeds) {
  for (int row = 0; row < block.height; ++row) {
    for (int column = 0; column < block.width; ++column) {
      seeds.emplace_back(Node{block.corner.column + column, block.corner.row + row}, label);
    }
  }
}

/// Which of `parts` sectors about the seat a place is in.
int sector_of(const CountyPlan& plan, MapPoint p, int parts) {
  const MapPoint centre = plan.lattice.point_of(plan.settlements.front().centre);
  const double turn = std::atan2(p.y_m - centre.y_m, p.x_m - centre.x_m) / (2.0 * std::numbers::pi);
  return std::min(parts - 1, static_cast<int>((turn + 0.5) * parts));
}

/// A village-level unit to be: a village, or a community of the seat or a town.
struct Member {
  int settlement = 0;
  int community = 0;
};

/// Those of the town at whose head `town` stands, by the sector of the seat they are in.
std::vector<std::vector<Member>> members_of(const CountyPlan& plan, int town, int parts) {
  std::vector<std::vector<Member>> members(static_cast<std::size_t>(parts));
  for (int i = 0; i < static_cast<int>(plan.settlements.size()); ++i) {
    const Settlement& s = plan.settlements[static_cast<std::size_t>(i)];
    if (s.town != town || s.blocks.empty()) continue;
    const int communities = *std::ranges::max_element(s.community) + 1;
    for (int community = 0; community < communities; ++community) {
      MapPoint mean;
      double count = 0.0;
      for (std::size_t b = 0; b < s.blocks.size(); ++b) {
        if (s.community[b] != community) continue;
        const MapPoint p = centre_of(plan, plan.blocks[static_cast<std::size_t>(s.blocks[b])]);
        mean.x_m += p.x_m;
        mean.y_m += p.y_m;
        count += 1.0;
      }
      const MapPoint middle{mean.x_m / count, mean.y_m / count};
      members[static_cast<std::size_t>(sector_of(plan, middle, parts))].push_back({i, community});
    }
  }
  return members;
}

/// People follow from the houses; where the task says how many there are, by share.
void settle_people(CountyPlan& plan) {
  std::vector<double> households;
  for (std::size_t i = 0; i < plan.villages.size(); ++i) {
    UnitPlan& unit = plan.villages[i];
    RandomStream random(plan.task.seed, household_stream + i);
    const double occupied = unit.urban ? random.uniform(0.86, 0.95) : random.uniform(0.88, 0.97);
    const double persons = unit.urban ? random.uniform(2.70, 2.90) : random.uniform(2.75, 3.15);
    households.push_back(occupied * unit.dwellings);
    unit.households = std::llround(households.back());
    unit.residents = std::llround(persons * static_cast<double>(unit.households));
  }
  if (plan.task.households) {
    const auto exact = shared_out(*plan.task.households, households);
    for (std::size_t i = 0; i < exact.size(); ++i) plan.villages[i].households = exact[i];
  }
  if (plan.task.residents) {
    std::vector<double> residents;
    for (const UnitPlan& unit : plan.villages)
      residents.push_back(static_cast<double>(unit.residents));
    const auto exact = shared_out(*plan.task.residents, residents);
    for (std::size_t i = 0; i < exact.size(); ++i) plan.villages[i].residents = exact[i];
  }
}

void add_sums(const UnitPlan& part, UnitPlan& whole) {
  whole.dwellings += part.dwellings;
  whole.households += part.households;
  whole.residents += part.residents;
}

}  // namespace

void divide_county(const Relief& relief, const Territory& territory, CountyPlan& plan) {
  const CountyTask& task = plan.task;
  const Growth growth(relief, territory, plan);
  // Towns first: each village joins the town that reaches it most cheaply.
  std::vector<std::pair<Node, int>> heads;
  for (const Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::village) continue;
    for (const int b : s.blocks)
      add_squares(plan.blocks[static_cast<std::size_t>(b)], s.town, heads);
  }
  const Labels reached = growth.grown(heads);
  for (Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::village) s.town = reached.at(s.centre.column, s.centre.row);
  }
  // One unit for each community and village, in the order of their towns, so that codes run on.
  std::map<std::pair<int, int>, int> unit_of;  // (settlement, community) -> unit
  plan.county = {
      task.code, {task.name.roman + " " + task.kind.roman, task.name.chinese + task.kind.chinese},
      false,     -1,
      0,         0,
      0,         {}};
  int communities = 0;
  for (int town = 0; town < static_cast<int>(plan.settlements.size()); ++town) {
    const Settlement& head = plan.settlements[static_cast<std::size_t>(town)];
    if (head.kind == SettlementKind::village) continue;
    const bool seat = head.kind == SettlementKind::seat;
    const auto parts = members_of(plan, town, seat ? task.subdistricts : 1);
    for (int part = 0; part < static_cast<int>(parts.size()); ++part) {
      const auto& members = parts[static_cast<std::size_t>(part)];
      if (members.empty()) continue;
      UnitPlan unit;
      unit.code = task.code + fmt::format("{:03}", seat ? 1 + part : 100 + town - 1);
      unit.name = {head.name.roman + " Town", head.name.chinese + "镇"};
      if (seat) {
        const Name name = parts.size() == 1 ? Name{"Chengguan", "城关"} : community_name(part);
        unit.name = {name.roman + " Subdistrict", name.chinese + "街道"};
      }
      unit.urban = seat;
      unit.parent = 0;
      int number = 0;
      for (const Member& member : members) {
        const Settlement& s = plan.settlements[static_cast<std::size_t>(member.settlement)];
        const bool rural = s.kind == SettlementKind::village;
        UnitPlan village;
        village.code = unit.code + fmt::format("{:03}", rural ? 200 + number : 1 + number);
        ++number;
        if (rural) {
          village.name = s.name;
        } else if (seat) {
          village.name = community_name(communities++);
          village.name = {village.name.roman + " Community", village.name.chinese + "社区"};
        } else {
          const bool south = member.community == 0;
          village.name = {s.name.roman + (south ? " South Community" : " North Community"),
                          s.name.chinese + (south ? "南社区" : "北社区")};
        }
        village.urban = !rural;
        village.parent = static_cast<int>(plan.towns.size());
        unit_of[{member.settlement, member.community}] = static_cast<int>(plan.villages.size());
        plan.villages.push_back(std::move(village));
      }
      plan.towns.push_back(std::move(unit));
    }
  }
  if (plan.villages.empty())
    throw UsageError(fmt::format("synth: {} has no room for a settlement; make it larger",
                                 plan.county.name.roman));
  // Villages grow from their blocks, and people live in the blocks of their unit.
  std::vector<std::pair<Node, int>> seeds;
  for (int i = 0; i < static_cast<int>(plan.settlements.size()); ++i) {
    const Settlement& s = plan.settlements[static_cast<std::size_t>(i)];
    for (std::size_t b = 0; b < s.blocks.size(); ++b) {
      const Block& block = plan.blocks[static_cast<std::size_t>(s.blocks[b])];
      const int unit = unit_of.at({i, s.community[b]});
      add_squares(block, unit, seeds);
      plan.villages[static_cast<std::size_t>(unit)].dwellings += block.dwellings;
    }
  }
  Labels villages = growth.grown(seeds);
  villages.heal();
  const Borders borders = borders_of(villages, territory, plan);
  Labels towns(plan.lattice);
  Labels county(plan.lattice);
  for (std::size_t i = 0; i < villages.size(); ++i) {
    if (villages[i] == Labels::nobody) continue;
    towns[i] = plan.villages[static_cast<std::size_t>(villages[i])].parent;
    county[i] = 0;
  }
  settle_people(plan);
  auto outlines = borders.outlines(villages, static_cast<int>(plan.villages.size()));
  for (std::size_t i = 0; i < plan.villages.size(); ++i) {
    plan.villages[i].footprint = std::move(outlines[i]);
    add_sums(plan.villages[i], plan.towns[static_cast<std::size_t>(plan.villages[i].parent)]);
  }
  outlines = borders.outlines(towns, static_cast<int>(plan.towns.size()));
  for (std::size_t i = 0; i < plan.towns.size(); ++i) {
    plan.towns[i].footprint = std::move(outlines[i]);
    add_sums(plan.towns[i], plan.county);
  }
  plan.county.footprint = borders.outlines(county, 1).front();
}

}  // namespace gigacity::apps::synth
