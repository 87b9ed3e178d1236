// SPDX-License-Identifier: Apache-2.0
#include "apps/run/stated_people.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/admin_support.hpp"

namespace gigacity::apps {
namespace {

using test::texts_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

AdminUnit unit(const std::string& code, const std::string& name, std::int32_t parent) {
  AdminUnit unit;
  unit.code = code;
  unit.name = name;
  unit.parent = parent;
  return unit;
}

/// Two towns, each with a village "Hill" and one more.
std::vector<AdminLevel> two_towns() {
  return {
      {"town", {unit("T1", "North", -1), unit("T2", "South", -1)}, false, nullptr},
      {"village",
       {unit("V1", "Hill", 0), unit("V2", "Lake", 0), unit("V3", "Hill", 1), unit("V4", "Moor", 1)},
       false,
       nullptr}};
}

geo::Feature row(const std::string& id, std::map<std::string, std::string> texts,
                 double residents) {
  return test::feature(id, {}, std::move(texts), {{"residents", residents}});
}

struct StatedPeople : ::testing::Test {
  void join(const std::vector<geo::Feature>& rows) { join_table(rows, table, levels, 1, findings); }
  std::vector<double> residents() const {
    std::vector<double> values;
    for (const auto& unit : levels[1].units) values.push_back(unit.residents.value_or(-1.0));
    return values;
  }

  geo::LayerSource table{"people.csv", "", "", {}, "population"};
  std::vector<AdminLevel> levels = two_towns();
  Findings findings;
};

TEST_F(StatedPeople, RowsFindTheirUnitsByCodeOrName) {
  join({row("2", {{"code", "V3"}, {"name", "not looked at"}}, 30), row("3", {{"name", "Lake"}}, 20),
        row("4", {{"code", "V1"}}, 10), row("5", {{"name", "Moor"}}, 40)});
  EXPECT_THAT(residents(), ElementsAre(10, 20, 30, 40));
  EXPECT_THAT(findings.errors(), IsEmpty());
  EXPECT_THAT(texts_of(findings.warnings()), IsEmpty());
}

TEST_F(StatedPeople, ANameThatRepeatsNeedsItsParent) {
  join({row("2", {{"name", "Hill"}}, 30)});
  EXPECT_THAT(texts_of(findings.errors()),
              ElementsAre(AllOf(HasSubstr("people.csv"), HasSubstr("feature 2"),
                                HasSubstr("'Hill' is the name of 2 units"), HasSubstr("parent"))));
}

TEST_F(StatedPeople, NamesAreFoundWithinTheirParent) {
  join({row("2", {{"name", "Hill"}, {"parent", "South"}}, 30),
        row("3", {{"name", "Hill"}, {"parent", "T1"}}, 10),
        row("4", {{"name", "Moor"}, {"parent", "North"}}, 1)});
  EXPECT_THAT(residents(), ElementsAre(10, -1, 30, -1));
  EXPECT_THAT(texts_of(findings.skipped()), ElementsAre("no village has this name and parent: 4"));
  EXPECT_THAT(
      texts_of(findings.warnings()),
      ElementsAre(HasSubstr("no row for 2 of the 4 units of the level village: 'Lake', 'Moor'")));
}

TEST_F(StatedPeople, OneUnitTwiceIsAnError) {
  join({row("2", {{"code", "V1"}}, 30), row("3", {{"code", "V1"}}, 31)});
  EXPECT_THAT(texts_of(findings.errors()),
              ElementsAre(AllOf(HasSubstr("stands twice"), HasSubstr("feature 2"))));
}

TEST_F(StatedPeople, LevelsThatDisagreeAreNamedWithTheirFigures) {
  levels[0].units[0].residents = 1000;
  levels[0].units[1].residents = 2000;
  for (std::size_t i = 0; i < 4; ++i) levels[1].units[i].residents = 500;
  const std::vector sections{test::admin_section("town"), test::admin_section("village")};
  check_sums(levels, sections, findings);
  EXPECT_THAT(texts_of(findings.warnings()),
              ElementsAre(AllOf(HasSubstr("residents"), HasSubstr("'South' states 2000"),
                                HasSubstr("2 of the level village 1000"),
                                testing::Not(HasSubstr("North")))));

  Findings within;
  levels[0].units[1].residents = 1004;  // 0.4 %
  check_sums(levels, sections, within);
  levels[0].units[0].residents = 7;  // not comparable: one of its villages says nothing
  levels[1].units[1].residents.reset();
  check_sums(levels, sections, within);
  EXPECT_THAT(within.warnings(), IsEmpty());
}

}  // namespace
}  // namespace gigacity::apps
