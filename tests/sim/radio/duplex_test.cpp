// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/duplex.hpp"

#include <gtest/gtest.h>

namespace gigacity::radio {
namespace {

TEST(SymbolShares, CountAPatternsSymbols) {
  // (3 · 14 + 10) / 70 and (14 + 2) / 70.
  const auto nr = symbol_shares_of("DDDSU 10:2:2");
  ASSERT_TRUE(nr);
  EXPECT_DOUBLE_EQ(nr->downlink, 52.0 / 70.0);
  EXPECT_DOUBLE_EQ(nr->uplink, 16.0 / 70.0);
  EXPECT_EQ(symbol_shares_of("dddsu"), nr);
  EXPECT_EQ(symbol_shares_of(" DDD SU, 10:2:2 "), nr);
  // 8:2 of 5 ms at 2.6 GHz: (7 · 14 + 6) / 140, (2 · 14 + 4) / 140.
  const auto wide = symbol_shares_of("DDDDDDDSUU 6:4:4");
  ASSERT_TRUE(wide);
  EXPECT_DOUBLE_EQ(wide->downlink, 104.0 / 140.0);
  EXPECT_DOUBLE_EQ(wide->uplink, 32.0 / 140.0);
  EXPECT_EQ(symbol_shares_of("fdd"), SymbolShares{});
  EXPECT_EQ(symbol_shares_of("4:1"), nr);
  EXPECT_EQ(symbol_shares_of("8:2"), symbol_shares_of("DDDDDDDSUU"));
  EXPECT_EQ(symbol_shares_of("7:3"), symbol_shares_of("DDDSUDDSUU"));
}

// TS 36.211 table 4.2-2: configuration 2 has three downlink subframes for each uplink one, 1 has 2:2, counting the special
// ones as downlink.
TEST(SymbolShares, KnowTheConfigurationsOfLte) {
  EXPECT_EQ(symbol_shares_of("SA2"), symbol_shares_of("DSUDDDSUDD 10:2:2"));
  EXPECT_EQ(symbol_shares_of("sa2 / ssp7"), symbol_shares_of("SA2"));
  EXPECT_EQ(symbol_shares_of("SA1SSP5"), symbol_shares_of("DSUUDDSUUD 3:9:2"));
  EXPECT_DOUBLE_EQ(symbol_shares_of("SA1SSP5")->downlink, (4.0 * 14.0 + 2.0 * 3.0) / 140.0);
}

TEST(SymbolShares, RefuseWhatIsNoPattern) {
  for (const char* text :
       {"", "TDD", "DDDD", "UUU", "DSUX", "DDDSU 10:2", "DDDSU 10:2:3", "DDDSU 10-2-2", "10:2:2",
        "DDDSU 10:2:2:0", "DDDSU -1:13:2", "SA7", "SA", "SA2SSP", "SA2SSPX", "0:1", "4:0", "4:1:2"})
    EXPECT_FALSE(symbol_shares_of(text)) << text;
}

TEST(Duplex, FollowsTheBand) {
  EXPECT_TRUE(is_unpaired(*find_band(Technology::nr, 78)));
  EXPECT_TRUE(is_unpaired(*find_band(Technology::nr, 258)));
  EXPECT_TRUE(is_unpaired(*find_band(Technology::lte, 40)));
  EXPECT_FALSE(is_unpaired(*find_band(Technology::nr, 28)));
  EXPECT_FALSE(is_unpaired(*find_band(Technology::lte, 3)));
}

TEST(Duplex, IsGuessedFromTheFrequency) {
  EXPECT_TRUE(usually_unpaired(Technology::nr, 3500.0, 100.0));
  EXPECT_TRUE(usually_unpaired(Technology::nr, 4900.0, 100.0));
  EXPECT_TRUE(usually_unpaired(Technology::nr, 26'500.0, 400.0));
  EXPECT_TRUE(usually_unpaired(Technology::nr, 2565.0, 100.0));
  EXPECT_TRUE(usually_unpaired(Technology::nr, 2640.0, 100.0));  // n41: n7 has no such channel
  EXPECT_FALSE(usually_unpaired(Technology::nr, 2640.0, 20.0));  // n7
  EXPECT_FALSE(usually_unpaired(Technology::nr, 763.0, 30.0));
  EXPECT_FALSE(usually_unpaired(Technology::nr, 2140.0, 20.0));
  EXPECT_TRUE(usually_unpaired(Technology::lte, 2350.0, 20.0));
  EXPECT_TRUE(usually_unpaired(Technology::lte, 1890.0, 20.0));
  EXPECT_TRUE(usually_unpaired(Technology::lte, 2585.0, 20.0));
  for (const double mhz : {780.0, 950.0, 1842.5, 2140.0, 2655.0})
    EXPECT_FALSE(usually_unpaired(Technology::lte, mhz, 20.0)) << mhz;
}

TEST(Duplex, UsualPatternsArePatterns) {
  for (const auto technology : {Technology::lte, Technology::nr})
    EXPECT_NEAR(symbol_shares_of(usual_pattern(technology))->downlink, 0.743, 0.0005);
}

}  // namespace
}  // namespace gigacity::radio
