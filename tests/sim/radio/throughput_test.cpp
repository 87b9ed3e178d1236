// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/throughput.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "sim/radio/duplex.hpp"

namespace gigacity::radio {
namespace {

Cell cell_of(Technology technology, double frequency_mhz, double bandwidth_mhz, int layers) {
  Cell cell;
  cell.technology = technology;
  cell.frequency_mhz = frequency_mhz;
  cell.bandwidth_mhz = bandwidth_mhz;
  cell.layers = layers;
  return cell;
}

RateOptions up_to_64qam() {
  RateOptions options;
  options.nr_256qam = false;
  return options;
}

RateOptions lte_256qam() {
  RateOptions options;
  options.lte_256qam = true;
  return options;
}

// TS 38.306 §4.1.2 worked for 100 MHz at 30 kHz: 4 · 8 · 948/1024 · 273 · 12 · 28000/s · 0.86, the 2.337 Gbit/s (2.3)
// that is published for four layers of 256QAM.
TEST(PeakRate, OfNrIsThatOfTs38306) {
  const RateOptions options;
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::nr, 3500.0, 100.0, 4), options), 2337.0, 0.05);
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::nr, 3500.0, 100.0, 2), options), 1168.5, 0.05);
  // 15 kHz, 106 blocks, 2 layers: 2 · 8 · 948/1024 · 106 · 12 · 14000/s · 0.86.
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::nr, 763.0, 20.0, 2), options), 226.86, 0.05);
}

// 120 kHz, 66 blocks: 2 · 6 · 948/1024 · 66 · 12 · 112000/s · 0.82.
TEST(PeakRate, OfMillimetreWavesHasItsOwnOverhead) {
  const Cell cell = cell_of(Technology::nr, 26'500.0, 100.0, 2);
  EXPECT_NEAR(peak_downlink_mbps(cell, up_to_64qam()), 808.06, 0.05);
  const Cell wide = cell_of(Technology::nr, 26'500.0, 400.0, 2);
  EXPECT_NEAR(peak_downlink_mbps(wide, up_to_64qam()), 4.0 * 808.06, 0.2);
}

// TS 36.306 table 4.1-1, bits in a transmission time interval of 1 ms: category 4 has 150752, category 5 (four layers)
// 299552; with 256QAM two blocks of 97896 and of 195816.
TEST(PeakRate, OfLteIsThatOfTheTerminalCategories) {
  const RateOptions options;
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::lte, 1842.5, 20.0, 2), options), 150.752,
              1e-9);
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::lte, 1842.5, 20.0, 4), options), 299.552,
              1e-9);
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::lte, 1842.5, 20.0, 2), lte_256qam()), 195.792,
              1e-9);
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::lte, 1842.5, 20.0, 4), lte_256qam()), 391.632,
              1e-9);
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::lte, 1842.5, 10.0, 2), options), 73.392, 1e-9);
  EXPECT_NEAR(peak_downlink_mbps(cell_of(Technology::lte, 1842.5, 5.0, 2), options), 36.672, 1e-9);
}

// 112.5 Mbit/s are published for category 4 under uplink-downlink configuration 2 with special subframes 10:2:2, whose
// transport blocks are those of 75 % of the blocks: 2 · (6 · 75376 + 2 · 55056) bits in 10 ms. Ours counts symbols.
TEST(PeakRate, OfTddIsItsShareOfSymbols) {
  Cell lte = cell_of(Technology::lte, 2350.0, 20.0, 2);
  lte.symbols = *symbol_shares_of(usual_pattern(Technology::lte));
  EXPECT_NEAR(peak_downlink_mbps(lte, {}), 112.5, 0.01 * 112.5);
  Cell nr = cell_of(Technology::nr, 3500.0, 100.0, 4);
  nr.symbols = *symbol_shares_of("DDDSU 10:2:2");
  EXPECT_NEAR(peak_downlink_mbps(nr, {}), 2337.0 * 52.0 / 70.0, 0.05);
}

// TS 38.306 §4.1.2, uplink: 4 layers of 256QAM on 273 blocks are the published 2.5 Gbit/s; one layer of 64QAM 468.75.
TEST(UplinkElements, GiveThePeakOfTs38306) {
  const Cell nr = cell_of(Technology::nr, 3500.0, 100.0, 4);
  EXPECT_NEAR(4.0 * 8.0 * 948.0 / 1024.0 * uplink_elements_per_s(nr, 273) * 1e-6, 2500.0, 0.1);
  EXPECT_NEAR(6.0 * 948.0 / 1024.0 * uplink_elements_per_s(nr, 273) * 1e-6, 468.75, 0.1);
  // A block of LTE has 144 elements for data in a subframe.
  const Cell lte = cell_of(Technology::lte, 1842.5, 20.0, 2);
  EXPECT_NEAR(uplink_elements_per_s(lte, 1), 144'000.0, 1e-6);
}

// Elements for data in a pair of blocks with one control symbol: 144 on two ports, 136 on four (168 − 12 − 12, − 20);
// less 0.3 % for synchronisation and broadcast at 20 MHz.
TEST(DownlinkElements, OfLteLeaveReferenceSignalsOut) {
  const Cell two = cell_of(Technology::lte, 1842.5, 20.0, 2);
  EXPECT_NEAR(downlink_elements_per_s(two), 100.0 * 144e3 - 57'600.0, 1e-6);
  const Cell four = cell_of(Technology::lte, 1842.5, 20.0, 4);
  EXPECT_NEAR(downlink_elements_per_s(four), 100.0 * 136e3 - 57'600.0, 1e-6);
  const Cell narrow = cell_of(Technology::lte, 1842.5, 1.4, 2);
  EXPECT_NEAR(downlink_elements_per_s(narrow), 6.0 * 132e3 - 57'600.0, 1e-6);
}

TEST(DownlinkRate, RisesWithSinrFromNothingToThePeak) {
  const Cell cell = cell_of(Technology::nr, 3500.0, 100.0, 4);
  const RateOptions options;
  double before = 0.0;
  for (double sinr_db = -30.0; sinr_db <= 60.0; sinr_db += 1.0 / 64.0) {
    const double mbps = downlink_mbps(cell, sinr_db, options);
    ASSERT_GE(mbps, before) << sinr_db;
    before = mbps;
  }
  EXPECT_EQ(before, peak_downlink_mbps(cell, options));
  EXPECT_EQ(downlink_mbps(cell, -30.0, options), 0.0);
}

// CQI 1 of a single layer at -9.5 + 3 dB, by hand.
TEST(DownlinkRate, BeginsWithTheFirstCqi) {
  const Cell cell = cell_of(Technology::nr, 3500.0, 100.0, 4);
  const double first_db = 10.0 * std::log10(std::exp2(2.0 * 78.0 / 1024.0) - 1.0) + 3.0;
  EXPECT_NEAR(first_db, -6.53, 0.01);
  EXPECT_EQ(downlink_mbps(cell, first_db - 0.01, {}), 0.0);
  EXPECT_NEAR(downlink_mbps(cell, first_db + 0.01, {}),
              2.0 * 78.0 / 1024.0 * 273.0 * 12.0 * 28'000.0 * 0.86 * 1e-6, 1e-6);
}

TEST(DownlinkRate, TakesMoreLayersWhereTheyPay) {
  const RateOptions options;
  const auto ratio = [&](double sinr_db, int layers) {
    return downlink_mbps(cell_of(Technology::nr, 3500.0, 100.0, layers), sinr_db, options) /
           downlink_mbps(cell_of(Technology::nr, 3500.0, 100.0, 1), sinr_db, options);
  };
  EXPECT_EQ(ratio(5.0, 4), 1.0);
  EXPECT_GT(ratio(16.0, 2), 1.0);
  EXPECT_GT(ratio(22.0, 4), ratio(22.0, 2));
  EXPECT_EQ(ratio(60.0, 4), 4.0);
}

// TR 36.942 Annex A.1: a link has 0.6 of Shannon's bound, overheads included, at most 4.4 bit/s/Hz. Ours, one layer of LTE
// where each CQI begins: never more by over 4 %; from 5 dB on at most a fifth less, below that more cautious, because
// a gap in dB weighs more there than a factor.
TEST(DownlinkRate, LiesNearTheAttenuatedShannonBoundOfTr36942) {
  const Cell cell = cell_of(Technology::lte, 1842.5, 20.0, 1);
  for (const ModulationScheme& scheme : cqi_table(SchemeSet::qam64)) {
    const double sinr_db =
        required_sinr_db(scheme.efficiency(), RateOptions{}.shannon_gap_db) + 1e-9;
    const double bound = std::min(0.6 * std::log2(1.0 + std::pow(10.0, 0.1 * sinr_db)), 4.4);
    const double ratio = downlink_mbps(cell, sinr_db, {}) / 20.0 / bound;
    EXPECT_LT(ratio, 1.04) << sinr_db;
    EXPECT_GT(ratio, sinr_db < 5.0 ? 0.6 : 0.8) << sinr_db;
  }
}

TEST(LoadedRate, LeavesWhatOthersDoNotUse) {
  EXPECT_EQ(loaded_mbps(100.0, 0.0), 100.0);
  EXPECT_EQ(loaded_mbps(100.0, 0.75), 25.0);
  EXPECT_EQ(loaded_mbps(100.0, 1.0), 0.0);
}

TEST(UsualLayers, AreWhatTerminalsReceive) {
  EXPECT_EQ(usual_layers(Technology::lte, 1842.5), 2);
  EXPECT_EQ(usual_layers(Technology::nr, 763.0), 2);
  EXPECT_EQ(usual_layers(Technology::nr, 3500.0), 4);
  EXPECT_EQ(usual_layers(Technology::nr, 26'500.0), 2);
}

}  // namespace
}  // namespace gigacity::radio
