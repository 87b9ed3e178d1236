// SPDX-License-Identifier: Apache-2.0
// Whole simulations of plant whose splitters, boxes and cables are known.
#include <numeric>

#include <gtest/gtest.h>

#include "sim/fibre/coverage.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::olt;
using testing::plant;
using testing::roads;

//   west ---- s1 (1:4) ----+---- b (two of 1:4) ---- premises       road along the x axis
//    0        1000               2000
FibrePlant two_stages() {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 2, 16)};
  p.splitters = {
      {"s1", {1000, 0}, 4, "west", ""}, {"s2", {0, 0}, 4, "s1", "b"}, {"s3", {0, 0}, 4, "s1", "b"}};
  p.boxes = {{"b", {2000, 0}, "", 16}};
  return p;
}

FibreCoverage covered(const FibrePlant& plant, const FibreNetworks& networks,
                      const std::vector<Premises>& all) {
  SilentProgress progress;
  return simulate(plant, networks, all, {}, progress);
}

const Graph road = roads({{{0, 0}, {1000, 0}, {2000, 0}, {3000, 0}}});

TEST(PlantAsBuilt, ServesThroughBothStages) {
  const auto coverage =
      covered(two_stages(), road, {{"a", {2100, 0}, 3}, {"b", {2200, 0}, 4}, {"c", {2300, 0}, 2}});
  ASSERT_EQ(coverage.premises[0].gap, FibreGap::none);
  ASSERT_EQ(coverage.premises[1].gap, FibreGap::none);
  // Eight outputs, of which seven are in use: two dwellings find no room.
  EXPECT_EQ(coverage.premises[2].gap, FibreGap::no_port);
  const auto& b = coverage.premises[1];
  EXPECT_EQ(b.split, 16);
  EXPECT_EQ(b.splitter, 1);  // one output of s2 and three of s3
  EXPECT_EQ(b.box, 0);
  EXPECT_EQ(b.port, 1);
  EXPECT_DOUBLE_EQ(b.route_m, 2200.0);
  EXPECT_NEAR(b.loss_db, 0.4 * 2.2 + 2 * 7.2 + 6 * 0.3 + 1.0, 1e-12);
  ASSERT_EQ(coverage.ports.size(), 1U);
  EXPECT_EQ(coverage.ports[0].dwellings, 7);
  EXPECT_DOUBLE_EQ(coverage.ports[0].nearest_m, 2100.0);
  EXPECT_DOUBLE_EQ(coverage.ports[0].farthest_m, 2200.0);
}

TEST(PlantAsBuilt, LeavesToOneWhatTheOthersOfThePortDoNotTake) {
  const auto coverage = covered(two_stages(), road, {{"a", {2100, 0}, 4}});
  EXPECT_DOUBLE_EQ(coverage.premises[0].peak_mbps, 8500.0);
  EXPECT_DOUBLE_EQ(coverage.premises[0].busy_hour_mbps, 8500.0 - 3 * 5.0);
  EXPECT_DOUBLE_EQ(coverage.ports[0].busy_hour_load_mbps, 4 * 5.0);
}

TEST(PlantAsBuilt, HasNoRoomBehindASplitterWithoutAPort) {
  auto p = two_stages();
  p.splitters.insert(p.splitters.begin(),
                     {{"t1", {0, 0}, 4, "west", ""}, {"t2", {0, 0}, 4, "west", ""}});
  const auto coverage = covered(p, road, {{"a", {2100, 0}, 1}});
  EXPECT_EQ(coverage.premises[0].gap, FibreGap::no_port);
}

//   The road is short, the cable runs around: what is built follows the cable.
TEST(PlantAsBuilt, FollowsCablesWhereTheyJoinTheParts) {
  const auto cables = roads({{{0, 0}, {0, 500}, {1000, 500}, {1000, 0}, {2000, 0}}});
  const auto coverage = covered(two_stages(), {road, cables}, {{"a", {2100, 0}, 3}});
  const auto& a = coverage.premises[0];
  EXPECT_TRUE(a.as_built);
  EXPECT_DOUBLE_EQ(a.route_m, 2000.0 + 1000.0 + 100.0);
  EXPECT_FALSE(coverage.routes_assumed);
  double feeder_m = 0.0;
  double distribution_m = 0.0;
  for (const auto& segment : coverage.segments) {
    if (segment.kind == CableKind::feeder) feeder_m += segment.to_m - segment.from_m;
    if (segment.kind == CableKind::distribution) distribution_m += segment.to_m - segment.from_m;
    EXPECT_EQ(segment.assumed, segment.kind == CableKind::drop);
  }
  EXPECT_DOUBLE_EQ(feeder_m, 2000.0);
  EXPECT_DOUBLE_EQ(distribution_m, 1000.0);
}

TEST(PlantAsBuilt, KeepsPremisesOnTheBoxTheyHangOn) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  p.boxes = {{"near", {2000, 0}, "west", 8}, {"far", {2900, 0}, "west", 1}};
  const auto coverage = covered(
      p, road, {{"a", {2010, 0}, 1, "far"}, {"b", {2020, 0}, 1, "far"}, {"c", {2030, 0}, 1}});
  EXPECT_EQ(coverage.premises[0].box, 1);  // beyond the longest drop, but it is there
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, 2900.0 + 890.0);
  EXPECT_EQ(coverage.premises[1].gap, FibreGap::no_port);
  EXPECT_EQ(coverage.premises[1].box, 1);
  EXPECT_EQ(coverage.premises[2].box, 0);
}

// A Combo port whose 10G budget does not close serves by its other system.
TEST(PlantAsBuilt, FallsBackToTheOtherSystemOfAComboPort) {
  auto p = plant();
  p.classes[0].lower_system = 1;
  std::swap(p.classes[0].maximum_loss_db, p.classes[1].maximum_loss_db);  // 28 and 29 dB
  p.olts = {olt("west", {0, 0}, 1, 64)};
  p.boxes = {{"b", {8000, 0}, "west", 64}};
  const auto long_road = roads({{{0, 0}, {20'000, 0}}});
  // 0.4 dB/km, 21 dB, 1.2 dB, 1 dB and 2 dB of margin: 28 dB end at 7 km, 29 dB at 9.5 km.
  const auto coverage = covered(p, long_road, {{"a", {8100, 0}, 2}});
  EXPECT_EQ(coverage.premises[0].gap, FibreGap::below_10g);
  EXPECT_EQ(coverage.premises[0].port, 1);
  EXPECT_DOUBLE_EQ(coverage.premises[0].peak_mbps, 2300.0);
}

TEST(PlantAsBuilt, FillsPortsOneAfterAnother) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 3, 16)};
  p.boxes = {{"b", {1000, 0}, "west", 64}};
  const auto coverage =
      covered(p, road, {{"a", {1010, 0}, 10}, {"b", {1020, 0}, 30}, {"c", {1030, 0}, 8}});
  EXPECT_EQ(coverage.premises[1].port, 1);
  EXPECT_EQ(coverage.premises[1].last_port, 3);
  std::vector<int> dwellings;
  for (const auto& port : coverage.ports) dwellings.push_back(port.dwellings);
  EXPECT_EQ(dwellings, (std::vector{16, 16, 16}));
}

}  // namespace
}  // namespace gigacity::fibre
