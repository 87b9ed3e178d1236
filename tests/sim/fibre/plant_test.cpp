// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/plant.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/sim/fibre/support.hpp"

namespace gigacity::fibre {
namespace {

using testing::olt;
using testing::plant;

TEST(Plant, LooksUpTheSplitter) {
  EXPECT_EQ(splitter_loss_db(plant().losses, 32), 17.5);
  EXPECT_THROW(splitter_loss_db(plant().losses, 33), std::invalid_argument);
  EXPECT_THROW(splitter_loss_db({}, 64), std::invalid_argument);
}

TEST(Plant, IsFoundGood) {
  auto good = plant();
  good.olts = {olt("west", {0, 0}), olt("east", {1, 0})};
  good.boxes = {{"b1", {0, 0}, "west", 8}, {"b2", {0, 0}, "", 8}};
  EXPECT_TRUE(check(good).empty());
  EXPECT_TRUE(check({}).empty());
}

TEST(Plant, SaysWhichOltABoxMeant) {
  auto bad = plant();
  bad.olts = {olt("west", {0, 0}), olt("east", {1, 0})};
  bad.boxes = {{"b1", {0, 0}, "wets", 8}, {"b2", {0, 0}, "nowhere at all", 8}};
  const auto found = check(bad);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].where.layer, "boxes");
  EXPECT_EQ(found[0].where.feature, "b1");
  EXPECT_EQ(found[0].where.field, "fed_by");
  EXPECT_EQ(found[0].hint, "did you mean \"west\"?");
  EXPECT_NE(found[1].hint.find("empty"), std::string::npos);
}

TEST(Plant, NamesEveryFault) {
  auto bad = plant();
  bad.olts = {olt("a", {0, 0}), olt("a", {0, 0}), olt("b", {0, 0}, -1), olt("c", {0, 0}, 1, 48),
              olt("d", {0, 0}, 1, 64, 2)};
  bad.boxes = {{"box", {0, 0}, "", -4}};
  std::vector<std::string> fields;
  for (const auto& problem : check(bad)) fields.push_back(problem.where.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"id", "ports", "split", "pon_class", "capacity"}));
}

}  // namespace
}  // namespace gigacity::fibre
