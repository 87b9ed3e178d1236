// SPDX-License-Identifier: Apache-2.0
#include "geo/source_name.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace gigacity::geo {
namespace {

TEST(SourceName, TellsPathsFromConnections) {
  for (const char* path :
       {"towns.gpkg", "/data/a:b/towns.shp", "C:/towns.shp", "towns", "数据/a.shp"})
    EXPECT_FALSE(is_connection(path)) << path;
  for (const char* other : {"PG:dbname=city", "postgresql://db/city", "/vsizip/a.zip",
                            "https://maps.example/wfs", "GPKG:a.gpkg:towns", "WFS:https://x"})
    EXPECT_TRUE(is_connection(other)) << other;
}

class SourceNameInFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    m_folder = std::filesystem::path(::testing::TempDir()) / "source-names";
    std::filesystem::create_directories(m_folder / "in");
    for (const char* name : {"a.gpkg", "in/a.zip"}) std::ofstream(m_folder / name) << "x";
  }
  std::string in_folder(const std::string& name) const { return (m_folder / name).string(); }
  std::filesystem::path m_folder;
};

TEST_F(SourceNameInFolder, CountsPathsFromTheScenario) {
  const auto resolved = [&](const std::string& source) {
    return resolved_source(source, m_folder);
  };
  EXPECT_EQ(resolved("a.gpkg"), in_folder("a.gpkg"));
  EXPECT_EQ(resolved("in/../a.gpkg"), in_folder("a.gpkg"));
  EXPECT_EQ(resolved("/data/a.gpkg"), "/data/a.gpkg");
  EXPECT_EQ(resolved("/vsizip/in/a.zip/b.shp"), "/vsizip/" + in_folder("in/a.zip/b.shp"));
  EXPECT_EQ(resolved("/vsizip//data/a.zip"), "/vsizip//data/a.zip");
  EXPECT_EQ(resolved("/vsigzip//vsitar/a.tgz"), "/vsigzip//vsitar/" + in_folder("a.tgz"));
  EXPECT_EQ(resolved("GPKG:a.gpkg:towns"), "GPKG:" + in_folder("a.gpkg") + ":towns");
  EXPECT_EQ(resolved("CSV:a.gpkg"), "CSV:" + in_folder("a.gpkg"));
  for (const char* as_it_is :
       {"PG:dbname=city", "/vsicurl/https://x/a.tif", "/vsizip//vsicurl/https://x/a.zip",
        "/vsizip/{https://x/a.zip}/b", "https://x/a.gpkg", "GPKG:none.gpkg:towns", ""})
    EXPECT_EQ(resolved(as_it_is), as_it_is);
}

TEST_F(SourceNameInFolder, FindsTheFileBehindASource) {
  EXPECT_EQ(local_file_of(in_folder("a.gpkg")), in_folder("a.gpkg"));
  EXPECT_EQ(local_file_of("/vsizip/" + in_folder("in/a.zip/b/c.shp")), in_folder("in/a.zip"));
  EXPECT_EQ(local_file_of("GPKG:" + in_folder("a.gpkg") + ":towns"), in_folder("a.gpkg"));
  for (const char* none : {"PG:dbname=city", "/vsicurl/https://x/a.tif", "/vsizip/none.zip/a.shp",
                           "", "/vsimem/a.tif"})
    EXPECT_EQ(local_file_of(none), "") << none;
  EXPECT_EQ(local_file_of(m_folder.string()), "") << "a folder";
}

TEST_F(SourceNameInFolder, RecordsNamesWithoutFoldersAndPasswords) {
  EXPECT_EQ(recorded_source(in_folder("a.gpkg")), "a.gpkg");
  EXPECT_EQ(recorded_source("/vsizip/" + in_folder("in/a.zip/b/c.shp")), "a.zip/b/c.shp");
  EXPECT_EQ(recorded_source("GPKG:" + in_folder("a.gpkg") + ":towns"), "a.gpkg:towns");
  EXPECT_EQ(recorded_source("PG:host=/run/postgresql password=x dbname=city"),
            "PG:host=/run/postgresql password=*** dbname=city");
}

}  // namespace
}  // namespace gigacity::geo
