// SPDX-License-Identifier: Apache-2.0
#include "geo/raster_reader.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <string>
#include <thread>

#include <cpl_vsi.h>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "core/random.hpp"
#include "geo/output_error.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

using test::ScratchFolder;
using test::values_of;
using test::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const double nan = std::nan("");

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const InputError& e) {
    return e.what();
  }
  return "no error";
}

class FileSource : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }
  ScratchFolder m_folder;
};

TEST_F(FileSource, ReadsWindowsWithNothingOutside) {
  const GridSpec grid{500, 700, 10, 4, 3};
  write_file(m_folder / "x.tif", grid, {0, 1, 2, 3, 10, 11, -9999, 13, 20, 21, nan, 23},
             {.nodata = -9999});
  const FileRasterSource source(m_folder / "x.tif");
  EXPECT_EQ(source.grid(), grid);
  const Raster<float> read = source.read({-1, -2, 6, 7});
  EXPECT_EQ(read.grid(), grid.part({-1, -2, 6, 7}));
  for (int row = -2; row < 5; ++row) {
    for (int column = -1; column < 5; ++column) {
      const float value = read.at({column + 1, row + 2});
      const bool known = grid.full().contains(column, row) && !(column == 2 && row >= 1);
      if (known)
        EXPECT_EQ(value, static_cast<float>(10 * row + column));
      else
        EXPECT_TRUE(std::isnan(value)) << column << ' ' << row;
    }
  }
  EXPECT_EQ(source.read({1, 2, 1, 1}).at({0, 0}), 21.0F);
  EXPECT_TRUE(std::isnan(source.read({100, 100, 1, 1}).at({0, 0})));
  EXPECT_EQ(source.read({0, 0, 0, 0}).grid().size(), 0U);
}

TEST_F(FileSource, AppliesScaleAndOffsetAfterNodata) {
  const GridSpec grid{0, 0, 1, 3, 1};
  write_file(m_folder / "x.tif", grid, {0, -1, 250},
             {.type = GDT_Int16, .nodata = -1, .scale = 0.1, .offset = 5});
  const Raster<float> read = FileRasterSource(m_folder / "x.tif").read(grid.full());
  EXPECT_EQ(read.at({0, 0}), 5.0F);
  EXPECT_TRUE(std::isnan(read.at({1, 0})));
  EXPECT_EQ(read.at({2, 0}), 30.0F);
}

TEST_F(FileSource, ServesSeveralThreadsAtOnce) {
  const GridSpec grid{0, 0, 1, 300, 200};
  write_file(m_folder / "x.tif", grid,
             values_of(grid, [](MapPoint p) { return p.x_m * 7 + p.y_m; }));
  const FileRasterSource source(m_folder / "x.tif");
  std::array<int, 4> wrong{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      RandomStream random(1, t);
      for (int i = 0; i < 300; ++i) {
        const Window w{random.index(290), random.index(190), 10, 10};
        const Raster<float> read = source.read(w);
        for (int k = 0; k < 10; ++k) {
          const MapPoint p = grid.centre_of({w.column + k, w.row + 9 - k});
          wrong[t] += read.at({k, 9 - k}) == static_cast<float>(p.x_m * 7 + p.y_m) ? 0 : 1;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, ElementsAre(0, 0, 0, 0));
}

TEST_F(FileSource, RefusesWhatItCannotRead) {
  const GridSpec grid{0, 0, 1, 2, 1};
  EXPECT_THAT(message_of([&] { FileRasterSource(m_folder / "none.tif"); }),
              AllOf(HasSubstr("none.tif"), HasSubstr("No such file")));
  std::ofstream(m_folder / "text.tif") << "no raster";
  EXPECT_THAT(message_of([&] { FileRasterSource(m_folder / "text.tif"); }),
              AllOf(HasSubstr("text.tif"), HasSubstr("not recognized")));
  write_file(m_folder / "oblong.tif", grid, {1, 2}, {.pixel_height_m = 2});
  EXPECT_THAT(message_of([&] { FileRasterSource(m_folder / "oblong.tif"); }),
              HasSubstr("square pixels"));
  write_file(m_folder / "nowhere.tif", grid, {1, 2}, {.georeferenced = false});
  EXPECT_THAT(message_of([&] { FileRasterSource(m_folder / "nowhere.tif"); }),
              HasSubstr("no georeference"));
  write_file(m_folder / "x.tif", grid, {1, 2});
  EXPECT_THAT(message_of([&] { FileRasterSource(m_folder / "x.tif", 2); }), HasSubstr("1 band"));
}

TEST_F(FileSource, SaysSoWhenAFileIsCutOff) {
  const GridSpec grid{0, 0, 1, 300, 300};
  write_file(m_folder / "x.tif", grid, values_of(grid, [](MapPoint p) { return p.x_m; }));
  const FileRasterSource source(m_folder / "x.tif");
  std::filesystem::resize_file(m_folder / "x.tif", 180'000);
  EXPECT_THAT(message_of([&] { source.read({0, 290, 300, 10}); }), HasSubstr("cannot be read"));
}

// ------------------------------------------------------------------------------------------------

struct Warped {
  WarpStatistics statistics;
  Findings findings;
  Raster<float> values;

  std::string errors() const { return texts(findings.errors()); }
  std::string warnings() const { return texts(findings.warnings()); }

 private:
  static std::string texts(const std::vector<Diagnostic>& list) {
    std::string out;
    for (const Diagnostic& d : list) out += to_string(d) + "\n";
    return out;
  }
};

class Warp : public FileSource {
 protected:
  Warped warp(const std::vector<std::filesystem::path>& sources, const GridSpec& grid,
              Resampling resampling = Resampling::bilinear, int chunk_side = 1024,
              const std::string& crs = "EPSG:32631") const {
    RasterLayer layer{{}, "terrain"};
    for (const auto& source : sources) layer.sources.push_back(source.string());
    Warped out;
    SilentProgress progress;
    const std::filesystem::path file = m_folder / "warped.tif";
    const WarpOptions options{.resampling = {resampling, resampling}, .chunk_side = chunk_side};
    out.statistics = warp_onto_grid(layer, grid, Crs(crs), options, file, progress, out.findings);
    if (out.findings.errors().empty()) {
      const FileRasterSource source(file);
      EXPECT_EQ(source.grid(), grid);
      out.values = source.read(grid.full());
    }
    EXPECT_EQ(std::filesystem::exists(file) && out.findings.errors().empty(),
              out.findings.errors().empty());
    return out;
  }
};

bool same(const Raster<float>& a, const Raster<float>& b) {
  return std::equal(a.values().begin(), a.values().end(), b.values().begin(), b.values().end(),
                    [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

// A plane is reproduced exactly by bilinear interpolation, whatever the grids.
double plane(MapPoint p) {
  return 100.0 + 0.02 * (p.x_m - 500'000) - 0.03 * (p.y_m - 4'700'000);
}

TEST_F(Warp, BilinearReproducesAPlane) {
  const GridSpec source{499'900, 4'700'100, 7, 200, 200};
  const GridSpec grid{500'003, 4'700'001, 5, 100, 90};
  write_file(m_folder / "x.tif", source, values_of(source, plane));
  const Warped w = warp({m_folder / "x.tif"}, grid);
  EXPECT_EQ(w.errors() + w.warnings(), "");
  double worst_m = 0.0;
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column)
      worst_m = std::max(
          worst_m, std::abs(w.values.at({column, row}) - plane(grid.centre_of({column, row}))));
  EXPECT_LT(worst_m, 1e-3);  // float32 of 100 m
  EXPECT_EQ(w.statistics.pixels, 9000);
  EXPECT_EQ(w.statistics.without_data, 0);
  EXPECT_NEAR(w.statistics.minimum, plane(grid.centre_of({0, 0})), 1e-3);
  EXPECT_NEAR(w.statistics.maximum, plane(grid.centre_of({99, 89})), 1e-3);
}

TEST_F(Warp, NearestKeepsValuesAndAverageKeepsMeans) {
  const GridSpec source{500'000, 4'700'000, 5, 80, 80};
  const GridSpec grid{500'000, 4'700'000, 20, 20, 20};
  RandomStream random(1, 1);
  const auto values = values_of(source, [&](MapPoint) { return random.index(200); });
  write_file(m_folder / "x.tif", source, values);
  const Warped nearest = warp({m_folder / "x.tif"}, grid, Resampling::nearest);
  for (const float v : nearest.values.values()) EXPECT_EQ(v, std::floor(v));
  const Warped average = warp({m_folder / "x.tif"}, grid, Resampling::average);
  for (int row = 0; row < 20; ++row) {
    for (int column = 0; column < 20; ++column) {
      double sum = 0.0;
      for (int k = 0; k < 16; ++k)
        sum += values[static_cast<std::size_t>(80 * (4 * row + k / 4)) +
                      static_cast<std::size_t>(4 * column + k % 4)];
      ASSERT_NEAR(average.values.at({column, row}), sum / 16, 1e-4);
    }
  }
}

TEST_F(Warp, DoesNotDependOnTheChunks) {
  RandomStream random(2, 1);
  // Degrees, so that every pixel goes through a projection; finer and coarser than the grid.
  for (const double step_deg : {0.0005, 0.00002}) {
    const GridSpec source{1.0, 42.6, step_deg, step_deg > 1e-4 ? 200 : 900,
                          step_deg > 1e-4 ? 150 : 900};
    const auto values = values_of(source, [&](MapPoint) {
      return random.uniform() < 0.02 ? -9999.0 : random.uniform(0, 500);
    });
    write_file(m_folder / "x.tif", source, values,
               {.type = GDT_Float32, .crs = "EPSG:4326", .nodata = -9999});
    const GridSpec grid{336'100, 4'718'200, 10, 130, 110};
    for (const Resampling r : {Resampling::bilinear, Resampling::nearest, Resampling::average,
                               Resampling::mode, Resampling::upper_quartile}) {
      const Warped whole = warp({m_folder / "x.tif"}, grid, r);
      ASSERT_EQ(whole.errors(), "");
      EXPECT_LT(whole.statistics.without_data, whole.statistics.pixels / 2);
      for (const int side : {512, 37, 16}) {
        const Warped pieces = warp({m_folder / "x.tif"}, grid, r, side);
        EXPECT_TRUE(same(pieces.values, whole.values)) << side;
        EXPECT_EQ(pieces.statistics.without_data, whole.statistics.without_data);
        EXPECT_EQ(pieces.statistics.minimum, whole.statistics.minimum);
      }
    }
  }
}

TEST_F(Warp, APartOfTheGridGivesThePartOfTheResult) {
  RandomStream random(4, 1);
  const GridSpec source{1.0, 42.6, 0.0003, 300, 300};
  write_file(m_folder / "x.tif", source,
             values_of(source, [&](MapPoint) { return random.uniform(0, 900); }),
             {.crs = "EPSG:4326"});
  const GridSpec grid{337'000, 4'717'000, 10, 200, 150};  // finer than the source: plain bilinear
  const Warped whole = warp({m_folder / "x.tif"}, grid);
  const Window window{61, 17, 93, 88};
  const Warped part = warp({m_folder / "x.tif"}, grid.part(window));
  for (int row = 0; row < window.height; ++row)
    for (int column = 0; column < window.width; ++column)
      ASSERT_EQ(part.values.at({column, row}),
                whole.values.at({window.column + column, window.row + row}));
}

TEST_F(Warp, TilesMeetWithoutASeam) {
  // The same plane whole and in four tiles; at the seams bilinear needs pixels of two tiles.
  const GridSpec source{500'000, 4'700'000, 30, 60, 60};
  std::filesystem::create_directory(m_folder / "tiles");
  for (const Window& w : tiles_of(source, 30)) {
    const GridSpec tile = source.part(w);
    write_file(
        m_folder / ("tiles/t" + std::to_string(w.row) + "_" + std::to_string(w.column) + ".tif"),
        tile, values_of(tile, plane), {.type = GDT_Float32, .nodata = w.row - 32768.0});
  }
  std::ofstream(m_folder / "tiles/readme.txt") << "not a raster";
  std::ofstream(m_folder / "tiles/t0_0.tif.aux.xml") << "<PAMDataset></PAMDataset>";
  const GridSpec grid{500'015, 4'699'985, 7, 250, 250};
  const Warped w = warp({m_folder / "tiles"}, grid);
  EXPECT_EQ(w.errors() + w.warnings(), "");
  for (int row = 0; row < grid.height; ++row)
    for (int column = 0; column < grid.width; ++column)
      ASSERT_NEAR(w.values.at({column, row}), plane(grid.centre_of({column, row})), 1e-3);
}

TEST_F(Warp, ArchivesOfTilesAreMosaicsToo) {
  const GridSpec source{500'000, 4'700'000, 10, 60, 60};
  const GridSpec grid{500'015, 4'699'985, 5, 110, 110};
  std::filesystem::create_directory(m_folder / "tiles");
  const std::string archive = "/vsizip/" + (m_folder / "tiles.zip").string();
  VSILFILE* whole = VSIFOpenL(archive.c_str(), "wb");  // keeps the archive open between its files
  const auto pack = [&](const std::string& name, const std::string& content) {
    VSILFILE* out = VSIFOpenL((archive + "/" + name).c_str(), "wb");
    VSIFWriteL(content.data(), 1, content.size(), out);
    VSIFCloseL(out);
  };
  for (const Window& w : tiles_of(source, 30)) {
    const GridSpec tile = source.part(w);
    const std::string name = "t" + std::to_string(w.row) + "_" + std::to_string(w.column) + ".tif";
    write_file(m_folder / "tiles" / name, tile, values_of(tile, plane));
    std::ifstream in(m_folder / "tiles" / name, std::ios::binary);
    pack("dem/" + name, {std::istreambuf_iterator<char>(in), {}});
  }
  pack("readme.txt", "not a raster");
  VSIFCloseL(whole);
  const Warped expected = warp({m_folder / "tiles"}, grid);
  const Warped w = warp({m_folder / "tiles.zip"}, grid);
  EXPECT_EQ(w.errors() + w.warnings(), "");
  EXPECT_TRUE(same(w.values, expected.values));

  std::ofstream(m_folder / "broken.zip") << "PK and no more";
  EXPECT_THAT(warp({m_folder / "broken.zip"}, grid).errors(),
              HasSubstr("broken.zip: layer terrain: is no archive that can be read"));
}

TEST_F(Warp, LaterSourcesLieOverEarlierOnes) {
  const GridSpec coarse{500'000, 4'700'000, 30, 40, 40};
  const GridSpec fine{500'300, 4'699'700, 5, 60, 60};   // another lattice: warped on its own
  const GridSpec twin{500'300, 4'699'700, 30, 10, 10};  // the same lattice: one mosaic
  write_file(m_folder / "coarse.tif", coarse, values_of(coarse, [](MapPoint) { return 1; }));
  auto hole = values_of(fine, [](MapPoint) { return 2; });
  hole[60 * 30 + 30] = -1;
  write_file(m_folder / "fine.tif", fine, hole, {.type = GDT_Int16, .nodata = -1});
  write_file(m_folder / "twin.tif", twin, values_of(twin, [](MapPoint) { return 3; }));
  const GridSpec grid{500'000, 4'700'000, 5, 240, 240};
  const auto count = [](const Warped& w, float v) {
    return std::count(w.values.values().begin(), w.values.values().end(), v);
  };
  const Warped a =
      warp({m_folder / "coarse.tif", m_folder / "fine.tif"}, grid, Resampling::nearest);
  EXPECT_EQ(count(a, 2), 3599);
  EXPECT_EQ(count(a, 1), 57600 - 3599);  // also in the fine one's void
  const Warped b =
      warp({m_folder / "fine.tif", m_folder / "coarse.tif"}, grid, Resampling::nearest);
  EXPECT_EQ(count(b, 1), 57600);
  const Warped c =
      warp({m_folder / "coarse.tif", m_folder / "twin.tif"}, grid, Resampling::nearest);
  EXPECT_EQ(count(c, 3), 3600);
  const Warped d =
      warp({m_folder / "twin.tif", m_folder / "coarse.tif"}, grid, Resampling::nearest);
  EXPECT_EQ(count(d, 3), 0);
}

TEST_F(Warp, SourcesMayHaveCrsOfTheirOwn) {
  const GridSpec west{500'000, 4'700'000, 30, 20, 40};
  write_file(m_folder / "west.tif", west, values_of(west, [](MapPoint) { return 10; }));
  // The eastern half in degrees, somewhat larger.
  const GridSpec east{3.007, 42.46, 0.0003, 40, 80};
  write_file(m_folder / "east.tif", east, values_of(east, [](MapPoint) { return 20; }),
             {.crs = "EPSG:4326"});
  const GridSpec grid{500'000, 4'700'000, 10, 120, 120};
  const Warped w = warp({m_folder / "east.tif", m_folder / "west.tif"}, grid);
  EXPECT_EQ(w.errors() + w.warnings(), "");
  EXPECT_EQ(w.values.at({59, 60}), 10.0F);
  EXPECT_EQ(w.values.at({61, 60}), 20.0F);
}

TEST_F(Warp, UndeclaredVoidsAreFoundAndCounted) {
  const GridSpec source{500'000, 4'700'000, 30, 40, 40};
  auto values = values_of(source, [](MapPoint) { return 500; });
  for (const int i : {5, 6, 820}) values[static_cast<std::size_t>(i)] = -32768;
  const GridSpec grid{500'000, 4'700'000, 10, 120, 120};
  for (const GDALDataType type : {GDT_Int16, GDT_Float32}) {
    write_file(m_folder / "x.tif", source, values, {.type = type});
    const Warped w = warp({m_folder / "x.tif"}, grid);
    EXPECT_EQ(w.errors(), "");
    EXPECT_THAT(w.warnings(), HasSubstr("3 of its pixels in the area hold -32768"));
    EXPECT_THAT(w.warnings(), HasSubstr("terrain"));
    // Nothing of the void is blended into its surroundings.
    for (const float v : w.values.values()) ASSERT_TRUE(std::isnan(v) || v == 500.0F);
    EXPECT_EQ(w.statistics.without_data, 3 * 9);
    EXPECT_EQ(w.statistics.minimum, 500.0);
  }
}

TEST_F(Warp, VoidsInFloatRastersAreNotBlended) {
  const GridSpec source{500'000, 4'700'000, 30, 40, 40};
  auto values = values_of(source, [](MapPoint) { return 500; });
  values[820] = nan;
  write_file(m_folder / "x.tif", source, values);
  const Warped w = warp({m_folder / "x.tif"}, {500'000, 4'700'000, 10, 120, 120});
  EXPECT_EQ(w.statistics.without_data, 9);
}

TEST_F(Warp, ImpossibleHeightsAreWithoutData) {
  const GridSpec source{500'000, 4'700'000, 10, 20, 20};
  auto values = values_of(source, [](MapPoint) { return 8849; });
  values[0] = -3.4e38;
  values[1] = 9001;
  values[2] = -501;
  values[3] = -430;
  write_file(m_folder / "x.tif", source, values);
  const Warped w = warp({m_folder / "x.tif"}, source);
  EXPECT_THAT(w.warnings(), HasSubstr("3 pixels of the area lie below -500 m or above 9000 m"));
  EXPECT_THAT(w.warnings(), HasSubstr("terrain"));
  EXPECT_EQ(w.statistics.without_data, 3);
  EXPECT_TRUE(std::isnan(w.values.at({1, 0})));
  EXPECT_EQ(w.values.at({3, 0}), -430.0F);
}

TEST_F(Warp, ScaledRastersAreUnscaled) {
  const GridSpec source{500'000, 4'700'000, 10, 20, 20};
  auto values = values_of(source, [](MapPoint) { return 1000; });
  values[5] = 0;
  write_file(m_folder / "x.tif", source, values,
             {.type = GDT_UInt16, .nodata = 0, .scale = 0.1, .offset = -50});
  const Warped w = warp({m_folder / "x.tif"}, source, Resampling::nearest);
  EXPECT_EQ(w.values.at({7, 7}), 50.0F);
  EXPECT_TRUE(std::isnan(w.values.at({5, 0})));
}

TEST_F(Warp, SeveralBandsGiveAWarningAndAlphaIsAMask) {
  const GridSpec source{500'000, 4'700'000, 10, 20, 20};
  write_file(m_folder / "two.tif", source, values_of(source, plane), {.bands = 2});
  EXPECT_THAT(warp({m_folder / "two.tif"}, source).warnings(), HasSubstr("has 2 bands"));

  detail::DatasetPtr dataset(GDALCreate(GDALGetDriverByName("GTiff"),
                                        (m_folder / "alpha.tif").c_str(), 20, 20, 2, GDT_Int16,
                                        nullptr));
  GDALSetSpatialRef(dataset.get(), detail::spatial_reference("EPSG:32631").get());
  std::array<double, 6> transform{500'000, 10, 0, 4'700'000, 0, -10};
  GDALSetGeoTransform(dataset.get(), transform.data());
  GDALSetRasterColorInterpretation(GDALGetRasterBand(dataset.get(), 2), GCI_AlphaBand);
  std::vector<std::int16_t> heights(400, 70);
  std::vector<std::int16_t> alpha(400, 255);
  alpha[21] = 0;
  heights[21] = 5000;
  for (int band = 1; band <= 2; ++band)
    ASSERT_EQ(GDALRasterIO(GDALGetRasterBand(dataset.get(), band), GF_Write, 0, 0, 20, 20,
                           band == 1 ? heights.data() : alpha.data(), 20, 20, GDT_Int16, 0, 0),
              CE_None);
  dataset.reset();
  const Warped w = warp({m_folder / "alpha.tif"}, source);
  EXPECT_EQ(w.errors(), "");
  EXPECT_THAT(w.warnings(), Not(HasSubstr("bands")));
  EXPECT_TRUE(std::isnan(w.values.at({1, 1})));
  EXPECT_EQ(w.values.at({2, 1}), 70.0F);
}

TEST_F(Warp, TellsHowMuchOfTheAreaIsMissing) {
  const GridSpec source{500'000, 4'700'000, 10, 60, 100};
  write_file(m_folder / "x.tif", source, values_of(source, plane));
  const Warped w = warp({m_folder / "x.tif"}, {500'000, 4'700'000, 10, 80, 100});
  EXPECT_EQ(w.errors(), "");
  EXPECT_THAT(w.warnings(), HasSubstr("25 % of the area without data (2000 of 8000 pixels)"));
  EXPECT_EQ(w.statistics.without_data, 2000);
}

TEST_F(Warp, NoOverlapGivesBothExtents) {
  const GridSpec source{1.0, 43.0, 0.01, 100, 100};
  write_file(m_folder / "x.tif", source, values_of(source, [](MapPoint) { return 1; }),
             {.crs = "EPSG:4326"});
  const Warped w = warp({m_folder / "x.tif"}, {500'000, 4'700'000, 10, 80, 100});
  EXPECT_THAT(w.errors(), HasSubstr("does not overlap the area"));
  EXPECT_THAT(w.errors(), HasSubstr("longitude 1.0000 to 2.0000, latitude 42.0000 to 43.0000"));
  EXPECT_THAT(w.errors(), HasSubstr("the area covers longitude 3.0000 to 3.009"));
  EXPECT_THAT(m_folder.names(), ElementsAre("x.tif"));
  EXPECT_EQ(w.statistics.without_data, 8000);
}

TEST_F(Warp, AnAreaOfVoidsOnlyIsAnError) {
  const GridSpec source{500'000, 4'700'000, 10, 10, 10};
  write_file(m_folder / "x.tif", source, std::vector<double>(100, -9999), {.nodata = -9999});
  EXPECT_THAT(warp({m_folder / "x.tif"}, source).errors(),
              HasSubstr("no data anywhere in the area"));
}

TEST_F(Warp, ListsEverySourceItCannotUse) {
  const GridSpec grid{500'000, 4'700'000, 10, 10, 10};
  const auto values = values_of(grid, plane);
  write_file(m_folder / "terrain.tif", grid, values);
  write_file(m_folder / "nocrs.tif", grid, values, {.crs = ""});
  write_file(m_folder / "nowhere.tif", grid, values, {.georeferenced = false});
  std::ofstream(m_folder / "text.tif") << "hello";
  std::filesystem::create_directory(m_folder / "empty");
  const Warped w = warp({m_folder / "terain.tif", m_folder / "nocrs.tif", m_folder / "nowhere.tif",
                         m_folder / "text.tif", m_folder / "empty", "/no/such/folder/x.tif"},
                        grid);
  EXPECT_EQ(w.findings.errors().size(), 6U);
  EXPECT_THAT(w.errors(), HasSubstr("did you mean terrain.tif?"));
  EXPECT_THAT(w.errors(), HasSubstr("no coordinate reference system"));
  EXPECT_THAT(w.errors(), HasSubstr("no georeference"));
  EXPECT_THAT(w.errors(), HasSubstr("is not a raster that GDAL can read"));
  EXPECT_THAT(w.errors(), HasSubstr("is a folder without any raster"));
  EXPECT_FALSE(std::filesystem::exists(m_folder / "warped.tif"));
}

TEST_F(Warp, APictureInAFolderOfTilesIsLeftOut) {
  const GridSpec grid{500'000, 4'700'000, 10, 10, 10};
  std::filesystem::create_directory(m_folder / "tiles");
  write_file(m_folder / "tiles/a.tif", grid, values_of(grid, plane));
  write_file(m_folder / "tiles/preview.tif", grid, values_of(grid, plane),
             {.crs = "", .georeferenced = false});
  const Warped w = warp({m_folder / "tiles"}, grid);
  EXPECT_EQ(w.errors(), "");
  ASSERT_EQ(w.findings.skipped().size(), 1U);
  EXPECT_THAT(w.findings.skipped()[0].source, HasSubstr("preview.tif"));
}

TEST_F(Warp, ReadsThroughVirtualFileSystems) {
  if (!test::has_program("zip")) GTEST_SKIP() << "zip is not installed";
  const GridSpec grid{500'000, 4'700'000, 10, 10, 10};
  write_file(m_folder / "x.tif", grid, values_of(grid, plane));
  ASSERT_EQ(test::run_program("cd " + m_folder.path().string() + " && zip -q x.zip x.tif").status,
            0);
  const std::string zip = "/vsizip/" + (m_folder / "x.zip").string();
  EXPECT_EQ(warp({zip + "/x.tif"}, grid).errors(), "");
  EXPECT_EQ(warp({zip}, grid).errors(), "");  // as a folder
}

TEST_F(Warp, ReportsProgressAndStopsOnRequest) {
  class Counting final : public Progress {
   public:
    explicit Counting(std::int64_t patience) : m_patience(patience) {}
    void begin(const std::string& stage, std::int64_t total) override {
      m_stage = stage;
      m_total = total;
    }
    void advance(std::int64_t steps) override { m_done += steps; }
    bool cancelled() const override { return m_done >= m_patience; }
    std::string m_stage;
    std::int64_t m_total = 0;
    std::int64_t m_done = 0;

   private:
    std::int64_t m_patience;
  };
  const GridSpec grid{500'000, 4'700'000, 10, 100, 50};
  write_file(m_folder / "x.tif", grid, values_of(grid, plane));
  const RasterLayer layer{{(m_folder / "x.tif").string()}, "terrain"};
  Findings findings;
  Counting patient(1000);
  const WarpOptions options{.chunk_side = 25};
  warp_onto_grid(layer, grid, Crs("EPSG:32631"), options, m_folder / "w.tif", patient, findings);
  EXPECT_EQ(patient.m_stage, "terrain");
  EXPECT_EQ(patient.m_total, 8);
  EXPECT_EQ(patient.m_done, 8);
  std::filesystem::remove(m_folder / "w.tif");
  Counting hasty(3);
  EXPECT_THROW(
      warp_onto_grid(layer, grid, Crs("EPSG:32631"), options, m_folder / "w.tif", hasty, findings),
      Cancelled);
  EXPECT_EQ(hasty.m_done, 3);
  EXPECT_THAT(m_folder.names(), ElementsAre("x.tif"));
}

TEST_F(Warp, AFullDiskIsAnErrorAndLeavesNothing) {
  const GridSpec grid{500'000, 4'700'000, 10, 600, 600};
  write_file(m_folder / "x.tif", grid, values_of(grid, plane));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit now{300'000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &now);
  EXPECT_THROW(warp({m_folder / "x.tif"}, grid), OutputError);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_THAT(m_folder.names(), ElementsAre("x.tif"));
  Findings findings;
  SilentProgress progress;
  const RasterLayer layer{{(m_folder / "x.tif").string()}, "terrain"};
  EXPECT_THROW(warp_onto_grid(layer, grid, Crs("EPSG:32631"), {}, m_folder / "none/w.tif", progress,
                              findings),
               OutputError);
}

// Real data against another program: SRTM of Andorra, three arc seconds, pixel-is-point, in
// degrees.
TEST_F(Warp, AgreesWithGdalwarpOnRealElevations) {
  const std::filesystem::path source =
      GIGACITY_SOURCE_DIR "/../shared/realdata/andorra/N42E001.hgt";
  if (!std::filesystem::exists(source)) GTEST_SKIP() << "the elevation of Andorra is not here";
  if (!test::has_program("gdalwarp")) GTEST_SKIP() << "gdalwarp is not installed";
  const MapBox box{364'000, 4'697'000, 406'000, 4'725'000};
  for (const double pixel_m : {30.0, 250.0}) {
    const GridSpec grid = aligned_grid(box, pixel_m);
    const Warped ours = warp({source}, grid);
    EXPECT_EQ(ours.errors(), "");
    const std::filesystem::path theirs_file = m_folder / "theirs.tif";
    std::filesystem::remove(theirs_file);
    const MapBox b = grid.box();
    const auto run = test::run_program(
        "gdalwarp -q -t_srs EPSG:32631 -r bilinear -et 0 -ot Float32 -dstnodata -9999 -te " +
        std::to_string(b.min_x_m) + " " + std::to_string(b.min_y_m) + " " +
        std::to_string(b.max_x_m) + " " + std::to_string(b.max_y_m) + " -tr " +
        std::to_string(pixel_m) + " " + std::to_string(pixel_m) + " " + source.string() + " " +
        theirs_file.string());
    ASSERT_EQ(run.status, 0) << run.output;
    const Raster<float> theirs = FileRasterSource(theirs_file).read(grid.full());
    double worst_m = 0.0;
    double sum_m = 0.0;
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const float a = ours.values.values()[i];
      const float b_m = theirs.values()[i];
      ASSERT_EQ(std::isnan(a), std::isnan(b_m));
      if (std::isnan(a)) continue;
      worst_m = std::max<double>(worst_m, std::abs(a - b_m));
      sum_m += std::abs(a - b_m);
    }
    // At 30 m the kernel is plain bilinear and both agree to float32. At 250 m it widens with the
    // ratio of the pixels, which gdalwarp takes from its chunk's bounding box, and we from the
    // middle.
    EXPECT_GT(ours.statistics.maximum, 2900.0);  // Comapedrosa, 2942 m, is on the grid
    EXPECT_LT(worst_m, pixel_m < 100.0 ? 1e-3 : 10.0);
    EXPECT_LT(sum_m / static_cast<double>(grid.size()), pixel_m < 100.0 ? 1e-5 : 1.0);
  }
}

}  // namespace
}  // namespace gigacity::geo
