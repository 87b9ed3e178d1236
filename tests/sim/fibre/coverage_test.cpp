// SPDX-License-Identifier: Apache-2.0
// Networks small enough to work out by hand. Pictures: O an OLT, B a box, p premises, --- a road.
#include "sim/fibre/coverage.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::olt;
using testing::one_gigabit;
using testing::plant;
using testing::roads;
using testing::ten_gigabit;

/// A road along the x axis, as long as the tests of reach need it.
Graph straight_road(double length_m = 60'000.0) {
  return roads({{{0, 0}, {length_m, 0}}});
}

Premises premises(double x_m, int dwellings = 1, double y_m = 0.0) {
  return {"p", {x_m, y_m}, dwellings};
}

FibreCoverage covered(const FibrePlant& plant, const Graph& graph, const std::vector<Premises>& all,
                      const FibreOptions& options = {}) {
  SilentProgress progress;
  return simulate(plant, graph, all, options, progress);
}

std::vector<FibreGap> gaps(const FibreCoverage& coverage) {
  std::vector<FibreGap> gaps;
  for (const auto& service : coverage.premises) gaps.push_back(service.gap);
  return gaps;
}

std::vector<std::int32_t> olts(const FibreCoverage& coverage) {
  std::vector<std::int32_t> olts;
  for (const auto& service : coverage.premises) olts.push_back(service.olt);
  return olts;
}

using Gaps = std::vector<FibreGap>;
using Olts = std::vector<std::int32_t>;

//   O
//   : 10 m
//   +------ 1000 m ------+---
//                        : 30 m
//                        p
TEST(FibreCoverage, MeasuresFromPortToFrontDoor) {
  auto p = plant();
  p.olts = {olt("west", {0, 10})};
  const auto coverage = covered(p, straight_road(), {premises(1000, 20, -30)});
  const auto& service = coverage.premises.at(0);
  EXPECT_TRUE(service.gigabit_ready());
  EXPECT_EQ(service.olt, 0);
  EXPECT_EQ(coverage.boxes.at(static_cast<std::size_t>(service.box)).capacity, 64);  // assumed
  EXPECT_DOUBLE_EQ(service.route_m, 1040.0);
  // Two assumed splitters of 1:8, with a connector on either side of each.
  EXPECT_NEAR(service.loss_db, 0.416 + 2 * 10.8 + 6 * 0.3 + 1.0, 1e-12);
  EXPECT_NEAR(service.margin_db, 29.0 - 2.0 - 24.816, 1e-12);
  EXPECT_FALSE(service.needs_attenuator);
  EXPECT_EQ(coverage.olts.at(0).dwellings, 20);
  EXPECT_EQ(coverage.olts.at(0).ports_used, 1);
  EXPECT_EQ(coverage.road_components, 1);
  EXPECT_TRUE(coverage.routes_assumed);
}

//   O0 ---- 1000 ---- p ---- 400 ---- + ---- 300 ---- O1
//                                     |
//                                    200
//                                     |
//                                     O2
TEST(FibreCoverage, TakesTheNearestOltAlongTheRoads) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}), olt("east", {1700, 0}), olt("south", {1400, -200})};
  const auto graph = roads({{{0, 0}, {1400, 0}, {1700, 0}}, {{1400, 0}, {1400, -200}}});
  const auto coverage = covered(p, graph, {premises(1000)});
  EXPECT_EQ(olts(coverage), Olts{2});
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, 600.0);
}

//   O0 ---- 500 ---- p ---- 500 ---- O1
TEST(FibreCoverage, TakesTheLowerIndexOfEquallyNearOlts) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}), olt("east", {1000, 0})};
  EXPECT_EQ(olts(covered(p, straight_road(1000), {premises(500)})), Olts{0});
}

//   O0 - p0 - p1 - p2 ------------- O1      O0 has two lines, O1 one hundred
//   0   100  200  300              1000
TEST(FibreCoverage, OffersTheNextOltOnceTheNearestIsFull) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 1, 2), olt("east", {1000, 0})};
  const auto coverage =
      covered(p, straight_road(1000), {premises(300), premises(200), premises(100)});
  EXPECT_EQ(gaps(coverage), Gaps(3, FibreGap::none));
  EXPECT_EQ(olts(coverage), (Olts{1, 0, 0}));
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, 700.0);
  EXPECT_EQ(coverage.olts[0].ports_used, 1);
}

TEST(FibreCoverage, ServesEquallyNearBuildingsInTheirOrder) {
  auto p = plant();
  p.olts = {olt("west", {500, 0}, 1, 2)};
  const auto coverage =
      covered(p, straight_road(1000), {premises(400), premises(600), premises(400)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::none, FibreGap::no_port}));
}

//   O0 - p0 ---- p1 --- O1      two lines each; p1 is refused by both
TEST(FibreCoverage, NamesTheNearestOltWhereNoneHasRoom) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 1, 2), olt("east", {1000, 0}, 1, 2)};
  const auto coverage = covered(p, straight_road(1000), {premises(100, 2), premises(700, 3)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::no_port}));
  EXPECT_EQ(coverage.premises[1].olt, 1);
  EXPECT_DOUBLE_EQ(coverage.premises[1].route_m, 300.0);
  EXPECT_GT(coverage.premises[1].margin_db, 0.0);
  EXPECT_EQ(coverage.olts[1].dwellings, 0);
}

//   O - p0(3) - p1(2) - p2(1)      four lines: p1 does not fit whole, p2 behind it does
TEST(FibreCoverage, ServesABuildingWholeOrNotAtAll) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 2, 2)};
  const auto coverage =
      covered(p, straight_road(), {premises(100, 3), premises(200, 2), premises(300, 1)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::no_port, FibreGap::none}));
  EXPECT_EQ(coverage.olts[0].dwellings, 4);
  EXPECT_EQ(coverage.olts[0].ports_used, 2);
}

//   O0 -- p0(9) -------- p1(4) p2(1) O1      O0 refuses p0 and has eight lines left; O1 has four,
//   for p1. p2 was turned away there after O0 had closed, but one of O0's lines is free: no_port
//   would be untrue.
TEST(FibreCoverage, LeavesNoBuildingOutThatWouldStillFit) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 4, 2), olt("east", {1000, 0}, 2, 2)};
  const auto coverage =
      covered(p, straight_road(1000), {premises(100, 9), premises(990, 4), premises(900, 1)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::no_port, FibreGap::none, FibreGap::none}));
  EXPECT_EQ(olts(coverage), (Olts{0, 1, 0}));
}

//   O ---+---       p1       a road of its own:  --- p0 ---
TEST(FibreCoverage, HasNoRouteAcrossAGapInTheRoadsOrFarFromThem) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  const auto graph = roads({{{0, 0}, {1000, 0}}, {{1010, 0}, {2000, 0}}});
  const auto coverage =
      covered(p, graph, {premises(1500), premises(500, 1, 500.1), premises(500, 1, 499.9)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::no_route, FibreGap::no_route, FibreGap::none}));
  EXPECT_EQ(olts(coverage), (Olts{-1, -1, 0}));
  EXPECT_EQ(coverage.road_components, 2);
  EXPECT_EQ(coverage.without_olt.parts, 1);
}

//   O ------- 1000 ------- +        p stands 10 m from the lane, which only leads on from the far end
//   p . 30 m              |        of the street, and 30 m from the street
//   ------- lane ---------+
TEST(FibreCoverage, ConnectsByTheStreetThatIsNearlyAsNear) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  const auto graph = roads({{{0, 0}, {1000, 0}}, {{1000, 0}, {1000, -40}, {0, -40}}});
  const auto coverage = covered(p, graph, {premises(100, 1, -30), premises(900, 1, -30)});
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, 100.0 + 30.0);
  EXPECT_DOUBLE_EQ(coverage.premises[1].route_m, 900.0 + 30.0);
  double drop_m = 0.0;
  for (const auto& segment : coverage.segments) {
    EXPECT_EQ(segment.edge, 0);  // nothing is laid in the lane
    drop_m += segment.to_m - segment.from_m;
  }
  EXPECT_GT(drop_m, 0.0);
  // A street twice as far as the lane and beyond 50 m is none of theirs.
  const auto wide = roads({{{0, 0}, {1000, 0}}, {{1000, 0}, {1000, -100}, {0, -100}}});
  EXPECT_DOUBLE_EQ(covered(p, wide, {premises(100, 1, -70)}).premises[0].route_m,
                   1000.0 + 100.0 + 900.0 + 30.0);
  EXPECT_DOUBLE_EQ(covered(p, wide, {premises(100, 1, -60)}).premises[0].route_m, 100.0 + 60.0);
}

//   A driveway that no road joins: the street beside it does.
TEST(FibreCoverage, PassesOverARoadThatLeadsNowhere) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  const auto graph = roads({{{0, 0}, {1000, 0}}, {{480, 20}, {520, 20}}});
  const auto coverage = covered(p, graph, {premises(500, 1, 25)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::none});
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, 525.0);
  EXPECT_EQ(coverage.without_olt.premises, 0);
}

TEST(FibreCoverage, HasNoRouteFromAnOltFarFromEveryRoad) {
  auto p = plant();
  p.olts = {olt("lost", {0, 501})};
  EXPECT_EQ(gaps(covered(p, straight_road(), {premises(10)})), Gaps{FibreGap::no_route});
}

/// One splitter of the whole split, as the worked reach table has it.
FibreOptions one_stage() {
  FibreOptions options;
  options.first_stage = 128;
  return options;
}

// N1 at 1:64 closes at 9.5 km.
TEST(FibreCoverage, NamesABudgetThatDoesNotClose) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  const auto coverage =
      covered(p, straight_road(), {premises(9500), premises(9501), premises(12'000)}, one_stage());
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::budget, FibreGap::budget}));
  EXPECT_NEAR(coverage.premises[0].margin_db, 0.0, 1e-9);
  EXPECT_NEAR(coverage.premises[2].margin_db, -1.0, 1e-9);
  EXPECT_EQ(coverage.premises[2].olt, 0);
  EXPECT_DOUBLE_EQ(coverage.premises[2].route_m, 12'000.0);
  EXPECT_EQ(coverage.olts[0].dwellings, 1);
}

// N1 at 1:16 closes at 25.75 km, but the class reaches 20 km only. Beyond both, the budget is
// named.
TEST(FibreCoverage, NamesTheReachWhereOnlyThatIsExceeded) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 100, 16)};
  const auto coverage =
      covered(p, straight_road(), {premises(20'000), premises(20'001), premises(26'000)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::reach, FibreGap::budget}));
  EXPECT_GT(coverage.premises[1].margin_db, 0.0);
}

TEST(FibreCoverage, NamesTheReachWhereTheSplitIsBeyondTheClass) {
  auto p = plant();
  p.classes[0].maximum_split = 32;
  p.olts = {olt("west", {0, 0})};
  const auto coverage = covered(p, straight_road(), {premises(100)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::reach});
  EXPECT_EQ(coverage.premises[0].olt, 0);
}

//   O0 (1:64, 9.5 km) ------ 10 km ------ p --- 15 km --- O1 (1:16, 20 km)
TEST(FibreCoverage, PassesOverANearerOltWhoseBudgetDoesNotClose) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}), olt("east", {25'000, 0}, 10, 16)};
  const auto coverage = covered(p, straight_road(25'000), {premises(10'000)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::none});
  EXPECT_EQ(olts(coverage), Olts{1});
}

//   O0 (G-PON) and O1 (10G) in one building, O2 (G-PON) beside the premises
TEST(FibreCoverage, PrefersATenGigabitPortAndElseSaysBelow10G) {
  auto p = plant();
  p.olts = {olt("old", {0, 0}, 1, 64, one_gigabit), olt("new", {0, 0}, 1, 2),
            olt("near", {900, 0}, 1, 2, one_gigabit)};
  const auto coverage =
      covered(p, straight_road(),
              {premises(100), premises(200), premises(850), premises(870), premises(890)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::none, FibreGap::below_10g,
                                  FibreGap::below_10g, FibreGap::below_10g}));
  EXPECT_EQ(olts(coverage), (Olts{1, 1, 0, 2, 2}));
  EXPECT_DOUBLE_EQ(coverage.premises[2].route_m, 850.0);
  EXPECT_EQ(coverage.olts[2].dwellings, 2);
}

TEST(FibreCoverage, NamesTheFullTenGigabitOltWhereNoClassHasRoom) {
  auto p = plant();
  p.olts = {olt("old", {0, 0}, 0, 64, one_gigabit), olt("new", {500, 0}, 0)};
  const auto coverage = covered(p, straight_road(), {premises(100)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::no_port});
  EXPECT_EQ(olts(coverage), Olts{1});
}

TEST(FibreCoverage, MarksServiceThatNeedsAnAttenuator) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 10, 8)};  // 10.8 + 1.2 + 1.0 = 13.0 dB and the fibre; minimum 14 dB
  const auto coverage = covered(p, straight_road(), {premises(2499), premises(2501)});
  EXPECT_EQ(gaps(coverage), Gaps(2, FibreGap::none));
  EXPECT_TRUE(coverage.premises[0].needs_attenuator);
  EXPECT_FALSE(coverage.premises[1].needs_attenuator);
}

TEST(FibreCoverage, AnswersWithoutPremisesOltsOrRoads) {
  auto p = plant();
  EXPECT_EQ(gaps(covered(p, straight_road(), {premises(1)})), Gaps{FibreGap::no_plant});
  EXPECT_EQ(gaps(covered(p, Graph(), {premises(1)})), Gaps{FibreGap::no_plant});
  p.olts = {olt("west", {0, 0})};
  EXPECT_TRUE(covered(p, straight_road(), {}).premises.empty());
  const auto coverage = covered(p, Graph(), {premises(1)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::no_route});
  EXPECT_EQ(coverage.road_components, 0);
  EXPECT_EQ(coverage.olts.size(), 1U);
}

TEST(FibreCoverage, RefusesAnImpossiblePlant) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  p.boxes = {{"b", {0, 0}, "east", 8}};
  EXPECT_THROW(covered(p, straight_road(), {}), std::invalid_argument);
  p.boxes.clear();
  EXPECT_THROW(covered(p, straight_road(), {premises(1, -1)}), std::invalid_argument);
}

TEST(FibreCoverage, NamesEveryGapAsTheFilesDo) {
  EXPECT_STREQ(to_string(FibreGap::none), "none");
  EXPECT_STREQ(to_string(FibreGap::no_plant), "no_plant");
  EXPECT_STREQ(to_string(FibreGap::no_route), "no_route");
  EXPECT_STREQ(to_string(FibreGap::no_port), "no_port");
  EXPECT_STREQ(to_string(FibreGap::budget), "budget");
  EXPECT_STREQ(to_string(FibreGap::reach), "reach");
  EXPECT_STREQ(to_string(FibreGap::differential_reach), "differential_reach");
  EXPECT_STREQ(to_string(FibreGap::below_10g), "below_10g");
}

//   O ------------- B ---- p      the box stands 5 m, the OLT 10 m and the building 20 m off the
//   road 0             2000    2300
TEST(FibreBoxes, RunFromOltToBoxToBuilding) {
  auto p = plant();
  p.olts = {olt("west", {0, 10})};
  p.boxes = {{"b", {2000, 5}, "west", 8}};
  const auto coverage = covered(p, straight_road(), {premises(2300, 8, 20)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::none});
  EXPECT_EQ(coverage.premises[0].box, 0);
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, (10.0 + 2000.0 + 5.0) + (5.0 + 300.0 + 20.0));
  EXPECT_EQ(coverage.olts[0].dwellings, 8);
  EXPECT_TRUE(coverage.routes_assumed);  // no cable is known
}

//   O0 ---- B ----------- O1      named, the far OLT feeds it; unnamed, the near one
TEST(FibreBoxes, AreFedByTheOltTheyNameOrElseTheNearest) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}), olt("east", {3000, 0})};
  p.boxes = {{"named", {1000, 0}, "east", 1}, {"unnamed", {1000, 0}, "", 1}};
  const auto coverage = covered(p, straight_road(3000), {premises(1000), premises(1001)});
  EXPECT_EQ(olts(coverage), (Olts{1, 0}));
  EXPECT_DOUBLE_EQ(coverage.premises[0].route_m, 2000.0);
  EXPECT_DOUBLE_EQ(coverage.premises[1].route_m, 1001.0);
}

TEST(FibreBoxes, AreFedByATenGigabitOltOfTwoInOneBuilding) {
  auto p = plant();
  p.olts = {olt("old", {0, 0}, 1, 64, one_gigabit), olt("new", {0, 0}, 1, 64, ten_gigabit)};
  p.boxes = {{"b", {1000, 0}, "", 8}};
  const auto coverage = covered(p, straight_road(), {premises(1000)});
  EXPECT_EQ(gaps(coverage), Gaps{FibreGap::none});
  EXPECT_EQ(olts(coverage), Olts{1});
}

//   O ---- B ---- 800 ---- p0 - p1
TEST(FibreBoxes, HaveNoPlantBeyondTheDropAndSayHowFarItIs) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  p.boxes = {{"b", {1000, 0}, "west", 8}};
  const auto coverage = covered(p, straight_road(), {premises(1800), premises(1801)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::no_plant}));
  EXPECT_EQ(coverage.premises[1].olt, -1);
  EXPECT_EQ(coverage.premises[1].box, 0);
  EXPECT_DOUBLE_EQ(coverage.premises[1].route_m, 801.0);
  EXPECT_EQ(coverage.premises[1].loss_db, 0.0);
}

//   O ---- B0 - p0 p1 p2 ---- B1      one line each: B0 turns p1 and p2 away, p2 is nearer to B1
TEST(FibreBoxes, PassOnWhomTheyCannotHold) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  p.boxes = {{"b0", {1000, 0}, "west", 1}, {"b1", {1500, 0}, "west", 1}};
  const auto coverage =
      covered(p, straight_road(), {premises(1010), premises(1020), premises(1030)});
  EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::none, FibreGap::no_port, FibreGap::none}));
  EXPECT_EQ(coverage.premises[2].box, 1);
  EXPECT_EQ(coverage.premises[1].box, 0);
  EXPECT_DOUBLE_EQ(coverage.premises[1].route_m, 1020.0);
  EXPECT_EQ(coverage.olts[0].dwellings, 2);
}

//   O0 and O1 at the start; B0 (O0) - p0 p1 - B1 (O1)      O0 has two lines, its box has more
TEST(FibreBoxes, CountAgainstThePortsOfTheirOlt) {
  auto p = plant();
  p.olts = {olt("a", {0, 0}, 1, 2), olt("b", {0, 0}, 1, 2)};
  p.boxes = {{"b0", {1000, 0}, "a", 100}, {"b1", {1500, 0}, "b", 100}};
  const auto coverage = covered(p, straight_road(), {premises(1010, 2), premises(1020, 2)});
  EXPECT_EQ(gaps(coverage), Gaps(2, FibreGap::none));
  EXPECT_EQ(olts(coverage), (Olts{0, 1}));
}

//   O0 ---      another road:  --- B0 (O0) -- p0 ---      and a third: --- p1 ---
TEST(FibreBoxes, HaveNoRouteWhereTheRoadsEnd) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  p.boxes = {{"b0", {2000, 0}, "west", 8}};
  const auto graph = roads({{{0, 0}, {1000, 0}}, {{1500, 0}, {3000, 0}}, {{4000, 0}, {5000, 0}}});
  for (const auto* name : {"west", ""}) {
    p.boxes[0].fed_by = name;
    const auto coverage = covered(p, graph, {premises(2100), premises(4500), premises(2900)});
    EXPECT_EQ(gaps(coverage), (Gaps{FibreGap::no_route, FibreGap::no_route, FibreGap::no_plant}));
    EXPECT_EQ(coverage.premises[0].box, 0);
    EXPECT_EQ(coverage.premises[0].olt, *name ? 0 : -1);
    EXPECT_EQ(coverage.premises[1].box, -1);
    EXPECT_DOUBLE_EQ(coverage.premises[2].route_m, 900.0);
  }
}

TEST(FibreBoxes, AreJudgedOnTheWholeRoute) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}), olt("short", {0, 0}, 1, 16)};
  p.boxes = {{"b0", {9400, 0}, "west", 8}, {"b1", {19'900, 0}, "short", 8}};
  const auto coverage = covered(
      p, straight_road(), {premises(9500), premises(9501), premises(20'000), premises(20'001)});
  EXPECT_EQ(gaps(coverage),
            (Gaps{FibreGap::none, FibreGap::budget, FibreGap::none, FibreGap::reach}));
}

TEST(FibreBoxes, SayBelow10GAndNoPlantWithoutOlts) {
  auto p = plant();
  p.boxes = {{"b0", {1000, 0}, "", 8}};
  EXPECT_EQ(gaps(covered(p, straight_road(), {premises(1000)})), Gaps{FibreGap::no_plant});
  p.olts = {olt("old", {0, 0}, 1, 64, one_gigabit)};
  EXPECT_EQ(gaps(covered(p, straight_road(), {premises(1000)})), Gaps{FibreGap::below_10g});
}

class CountingProgress final : public Progress {
 public:
  void begin(const std::string& stage, std::int64_t total) override {
    m_stage = stage;
    m_total = total;
  }
  void advance(std::int64_t steps) override { m_done += steps; }
  bool cancelled() const override { return false; }
  const std::string& stage() const { return m_stage; }
  std::int64_t total() const { return m_total; }
  std::int64_t done() const { return m_done; }

 private:
  std::string m_stage;
  std::int64_t m_total = 0;
  std::atomic<std::int64_t> m_done = 0;
};

TEST(FibreCoverage, AdvancesProgressToItsEnd) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 1, 2)};
  CountingProgress progress;
  const std::vector all{premises(1), premises(2), premises(3), premises(59'000),
                        premises(1, 1, 9000)};
  simulate(p, straight_road(), all, {}, progress);
  EXPECT_EQ(progress.stage(), "fibre");
  EXPECT_EQ(progress.total(), 10);
  EXPECT_EQ(progress.done(), 10);
}

TEST(FibreCoverage, StopsWhenTold) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  SilentProgress progress;
  progress.cancel();
  EXPECT_THROW(simulate(p, straight_road(), std::vector{premises(1)}, {}, progress), Cancelled);
}

}  // namespace
}  // namespace gigacity::fibre
