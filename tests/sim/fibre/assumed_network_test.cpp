// SPDX-License-Identifier: Apache-2.0
// What is built where only OLTs are known.
#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "sim/fibre/coverage.hpp"
#include "sim/fibre/route_lines.hpp"
#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::olt;
using testing::plant;
using testing::roads;

FibreCoverage covered(const FibrePlant& plant, const Graph& graph, const std::vector<Premises>& all,
                      const FibreOptions& options = {}) {
  SilentProgress progress;
  return simulate(plant, graph, all, options, progress);
}

std::map<std::string, double> bill_of(const FibreCoverage& coverage) {
  std::map<std::string, double> sums;
  for (const auto& item : coverage.bill) sums[item.item] += item.quantity;
  return sums;
}

//   west ------ 1000 m ------ x ------ 100 m ------ a, b
//                             |
//                            50 m -- c
TEST(AssumedNetwork, StandsWhereDwellingsComeTogether) {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  const auto graph = roads({{{0, 0}, {1000, 0}, {1100, 0}}, {{1000, 0}, {1000, 50}}});
  FibreOptions options;
  options.box_dwellings = 12;
  options.maximum_drop_m = 300.0;
  const auto coverage =
      covered(p, graph, {{"a", {1100, 0}, 4}, {"b", {1100, 0}, 4}, {"c", {1000, 50}, 4}}, options);
  ASSERT_EQ(coverage.boxes.size(), 1U);
  EXPECT_EQ(coverage.boxes[0].point.x_m, 1000.0);
  EXPECT_EQ(coverage.boxes[0].point.y_m, 0.0);
  // One first splitter at the box, and twelve dwellings on two second ones.
  ASSERT_EQ(coverage.splitters.size(), 3U);
  EXPECT_EQ(coverage.splitters[0].fed_by, "west/1");
  EXPECT_EQ(coverage.splitters[1].fed_by, coverage.splitters[0].id);
  EXPECT_EQ(coverage.splitters[1].box, coverage.boxes[0].id);
  EXPECT_EQ(coverage.premises[0].splitter, 1);
  EXPECT_EQ(coverage.premises[2].splitter, 2);
  const auto bill = bill_of(coverage);
  EXPECT_DOUBLE_EQ(bill.at("feeder cable, 12 fibres"), 1000.0);
  EXPECT_DOUBLE_EQ(bill.at("trench or duct"), 1150.0);
  EXPECT_DOUBLE_EQ(bill.at("drop cable, 4 fibres"), 100.0 + 100.0 + 50.0);
  EXPECT_EQ(bill.at("distribution box"), 1.0);
  EXPECT_EQ(bill.at("splitter 1:8"), 3.0);
  EXPECT_EQ(bill.at("optical network terminal"), 12.0);
  EXPECT_FALSE(bill.contains("distribution cable, 12 fibres"));
}

//   An exchange with a port of 1:64 and one of 1:32, and a tower that needs both.
TEST(AssumedNetwork, FeedsATowerFromCardsOfUnlikeSplits) {
  auto p = plant();
  p.olts = {{"west",
             "west",
             {0, 0},
             {{.slot = "1", .pon_class = 0, .ports = 1, .split = 32},
              {.slot = "2", .pon_class = 0, .ports = 1, .split = 64}}}};
  const auto graph = roads({{{0, 0}, {1000, 0}}});
  const auto coverage = covered(p, graph, {{"tower", {1000, 0}, 90}, {"house", {500, 0}, 4}});
  const auto& tower = coverage.premises[0];
  ASSERT_EQ(tower.gap, FibreGap::none);
  // The wider split loses more: it stands for both.
  EXPECT_EQ(tower.split, 64);
  EXPECT_EQ(tower.card, 1);
  EXPECT_EQ(tower.last_card, 0);
  EXPECT_EQ(tower.ports, 2);
  EXPECT_EQ(tower.splitters, 28 / 4 + 64 / 8);
  EXPECT_EQ(coverage.premises[1].gap, FibreGap::none);
  EXPECT_EQ(coverage.olts[0].dwellings, 94);
  std::int64_t in_boxes = 0;
  for (const auto dwellings : coverage.box_dwellings) in_boxes += dwellings;
  EXPECT_EQ(in_boxes, 94);
  EXPECT_EQ(covered(p, graph, {{"tower", {1000, 0}, 97}}).premises[0].gap, FibreGap::no_port);
}

// Nine dwellings on a port of 1:8 + 1:8 that stand too far apart for one box: two lines of 1:8 each
// hold few, and ten boxes need two ports.
TEST(AssumedNetwork, RefusesWhatItsPortsCannotHoldThoughTheNumbersFit) {
  auto p = plant();
  p.olts = {olt("west", {0, 0}, 1, 64)};
  LineString line{{0, 0}};
  std::vector<Premises> all;
  for (int i = 1; i <= 10; ++i) {
    line.push_back({600.0 * i, 0});
    all.push_back({std::to_string(i), {600.0 * i, 0}, 1});
  }
  FibreOptions options;
  options.maximum_drop_m = 100.0;
  const auto coverage = covered(p, roads({line}), all, options);
  std::int64_t served = 0;
  for (const auto& service : coverage.premises) {
    EXPECT_TRUE(service.gap == FibreGap::none || service.gap == FibreGap::no_port);
    served += service.port > 0 ? 1 : 0;
  }
  EXPECT_EQ(served, 8);  // eight outputs of the first splitter
  EXPECT_EQ(coverage.ports.size(), 1U);
}

// Every dwelling stands on one port, one splitter's output and in one box; nothing holds more than it
// can; the cables join up.
TEST(AssumedNetwork, HoldsTogetherOnRandomRoads) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    auto p = plant();
    const auto graph = testing::random_roads(seed, 300, 8000.0);
    RandomStream random(seed, 4);
    const auto somewhere = [&] {
      return graph.nodes()[static_cast<std::size_t>(random.index(graph.node_count()))];
    };
    for (int o = 0; o < 4; ++o)
      p.olts.push_back(olt("o" + std::to_string(o), somewhere(), 1 + random.index(4),
                           random.uniform() < 0.5 ? 32 : 64));
    std::vector<Premises> all;
    for (int i = 0; i < 250; ++i)
      all.push_back({std::to_string(i), somewhere(), 1 + random.index(6)});
    FibreOptions options;
    options.box_dwellings = 16;
    options.first_stage = random.uniform() < 0.5 ? 4 : 8;
    const auto coverage = covered(p, graph, all, options);

    std::map<std::int32_t, int> in_box;
    std::int64_t dwellings = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& service = coverage.premises[i];
      EXPECT_EQ(service.port > 0, service.gap == FibreGap::none);
      if (service.port == 0) continue;
      in_box[service.box] += all[i].dwellings;
      dwellings += all[i].dwellings;
      const auto& splitter = coverage.splitters[static_cast<std::size_t>(service.splitter)];
      EXPECT_EQ(splitter.box, coverage.boxes[static_cast<std::size_t>(service.box)].id);
    }
    for (const auto& [box, count] : in_box)
      EXPECT_LE(count, coverage.boxes[static_cast<std::size_t>(box)].capacity);
    std::int64_t on_ports = 0;
    for (const auto& port : coverage.ports) {
      const auto& card = p.olts[static_cast<std::size_t>(port.olt)].cards.front();
      EXPECT_LE(port.dwellings, card.split);
      EXPECT_LE(port.port, card.ports);
      on_ports += port.dwellings;
    }
    EXPECT_EQ(on_ports, dwellings);
    // A splitter feeds no more than it has outputs.
    std::map<std::string, int> fed;
    for (const auto& splitter : coverage.splitters) ++fed[splitter.fed_by];
    for (const auto& splitter : coverage.splitters) EXPECT_LE(fed[splitter.id], splitter.ratio);
    // Lines of a map are the segments, each once.
    double segments_m = 0.0;
    double lines_m = 0.0;
    for (const auto& segment : coverage.segments) segments_m += segment.to_m - segment.from_m;
    route_lines(graph, coverage.segments, [&](RouteLine&& line) {
      lines_m += line.length_m;
      EXPECT_NEAR(length_m(line.line), line.length_m, 1e-6);
      EXPECT_GE(line.line.size(), 2U);
    });
    EXPECT_NEAR(lines_m, segments_m, 1e-6);
  }
}

}  // namespace
}  // namespace gigacity::fibre
