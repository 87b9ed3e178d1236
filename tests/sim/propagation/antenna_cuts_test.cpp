// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_cuts.hpp"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/propagation/antenna_pattern.hpp"

namespace gigacity::propagation {
namespace {

constexpr SectorAntenna written_sector{.gain_dbi = 17.0};

/// A file as manufacturers write it, of the 3GPP sector antenna with 4 degrees of electrical tilt.
std::string msi(const std::string& head, int step = 1, const std::string& sign = "") {
  std::string text = head;
  text += fmt::format("HORIZONTAL {}\n", 360 / step);
  for (int a = 0; a < 360; a += step)
    text += fmt::format("{} {}{:.3f}\n", a, sign, 17.0 - gain_dbi(written_sector, a, 0.0, 0.0));
  text += fmt::format("VERTICAL {}\n", 360 / step);
  for (int a = 0; a < 360; a += step) {
    const double down = a <= 180 ? a : a - 360;
    const double off = std::abs(down) <= 90 ? down - 4.0 : 90.0;
    text += fmt::format("{} {}{:.3f}\n", a, sign, 17.0 - gain_dbi(written_sector, 0.0, -off, 0.0));
  }
  return text;
}

const std::string usual =
    "NAME Panel_65_17_T04\nMAKE Nobody\nFREQUENCY 1800\nH_WIDTH 65\nV_WIDTH 8\nGAIN 17 dBi\nTILT "
    "ELECTRICAL\n";

std::string errors_of(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(read_msi(text, "a.msi", findings));
  std::string all;
  for (const auto& error : findings.errors()) all += to_string(error) + "\n";
  return all;
}

AntennaCuts cuts_of(const std::string& text) {
  Findings findings;
  const auto cuts = read_msi(text, "a.msi", findings);
  EXPECT_TRUE(findings.errors().empty());
  return cuts.value_or(AntennaCuts{});
}

TEST(Msi, ReadsWhatManufacturersPublish) {
  const AntennaCuts cuts = cuts_of(msi(usual));
  EXPECT_EQ(cuts.name, "Panel_65_17_T04");
  EXPECT_DOUBLE_EQ(cuts.gain_dbi, 17.0);
  EXPECT_EQ(cuts.frequency_mhz, 1800.0);
  EXPECT_EQ(cuts.electrical_tilt_deg, 4.0);  // from the name: TILT holds a word
  EXPECT_NEAR(gain_dbi(cuts, {0.0, -4.0}, CutInterpolation::sum), 17.0, 1e-3);
  EXPECT_NEAR(gain_dbi(cuts, {32.5, -4.0}, CutInterpolation::sum), 14.0, 0.01);
}

TEST(Msi, ReadsItsDialects) {
  EXPECT_EQ(cuts_of(msi("Panel without token\r\nGAIN 17 dBi\r\n")).name, "Panel without token");
  EXPECT_DOUBLE_EQ(cuts_of(msi("name x\ngain 14.85\n")).gain_dbi, 17.0);  // dBd unless told
  EXPECT_DOUBLE_EQ(cuts_of(msi("NAME x\nGain 17.0dBi\n")).gain_dbi, 17.0);
  EXPECT_DOUBLE_EQ(cuts_of(msi("NAME x\nGAIN 14.85 dBd\n")).gain_dbi, 17.0);
  EXPECT_EQ(cuts_of(msi("NAME x\nGAIN 17 dBi\nFREQUENCY 2.6 GHz\n")).frequency_mhz, 2600.0);
  EXPECT_EQ(cuts_of(msi("NAME x\nGAIN 17 dBi\nTILT 6\n")).electrical_tilt_deg, 6.0);
  EXPECT_EQ(cuts_of(msi("NAME x_3deg\nGAIN 17 dBi\n")).electrical_tilt_deg, 3.0);
  EXPECT_EQ(cuts_of(msi("NAME x-02T\nGAIN 17 dBi\n")).electrical_tilt_deg, 2.0);
  EXPECT_FALSE(cuts_of(msi("NAME T1000\nGAIN 17 dBi\n")).electrical_tilt_deg);
  const auto plain = cuts_of(msi(usual));
  const auto negative = cuts_of(msi(usual, 1, "-"));
  EXPECT_EQ(plain.horizontal_db, negative.horizontal_db);
  const auto coarse = cuts_of(msi(usual, 5));
  EXPECT_NEAR(coarse.horizontal_db[90], plain.horizontal_db[90], 1e-3);
  EXPECT_NEAR(coarse.horizontal_db[92],
              0.6 * plain.horizontal_db[90] + 0.4 * plain.horizontal_db[95], 1e-3);
}

TEST(Msi, SaysWhatIsWrong) {
  EXPECT_NE(errors_of(msi("NAME x\n")).find("GAIN"), std::string::npos);
  EXPECT_NE(errors_of(msi("NAME x\nGAIN high\n")).find("a.msi:2"), std::string::npos);
  EXPECT_NE(errors_of("NAME x\nGAIN 17 dBi\n").find("HORIZONTAL"), std::string::npos);
  const std::string whole = msi(usual);
  EXPECT_NE(errors_of(whole.substr(0, whole.size() - 200)).find("announces 360 rows"),
            std::string::npos);
  std::string bad = whole;
  bad.replace(bad.find("\n7 "), 3, "\n7 x");
  EXPECT_NE(errors_of(bad).find("a.msi:"), std::string::npos);
  EXPECT_NE(errors_of("").find("missing"), std::string::npos);
}

TEST(Msi, DoubtsAPatternThatRadiatesMoreThanItIsFed) {
  Findings findings;
  ASSERT_TRUE(read_msi(msi("NAME x\nGAIN 20 dBi\n"), "a.msi", findings));
  ASSERT_EQ(findings.warnings().size(), 1U);
  EXPECT_NE(to_string(findings.warnings()[0]).find("times the power"), std::string::npos);
}

TEST(Cuts, InterpolationsAgreeOnTheCutsThemselves) {
  const AntennaCuts cuts = cuts_of(msi(usual));
  for (int down = -90; down <= 90; down += 15) {
    const Direction ahead{0.0, -static_cast<double>(down)};
    EXPECT_NEAR(gain_dbi(cuts, ahead, CutInterpolation::sum),
                gain_dbi(cuts, ahead, CutInterpolation::weighted), 1e-6);
  }
  // Behind, "weighted" follows the vertical cut's own back, which "sum" does not know.
  const Direction behind{180.0, 0.0};
  EXPECT_NEAR(gain_dbi(cuts, behind, CutInterpolation::weighted), 17.0 - cuts.vertical_db[180],
              1e-5);
}

}  // namespace
}  // namespace gigacity::propagation
