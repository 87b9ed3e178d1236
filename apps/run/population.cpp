// SPDX-License-Identifier: Apache-2.0
#include "apps/run/population.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/grid.hpp"

namespace gigacity::apps {

namespace {

int finest_level_with(const City& city, std::optional<double> AdminUnit::*figure) {
  for (int level = static_cast<int>(city.admin.size()) - 1; level >= 0; --level) {
    const auto& units = city.admin[static_cast<std::size_t>(level)].units;
    if (std::ranges::any_of(units, [&](const AdminUnit& u) { return (u.*figure).has_value(); }))
      return level;
  }
  return -1;
}

std::vector<std::int64_t> dwellings_by_unit(const City& city, int level) {
  const auto l = static_cast<std::size_t>(level);
  std::vector<std::int64_t> dwellings(city.admin[l].units.size(), 0);
  for (const auto& building : city.buildings)
    if (building.unit[l] >= 0)
      dwellings[static_cast<std::size_t>(building.unit[l])] += building.dwellings;
  return dwellings;
}

void share_out(City& city, std::optional<double> AdminUnit::*figure, double Building::*share) {
  const int level = finest_level_with(city, figure);
  if (level < 0) return;
  const auto l = static_cast<std::size_t>(level);
  const auto dwellings = dwellings_by_unit(city, level);
  for (auto& building : city.buildings) {
    building.*share = 0.0;
    if (building.unit[l] < 0 || building.dwellings == 0) continue;
    const auto unit = static_cast<std::size_t>(building.unit[l]);
    building.*share = (city.admin[l].units[unit].*figure).value_or(0.0) * building.dwellings /
                      static_cast<double>(dwellings[unit]);
  }
}

}  // namespace

int population_level(const City& city) {
  return finest_level_with(city, &AdminUnit::residents);
}

void share_out_people(City& city) {
  for (auto& building : city.buildings) building.households = building.dwellings;
  share_out(city, &AdminUnit::households, &Building::households);
  share_out(city, &AdminUnit::residents, &Building::residents);
}

PeopleByPixel::PeopleByPixel(const City& city) : m_city(city), m_level(population_level(city)) {
  std::vector<Pixel> pixels;
  for (const auto& building : city.buildings) pixels.push_back(city.grid.pixel_of(building.point));
  m_order.resize(pixels.size());
  std::iota(m_order.begin(), m_order.end(), std::size_t{0});
  std::ranges::stable_sort(
      m_order, {}, [&](std::size_t i) { return std::pair(pixels[i].row, pixels[i].column); });
  for (const auto i : m_order) m_pixels.push_back(pixels[i]);

  if (m_level < 0) return;
  const auto& level = city.admin[static_cast<std::size_t>(m_level)];
  std::vector<std::int64_t> pixel_count(level.units.size(), 0);
  for (const auto& tile : tiles_of(city.grid)) {
    const auto zone = level.zone->read(tile);
    const auto inside = city.inside->read(tile);
    for (std::size_t i = 0; i < zone.values().size(); ++i)
      if (!std::isnan(zone.values()[i]) && !std::isnan(inside.values()[i]))
        ++pixel_count[static_cast<std::size_t>(zone.values()[i])];
  }
  const auto dwellings = dwellings_by_unit(city, m_level);
  m_even.resize(level.units.size(), 0.0);
  for (std::size_t u = 0; u < level.units.size(); ++u)
    if (dwellings[u] == 0 && pixel_count[u] > 0)
      m_even[u] = level.units[u].residents.value_or(0.0) / static_cast<double>(pixel_count[u]);
}

Raster<float> PeopleByPixel::tile(const Window& window) const {
  Raster<float> people(m_city.grid.part(window), 0.0F);
  const auto inside = m_city.inside->read(window);
  if (m_level >= 0) {
    const auto zone = m_city.admin[static_cast<std::size_t>(m_level)].zone->read(window);
    for (std::size_t i = 0; i < zone.values().size(); ++i)
      if (!std::isnan(zone.values()[i]) && !std::isnan(inside.values()[i]))
        people.values()[i] = static_cast<float>(m_even[static_cast<std::size_t>(zone.values()[i])]);
  }
  for (int row = window.row; row < window.end_row(); ++row) {
    const auto key = [](const Pixel& p) { return std::pair(p.row, p.column); };
    auto next = std::ranges::lower_bound(m_pixels, std::pair(row, window.column), {}, key);
    for (; next != m_pixels.end() && next->row == row && next->column < window.end_column();
         ++next) {
      const auto building = m_order[static_cast<std::size_t>(next - m_pixels.begin())];
      people.at({next->column - window.column, next->row - window.row}) +=
          static_cast<float>(m_city.buildings[building].residents);
    }
  }
  for (std::size_t i = 0; i < people.values().size(); ++i)
    if (std::isnan(inside.values()[i])) people.values()[i] = no_value;
  return people;
}

}  // namespace gigacity::apps
