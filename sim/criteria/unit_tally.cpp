// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/unit_tally.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "sim/criteria/stated_scale.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::criteria {

namespace {

class Tallier {
 public:
  Tallier(const Results& results, const Profile& profile, const UnitRows& rows, Measured& measured)
      : m_results(results),
        m_city(*results.city),
        m_profile(profile),
        m_scenes(all_scenes(profile)),
        m_rows(rows),
        m_measured(measured),
        m_urban_level(urban_level(m_city)),
        m_tallies(rows.size()) {
    for (auto& tally : m_tallies) tally.places.resize(m_scenes.size());
  }

  std::vector<UnitTally> run(Progress& progress) {
    add_pixels_and_points(progress);
    add_places();
    add_deep_places();
    add_villages();
    add_households();
    return std::move(m_tallies);
  }

 private:
  /// The city's row and one of each level.
  void for_rows(std::span<const std::int32_t> units, const std::function<void(UnitTally&)>& add) {
    add(m_tallies[UnitRows::city_row]);
    for (std::size_t level = 0; level < m_rows.levels(); ++level)
      add(m_tallies[m_rows.row(level, unit_of(units, level))]);
  }

  /// As for_rows for a unit of `level`: its ancestors, and "none" at finer levels.
  void for_unit_rows(std::int32_t level, std::int32_t unit,
                     const std::function<void(UnitTally&)>& add) {
    for_rows(lineage(m_city, level, unit), add);
  }

  void add_pixels_and_points(Progress& progress) {
    std::vector<MapPoint> points;
    const std::size_t sites = m_results.network == nullptr ? 0 : m_results.network->sites.size();
    if (m_results.network != nullptr)
      for (const auto& site : m_results.network->sites) points.push_back(site.point);
    if (m_results.plant != nullptr)
      for (const auto& olt : m_results.plant->olts) points.push_back(olt.point);

    const auto level = stated_level(m_city, &AdminUnit::residents);
    auto zonal = zonal_sums(m_results, m_profile, level, points, progress);
    add_residents(zonal, level);
    const auto first_olt = zonal.points.begin() + static_cast<std::ptrdiff_t>(sites);
    m_measured.olts.assign(first_olt, zonal.points.end());
    zonal.points.erase(first_olt, zonal.points.end());
    m_measured.sites = std::move(zonal.points);
    add_sites(m_measured.sites);
    add_ports(m_measured.olts);
  }

  void add_residents(const ZonalSums& zonal, std::int32_t level) {
    std::vector<double> found;
    if (level >= 0) {
      found.assign(m_city.admin[static_cast<std::size_t>(level)].units.size(), 0.0);
      for (std::size_t u = 0; u < found.size(); ++u) {
        const auto unit = static_cast<std::int32_t>(u);
        const auto sums =
            zonal.sums.find({m_rows.row(static_cast<std::size_t>(level), unit), unit});
        if (sums != zonal.sums.end()) found[u] = sums->second.people;
      }
    }
    auto& scale = m_measured.residents;
    scale = stated_scale(m_city, &AdminUnit::residents, level, found);
    for (const auto& [key, sums] : zonal.sums) {
      auto& tally = m_tallies[key.first];
      const double factor = scale.factor_of(key.second);
      tally.pixels += sums.pixels;
      tally.residents += factor * sums.people;
      for (std::size_t t = 0; t < 2; ++t) {
        tally.pixels_passed[t] += sums.passed[t];
        tally.residents_passed[t] += factor * sums.people_passed[t];
      }
    }
    add_unlocated(scale, [](UnitTally& tally, double people) { tally.residents += people; });
    if (!m_city.people) forget_finer_than(level, &UnitTally::residents_known);
  }

  void add_unlocated(const StatedScale& scale, const std::function<void(UnitTally&, double)>& add) {
    for (std::size_t u = 0; u < scale.unlocated.size(); ++u) {
      if (scale.unlocated[u] == 0.0) continue;
      for_unit_rows(scale.level, static_cast<std::int32_t>(u),
                    [&](UnitTally& tally) { add(tally, scale.unlocated[u]); });
    }
  }

  /// Without anything on the map a figure is known only down to the level that states it; -1:
  /// nowhere.
  void forget_finer_than(std::int32_t level, bool UnitTally::*known) {
    for (std::size_t row = 0; row < m_rows.size(); ++row)
      if (level < 0 || m_rows.at(row).first > level) m_tallies[row].*known = false;
  }

  void add_sites(std::span<const PointUnits> points) {
    if (m_results.network == nullptr) return;
    const auto& network = *m_results.network;
    std::vector<std::array<int, 2>> cells(points.size());
    std::vector<std::array<std::set<std::string>, 2>> operators(points.size());
    for (const auto& cell : network.cells) {
      const auto site =
          static_cast<std::size_t>(network.sectors[static_cast<std::size_t>(cell.sector)].site);
      const auto technology = radio::index_of(cell.technology);
      ++cells[site][technology];
      for (auto& name : radio::operators_of(network, cell))
        operators[site][technology].insert(std::move(name));
    }
    for (std::size_t s = 0; s < points.size(); ++s) {
      if (!points[s].inside) continue;
      for_rows(points[s].unit, [&](UnitTally& tally) {
        for (std::size_t t = 0; t < 2; ++t) {
          tally.cells[t] += cells[s][t];
          tally.base_stations[t] += cells[s][t] > 0 ? 1.0 : 0.0;
          tally.base_stations_by_operator[t] += static_cast<double>(operators[s][t].size());
        }
      });
    }
  }

  void add_ports(std::span<const PointUnits> points) {
    for (std::size_t o = 0; o < points.size(); ++o) {
      if (!points[o].inside) continue;
      const auto add = [&](PortCount& count) {
        for (const auto& card : m_results.plant->olts[o].cards) {
          const auto& pon_class =
              m_results.plant->classes[static_cast<std::size_t>(card.pon_class)];
          const double ports_10g = pon_class.ten_gigabit_class ? card.ports : 0.0;
          count.ports += card.ports;
          count.ports_10g += ports_10g;
          if (is_50g_class(pon_class)) count.ports_50g += card.ports;
          count.capacity_10g_dwellings += ports_10g * card.split;
        }
      };
      const bool urban = is_urban(m_city, m_urban_level, points[o].unit);
      for_rows(points[o].unit, [&](UnitTally& tally) {
        add(tally.ports);
        if (urban) add(tally.urban_ports);
      });
    }
  }

  void add_places() {
    for (std::size_t n = 0; n < m_scenes.size(); ++n) {
      const auto& scene = m_scenes[n];
      for (std::size_t i = 0; i < m_city.places.size(); ++i) {
        const auto& place = m_city.places[i];
        if (!counts_kind(scene, place.kind)) continue;
        const std::array reached_by{is_reached(m_measured.scenes[n].nr, i, scene.nr),
                                    is_reached(m_measured.scenes[n].lte, i, scene.lte)};
        for_rows(place.unit, [&](UnitTally& tally) {
          tally.places[n].places += 1.0;
          for (std::size_t t = 0; t < 2; ++t)
            tally.places[n].reached[t] += reached_by[t] ? 1.0 : 0.0;
        });
      }
    }
  }

  void add_deep_places() {
    for (const auto& deep : deep_places(m_results)) {
      const auto& place = m_city.places[static_cast<std::size_t>(deep.place)];
      for (std::size_t n = 0; n < m_scenes.size(); ++n) {
        // Without a scene every place with deep spaces counts, whatever its kind.
        if (n > 0 && !counts_kind(m_scenes[n], place.kind)) continue;
        for_rows(place.unit, [&](UnitTally& tally) {
          tally.places[n].deep += 1.0;
          for (std::size_t t = 0; t < 2; ++t)
            tally.places[n].deep_covered[t] += deep.covered[t] ? 1.0 : 0.0;
        });
      }
    }
  }

  void add_villages() {
    if (m_city.admin.empty()) return;
    const auto finest = m_city.admin.size() - 1;
    const auto fibre = village_fibre(m_results);
    for (std::size_t v = 0; v < m_city.admin[finest].units.size(); ++v) {
      const std::array reached_by{is_reached(m_measured.villages_nr, v, m_profile.nr),
                                  is_reached(m_measured.villages_lte, v, m_profile.lte)};
      for_unit_rows(static_cast<std::int32_t>(finest), static_cast<std::int32_t>(v),
                    [&](UnitTally& tally) {
                      tally.villages += 1.0;
                      tally.villages_fibre += fibre[v].any ? 1.0 : 0.0;
                      tally.villages_gigabit += fibre[v].gigabit ? 1.0 : 0.0;
                      for (std::size_t t = 0; t < 2; ++t)
                        tally.villages_reached[t] += reached_by[t] ? 1.0 : 0.0;
                    });
    }
  }

  static bool is_reached(const std::vector<FeatureCoverage>& coverage, std::size_t i,
                         const RadioTest& test) {
    return i < coverage.size() && reached(coverage[i], test);
  }

  void add_households() {
    auto& scale = m_measured.households;
    scale = household_scale(m_city);
    const auto services = service_of_buildings(m_results);
    bool any = false;
    for (std::size_t b = 0; b < m_city.buildings.size(); ++b) {
      const auto& building = m_city.buildings[b];
      if (building.dwellings <= 0) continue;
      any = true;
      add_building(building, services[b]);
    }
    // A unit that states households but has no building to carry them: urban if it lies in an urban
    // unit.
    for (std::size_t u = 0; u < scale.unlocated.size(); ++u) {
      if (scale.unlocated[u] == 0.0) continue;
      const bool urban = is_urban_unit(scale.level, static_cast<std::int32_t>(u));
      for_unit_rows(scale.level, static_cast<std::int32_t>(u), [&](UnitTally& tally) {
        tally.households.all += scale.unlocated[u];
        if (urban) tally.urban_households.all += scale.unlocated[u];
      });
    }
    if (!any) forget_finer_than(scale.level, &UnitTally::households_known);
  }

  bool is_urban_unit(std::int32_t level, std::int32_t unit) const {
    return is_urban(m_city, m_urban_level, lineage(m_city, level, unit));
  }

  void add_building(const Building& building, const fibre::PremisesService* service) {
    const auto& scale = m_measured.households;
    const double factor =
        scale.level < 0
            ? 1.0
            : scale.factor_of(unit_of(building.unit, static_cast<std::size_t>(scale.level)));
    const double households = factor * building.households;
    const bool urban = is_urban(m_city, m_urban_level, building.unit);
    const bool fibre = has_fibre(service);
    const bool gigabit = service != nullptr && service->gigabit_ready();
    const auto add = [&](Served& served, double amount) {
      served.all += amount;
      if (fibre) served.fibre += amount;
      if (gigabit) served.gigabit += amount;
    };
    for_rows(building.unit, [&](UnitTally& tally) {
      add(tally.premises, 1.0);
      add(tally.dwellings, building.dwellings);
      add(tally.households, households);
      if (urban) add(tally.urban_households, households);
    });
  }

  const Results& m_results;
  const City& m_city;
  const Profile& m_profile;
  std::vector<Scene> m_scenes;
  const UnitRows& m_rows;
  Measured& m_measured;
  std::int32_t m_urban_level;
  std::vector<UnitTally> m_tallies;
};

}  // namespace

bool has_fibre(const fibre::PremisesService* service) {
  return service != nullptr &&
         (service->gigabit_ready() || service->gap == fibre::FibreGap::below_10g);
}

std::vector<VillageFibre> village_fibre(const Results& results) {
  const auto& city = *results.city;
  if (city.admin.empty()) return {};
  std::vector<VillageFibre> villages(city.admin.back().units.size());
  const auto services = service_of_buildings(results);
  for (std::size_t b = 0; b < city.buildings.size(); ++b) {
    const auto unit = unit_of(city.buildings[b].unit, city.admin.size() - 1);
    if (unit < 0 || !has_fibre(services[b])) continue;
    auto& village = villages[static_cast<std::size_t>(unit)];
    village.any = true;
    village.gigabit = village.gigabit || services[b]->gigabit_ready();
  }
  return villages;
}

std::vector<DeepPlace> deep_places(const Results& results) {
  std::vector<DeepPlace> places;
  for (const auto& space : results.deep) {
    if (places.empty() || places.back().place != space.place) places.push_back({space.place});
    for (std::size_t t = 0; t < 2; ++t)
      if (!space.of[t] || space.of[t]->by == radio::CoveredBy::nothing)
        places.back().covered[t] = false;
  }
  return places;
}

std::vector<const fibre::PremisesService*> service_of_buildings(const Results& results) {
  std::vector<const fibre::PremisesService*> services(results.city->buildings.size(), nullptr);
  if (results.fibre == nullptr) return services;
  const auto count = std::min(results.premises_building.size(), results.fibre->premises.size());
  for (std::size_t i = 0; i < count; ++i)
    services[static_cast<std::size_t>(results.premises_building[i])] = &results.fibre->premises[i];
  return services;
}

std::vector<UnitTally> tallies(const Results& results, const Profile& profile, const UnitRows& rows,
                               Measured& measured, Progress& progress) {
  return Tallier(results, profile, rows, measured).run(progress);
}

}  // namespace gigacity::criteria
