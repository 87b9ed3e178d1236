// SPDX-License-Identifier: Apache-2.0
// Memory is that of the tiles in work, not that of the rasters a scenario names.
#include <array>
#include <vector>

#include <gdal.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_srs_api.h>

#include "geo/library.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;

const std::string scenario = GIGACITY_SOURCE_DIR "/data/demo/scenario.toml";

// About the bundled county, UTM zone 50. Within it alone lie 1.2 GB.
constexpr int side = 75'000;
constexpr double pixel_m = 0.6;
constexpr double west_m = 475'000;
constexpr double north_m = 3'940'000;
constexpr double west_of_hill_m = 497'000;
constexpr double north_of_hill_m = 3'921'000;
constexpr int hill_side = 1024;
constexpr float hill_m = 250.0F;

/// Ground at 0 m with one block of a hill: 22.5 GB, of which the file holds what is not 0.
void write_sparse_terrain(const std::filesystem::path& file) {
  geo::initialise_libraries();
  std::array<const char*, 5> options{"TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512",
                                     "SPARSE_OK=TRUE", nullptr};
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), side, side, 1,
                                    GDT_Float32, const_cast<char**>(options.data()));
  ASSERT_NE(dataset, nullptr);
  OGRSpatialReferenceH crs = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(crs, 32650);
  GDALSetSpatialRef(dataset, crs);
  OSRRelease(crs);
  std::array<double, 6> transform{west_m, pixel_m, 0.0, north_m, 0.0, -pixel_m};
  GDALSetGeoTransform(dataset, transform.data());
  std::vector<float> hill(static_cast<std::size_t>(hill_side) * hill_side, hill_m);
  EXPECT_EQ(GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Write,
                         static_cast<int>((west_of_hill_m - west_m) / pixel_m),
                         static_cast<int>((north_m - north_of_hill_m) / pixel_m), hill_side,
                         hill_side, hill.data(), hill_side, hill_side, GDT_Float32, 0, 0),
            CE_None);
  GDALClose(dataset);
}

TEST(LargeRaster, TwentyGigabytesOfTerrainNeedLessThanOneOfMemory) {
  const auto folder = fresh_folder("large-raster");
  const auto terrain = folder / "terrain.tif";
  write_sparse_terrain(terrain);
  static_assert(4.0 * side * side > 20e9);
  EXPECT_LT(std::filesystem::file_size(terrain), 50'000'000U);

  // The bundled county at 60 m: 10,000 pixels of the terrain in each of the grid.
  const std::string command =
      std::string("ulimit -v 1048576 && exec ") + GIGACITY_PROGRAM + " run " + scenario +
      " --threads 2 --quiet -o " + (folder / "out").string() + " --set 'terrain.source=\"" +
      terrain.string() + "\"' --set area.resolution_m=60 --set radio.radius_km=2";
  const auto result = run_command({"sh", "-c", command});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto details = json_of(folder / "out/run.json")["model_details"];
  EXPECT_THAT(
      details["Terrain on the grid"].get<std::string>(),
      HasSubstr("0.0 to 250.0 m above the source's vertical datum, average; 0 pixels filled, "
                "0 of"));
}

}  // namespace
}  // namespace gigacity::test
