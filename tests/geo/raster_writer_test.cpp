// SPDX-License-Identifier: Apache-2.0
#include "geo/raster_writer.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <string>
#include <thread>

#include <cpl_minixml.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/random.hpp"
#include "geo/output_error.hpp"
#include "geo/raster_reader.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

using test::ScratchFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const GridSpec small{500'000, 4'700'000, 10, 40, 30};
const GridSpec wide{500'000, 4'700'000, 10, 1300, 700};

RasterDescription level_raster() {
  return {.name = "SS-RSRP",
          .unit = "dBm",
          .ramp = {{-120, {20, 30, 90}, "weak"}, {-80, {240, 230, 40}, ""}},
          .metadata = {{"MODEL", "P.1812-6"}, {"SCENARIO", "a & b"}}};
}

RasterDescription classes() {
  return {.name = "verdict",
          .unit = "",
          .type = PixelType::byte,
          .nodata = 255,
          .classes = {{0, "not covered", {200, 30, 30}}, {2, "covered & <good>", {30, 160, 60}}}};
}

double level(Pixel p) {
  return -100.0 +
         std::round(64.0 * 20.0 * std::sin(0.01 * p.column) * std::cos(0.02 * p.row)) / 64.0;
}

void write(const std::filesystem::path& file, const GridSpec& grid, RasterDescription description,
           const std::function<double(Pixel)>& value) {
  CogWriter writer(file, grid, Crs("EPSG:32631"), std::move(description));
  for (const Window& w : tiles_of(grid))
    writer.write(w, test::raster_of(grid.part(w), [&](Pixel p) {
                   return value({w.column + p.column, w.row + p.row});
                 }));
  writer.finish(SilentProgress());
}

class CogFile : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }
  ScratchFolder m_folder;
};

TEST_F(CogFile, HoldsWhatWasWrittenAndSaysWhatItIs) {
  write(m_folder / "level.tif", wide, level_raster(),
        [](Pixel p) { return p.row < 10 ? std::nan("") : level(p); });
  EXPECT_THAT(m_folder.names(), ElementsAre("level.qml", "level.tif"));

  const FileRasterSource source(m_folder / "level.tif");
  EXPECT_EQ(source.grid(), wide);
  const Raster<float> read = source.read(wide.full());
  double sum = 0.0;
  double low = 0.0;
  double high = -1000.0;
  for (int row = 0; row < wide.height; ++row) {
    for (int column = 0; column < wide.width; ++column) {
      const float value = read.at({column, row});
      if (row < 10) {
        ASSERT_TRUE(std::isnan(value));
        continue;
      }
      ASSERT_EQ(value, static_cast<float>(level({column, row})));
      sum += value;
      low = std::min<double>(low, value);
      high = std::max<double>(high, value);
    }
  }

  const detail::DatasetPtr dataset(GDALOpen((m_folder / "level.tif").c_str(), GA_ReadOnly));
  ASSERT_NE(dataset, nullptr);
  const auto item = [&](const char* key, const char* domain) {
    const char* value = GDALGetMetadataItem(dataset.get(), key, domain);
    return std::string(value == nullptr ? "" : value);
  };
  EXPECT_EQ(item("LAYOUT", "IMAGE_STRUCTURE"), "COG");
  EXPECT_EQ(item("COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
  EXPECT_EQ(item("PREDICTOR", "IMAGE_STRUCTURE"), "3");
  EXPECT_EQ(item("MODEL", nullptr), "P.1812-6");
  EXPECT_EQ(item("SCENARIO", nullptr), "a & b");
  EXPECT_EQ(item("AREA_OR_POINT", nullptr), "Area");
  const GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
  EXPECT_STREQ(GDALGetDescription(band), "SS-RSRP");
  EXPECT_STREQ(GDALGetRasterUnitType(band), "dBm");
  EXPECT_EQ(GDALGetRasterNoDataValue(band, nullptr), -9999.0);
  EXPECT_EQ(GDALGetOverviewCount(band), 2);  // 650 x 350, 325 x 175
  int block_x = 0;
  int block_y = 0;
  GDALGetBlockSize(band, &block_x, &block_y);
  EXPECT_EQ(block_x, 512);
  EXPECT_EQ(block_y, 512);
  double minimum = 0.0;
  double maximum = 0.0;
  double mean = 0.0;
  double deviation = 0.0;
  ASSERT_EQ(GDALGetRasterStatistics(band, FALSE, FALSE, &minimum, &maximum, &mean, &deviation),
            CE_None);
  EXPECT_EQ(minimum, low);
  EXPECT_EQ(maximum, high);
  EXPECT_NEAR(mean, sum / (1300.0 * 690.0), 1e-6);
}

TEST_F(CogFile, PassesGdalsOwnInspection) {
  if (!test::has_program("gdalinfo")) GTEST_SKIP() << "gdalinfo is not installed";
  write(m_folder / "level.tif", wide, level_raster(), level);
  const std::string before = test::bytes_of(m_folder / "level.tif");
  const auto run = test::run_program("gdalinfo -stats " + (m_folder / "level.tif").string());
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.output, HasSubstr("Minimum=-120.000, Maximum=-80.000, Mean="));
  EXPECT_THAT(run.output, HasSubstr("Unit Type: dBm"));
  EXPECT_THAT(run.output, HasSubstr("Description = SS-RSRP"));
  EXPECT_THAT(run.output, HasSubstr("WGS 84 / UTM zone 31N"));
  EXPECT_THAT(run.output, Not(HasSubstr("Warning")));
  EXPECT_THAT(run.output, Not(HasSubstr("ERROR")));
  // The statistics came from the file: nothing had to be computed and put beside it.
  EXPECT_THAT(m_folder.names(), ElementsAre("level.qml", "level.tif"));
  EXPECT_EQ(test::bytes_of(m_folder / "level.tif"), before);
}

TEST_F(CogFile, IsCloudOptimisedInTheEyesOfTheReferenceCheck) {
  const std::string check =
      "/usr/bin/python3 -m osgeo_utils.samples.validate_cloud_optimized_geotiff ";
  if (test::run_program("/usr/bin/python3 -c 'import osgeo_utils.samples'").status != 0)
    GTEST_SKIP() << "GDAL's Python utilities are not installed";
  const GridSpec one{500'000, 4'700'000, 10, 1, 1};
  write(m_folder / "wide.tif", wide, level_raster(), level);
  write(m_folder / "small.tif", small, level_raster(), level);
  write(m_folder / "one.tif", one, level_raster(), level);
  write(m_folder / "classes.tif", wide, classes(), [](Pixel p) { return p.row / 400 * 2; });
  for (const char* name : {"wide.tif", "small.tif", "one.tif", "classes.tif"}) {
    const auto run = test::run_program(check + (m_folder / name).string());
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_THAT(run.output, HasSubstr("is a valid cloud optimized GeoTIFF"));
    EXPECT_THAT(run.output, Not(HasSubstr("warning")));
  }
}

TEST_F(CogFile, HasTheSameBytesWhenWrittenAgain) {
  write(m_folder / "a.tif", wide, level_raster(), level);
  write(m_folder / "b.tif", wide, level_raster(), level);
  EXPECT_EQ(test::bytes_of(m_folder / "a.tif"), test::bytes_of(m_folder / "b.tif"));
  EXPECT_EQ(test::bytes_of(m_folder / "a.qml"), test::bytes_of(m_folder / "b.qml"));
  // Compressed on several threads, too,
  CPLSetConfigOption("GDAL_NUM_THREADS", "4");
  write(m_folder / "d.tif", wide, level_raster(), level);
  CPLSetConfigOption("GDAL_NUM_THREADS", nullptr);
  EXPECT_EQ(test::bytes_of(m_folder / "a.tif"), test::bytes_of(m_folder / "d.tif"));
  // and in another order of tiles.
  CogWriter writer(m_folder / "c.tif", wide, Crs("EPSG:32631"), level_raster());
  std::vector<Window> tiles = tiles_of(wide);
  std::reverse(tiles.begin(), tiles.end());
  for (const Window& w : tiles)
    writer.write(w, test::raster_of(wide.part(w), [&](Pixel p) {
                   return level({w.column + p.column, w.row + p.row});
                 }));
  writer.finish(SilentProgress());
  EXPECT_EQ(test::bytes_of(m_folder / "a.tif"), test::bytes_of(m_folder / "c.tif"));
}

TEST_F(CogFile, SeveralAreWrittenAtOnce) {
  write(m_folder / "0.tif", wide, level_raster(), level);
  std::vector<std::thread> threads;
  for (const char* name : {"1.tif", "2.tif", "3.tif"})
    threads.emplace_back([this, name] { write(m_folder / name, wide, level_raster(), level); });
  for (std::thread& thread : threads) thread.join();
  for (const char* name : {"1.tif", "2.tif", "3.tif"})
    EXPECT_EQ(test::bytes_of(m_folder / name), test::bytes_of(m_folder / "0.tif")) << name;
}

TEST_F(CogFile, ClassesHaveColoursAndNames) {
  write(m_folder / "class.tif", wide, classes(), [](Pixel p) {
    return p.column == 0 ? std::nan("") : p.row % 2 == 0 ? 0.0 : 2.0;
  });
  const detail::DatasetPtr dataset(GDALOpen((m_folder / "class.tif").c_str(), GA_ReadOnly));
  ASSERT_NE(dataset, nullptr);
  const GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
  EXPECT_EQ(GDALGetRasterDataType(band), GDT_Byte);
  EXPECT_EQ(GDALGetRasterNoDataValue(band, nullptr), 255.0);
  const GDALColorTableH table = GDALGetRasterColorTable(band);
  ASSERT_NE(table, nullptr);
  const GDALColorEntry* green = GDALGetColorEntry(table, 2);
  EXPECT_EQ(green->c1, 30);
  EXPECT_EQ(green->c2, 160);
  EXPECT_EQ(green->c3, 60);
  char** names = GDALGetRasterCategoryNames(band);
  ASSERT_EQ(CSLCount(names), 3);
  EXPECT_STREQ(names[0], "not covered");
  EXPECT_STREQ(names[2], "covered & <good>");
  // Overviews hold classes, never a mean of them.
  const GDALRasterBandH overview = GDALGetOverview(band, 0);
  std::vector<unsigned char> pixels(650UL * 350UL);
  ASSERT_EQ(
      GDALRasterIO(overview, GF_Read, 0, 0, 650, 350, pixels.data(), 650, 350, GDT_Byte, 0, 0),
      CE_None);
  for (const unsigned char c : pixels) ASSERT_TRUE(c == 0 || c == 2 || c == 255);
  EXPECT_TRUE(std::isnan(FileRasterSource(m_folder / "class.tif").read({0, 0, 1, 1}).at({0, 0})));
}

TEST_F(CogFile, WholeNumbersSurvive) {
  RasterDescription servers{.name = "best server", .unit = "", .type = PixelType::int32};
  write(m_folder / "server.tif", small, servers,
        [](Pixel p) { return p.row == 0 ? std::nan("") : 1'000'000.0 + p.column; });
  const Raster<float> read = FileRasterSource(m_folder / "server.tif").read(small.full());
  EXPECT_TRUE(std::isnan(read.at({3, 0})));
  EXPECT_EQ(read.at({39, 29}), 1'000'039.0F);
  EXPECT_THAT(m_folder.names(), ElementsAre("server.tif"));  // nothing to style
}

TEST_F(CogFile, TheStylesAreWhatQgisReads) {
  write(m_folder / "level.tif", small, level_raster(), level);
  write(m_folder / "class.tif", small, classes(), [](Pixel) { return 2; });
  using XmlPtr = detail::Owner<CPLXMLNode*, CPLDestroyXMLNode>;
  const XmlPtr ramp(CPLParseXMLFile((m_folder / "level.qml").c_str()));
  ASSERT_NE(ramp, nullptr);
  const CPLXMLNode* renderer = CPLGetXMLNode(ramp.get(), "=qgis.pipe.rasterrenderer");
  ASSERT_NE(renderer, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(renderer, "type", ""), "singlebandpseudocolor");
  const CPLXMLNode* item = CPLGetXMLNode(renderer, "rastershader.colorrampshader.item");
  ASSERT_NE(item, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(item, "value", ""), "-120");
  EXPECT_STREQ(CPLGetXMLValue(item, "label", ""), "weak");
  EXPECT_STREQ(CPLGetXMLValue(item, "color", ""), "#141e5a");
  EXPECT_STREQ(CPLGetXMLValue(item->psNext, "label", ""), "-80 dBm");

  const XmlPtr palette(CPLParseXMLFile((m_folder / "class.qml").c_str()));
  ASSERT_NE(palette, nullptr);
  renderer = CPLGetXMLNode(palette.get(), "=qgis.pipe.rasterrenderer");
  ASSERT_NE(renderer, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(renderer, "type", ""), "paletted");
  const CPLXMLNode* entry = CPLGetXMLNode(renderer, "colorPalette.paletteEntry");
  ASSERT_NE(entry, nullptr);
  EXPECT_STREQ(CPLGetXMLValue(entry->psNext, "label", ""), "covered & <good>");
  EXPECT_STREQ(CPLGetXMLValue(entry->psNext, "color", ""), "#1ea03c");
}

TEST_F(CogFile, OnePixelIsEnough) {
  const GridSpec one{500'000, 4'700'000, 10, 1, 1};
  write(m_folder / "one.tif", one, level_raster(), [](Pixel) { return -99.5; });
  EXPECT_EQ(FileRasterSource(m_folder / "one.tif").read(one.full()).at({0, 0}), -99.5F);
}

TEST_F(CogFile, MayBeWithoutAnyData) {
  for (const GridSpec& grid : {GridSpec{0, 10, 10, 1, 1}, small, wide}) {
    write(m_folder / "void.tif", grid, level_raster(), [](Pixel) { return std::nan(""); });
    const Raster<float> read = FileRasterSource(m_folder / "void.tif").read(grid.full());
    for (const float value : read.values()) ASSERT_TRUE(std::isnan(value));
  }
  // Tiles nobody wrote, and values that were taken back.
  CogWriter writer(m_folder / "part.tif", wide, Crs("EPSG:32631"), level_raster());
  writer.write({0, 0, 1, 1}, test::raster_of(wide.part({0, 0, 1, 1}), [](Pixel) { return 1; }));
  writer.write({0, 0, 1, 1},
               test::raster_of(wide.part({0, 0, 1, 1}), [](Pixel) { return std::nan(""); }));
  EXPECT_NO_THROW(writer.finish(SilentProgress()));
  EXPECT_TRUE(std::isnan(FileRasterSource(m_folder / "part.tif").read({0, 0, 1, 1}).at({0, 0})));
}

TEST_F(CogFile, ReplacesAnOldFileAndItsSidecars) {
  write(m_folder / "x.tif", small, classes(), [](Pixel) { return 2; });
  RasterDescription plain = level_raster();
  plain.ramp.clear();
  write(m_folder / "x.tif", small, plain, level);
  EXPECT_THAT(m_folder.names(), ElementsAre("x.tif"));
  EXPECT_EQ(FileRasterSource(m_folder / "x.tif").read({0, 0, 1, 1}).at({0, 0}),
            static_cast<float>(level({0, 0})));
}

TEST_F(CogFile, IsNotThereWithoutFinish) {
  {
    CogWriter writer(m_folder / "x.tif", small, Crs("EPSG:32631"), level_raster());
    writer.write(small.full(), test::raster_of(small, level));
    CogWriter moved = std::move(writer);
    EXPECT_FALSE(m_folder.names().empty());
  }
  EXPECT_TRUE(m_folder.names().empty());
}

TEST_F(CogFile, CancellingLeavesNothing) {
  SilentProgress progress;
  {
    CogWriter writer(m_folder / "x.tif", small, Crs("EPSG:32631"), level_raster());
    writer.write(small.full(), test::raster_of(small, level));
    progress.cancel();
    EXPECT_THROW(writer.finish(progress), Cancelled);
  }
  EXPECT_TRUE(m_folder.names().empty());
}

TEST_F(CogFile, CancellingDuringTheCopyLeavesNothing) {
  // Says stop when asked for the ninth time: by then GDAL is at work.
  class Impatient final : public Progress {
   public:
    void begin(const std::string&, std::int64_t) override {}
    void advance(std::int64_t) override {}
    bool cancelled() const override { return ++m_asked > 8; }

   private:
    mutable std::atomic<int> m_asked = 0;
  };
  {
    CogWriter writer(m_folder / "x.tif", wide, Crs("EPSG:32631"), level_raster());
    for (const Window& w : tiles_of(wide)) writer.write(w, test::raster_of(wide.part(w), level));
    EXPECT_THROW(writer.finish(Impatient()), Cancelled);
  }
  EXPECT_TRUE(m_folder.names().empty());
}

TEST_F(CogFile, SaysWhyItCannotBeWritten) {
  try {
    const CogWriter writer(m_folder / "no/such/folder/x.tif", small, Crs("EPSG:32631"),
                           level_raster());
    FAIL() << "no folder, no error";
  } catch (const OutputError& e) {
    EXPECT_THAT(e.what(), HasSubstr("no/such/folder/x.tif"));
    EXPECT_THAT(e.what(), HasSubstr("No such file or directory"));
  }
}

TEST_F(CogFile, RefusesWhatCannotBeMeant) {
  RasterDescription byte = classes();
  byte.nodata = file_nodata;
  EXPECT_THROW(CogWriter(m_folder / "x.tif", small, Crs("EPSG:32631"), byte),
               std::invalid_argument);
  EXPECT_THROW(CogWriter(m_folder / "x.tif", GridSpec{}, Crs("EPSG:32631"), level_raster()),
               std::invalid_argument);
  CogWriter writer(m_folder / "x.tif", small, Crs("EPSG:32631"), level_raster());
  EXPECT_THROW(writer.write({30, 0, 20, 1}, Raster<float>(small.part({30, 0, 20, 1}))),
               std::invalid_argument);
  EXPECT_THROW(writer.write({0, 0, 2, 2}, Raster<float>(small.part({0, 0, 1, 1}))),
               std::invalid_argument);
  writer.finish(SilentProgress());
  EXPECT_THROW(writer.finish(SilentProgress()), std::logic_error);
}

/// No file may grow beyond `bytes` while it lives: a disk that is full at that point.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit now{bytes, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*m_handler)(int);
  rlimit m_before{};
};

TEST_F(CogFile, AFullDiskIsAnErrorAndLeavesNothing) {
  // 1300 x 700 random floats: 6 tiles, 6.3 MB as scratch, about 3 MB compressed.
  const auto noise = [](Pixel p) {
    return std::fmod(1e4 * std::sin(1.0 + 12.9898 * p.column + 78.233 * p.row), 1.0);
  };
  for (const rlim_t bytes : {rlim_t{1000}, rlim_t{100'000}, rlim_t{5'000'000}}) {
    const FullDisk disk(bytes);
    EXPECT_THROW(write(m_folder / "x.tif", wide, level_raster(), noise), OutputError) << bytes;
    EXPECT_TRUE(m_folder.names().empty()) << bytes;
  }
}

TEST_F(CogFile, ADiskThatFillsUpDuringTheCopyIsAnErrorAndLeavesNothing) {
  // Random bytes do not compress: the scratch file of 1 MiB fits, the COG with overviews does not.
  const GridSpec grid{500'000, 4'700'000, 10, 1024, 1024};
  RasterDescription bytes{.name = "noise", .type = PixelType::byte, .nodata = 0};
  const auto noise = [](Pixel p) {
    return static_cast<double>(mixed_bits(static_cast<std::uint64_t>(p.row) * 1024 +
                                          static_cast<std::uint64_t>(p.column)) >>
                               56U);
  };
  const FullDisk disk(1'100'000);
  EXPECT_NO_THROW(write(m_folder / "flat.tif", grid, bytes, [](Pixel) { return 1; }));
  EXPECT_THROW(write(m_folder / "noise.tif", grid, bytes, noise), OutputError);
  EXPECT_THAT(m_folder.names(), ElementsAre("flat.tif"));
}

}  // namespace
}  // namespace gigacity::geo
