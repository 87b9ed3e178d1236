// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "apps/synth/shares.hpp"
#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr const char* class_10g = "xgs-pon-n1";

/// An exchange near the block, for the settlement or the unit of the name.
OltPlan exchange(const CountyPlan& plan, Node at, Name name) {
  OltPlan olt;
  olt.id = fmt::format("{}OLT-{:02}", plan.task.id_prefix, plan.olts.size() + 1);
  olt.name = std::move(name);
  const MapPoint p = plan.lattice.point_of(at);
  olt.point = {p.x_m + 15.0, p.y_m + 12.0};
  olt.pon_class = class_10g;
  return olt;
}

/// The exchanges of a county, and that of each of its blocks.
struct Exchanges {
  std::vector<int> olt_of_block;
  std::vector<bool> urban;  ///< of each: it serves seat or town, no villages
};

/// Two exchanges in the seat, east and west, one in each town: the exchange of each block.
Exchanges exchanges_by_town(CountyPlan& plan) {
  std::vector<int> olt_of_town(plan.settlements.size(), -1);
  for (std::size_t i = 0; i < plan.settlements.size(); ++i) {
    const Settlement& s = plan.settlements[i];
    if (s.kind == SettlementKind::village) continue;
    olt_of_town[i] = static_cast<int>(plan.olts.size());
    const auto add = [&](int columns_off, const char* roman, const char* chinese) {
      plan.olts.push_back(exchange(plan, {s.centre.column + columns_off, s.centre.row},
                                   {s.name.roman + roman, s.name.chinese + chinese}));
    };
    if (s.kind == SettlementKind::seat) {
      add(-8, " West Exchange", "西局");
      add(8, " East Exchange", "东局");
    } else {
      add(0, " Exchange", "局");
    }
  }
  const Node seat = plan.settlements.front().centre;
  Exchanges made;
  made.urban.assign(plan.olts.size(), true);
  for (const Block& block : plan.blocks) {
    const int town = plan.settlements[static_cast<std::size_t>(block.settlement)].town;
    const bool east = town == 0 && block.corner.column >= seat.column;
    made.olt_of_block.push_back(olt_of_town[static_cast<std::size_t>(town)] + (east ? 1 : 0));
  }
  return made;
}

/// What an exchange serves together: the blocks of a town, or those of the villages around it.
struct ServedBlock {
  int town = 0;
  bool rural = false;
  double turn_rad = 0.0;  ///< of the village about its town: neighbours stand together
  int settlement = 0;
  int community = 0;
  int block = 0;
};

std::vector<ServedBlock> served_blocks(const CountyPlan& plan) {
  std::vector<ServedBlock> order;
  for (std::size_t i = 0; i < plan.settlements.size(); ++i) {
    const Settlement& s = plan.settlements[i];
    const Node town = plan.settlements[static_cast<std::size_t>(s.town)].centre;
    const bool rural = s.kind == SettlementKind::village;
    const double turn =
        rural ? std::atan2(s.centre.row - town.row, s.centre.column - town.column) : 0.0;
    for (std::size_t b = 0; b < s.blocks.size(); ++b)
      order.push_back({s.town, rural, turn, static_cast<int>(i), s.community[b], s.blocks[b]});
  }
  const auto rank = [](const ServedBlock& s) {
    return std::tuple(s.town, s.rural, s.turn_rad, s.settlement, s.community, s.block);
  };
  std::ranges::sort(order, {}, rank);
  return order;
}

/// Exchanges for about so many dwellings each, all of a town or of its villages alike. Each stands at its
/// first block.
Exchanges exchanges_by_size(CountyPlan& plan, int dwellings_per_olt) {
  Exchanges made;
  made.olt_of_block.assign(plan.blocks.size(), -1);
  const std::vector<ServedBlock> order = served_blocks(plan);
  const auto dwellings_of = [&](const ServedBlock& served) {
    return plan.blocks[static_cast<std::size_t>(served.block)].dwellings;
  };
  int number = 0;  // of the town
  for (auto first = order.begin(); first != order.end();) {
    const auto same = [&](const ServedBlock& other) {
      return other.town == first->town && other.rural == first->rural;
    };
    const auto end = std::find_if_not(first, order.end(), same);
    int all = 0;
    for (auto served = first; served != end; ++served) all += dwellings_of(*served);
    const int count =
        std::max(1, static_cast<int>(std::lround(static_cast<double>(all) / dwellings_per_olt)));
    if (first == order.begin() || std::prev(first)->town != first->town) number = 0;
    int built = 0;
    int reached = 0;
    for (auto served = first; served != end; ++served) {
      const bool full = static_cast<double>(reached) * count >= static_cast<double>(all) * built;
      if (built == 0 || (full && built < count)) {
        const Name& name = plan.settlements[static_cast<std::size_t>(first->town)].name;
        ++number;
        ++built;
        plan.olts.push_back(exchange(plan,
                                     plan.blocks[static_cast<std::size_t>(served->block)].corner,
                                     {fmt::format("{} Exchange {}", name.roman, number),
                                      fmt::format("{}{}局", name.chinese, number)}));
        made.urban.push_back(!first->rural);
      }
      reached += dwellings_of(*served);
      made.olt_of_block[static_cast<std::size_t>(served->block)] =
          static_cast<int>(plan.olts.size()) - 1;
    }
    first = end;
  }
  return made;
}

/// Cards have ports in eights.
int ports_for(double dwellings, const OltPlan& olt) {
  return static_cast<int>(std::ceil(dwellings / olt.split / 8.0)) * 8;
}

/// The ports that a city is known to have for its townspeople, by the dwellings that each exchange serves; each
/// has a card at least.
void share_out_urban_ports(int ports, const std::vector<int>& dwellings,
                           const std::vector<bool>& urban, std::vector<OltPlan>& olts) {
  std::vector<std::size_t> served;
  std::vector<double> weights;
  for (std::size_t i = 0; i < olts.size(); ++i) {
    if (!urban[i] || olts[i].pon_class != class_10g) continue;
    served.push_back(i);
    weights.push_back(dwellings[i]);
  }
  if (served.empty()) return;
  const auto each = static_cast<std::int64_t>(served.size());
  const auto more = shared_out(std::max<std::int64_t>(0, ports / 8 - each), weights);
  for (std::size_t i = 0; i < served.size(); ++i)
    olts[served[i]].ports = static_cast<int>(8 * (1 + more[i]));
}

}  // namespace

void plan_fibre(CountyPlan& plan) {
  const Exchanges exchanges = plan.task.dwellings_per_olt
                                  ? exchanges_by_size(plan, *plan.task.dwellings_per_olt)
                                  : exchanges_by_town(plan);
  std::vector<int> dwellings(plan.olts.size(), 0);
  // The second town, or one exchange of a large seat, still runs first-generation PON.
  if (plan.olts.size() > 3) plan.olts[3].pon_class = "gpon-b-plus";

  int villages_seen = 0;
  for (const Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::village) ++villages_seen;
    const bool without_boxes = s.kind == SettlementKind::village && villages_seen == 7;
    const bool too_small = s.kind == SettlementKind::village && villages_seen == 12;
    // Two village blocks share a box; blocks of flats have their own.
    int pending = 0;
    std::vector<int> blocks;
    for (std::size_t i = 0; i < s.blocks.size(); ++i) {
      const Block& block = plan.blocks[static_cast<std::size_t>(s.blocks[i])];
      pending += block.dwellings;
      blocks.push_back(s.blocks[i]);
      const bool row_houses = block.use == BlockUse::row_houses;
      if (pending == 0 || (row_houses && i % 2 == 0 && i + 1 < s.blocks.size())) continue;
      if (without_boxes) {
        pending = 0;
        continue;
      }
      const int olt = exchanges.olt_of_block[static_cast<std::size_t>(s.blocks[i])];
      const int needed = too_small ? pending / 2 : pending;
      const MapPoint corner = plan.lattice.point_of(block.corner);
      BoxPlan box;
      box.id = fmt::format("{}B{:04}", plan.task.id_prefix, plan.boxes.size() + 1);
      box.point = {corner.x_m + 4.0, corner.y_m + 4.0};
      box.olt = plan.olts[static_cast<std::size_t>(olt)].id;
      // Splitters come in eights; a quarter is kept for new customers.
      box.capacity = too_small ? std::max(8, needed / 8 * 8) : (needed * 5 / 4 + 15) / 8 * 8;
      box.blocks = std::exchange(blocks, {});
      plan.boxes.push_back(std::move(box));
      dwellings[static_cast<std::size_t>(olt)] += pending;
      pending = 0;
    }
  }
  for (std::size_t i = 0; i < plan.olts.size(); ++i) {
    // The last exchange was planned for fewer people than moved in.
    const double reserve = i + 1 == plan.olts.size() ? 0.85 : 1.15;
    plan.olts[i].ports = ports_for(reserve * dwellings[i], plan.olts[i]);
  }
  if (plan.task.urban_ports)
    share_out_urban_ports(*plan.task.urban_ports, dwellings, exchanges.urban, plan.olts);
}

}  // namespace gigacity::apps::synth
