// SPDX-License-Identifier: Apache-2.0
#include "apps/run/population.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "apps/run/people_pixels.hpp"
#include "core/parallel.hpp"
#include "core/text.hpp"
#include "sim/criteria/stated_scale.hpp"

namespace gigacity::apps {

namespace {

using criteria::stated_level;
using criteria::StatedFigure;

constexpr std::size_t tiles_in_flight = 8;

std::vector<std::int64_t> dwellings_by_unit(const City& city, std::size_t level) {
  std::vector<std::int64_t> dwellings(city.admin[level].units.size(), 0);
  for (const auto& building : city.buildings)
    if (building.unit[level] >= 0)
      dwellings[static_cast<std::size_t>(building.unit[level])] += building.dwellings;
  return dwellings;
}

/// A unit's figure to its buildings by dwellings, for the units that `takes` accepts.
template <class Takes>
void share_out(City& city, std::size_t level, StatedFigure figure, double Building::*share,
               const Takes& takes) {
  const auto dwellings = dwellings_by_unit(city, level);
  for (auto& building : city.buildings) {
    if (building.unit[level] < 0 || building.dwellings == 0) continue;
    const auto unit = static_cast<std::size_t>(building.unit[level]);
    if (!takes(unit)) continue;
    building.*share = (city.admin[level].units[unit].*figure).value_or(0.0) * building.dwellings /
                      static_cast<double>(dwellings[unit]);
  }
}

std::vector<MapPoint> points_of(const std::vector<Building>& buildings) {
  std::vector<MapPoint> points;
  points.reserve(buildings.size());
  for (const auto& building : buildings) points.push_back(building.point);
  return points;
}

using UnitSums = std::vector<std::vector<double>>;  ///< by level and unit

/// Sums of a raster over the units of every level; tiles are added in order.
UnitSums sums_by_unit(const City& city, const RasterSource& people) {
  using Part = std::map<std::pair<std::size_t, std::size_t>, double>;
  UnitSums sums;
  for (const auto& level : city.admin) sums.emplace_back(level.units.size(), 0.0);
  const auto tiles = tiles_of(city.grid);
  parallel_ordered<Part>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t t) {
        Part part;
        const auto values = people.read(tiles[t]);
        for (std::size_t level = 0; level < city.admin.size(); ++level) {
          const auto zone = city.admin[level].zone->read(tiles[t]);
          for (std::size_t i = 0; i < values.values().size(); ++i) {
            const double value = values.values()[i];
            if (!(value > 0.0) || std::isnan(zone.values()[i])) continue;
            part[{level, static_cast<std::size_t>(zone.values()[i])}] += value;
          }
        }
        return part;
      },
      [&](std::size_t, Part&& part) {
        for (const auto& [where, sum] : part) sums[where.first][where.second] += sum;
      });
  return sums;
}

/// Residents where admin units alone say how many there are.
class StatedResidents {
 public:
  explicit StatedResidents(City& city) : m_city(city) {}

  /// To the buildings.
  void give_to_buildings() {
    const auto level = stated_level(m_city, &AdminUnit::residents);
    if (level < 0) return;
    share_out(m_city, static_cast<std::size_t>(level), &AdminUnit::residents, &Building::residents,
              [](std::size_t) { return true; });
  }

  void share_out_and_place(PlacedPeople& placed) {
    give_to_buildings();
    const auto level = stated_level(m_city, &AdminUnit::residents);
    if (level < 0) return;
    const auto l = static_cast<std::size_t>(level);
    const auto pixels = inside_pixels(m_city, points_of(m_city.buildings));
    for (std::size_t b = 0; b < pixels.size(); ++b)
      placed.add(pixels[b], m_city.buildings[b].residents);
    placed.sort();
    placed.spread(l, without_dwellings(l));
  }

  /// For each unit of a level its residents where it has no dwelling to put them in, else 0.
  std::vector<double> without_dwellings(std::size_t level) const {
    const auto dwellings = dwellings_by_unit(m_city, level);
    std::vector<double> people(dwellings.size(), 0.0);
    for (std::size_t u = 0; u < people.size(); ++u)
      if (dwellings[u] == 0) people[u] = m_city.admin[level].units[u].residents.value_or(0.0);
    return people;
  }

 private:
  City& m_city;
};

/// Residents where a raster says where they are.
class RasterResidents {
 public:
  RasterResidents(City& city, const PopulationRaster& raster, const MakeRaster& make_raster,
                  Findings& findings)
      : m_city(city), m_raster(raster), m_make_raster(make_raster), m_findings(findings) {}

  void run() {
    m_pixels = inside_pixels(m_city, points_of(m_city.buildings));
    auto people = published();
    const auto level = stated_level(m_city, &AdminUnit::residents);
    if (level >= 0) people = scaled(people, static_cast<std::size_t>(level));
    m_city.people = std::move(people);
    fill_silent_levels(level);
  }

 private:
  std::shared_ptr<const RasterSource> published() {
    PlacedPeople placed(m_city);
    for (std::size_t b = 0; b < m_pixels.size(); ++b)
      placed.add(m_pixels[b], m_city.buildings[b].residents);
    std::vector<MapPoint> points;
    std::vector<double> counts;
    for (const auto& [point, count] : people_beside_the_pixels(m_city, m_raster)) {
      points.push_back(point);
      counts.push_back(count);
    }
    const auto pixels = inside_pixels(m_city, points);
    for (std::size_t i = 0; i < pixels.size(); ++i) placed.add(pixels[i], counts[i]);
    placed.sort();
    return m_make_raster("people-of-raster", [&](const Window& window) {
      Raster<double> people(m_city.grid.part(window), 0.0);
      placed.add_to(people, window);
      add_open_people(m_city, m_raster, people, window);
      return inside_only(m_city, people, window);
    });
  }

  std::shared_ptr<const RasterSource> scaled(const std::shared_ptr<const RasterSource>& published,
                                             std::size_t level) {
    const auto found = sums_by_unit(m_city, *published)[level];
    const auto& units = m_city.admin[level].units;
    std::vector<double> factor(units.size(), 1.0);
    std::vector<bool> nobody(units.size(), false);
    for (std::size_t u = 0; u < units.size(); ++u) {
      if (!units[u].residents) continue;
      nobody[u] = found[u] <= 0.0;
      if (!nobody[u]) factor[u] = *units[u].residents / found[u];
    }
    warn(level, found);

    const auto zones = units_at(m_city, level, m_pixels);
    for (std::size_t b = 0; b < zones.size(); ++b)
      if (zones[b] >= 0)
        m_city.buildings[b].residents *= factor[static_cast<std::size_t>(zones[b])];
    const auto placed = placed_without_raster(level, nobody);
    return m_make_raster("people", [&](const Window& window) {
      Raster<double> people(m_city.grid.part(window), 0.0);
      placed.add_to(people, window);
      const auto from = published->read(window);
      const auto zone = m_city.admin[level].zone->read(window);
      for (std::size_t i = 0; i < from.values().size(); ++i) {
        if (std::isnan(from.values()[i])) continue;
        const float unit = zone.values()[i];
        people.values()[i] += static_cast<double>(from.values()[i]) *
                              (std::isnan(unit) ? 1.0 : factor[static_cast<std::size_t>(unit)]);
      }
      return inside_only(m_city, people, window);
    });
  }

  /// The residents of units in which the raster has nobody.
  PlacedPeople placed_without_raster(std::size_t level, const std::vector<bool>& nobody) {
    share_out(m_city, level, &AdminUnit::residents, &Building::residents,
              [&](std::size_t unit) { return nobody[unit]; });
    PlacedPeople placed(m_city);
    for (std::size_t b = 0; b < m_pixels.size(); ++b) {
      const auto unit = m_city.buildings[b].unit[level];
      if (unit >= 0 && nobody[static_cast<std::size_t>(unit)])
        placed.add(m_pixels[b], m_city.buildings[b].residents);
    }
    placed.sort();
    auto people = StatedResidents(m_city).without_dwellings(level);
    for (std::size_t u = 0; u < people.size(); ++u)
      if (!nobody[u]) people[u] = 0.0;
    placed.spread(level, people);
    return placed;
  }

  void warn(std::size_t level, const std::vector<double>& found) {
    double stated_sum = 0.0;
    double found_sum = 0.0;
    std::vector<std::string> units;
    for (std::size_t u = 0; u < found.size(); ++u) {
      const auto& unit = m_city.admin[level].units[u];
      if (!unit.residents) continue;
      stated_sum += *unit.residents;
      found_sum += found[u];
      units.push_back(fmt::format("'{}' {:.0f} and {:.0f}", unit.name, *unit.residents, found[u]));
    }
    m_findings.warning(
        {m_raster.where(),
         fmt::format("the units of the level {} state {:.0f} residents, the raster has {:.0f} in "
                     "them; it says where they live, they say how many: {}",
                     m_city.admin[level].name, stated_sum, found_sum, listed(units)),
         ""});
  }

  /// Levels that state nothing, and the units of the stated level that do not, are given what the
  /// raster has in them.
  void fill_silent_levels(std::int32_t stated) {
    const auto sums = sums_by_unit(m_city, *m_city.people);
    for (std::size_t level = 0; level < m_city.admin.size(); ++level) {
      auto& units = m_city.admin[level].units;
      const bool silent = std::ranges::none_of(
          units, [](const AdminUnit& unit) { return unit.residents.has_value(); });
      if (!silent && static_cast<std::int32_t>(level) != stated) continue;
      for (std::size_t u = 0; u < units.size(); ++u)
        if (!units[u].residents) units[u].residents = sums[level][u];
    }
  }

  City& m_city;
  const PopulationRaster& m_raster;
  const MakeRaster& m_make_raster;
  Findings& m_findings;
  std::vector<std::optional<Pixel>> m_pixels;  ///< of the buildings
};

void share_out_households(City& city, std::optional<double> persons_per_household,
                          Findings& findings) {
  const auto level = stated_level(city, &AdminUnit::households);
  if (level >= 0) {
    if (persons_per_household)
      findings.warning({{.layer = "population", .field = "persons_per_household"},
                        fmt::format("is not used: units of the level {} state their households",
                                    city.admin[static_cast<std::size_t>(level)].name),
                        "remove it"});
    for (auto& building : city.buildings) building.households = 0.0;
    share_out(city, static_cast<std::size_t>(level), &AdminUnit::households, &Building::households,
              [](std::size_t) { return true; });
    return;
  }
  if (!persons_per_household) {
    for (auto& building : city.buildings) building.households = building.dwellings;
    return;
  }
  for (auto& admin : city.admin)
    for (auto& unit : admin.units)
      if (unit.residents) unit.households = *unit.residents / *persons_per_household;
  for (auto& building : city.buildings)
    building.households = building.residents / *persons_per_household;
}

}  // namespace

void add_people(City& city, const PopulationRaster* raster,
                std::optional<double> persons_per_household, const MakeRaster& make_raster,
                Findings& findings) {
  if (raster != nullptr) {
    RasterResidents(city, *raster, make_raster, findings).run();
  } else {
    PlacedPeople placed(city);
    StatedResidents(city).share_out_and_place(placed);
    city.people = make_raster("people", [&](const Window& window) {
      Raster<double> people(city.grid.part(window), 0.0);
      placed.add_to(people, window);
      return inside_only(city, people, window);
    });
  }
  share_out_households(city, persons_per_household, findings);
}

void share_out_people(City& city, std::optional<double> persons_per_household, Findings& findings) {
  StatedResidents(city).give_to_buildings();
  share_out_households(city, persons_per_household, findings);
}

}  // namespace gigacity::apps
