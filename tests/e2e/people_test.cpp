// SPDX-License-Identifier: Apache-2.0
// The bundled city with its people from a raster, and with villages known only by points.
#include <cmath>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string demo = GIGACITY_SOURCE_DIR "/data/demo/";

void run_or_fail(const std::vector<std::string>& arguments) {
  const auto result = run_command(arguments);
  ASSERT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
}

std::string quoted(const std::filesystem::path& file) {
  return "\"" + file.string() + "\"";
}

class People : public testing::Test {
 protected:
  void SetUp() override {
    geo::initialise_libraries();
    folder = fresh_folder(std::string("people-") +
                          testing::UnitTest::GetInstance()->current_test_info()->name());
    // GHSL's lattice, 100 m Mollweide, with three people everywhere.
    run_or_fail({"gdal_create", "-q",         "-of",
                 "GTiff",       "-ot",        "Float64",
                 "-outsize",    "220",        "180",
                 "-a_srs",      "ESRI:54009", "-a_ullr",
                 "10314000",    "4278000",    "10336000",
                 "4260000",     "-burn",      "3",
                 "-a_nodata",   "-200",       folder / "people.tif"});
  }

  CommandResult run(const std::vector<std::string>& sets, const std::string& command = "run",
                    const std::string& out = "out") const {
    std::vector<std::string> arguments{GIGACITY_PROGRAM, command,  demo + "scenario.toml", "-o",
                                       folder / out,     "--quiet"};
    for (const std::string set :
         {"area.resolution_m=40", "radio.radius_km=1", "radio.model=\"free-space\""})
      arguments.insert(arguments.end(), {"--set", set});
    arguments.insert(arguments.end(),
                     {"--set", "population.raster=" + quoted(folder / "people.tif")});
    for (const auto& set : sets) arguments.insert(arguments.end(), {"--set", set});
    return run_command(arguments);
  }

  /// The county's area on the raster's own map, as GDAL and SpatiaLite have it.
  double county_m2() const {
    run_or_fail({"ogr2ogr", "-segmentize", "10", "-t_srs", "ESRI:54009", folder / "county.gpkg",
                 demo + "city.gpkg", "county"});
    const auto area =
        run_command({"ogrinfo", "-q", "-dialect", "sqlite", "-sql",
                     "SELECT ST_Area(geom) AS m2 FROM county", folder / "county.gpkg"});
    const auto at = area.out.find("= ");
    EXPECT_NE(at, std::string::npos) << area.out << area.err;
    return std::strtod(area.out.c_str() + at + 2, nullptr);
  }

  double people_tif() const {
    const geo::FileRasterSource people(folder / "out" / "people.tif");
    const auto values = people.read(people.grid().full());
    double sum = 0.0;
    for (const float value : values.values())
      if (!std::isnan(value)) sum += static_cast<double>(value);
    return sum;
  }

  /// Every premises with all its fields.
  std::string premises_in(const std::string& out) const {
    const auto text = run_command(
        {"ogr2ogr", "-f", "CSV", "/vsistdout/", folder / out / "results.gpkg", "premises"});
    EXPECT_EQ(text.exit_code, 0) << text.err;
    return text.out;
  }

  void expect_levels_add_up(const nlohmann::json& verdict) const {
    for (const auto* measure : {"residents", "households"}) {
      const double city = verdict["measures"][measure]["value"].get<double>();
      EXPECT_GT(city, 0.0);
      // Sums of doubles in another order differ in the last digits only.
      for (const auto* level : {"county", "town", "village"})
        EXPECT_NEAR(sum_over_units(verdict, level, measure), city, 1e-9 * city) << level;
    }
  }

  std::filesystem::path folder;
};

TEST_F(People, OfARasterAloneAllReachTheVillagesAroundTheirPoints) {
  std::vector<std::string> sets{"population.persons_per_household=2.5"};
  int index = 0;
  for (const std::string level : {"county", "towns", "villages"}) {
    const std::string geometry = level == "villages" ? "ST_PointOnSurface(geom) AS geom" : "geom";
    const auto file = folder / (level + ".gpkg");
    run_or_fail({"ogr2ogr", "-nln", level, "-dialect", "sqlite", "-sql",
                 "SELECT code, name, " + geometry + " FROM " + level, file, demo + "city.gpkg"});
    const auto key = "admin[" + std::to_string(index++) + "].";
    sets.insert(sets.end(), {key + "source=" + quoted(file), key + "fields={}"});
  }
  const auto result = run(sets);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  // Households of premises come of the raster here, so fibre alone reads it too.
  const auto fibre = run(sets, "fibre", "fibre");
  ASSERT_EQ(fibre.exit_code, 0) << fibre.err;
  const auto premises = premises_in("fibre");
  EXPECT_TRUE(premises == premises_in("out"));
  EXPECT_THAT(premises, HasSubstr(",households,"));

  const auto verdict = json_of(folder / "out" / "verdict.json");
  const double expected = county_m2() / 10'000.0 * 3.0;
  EXPECT_NEAR(people_tif(), expected, 1e-6 * expected);
  EXPECT_NEAR(verdict["measures"]["residents"]["value"].get<double>(), expected, 1e-6 * expected);
  EXPECT_NEAR(verdict["measures"]["households"]["value"].get<double>(), expected / 2.5,
              1e-6 * expected);
  expect_levels_add_up(verdict);

  // The villages' cells tile their towns: everybody lives in one.
  std::map<std::string, double> of_villages;
  std::map<std::string, double> of_towns;
  for (const auto& unit : verdict["units"]) {
    EXPECT_FALSE(unit["code"].is_null() || unit["code"] == "") << unit;
    const double residents = unit["residents"].get<double>();
    if (unit["level"] == "village") of_villages[unit["parent_code"]] += residents;
    if (unit["level"] == "town") of_towns[unit["code"]] = residents;
  }
  EXPECT_THAT(of_villages, SizeIs(5));
  for (const auto& [town, residents] : of_towns)
    EXPECT_NEAR(of_villages[town], residents, 1e-9 * residents) << town;
}

TEST_F(People, OfficialFiguresSayHowManyAndTheRasterWhere) {
  const auto result = run({});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto verdict = json_of(folder / "out" / "verdict.json");
  EXPECT_NEAR(verdict["measures"]["residents"]["value"].get<double>(), 118'963.0, 1e-6);
  EXPECT_NEAR(people_tif(), 118'963.0, 118'963.0 * 1e-6);
  expect_levels_add_up(verdict);
  const auto record = json_of(folder / "out" / "run.json");
  std::string warnings;
  for (const auto& warning : record["warnings"]) warnings += warning.get<std::string>() + "\n";
  EXPECT_THAT(warnings, HasSubstr("state 118963 residents, the raster has"));
  bool recorded = false;
  for (const auto& input : record["inputs"])
    recorded = recorded || (input["section"] == "population.raster" && input["sha256"] != "");
  EXPECT_TRUE(recorded);
}

}  // namespace
}  // namespace gigacity::test
