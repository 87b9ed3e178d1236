// SPDX-License-Identifier: Apache-2.0
// The antennas that the sites' column `pattern` may name: files, arrays, sectors.
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/sites_support.hpp"

namespace gigacity::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// A pattern of 0.1 dB for each degree off the boresight, 0.2 dB for each degree off `tilt_deg`.
std::string msi(const std::string& head, int tilt_deg = 0) {
  std::string text = head + "HORIZONTAL 360\n";
  const auto off = [](int angle) { return std::abs(std::remainder(angle, 360.0)); };
  for (int a = 0; a < 360; ++a) text += fmt::format("{} {:.3f}\n", a, 0.1 * off(a));
  text += "VERTICAL 360\n";
  for (int a = 0; a < 360; ++a) text += fmt::format("{} {:.3f}\n", a, 0.2 * off(a - tilt_deg));
  return text;
}

class Antennas : public SitesTest {
 protected:
  RadioSection with(const std::string& columns, const std::vector<std::string>& rows) const {
    std::string table = "site_id,cell_id,technology,lon,lat,height_m,azimuth_deg," + columns + "\n";
    for (std::size_t i = 0; i < rows.size(); ++i)
      table += fmt::format("S,C{},NR,117,35,30,0,{}\n", i, rows[i]);
    auto from = section(write("t.csv", table));
    from.patterns = {(m_folder / "patterns").string()};
    return from;
  }
  static double gain(const SitesReading& r, std::size_t cell, double azimuth_deg,
                     double elevation_deg) {
    return radio::gain_dbi(r.sector(cell), azimuth_deg, elevation_deg);
  }
};

TEST_F(Antennas, OfFilesAreNamedWithOrWithoutTheirEnding) {
  write("patterns/deep/Panel_T04.MSI", msi("NAME other\nGAIN 17 dBi\nELECTRICAL_TILT 4\n", 4));
  write("patterns/plain.pln", msi("no token\ngain 12.85\n"));
  write("patterns/never_asked_for.msi", "not a pattern");
  auto from = with("pattern,mechanical_tilt_deg", {"panel_t04.msi,0", "PANEL_T04,3", "plain,0"});
  from.interpolation = propagation::CutInterpolation::sum;
  const auto r = read(from);
  ASSERT_EQ(r.errors(), "");
  ASSERT_THAT(r.network.cells, SizeIs(3));
  EXPECT_NEAR(gain(r, 0, 0.0, -4.0), 17.0, 1e-6);
  EXPECT_NEAR(gain(r, 0, 20.0, -9.0), 17.0 - 2.0 - 1.0, 1e-5);
  // 3 degrees more ahead, and as many less behind.
  EXPECT_NEAR(gain(r, 1, 0.0, -7.0), 17.0, 1e-5);
  EXPECT_NEAR(gain(r, 1, 180.0, 3.0), gain(r, 0, 180.0, 0.0), 1e-5);
  EXPECT_NEAR(gain(r, 2, 0.0, 0.0), 15.0, 1e-6);  // dBd
  EXPECT_EQ(propagation::name_of(r.sector(0).antenna), "Panel_T04");
  // One antenna for both sectors, and a record of each file that was read.
  using Shared = std::shared_ptr<const propagation::MeasuredAntenna>;
  EXPECT_EQ(std::get<Shared>(r.sector(0).antenna), std::get<Shared>(r.sector(1).antenna));
  EXPECT_EQ(std::ranges::count(r.layers, "radio.patterns", &LayerRecord::section), 2);
}

TEST_F(Antennas, OfFilesAreNotTiltedTwice) {
  write("patterns/a.msi", msi("NAME a\nGAIN 17 dBi\nTILT 4\n", 4));
  const auto same = read(with("pattern,electrical_tilt_deg", {"a,4"}));
  EXPECT_NEAR(gain(same, 0, 0.0, -4.0), 17.0, 1e-6);
  EXPECT_EQ(same.warnings().find("electrical tilts"), std::string::npos);
  const auto other = read(with("pattern,electrical_tilt_deg", {"a,8", "a,7"}));
  EXPECT_NEAR(gain(other, 0, 0.0, -4.0), 17.0, 1e-6);
  EXPECT_THAT(other.warnings(), HasSubstr("2 electrical tilts differ from the one within the "
                                          "pattern by more than 1°, e.g. 8° of a (4°)"));
}

TEST_F(Antennas, TheRowsGainGoesBefore) {
  write("patterns/a.msi", msi("NAME a\nGAIN 17 dBi\n"));
  const auto r = read(with("pattern,gain_dbi", {"a,15", "a,17.3", "a,"}));
  EXPECT_NEAR(gain(r, 0, 0.0, 0.0), 15.0, 1e-6);
  EXPECT_NEAR(gain(r, 1, 0.0, 0.0), 17.3, 1e-6);
  EXPECT_NEAR(gain(r, 2, 0.0, 0.0), 17.0, 1e-6);
  EXPECT_THAT(r.warnings(), HasSubstr("1 gains differ from the pattern's by more than 0.5 dB, e.g. "
                                      "15 dBi of a (17.00 dBi)"));
}

TEST_F(Antennas, OfAnotherBandAreSaid) {
  write("patterns/low.msi", msi("NAME low\nFREQUENCY 800 MHz\nGAIN 17 dBi\n"));
  write("patterns/high.msi", msi("NAME high\nFREQUENCY 2.6 GHz\nGAIN 17 dBi\n"));
  write("patterns/any.msi", msi("NAME any\nGAIN 17 dBi\n"));
  // 10 % of 800 and 2600 MHz are 80 and 260.
  const auto r = read(with("pattern,frequency_mhz,bandwidth_mhz",
                           {"low,880,10", "low,720,10", "low,881,10", "high,2340,20",
                            "high,2341,20", "high,2100,20", "any,900,10"}));
  ASSERT_EQ(r.errors(), "");
  EXPECT_THAT(r.warnings(), HasSubstr("field frequency_mhz: 2 frequencies are more than 10 % away "
                                      "from the one that the pattern was measured at, e.g. 881 MHz "
                                      "with low (800 MHz); the pattern counts all the same"));
  const auto same =
      read(with("pattern,frequency_mhz,bandwidth_mhz", {"low,791,10", "high,2655,20"}));
  EXPECT_THAT(same.warnings(), Not(HasSubstr("measured at")));
}

TEST_F(Antennas, ThatWouldRadiateMoreThanTheyAreFedAreSaid) {
  write("patterns/a.msi", msi("NAME a\nGAIN 17 dBi\n"));
  // 8 by 8 elements: 8 dBi and 10 log 64 at most.
  auto from = with("pattern,gain_dbi", {"aau,29.5", "aau,15", "aau,29.5", "aau,"});
  from.antennas.resize(1);
  from.antennas[0].name = "aau";
  from.antennas[0].kind = "array";
  const auto r = read(from);
  ASSERT_EQ(r.errors(), "");
  EXPECT_THAT(r.warnings(), HasSubstr("field gain_dbi: 2 gains make an array radiate more than it "
                                      "is fed, e.g. 29.5 dBi of aau: "));
  EXPECT_NEAR(propagation::maximum_gain_dbi(r.sector(0).antenna), 29.5, 1e-9);
  auto within = with("pattern,gain_dbi", {"aau,20", "aau,"});
  within.antennas = from.antennas;
  EXPECT_THAT(read(within).warnings(), Not(HasSubstr("than it is fed")));
}

TEST_F(Antennas, OfScenariosAreArraysAndSectors) {
  write("patterns/a.msi", msi("NAME a\nGAIN 17 dBi\n"));
  auto from = with("pattern,electrical_tilt_deg",
                   {"AAU,6", "old,6", "3gpp-38901,6", "omni,6", "aau,6", "cut,0"});
  from.antennas.resize(3);
  from.antennas[0].name = "aau";
  from.antennas[0].kind = "array";
  from.antennas[1].name = "old";
  from.antennas[1].kind = "tr36814";
  from.antennas[2].name = "cut";
  from.antennas[2].kind = "msi";
  from.antennas[2].file = from.patterns[0] + "/a.msi";
  from.antennas[0].vertical_spacing = 0.5;
  const auto r = read(from);
  ASSERT_EQ(r.errors(), "");
  propagation::AntennaArray array;
  array.vertical_spacing = 0.5;
  array.beams = propagation::beams_in_a_row(8, 120.0, 6.0);
  array = propagation::conserving_power(array);
  for (const double azimuth : {-60.0, -7.5, 0.0, 13.0, 150.0}) {
    EXPECT_NEAR(gain(r, 0, azimuth, -6.0), gain_dbi(array, {azimuth, -6.0}, 0.0), 1e-6);
    EXPECT_NEAR(gain(r, 1, azimuth, -3.0),
                gain_dbi(propagation::tr36814_sector, azimuth, -3.0, 6.0), 1e-9);
  }
  EXPECT_EQ(r.network.cells[0].sector, r.network.cells[4].sector);
  EXPECT_THAT(r.network.sectors, SizeIs(5));
  EXPECT_NEAR(gain(r, 5, 0.0, 0.0), 17.0, 1e-6);
}

TEST_F(Antennas, ThatAreNotThereAreErrors) {
  write("patterns/742215_T04.msi", msi("NAME a\nGAIN 17 dBi\n"));
  write("patterns/broken.msi", "NAME b\nHORIZONTAL 360\n0 0\n");
  const auto unknown = read(with("pattern", {"742215_T05"}));
  EXPECT_THAT(unknown.errors(), HasSubstr("\"742215_T05\" is no known antenna pattern"));
  EXPECT_THAT(unknown.errors(), HasSubstr("did you mean 742215_T04?"));
  EXPECT_THAT(unknown.errors(), HasSubstr("field pattern"));
  const auto broken = read(with("pattern", {"broken", "broken"}));
  EXPECT_THAT(broken.errors(), HasSubstr("broken.msi"));
  EXPECT_THAT(broken.errors(), HasSubstr("announces 360 rows and holds 1"));
  write("patterns/again/742215_t04.pln", msi("NAME a\nGAIN 17 dBi\n"));
  EXPECT_THAT(read(with("pattern", {"742215_T04"})).errors(), HasSubstr("stands twice"));
  auto nowhere = with("pattern", {"omni"});
  nowhere.patterns = {"/nowhere/at/all"};
  EXPECT_THAT(read(nowhere).errors(), HasSubstr("there is no such file or folder"));
}

}  // namespace
}  // namespace gigacity::apps
