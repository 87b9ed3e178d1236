// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/unit_statistics.hpp"

#include <algorithm>

namespace gigacity::fibre {

UnitStatistics& UnitStatistics::operator+=(const UnitStatistics& other) {
  premises += other.premises;
  dwellings += other.dwellings;
  passed += other.passed;
  for (std::size_t g = 0; g < by_gap.size(); ++g) by_gap[g] += other.by_gap[g];
  ports += other.ports;
  ports_10g += other.ports_10g;
  ports_used += other.ports_used;
  design_lines += other.design_lines;
  lines_used += other.lines_used;
  return *this;
}

std::vector<UnitStatistics> unit_statistics(const FibrePlant& plant, const FibreCoverage& coverage,
                                            std::span<const Premises> premises,
                                            std::span<const std::int32_t> premises_unit,
                                            std::span<const std::int32_t> olt_unit,
                                            std::size_t units) {
  std::vector<UnitStatistics> statistics(units + 1);
  const auto of = [&](std::int32_t unit) -> UnitStatistics& {
    return statistics[unit < 0 ? units : static_cast<std::size_t>(unit)];
  };
  for (std::size_t i = 0; i < premises.size(); ++i) {
    const auto& service = coverage.premises[i];
    auto& unit = of(premises_unit[i]);
    const auto dwellings = premises[i].dwellings;
    ++unit.premises;
    unit.dwellings += dwellings;
    unit.passed += service.passed() ? dwellings : 0;
    const auto gap = std::ranges::find(all_gaps, service.gap) - all_gaps.begin();
    unit.by_gap[static_cast<std::size_t>(gap)] += dwellings;
  }
  for (std::size_t o = 0; o < plant.olts.size(); ++o) {
    auto& unit = of(olt_unit[o]);
    for (const auto& card : plant.olts[o].cards) {
      const auto& pon_class = plant.classes[static_cast<std::size_t>(card.pon_class)];
      unit.ports += card.ports;
      unit.ports_10g += pon_class.ten_gigabit_class ? card.ports : 0;
      unit.design_lines += std::int64_t{card.ports} * card.split;
    }
  }
  for (const auto& port : coverage.ports) {
    auto& unit = of(olt_unit[static_cast<std::size_t>(port.olt)]);
    ++unit.ports_used;
    unit.lines_used += port.dwellings;
  }
  return statistics;
}

}  // namespace gigacity::fibre
