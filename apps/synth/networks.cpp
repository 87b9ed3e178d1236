// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr std::uint64_t site_stream = 0x517E0000;
constexpr std::uint64_t load_stream = 0x10AD0000;

struct SitePlan {
  Name name;
  MapPoint point;
  SettlementKind area = SettlementKind::village;
  double height_m = 40.0;
  bool nr = true;
  bool overshooting = false;  ///< built high and without tilt: it disturbs its neighbours
};

double nearest_site_m(const std::vector<SitePlan>& sites, MapPoint p) {
  double nearest = std::numeric_limits<double>::infinity();
  for (const SitePlan& site : sites) nearest = std::min(nearest, distance_m(site.point, p));
  return nearest;
}

MapPoint block_centre(const CountyPlan& plan, int index) {
  const Block& block = plan.blocks[static_cast<std::size_t>(index)];
  const MapPoint corner = plan.lattice.point_of(block.corner);
  return {corner.x_m + 0.5 * block.width * plan.lattice.step_m,
          corner.y_m + 0.5 * block.height * plan.lattice.step_m};
}

/// Roofs of a built-up area, a distance apart.
void add_roof_sites(const CountyPlan& plan, const Settlement& s, double apart_m, double height_m,
                    std::vector<SitePlan>& sites) {
  int number = 0;
  for (const int block : s.blocks) {
    const MapPoint p = block_centre(plan, block);
    if (nearest_site_m(sites, p) < apart_m) continue;
    ++number;
    SitePlan site;
    site.name = {fmt::format("{} {}", s.name.roman, number),
                 fmt::format("{}{}号", s.name.chinese, number)};
    site.point = {p.x_m + 12.0, p.y_m - 9.0};
    site.area = s.kind;
    site.height_m = height_m + 4.0 * (number % 3);
    // Two roofs of the seat were left as they were when the network was thin.
    site.overshooting = s.kind == SettlementKind::seat && (number == 4 || number == 9);
    if (site.overshooting) site.height_m += 18.0;
    sites.push_back(std::move(site));
  }
}

/// Towers at villages, then along the roads, where no site is near. The valleys behind the hills
/// were left for later: the first has 4G alone, the others nothing of their own.
void add_towers(const SynthOptions& options, const Relief& relief, const CountyPlan& plan,
                std::vector<SitePlan>& sites) {
  std::vector<MapPoint> unserved;
  bool first = true;
  for (const Settlement& s : plan.settlements) {
    if (s.kind != SettlementKind::village) continue;
    const MapPoint centre = plan.lattice.point_of(s.centre);
    if (s.behind_hills) {
      unserved.push_back(centre);
      if (!first) continue;
    }
    const MapPoint p{centre.x_m + 170.0, centre.y_m + 150.0};
    if (!relief.buildable(p) || nearest_site_m(sites, p) < 700.0) continue;
    SitePlan site;
    site.name = s.name;
    site.point = p;
    site.height_m = 38.0;
    site.nr = !s.behind_hills;
    if (s.behind_hills) first = false;
    sites.push_back(std::move(site));
  }
  int number = 0;
  for (const RoadPlan& road : plan.roads) {
    if (road.road_class < RoadClass::tertiary) continue;
    for (const MapPoint vertex : road.line) {
      const MapPoint p{vertex.x_m + 45.0, vertex.y_m + 30.0};
      const bool kept_off = std::any_of(unserved.begin(), unserved.end(),
                                        [&](MapPoint v) { return distance_m(v, p) < 1700.0; });
      if (kept_off || !relief.in_county(p, 150.0) || !relief.buildable(p) ||
          nearest_site_m(sites, p) < 950.0)
        continue;
      ++number;
      SitePlan site;
      site.name = {fmt::format("Roadside {}", number), fmt::format("路侧{}号", number)};
      site.point = p;
      RandomStream random(options.seed, site_stream + static_cast<std::uint64_t>(number));
      site.height_m = 40.0 + 5.0 * random.index(3);
      sites.push_back(std::move(site));
    }
  }
}

struct Carrier {
  const char* technology;
  int frequency_mhz;
  int bandwidth_mhz;
  double power_dbm;
  double gain_dbi;
  int vertical_beamwidth_deg;
};

constexpr Carrier lte_1800{"LTE", 1800, 20, 46.0, 17.5, 7};
constexpr Carrier nr_3500{"NR", 3500, 100, 53.0, 21.0, 8};
constexpr Carrier nr_700{"NR", 700, 30, 49.0, 15.0, 10};

}  // namespace

void plan_radio(const SynthOptions& options, const Relief& relief, CountyPlan& plan) {
  std::vector<SitePlan> sites;
  for (const Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::seat) add_roof_sites(plan, s, 350.0, 30.0, sites);
    if (s.kind == SettlementKind::town) add_roof_sites(plan, s, 470.0, 28.0, sites);
  }
  add_towers(options, relief, plan, sites);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const SitePlan& site = sites[i];
    const std::string id = fmt::format("S{:03}", i + 1);
    RandomStream random(options.seed, load_stream + i);
    const bool urban = site.area != SettlementKind::village;
    const int turn = 10 * random.index(12);
    const int tilt = site.overshooting ? 0 : urban ? 6 + random.index(4) : 3 + random.index(2);
    std::vector<Carrier> carriers{lte_1800};
    if (site.nr) carriers.push_back(urban ? nr_3500 : nr_700);
    for (const Carrier& carrier : carriers) {
      for (int sector = 0; sector < 3; ++sector) {
        CellPlan cell;
        cell.site_id = id;
        cell.site_name = site.name;
        cell.point = site.point;
        cell.height_m = site.height_m;
        cell.cell_id =
            fmt::format("{}-{}{}-{}", id, carrier.technology[0], carrier.frequency_mhz, sector + 1);
        cell.technology = carrier.technology;
        cell.frequency_mhz = carrier.frequency_mhz;
        cell.bandwidth_mhz = carrier.bandwidth_mhz;
        cell.power_dbm = carrier.power_dbm;
        cell.azimuth_deg = (turn + 120 * sector) % 360;
        cell.tilt_deg = tilt;
        cell.gain_dbi = carrier.gain_dbi;
        cell.vertical_beamwidth_deg = carrier.vertical_beamwidth_deg;
        const double load = urban ? random.uniform(0.40, 0.65) : random.uniform(0.15, 0.35);
        cell.load = site.overshooting ? 0.9 : std::round(load * 100.0) / 100.0;
        plan.cells.push_back(std::move(cell));
      }
    }
  }
}

void plan_fibre(CountyPlan& plan) {
  // Exchanges: two in the seat, east and west, one in each town.
  std::vector<int> olt_of_town(plan.settlements.size(), -1);
  std::vector<int> dwellings;
  const auto add_olt = [&](const Settlement& s, int columns_off, const char* roman,
                           const char* chinese) {
    OltPlan olt;
    olt.id = fmt::format("OLT-{:02}", plan.olts.size() + 1);
    olt.name = {s.name.roman + roman, s.name.chinese + chinese};
    const MapPoint p = plan.lattice.point_of({s.centre.column + columns_off, s.centre.row});
    olt.point = {p.x_m + 15.0, p.y_m + 12.0};
    olt.pon_class = "xgs-pon-n1";
    plan.olts.push_back(std::move(olt));
    dwellings.push_back(0);
  };
  for (std::size_t i = 0; i < plan.settlements.size(); ++i) {
    const Settlement& s = plan.settlements[i];
    if (s.kind == SettlementKind::village) continue;
    olt_of_town[i] = static_cast<int>(plan.olts.size());
    if (s.kind == SettlementKind::seat) {
      add_olt(s, -8, " West Exchange", "西局");
      add_olt(s, 8, " East Exchange", "东局");
    } else {
      add_olt(s, 0, " Exchange", "局");
    }
  }
  // The second town still runs first-generation PON.
  if (plan.olts.size() > 3) plan.olts[3].pon_class = "gpon-b-plus";

  int villages_seen = 0;
  const Node seat = plan.settlements.front().centre;
  for (const Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::village) ++villages_seen;
    const bool without_boxes = s.kind == SettlementKind::village && villages_seen == 7;
    const bool too_small = s.kind == SettlementKind::village && villages_seen == 12;
    // Two village blocks share a box; blocks of flats have their own.
    int pending = 0;
    for (std::size_t i = 0; i < s.blocks.size(); ++i) {
      const Block& block = plan.blocks[static_cast<std::size_t>(s.blocks[i])];
      pending += block.dwellings;
      const bool row_houses = block.use == BlockUse::row_houses;
      if (pending == 0 || (row_houses && i % 2 == 0 && i + 1 < s.blocks.size())) continue;
      if (without_boxes) {
        pending = 0;
        continue;
      }
      int olt = olt_of_town[static_cast<std::size_t>(s.town)];
      if (s.town == 0 && block.corner.column >= seat.column) ++olt;
      const int needed = too_small ? pending / 2 : pending;
      const MapPoint corner = plan.lattice.point_of(block.corner);
      BoxPlan box;
      box.id = fmt::format("B{:04}", plan.boxes.size() + 1);
      box.point = {corner.x_m + 4.0, corner.y_m + 4.0};
      box.olt = plan.olts[static_cast<std::size_t>(olt)].id;
      // Splitters come in eights; a quarter is kept for new customers.
      box.capacity = too_small ? std::max(8, needed / 8 * 8) : (needed * 5 / 4 + 15) / 8 * 8;
      plan.boxes.push_back(std::move(box));
      dwellings[static_cast<std::size_t>(olt)] += pending;
      pending = 0;
    }
  }
  for (std::size_t i = 0; i < plan.olts.size(); ++i) {
    // The last exchange was planned for fewer people than moved in.
    const double reserve = i + 1 == plan.olts.size() ? 0.85 : 1.15;
    plan.olts[i].ports =
        static_cast<int>(std::ceil(reserve * dwellings[i] / plan.olts[i].split / 8.0)) * 8;
  }
}

}  // namespace gigacity::apps::synth
