// SPDX-License-Identifier: Apache-2.0
#include "apps/run/operators.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/sites_support.hpp"

namespace gigacity::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST(OperatorSlugs, AreWordsOfFileNames) {
  const std::vector<std::string> names{"", "China Mobile", "O2", "TDC A/S"};
  const auto slugs = operator_slugs(names);
  EXPECT_EQ(slugs.at("China Mobile"), "op-china-mobile");
  EXPECT_EQ(slugs.at("O2"), "op-o2");
  EXPECT_EQ(slugs.at("TDC A/S"), "op-tdc-a-s");
  EXPECT_EQ(slugs.at(""), "op-unnamed");
}

TEST(OperatorSlugs, AreOneForEachName) {
  const std::vector<std::string> names{"",
                                       "unnamed",
                                       "A B",
                                       "A-B",
                                       "a b",
                                       "中国移动",
                                       "中国联通",
                                       "Ünal",
                                       "nal",
                                       "...",
                                       "***",
                                       "op",
                                       std::string(300, 'x'),
                                       std::string(301, 'x')};
  const auto slugs = operator_slugs(names);
  std::set<std::string> distinct;
  for (const auto& name : names) {
    EXPECT_THAT(slugs.at(name), MatchesRegex("op(-[a-z0-9]+)+"));
    EXPECT_LE(slugs.at(name).size(), 60U);
    distinct.insert(slugs.at(name));
  }
  EXPECT_EQ(distinct.size(), names.size());
}

TEST(OperatorSlugs, DoNotDependOnTheOthersWhereNamesAreFarApart) {
  const std::vector<std::string> one{"中国移动"};
  const std::vector<std::string> three{"中国电信", "中国移动", "中国联通"};
  EXPECT_EQ(operator_slugs(one).at("中国移动"), operator_slugs(three).at("中国移动"));
}

class SiteOperators : public SitesTest {};

constexpr const char* header =
    "site_id,operator,cell_id,lon,lat,technology,frequency_mhz,bandwidth_mhz,power_dbm,height_m,"
    "azimuth_deg\n";

TEST_F(SiteOperators, OfATowerAreThoseOfItsRows) {
  const auto r = read(std::string(header) +
                      "1,A,1a,117,35,NR,3500,100,49,30,0\n"
                      "1,B,1b,117,35,NR,3600,100,49,30,0\n"
                      "2,A; B,2a,117,35.01,NR,3500,100,49,30,0\n"
                      "2,A; B,2b,117,35.01,NR,3500,100,49,30,120\n");
  ASSERT_EQ(r.errors(), "");
  EXPECT_EQ(r.site(0).operator_name, "A; B");
  EXPECT_EQ(r.network.cells[0].operator_name, "A");
  EXPECT_EQ(r.network.cells[1].operator_name, "B");
  EXPECT_EQ(r.site(2).operator_name, "A; B");
  EXPECT_EQ(r.network.cells[2].operator_name, "");
}

TEST_F(SiteOperators, AreWarnedOfWhereTheyCountAsOne) {
  const auto r = read(std::string(header) +
                      "1,B,1a,117,35,NR,3500,100,49,30,0\n"
                      "2,A,2a,117,35.01,NR,3500,100,49,30,0\n");
  RadioSection section;
  SitesReading found;
  warn_of_operators(r.network, section, found.findings);
  EXPECT_THAT(found.warnings(), HasSubstr("cells of 2 operators (A, B) count as one network"));
  EXPECT_THAT(found.warnings(), HasSubstr("radio.per_operator"));
  section.options.per_operator = true;
  SitesReading told_apart;
  warn_of_operators(r.network, section, told_apart.findings);
  EXPECT_EQ(told_apart.warnings(), "");
}

}  // namespace
}  // namespace gigacity::apps
