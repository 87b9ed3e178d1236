// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <queue>
#include <utility>

#include "apps/synth/noise.hpp"
#include "apps/synth/steps.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

enum Stream : std::uint64_t { s_place = 0x5E771E00, s_fill = 0xB10C0000, s_size = 0x512E0000 };

/// What differs between the three sorts of settlement.
struct Manner {
  int block_width = 3;  ///< lattice squares
  int block_height = 3;
  double border_m = 0.0;  ///< least distance of the centre from the county's border
  double open_m = 0.0;    ///< radius about the centre that must be flat
  double reach_m = 0.0;   ///< ground that others keep off
};

Manner usual_manner(SettlementKind kind) {
  switch (kind) {
    case SettlementKind::seat:
      return {4, 4, 2000.0, 900.0, 1500.0};
    case SettlementKind::town:
      return {3, 3, 900.0, 420.0, 700.0};
    case SettlementKind::village:
      break;
  }
  return {3, 2, 380.0, 160.0, 260.0};
}

class Settler {
 public:
  Settler(const Relief& relief, const Territory& territory, CountyPlan& plan)
      : m_task(plan.task), m_relief(relief), m_territory(territory), m_plan(plan) {
    m_plan.owner.assign(m_plan.lattice.size(), -1);
    m_box.add(m_plan.lattice.point_of({0, 0}));
    m_box.add(m_plan.lattice.point_of({m_plan.lattice.columns - 1, m_plan.lattice.rows - 1}));
  }

  void settle() {
    add(SettlementKind::seat, seat_node(), 1);
    for (int i = 0; i < m_task.towns; ++i) add_apart(SettlementKind::town, i, m_task.towns);
    // The seat and the towns fill their ground before villages look for theirs.
    int communities = 0;
    for (std::size_t i = 0; i < m_plan.settlements.size(); ++i) {
      fill(static_cast<int>(i));
      Settlement& s = m_plan.settlements[i];
      form_communities(i == 0 ? m_task.seat_communities : m_task.town_communities, s, m_plan);
      if (!s.blocks.empty()) communities += *std::ranges::max_element(s.community) + 1;
    }
    const std::size_t first_village = m_plan.settlements.size();
    const int villages =
        m_task.village_units ? std::max(1, *m_task.village_units - communities) : m_task.villages;
    for (int i = 0; i < villages; ++i) add_apart(SettlementKind::village, i, villages);
    for (std::size_t i = first_village; i < m_plan.settlements.size(); ++i) {
      fill(static_cast<int>(i));
      form_communities(1, m_plan.settlements[i], m_plan);
    }
  }

 private:
  double block_diagonal_m(const Manner& manner) const {
    return m_plan.lattice.step_m * std::hypot(manner.block_width, manner.block_height);
  }

  Manner manner_of(SettlementKind kind) const {
    Manner manner = usual_manner(kind);
    const double room = m_task.room[static_cast<std::size_t>(kind)];
    manner.border_m *= m_task.margins;
    // At least a block must find ground about the centre.
    manner.open_m = std::max(manner.open_m * room, block_diagonal_m(manner));
    manner.reach_m *= room;
    return manner;
  }

  bool open(MapPoint p, double radius_m) const {
    if (!m_relief.buildable(p)) return false;
    for (int ring = 1; ring <= 3; ++ring) {
      for (int i = 0; i < 12; ++i) {
        const double angle = i * 0.5235987755982988;
        const double r = radius_m * ring / 3.0;
        if (!m_relief.buildable({p.x_m + r * std::cos(angle), p.y_m + r * std::sin(angle)}))
          return false;
      }
    }
    return true;
  }

  /// Where the seat was wished for, or as near as there is room.
  Node seat_node() const {
    const MapPoint wish = m_task.seat;
    const Manner manner = manner_of(SettlementKind::seat);
    Node best = m_plan.lattice.nearest(wish);
    double best_m = std::numeric_limits<double>::infinity();
    double room = 1.0;
    for (int attempt = 0; std::isinf(best_m) && attempt < attempts(); ++attempt, room *= 0.7) {
      const int step = attempt == 0 ? 5 : 1;
      const double open_m = std::max(room * manner.open_m, block_diagonal_m(manner));
      for (int row = 0; row < m_plan.lattice.rows; row += step) {
        for (int column = 0; column < m_plan.lattice.columns; column += step) {
          const MapPoint p = m_plan.lattice.point_of({column, row});
          const double away = distance_m(p, wish);
          if (away >= best_m || !m_territory.holds(p, room * manner.border_m) || !open(p, open_m))
            continue;
          best = {column, row};
          best_m = away;
        }
      }
    }
    return best;
  }

  int attempts() const { return m_task.insist ? 12 : 1; }

  /// The best of many random places: the one farthest from those already taken (Mitchell 1991).
  void add_apart(SettlementKind kind, int number, int of_its_kind) {
    std::optional<Node> best;
    double open_land_m = 350.0;  // at least, between two settlements
    for (int attempt = 0; !best && attempt < attempts(); ++attempt) {
      best = place_apart(kind, number, attempt, open_land_m * m_task.margins);
      open_land_m *= 0.7;
    }
    if (best) add(kind, *best, of_its_kind);
  }

  std::optional<Node> place_apart(SettlementKind kind, int number, int attempt,
                                  double open_land_m) const {
    const Manner manner = manner_of(kind);
    RandomStream random(m_task.seed, s_place + 1000 * static_cast<std::uint64_t>(kind) +
                                         static_cast<std::uint64_t>(number) +
                                         100'000 * static_cast<std::uint64_t>(attempt));
    std::optional<Node> best;
    double best_m = open_land_m;
    for (int draw = 0; draw < 260; ++draw) {
      const MapPoint wish{random.uniform(m_box.min_x_m, m_box.max_x_m),
                          random.uniform(m_box.min_y_m, m_box.max_y_m)};
      const Node node = m_plan.lattice.nearest(wish);
      const MapPoint p = m_plan.lattice.point_of(node);
      double nearest_m = std::numeric_limits<double>::infinity();
      for (const Settlement& other : m_plan.settlements) {
        nearest_m = std::min(nearest_m, distance_m(p, m_plan.lattice.point_of(other.centre)) -
                                            manner_of(other.kind).reach_m - manner.reach_m);
        if (nearest_m <= best_m) break;
      }
      if (nearest_m <= best_m || !m_territory.holds(p, manner.border_m) || !open(p, manner.open_m))
        continue;
      best = node;
      best_m = nearest_m;
    }
    return best;
  }

  void add(SettlementKind kind, Node centre, int of_its_kind) {
    const auto index = static_cast<int>(m_plan.settlements.size());
    Settlement s;
    s.kind = kind;
    s.centre = centre;
    s.town = kind == SettlementKind::village ? -1 : index;
    RandomStream random(m_task.seed, s_size + static_cast<std::uint64_t>(index));
    const double size = random.uniform(0.72, 1.28);
    if (kind == SettlementKind::seat) {
      s.aimed_dwellings = static_cast<int>(m_task.seat_share * m_task.dwellings);
      s.name = m_task.name;
    } else if (kind == SettlementKind::town) {
      s.aimed_dwellings =
          static_cast<int>(size * m_task.town_share * m_task.dwellings / of_its_kind);
      s.name = town_name(index - 1);
    } else {
      s.aimed_dwellings =
          static_cast<int>(size * m_task.village_share * m_task.dwellings / of_its_kind);
      s.name = village_name(m_task.seed, index);
    }
    const MapPoint p = m_plan.lattice.point_of(centre);
    int raised = 0;
    for (int i = 0; i < 16; ++i) {
      const double angle = i * 0.39269908169872414;
      raised +=
          m_relief.hill_m({p.x_m + 900.0 * std::cos(angle), p.y_m + 900.0 * std::sin(angle)}) > 20.0
              ? 1
              : 0;
    }
    s.behind_hills = kind == SettlementKind::village && raised >= 9;
    m_plan.settlements.push_back(std::move(s));
  }

  bool free_ground(const Block& block) const {
    for (int row = block.corner.row - 2; row < block.corner.row + block.height + 2; ++row) {
      for (int column = block.corner.column - 2; column < block.corner.column + block.width + 2;
           ++column) {
        if (!m_plan.lattice.holds({column, row})) return false;
        const int owner = m_plan.owner[m_plan.lattice.index_of({column, row})];
        if (owner >= 0 &&
            m_plan.blocks[static_cast<std::size_t>(owner)].settlement != block.settlement)
          return false;
      }
    }
    // Never so near that a smooth border could cut a corner off.
    const double border_m = std::max(150.0 * m_task.margins, 60.0);
    for (int row = 0; row <= block.height; ++row) {
      for (int column = 0; column <= block.width; ++column) {
        const MapPoint p =
            m_plan.lattice.point_of({block.corner.column + column, block.corner.row + row});
        if (!m_relief.buildable(p) || !m_territory.holds(p, border_m)) return false;
      }
    }
    return true;
  }

  /// Grows a settlement block by block from its centre until it holds the dwellings aimed at.
  void fill(int index) {
    Settlement& s = m_plan.settlements[static_cast<std::size_t>(index)];
    const Manner manner = manner_of(s.kind);
    const auto key = m_task.seed * 131 + static_cast<std::uint64_t>(index);
    // Cost of a block: its distance, stretched so that settlements are not round.
    const auto cost = [&](int i, int j) {
      const double x = (i + 0.5) * manner.block_width;
      const double y = (j + 0.5) * manner.block_height;
      return std::hypot(x, 1.12 * y) *
             (1.0 + 0.55 * fractal_noise(key, 0.11 * x + 0.5, 0.11 * y + 0.5, 2));
    };
    using Entry = std::pair<double, std::pair<int, int>>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open_blocks;
    std::vector<std::pair<int, int>> seen;
    const auto offer = [&](int i, int j) {
      if (std::find(seen.begin(), seen.end(), std::pair(i, j)) != seen.end()) return;
      seen.emplace_back(i, j);
      open_blocks.emplace(cost(i, j), std::pair(i, j));
    };
    offer(0, 0);
    const double expected_radius = radius_of(s, manner);
    int dwellings = 0;
    while (!open_blocks.empty() && dwellings < s.aimed_dwellings) {
      const auto [far, at] = open_blocks.top();
      open_blocks.pop();
      Block block;
      block.corner = {s.centre.column + at.first * manner.block_width,
                      s.centre.row + at.second * manner.block_height};
      block.width = manner.block_width;
      block.height = manner.block_height;
      block.settlement = index;
      if (!free_ground(block)) continue;
      const auto number = static_cast<int>(s.blocks.size());
      block.use = use_of(s, index, number, far / expected_radius);
      const auto id = static_cast<int>(m_plan.blocks.size());
      m_plan.blocks.push_back(block);
      s.blocks.push_back(id);
      for (int row = 0; row < block.height; ++row) {
        for (int column = 0; column < block.width; ++column) {
          m_plan.owner[m_plan.lattice.index_of(
              {block.corner.column + column, block.corner.row + row})] = id;
        }
      }
      build_block(id, m_plan);
      dwellings += m_plan.blocks[static_cast<std::size_t>(id)].dwellings;
      for (const auto& [di, dj] :
           {std::pair(1, 0), std::pair(-1, 0), std::pair(0, 1), std::pair(0, -1)}) {
        offer(at.first + di, at.second + dj);
      }
    }
  }

  /// Radius in lattice squares that a settlement is going to have, for placing uses by distance.
  static double radius_of(const Settlement& s, const Manner& manner) {
    const int squares = manner.block_width * manner.block_height;
    const double per_block =
        s.kind == SettlementKind::seat   ? 0.50 * typical_dwellings(BlockUse::towers, squares)
        : s.kind == SettlementKind::town ? 0.42 * typical_dwellings(BlockUse::slabs, squares)
                                         : typical_dwellings(BlockUse::row_houses, squares);
    return std::max(2.0, std::sqrt(s.aimed_dwellings / per_block * squares / 3.14159));
  }

  BlockUse use_of(const Settlement& s, int index, int number, double relative_distance) const {
    RandomStream random(m_task.seed, s_fill + 4096 * static_cast<std::uint64_t>(index) +
                                         static_cast<std::uint64_t>(number));
    const double chance = random.uniform();
    if (s.kind == SettlementKind::seat) {
      // A large city has of everything again and again; one government, one station.
      constexpr int round = 70;
      switch (number < round ? number : round + number % round) {
        case 0:
          return BlockUse::government;
        case 2:
        case 31:
        case round + 31:
          return BlockUse::mall;
        case 5:
        case 44:
        case round + 44:
          return BlockUse::hospital;
        case 7:
        case 20:
        case 38:
        case 58:
        case round + 20:
        case round + 38:
        case round + 58:
          return BlockUse::school;
        case 11:
        case 26:
        case 49:
        case round + 11:
        case round + 26:
          return BlockUse::green;
        case 52:
        case 64:
          return BlockUse::university;
        case 60:
          return BlockUse::transport_hub;
        default:
          break;
      }
      if (relative_distance < 0.45) {
        return chance < 0.30   ? BlockUse::offices
               : chance < 0.62 ? BlockUse::old_town
               : chance < 0.90 ? BlockUse::slabs
                               : BlockUse::towers;
      }
      if (relative_distance < 0.80) {
        return chance < 0.08   ? BlockUse::offices
               : chance < 0.48 ? BlockUse::slabs
               : chance < 0.80 ? BlockUse::mid_rise
                               : BlockUse::towers;
      }
      return chance < 0.22   ? BlockUse::industry
             : chance < 0.62 ? BlockUse::towers
             : chance < 0.88 ? BlockUse::mid_rise
                             : BlockUse::green;
    }
    if (s.kind == SettlementKind::town) {
      switch (number) {
        case 0:
          return BlockUse::government;
        case 3:
          return BlockUse::school;
        case 5:
          return BlockUse::hospital;
        default:
          break;
      }
      if (relative_distance < 0.55) return chance < 0.55 ? BlockUse::slabs : BlockUse::old_town;
      return chance < 0.07   ? BlockUse::industry
             : chance < 0.22 ? BlockUse::slabs
                             : BlockUse::row_houses;
    }
    return BlockUse::row_houses;
  }

  const CountyTask& m_task;
  const Relief& m_relief;
  const Territory& m_territory;
  CountyPlan& m_plan;
  MapBox m_box;
};

}  // namespace

void place_settlements(const Relief& relief, const Territory& territory, CountyPlan& plan) {
  Settler(relief, territory, plan).settle();
}

}  // namespace gigacity::apps::synth
