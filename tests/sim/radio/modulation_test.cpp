// SPDX-License-Identifier: Apache-2.0
// The tables carry Q_m and 1024 · R; the efficiencies that the standard prints beside them are what they are checked
// by: a wrong rate or modulation would give another one.
#include "sim/radio/modulation.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

void expect_efficiencies(std::span<const ModulationScheme> table,
                         const std::vector<double>& printed) {
  ASSERT_EQ(table.size(), printed.size());
  for (std::size_t i = 0; i < table.size(); ++i)
    EXPECT_NEAR(table[i].efficiency(), printed[i], 5.1e-5) << i;  // printed to four places
}

// TS 38.214 table 5.2.2.1-2, TS 36.213 table 7.2.3-1.
TEST(CqiTable, OfUpTo64QamIsTheStandards) {
  expect_efficiencies(cqi_table(SchemeSet::qam64),
                      {0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.9141, 2.4063,
                       2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547});
}

// TS 38.214 table 5.2.2.1-3, TS 36.213 table 7.2.3-2.
TEST(CqiTable, OfUpTo256QamIsTheStandards) {
  expect_efficiencies(cqi_table(SchemeSet::qam256),
                      {0.1523, 0.3770, 0.8770, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023,
                       4.5234, 5.1152, 5.5547, 6.2266, 6.9141, 7.4063});
}

// TS 38.214 table 5.2.2.1-4.
TEST(CqiTable, OfLowRatesIsTheStandards) {
  expect_efficiencies(cqi_table(SchemeSet::low_rate),
                      {0.0586, 0.0977, 0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766,
                       1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234});
}

// TS 38.214 table 5.1.3.1-1.
TEST(McsTable, OfUpTo64QamIsTheStandards) {
  expect_efficiencies(
      mcs_table(SchemeSet::qam64),
      {0.2344, 0.3066, 0.3770, 0.4902, 0.6016, 0.7402, 0.8770, 1.0273, 1.1758, 1.3262,
       1.3281, 1.4766, 1.6953, 1.9141, 2.1602, 2.4063, 2.5703, 2.5664, 2.7305, 3.0293,
       3.3223, 3.6094, 3.9023, 4.2129, 4.5234, 4.8164, 5.1152, 5.3320, 5.5547});
}

// TS 38.214 table 5.1.3.1-2.
TEST(McsTable, OfUpTo256QamIsTheStandards) {
  expect_efficiencies(
      mcs_table(SchemeSet::qam256),
      {0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.6953, 1.9141, 2.1602, 2.4063,
       2.5703, 2.7305, 3.0293, 3.3223, 3.6094, 3.9023, 4.2129, 4.5234, 4.8164, 5.1152,
       5.3320, 5.5547, 5.8906, 6.2266, 6.5703, 6.9141, 7.1602, 7.4063});
}

// TS 38.214 table 5.1.3.1-3.
TEST(McsTable, OfLowRatesIsTheStandards) {
  expect_efficiencies(
      mcs_table(SchemeSet::low_rate),
      {0.0586, 0.0781, 0.0977, 0.1250, 0.1523, 0.1934, 0.2344, 0.3066, 0.3770, 0.4902,
       0.6016, 0.7402, 0.8770, 1.0273, 1.1758, 1.3281, 1.4766, 1.6953, 1.9141, 2.1602,
       2.4063, 2.5664, 2.7305, 3.0293, 3.3223, 3.6094, 3.9023, 4.2129, 4.5234});
}

TEST(RequiredSinr, IsShannonsBoundAndTheGap) {
  EXPECT_NEAR(required_sinr_db(1.0, 0.0), 0.0, 1e-12);
  EXPECT_NEAR(required_sinr_db(2.0, 0.0), 10.0 * std::log10(3.0), 1e-12);
  EXPECT_NEAR(required_sinr_db(2.0, 3.0), 10.0 * std::log10(3.0) + 3.0, 1e-12);
}

// CINR thresholds of LTE's CQI 1 to 15 in white noise that planners use, from -7 dB in steps of 27/14 dB
// (RaPlaT, r.MaxPower; the thresholds of the Vienna LTE simulator lie within 0.3 dB of them).
TEST(RequiredSinr, LiesNearWhatLinkSimulationsFound) {
  const auto table = cqi_table(SchemeSet::qam64);
  double sum_db = 0.0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double published_db = -7.0 + 27.0 / 14.0 * static_cast<double>(i);
    const double difference_db = required_sinr_db(table[i].efficiency(), 3.0) - published_db;
    EXPECT_LT(std::abs(difference_db), 1.6) << "CQI " << i + 1;
    sum_db += difference_db;
  }
  EXPECT_NEAR(sum_db / 15.0, 0.5, 0.3);  // a little on the safe side
}

TEST(BestScheme, IsTheLastThatTheSinrIsEnoughFor) {
  const auto table = mcs_table(SchemeSet::qam64);
  EXPECT_EQ(best_scheme(table, -20.0, 3.0), nullptr);
  EXPECT_EQ(best_scheme(table, required_sinr_db(table[5].efficiency(), 3.0), 3.0), &table[5]);
  EXPECT_EQ(best_scheme(table, 1e9, 3.0), &table.back());
  // MCS 17 has less efficiency than MCS 16.
  EXPECT_EQ(best_scheme(table, required_sinr_db(2.6, 3.0), 3.0), &table[16]);
}

// TS 36.306 table 4.1-1: the largest transport blocks of categories 4 and 11 (75376, 149776 and, with 256QAM, 97896,
// 195816).
TEST(LargestTransportBlock, IsThatOfTheTerminalCategories) {
  EXPECT_EQ(largest_transport_block_bits(100, SchemeSet::qam64, 1), 75376);
  EXPECT_EQ(largest_transport_block_bits(100, SchemeSet::qam64, 2), 149776);
  EXPECT_EQ(largest_transport_block_bits(100, SchemeSet::qam256, 1), 97896);
  EXPECT_EQ(largest_transport_block_bits(100, SchemeSet::qam256, 2), 195816);
  EXPECT_EQ(largest_transport_block_bits(50, SchemeSet::qam64, 1), 36696);
  EXPECT_THROW(largest_transport_block_bits(101, SchemeSet::qam64, 1), std::invalid_argument);
  EXPECT_THROW(largest_transport_block_bits(100, SchemeSet::qam64, 3), std::invalid_argument);
}

}  // namespace
}  // namespace gigacity::radio
