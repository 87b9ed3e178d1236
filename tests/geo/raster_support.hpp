// SPDX-License-Identifier: Apache-2.0
// Rasters and scratch folders for the tests of geo's raster side.
#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "core/raster.hpp"
#include "geo/detail/handles.hpp"
#include "geo/library.hpp"

namespace gigacity::geo::test {

inline void initialise() {
  static const bool done = (initialise_libraries(), true);
  static_cast<void>(done);
}

/// An empty folder of the running test's own, removed afterwards.
class ScratchFolder {
 public:
  ScratchFolder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    m_path = std::filesystem::path(::testing::TempDir()) /
             (std::string("gigacity-") + test->test_suite_name() + "-" + test->name());
    std::filesystem::remove_all(m_path);
    std::filesystem::create_directories(m_path);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
  const std::filesystem::path& path() const { return m_path; }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(m_path))
      out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  std::filesystem::path m_path;
};

struct TestFile {
  GDALDataType type = GDT_Float32;
  std::string crs = "EPSG:32631";
  std::optional<double> nodata{};
  int bands = 1;
  double pixel_height_m = 0.0;  ///< 0: square
  double scale = 1.0;
  double offset = 0.0;
  bool georeferenced = true;
};

/// Writes a GeoTIFF; every band holds the same values.
inline void write_file(const std::filesystem::path& file, const GridSpec& grid,
                       const std::vector<double>& values, const TestFile& how = {}) {
  detail::DatasetPtr dataset(GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), grid.width,
                                        grid.height, how.bands, how.type, nullptr));
  ASSERT_NE(dataset, nullptr);
  if (!how.crs.empty()) GDALSetSpatialRef(dataset.get(), detail::spatial_reference(how.crs).get());
  const double height_m = how.pixel_height_m == 0.0 ? grid.pixel_m : how.pixel_height_m;
  std::array<double, 6> transform{grid.west_m, grid.pixel_m, 0.0, grid.north_m, 0.0, -height_m};
  if (how.georeferenced) GDALSetGeoTransform(dataset.get(), transform.data());
  std::vector<double> copy = values;
  for (int i = 1; i <= how.bands; ++i) {
    const GDALRasterBandH band = GDALGetRasterBand(dataset.get(), i);
    if (how.nodata) GDALSetRasterNoDataValue(band, *how.nodata);
    if (how.scale != 1.0) GDALSetRasterScale(band, how.scale);
    if (how.offset != 0.0) GDALSetRasterOffset(band, how.offset);
    ASSERT_EQ(GDALRasterIO(band, GF_Write, 0, 0, grid.width, grid.height, copy.data(), grid.width,
                           grid.height, GDT_Float64, 0, 0),
              CE_None);
  }
}

/// A value for every pixel centre.
inline std::vector<double> values_of(const GridSpec& grid,
                                     const std::function<double(MapPoint)>& value) {
  std::vector<double> out;
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column)
      out.push_back(value(grid.centre_of({column, row})));
  return out;
}

inline Raster<float> raster_of(const GridSpec& grid, const std::function<double(Pixel)>& value) {
  Raster<float> out(grid);
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column)
      out.at({column, row}) = static_cast<float>(value({column, row}));
  return out;
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// What a program prints, and how it ends.
struct ProgramRun {
  std::string output;
  int status = -1;
};
inline ProgramRun run_program(const std::string& command) {
  ProgramRun run;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return run;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    run.output.append(buffer.data(), count);
  const int status = ::pclose(pipe);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}
inline bool has_program(const std::string& name) {
  return run_program("command -v " + name).status == 0;
}

}  // namespace gigacity::geo::test
