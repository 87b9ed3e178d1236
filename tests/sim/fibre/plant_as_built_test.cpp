// SPDX-License-Identifier: Apache-2.0
// Whole simulations of plant whose splitters, boxes and cables are known.
#include <map>
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

/// What splices cost of the way to premises 100 m behind the box, in splices.
double splices(const FibrePlant& plant, const FibreNetworks& networks) {
  const auto service = covered(plant, networks, {{"a", {2100, 0}, 3}}).premises[0];
  const double others_db = 0.4 * 0.001 * service.route_m + 2 * 7.2 + 6 * 0.3 + 1.0;
  return (service.loss_db - others_db) / plant.losses.splice_db;
}

//   West to s1 2000 m of cable, s1 to the box 1000 m, and a drop of 100 m along the road:
//   a pigtail at either end and, after 2 km, one joint of drums.
TEST(PlantAsBuilt, CountsTheClosuresThatItsCablesPassAsSplices) {
  const auto cables = roads({{{0, 0}, {0, 500}, {1000, 500}, {1000, 0}, {2000, 0}}});
  auto p = two_stages();
  p.losses.splice_db = 0.1;
  EXPECT_NEAR(splices(p, {road, cables}), 2 + 1, 1e-9);
  p.closures = {{"corner", {0, 500}},
                {"beside", {500, 505}},
                {"of s1", {1000, 0.5}},  // is where s1 is connected
                {"second leg", {1500, 0}},
                {"nowhere", {500, 100}}};  // no cable within 30 m
  EXPECT_NEAR(splices(p, {road, cables}), 2 + 1 + 3, 1e-9);
  EXPECT_NEAR(splices(p, road), 2 + 1, 1e-9);  // without cables nothing passes them

  // Drums of 500 m: three joints in the first leg, for which two closures are known, one in the
  // second, which is in its closure; six in all.
  p.losses.splice_every_km = 0.5;
  EXPECT_NEAR(splices(p, {road, cables}), 2 + 6, 1e-9);
  // Drums of 750 m: two joints and one. One more closure on either leg is one splice more.
  p.losses.splice_every_km = 0.75;
  EXPECT_NEAR(splices(p, {road, cables}), 2 + 4, 1e-9);
  p.closures.push_back({"more", {800, 500}});
  p.closures.push_back({"more yet", {1700, 0}});
  EXPECT_NEAR(splices(p, {road, cables}), 2 + 4 + 1 + 1, 1e-9);
}

//   A branch, and two cables in one duct: a closure is passed once.
TEST(PlantAsBuilt, PassesAClosureOnce) {
  const auto cables = roads({{{0, 0}, {500, 0}, {1000, 0}, {2000, 0}},
                             {{500, 0}, {500, 500}},
                             {{0, 0}, {500, 0}, {1000, 0}}});
  auto p = two_stages();
  p.losses.splice_db = 0.1;
  p.closures = {{"branch", {500, 0}}, {"duct", {700, 1}}, {"off", {500, 100}}};
  EXPECT_NEAR(splices(p, {road, cables}), 2 + 1 + 2, 1e-9);
}

TEST(PlantAsBuilt, MissesABudgetByItsClosures) {
  const auto cables = roads({{{0, 0}, {1000, 0}, {2000, 0}}});
  auto p = two_stages();
  p.losses.splice_db = 0.1;
  const std::vector<Premises> all{{"a", {2100, 0}, 3}};
  const auto before = covered(p, {road, cables}, all).premises[0];
  p.classes[0].maximum_loss_db -= before.margin_db - 0.1;  // one splice is left
  p.closures = {{"one", {500, 0}}};
  EXPECT_EQ(covered(p, {road, cables}, all).premises[0].gap, FibreGap::none);
  p.closures.push_back({"two", {1500, 0}});
  const auto after = covered(p, {road, cables}, all).premises[0];
  EXPECT_EQ(after.gap, FibreGap::budget);
  EXPECT_NEAR(after.margin_db, -0.1, 1e-9);
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

/// Splitters of one stage at the same corner, with a port each.
FibrePlant cabinet(int splitters, int ratio) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, splitters, ratio)};
  for (int s = 0; s < splitters; ++s)
    p.splitters.push_back({"s" + std::to_string(s), {1000, 0}, ratio, "west", ""});
  return p;
}

std::vector<int> on_ports(const FibreCoverage& coverage) {
  std::vector<int> dwellings;
  for (const auto& port : coverage.ports) dwellings.push_back(port.dwellings);
  return dwellings;
}

using Gaps = std::vector<FibreGap>;

Gaps gaps(const FibreCoverage& coverage) {
  Gaps gaps;
  for (const auto& service : coverage.premises) gaps.push_back(service.gap);
  return gaps;
}

//   O ---- two of 1:64 ---- tower(90) - house(30) - tower(90)
TEST(PlantAsBuilt, ServesATowerFromSeveralSplittersOfACabinet) {
  for (const int flow_premises : {0, 2000}) {
    SilentProgress progress;
    const auto coverage =
        simulate(cabinet(2, 64), road,
                 std::vector<Premises>{
                     {"tower", {1100, 0}, 90}, {"house", {1200, 0}, 30}, {"next", {1300, 0}, 90}},
                 {.flow_premises = flow_premises}, progress);
    EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::none, FibreGap::no_port}));
    const auto& tower = coverage.premises[0];
    EXPECT_EQ(tower.port, 1);
    EXPECT_EQ(tower.last_port, 2);
    EXPECT_EQ(tower.ports, 2);
    EXPECT_EQ(tower.splitter, 0);
    EXPECT_EQ(tower.splitters, 2);
    EXPECT_DOUBLE_EQ(tower.route_m, 1100.0);
    EXPECT_EQ(coverage.premises[1].splitters, 1);
    EXPECT_EQ(coverage.premises[2].ports, 0);
    EXPECT_EQ(on_ports(coverage), (std::vector{64, 26 + 30}));
    EXPECT_EQ(coverage.olts[0].dwellings, 120);
    EXPECT_EQ(coverage.quality.dwellings, 120);
    std::int64_t drops = 0;
    for (const auto& segment : coverage.segments)
      if (segment.kind == CableKind::drop) drops = std::max(drops, segment.dwellings);
    EXPECT_EQ(drops, 120);
  }
}

// A splitter round the corner, or one of another OLT or class, is no help.
TEST(PlantAsBuilt, DividesATowerBetweenSplittersOfOnePlaceOltAndClassOnly) {
  const std::vector<Premises> tower{{"tower", {1100, 0}, 90}};
  auto p = cabinet(2, 64);
  p.splitters[1].point = {1001, 0};
  EXPECT_EQ(gaps(covered(p, road, tower)), Gaps{FibreGap::no_port});
  p = cabinet(2, 64);
  p.olts.push_back(olt("other", {0, 0}));
  p.splitters[1].fed_by = "other";
  EXPECT_EQ(gaps(covered(p, road, tower)), Gaps{FibreGap::no_port});
  p = cabinet(2, 64);
  p.olts[0].cards = {{.slot = "1", .pon_class = 0, .ports = 1, .split = 64},
                     {.slot = "2", .pon_class = 1, .ports = 1, .split = 64}};
  EXPECT_EQ(gaps(covered(p, road, tower)), Gaps{FibreGap::no_port});
}

//   Two of 1:4 hold 3 and 3: the last building of 2 gets one output of each, and none is left.
TEST(PlantAsBuilt, DividesSmallBuildingsOnlyWhereNoSplitterHoldsThemWhole) {
  for (const int flow_premises : {0, 2000}) {
    SilentProgress progress;
    const auto coverage = simulate(
        cabinet(2, 4), road,
        std::vector<Premises>{
            {"a", {1010, 0}, 3}, {"b", {1020, 0}, 3}, {"c", {1030, 0}, 2}, {"d", {1040, 0}, 1}},
        {.flow_premises = flow_premises}, progress);
    // A house of one is whole before a building of two is divided.
    EXPECT_EQ(gaps(coverage),
              (Gaps{FibreGap::none, FibreGap::none, FibreGap::no_port, FibreGap::none}));
    EXPECT_EQ(coverage.premises[0].splitters, 1);
  }
  const auto three =
      covered(cabinet(2, 4), road, {{"a", {1010, 0}, 3}, {"b", {1020, 0}, 3}, {"c", {1030, 0}, 2}});
  EXPECT_EQ(three.premises[2].gap, FibreGap::none);
  EXPECT_EQ(three.premises[2].splitters, 2);
  EXPECT_EQ(on_ports(three), (std::vector{4, 4}));
}

TEST(PlantAsBuilt, ServesATowerFromBoxesThatNameAPortEach) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 3, 64)};
  p.boxes = {{"b0", {1000, 0}, "west/1", 64}, {"b1", {1000, 0}, "west/3", 40}};
  const auto coverage = covered(p, road, {{"tower", {1100, 0}, 100}});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::none});
  EXPECT_EQ(coverage.premises[0].port, 1);
  EXPECT_EQ(coverage.premises[0].last_port, 3);
  EXPECT_EQ(coverage.premises[0].ports, 2);
  EXPECT_EQ(coverage.box_dwellings, (std::vector<std::int64_t>{64, 36}));
  EXPECT_EQ(gaps(covered(p, road, {{"tower", {1100, 0}, 105}})), Gaps{FibreGap::no_port});
}

//   Splitters of two trees in one box: premises that hang on it get both, never another box's.
TEST(PlantAsBuilt, DividesPremisesBetweenTheTreesOfTheirBox) {
  auto p = two_stages();
  p.splitters.push_back({"t1", {1500, 0}, 4, "west", ""});
  p.splitters.push_back({"t2", {0, 0}, 4, "t1", "b"});
  p.splitters.push_back({"t3", {0, 0}, 4, "t1", "beside"});
  p.boxes.push_back({"beside", {2000, 0}, "", 16});
  const auto served = covered(p, road, {{"a", {2100, 0}, 11, "b"}});
  EXPECT_EQ(gaps(served), Gaps{FibreGap::none});
  EXPECT_EQ(served.premises[0].splitters, 3);
  EXPECT_EQ(served.premises[0].ports, 2);
  EXPECT_EQ(on_ports(served), (std::vector{8, 3}));
  EXPECT_EQ(gaps(covered(p, road, {{"a", {2100, 0}, 13, "b"}})), Gaps{FibreGap::no_port});
  EXPECT_EQ(gaps(covered(p, road, {{"a", {2100, 0}, 13}})), Gaps{FibreGap::none});
}

/// Three corners with some splitters each, and more dwellings than outputs.
struct Corners {
  FibrePlant plant = testing::plant();
  std::vector<Premises> premises;
};

Corners random_corners(std::uint64_t seed) {
  Corners world;
  RandomStream random(seed, 21);
  world.plant.olts = {olt("west", {0, 0}, 100, 16)};
  for (int corner = 0; corner < 3; ++corner)
    for (int s = random.index(4); s >= 0; --s)
      world.plant.splitters.push_back({"s" + std::to_string(world.plant.splitters.size()),
                                       {1000.0 + 200.0 * corner, 0},
                                       2 << random.index(3),
                                       "west",
                                       ""});
  for (int i = 0; i < 14; ++i)
    world.premises.push_back(
        {std::to_string(i), {1000.0 + random.uniform(0.0, 400.0), 0}, 1 + random.index(14)});
  return world;
}

TEST(PlantAsBuilt, AddsUpAndLeavesNobodyOutForWhomACornerHasRoom) {
  int divided = 0;
  int refused = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto [p, premises] = random_corners(seed);
    for (const int flow_premises : {0, 2000}) {
      SilentProgress progress;
      const auto coverage = simulate(p, road, premises, {.flow_premises = flow_premises}, progress);
      std::map<double, int> left;
      int all = 0;
      int served = 0;
      for (const auto& splitter : p.splitters) left[splitter.point.x_m] += splitter.ratio;
      for (std::size_t i = 0; i < premises.size(); ++i) {
        const auto& service = coverage.premises[i];
        if (!service.gigabit_ready()) continue;
        served += premises[i].dwellings;
        left[p.splitters[static_cast<std::size_t>(service.splitter)].point.x_m] -=
            premises[i].dwellings;
        divided += service.splitters > 1 ? 1 : 0;
      }
      for (const auto& port : coverage.ports) {
        all += port.dwellings;
        const auto ratio = [&](const auto& s) { return s.ratio; };
        EXPECT_LE(port.dwellings, ratio(p.splitters[static_cast<std::size_t>(port.port) - 1]));
      }
      EXPECT_EQ(all, served) << seed;
      EXPECT_EQ(coverage.olts[0].dwellings, served) << seed;
      EXPECT_GE(coverage.quality.dwellings_bound, served) << seed;
      for (std::size_t i = 0; i < premises.size(); ++i) {
        if (coverage.premises[i].gigabit_ready()) continue;
        ASSERT_EQ(coverage.premises[i].gap, FibreGap::no_port) << seed;
        ++refused;
        for (const auto& [corner, room] : left) EXPECT_LT(room, premises[i].dwellings) << seed;
      }
    }
  }
  EXPECT_GT(divided, 100);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace gigacity::fibre
