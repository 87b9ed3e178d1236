// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/unit_statistics.hpp"

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

TEST(UnitStatistics, CountsWhereThingsStandAndAddsUp) {
  auto plant = testing::plant();
  plant.olts = {testing::olt("a", {0, 0}, 4, 64), testing::olt("b", {0, 0}, 2, 32, 1)};
  FibreCoverage coverage;
  std::vector<Premises> premises;
  const auto add = [&](FibreGap gap, int dwellings) {
    premises.push_back({"p", {0, 0}, dwellings});
    PremisesService service;
    service.gap = gap;
    coverage.premises.push_back(service);
  };
  add(FibreGap::none, 3);
  add(FibreGap::no_plant, 2);
  add(FibreGap::budget, 5);
  add(FibreGap::below_10g, 7);
  coverage.ports = {{.olt = 0, .port = 1, .dwellings = 3}, {.olt = 1, .port = 2, .dwellings = 7}};
  const std::vector<std::int32_t> premises_unit{0, 0, 1, -1};
  const std::vector<std::int32_t> olt_unit{1, -1};
  const auto units = unit_statistics(plant, coverage, premises, premises_unit, olt_unit, 2);
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0].dwellings, 5);
  EXPECT_EQ(units[0].passed, 3);
  EXPECT_EQ(units[0].gigabit_ready(), 3);
  EXPECT_EQ(units[0].ports, 0);
  EXPECT_EQ(units[1].passed, 5);
  EXPECT_EQ(units[1].ports, 4);
  EXPECT_EQ(units[1].ports_10g, 4);
  EXPECT_EQ(units[1].ports_used, 1);
  EXPECT_EQ(units[1].lines_used, 3);
  EXPECT_EQ(units[1].design_lines, 256);
  EXPECT_EQ(units[2].ports_10g, 0);
  auto sum = units[0];
  (sum += units[1]) += units[2];
  EXPECT_EQ(sum.premises, 4);
  EXPECT_EQ(sum.dwellings, 17);
  std::int64_t by_gap = 0;
  for (const auto dwellings : sum.by_gap) by_gap += dwellings;
  EXPECT_EQ(by_gap, 17);  // everybody is served or has a reason, once
}

}  // namespace
}  // namespace gigacity::fibre
