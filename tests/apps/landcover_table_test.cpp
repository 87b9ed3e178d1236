// SPDX-License-Identifier: Apache-2.0
#include "apps/run/landcover_table.hpp"

#include <fstream>

#include <gmock/gmock.h>

#include "core/diagnostic.hpp"

namespace gigacity::apps {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::filesystem::path data_folder = std::filesystem::path(GIGACITY_SOURCE_DIR) / "data";

std::filesystem::path written(const std::string& text) {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  const auto folder =
      std::filesystem::path(::testing::TempDir()) / "gigacity_landcover_table" / info->name();
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "mine.toml") << text;
  return folder / "mine.toml";
}

std::vector<std::string> problems(const std::string& text) {
  std::vector<std::string> out;
  try {
    read_landcover_table(written(text));
  } catch (const InputError& error) {
    for (const auto& d : error.diagnostics()) out.push_back(to_string(d));
  }
  return out;
}

TEST(LandCoverTable, TheShippedOnesHoldTheProductsClasses) {
  const auto codes = [](const LandCoverTable& table) {
    std::vector<int> out;
    for (const auto& c : table.classes) out.push_back(c.code);
    return out;
  };
  const auto worldcover =
      read_landcover_table(find_landcover_table("esa-worldcover", data_folder, {}));
  EXPECT_THAT(codes(worldcover), ElementsAre(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100));
  EXPECT_THAT(worldcover.no_data, ElementsAre(0));
  EXPECT_EQ(worldcover.find(80.0F)->category, Clutter::water);
  EXPECT_EQ(worldcover.find(10.0F)->category, Clutter::forest);
  EXPECT_EQ(worldcover.find(10.0F)->height_m, 15.0);  // ITU-R P.1812-6 table 2
  EXPECT_EQ(worldcover.find(50.0F)->height_m, 10.0);
  EXPECT_EQ(worldcover.find(40.0F)->height_m, 0.0);
  EXPECT_EQ(worldcover.find(11.0F), nullptr);
  EXPECT_EQ(worldcover.find(200.0F), nullptr);

  const auto globeland = read_landcover_table(find_landcover_table("globeland30", data_folder, {}));
  EXPECT_THAT(codes(globeland), ElementsAre(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 255));
  EXPECT_EQ(globeland.find(20.0F)->category, Clutter::forest);
  EXPECT_EQ(globeland.find(60.0F)->category, Clutter::water);
  EXPECT_EQ(globeland.find(80.0F)->category, Clutter::suburban);
}

TEST(LandCoverTable, AUsersOwnMaySetHeights) {
  const auto file = written(R"([table]
title = "Mine"
[[class]]
code = 7
name = "Old trees"
category = "forest"
height_m = 28.5
[[class]]
code = 3
name = "Centre"
category = "dense-urban"
)");
  const auto table = read_landcover_table(file);
  EXPECT_EQ(table.find(7.0F)->height_m, 28.5);
  EXPECT_EQ(table.find(3.0F)->height_m, 20.0);
  EXPECT_EQ(table.classes.front().code, 3);
  EXPECT_EQ(find_landcover_table("mine.toml", data_folder, file.parent_path()), file);
  EXPECT_EQ(find_landcover_table("mine", data_folder, file.parent_path()), file);
}

TEST(LandCoverTable, EveryProblemIsToldWithItsPlace) {
  const auto found = problems(R"([table]
titel = "Mine"
no_data = [0, "x"]
[[class]]
code = 7
name = "Trees"
category = "forrest"
height_m = -2
[[class]]
code = 7.5
name = "Half"
category = "open"
[[class]]
code = 7
name = "Again"
category = "open"
)");
  ASSERT_EQ(found.size(), 7U);
  EXPECT_THAT(found[0], AllOf(HasSubstr("mine.toml"), HasSubstr("title"), HasSubstr("missing")));
  EXPECT_THAT(found[1], AllOf(HasSubstr("mine.toml:2:1"), HasSubstr("did you mean \"title\"?")));
  EXPECT_THAT(found[2], AllOf(HasSubstr("mine.toml:3:15"), HasSubstr("whole number")));
  EXPECT_THAT(found[3], AllOf(HasSubstr(":7:12"), HasSubstr("did you mean \"forest\"?")));
  EXPECT_THAT(found[4], AllOf(HasSubstr(":8:12"), HasSubstr("is -2; expected 0 to 1000")));
  EXPECT_THAT(found[5], AllOf(HasSubstr(":10:8"), HasSubstr("whole number")));
  EXPECT_THAT(found[6], AllOf(HasSubstr(":14:8"), HasSubstr("7 stands in line 4 already")));
}

TEST(LandCoverTable, NeedsClassesAndToml) {
  EXPECT_THAT(problems("[table]\ntitle = \"x\"\n"),
              ElementsAre(HasSubstr("expected at least one [[class]]")));
  EXPECT_THAT(problems("[table\n"), ElementsAre(HasSubstr("expected TOML 1.0")));
}

TEST(LandCoverTable, AnUnknownOneGetsTheListOfThoseThereAre) {
  try {
    find_landcover_table("esa-worldcove", data_folder, {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("landcover"), HasSubstr("classes"),
                                    HasSubstr("did you mean \"esa-worldcover\"?"),
                                    HasSubstr("esa-worldcover, globeland30")));
  }
}

}  // namespace
}  // namespace gigacity::apps
