// SPDX-License-Identifier: Apache-2.0
// The reference city replayed: a hundredth of the synthetic Jining, with the density of everything that the city
// stated in October 2022, judged by its own statement.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using nlohmann::json;

constexpr double share = 0.01;

class Jining : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto folder = fresh_folder("jining");
    const auto synth = run_command({GIGACITY_PROGRAM, "synth", "--preset", "jining", "--share",
                                    "0.01", "--lte", "-o", folder / "city", "--quiet"});
    ASSERT_EQ(synth.exit_code, 0) << synth.err;
    const auto check =
        run_command({GIGACITY_PROGRAM, "check", folder / "city/scenario.toml", "--criteria",
                     "cn-jining-2022", "-o", folder / "out", "--quiet"});
    ASSERT_EQ(check.exit_code, 0) << check.err;
    verdict() = json_of(folder / "out/verdict.json");
  }
  static json& verdict() {
    static json record;
    return record;
  }
  static const json& indicator(const std::string& id) {
    for (const auto& each : verdict().at("indicators"))
      if (each.at("id") == id) return each;
    throw std::runtime_error("no indicator " + id);
  }
  static double value(const std::string& id) { return indicator(id).at("value").get<double>(); }
  static std::string outcome(const std::string& id) { return indicator(id).at("outcome"); }
  static double measure(const std::string& name) {
    return verdict().at("measures").at(name).at("value").get<double>();
  }
};

TEST_F(Jining, EveryStatementIsMeasured) {
  for (const auto& each : verdict().at("indicators")) {
    const auto reason = each.at("reason").get<std::string>();
    // A hundredth of the city has no university or railway station.
    if (reason.find("no place is of a kind that scene") != std::string::npos) continue;
    EXPECT_TRUE(each.at("value").is_number()) << each.at("id") << ": " << reason;
  }
}

TEST_F(Jining, StationsPerTenThousandPeopleAreThePublishedOnes) {
  // 11,829 stations for 8,357,897 residents; the part has its share of both, to the station.
  EXPECT_NEAR(value("S6r"), 14.15, 0.15);
  EXPECT_EQ(outcome("S6r"), "pass");
  EXPECT_NEAR(value("S6"), 11'829.0 * share, 2.0);
  EXPECT_EQ(measure("base_stations_lte"), value("S6")) << "4G on every site";
  EXPECT_EQ(measure("cells_lte"), 3.0 * value("S6"));
  EXPECT_NEAR(measure("residents"), 8'357'897.0 * share, 0.01 * 8'357'897.0 * share);
}

TEST_F(Jining, UrbanPortsCoverUrbanHouseholds) {
  // 47,000 urban ports of 10G class, 34.7 urban households each. Exchanges come whole, so a small part of the city
  // misses its share of ports by some exchanges.
  EXPECT_NEAR(value("S13"), 47'000.0 * share, 0.35 * 47'000.0 * share);
  EXPECT_EQ(outcome("S14"), "pass");
  EXPECT_GE(value("S13s"), 25.0);
}

TEST_F(Jining, DeclaredFiguresAreAsStated) {
  EXPECT_NEAR(value("S3"), 98.9, 0.1);
  for (const auto& input : indicator("S3").at("inputs"))
    EXPECT_EQ(input.at("provenance"), "declared");
}

TEST_F(Jining, SimulatedFiguresComeNearTheStatement) {
  EXPECT_GE(value("S11"), 50.0) << "villages on 5G";
  EXPECT_EQ(outcome("S11"), "pass");
  EXPECT_GE(value("S1"), 95.0) << "residents on 4G, stated as 100 %";
  EXPECT_GE(value("S2"), 95.0) << "villages on fibre, stated as 100 %";
}

TEST_F(Jining, WhatFailsIsListedGapByGap) {
  for (const auto& [id, numerator, denominator] :
       {std::tuple{"S10", "key_places_reached_nr", "key_places"},
        std::tuple{"S11", "villages_reached_nr", "villages"},
        std::tuple{"S2", "villages_fibre", "villages"}})
    EXPECT_EQ(measure(denominator) - measure(numerator),
              indicator(id).at("gap_count").get<double>())
        << id;
}

TEST_F(Jining, ACitysPassHidesNoCountysFail) {
  const auto& levels = indicator("S9").at("levels");
  for (const auto& level : levels) {
    if (level.at("level") != "county") continue;
    EXPECT_TRUE(level.at("binding").get<bool>());
    EXPECT_EQ(outcome("S9") == "fail", level.at("failed").get<int>() > 0 || value("S9") < 95.0);
  }
}

}  // namespace
}  // namespace gigacity::test
