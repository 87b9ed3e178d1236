// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/gaps.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sim/criteria/gap_parts.hpp"
#include "sim/criteria/stated_scale.hpp"

namespace gigacity::criteria {

namespace {

std::vector<Gap> gaps_of(const GapTask& task, Progress& progress) {
  switch (task.indicator.gaps) {
    case GapKind::none:
      return {};
    case GapKind::key_place:
      return place_gaps(task, progress);
    case GapKind::deep_place:
      return deep_place_gaps(task, progress);
    case GapKind::village:
      return task.scope.service == GapService::radio ? village_gaps(task, progress)
                                                     : village_fibre_gaps(task, progress);
    case GapKind::premises:
      return premises_gaps(task, progress);
    case GapKind::area:
      return area_gaps(task, progress);
  }
  return {};
}

/// The plain id where it is free; else with the indicator's id, else numbered. Depends on the order
/// of the profile and of the layers alone, so it is stable between runs.
std::string unique_id(const Gap& gap, std::set<std::string>& taken) {
  std::string id = gap.id;
  if (!taken.contains(id)) return id;
  id = fmt::format("{}-{}", gap.id, gap.criterion);
  for (int n = 2; taken.contains(id); ++n) id = fmt::format("{}-{}-{}", gap.id, gap.criterion, n);
  return id;
}

}  // namespace

std::vector<std::string> admin_codes(const City& city, const std::vector<std::int32_t>& units) {
  std::vector<std::string> codes;
  for (std::size_t level = 0; level < city.admin.size(); ++level) {
    const auto unit = unit_of(units, level);
    codes.push_back(unit < 0 ? std::string()
                             : city.admin[level].units[static_cast<std::size_t>(unit)].code);
  }
  return codes;
}

std::string unit_label(const City& city, std::size_t level, std::int32_t unit) {
  if (unit < 0) return "none";
  const auto& u = city.admin[level].units[static_cast<std::size_t>(unit)];
  if (!u.code.empty()) return u.code;
  return u.name.empty() ? fmt::format("{}", unit) : u.name;
}

HouseholdRatio::HouseholdRatio(const City& city, const Measured& measured) {
  for (const auto& level : city.admin) m_units.emplace_back(level.units.size(), 0.0);
  for (const auto& row : measured.units) {
    const auto residents = row.measures.values.find("residents");
    const auto households = row.measures.values.find("households");
    if (residents == row.measures.values.end() || households == row.measures.values.end()) continue;
    if (residents->second.value <= 0.0) continue;
    const double ratio = households->second.value / residents->second.value;
    if (row.level < 0)
      m_city = ratio;
    else if (row.unit >= 0)
      m_units[static_cast<std::size_t>(row.level)][static_cast<std::size_t>(row.unit)] = ratio;
  }
}

double HouseholdRatio::households(double residents, const std::vector<std::int32_t>& units) const {
  for (std::size_t level = m_units.size(); level-- > 0;) {
    const auto unit = unit_of(units, level);
    if (unit >= 0 && m_units[level][static_cast<std::size_t>(unit)] > 0.0)
      return residents * m_units[level][static_cast<std::size_t>(unit)];
  }
  return residents * m_city;
}

std::vector<Gap> find_gaps(const Results& results, const Profile& profile, const Measured& measured,
                           const GapOptions& options, Polygonise polygonise, Progress& progress) {
  const auto scenes = all_scenes(profile);
  std::vector<Gap> all;
  std::set<std::string> taken;
  for (const auto& indicator : profile.indicators) {
    if (indicator.gaps == GapKind::none) continue;
    auto scope = gap_scope(profile, indicator);
    const auto scene = std::ranges::find(scenes, scope.scene, &Scene::id);
    const auto* places = measured.scenes.data() + (scene - scenes.begin());
    auto gaps = gaps_of({results, profile, measured, options, polygonise, indicator,
                         std::move(scope), *scene, places},
                        progress);
    for (auto& gap : gaps) {
      gap.kind = to_string(indicator.gaps);
      gap.criterion = indicator.id;
      gap.id = unique_id(gap, taken);
      taken.insert(gap.id);
      all.push_back(std::move(gap));
    }
  }
  std::ranges::sort(all, [](const Gap& a, const Gap& b) {
    return a.residents != b.residents ? a.residents > b.residents : a.id < b.id;
  });
  return all;
}

}  // namespace gigacity::criteria
