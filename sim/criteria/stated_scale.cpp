// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/stated_scale.hpp"

#include <algorithm>

namespace gigacity::criteria {

std::int32_t stated_level(const City& city, StatedFigure figure) {
  std::int32_t any = -1;
  for (auto level = static_cast<std::int32_t>(city.admin.size()) - 1; level >= 0; --level) {
    const auto& units = city.admin[static_cast<std::size_t>(level)].units;
    const auto stating =
        std::ranges::count_if(units, [&](const AdminUnit& u) { return (u.*figure).has_value(); });
    if (stating > 0 && stating == static_cast<std::ptrdiff_t>(units.size())) return level;
    if (stating > 0 && any < 0) any = level;
  }
  return any;
}

StatedScale stated_scale(const City& city, StatedFigure figure, std::int32_t level,
                         std::span<const double> found) {
  StatedScale scale;
  scale.level = level;
  if (level < 0) return scale;
  const auto& units = city.admin[static_cast<std::size_t>(level)].units;
  scale.factor.assign(units.size(), 1.0);
  scale.unlocated.assign(units.size(), 0.0);
  for (std::size_t u = 0; u < units.size(); ++u) {
    const auto stated = units[u].*figure;
    if (!stated) continue;
    if (found[u] > 0.0)
      scale.factor[u] = *stated / found[u];
    else
      scale.unlocated[u] = *stated;
  }
  return scale;
}

StatedScale household_scale(const City& city) {
  const auto level = stated_level(city, &AdminUnit::households);
  std::vector<double> found;
  if (level >= 0) {
    found.assign(city.admin[static_cast<std::size_t>(level)].units.size(), 0.0);
    for (const auto& building : city.buildings) {
      const auto unit = unit_of(building.unit, static_cast<std::size_t>(level));
      if (unit >= 0 && building.dwellings > 0)
        found[static_cast<std::size_t>(unit)] += building.households;
    }
  }
  return stated_scale(city, &AdminUnit::households, level, found);
}

std::int32_t ancestor(const City& city, std::int32_t level, std::int32_t unit,
                      std::int32_t to_level) {
  for (; level > to_level && unit >= 0; --level)
    unit = city.admin[static_cast<std::size_t>(level)].units[static_cast<std::size_t>(unit)].parent;
  return unit;
}

std::vector<std::int32_t> lineage(const City& city, std::int32_t level, std::int32_t unit) {
  std::vector<std::int32_t> units;
  for (std::int32_t l = 0; l <= level; ++l) units.push_back(ancestor(city, level, unit, l));
  return units;
}

std::int32_t urban_level(const City& city) {
  for (auto level = static_cast<std::int32_t>(city.admin.size()) - 1; level >= 0; --level)
    if (city.admin[static_cast<std::size_t>(level)].has_urban_field) return level;
  return -1;
}

bool is_urban(const City& city, std::int32_t urban_level, std::span<const std::int32_t> units) {
  if (urban_level < 0) return true;
  const auto level = static_cast<std::size_t>(urban_level);
  const auto unit = unit_of(units, level);
  return unit >= 0 && city.admin[level].units[static_cast<std::size_t>(unit)].urban;
}

}  // namespace gigacity::criteria
