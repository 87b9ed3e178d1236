// SPDX-License-Identifier: Apache-2.0
// Sites as OpenCellID and ANFR publish them. The French tables here are written in the documented
// layout, with systems, blocks and heights as they occur; no real file is at hand.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/sites_support.hpp"

namespace gigacity::apps {
namespace {

using propagation::AntennaPattern;
using radio::Technology;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::int64_t cells_of_enb = 256;

class OpenCellId : public SitesTest {
 protected:
  OpenCellId() {
    m_crs = geo::Crs("EPSG:32632");
    m_area = {600'000.0, 5'200'000.0, 800'000.0, 5'500'000.0};
  }
  /// A record of the cell `identity` of 262-1, `east_m` and `north_m` off a point in Munich.
  std::string record(const std::string& radio, std::int64_t identity, double east_m, double north_m,
                     int area = 7, int samples = 1) const {
    const geo::Projection projection(m_crs);
    const auto at = projection.to_geo({690'000.0 + east_m, 5'335'000.0 + north_m});
    return radio + ",262,1," + std::to_string(area) + "," + std::to_string(identity) + ",0," +
           std::to_string(at.lon_deg) + "," + std::to_string(at.lat_deg) + ",1000," +
           std::to_string(samples) + ",1,1459813456,1478192088,0\n";
  }
  const std::string m_header =
      "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,"
      "averageSignal\n";
};

// eNB 100: cells 0, 1, 2 heard 1 km to the north, east and west-southwest of the site.
TEST_F(OpenCellId, SitesAreStationsAndCellsLookWhereTheyAreHeard) {
  const std::string table = record("LTE", 100 * cells_of_enb, 0, 1000) +
                            record("LTE", 100 * cells_of_enb + 1, 1000, -500) +
                            record("LTE", 100 * cells_of_enb + 2, -1000, -500) +
                            record("LTE", 200 * cells_of_enb + 1, 3000, 0) +
                            record("NR", 300 * std::int64_t{4096} + 5, 6000, 0) +
                            record("GSM", 7, 0, 0) + record("UMTS", 7'000'000, 0, 0);
  for (const bool with_header : {true, false}) {
    const auto r =
        read(section(write("262.csv", (with_header ? m_header : "") + table), "opencellid"));
    ASSERT_EQ(r.errors(), "");
    ASSERT_THAT(r.network.cells, SizeIs(5));
    ASSERT_THAT(r.network.sites, SizeIs(3));
    EXPECT_EQ(r.skipped("GSM is not simulated"), 1);
    EXPECT_EQ(r.skipped("UMTS is not simulated"), 1);
    EXPECT_EQ(r.site(0).id, "262-1-eNB100");
    EXPECT_EQ(r.site(0).operator_name, "262-1");
    EXPECT_NEAR(r.site(0).point.x_m, 690'000.0, 0.2);
    EXPECT_NEAR(r.site(0).point.y_m, 5'335'000.0, 0.2);
    EXPECT_EQ(r.network.cells[0].id, "262-1-25600");
    EXPECT_NEAR(r.sector(0).azimuth_deg, 0.0, 0.02);
    EXPECT_NEAR(r.sector(1).azimuth_deg, 90.0 + 26.565, 0.02);
    EXPECT_NEAR(r.sector(2).azimuth_deg, 270.0 - 26.565, 0.02);
    EXPECT_EQ(r.site(3).id, "262-1-eNB200");
    EXPECT_EQ(r.sector_antenna(3).pattern, AntennaPattern::omnidirectional);
    EXPECT_EQ(r.site(4).id, "262-1-gNB300");
    EXPECT_EQ(r.network.cells[4].technology, Technology::nr);
    EXPECT_EQ(r.sector(4).height_m, 30.0);
    EXPECT_EQ(r.tilt_deg(4), 6.0);
    EXPECT_THAT(
        r.warnings(),
        HasSubstr("azimuth from the site towards where the cell was heard (3 cells); azimuth "
                  "none, omnidirectional (2 cells); bandwidth 100 MHz (1 cell); bandwidth 20 MHz "
                  "(4 cells); frequency 1800 MHz for LTE (4 cells)"));
    EXPECT_THAT(r.warnings(), HasSubstr("antenna height 30 m (5 cells)"));
    EXPECT_THAT(r.warnings(),
                HasSubstr("position the mean of where a site's cells were heard (5 cells)"));
  }
}

// A cell that moved between tracking areas has a record in each.
TEST_F(OpenCellId, RecordsOfOneCellAreJoinedByTheirSamples) {
  const auto r = read(section(write("262.csv", m_header + record("LTE", 25'600, 0, 0, 1, 30) +
                                                   record("LTE", 25'600, 400, 0, 2, 10)),
                              "opencellid"));
  ASSERT_THAT(r.network.cells, SizeIs(1));
  EXPECT_NEAR(r.site(0).point.x_m, 690'100.0, 0.2);
  EXPECT_EQ(r.skipped("another record of the same cell, joined with the first"), 1);
}

TEST_F(OpenCellId, IdentitiesThatCannotBeAreSkipped) {
  const auto r = read(section(
      write("262.csv", m_header + record("LTE", 25'600, 0, 0) + record("LTE", 2'147'483'647, 0, 0) +
                           record("LTE", 5, 0, 0) + record("NR", 68'719'476'736, 0, 0)),
      "opencellid"));
  EXPECT_THAT(r.network.cells, SizeIs(1));
  EXPECT_EQ(r.skipped("a cell id that LTE cannot have"), 2);
  EXPECT_EQ(r.skipped("a cell id that NR cannot have"), 1);
}

TEST_F(OpenCellId, ASiteStandsInTheAreaOrNot) {
  m_area = {600'000.0, 5'200'000.0, 690'000.0, 5'500'000.0};
  const auto r = read(
      section(write("262.csv", m_header + record("LTE", 25'600, -900, 0) +
                                   record("LTE", 25'601, 500, 0) + record("LTE", 51'200, 100, 0)),
              "opencellid"));
  EXPECT_THAT(r.network.cells, SizeIs(2));  // the mean of the first two lies inside
  EXPECT_EQ(r.skipped("outside the area"), 1);
}

// The extract of Munich has neither radio nor area. Counted with awk: 507 identities below 2^16, 1723
// records of 1610 identities and 723 eNBs below 2^28, one above.
TEST_F(OpenCellId, Munich) {
  const std::string table =
      GIGACITY_SOURCE_DIR "/../shared/realdata/cell_sites/opencellid_munich.csv";
  if (!std::filesystem::exists(table)) GTEST_SKIP() << table << " is not here";
  const auto r = read(section(table, "opencellid"));
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.network.cells, SizeIs(1611));
  EXPECT_THAT(r.network.sites, SizeIs(724));
  EXPECT_EQ(r.skipped("a cell id of GSM or UMTS, or none"), 507);
  EXPECT_EQ(r.skipped("another record of the same cell, joined with the first"), 113);
  std::map<Technology, int> cells;
  for (const auto& cell : r.network.cells) ++cells[cell.technology];
  EXPECT_EQ(cells[Technology::lte], 1610);
  EXPECT_EQ(cells[Technology::nr], 1);
  EXPECT_THAT(r.warnings(), HasSubstr("technology LTE by the size of the cell id (1610 cells)"));
}

class Anfr : public SitesTest {
 protected:
  Anfr() {
    m_crs = geo::Crs("EPSG:32631");
    m_area = {440'000.0, 5'400'000.0, 460'000.0, 5'420'000.0};  // Paris
  }
  /// The same network from either export.
  static void expect_network(const SitesReading& r) {
    ASSERT_EQ(r.errors(), "");
    ASSERT_THAT(r.network.sites, SizeIs(2));
    ASSERT_THAT(r.network.cells, SizeIs(5));
    std::map<double, const radio::Cell*> by_frequency;
    for (const auto& cell : r.network.cells) by_frequency[cell.frequency_mhz] = &cell;
    // Orange's downlink in the 1800 MHz band, 1805 to 1825 MHz; the uplink's block is not a cell.
    ASSERT_TRUE(by_frequency.contains(1815.0));
    EXPECT_EQ(by_frequency[1815.0]->technology, Technology::lte);
    EXPECT_EQ(by_frequency[1815.0]->bandwidth_mhz, 20.0);
    const auto& sector = r.network.sectors[static_cast<std::size_t>(by_frequency[1815.0]->sector)];
    EXPECT_EQ(sector.azimuth_deg, 120.0);
    EXPECT_EQ(sector.height_m, 29.5);  // "29,5"
    EXPECT_EQ(std::get<propagation::SectorAntenna>(sector.antenna).pattern, AntennaPattern::sector);
    const auto& site = r.network.sites[static_cast<std::size_t>(sector.site)];
    EXPECT_EQ(site.id, "100001-ORANGE");
    EXPECT_NEAR(site.point.x_m, 451'934.87, 0.5);  // cs2cs
    EXPECT_NEAR(site.point.y_m, 5'411'821.92, 0.5);
    // 2154,9 to 2169,7 MHz is 14.8 MHz wide: a channel of 15.
    ASSERT_TRUE(by_frequency.contains(0.5 * (2154.9 + 2169.7)));
    EXPECT_EQ(by_frequency[0.5 * (2154.9 + 2169.7)]->bandwidth_mhz, 15.0);
    // 5G: 3.71 to 3.8 GHz.
    ASSERT_TRUE(by_frequency.contains(3755.0));
    EXPECT_EQ(by_frequency[3755.0]->technology, Technology::nr);
    EXPECT_EQ(by_frequency[3755.0]->bandwidth_mhz, 90.0);
    // No block is given: the centre of B20.
    ASSERT_TRUE(by_frequency.contains(806.0));
    // SFR's omnidirectional antenna, without a height.
    ASSERT_TRUE(by_frequency.contains(1835.0));
    const auto& omni = r.network.sectors[static_cast<std::size_t>(by_frequency[1835.0]->sector)];
    EXPECT_EQ(std::get<propagation::SectorAntenna>(omni.antenna).pattern,
              AntennaPattern::omnidirectional);
    EXPECT_EQ(omni.height_m, 30.0);
    EXPECT_EQ(r.skipped("GSM is not simulated"), 1);
    EXPECT_EQ(r.skipped("FH is not simulated"), 1);
    EXPECT_EQ(r.skipped("not in service yet"), 1);
    EXPECT_EQ(r.skipped("outside the area"), 1);
    EXPECT_THAT(r.warnings(), HasSubstr("carrier the widest channel in the middle of the "
                                        "authorised block (4 cells)"));
    EXPECT_THAT(r.warnings(), HasSubstr("antenna height 30 m (1 cell)"));
    EXPECT_THAT(r.warnings(), HasSubstr("tilt 6° (5 cells)"));
  }

  const std::string m_supports =
      "Numéro du support;Longitude;Latitude;Position;INSEE;Lieu-dit;Adresse;Code Postal;Commune;"
      "Nature support;Hauteur;Propriétaire\n"
      "100001;2.344722;48.8575;2°20'41\"E 48°51'27\"N;75101;;1 "
      "RUE;75001;PARIS;Immeuble;31;Particulier\n"
      "100002;2,3600;48,8600;;75103;;2 RUE;75003;PARIS;Immeuble;25;Particulier\n"
      "100003;5.3700;43.3000;;13201;;3 RUE;13001;MARSEILLE;Immeuble;25;Particulier\n";
  const std::string m_antennas =
      "Numéro de support;Numéro Cartoradio;Numéro de Station;Date de mise en service;Exploitant;"
      "Type service;Type d'antenne;Numéro d'antenne;Dimension;Directivité;Azimut;Hauteur / sol;"
      "Système;Début;Fin;Unité\n"
      "100001;1;0750001;01/07/2019;ORANGE;TEL MOBILE;Panneau;11;2;Directif;120;29,5;LTE "
      "1800;1710;1730;MHz\n"
      "100001;1;0750001;01/07/2019;ORANGE;TEL MOBILE;Panneau;11;2;Directif;120;29,5;LTE "
      "1800;1805;1825;MHz\n"
      "100001;1;0750001;01/07/2019;ORANGE;TEL MOBILE;Panneau;11;2;Directif;120;29,5;LTE "
      "2100;1964,9;1979,7;MHz\n"
      "100001;1;0750001;01/07/2019;ORANGE;TEL MOBILE;Panneau;11;2;Directif;120;29,5;LTE "
      "2100;2154,9;2169,7;MHz\n"
      "100001;1;0750001;01/07/2019;ORANGE;TEL MOBILE;Panneau;11;2;Directif;120;29,5;GSM "
      "900;925;935;MHz\n"
      "100001;1;0750001;15/12/2020;ORANGE;TEL MOBILE;Panneau;12;1;Directif;0;30;5G NR "
      "3500;3.71;3.8;GHz\n"
      "100001;1;0750001;;ORANGE;TEL MOBILE;Panneau;12;1;Directif;0;30;LTE 2600;2635;2655;MHz\n"
      "100001;1;0750001;01/07/2019;ORANGE;TEL MOBILE;Panneau;12;1;Directif;0;30;LTE 800;;;\n"
      "100001;1;0750001;01/07/2019;ORANGE;FH;Parabole;13;0,6;Directif;45;28;FH;23;23.1;GHz\n"
      "100002;2;0750002;01/03/2021;SFR;TEL MOBILE;Tube;21;1;Omnidirectif;0;;LTE "
      "1800;1825;1845;MHz\n"
      "100003;3;0130001;01/03/2021;SFR;TEL MOBILE;Panneau;31;1;Directif;0;20;LTE "
      "1800;1825;1845;MHz\n";
};

TEST_F(Anfr, ReadsTheExportOfCartoradio) {
  write("export/Sites_Cartoradio.csv", m_supports);
  write("export/Antennes_Emetteurs_Bandes_Cartoradio.csv", m_antennas);
  expect_network(read(section((m_folder / "export").string(), "anfr")));
}

/// Text whose characters are all in Latin-1, in it.
std::string in_latin_1(const std::string& utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    out += byte < 0x80
               ? utf8[i]
               : static_cast<char>((byte << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
  }
  return out;
}

TEST_F(Anfr, ReadsItInLatin1AsItIsPublished) {
  write("export/Sites_Cartoradio.csv", in_latin_1(m_supports));
  write("export/Antennes_Emetteurs_Bandes_Cartoradio.csv", in_latin_1(m_antennas));
  expect_network(read(section((m_folder / "export").string(), "anfr")));
}

TEST_F(Anfr, ReadsItInAnArchive) {
  write("export/Sites_Cartoradio.csv", "\xEF\xBB\xBF" + m_supports);
  write("export/Antennes_Emetteurs_Bandes_Cartoradio.csv", "\xEF\xBB\xBF" + m_antennas);
  const auto zip = "cd " + m_folder.string() + " && zip -q -r export.zip export";
  ASSERT_EQ(std::system(zip.c_str()), 0);  // NOLINT: a fixed command
  expect_network(read(section((m_folder / "export.zip").string(), "anfr")));
}

TEST_F(Anfr, ReadsTheOpenData) {
  write("data/SUP_SUPPORT.txt",
        "SUP_ID;STA_NM_ANFR;NAT_ID;COR_NB_DG_LAT;COR_NB_MN_LAT;COR_NB_SC_LAT;COR_CD_NS_LAT;"
        "COR_NB_DG_LON;COR_NB_MN_LON;COR_NB_SC_LON;COR_CD_EW_LON;SUP_NM_HAUT;TPO_ID\n"
        "100001;0750001;21;48;51;27;N;2;20;41;E;31;30\n"
        "100001;0750009;21;48;51;27;N;2;20;41;E;31;30\n"
        "100002;0750002;21;48;51;36;N;2;21;36;E;25;30\n"
        "100003;0130001;21;43;18;0;N;5;22;12;E;25;30\n");
  write("data/SUP_STATION.txt",
        "STA_NM_ANFR;ADM_ID;DEM_NM_COMSIS;DTE_IMPLANTATION;DTE_MODIF;DTE_EN_SERVICE\n"
        "0750001;23;1;01/01/2019;01/01/2019;01/07/2019\n0750002;137;2;;;\n0130001;137;3;;;\n");
  write("data/SUP_EXPLOITANT.txt", "ADM_ID;ADM_LB_NOM\n23;ORANGE\n137;SFR\n");
  write("data/SUP_ANTENNE.txt",
        "STA_NM_ANFR;AER_ID;TAE_ID;AER_NB_DIMENSION;AER_FG_RAYON;AER_NB_AZIMUT;AER_NB_ALT_BAS;"
        "SUP_ID\n"
        "0750001;11;19;2,0;D;120,0;29,5;100001\n0750001;12;19;1,0;D;0,0;30,0;100001\n"
        "0750001;13;17;0,6;D;45,0;28,0;100001\n0750002;21;40;1,0;N;;;100002\n"
        "0130001;31;19;1,0;D;0,0;20,0;100003\n");
  write("data/SUP_EMETTEUR.txt",
        "EMR_ID;EMR_LB_SYSTEME;STA_NM_ANFR;AER_ID;EMR_DT_SERVICE\n"
        "1;LTE 1800;0750001;11;01/07/2019\n2;LTE 2100;0750001;11;01/07/2019\n"
        "3;GSM 900;0750001;11;01/07/2019\n4;5G NR 3500;0750001;12;15/12/2020\n"
        "5;LTE 2600;0750001;12;\n6;LTE 800;0750001;12;01/07/2019\n7;FH;0750001;13;01/07/2019\n"
        "8;LTE 1800;0750002;21;01/03/2021\n9;LTE 1800;0130001;31;01/03/2021\n");
  write("data/SUP_BANDE.txt",
        "STA_NM_ANFR;BAN_ID;EMR_ID;BAN_NB_F_DEB;BAN_NB_F_FIN;BAN_FG_UNITE\n"
        "0750001;1;1;1710;1730;M\n0750001;2;1;1805;1825;M\n0750001;3;2;1964,9;1979,7;M\n"
        "0750001;4;2;2154,9;2169,7;M\n0750001;5;3;925;935;M\n0750001;6;4;3,71;3,8;G\n"
        "0750001;7;5;2635;2655;M\n0750001;8;7;23;23,1;G\n0750002;9;8;1825;1845;M\n"
        "0130001;10;9;1825;1845;M\n");
  expect_network(read(section((m_folder / "data").string(), "anfr")));
}

TEST_F(Anfr, SaysWhatIsMissing) {
  write("export/Sites_Cartoradio.csv", m_supports);
  EXPECT_THAT(read(section((m_folder / "export").string(), "anfr")).errors(),
              HasSubstr("holds neither export of ANFR; its files are Sites_Cartoradio.csv (give a "
                        "folder or zip with"));
  EXPECT_THAT(read(section((m_folder / "nowhere").string(), "anfr")).errors(),
              HasSubstr("its files are none"));
  write("export/Antennes_Emetteurs_Bandes_Cartoradio.csv", "Numéro de support;Azimut\n100001;0\n");
  EXPECT_THAT(read(section((m_folder / "export").string(), "anfr")).errors(),
              HasSubstr("has no field system or Système"));
}

TEST_F(Anfr, ReportsValuesThatAreNone) {
  write("export/Sites_Cartoradio.csv", m_supports);
  write("export/Antennes_Emetteurs_Bandes_Cartoradio.csv",
        "Numéro de support;Exploitant;Azimut;Hauteur / sol;Système;Début;Fin;Unité\n"
        "100001;SFR;400;30;LTE 1800;1825;1845;MHz\n"
        "100001;SFR;40;haut;LTE 800;791;x;MHz\n");
  const auto errors = read(section((m_folder / "export").string(), "anfr")).errors();
  EXPECT_THAT(errors,
              HasSubstr("feature line 2: field azimuth: is '400'; expected degrees from 0"));
  EXPECT_THAT(errors, HasSubstr("feature line 3: field height: is 'haut'; expected metres"));
  EXPECT_THAT(errors, HasSubstr("field block_high: '791' to 'x' is no block of spectrum"));
}

}  // namespace
}  // namespace gigacity::apps
