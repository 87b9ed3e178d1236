// SPDX-License-Identifier: Apache-2.0
// Line of sight on real terrain against another program's: GDAL's viewshed (Wang et al. 2000), which propagates
// the horizon from pixel to neighbouring pixel instead of following each ray. Borders between light and shadow
// therefore differ by a pixel here and there; beyond that the two must agree.
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <gtest/gtest.h>

#include "core/units.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::radio {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(void* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, Close>;

constexpr double antenna_m = 30.0;
constexpr double receiver_m = 1.5;
constexpr double range_m = 6000.0;
const GridSpec grid{510'000.0, 6'170'000.0, 30.0, 1000, 800};  // UTM zone 30N, the Lammermuir Hills

// An in-memory raster of one band on the test's grid.
Dataset warped(const fs::path& file) {
  const Dataset source(GDALOpen(file.string().c_str(), GA_ReadOnly));
  if (!source) return nullptr;
  const MapBox box = grid.box();
  std::array<std::string, 19> words{"-of",
                                    "MEM",
                                    "-t_srs",
                                    "EPSG:32630",
                                    "-r",
                                    "bilinear",
                                    "-ot",
                                    "Float32",
                                    "-ts",
                                    std::to_string(grid.width),
                                    std::to_string(grid.height),
                                    "-te",
                                    std::to_string(box.min_x_m),
                                    std::to_string(box.min_y_m),
                                    std::to_string(box.max_x_m),
                                    std::to_string(box.max_y_m),
                                    "-ovr",
                                    "NONE",
                                    "-q"};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  GDALWarpAppOptions* options = GDALWarpAppOptionsNew(arguments.data(), nullptr);
  GDALDatasetH inputs[] = {source.get()};
  Dataset out(GDALWarp("", nullptr, 1, inputs, options, nullptr));
  GDALWarpAppOptionsFree(options);
  return out;
}

// 255 where GDAL sees the point, 0 where not, on the whole grid; nothing beyond the range.
std::vector<unsigned char> viewshed(const Dataset& terrain, MapPoint site) {
  std::vector<unsigned char> out(grid.size(), 0);
  const Dataset seen(GDALViewshedGenerate(GDALGetRasterBand(terrain.get(), 1), "MEM", "", nullptr,
                                          site.x_m, site.y_m, antenna_m, receiver_m, 255, 0, 0, -1,
                                          0.75 /* 1/k of a 4/3 earth */, GVM_Edge, range_m, nullptr,
                                          nullptr, GVOT_NORMAL, nullptr));
  if (!seen) return out;
  std::array<double, 6> transform{};
  GDALGetGeoTransform(seen.get(), transform.data());
  const int column = static_cast<int>(std::lround((transform[0] - grid.west_m) / grid.pixel_m));
  const int row = static_cast<int>(std::lround((grid.north_m - transform[3]) / grid.pixel_m));
  const int width = GDALGetRasterXSize(seen.get());
  const int height = GDALGetRasterYSize(seen.get());
  std::vector<unsigned char> part(static_cast<std::size_t>(width) *
                                  static_cast<std::size_t>(height));
  if (GDALRasterIO(GDALGetRasterBand(seen.get(), 1), GF_Read, 0, 0, width, height, part.data(),
                   width, height, GDT_Byte, 0, 0) != CE_None) {
    return out;
  }
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      out[grid.index_of({column + x, row + y})] =
          part[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x)];
    }
  }
  return out;
}

struct Agreement {
  std::int64_t pixels = 0;
  std::int64_t equal = 0;
  std::int64_t within_a_pixel = 0;
};

bool near_by(const std::vector<unsigned char>& seen, Pixel p, bool wanted) {
  for (int row = p.row - 1; row <= p.row + 1; ++row) {
    for (int column = p.column - 1; column <= p.column + 1; ++column) {
      if ((seen[grid.index_of({column, row})] != 0) == wanted) return true;
    }
  }
  return false;
}

TEST(LineOfSight, AgreesWithAnotherProgramOnRealHills) {
  const fs::path file = fs::path(GIGACITY_SOURCE_DIR) / "../shared/realdata/dem/N55W003.hgt";
  if (!fs::exists(file)) GTEST_SKIP() << "no terrain " << file;
  GDALAllRegister();
  const Dataset terrain = warped(file);
  ASSERT_TRUE(terrain);
  Raster<float> heights(grid);
  ASSERT_EQ(
      GDALRasterIO(GDALGetRasterBand(terrain.get(), 1), GF_Read, 0, 0, grid.width, grid.height,
                   heights.values().data(), grid.width, grid.height, GDT_Float32, 0, 0),
      CE_None);
  const MemoryRasterSource source(heights);
  const Landscape land(source, source, grid.full().inflated(1));
  ProfileSampler sampler(1);
  const double a_e = earth_radius_m * 4.0 / 3.0;
  const propagation::StepTables tables(profile_points(grid, range_m));

  Agreement total;
  for (const Pixel site : {Pixel{300, 250}, Pixel{700, 300}, Pixel{500, 550}, Pixel{250, 500}}) {
    const MapPoint at = grid.centre_of(site);
    const auto seen = viewshed(terrain, at);
    for (int row = 1; row + 1 < grid.height; ++row) {
      for (int column = 1; column + 1 < grid.width; ++column) {
        const Pixel p{column, row};
        const double d = distance_m(at, grid.centre_of(p));
        if (d < 2.0 * grid.pixel_m || d > range_m - 2.0 * grid.pixel_m) continue;
        const TerrainProfile profile = sampler.sample(land, at, grid.centre_of(p));
        const bool visible = propagation::line_of_sight(profile.step_m, profile.surface_m,
                                                        heights.at(site) + antenna_m,
                                                        heights.at(p) + receiver_m, a_e, tables);
        ++total.pixels;
        total.equal += (seen[grid.index_of(p)] != 0) == visible ? 1 : 0;
        total.within_a_pixel += near_by(seen, p, visible) ? 1 : 0;
      }
    }
  }
  const auto share = [&](std::int64_t n) {
    return static_cast<double>(n) / static_cast<double>(total.pixels);
  };
  RecordProperty("equal", std::to_string(share(total.equal)));
  RecordProperty("within_a_pixel", std::to_string(share(total.within_a_pixel)));
  EXPECT_GT(total.pixels, 400'000);
  EXPECT_GT(share(total.equal), 0.98);
  EXPECT_GT(share(total.within_a_pixel), 0.995);
}

}  // namespace
}  // namespace gigacity::radio
