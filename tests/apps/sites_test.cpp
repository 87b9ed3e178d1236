// SPDX-License-Identifier: Apache-2.0
// The columns of the sites layer: what they are called, what they hold, what stands in for them.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/sites_support.hpp"

namespace gigacity::apps {
namespace {

using propagation::AntennaPattern;
using radio::Technology;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class SiteColumns : public SitesTest {
 protected:
  /// The same two cells whatever their table calls its columns.
  static void expect_two_cells(const SitesReading& r) {
    ASSERT_EQ(r.errors(), "");
    ASSERT_THAT(r.network.sites, SizeIs(1));
    ASSERT_THAT(r.network.cells, SizeIs(2));
    EXPECT_EQ(r.site(0).id, "601");
    EXPECT_EQ(r.site(0).name, "North");
    EXPECT_EQ(r.site(0).operator_name, "电信");
    const auto& lte = r.network.cells[0];
    EXPECT_EQ(lte.id, "460-11-601-1");
    EXPECT_EQ(lte.technology, Technology::lte);
    EXPECT_NEAR(lte.frequency_mhz, 1870.0, 1e-9);  // EARFCN 1850
    EXPECT_EQ(lte.bandwidth_mhz, 20.0);
    EXPECT_NEAR(lte.power_dbm, 46.02, 0.005);  // 40 W
    EXPECT_EQ(r.sector(0).height_m, 35.0);
    EXPECT_EQ(r.sector(0).azimuth_deg, 120.0);
    EXPECT_EQ(r.tilt_deg(0), 7.0);
    EXPECT_EQ(r.sector_antenna(0).gain_dbi, 16.5);
    EXPECT_EQ(r.sector_antenna(0).horizontal_beamwidth_deg, 63.0);
    EXPECT_EQ(r.sector_antenna(0).vertical_beamwidth_deg, 6.5);
    const auto& nr = r.network.cells[1];
    EXPECT_EQ(nr.technology, Technology::nr);
    EXPECT_NEAR(nr.frequency_mhz, 3450.0, 1e-9);  // NR-ARFCN 630000
    EXPECT_EQ(nr.bandwidth_mhz, 100.0);
    EXPECT_NEAR(nr.power_dbm, 53.01, 0.005);  // 200 W
    EXPECT_EQ(r.warnings(), "");
  }
};

TEST_F(SiteColumns, OfOurOwn) {
  expect_two_cells(read(
      "site_id,site_name,operator,cell_id,lon,lat,technology,band,arfcn,bandwidth_mhz,power_w,"
      "height_m,azimuth_deg,tilt_deg,gain_dbi,horizontal_beamwidth_deg,vertical_beamwidth_deg\n"
      "601,North,电信,460-11-601-1,117,35,LTE,B3,1850,20,40,35,120,7,16.5,63,6.5\n"
      "601,North,电信,460-11-601-2,117,35,NR,n78,630000,100,200,35,120,7,16.5,63,6.5\n"));
}

// As operators' 工参 tables have them.
TEST_F(SiteColumns, InChinese) {
  expect_two_cells(read(
      "基站名称,基站编号,小区名称,CGI,运营商,制式,频段,频点,带宽（MHz）,发射功率(W),经度(度),纬度("
      "度),"
      "挂高（米）,方位角(°),机械下倾角,电子下倾角,天线增益(dBi),水平波瓣宽度,垂直半功率角\n"
      "North,601,North-1,460-11-601-1,电信,4G,3,1850,20M,40,117,35,35,120,3,4,16.5,63,6.5\n"
      "North,601,North-2,460-11-601-2,电信,5G NR,N78,630000,100M,200,117,35,35米,120°,3,4,16.5,63,"
      "6.5\n"));
  expect_two_cells(read(
      "站点名称,基站ID,小区标识,所属运营商,网络制式,工作频段,下行频点,下行带宽,最大发射功率（瓦）,"
      "小区经度,小区纬度,天线挂高,天线方向角,总下倾角,增益,水平半功率角,垂直波瓣宽度\n"
      "North,601,460-11-601-1,电信,LTE-FDD,FDD1800,1850,20,40,117,35,35,120,7,16.5,63,6.5\n"
      "North,601,460-11-601-2,电信,5G,3.5G,630000,100,200,117,35,35,120,7,16.5,63,6.5\n"));
}

// As planning tools export them.
TEST_F(SiteColumns, OfPlanningTools) {
  expect_two_cells(
      read("Site,Site Name,Operator,Transmitter,Longitude,Latitude,Technology,Frequency Band,"
           "DL EARFCN,DL Bandwidth (MHz),Max Power (W),Antenna Height (m),Azimuth (°),"
           "Mechanical Downtilt,Electrical Downtilt,Antenna Gain (dBi),Horizontal Beamwidth,"
           "Vertical Beamwidth\n"
           "601,North,电信,460-11-601-1,117,35,LTE,Band 3,1850,20,40,35,120,5,2,16.5,63,6.5\n"
           "601,North,电信,460-11-601-2,117,35,NR,n78,630000,100,200,35,120,5,2,16.5,63,6.5\n"));
  expect_two_cells(
      read("SITE_NAME;SITE;NETWORK OPERATOR;CELL;X;Y;RAT;BAND;CHANNEL NUMBER;CHANNEL_BANDWIDTH;"
           "TX POWER [W];HEIGHT_AGL;BEARING;TOTAL_TILT;GAIN;H_BEAMWIDTH;V_BEAMWIDTH\n"
           "North;601;电信;460-11-601-1;117;35;4G;3;1850;20;40;35;120;7;16.5;63;6.5\n"
           "North;601;电信;460-11-601-2;117;35;5G;78;630000;100;200;35;120;7;16.5;63;6.5\n"));
}

TEST_F(SiteColumns, ANameStandsInForAnId) {
  const auto r = read("基站名称,小区名称,经度,纬度,挂高,方位角,制式\n北,北1,117,35,30,0,5G\n");
  ASSERT_EQ(r.errors(), "");
  EXPECT_EQ(r.site(0).id, "北");
  EXPECT_EQ(r.network.cells[0].id, "北1");
}

TEST_F(SiteColumns, TechnologiesThatAreNotSimulatedAreSkippedAndCounted) {
  const auto r = read(
      "site_id,cell_id,lon,lat,height_m,azimuth_deg,technology,bandwidth_mhz\n"
      "S,1,117,35,30,0,GSM,0.2\n"  // no NR or LTE bandwidth: not even looked at
      "S,1,117,35,,0,2G,\n"        // nor its height, nor that its id is there twice
      "S,1,117,35,30,0,UMTS,5\n"
      "S,1,117,35,30,0,NB-IoT,0.2\n"
      "S,1,117,35,30,0,TDD-LTE,20\n"
      "S,2,117,35,30,0,lte fdd,20\n");
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.network.cells, SizeIs(2));
  EXPECT_EQ(r.skipped("GSM is not simulated"), 2);
  EXPECT_EQ(r.skipped("UMTS is not simulated"), 1);
  EXPECT_EQ(r.skipped("NB-IoT is not simulated"), 1);

  const auto unknown = one("azimuth_deg", "0", "6G");
  EXPECT_THAT(unknown.errors(), HasSubstr("feature line 2: field technology: \"6G\" is not a "
                                          "technology; expected LTE (or 4G) or NR (or 5G)"));
  EXPECT_THAT(one("azimuth_deg", "0", "GSM").errors(),
              HasSubstr("no LTE or NR cell stands in the area"));
}

TEST_F(SiteColumns, BandsGiveTheFrequency) {
  EXPECT_EQ(frequency("NR", "band", "n78"), 3550.0);
  EXPECT_EQ(frequency("LTE", "band", "B3"), 1842.5);
  EXPECT_EQ(frequency("LTE", "band", "3"), 1842.5);
  EXPECT_EQ(frequency("NR", "band", "N41"), 2593.0);
  EXPECT_EQ(frequency("LTE", "频段", "F频段"), 1900.0);
  EXPECT_EQ(frequency("LTE", "band,earfcn", "B40,38950"), 2330.0);
  EXPECT_EQ(frequency("NR", "频点", "504990"), 2524.95);
  EXPECT_EQ(frequency("NR", "band,frequency_mhz", "n28,768"), 768.0);
  // The number of the synchronisation block, beside the carrier's centre.
  EXPECT_EQ(frequency("NR", "arfcn,frequency_mhz,bandwidth_mhz", "504990,2565,100"), 2565.0);
  EXPECT_THAT(one("azimuth_deg,band", "0,n78").warnings(),
              HasSubstr("frequency 3550 MHz, the centre of n78 (1 cell)"));
}

TEST_F(SiteColumns, WhatContradictsOneAnotherIsAnError) {
  EXPECT_THAT(one("azimuth_deg,band,frequency_mhz", "0,n78,2600").errors(),
              HasSubstr("feature line 2: field frequency_mhz: is 2600 MHz; the downlink of n78 is "
                        "3300 to 3800 MHz"));
  EXPECT_THAT(one("azimuth_deg,band,arfcn", "0,B3,38950", "LTE").errors(),
              HasSubstr("field arfcn: is 2330 MHz; the downlink of B3 is 1805 to 1880 MHz"));
  EXPECT_THAT(one("azimuth_deg,arfcn", "0,19575", "LTE").errors(),
              HasSubstr("field arfcn: is 19575, no downlink channel number of LTE"));
  EXPECT_THAT(one("azimuth_deg,arfcn,frequency_mhz", "0,630000,3550").errors(),
              HasSubstr("stands for 3450 MHz, which is not in the carrier at 3550 MHz"));
  EXPECT_THAT(one("azimuth_deg,band", "0,n78", "LTE").errors(),
              HasSubstr("field band: \"n78\" is a band of NR, the cell is LTE"));
  EXPECT_THAT(
      one("azimuth_deg,band", "0,n80").errors(),
      HasSubstr("\"n80\" is no operating band of NR with a downlink (expected 3GPP's name"));
  EXPECT_THAT(one("azimuth_deg,power_dbm,power_w", "0,46,80").errors(),
              HasSubstr("field power_w: is 80 W, 49.0 dBm; power_dbm is 46"));
  EXPECT_EQ(one("azimuth_deg,power_dbm,power_w", "0,49,80").errors(), "");
}

TEST_F(SiteColumns, AnUnknownBandDoesNoHarmBesideAFrequency) {
  const auto r = one("azimuth_deg,band,frequency_mhz", "0,C-Band East,3500");
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.warnings(), HasSubstr("1 names of bands are not 3GPP's, e.g. \"C-Band East\""));
}

TEST_F(SiteColumns, PowerComesInEitherUnit) {
  EXPECT_NEAR(one("azimuth_deg,power_w", "0,100").network.cells[0].power_dbm, 50.0, 1e-9);
  EXPECT_EQ(one("azimuth_deg,发射功率", "0,49").network.cells[0].power_dbm, 49.0);
  EXPECT_EQ(one("azimuth_deg,发射功率(dBm)", "0,49").network.cells[0].power_dbm, 49.0);
  EXPECT_NEAR(one("azimuth_deg,发射功率(W)", "0,100").network.cells[0].power_dbm, 50.0, 1e-9);
  EXPECT_NEAR(one("azimuth_deg,power_dbm,feeder loss (dB)", "0,49,2").network.cells[0].power_dbm,
              47.0, 1e-9);
  EXPECT_THAT(one("azimuth_deg,发射功率(0.1dBm)", "0,49").errors(), HasSubstr("0.1 dBm"));
}

TEST_F(SiteColumns, TiltsAddUp) {
  const auto tilt = [&](const std::string& columns, const std::string& values) {
    const auto r = one("azimuth_deg," + columns, "0," + values);
    EXPECT_EQ(r.errors(), "");
    return r.tilt_deg(0);
  };
  EXPECT_EQ(tilt("tilt_deg", "8"), 8.0);
  EXPECT_EQ(tilt("mechanical_tilt_deg,electrical_tilt_deg", "3,4"), 7.0);
  EXPECT_EQ(tilt("electrical_tilt_deg", "4"), 4.0);
  EXPECT_EQ(tilt("tilt_deg,mechanical_tilt_deg,electrical_tilt_deg", "8,3,4"), 8.0);
  EXPECT_THAT(
      one("azimuth_deg,tilt_deg,mechanical_tilt_deg,electrical_tilt_deg", "0,8,3,4").warnings(),
      HasSubstr("1 tilts are not the sum of the mechanical and the electrical one"));
}

TEST_F(SiteColumns, PatternsAreSectorsOrLookAllAround) {
  for (const char* name : {"omni", "全向", "Omnidirectional"}) {
    const auto r = one("pattern", name);  // and needs no azimuth
    EXPECT_EQ(r.errors(), "") << name;
    EXPECT_EQ(r.sector_antenna(0).pattern, AntennaPattern::omnidirectional);
    EXPECT_EQ(r.sector_antenna(0).gain_dbi, 11.0);
  }
  for (const char* name : {"3gpp-38901", "", "定向", "sector"}) {
    const auto r = one("azimuth_deg,pattern", "90," + std::string(name));
    EXPECT_EQ(r.errors(), "") << name;
    EXPECT_EQ(r.sector_antenna(0).pattern, AntennaPattern::sector);
    EXPECT_EQ(r.sector_antenna(0).gain_dbi, 17.0);
  }
  EXPECT_THAT(one("azimuth_deg,pattern", "0,kathrein.msi").errors(),
              HasSubstr("field pattern: \"kathrein.msi\" is no known antenna pattern (expected "
                        "3gpp-38901 (or sector, 定向), omni"));
  EXPECT_THAT(one("azimuth_deg", "").errors(), HasSubstr("field azimuth_deg: is missing"));
}

// n78 is unpaired, B3 is not; a pattern of the row goes before both.
TEST_F(SiteColumns, SymbolsAndLayersFollowTheBandAndTheRow) {
  const auto usual = one("azimuth_deg,band", "0,n78").network.cells.at(0);
  EXPECT_NEAR(usual.symbols.downlink, 52.0 / 70.0, 1e-12);
  EXPECT_NEAR(usual.symbols.uplink, 16.0 / 70.0, 1e-12);
  EXPECT_EQ(usual.layers, 4);
  EXPECT_FALSE(usual.uplink_load);
  const auto paired = one("azimuth_deg,band", "0,B3", "LTE").network.cells.at(0);
  EXPECT_EQ(paired.symbols, radio::SymbolShares{});
  EXPECT_EQ(paired.layers, 2);
  const auto stated = one("azimuth_deg,band,帧结构,流数,上行负荷,馈线损耗,power_dbm",
                          "0,B41,SA1/SSP7,1,0.25,0.5,46", "LTE")
                          .network.cells.at(0);
  EXPECT_NEAR(stated.symbols.downlink, (4.0 * 14.0 + 2.0 * 10.0) / 140.0, 1e-12);
  EXPECT_EQ(stated.layers, 1);
  EXPECT_EQ(stated.uplink_load, 0.25);
  EXPECT_EQ(stated.feeder_loss_db, 0.5);
  EXPECT_EQ(stated.power_dbm, 45.5);
  EXPECT_THAT(one("azimuth_deg,tdd_pattern", "0,SA9").errors(),
              HasSubstr("field tdd_pattern: \"SA9\" is no TDD pattern (expected FDD; slots"));
}

TEST_F(SiteColumns, RangesAreChecked) {
  for (const auto& [column, value] : {std::pair{"height_m", "0"},
                                      {"azimuth_deg", "361"},
                                      {"tilt_deg", "91"},
                                      {"frequency_mhz", "1.8"},
                                      {"bandwidth_mhz", "0"},
                                      {"power_dbm", "71"},
                                      {"power_w", "0"},
                                      {"gain_dbi", "60"},
                                      {"horizontal_beamwidth_deg", "0"},
                                      {"load", "50"},
                                      {"ul_load", "50"},
                                      {"mimo_layers", "9"},
                                      {"arfcn", "1.5"}}) {
    const auto r = read("site_id,cell_id,lon,lat,technology," + std::string(column) +
                        "\nS,C,117,35,NR," + value + "\n");
    EXPECT_THAT(r.errors(), HasSubstr("feature line 2: field " + std::string(column) + ": is"));
  }
}

TEST_F(SiteColumns, DefaultsStandInAndAreSaid) {
  const std::string table =
      "site_id,cell_id,lon,lat,technology,azimuth_deg,height_m\n"
      "S,1,117,35,LTE,0,40\nS,2,117,35,NR,120,\n";
  EXPECT_THAT(read(table).errors(), HasSubstr("field height_m: is empty"));
  auto from = section(write("t.csv", table));
  from.site_defaults.height_m = 25.0;
  from.site_defaults.tilt_deg = 4.0;
  const auto r = read(from);
  EXPECT_EQ(r.errors(), "");
  EXPECT_EQ(r.sector(0).height_m, 40.0);
  EXPECT_EQ(r.sector(1).height_m, 25.0);
  EXPECT_EQ(r.tilt_deg(1), 4.0);
  EXPECT_THAT(
      r.warnings(),
      HasSubstr("assumed: antenna gain 17 dBi (2 cells); antenna height 25 m (1 cell); "
                "bandwidth 100 MHz (1 cell); bandwidth 20 MHz (1 cell); frequency 1800 MHz "
                "for LTE (1 cell); frequency 3500 MHz for NR (1 cell); power 46 dBm for LTE "
                "(1 cell); power 53 dBm for NR (1 cell); tilt 4° (2 cells)"));
}

TEST_F(SiteColumns, TheFirstTwentyErrorsOfAFieldAreListed) {
  std::string table = "site_id,cell_id,lon,lat,height_m,technology\n";
  for (int i = 0; i < 30; ++i) table += "S," + std::to_string(i) + ",117,35,30,NR\n";
  const auto r = read(table);
  EXPECT_THAT(r.findings.errors(), SizeIs(21));
  EXPECT_THAT(r.errors(), HasSubstr("field azimuth_deg: and 10 more problems of this field"));
}

}  // namespace
}  // namespace gigacity::apps
