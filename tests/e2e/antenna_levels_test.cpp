// SPDX-License-Identifier: Apache-2.0
// Levels of a run against levels by hand: one cell over flat ground in free space, each kind of antenna.
// What is expected is worked out from the figures of the pattern as the scenario gives them.
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/crs.hpp"
#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using std::numbers::pi;

constexpr double site_x_m = 501'000.0;
constexpr double site_y_m = 3'901'000.0;
constexpr double height_m = 35.0;
constexpr double receiver_m = 1.5;
constexpr double azimuth_deg = 30.0;

double rad(double degrees) {
  return degrees * pi / 180.0;
}
double deg(double radians) {
  return radians * 180.0 / pi;
}
double db(double ratio) {
  return 10.0 * std::log10(ratio);
}

/// Where a receiver is seen from the mast: azimuth off the antenna's, −180 to 180, and elevation above
/// the horizon.
struct Seen {
  double azimuth_deg = 0.0;
  double elevation_deg = 0.0;
};
using Gain = std::function<double(Seen)>;

/// The same direction from an antenna that is turned down about its left-right axis: components along
/// its boresight, its side and its top.
Seen turned_down(Seen from, double tilt_deg) {
  const double b = rad(tilt_deg);
  const double a = rad(from.azimuth_deg);
  const double e = rad(from.elevation_deg);
  const double ahead = std::cos(e) * std::cos(a);
  const double aside = std::cos(e) * std::sin(a);
  const double up = std::sin(e);
  const double along_boresight = ahead * std::cos(b) + up * -std::sin(b);
  const double along_top = ahead * std::sin(b) + up * std::cos(b);
  return {deg(std::atan2(aside, along_boresight)), deg(std::asin(along_top))};
}

/// Of a level that a receiver measures: NR at 3500 MHz, 100 MHz wide, 49 dBm.
double level_by_hand_dbm(double east_m, double north_m, const Gain& gain_dbi) {
  constexpr double resource_blocks = 273.0;  // TS 38.101-1 table 5.3.2-1: 100 MHz, 30 kHz
  const double per_element_dbm = 49.0 - db(12.0 * resource_blocks);
  const double d = std::hypot(east_m, north_m);
  const double drop_m = height_m - receiver_m;
  const double loss_db =
      20.0 * std::log10(4.0 * pi * std::hypot(d, drop_m) * 3500e6 / 299'792'458.0);
  // The ground falls away by d² / 2R, of an earth 4/3 as large.
  const double bend_m = d * d / (2.0 * 4.0 / 3.0 * 6'371'000.0);
  const double off = std::remainder(deg(std::atan2(east_m, north_m)) - azimuth_deg, 360.0);
  return per_element_dbm - loss_db + gain_dbi({off, deg(std::atan2(-drop_m - bend_m, d))});
}

/// Flat ground of 120 m, 2 km by 2 km, one site in its middle.
class AntennaLevels : public ::testing::Test {
 protected:
  void SetUp() override {
    geo::initialise_libraries();
    m_folder = fresh_folder(std::string("antenna-levels-") +
                            ::testing::UnitTest::GetInstance()->current_test_info()->name());
    const auto ground =
        run_command({"gdal_create", "-q", "-of", "GTiff", "-ot", "Float32", "-outsize", "120",
                     "120", "-a_srs", "EPSG:32650", "-a_ullr", "499800", "3902200", "502200",
                     "3899800", "-burn", "120", (m_folder / "terrain.tif").string()});
    ASSERT_EQ(ground.exit_code, 0) << ground.err;
    write_text(m_folder / "area.geojson",
               R"({"type":"FeatureCollection",
"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32650"}},
"features":[{"type":"Feature","properties":{"code":"1","name":"Flat","residents":1000,
"households":400},"geometry":{"type":"Polygon","coordinates":[[[500000,3900000],[502000,3900000],
[502000,3902000],[500000,3902000],[500000,3900000]]]}}]})");
  }

  /// The run of a site whose row has these columns beside those of every site.
  void run(const std::string& columns, const std::string& values, const std::string& radio = {}) {
    const GeoPoint at = m_projection.to_geo({site_x_m, site_y_m});
    write_text(m_folder / "sites.csv",
               fmt::format("site_id,cell_id,technology,lon,lat,height_m,azimuth_deg,frequency_mhz,"
                           "bandwidth_mhz,power_dbm,{}\nS,C,NR,{:.12f},{:.12f},{},{},3500,100,49,{}"
                           "\n",
                           columns, at.lon_deg, at.lat_deg, height_m, azimuth_deg, values));
    write_text(m_folder / "scenario.toml", R"(schema = 1
[scenario]
name = "Flat"
[area]
source = "area.geojson"
crs = "EPSG:32650"
resolution_m = 20
[terrain]
source = "terrain.tif"
[[admin]]
level = "town"
source = "area.geojson"
[radio.sites]
source = "sites.csv"
[radio]
model = "free-space"
radius_km = 2
)" + radio);
    const auto done = run_command({GIGACITY_PROGRAM, "run", (m_folder / "scenario.toml").string(),
                                   "-o", (m_folder / "out").string(), "--quiet"});
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }

  /// At a pixel so far ahead of the antenna, and so far to its right: the raster, and `gigacity path`.
  void expect_level(double ahead_m, double right_m, const Gain& gain_dbi) const {
    SCOPED_TRACE(fmt::format("{} m ahead, {} m to the right", ahead_m, right_m));
    const geo::FileRasterSource source(m_folder / "out" / "nr_ss_rsrp.tif");
    const auto level = source.read(source.grid().full());
    const double s = std::sin(rad(azimuth_deg));
    const double c = std::cos(rad(azimuth_deg));
    const Pixel pixel = level.grid().pixel_of(
        {site_x_m + ahead_m * s + right_m * c, site_y_m + ahead_m * c - right_m * s});
    const MapPoint centre = level.grid().centre_of(pixel);
    const double expected =
        level_by_hand_dbm(centre.x_m - site_x_m, centre.y_m - site_y_m, gain_dbi);
    // Where the site stands is known to 1e-7 m, cuts to a float: far below 1e-4 dB.
    constexpr double arithmetic_db = 1e-4;
    EXPECT_NEAR(level.at(pixel), expected, 0.5 / 64.0 + arithmetic_db);

    const GeoPoint to = m_projection.to_geo(centre);
    const auto path = run_command({GIGACITY_PROGRAM, "path", (m_folder / "scenario.toml").string(),
                                   "--quiet", "--format", "json", "--from", "C", "--to",
                                   fmt::format("{:.12f},{:.12f}", to.lon_deg, to.lat_deg)});
    ASSERT_EQ(path.exit_code, 0) << path.err;
    EXPECT_NEAR(nlohmann::json::parse(path.out)["losses"][0]["level_dbm"].get<double>(), expected,
                arithmetic_db);
  }
  /// Ahead, aside, behind and near, and between these.
  void expect_levels(const Gain& gain_dbi) const {
    expect_level(600.0, 0.0, gain_dbi);
    expect_level(350.0, 20.0, gain_dbi);
    expect_level(400.0, -300.0, gain_dbi);
    expect_level(0.0, 500.0, gain_dbi);
    expect_level(-450.0, 130.0, gain_dbi);
    expect_level(40.0, 10.0, gain_dbi);
  }

  void zip(const std::string& file, const std::string& text) const {
    write_text(m_folder / file, text);
    const auto packed = run_command({"zip", "-q", "-j", "-m", (m_folder / "antennas.zip").string(),
                                     (m_folder / file).string()});
    ASSERT_EQ(packed.exit_code, 0) << packed.err;
  }

  std::filesystem::path m_folder;
  geo::Projection m_projection{geo::Crs("EPSG:32650")};
};

/// Degrees between two angles of a cut.
double apart(double a, double b) {
  return std::abs(std::remainder(a - b, 360.0));
}

// Planet's layout as manufacturers vary it: no NAME, keys in any case, dBd, rows every five degrees,
// attenuations with a sign. 0.1 dB for each degree off the boresight, 0.2 dB for each off 5 degrees
// down: straight between the rows.
double loose_horizontal_db(double angle_deg) {
  return 0.1 * apart(angle_deg, 0.0);
}
double loose_vertical_db(double down_deg) {
  return 0.2 * apart(down_deg, 5.0);
}

TEST_F(AntennaLevels, OfALooseMsiFileInAZip) {
  std::string text = "Loose panel\nmake Nobody\nFrequency 3.5 GHz\ngain 12.85\nTilt 5\n";
  text += "horizontal 72\n";
  for (int a = 0; a < 360; a += 5) text += fmt::format("{}\t-{:.1f}\n", a, loose_horizontal_db(a));
  text += "Vertical 72\n";
  for (int a = 0; a < 360; a += 5) text += fmt::format("{}\t-{:.1f}\n", a, loose_vertical_db(a));
  zip("loose.PLN", text);
  run("pattern", "loose", "patterns = \"antennas.zip\"\n");
  expect_levels([](Seen to) {
    constexpr double gain_dbi = 12.85 + 2.15;
    const double down_deg = -to.elevation_deg;
    // Weighted: what the vertical cut loses ahead fades into what it loses behind.
    const double back = std::abs(to.azimuth_deg) / 180.0;
    const double ahead_db = loose_vertical_db(down_deg) - 0.0;
    const double behind_db = loose_vertical_db(180.0 - down_deg) - 18.0;
    return gain_dbi - loose_horizontal_db(to.azimuth_deg) - (1.0 - back) * ahead_db -
           back * behind_db;
  });
}

// The common layout, every degree, dBi; the antenna hangs 7 degrees forward.
double strict_horizontal_db(double angle_deg) {
  return std::min(0.25 * apart(angle_deg, 0.0), 25.0);
}
double strict_vertical_db(double down_deg) {
  return std::min(0.75 * apart(down_deg, 2.0), 18.0);
}

TEST_F(AntennaLevels, OfAMechanicallyTiltedMsiFileInAZip) {
  std::string text =
      "NAME Strict_T02\nMAKE Nobody\nFREQUENCY 3500\nH_WIDTH 24\nV_WIDTH 8\nFRONT_TO_BACK 25\nGAIN "
      "17.5 dBi\nTILT ELECTRICAL\nELECTRICAL_TILT 2\nHORIZONTAL 360\n";
  for (int a = 0; a < 360; ++a) text += fmt::format("{}.0 {:.2f}\n", a, strict_horizontal_db(a));
  text += "VERTICAL 360\n";
  for (int a = 0; a < 360; ++a) text += fmt::format("{}.0 {:.2f}\n", a, strict_vertical_db(a));
  zip("Strict_T02.msi", text);
  run("pattern,mechanical_tilt_deg", "STRICT_T02.MSI,7",
      "patterns = [\"antennas.zip\"]\npattern_interpolation = \"sum\"\n");
  expect_levels([](Seen to) {
    const Seen own = turned_down(to, 7.0);
    return 17.5 - strict_horizontal_db(own.azimuth_deg) - strict_vertical_db(-own.elevation_deg);
  });
  // And the cell is delivered as it hangs.
  const auto cells =
      run_command({"ogr2ogr", "-f", "CSV", "/vsistdout/", "-select",
                   "tilt_deg,mechanical_tilt_deg,electrical_tilt_deg,gain_dbi,pattern",
                   (m_folder / "out" / "results.gpkg").string(), "cells"});
  EXPECT_EQ(cells.out,
            "tilt_deg,mechanical_tilt_deg,electrical_tilt_deg,gain_dbi,pattern\n"
            "9,7,2,17.5,Strict_T02\n");
}

/// TR 38.901 table 7.3-1 and TR 36.814 table A.2.1.1-2: so far off the beam's own direction.
double sector_dbi(double gain_dbi, double azimuth_off_deg, double elevation_off_deg,
                  double horizontal_deg, double vertical_deg, double side_lobe_db,
                  double front_to_back_db) {
  const double a_h =
      std::min(12.0 * std::pow(azimuth_off_deg / horizontal_deg, 2.0), front_to_back_db);
  const double a_v = std::min(12.0 * std::pow(elevation_off_deg / vertical_deg, 2.0), side_lobe_db);
  return gain_dbi - std::min(a_h + a_v, front_to_back_db);
}

TEST_F(AntennaLevels, OfAnArrayWithSsbBeams) {
  run("pattern,electrical_tilt_deg,mechanical_tilt_deg", "panel,4,3", R"([[radio.antennas]]
name = "Panel"
kind = "array"
rows = 8
columns = 4
vertical_spacing = 0.7
horizontal_spacing = 0.5
gain_dbi = 5
ssb_beams = 4
ssb_span_deg = 100
)");
  expect_levels([](Seen to) {
    const Seen own = turned_down(to, 3.0);
    const double up = std::sin(rad(own.elevation_deg));
    const double aside = std::cos(rad(own.elevation_deg)) * std::sin(rad(own.azimuth_deg));
    double strongest = 0.0;
    for (const double beam_deg : {-37.5, -12.5, 12.5, 37.5}) {
      // TR 37.840 table 5.4.4.1.1-1, element by element: 32 of them share the power.
      std::complex<double> field;
      for (int row = 0; row < 8; ++row)
        for (int column = 0; column < 4; ++column) {
          const double position = 0.7 * row * up + 0.5 * column * aside;
          const double weight = 0.7 * row * std::sin(rad(4.0)) -
                                0.5 * column * std::cos(rad(4.0)) * std::sin(rad(beam_deg));
          field += std::polar(1.0 / std::sqrt(32.0), 2.0 * pi * (position + weight));
        }
      strongest = std::max(strongest, std::norm(field));
    }
    return sector_dbi(5.0, own.azimuth_deg, own.elevation_deg, 65.0, 65.0, 30.0, 30.0) +
           db(strongest);
  });
}

TEST_F(AntennaLevels, OfATr36814Sector) {
  run("pattern,tilt_deg", "lte sector,9",
      "[[radio.antennas]]\nname = \"LTE sector\"\nkind = \"tr36814\"\n");
  expect_levels([](Seen to) {
    return sector_dbi(14.0, to.azimuth_deg, to.elevation_deg + 9.0, 70.0, 10.0, 20.0, 25.0);
  });
}

TEST_F(AntennaLevels, OfThe3gppSector) {
  run("tilt_deg,gain_dbi,horizontal_beamwidth_deg,vertical_beamwidth_deg", "6,16,60,7");
  expect_levels([](Seen to) {
    return sector_dbi(16.0, to.azimuth_deg, to.elevation_deg + 6.0, 60.0, 7.0, 30.0, 30.0);
  });
}

TEST_F(AntennaLevels, OfThe3gppSectorTiltedBothWays) {
  run("mechanical_tilt_deg,electrical_tilt_deg,gain_dbi", "5,3,17");
  expect_levels([](Seen to) {
    const Seen own = turned_down(to, 5.0);
    return sector_dbi(17.0, own.azimuth_deg, own.elevation_deg + 3.0, 65.0, 8.0, 30.0, 30.0);
  });
}

}  // namespace
}  // namespace gigacity::test
