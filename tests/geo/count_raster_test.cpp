// SPDX-License-Identifier: Apache-2.0
#include "geo/count_raster.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/polygon_cover.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

using test::ScratchFolder;
using test::TestFile;
using test::write_file;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Crs utm("EPSG:32650");

class CountRasters : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }

  std::optional<CountRaster> opened(const std::vector<std::string>& names) {
    RasterLayer layer{{}, "population.raster"};
    for (const auto& name : names) layer.sources.push_back((folder / name).string());
    return CountRaster::open(layer, utm, findings);
  }
  std::string error() const {
    return findings.errors().empty() ? "" : to_string(findings.errors().front());
  }

  ScratchFolder folder;
  Findings findings;
};

/// A box of the map that holds everything.
const MapBox everywhere{0.0, 0.0, 1e6, 9e6};

TEST_F(CountRasters, PixelsKeepTheirCountsAndLieWhereTheyAre) {
  const GridSpec grid{500'000, 4'000'000, 100, 3, 2};
  write_file(folder / "p.tif", grid, {1, -200, 0, 2.5, std::nan(""), 4},
             TestFile{.crs = "EPSG:32650", .nodata = -200.0});
  const auto raster = opened({"p.tif"});
  ASSERT_TRUE(raster) << error();
  const auto read = raster->read(raster->window_of(everywhere));
  ASSERT_EQ(read.pixels.size(), 3U);
  EXPECT_EQ(read.impossible, 0);
  EXPECT_EQ(read.pixels[1].count, 2.5);
  // A CRS into itself: corners to the last bit.
  EXPECT_EQ(read.pixels[1].footprint().front().shell, (Ring{{500'000, 3'999'900},
                                                            {500'000, 3'999'800},
                                                            {500'100, 3'999'800},
                                                            {500'100, 3'999'900},
                                                            {500'000, 3'999'900}}));
  const std::vector<MapPoint> points{
      {500'050, 3'999'850}, {500'250, 3'999'950}, {499'999, 3'999'950}, {500'299, 3'999'799}};
  EXPECT_THAT(raster->numbers_at(points), ElementsAre(3, 2, -1, -1));
  EXPECT_EQ(raster->number_of(read.pixels[1]), 3);
}

TEST_F(CountRasters, PixelsOfAnyCrsTileTheMap) {
  struct Case {
    const char* crs;
    GridSpec grid;
    MapPoint middle;
  };
  // Around 117 degrees east, 35 north: GHSL's Mollweide and WorldPop's degrees.
  for (const auto& [crs, grid, middle] :
       {Case{"ESRI:54009", {10'210'000, 4'230'000, 100, 60, 60}, {0, 0}},
        Case{"EPSG:4326", {116.9, 35.1, 1.0 / 1200.0, 80, 80}, {0, 0}}}) {
    SCOPED_TRACE(crs);
    write_file(folder / "p.tif", grid, std::vector<double>(grid.size(), 7.0), TestFile{.crs = crs});
    const auto raster = opened({"p.tif"});
    ASSERT_TRUE(raster) << error();
    double count = 0.0;
    MapBox box;
    std::vector<CountedPixel> pixels;
    for (const auto& block : raster->blocks_of(everywhere))
      for (const auto& pixel : raster->read(block).pixels) {
        count += pixel.count;
        pixels.push_back(pixel);
        for (const auto p : pixel.outline) box.add(p);
      }
    EXPECT_EQ(count, 7.0 * static_cast<double>(grid.size()));
    // Well within them, every pixel of a map grid is covered once.
    const MapPoint centre = box.centre();
    const GridSpec map{centre.x_m - 1000, centre.y_m + 1000, 10, 200, 200};
    Raster<double> cover(map, 0.0);
    for (const auto& pixel : pixels) add_cover(pixel.footprint(), cover);
    for (const double share : cover.values()) ASSERT_NEAR(share, 1.0, 1e-9);
    // A point is held by the pixel whose outline holds it.
    std::vector<MapPoint> middles;
    for (const auto& pixel : pixels) middles.push_back(centroid(pixel.footprint()));
    const auto numbers = raster->numbers_at(middles);
    for (std::size_t i = 0; i < pixels.size(); ++i)
      ASSERT_EQ(numbers[i], raster->number_of(pixels[i]));
  }
}

TEST_F(CountRasters, WindowsHoldAllThatTouchesABox) {
  const GridSpec grid{10'210'000, 4'230'000, 100, 200, 200};
  write_file(folder / "p.tif", grid, std::vector<double>(grid.size(), 1.0),
             TestFile{.crs = "ESRI:54009"});
  const auto raster = opened({"p.tif"});
  ASSERT_TRUE(raster) << error();
  const auto all = raster->read(raster->window_of(everywhere)).pixels;
  ASSERT_EQ(all.size(), grid.size());
  const MapPoint centre = centroid(all[all.size() / 2 + 100].footprint());
  const MapBox box{centre.x_m - 700, centre.y_m - 300, centre.x_m + 500, centre.y_m + 900};
  const auto window = raster->window_of(box);
  EXPECT_LT(window.size(), grid.size() / 4);
  EXPECT_EQ(window.column % CountRaster::patch_side, 0);
  EXPECT_EQ(window.row % CountRaster::patch_side, 0);
  for (const auto& pixel : all)
    if (bounds(pixel.footprint()).intersects(box)) {
      ASSERT_TRUE(window.contains(pixel.column, pixel.row));
    }
  EXPECT_TRUE(raster->window_of({0, 0, 10, 10}).empty());
}

TEST_F(CountRasters, TilesOfOneLatticeAreJoined) {
  const GridSpec west{500'000, 4'000'000, 100, 20, 20};
  const GridSpec east{502'000, 4'000'000, 100, 20, 20};
  write_file(folder / "w.tif", west, std::vector<double>(400, 1.0), TestFile{.crs = "EPSG:32650"});
  write_file(folder / "e.tif", east, std::vector<double>(400, 2.0), TestFile{.crs = "EPSG:32650"});
  const auto raster = opened({"w.tif", "e.tif"});
  ASSERT_TRUE(raster) << error();
  double sum = 0.0;
  for (const auto& pixel : raster->read(raster->window_of(everywhere)).pixels) sum += pixel.count;
  EXPECT_EQ(sum, 1200.0);
}

TEST_F(CountRasters, RastersOnTwoLatticesAreRefused) {
  write_file(folder / "a.tif", {500'000, 4'000'000, 100, 2, 2}, {1, 1, 1, 1},
             TestFile{.crs = "EPSG:32650"});
  write_file(folder / "b.tif", {500'150, 4'000'000, 100, 2, 2}, {1, 1, 1, 1},
             TestFile{.crs = "EPSG:32650"});
  EXPECT_FALSE(opened({"a.tif", "b.tif"}));
  EXPECT_THAT(error(), HasSubstr("another lattice"));
}

TEST_F(CountRasters, WhatIsNoCountIsCounted) {
  write_file(folder / "p.tif", {500'000, 4'000'000, 100, 2, 2}, {1, -99'999, -1, INFINITY},
             TestFile{.crs = "EPSG:32650"});
  const auto raster = opened({"p.tif"});
  ASSERT_TRUE(raster) << error();
  const auto read = raster->read(raster->window_of(everywhere));
  EXPECT_EQ(read.pixels.size(), 1U);
  EXPECT_EQ(read.impossible, 3);
  ASSERT_TRUE(read.first_impossible);
  EXPECT_EQ(read.first_impossible->column, 1);
  EXPECT_EQ(read.first_impossible->count, -99'999.0);
}

TEST_F(CountRasters, DensitiesAreRefusedWhereTheySaySo) {
  const auto error_of = [&](const char* unit) {
    write_file(folder / "p.tif", {500'000, 4'000'000, 100, 2, 2}, {1, 1, 1, 1},
               TestFile{.crs = "EPSG:32650"});
    {
      const detail::DatasetPtr file(GDALOpen((folder / "p.tif").c_str(), GA_Update));
      GDALSetRasterUnitType(GDALGetRasterBand(file.get(), 1), unit);
    }
    findings = {};
    opened({"p.tif"});
    return error();
  };
  for (const auto* unit : {"people/km2", "Persons per square kilometre", "inhabitants km-2"})
    EXPECT_THAT(error_of(unit), HasSubstr("per area")) << unit;
  for (const auto* unit : {"people", "people per pixel", "persons per 1km grid cell", ""})
    EXPECT_THAT(error_of(unit), IsEmpty()) << unit;
}

TEST_F(CountRasters, MissingFilesAndSystemsAreErrors) {
  EXPECT_FALSE(opened({"nowhere.tif"}));
  EXPECT_THAT(error(), HasSubstr("nowhere.tif"));
  findings = {};
  write_file(folder / "p.tif", {500'000, 4'000'000, 100, 2, 2}, {1, 1, 1, 1}, TestFile{.crs = ""});
  EXPECT_FALSE(opened({"p.tif"}));
  EXPECT_THAT(error(), HasSubstr("coordinate reference system"));
}

}  // namespace
}  // namespace gigacity::geo
