// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/unit_tally.hpp"

#include <algorithm>
#include <functional>

#include "core/text.hpp"
#include "sim/criteria/stated_scale.hpp"

namespace gigacity::criteria {

namespace {

std::string plain(const std::string& kind) {
  std::string out = folded(kind);
  std::ranges::replace_if(
      out, [](char c) { return c == ' ' || c == '-'; }, '_');
  return out;
}

class Tallier {
 public:
  Tallier(const Results& results, const Profile& profile, const UnitRows& rows, Measured& measured)
      : m_results(results),
        m_city(*results.city),
        m_profile(profile),
        m_rows(rows),
        m_measured(measured),
        m_urban_level(urban_level(m_city)),
        m_tallies(rows.size()) {}

  std::vector<UnitTally> run(Progress& progress) {
    add_pixels_and_points(progress);
    add_places();
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
    std::vector<std::int32_t> units;
    for (std::int32_t l = 0; l <= level; ++l) units.push_back(ancestor(m_city, level, unit, l));
    for_rows(units, add);
  }

  void add_pixels_and_points(Progress& progress) {
    std::vector<MapPoint> points;
    const std::size_t sites = m_results.network == nullptr ? 0 : m_results.network->sites.size();
    if (m_results.network != nullptr)
      for (const auto& site : m_results.network->sites) points.push_back(site.point);
    if (m_results.plant != nullptr)
      for (const auto& olt : m_results.plant->olts) points.push_back(olt.point);

    const auto level = stated_level(m_city, &AdminUnit::residents);
    const auto zonal = zonal_sums(m_results, m_profile, level, points, progress);
    add_residents(zonal, level);
    add_sites(std::span(zonal.points).first(sites));
    add_ports(std::span(zonal.points).subspan(sites));
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
    std::vector<std::array<int, 2>> cells(points.size());
    for (const auto& cell : m_results.network->cells) {
      const auto site = m_results.network->sectors[static_cast<std::size_t>(cell.sector)].site;
      ++cells[static_cast<std::size_t>(site)][radio::index_of(cell.technology)];
    }
    for (std::size_t s = 0; s < points.size(); ++s) {
      if (!points[s].inside) continue;
      for_rows(points[s].unit, [&](UnitTally& tally) {
        for (std::size_t t = 0; t < 2; ++t) {
          tally.cells[t] += cells[s][t];
          tally.base_stations[t] += cells[s][t] > 0 ? 1.0 : 0.0;
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
    for (std::size_t i = 0; i < m_city.places.size(); ++i) {
      const auto& place = m_city.places[i];
      if (!counts_kind(m_profile, place.kind)) continue;
      const std::array reached_by{is_reached(m_measured.places_nr, i, m_profile.nr),
                                  is_reached(m_measured.places_lte, i, m_profile.lte)};
      for_rows(place.unit, [&](UnitTally& tally) {
        tally.places += 1.0;
        for (std::size_t t = 0; t < 2; ++t) tally.places_reached[t] += reached_by[t] ? 1.0 : 0.0;
      });
    }
  }

  void add_villages() {
    if (m_city.admin.empty()) return;
    const auto finest = m_city.admin.size() - 1;
    for (std::size_t v = 0; v < m_city.admin[finest].units.size(); ++v) {
      const std::array reached_by{is_reached(m_measured.villages_nr, v, m_profile.nr),
                                  is_reached(m_measured.villages_lte, v, m_profile.lte)};
      for_unit_rows(static_cast<std::int32_t>(finest), static_cast<std::int32_t>(v),
                    [&](UnitTally& tally) {
                      tally.villages += 1.0;
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
      add_building(building, services[b] != nullptr && services[b]->gigabit_ready());
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
    std::vector<std::int32_t> units;
    for (std::int32_t l = 0; l <= level; ++l) units.push_back(ancestor(m_city, level, unit, l));
    return is_urban(m_city, m_urban_level, units);
  }

  void add_building(const Building& building, bool gigabit) {
    const auto& scale = m_measured.households;
    const double factor =
        scale.level < 0
            ? 1.0
            : scale.factor_of(unit_of(building.unit, static_cast<std::size_t>(scale.level)));
    const double households = factor * building.households;
    const bool urban = is_urban(m_city, m_urban_level, building.unit);
    const auto add = [gigabit](Served& served, double amount) {
      served.all += amount;
      if (gigabit) served.served += amount;
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
  const UnitRows& m_rows;
  Measured& m_measured;
  std::int32_t m_urban_level;
  std::vector<UnitTally> m_tallies;
};

}  // namespace

bool counts_kind(const Profile& profile, const std::string& kind) {
  if (profile.key_place_kinds.empty()) return true;
  return std::ranges::any_of(profile.key_place_kinds, [&](const std::string& counted) {
    return plain(counted) == plain(kind);
  });
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
