// SPDX-License-Identifier: Apache-2.0
// What fibre reaches in each admin unit, and how its ports are used.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/fibre/coverage.hpp"
#include "sim/fibre/plant.hpp"

namespace gigacity::fibre {

inline constexpr std::array all_gaps{
    FibreGap::none,   FibreGap::no_plant, FibreGap::no_route,           FibreGap::no_port,
    FibreGap::budget, FibreGap::reach,    FibreGap::differential_reach, FibreGap::below_10g};

/// Of premises and OLTs that stand in one unit. All counts are exact, so units add up.
struct UnitStatistics {
  std::int64_t premises = 0;
  std::int64_t dwellings = 0;
  std::int64_t passed = 0;  ///< dwellings that plant stands near enough to connect ("homes passed")
  std::array<std::int64_t, all_gaps.size()> by_gap{};  ///< dwellings; `none` are gigabit-ready
  std::int64_t ports = 0;
  std::int64_t ports_10g = 0;
  std::int64_t ports_used = 0;
  std::int64_t design_lines = 0;  ///< sum of the splits of all ports
  std::int64_t lines_used = 0;    ///< dwellings on the ports

  std::int64_t gigabit_ready() const { return by_gap[0]; }
  UnitStatistics& operator+=(const UnitStatistics& other);
};

/// One for each unit and, last, one for what stands in none. `premises_unit` and `olt_unit` are the
/// index of each one's unit, -1 for none.
std::vector<UnitStatistics> unit_statistics(const FibrePlant& plant, const FibreCoverage& coverage,
                                            std::span<const Premises> premises,
                                            std::span<const std::int32_t> premises_unit,
                                            std::span<const std::int32_t> olt_unit,
                                            std::size_t units);

}  // namespace gigacity::fibre
