// SPDX-License-Identifier: Apache-2.0
// How rasters are brought onto a grid that is coarser than they are, and what becomes of voids.
#include <algorithm>
#include <cmath>
#include <map>

#include <gmock/gmock.h>

#include "core/random.hpp"
#include "geo/raster_reader.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

using test::values_of;
using test::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Five pixels of the source along each side of a pixel of the grid.
constexpr GridSpec fine{500'000, 4'700'000, 2, 200, 150};
constexpr GridSpec coarse{500'000, 4'700'000, 10, 40, 30};
constexpr int times = 5;

class Resample : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }

  Raster<float> warp(const std::vector<double>& values, const WarpOptions& options,
                     const GridSpec& grid = coarse, const GridSpec& source = fine) {
    write_file(m_folder / "x.tif", source, values, {.nodata = -9999});
    m_findings = {};
    SilentProgress progress;
    m_statistics =
        warp_onto_grid({{(m_folder / "x.tif").string()}, "terrain"}, grid, Crs("EPSG:32631"),
                       options, m_folder / "y.tif", progress, m_findings);
    EXPECT_THAT(m_findings.errors(), IsEmpty());
    return FileRasterSource(m_folder / "y.tif").read(grid.full());
  }
  std::string warnings() const {
    std::string out;
    for (const Diagnostic& d : m_findings.warnings()) out += to_string(d) + "\n";
    return out;
  }

  test::ScratchFolder m_folder;
  WarpStatistics m_statistics;
  Findings m_findings;
};

/// The source's values in a pixel of the grid.
std::vector<double> values_in(const std::vector<double>& values, Pixel p) {
  std::vector<double> in;
  for (int k = 0; k < times * times; ++k)
    in.push_back(values[fine.index_of({times * p.column + k % times, times * p.row + k / times})]);
  return in;
}

TEST_F(Resample, FinerTerrainIsAveragedAndCoarserInterpolated) {
  RandomStream random(1, 1);
  const auto values = values_of(fine, [&](MapPoint) { return random.uniform(0, 90); });
  const auto means = warp(values, {});
  EXPECT_THAT(m_statistics.resampling, ElementsAre("average"));
  for (int row = 0; row < coarse.height; ++row) {
    for (int column = 0; column < coarse.width; ++column) {
      double sum = 0.0;
      for (const double v : values_in(values, {column, row})) sum += v;
      ASSERT_NEAR(means.at({column, row}), sum / (times * times), 1e-4);
    }
  }
  warp(values, {}, {500'100, 4'699'900, 3, 20, 20});  // one and a half pixels in one
  EXPECT_THAT(m_statistics.resampling, ElementsAre("bilinear"));
}

TEST_F(Resample, ClassesAreCountedNeverBlended) {
  RandomStream random(1, 2);
  const auto values = values_of(fine, [&](MapPoint p) {
    // Patches, so that most pixels have one class ahead of the others.
    const double patch = std::floor(p.x_m / 13.0) + std::floor(p.y_m / 17.0);
    return random.uniform() < 0.7 ? 10.0 * (1.0 + std::fmod(patch, 5.0)) : 100.0;
  });
  const auto classes = warp(values, {.resampling = class_rule, .heights = false});
  EXPECT_THAT(m_statistics.resampling, ElementsAre("mode"));
  for (int row = 0; row < coarse.height; ++row) {
    for (int column = 0; column < coarse.width; ++column) {
      std::map<double, int> votes;
      for (const double v : values_in(values, {column, row})) ++votes[v];
      const auto most =
          std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
      // Of several that are as frequent any may win.
      ASSERT_EQ(votes[classes.at({column, row})], most->second) << column << ' ' << row;
    }
  }
  warp(values, {.resampling = class_rule, .heights = false}, {500'100, 4'699'900, 3, 20, 20});
  EXPECT_THAT(m_statistics.resampling, ElementsAre("nearest"));
}

TEST_F(Resample, ARoofOverAQuarterOfAPixelStaysAsHighAsItIs) {
  // A roof of 20 m over a street at 0 m, growing from one to all 25 of a pixel's.
  std::vector<double> values(fine.size(), 0.0);
  for (int column = 0; column < coarse.width; ++column)
    for (int k = 0; k < std::min(column, times * times); ++k)
      values[fine.index_of({times * column + k % times, k / times})] = 20.0;
  const auto heights = warp(values, {.resampling = surface_rule});
  EXPECT_THAT(m_statistics.resampling, ElementsAre("upper quartile"));
  for (int covered = 0; covered <= times * times; ++covered) {
    const float expected = 4 * covered > times * times ? 20.0F : 0.0F;
    EXPECT_EQ(heights.at({covered, 0}), expected) << covered;
  }
}

TEST_F(Resample, VoidsBetweenGroundAreFilledAndCounted) {
  const auto plane = [](MapPoint p) { return 100.0 + 0.1 * (p.x_m - 500'000.0); };
  auto values = values_of(coarse, plane);
  for (int row = 10; row < 15; ++row)
    for (int column = 8; column < 14; ++column) values[coarse.index_of({column, row})] = -9999;
  for (int row = 0; row < coarse.height; ++row)  // the east has no data at all
    for (int column = 35; column < 40; ++column) values[coarse.index_of({column, row})] = -9999;
  const auto filled = warp(values, {.fill_reach_pixels = 10}, coarse, coarse);
  EXPECT_EQ(m_statistics.filled, 30);
  EXPECT_EQ(m_statistics.without_data, 150);
  EXPECT_THAT(warnings(), HasSubstr("no data in 180 of 1200 pixels of the area; 30 of them were "
                                    "filled from the ground around them, 150 are left"));
  for (int row = 0; row < coarse.height; ++row) {
    for (int column = 0; column < coarse.width; ++column) {
      const float h = filled.at({column, row});
      if (column >= 35)
        ASSERT_TRUE(std::isnan(h));
      else
        ASSERT_NEAR(h, plane(coarse.centre_of({column, row})), 1e-4);
    }
  }
  EXPECT_THAT(m_folder.names(), ElementsAre("x.tif", "y.tif"));

  const auto kept = warp(values, {}, coarse, coarse);
  EXPECT_EQ(m_statistics.filled, 0);
  EXPECT_EQ(m_statistics.without_data, 180);
  EXPECT_TRUE(std::isnan(kept.at({9, 12})));
}

TEST_F(Resample, OnlyTheCountedPartIsSpokenOf) {
  // Data in the middle; around them, nothing.
  const Window middle{10, 10, 20, 10};
  const auto values = values_of(coarse.part(middle), [](MapPoint) { return 7.0; });
  warp(values, {.counted = middle}, coarse, coarse.part(middle));
  EXPECT_EQ(warnings(), "");
  EXPECT_EQ(m_statistics.pixels, 200);
  EXPECT_EQ(m_statistics.without_data, 0);
  warp(values, {.counted = Window{10, 10, 20, 20}}, coarse, coarse.part(middle));
  EXPECT_THAT(warnings(), HasSubstr("50 % of the area without data (200 of 400 pixels)"));
  warp(values, {.partial = true}, coarse, coarse.part(middle));
  EXPECT_EQ(warnings(), "");
}

TEST(Resolution, IsThatOfTheFinestRasterAlongItsFinerAxis) {
  test::initialise();
  const test::ScratchFolder folder;
  const GridSpec metric{500'000.0, 6'150'000.0, 30.0, 40, 40};
  write_file(folder / "30m.tif", metric, std::vector<double>(metric.size(), 1.0));
  // 3" at 55.5 degrees north: 52.6 m eastward (111.320 km cos φ, a little more on the ellipsoid), 92.8 m
  // northward.
  const GridSpec arc{-3.0, 56.0, 3.0 / 3600.0, 1200, 1200};
  write_file(folder / "3s.tif", arc, std::vector<double>(arc.size(), 1.0), {.crs = "EPSG:4326"});
  const auto resolution = [&](std::vector<std::string> files) {
    Findings findings;
    for (auto& file : files) file = folder / file;
    return resolution_m_of({files, "terrain"}, findings);
  };
  EXPECT_NEAR(resolution({"3s.tif"}).value_or(0.0), 52.63, 0.05);
  EXPECT_NEAR(resolution({"3s.tif", "30m.tif"}).value_or(0.0), 30.0, 0.05);
  EXPECT_FALSE(resolution({"absent.tif"}));
}

}  // namespace
}  // namespace gigacity::geo
