// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/feeders.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::olt;
using testing::plant;

/// One OLT with two cards; a first splitter on a named port, two second ones behind it.
FibrePlant two_stages() {
  auto p = plant();
  p.olts = {olt("west", {0, 0})};
  p.olts[0].cards = {{.shelf = "1", .slot = "3", .ports = 16, .split = 64},
                     {.shelf = "1", .slot = "4", .pon_class = 1, .ports = 8, .split = 64}};
  p.splitters = {{"s1", {100, 0}, 8, "west/1/3/16", ""},
                 {"s2", {200, 0}, 8, "s1", "b"},
                 {"s3", {200, 0}, 8, "s1", "b"}};
  p.boxes = {{"b", {200, 0}, "", 16}};
  return p;
}

TEST(Feeders, AreFollowedUpToThePort) {
  const auto p = two_stages();
  EXPECT_TRUE(check(p).empty());
  const auto found = feeds(p);
  EXPECT_EQ(found.splitters[2].olt, 0);
  EXPECT_EQ(found.splitters[2].card, 0);
  EXPECT_EQ(found.splitters[2].port, 16);
  EXPECT_EQ(found.splitters[2].splitters, std::vector<std::int32_t>{0});
  EXPECT_EQ(found.splitters[0].splitters, std::vector<std::int32_t>{});
  EXPECT_EQ(free_outputs(p, found), (std::vector{6, 8, 8}));
}

TEST(Feeders, PortsAreCalledByShelfSlotAndPort) {
  const auto p = two_stages();
  EXPECT_EQ(port_id(p.olts[0], p.olts[0].cards[1], 7), "west/1/4/7");
  EXPECT_EQ(port_id(olt("east", {0, 0}), PonCard{}, 7), "east/7");
}

struct Fault {
  const char* what;
  void (*spoil)(FibrePlant&);
  const char* layer;
  const char* feature;
  const char* field;
};

class FaultyFeeders : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyFeeders, AreNamed) {
  auto p = two_stages();
  GetParam().spoil(p);
  const auto found = check(p);
  const auto expected = std::ranges::find_if(found, [&](const Diagnostic& problem) {
    return problem.where.layer == GetParam().layer && problem.where.feature == GetParam().feature &&
           problem.where.field == GetParam().field;
  });
  ASSERT_NE(expected, found.end()) << GetParam().what;
  EXPECT_FALSE(expected->hint.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultyFeeders,
    ::testing::Values(
        Fault{"a port beyond the card's",
              [](FibrePlant& p) { p.splitters[0].fed_by = "west/1/3/17"; }, "splitters", "s1",
              "fed_by"},
        Fault{"a name that nothing has", [](FibrePlant& p) { p.boxes[0].fed_by = "eats"; }, "boxes",
              "b", "fed_by"},
        Fault{"a circle", [](FibrePlant& p) { p.splitters[0].fed_by = "s2"; }, "splitters", "s2",
              "fed_by"},
        Fault{"an OLT's id", [](FibrePlant& p) { p.splitters[1].id = "west"; }, "splitters", "west",
              "id"},
        Fault{"an id twice", [](FibrePlant& p) { p.splitters[2].id = "s2"; }, "splitters", "s2",
              "id"},
        Fault{"a box that there is not", [](FibrePlant& p) { p.splitters[1].box = "c"; },
              "splitters", "s2", "box"},
        Fault{"one port twice", [](FibrePlant& p) { p.splitters[1].fed_by = "west/1/3/16"; },
              "splitters", "s2", "fed_by"},
        Fault{"more than it has outputs",
              [](FibrePlant& p) {
                p.splitters[0].ratio = 2;
                p.splitters.push_back({"s4", {200, 0}, 8, "s1", "b"});
              },
              "splitters", "s1", "ratio"},
        Fault{"a ratio without a loss", [](FibrePlant& p) { p.splitters[1].ratio = 9; },
              "splitters", "s2", "ratio"}));

}  // namespace
}  // namespace gigacity::fibre
