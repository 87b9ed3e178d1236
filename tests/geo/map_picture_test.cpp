// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>
#include <fstream>

#include <gmock/gmock.h>

#include "core/diagnostic.hpp"
#include "geo/raster_writer.hpp"
#include "tests/geo/raster_support.hpp"

namespace gigacity::geo {
namespace {

using test::ScratchFolder;

const GridSpec grid{380'000, 4'710'000, 10, 300, 200};  // Andorra, zone 31

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::array<unsigned char, 4>> pixels;
  std::array<unsigned char, 4> at(double x_share, double y_share) const {
    const auto column = static_cast<std::size_t>(x_share * width);
    const auto row = static_cast<std::size_t>(y_share * height);
    return pixels[row * static_cast<std::size_t>(width) + column];
  }
};

/// Decodes a PNG, of colours or of grey, through a file.
Picture decoded(const MapPicture& picture, const std::filesystem::path& file) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(picture.png.data()),
               static_cast<std::streamsize>(picture.png.size()));
  stream.close();
  const detail::DatasetPtr dataset(GDALOpen(file.c_str(), GA_ReadOnly));
  EXPECT_NE(dataset, nullptr);
  const int channels = GDALGetRasterCount(dataset.get());
  EXPECT_TRUE(channels == 2 || channels == 4);
  std::array<int, 4> bands{1, 2, 3, 4};
  if (channels == 2) bands = {1, 1, 1, 2};
  Picture out{GDALGetRasterXSize(dataset.get()), GDALGetRasterYSize(dataset.get()), {}};
  out.pixels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  EXPECT_EQ(
      GDALDatasetRasterIO(dataset.get(), GF_Read, 0, 0, out.width, out.height, out.pixels.data(),
                          out.width, out.height, GDT_Byte, 4, bands.data(), 4, 4 * out.width, 1),
      CE_None);
  return out;
}

RasterDescription levels() {
  return {.name = "level",
          .unit = "dBm",
          .ramp = {{-100, {0, 0, 0}, ""}, {-80, {200, 100, 40}, ""}, {-60, {200, 200, 200}, ""}}};
}

class PictureTest : public ::testing::Test {
 protected:
  void SetUp() override { test::initialise(); }
  ScratchFolder m_folder;
};
using MapPictures = PictureTest;

TEST_F(MapPictures, ColoursFollowTheRamp) {
  // Four quarters: below the ramp, between two stops, above the ramp, no data.
  const auto values = test::values_of(grid, [](MapPoint p) {
    const bool east = p.x_m > grid.box().centre().x_m;
    const bool south = p.y_m < grid.box().centre().y_m;
    return south ? (east ? -9999.0 : -20.0) : (east ? -90.0 : -140.0);
  });
  test::write_file(m_folder / "x.tif", grid, values, {.nodata = -9999});
  const MapPicture picture = map_picture(m_folder / "x.tif", levels(), 1000);
  const Picture image = decoded(picture, m_folder / "x.png");
  using Colour = std::array<unsigned char, 4>;
  EXPECT_EQ(image.at(0.25, 0.25), (Colour{0, 0, 0, 255}));
  EXPECT_EQ(image.at(0.75, 0.25), (Colour{100, 50, 20, 255}));
  EXPECT_EQ(image.at(0.25, 0.75), (Colour{200, 200, 200, 255}));
  EXPECT_EQ(image.at(0.75, 0.75), (Colour{0, 0, 0, 0}));
}

TEST_F(MapPictures, LieAcrossTheAntimeridian) {
  // The meridian of 180 degrees runs through the grid of zone 1; that of zone 2 lies 6 degrees east.
  const GridSpec across{160'000, 8'040'000, 100, 400, 200};
  const auto values =
      test::values_of(across, [](MapPoint p) { return p.x_m > 185'000 ? -100.0 : -60.0; });
  test::write_file(m_folder / "zone1.tif", across, values, {.crs = "EPSG:32701"});
  test::write_file(m_folder / "zone2.tif", across, values, {.crs = "EPSG:32702"});
  const MapPicture one = map_picture(m_folder / "zone1.tif", levels(), 300);
  const MapPicture two = map_picture(m_folder / "zone2.tif", levels(), 300);
  EXPECT_LT(one.west_deg, 180.0);
  EXPECT_GT(one.east_deg, 180.0);
  EXPECT_NEAR(one.west_deg, two.west_deg + 354.0, 1e-6);
  EXPECT_NEAR(one.east_deg, two.east_deg + 354.0, 1e-6);
  EXPECT_NEAR(one.south_deg, two.south_deg, 1e-6);
  const Picture west = decoded(one, m_folder / "one.png");
  EXPECT_EQ(west.at(0.3, 0.5), (std::array<unsigned char, 4>{200, 200, 200, 255}));
  EXPECT_EQ(west.at(0.9, 0.5), (std::array<unsigned char, 4>{0, 0, 0, 255}));
}

TEST_F(MapPictures, BoundsAreThoseOfAnIndependentProgram) {
  if (!test::has_program("gdaltransform")) GTEST_SKIP() << "gdaltransform is not installed";
  test::write_file(m_folder / "x.tif", grid, test::values_of(grid, [](MapPoint) { return -70.0; }));
  const MapPicture picture = map_picture(m_folder / "x.tif", levels(), 1000);
  // The box of the four corners in longitude and latitude, which are monotonic in Web Mercator.
  double west = 180;
  double south = 90;
  double east = -180;
  double north = -90;
  const MapBox box = grid.box();
  for (const MapPoint p :
       {MapPoint{box.min_x_m, box.min_y_m}, MapPoint{box.max_x_m, box.min_y_m},
        MapPoint{box.min_x_m, box.max_y_m}, MapPoint{box.max_x_m, box.max_y_m}}) {
    const auto run =
        test::run_program("echo " + std::to_string(p.x_m) + " " + std::to_string(p.y_m) +
                          " | gdaltransform -s_srs EPSG:32631 -t_srs EPSG:4326");
    double lon = 0.0;
    double lat = 0.0;
    ASSERT_EQ(std::sscanf(run.output.c_str(), "%lf %lf", &lon, &lat), 2) << run.output;
    west = std::min(west, lon);
    east = std::max(east, lon);
    south = std::min(south, lat);
    north = std::max(north, lat);
  }
  // Within a pixel of 10 m, 1.2e-4 degrees: the picture's edge is that of whole pixels.
  EXPECT_NEAR(picture.west_deg, west, 1.3e-4);
  EXPECT_NEAR(picture.east_deg, east, 1.3e-4);
  EXPECT_NEAR(picture.south_deg, south, 1.3e-4);
  EXPECT_NEAR(picture.north_deg, north, 1.3e-4);
}

TEST_F(MapPictures, KeepsToTheSideAndToTheShape) {
  test::write_file(m_folder / "x.tif", grid, test::values_of(grid, [](MapPoint) { return -70.0; }));
  for (const int side : {1, 64, 200}) {
    const Picture image =
        decoded(map_picture(m_folder / "x.tif", levels(), side), m_folder / "x.png");
    EXPECT_EQ(std::max(image.width, image.height), side);
  }
  const Picture whole =
      decoded(map_picture(m_folder / "x.tif", levels(), 10'000), m_folder / "x.png");
  EXPECT_LT(whole.width, 400);  // no finer than the raster
  EXPECT_NEAR(whole.width / static_cast<double>(whole.height), 1.5, 0.05);
}

TEST_F(MapPictures, ClassesAreNeverMixed) {
  const auto values = test::values_of(grid, [](MapPoint p) {
    return std::fmod(std::floor(p.x_m / 20), 4.0);  // 0, 1, 2, 3 in stripes; 3 is not described
  });
  test::write_file(m_folder / "x.tif", grid, values, {.type = GDT_Byte, .nodata = 1});
  const RasterDescription classes{.name = "verdict",
                                  .unit = "",
                                  .type = PixelType::byte,
                                  .nodata = 1,
                                  .classes = {{0, "no", {200, 0, 0}}, {2, "yes", {0, 200, 0}}}};
  const Picture image = decoded(map_picture(m_folder / "x.tif", classes, 170), m_folder / "x.png");
  int reds = 0;
  int greens = 0;
  int clears = 0;
  for (const auto& p : image.pixels) {
    reds += p == std::array<unsigned char, 4>{200, 0, 0, 255} ? 1 : 0;
    greens += p == std::array<unsigned char, 4>{0, 200, 0, 255} ? 1 : 0;
    clears += p[3] == 0 ? 1 : 0;
  }
  EXPECT_EQ(static_cast<std::size_t>(reds + greens + clears), image.pixels.size());
  const double total = static_cast<double>(image.pixels.size());
  EXPECT_NEAR(reds / total, 0.25, 0.03);
  EXPECT_NEAR(greens / total, 0.25, 0.03);
}

TEST_F(MapPictures, AreTheSameBytesEachTime) {
  const auto values =
      test::values_of(grid, [](MapPoint p) { return -90.0 + std::sin(p.x_m) * 20; });
  test::write_file(m_folder / "x.tif", grid, values);
  const MapPicture a = map_picture(m_folder / "x.tif", levels(), 200);
  const MapPicture b = map_picture(m_folder / "x.tif", levels(), 200);
  EXPECT_EQ(a.png, b.png);
  EXPECT_EQ(a.west_deg, b.west_deg);
  ASSERT_GT(a.png.size(), 8U);
  EXPECT_EQ(std::memcmp(a.png.data(), "\x89PNG\r\n\x1a\n", 8), 0);
}

TEST_F(MapPictures, HillshadeIsLitFromTheNorthWest) {
  // A roof: one slope looks north-west, the other south-east; beyond is no data.
  const auto values = test::values_of(grid, [](MapPoint p) {
    const MapPoint c = grid.box().centre();
    if (p.y_m < grid.box().min_y_m + 300) return -9999.0;
    const double along = ((p.x_m - c.x_m) - (p.y_m - c.y_m)) / std::numbers::sqrt2;
    return 2000.0 - 0.5 * std::abs(along);
  });
  test::write_file(m_folder / "dem.tif", grid, values, {.nodata = -9999});
  const Picture image =
      decoded(hillshade_picture(m_folder / "dem.tif", grid.full(), 300), m_folder / "x.png");
  const auto north_west = image.at(0.2, 0.3);
  const auto south_east = image.at(0.85, 0.6);
  EXPECT_EQ(north_west[3], 255);
  EXPECT_EQ(south_east[3], 255);
  EXPECT_EQ(north_west[0], north_west[1]);
  EXPECT_GT(north_west[0], south_east[0] + 20);
  EXPECT_EQ(image.at(0.5, 0.95)[3], 0);

  const Window eastern{grid.width / 2, 0, grid.width / 2, grid.height};
  const MapPicture whole = hillshade_picture(m_folder / "dem.tif", grid.full(), 300);
  const MapPicture part = hillshade_picture(m_folder / "dem.tif", eastern, 300);
  EXPECT_NEAR(part.west_deg, 0.5 * (whole.west_deg + whole.east_deg), 0.002);
  EXPECT_NEAR(part.east_deg, whole.east_deg, 0.002);
}

TEST_F(MapPictures, TinyRastersCanBeDrawn) {
  const GridSpec one{380'000, 4'710'000, 10, 1, 1};
  test::write_file(m_folder / "one.tif", one, {100.0}, {.nodata = -9999});
  EXPECT_EQ(
      decoded(map_picture(m_folder / "one.tif", levels(), 100), m_folder / "x.png").at(0.5, 0.5)[3],
      255);
  EXPECT_FALSE(hillshade_picture(m_folder / "one.tif", one.full(), 100).png.empty());
  const GridSpec two{380'000, 4'710'000, 10, 2, 2};
  test::write_file(m_folder / "none.tif", two, {-9999, -9999, -9999, -9999}, {.nodata = -9999});
  EXPECT_EQ(decoded(map_picture(m_folder / "none.tif", levels(), 100), m_folder / "x.png")
                .at(0.5, 0.5)[3],
            0);
  EXPECT_FALSE(hillshade_picture(m_folder / "none.tif", two.full(), 100).png.empty());
}

TEST_F(MapPictures, AMissingFileIsNamed) {
  try {
    map_picture(m_folder / "none.tif", levels(), 100);
    FAIL();
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), ::testing::HasSubstr("none.tif"));
  }
}

}  // namespace
}  // namespace gigacity::geo
