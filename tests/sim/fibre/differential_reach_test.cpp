// SPDX-License-Identifier: Apache-2.0
// Premises of one port whose fibre distances are too unlike.
#include <map>

#include <gtest/gtest.h>

#include "sim/fibre/coverage.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::olt;
using testing::plant;
using testing::roads;

using Gaps = std::vector<FibreGap>;

Gaps gaps(const FibreCoverage& coverage) {
  Gaps gaps;
  for (const auto& service : coverage.premises) gaps.push_back(service.gap);
  return gaps;
}

FibreCoverage covered(const FibrePlant& plant, const std::vector<Premises>& all) {
  static const Graph road = roads({{{0, 0}, {10'000, 0}, {20'000, 0}}});
  SilentProgress progress;
  return simulate(plant, road, all, {}, progress);
}

/// A class that lets premises of a port differ by 5 km, and budgets that reach 20 km.
FibrePlant five_km(int ports, int split) {
  auto p = plant();
  p.classes[0].differential_km = 5.0;
  p.olts = {olt("west", {0, 0}, ports, split)};
  return p;
}

//   O - b0 1000 ------------- b1 6050 - b2 6060      three boxes that name one port
TEST(DifferentialReach, RefusesWhoIsTooFarBeyondTheNearestOfANamedPort) {
  auto p = five_km(1, 16);
  p.boxes = {{"b0", {1000, 0}, "west/1", 8}, {"b1", {6050, 0}, "west/1", 8}};
  const auto coverage =
      covered(p, {{"near", {1100, 0}, 2}, {"edge", {6100, 0}, 2}, {"far", {6101, 0}, 2}});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::none, FibreGap::differential_reach}));
  const auto& far = coverage.premises[2];
  EXPECT_DOUBLE_EQ(far.route_m, 6101.0);
  EXPECT_DOUBLE_EQ(far.port_nearest_m, 1100.0);
  EXPECT_EQ(far.port, 0);
  EXPECT_TRUE(far.passed());
  ASSERT_EQ(coverage.ports.size(), 1U);
  EXPECT_EQ(coverage.ports[0].dwellings, 4);
  EXPECT_DOUBLE_EQ(coverage.ports[0].farthest_m, 6100.0);
  EXPECT_EQ(coverage.olts[0].dwellings, 4);
  EXPECT_EQ(coverage.box_dwellings, (std::vector<std::int64_t>{2, 2}));
  // Without the near premises nothing stands in the way of the others.
  EXPECT_EQ(gaps(covered(p, {{"edge", {6100, 0}, 2}, {"far", {6101, 0}, 2}})),
            Gaps(2, FibreGap::none));
}

//   A tree of 1:2 + 1:8: its two second splitters stand 8 km apart.
TEST(DifferentialReach, IsThatOfASplittersWholeTree) {
  auto p = five_km(1, 16);
  p.splitters = {{"s1", {1000, 0}, 2, "west", ""},
                 {"s2", {1000, 0}, 8, "s1", ""},
                 {"s3", {9000, 0}, 8, "s1", ""}};
  const std::vector<Premises> all{{"near", {1000, 0}, 2}, {"far", {9000, 0}, 2}};
  EXPECT_EQ(gaps(covered(p, all)), (Gaps{FibreGap::none, FibreGap::differential_reach}));
  p.classes[0].differential_km = 8.0;
  EXPECT_EQ(gaps(covered(p, all)), Gaps(2, FibreGap::none));
}

//   Boxes at 1000 and 9000 on the ports of the exchange: each distance has a port of its own.
TEST(DifferentialReach, GivesDistantPremisesAPortOfTheirOwn) {
  auto p = five_km(2, 16);
  p.boxes = {{"b1", {9000, 0}, "west", 16}, {"b0", {1000, 0}, "west", 16}};
  const std::vector<Premises> all{{"far", {9000, 0}, 4}, {"near", {1000, 0}, 4}};
  const auto coverage = covered(p, all);
  EXPECT_EQ(gaps(coverage), Gaps(2, FibreGap::none));
  EXPECT_EQ(coverage.premises[1].port, 1);
  EXPECT_EQ(coverage.premises[0].port, 2);
  p.classes[0].differential_km = 8.0;
  EXPECT_EQ(covered(p, all).premises[1].port, 1);
  EXPECT_EQ(covered(p, all).premises[0].port, 1);
  // One port: the near ones keep it, and what lacks is a port.
  p.classes[0].differential_km = 5.0;
  p.olts = {olt("west", {0, 0}, 1, 16)};
  EXPECT_EQ(gaps(covered(p, all)), (Gaps{FibreGap::no_port, FibreGap::none}));
}

// Random streets, no boxes known or boxes all along: whatever is served keeps the limit on every
// port, and the counts agree.
TEST(DifferentialReach, IsKeptOnEveryPort) {
  for (const bool with_boxes : {false, true}) {
    int apart = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      RandomStream random(seed, 31);
      auto p = five_km(3 + random.index(6), 16);
      for (int b = 0; with_boxes && b < 20; ++b)
        p.boxes.push_back({std::to_string(b), {random.uniform(0.0, 20'000.0), 0}, "west", 16});
      std::vector<Premises> all;
      for (int i = 0; i < 30; ++i)
        all.push_back({std::to_string(i), {random.uniform(0.0, 20'000.0), 0}, 1 + random.index(6)});
      const auto coverage = covered(p, all);
      int on_ports = 0;
      int served = 0;
      for (const auto& port : coverage.ports) {
        EXPECT_LE(port.farthest_m - port.nearest_m, 5000.0 + 1e-6) << seed;
        EXPECT_LE(port.dwellings, 16) << seed;
        on_ports += port.dwellings;
        apart += port.nearest_m > 5000.0 ? 1 : 0;
      }
      for (std::size_t i = 0; i < all.size(); ++i) {
        served += coverage.premises[i].gigabit_ready() ? all[i].dwellings : 0;
        EXPECT_NE(coverage.premises[i].gap, FibreGap::differential_reach);
      }
      EXPECT_EQ(on_ports, served) << seed;
      EXPECT_EQ(coverage.olts[0].dwellings, served) << seed;
      std::map<std::string, int> ids;
      for (const auto& box : coverage.boxes) EXPECT_EQ(++ids[box.id], 1) << box.id;
    }
    EXPECT_GT(apart, 30);
  }
}

}  // namespace
}  // namespace gigacity::fibre
