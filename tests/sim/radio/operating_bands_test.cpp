// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/operating_bands.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

constexpr auto lte = Technology::lte;
constexpr auto nr = Technology::nr;

// TS 36.101 §5.7.3: channel numbers lie 100 kHz apart and fill the band, so that tables 5.5-1 and
// 5.7.3-1 hold one another.
TEST(OperatingBands, OfLteAreAsWideAsTheirChannelNumbers) {
  std::int32_t last = -1;
  for (const auto& band : operating_bands()) {
    if (band.technology != lte) continue;
    EXPECT_NEAR(band.high_mhz - band.low_mhz, 0.1 * (band.last_earfcn - band.first_earfcn + 1),
                1e-9)
        << to_string(band);
    EXPECT_GT(band.first_earfcn, last) << to_string(band);
    last = band.last_earfcn;
  }
}

// The ends of each band's downlink as channel numbers: TS 38.104 tables 5.4.2.3-1 and 5.4.2.3-2.
// The tables' last number may lie a raster step inside the band (at most 0.12 MHz in FR2).
TEST(OperatingBands, OfNrReachAsFarAsTheStandardsChannelNumbers) {
  struct Row {
    int band;
    std::int64_t first;
    std::int64_t last;
  };
  constexpr std::array rows{Row{1, 422'000, 434'000},       Row{2, 386'000, 398'000},
                            Row{3, 361'000, 376'000},       Row{5, 173'800, 178'800},
                            Row{7, 524'000, 538'000},       Row{8, 185'000, 192'000},
                            Row{12, 145'800, 149'200},      Row{13, 149'200, 151'200},
                            Row{14, 151'600, 153'600},      Row{18, 172'000, 175'000},
                            Row{20, 158'200, 164'200},      Row{24, 305'000, 311'800},
                            Row{25, 386'000, 399'000},      Row{26, 171'800, 178'800},
                            Row{28, 151'600, 160'600},      Row{29, 143'400, 145'600},
                            Row{30, 470'000, 472'000},      Row{34, 402'000, 405'000},
                            Row{38, 514'000, 524'000},      Row{39, 376'000, 384'000},
                            Row{40, 460'000, 480'000},      Row{41, 499'200, 537'999},
                            Row{46, 743'334, 795'000},      Row{48, 636'667, 646'666},
                            Row{50, 286'400, 303'400},      Row{51, 285'400, 286'400},
                            Row{53, 496'700, 499'000},      Row{65, 422'000, 440'000},
                            Row{66, 422'000, 440'000},      Row{67, 147'600, 151'600},
                            Row{70, 399'000, 404'000},      Row{71, 123'400, 130'400},
                            Row{74, 295'000, 303'600},      Row{75, 286'400, 303'400},
                            Row{76, 285'400, 286'400},      Row{77, 620'000, 680'000},
                            Row{78, 620'000, 653'333},      Row{79, 693'334, 733'333},
                            Row{85, 145'600, 149'200},      Row{90, 499'200, 538'000},
                            Row{91, 285'400, 286'400},      Row{92, 286'400, 303'400},
                            Row{93, 285'400, 286'400},      Row{94, 286'400, 303'400},
                            Row{96, 795'000, 875'000},      Row{100, 183'880, 185'000},
                            Row{101, 380'000, 382'000},     Row{102, 796'334, 828'333},
                            Row{104, 828'334, 875'000},     Row{257, 2'054'166, 2'104'165},
                            Row{258, 2'016'667, 2'070'832}, Row{260, 2'229'166, 2'279'165},
                            Row{261, 2'070'833, 2'084'999}};
  for (const auto& row : rows) {
    const auto* band = find_band(nr, row.band);
    ASSERT_NE(band, nullptr) << row.band;
    const double first = frequency_of_channel_mhz(nr, row.first).value();
    const double last = frequency_of_channel_mhz(nr, row.last).value();
    // The first 20 MHz channel of n102 begins 10 MHz inside the band, its centre lies at 5945 MHz.
    const double inside = row.band == 102 ? 20.1 : row.band > 256 ? 0.12 : 0.016;
    EXPECT_TRUE(band->holds(first) && band->holds(last)) << row.band;
    EXPECT_NEAR(first, band->low_mhz, inside) << row.band;
    EXPECT_NEAR(last, band->high_mhz, row.band > 256 ? 0.12 : 0.016) << row.band;
  }
}

TEST(OperatingBands, AreNamedAsPlannersWriteThem) {
  for (const char* name : {"n78", "N78", "78", " n78 ", "band 78"}) {
    ASSERT_NE(band_named(nr, name), nullptr) << name;
    EXPECT_EQ(to_string(*band_named(nr, name)), "n78");
  }
  for (const char* name : {"B3", "b3", "3", "Band 3", "band3"})
    EXPECT_EQ(band_named(lte, name), find_band(lte, 3)) << name;
  for (const char* name : {"n3", "B0", "B", "", "3.0", "-3", "B1000", "64", "FDD1800"})
    EXPECT_EQ(band_named(lte, name), nullptr) << name;
  for (const char* name : {"B3", "n80", "n84", "n4", "n"})
    EXPECT_EQ(band_named(nr, name), nullptr) << name;
  EXPECT_DOUBLE_EQ(find_band(lte, 3)->centre_mhz(), 1842.5);
  EXPECT_DOUBLE_EQ(find_band(nr, 78)->centre_mhz(), 3550.0);
}

// TS 36.101 §5.7.3 with carriers that are on the air: China Mobile's band 40 channel 38950 is
// 2330 MHz, China Telecom's band 3 channel 1850 is 1870 MHz.
TEST(ChannelNumbers, OfLte) {
  for (const auto& [channel, mhz] :
       {std::pair{0, 2110.0}, std::pair{1850, 1870.0}, std::pair{38'950, 2330.0},
        std::pair{6300, 806.0}, std::pair{66'435, 2199.9}, std::pair{70'645, 426.9}}) {
    ASSERT_TRUE(frequency_of_channel_mhz(lte, channel)) << channel;
    EXPECT_NEAR(*frequency_of_channel_mhz(lte, channel), mhz, 1e-9) << channel;
  }
  for (const int channel : {-1, 5000, 18'000, 27'000, 65'535, 131'072, 300'000})  // gaps, uplinks
    EXPECT_EQ(frequency_of_channel_mhz(lte, channel), std::nullopt) << channel;
}

// TS 38.104 §5.4.2.1; 2073331 is 27649.92 MHz in TS 38.521-2.
TEST(ChannelNumbers, OfNr) {
  for (const auto& [channel, mhz] :
       {std::pair{0, 0.0}, std::pair{152'600, 763.0}, std::pair{504'990, 2524.95},
        std::pair{599'999, 2999.995}, std::pair{600'000, 3000.0}, std::pair{630'000, 3450.0},
        std::pair{2'016'666, 24'249.99}, std::pair{2'016'667, 24'250.08},
        std::pair{2'073'331, 27'649.92}, std::pair{3'279'165, 99'999.96}})
    EXPECT_NEAR(frequency_of_channel_mhz(nr, channel).value(), mhz, 1e-6) << channel;
  EXPECT_EQ(frequency_of_channel_mhz(nr, -1), std::nullopt);
  EXPECT_EQ(frequency_of_channel_mhz(nr, 3'279'166), std::nullopt);
}

}  // namespace
}  // namespace gigacity::radio
