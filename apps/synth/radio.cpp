// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"
#include "core/diagnostic.hpp"
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

/// The sites of a county while they are planned, found by place.
class Sites {
 public:
  bool any_within(MapPoint p, double radius_m) const {
    const auto [column, row] = bin_of(p);
    const int reach = static_cast<int>(radius_m / bin_m) + 1;
    for (int r = row - reach; r <= row + reach; ++r) {
      for (int c = column - reach; c <= column + reach; ++c) {
        const auto bin = m_bins.find({c, r});
        if (bin == m_bins.end()) continue;
        for (const MapPoint other : bin->second)
          if (distance_m(other, p) < radius_m) return true;
      }
    }
    return false;
  }
  void add(SitePlan site) {
    m_bins[bin_of(site.point)].push_back(site.point);
    m_sites.push_back(std::move(site));
  }
  std::vector<SitePlan>& all() { return m_sites; }

 private:
  static constexpr double bin_m = 500.0;
  static std::pair<int, int> bin_of(MapPoint p) {
    return {static_cast<int>(std::floor(p.x_m / bin_m)),
            static_cast<int>(std::floor(p.y_m / bin_m))};
  }
  std::map<std::pair<int, int>, std::vector<MapPoint>> m_bins;
  std::vector<SitePlan> m_sites;
};

/// Roofs of a built-up area, a distance apart.
void add_roof_sites(const CountyPlan& plan, const Settlement& s, double apart_m, double height_m,
                    Sites& sites) {
  int number = 0;
  for (const int block : s.blocks) {
    const MapPoint p = centre_of(plan, plan.blocks[static_cast<std::size_t>(block)]);
    if (sites.any_within(p, apart_m)) continue;
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
    sites.add(std::move(site));
  }
}

/// Towers at villages, then along the roads, where no site is near. The valleys behind the hills
/// were left for later: the first has 4G alone, the others nothing of their own.
void add_towers(const Relief& relief, const Territory& territory, const CountyPlan& plan,
                double spacing, Sites& sites) {
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
    if (!relief.buildable(p) || sites.any_within(p, 700.0 * spacing)) continue;
    if (territory.shared() && !territory.holds(p, 0.0)) continue;
    SitePlan site;
    site.name = s.name;
    site.point = p;
    site.height_m = 38.0;
    site.nr = !s.behind_hills;
    if (s.behind_hills) first = false;
    sites.add(std::move(site));
  }
  int number = 0;
  for (const RoadPlan& road : plan.roads) {
    if (road.road_class < RoadClass::tertiary) continue;
    for (const MapPoint vertex : road.line) {
      const MapPoint p{vertex.x_m + 45.0, vertex.y_m + 30.0};
      const bool kept_off = std::any_of(unserved.begin(), unserved.end(),
                                        [&](MapPoint v) { return distance_m(v, p) < 1700.0; });
      if (kept_off || !territory.holds(p, 150.0 * plan.task.margins) || !relief.buildable(p) ||
          sites.any_within(p, 950.0 * spacing))
        continue;
      ++number;
      SitePlan site;
      site.name = {fmt::format("Roadside {}", number), fmt::format("路侧{}号", number)};
      site.point = p;
      RandomStream random(plan.task.seed, site_stream + static_cast<std::uint64_t>(number));
      site.height_m = 40.0 + 5.0 * random.index(3);
      sites.add(std::move(site));
    }
  }
}

/// `spacing`: distances at which sites are built, times those of a thin network.
std::vector<SitePlan> sites_at(const Relief& relief, const Territory& territory,
                               const CountyPlan& plan, double spacing) {
  Sites sites;
  for (const Settlement& s : plan.settlements) {
    if (s.kind == SettlementKind::seat) add_roof_sites(plan, s, 350.0 * spacing, 30.0, sites);
    if (s.kind == SettlementKind::town) add_roof_sites(plan, s, 470.0 * spacing, 28.0, sites);
  }
  add_towers(relief, territory, plan, spacing, sites);
  return std::move(sites.all());
}

/// As many sites as wanted, at the widest spacing that gives so many; one or the other of the last,
/// along the roads, is left out then.
std::vector<SitePlan> exact_sites(const Relief& relief, const Territory& territory,
                                  const CountyPlan& plan, int wanted) {
  const auto count = static_cast<std::size_t>(wanted);
  double enough = 0.02;
  double too_few = 8.0;
  std::vector<SitePlan> best = sites_at(relief, territory, plan, enough);
  for (int round = 0; round < 16 && best.size() > count; ++round) {
    const double middle = std::sqrt(enough * too_few);
    auto sites = sites_at(relief, territory, plan, middle);
    if (sites.size() < count) {
      too_few = middle;
      continue;
    }
    enough = middle;
    best = std::move(sites);
  }
  if (best.size() < count)
    throw UsageError(fmt::format("synth: {} has room for {} sites, not for {}",
                                 plan.task.name.roman, best.size(), count));
  best.resize(count);
  for (SitePlan& site : best) site.nr = true;
  return best;
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

void plan_radio(const Relief& relief, const Territory& territory, CountyPlan& plan) {
  const CountyTask& task = plan.task;
  const std::vector<SitePlan> sites = task.sites ? exact_sites(relief, territory, plan, *task.sites)
                                                 : sites_at(relief, territory, plan, 1.0);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const SitePlan& site = sites[i];
    const std::string id = fmt::format("{}S{:03}", task.id_prefix, i + 1);
    RandomStream random(task.seed, load_stream + i);
    const bool urban = site.area != SettlementKind::village;
    const int turn = 10 * random.index(12);
    const int tilt = site.overshooting ? 0 : urban ? 6 + random.index(4) : 3 + random.index(2);
    std::vector<Carrier> carriers;
    if (!task.sites) carriers.push_back(lte_1800);
    if (site.nr) carriers.push_back(urban ? nr_3500 : nr_700);
    if (task.sites && task.lte) carriers.push_back(lte_1800);  // last: 5G stays as it is without
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

}  // namespace gigacity::apps::synth
