// SPDX-License-Identifier: Apache-2.0
// Coverage inside buildings and deep below them, as delivered for the bundled county; read by ogrinfo.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

class IndoorRun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = fresh_folder("indoor") / "out";
    result = run_command({GIGACITY_PROGRAM, "run", scenario, "-o", folder, "--quiet", "--set",
                          R"(output.rasters=["rsrp", "status", "indoor_rsrp"])", "--set",
                          "radio.radius_km=2"});
  }
  void SetUp() override { ASSERT_EQ(result.exit_code, 0) << result.err; }

  /// The only figure that a query over results.gpkg gives.
  static double asked(const std::string& sql) {
    const auto info =
        run_command({"ogrinfo", "-q", "-dialect", "sqlite", "-sql",
                     "SELECT CAST((" + sql + ") AS REAL) AS figure", folder / "results.gpkg"});
    const auto at = info.out.find("figure (Real) = ");
    if (at == std::string::npos) throw std::runtime_error(sql + ": " + info.out + info.err);
    return std::stod(info.out.substr(at + 16));
  }

  static inline std::filesystem::path folder;
  static inline CommandResult result;
};

TEST_F(IndoorRun, EveryBuildingIsThereOnce) {
  EXPECT_EQ(asked("SELECT COUNT(*) FROM indoor"), 8053.0);
  EXPECT_EQ(asked("SELECT COUNT(DISTINCT id) FROM indoor"), 8053.0);
}

TEST_F(IndoorRun, OnlyTallBuildingsHaveHighFloors) {
  EXPECT_EQ(
      asked("SELECT COUNT(*) FROM indoor WHERE floors < 4 AND nr_ss_rsrp_dbm_floor_4 IS NOT NULL"),
      0.0);
  EXPECT_GT(asked("SELECT COUNT(nr_ss_rsrp_dbm_floor_10) FROM indoor"), 100.0);
  // Above the roofs around there is more of the network to be seen.
  EXPECT_GT(asked("SELECT AVG(nr_ss_rsrp_dbm_floor_10 - nr_ss_rsrp_dbm_floor_1) FROM indoor"), 3.0);
}

TEST_F(IndoorRun, CarParksAndLiftsHaveWhatServesThem) {
  EXPECT_EQ(asked("SELECT COUNT(*) FROM deep_coverage"), 16.0);
  EXPECT_EQ(asked("SELECT COUNT(*) FROM deep_coverage WHERE nr_covered_by = 'indoor_system' AND "
                  "nr_system IS NULL"),
            0.0);
  // Those where only the lifts have a system, and the one without any.
  EXPECT_GT(asked("SELECT COUNT(*) FROM deep_coverage WHERE nr_covered_by <> 'indoor_system'"),
            2.0);
  EXPECT_EQ(asked("SELECT COUNT(*) FROM indoor_systems"), 7.0);
}

TEST_F(IndoorRun, TheRecordSaysHow) {
  const auto details = json_of(folder / "run.json")["model_details"];
  EXPECT_THAT(details["Building entry loss"].get<std::string>(), HasSubstr("P.2109"));
  EXPECT_THAT(details["Indoors, floor 10"].get<std::string>(), HasSubstr("28.5 m above ground"));
  const auto deep = details["Deep coverage"].get<std::string>();
  EXPECT_THAT(deep, HasSubstr("16 car parks and lifts"));
  // Two of the seven systems are in the lifts alone.
  EXPECT_THAT(deep, HasSubstr("NR: 12 by indoor systems"));
}

TEST_F(IndoorRun, TheMapIndoorsIsTheMapOutdoorsLessTheWalls) {
  geo::initialise_libraries();
  const geo::FileRasterSource outdoors(folder / "nr_ss_rsrp.tif");
  const geo::FileRasterSource indoors(folder / "nr_ss_indoor_rsrp.tif");
  const Window window{300, 300, 256, 256};
  const auto before = outdoors.read(window);
  const auto behind = indoors.read(window);
  int compared = 0;
  for (std::size_t i = 0; i < before.values().size(); ++i) {
    const double loss = static_cast<double>(before.values()[i] - behind.values()[i]);
    if (std::isnan(loss)) continue;
    ++compared;
    // ITU-R P.2109, traditional buildings: medians from 11.5 dB at 700 MHz to 15.3 dB at 3.5 GHz. The carrier may change to the
    // one that loses less.
    ASSERT_GE(loss, 11.0);
    ASSERT_LE(loss, 16.5);
  }
  EXPECT_GT(compared, 10'000);
}

TEST(IndoorInput, AWordThatMeansNothingIsTold) {
  const auto folder = fresh_folder("indoor-input");
  write_text(folder / "systems.csv",
             "id,kind,technology,place,deep_spaces,lon,lat\n"
             "A,small_cells,NR,p02,roof,116.93,35.40\n"
             "B,small_cells,6G,p02,lift,116.93,35.40\n"
             "C,small_cells,NR,p999,lift,116.93,35.40\n");
  const auto result =
      run_command({GIGACITY_PROGRAM, "validate", scenario, "--set",
                   "radio.indoor.systems.source=\"" + (folder / "systems.csv").string() + "\""});
  EXPECT_EQ(result.exit_code, 1);
  for (const auto* said : {"systems.csv", "\"roof\" is no space of deep coverage", "lift",
                           "\"6G\" is no radio technology", "no key place \"p999\""})
    EXPECT_THAT(result.err, HasSubstr(said));
}

TEST(IndoorInput, FloorsRise) {
  const auto result =
      run_command({GIGACITY_PROGRAM, "validate", scenario, "--set", "radio.indoor.floors=[4, 1]"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("radio.indoor.floors"));
}

}  // namespace
}  // namespace gigacity::test
