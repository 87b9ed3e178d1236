// SPDX-License-Identifier: Apache-2.0
// Tables that are broken as text, or whose figures cannot be.
#include "tests/e2e/bad_layers.hpp"

namespace gigacity::test {
namespace {

using std::filesystem::path;

const std::string header = "site_id,cell_id,lon,lat,technology,height_m,azimuth_deg\n";
const std::string row = "S1,C1,116.95,35.40,NR,30,0\n";

BadLayer bad_sites(const std::string& name, const std::string& text, std::vector<std::string> said,
                   Ending ending = Ending::refused) {
  said.push_back("s.csv");
  return {name, [=](const path& f) { return as_sites(written(f, "s.csv", text)); }, std::move(said),
          ending};
}

std::string separated_by(char separator, std::string text) {
  for (char& c : text)
    if (c == ',') c = separator;
  return text;
}

std::vector<BadLayer> bad_csvs() {
  using namespace std::string_literals;
  std::string endless;
  endless.resize(11'000'000, 'S');  // longer than OGR takes a line to be
  return {
      bad_sites("NoHeader", row, {"has no coordinate columns", "S1, C1"}),
      bad_sites("OnlyAHeader", header, {"holds no feature"}),
      bad_sites("OneColumn", "sites\nS1\n", {"separated by"}),
      bad_sites("SeparatedByBars", separated_by('|', header + row), {"separated by"}),
      bad_sites("RowTooLong", header + row + "S2,C2,116.95,35.40,NR,30,0,7,8\n",
                {"line 3", "9 values", "7 columns"}),
      bad_sites("RowTooShort", header + row + "S2,C2,116.95\n",
                {"fewer values", "lines 3", "no coordinates (line 3)"}, Ending::warned),
      bad_sites("QuoteNeverClosed", header + "S1,\"C1,116.95,35.40,NR,30,0\n" + row,
                {"line 2", "quotation mark", "never closed"}),
      bad_sites("ZeroBytes", header + "S1,C1,116.95,35.40,NR,3\0000,0\n"s, {"zero byte"}),
      bad_sites("ZeroBytesAtTheEnd", header + row + std::string(600, '\0') + "\n", {"zero byte"}),
      bad_sites("LineWithoutEnd", header + endless + row, {"Maximum number of characters"}),
      bad_sites("CommaAsDecimalPoint", separated_by(';', header) + "S1;C1;116,95;35,40;NR;30;0\n",
                {"line 2", "116,95", "'.' as the decimal point"}),
      bad_sites("DegreesMinutesSeconds", header + "S1,C1,116°57'00,35°24'00,NR,30,0\n",
                {"line 2", "116°57'00", "expected a coordinate"}),
      bad_sites("LatitudeFirst", header + "S1,C1,35.40,116.95,NR,30,0\n", {"line 2", "swapped"}),
      bad_sites("AtZeroZero", header + row + "S2,C2,0,0,NR,30,0\n",
                {"1 feature left out: outside the area (line 3)"}, Ending::warned),
      bad_sites("TwoColumnsOfOneName",
                "site_id,cell_id,lon,lat,technology,height_m,height_m,azimuth_deg\n"
                "S1,C1,116.95,35.40,NR,30,90,0\n",
                {"height_m", "2 columns"}),
      bad_sites("TwoColumnsOfLongitude",
                "site_id,cell_id,lon,lon,lat,technology,height_m,azimuth_deg\n"
                "S1,C1,116.95,117.5,35.40,NR,30,0\n",
                {"lon", "2 columns"}),
      bad_sites("SameIdTwice", header + row + row, {"line 3", "cell_id", "'C1'", "line 2"}),
      bad_sites("IdMissing", header + "S1,,116.95,35.40,NR,30,0\n",
                {"line 2", "cell_id", "is empty"}),
      bad_sites("AnotherUnitInTheValue", header + "S1,C1,116.95,35.40,NR,30ft,0\n",
                {"line 2", "height_m", "'30ft'", "expected a number"}),
      bad_sites("Hexadecimal", header + "S1,C1,116.95,35.40,NR,0x1E,0\n",
                {"line 2", "height_m", "'0x1E'"}),
      bad_sites("Infinite", header + "S1,C1,116.95,35.40,NR,inf,0\n",
                {"line 2", "height_m", "inf"}),
      bad_sites("CellsOfASiteFarApart", header + row + "S1,C2,116.96,35.41,NR,30,0\n",
                {"line 3", "S1", "100 m apart"}),
      bad_sites("WktCutOff",
                "site_id,cell_id,wkt,technology,height_m,azimuth_deg\n"
                "S1,C1,\"POINT(116.95\",NR,30,0\n",
                {"no geometry (line 2)"}),
      bad_sites("NeitherUtf8NorGbk", header + row + "S\xFF\xFE,C2,116.95,35.40,NR,30,0\n",
                {"s.csv:3:1", "neither UTF-8 nor GBK"}),
  };
}

class BadCsv : public BadLayers {};

TEST_P(BadCsv, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadCsv, testing::ValuesIn(bad_csvs()), name_of_case);

BadLayer bad_population(const std::string& name, const std::string& text,
                        std::vector<std::string> said, Ending ending = Ending::refused) {
  said.push_back("p.csv");
  return {name, [=](const path& f) { return as_population(written(f, "p.csv", text)); },
          std::move(said), ending};
}

BadLayer bad_olts(const std::string& name, const std::string& text, std::vector<std::string> said) {
  said.push_back("o.csv");
  return {name, [=](const path& f) { return as_olts(written(f, "o.csv", text)); }, std::move(said)};
}

BadLayer bad_boxes(const std::string& name, const std::string& text,
                   std::vector<std::string> said) {
  said.push_back("x.csv");
  return {name, [=](const path& f) { return as_boxes(written(f, "x.csv", text)); },
          std::move(said)};
}

std::vector<BadLayer> bad_figures() {
  return {
      bad_population("UnitThatIsNotThere", "name,residents\nAtlantis,5\n",
                     {"none of its 1 rows", "county", "'Demo County'"}),
      bad_population("UnitTwice", "name,residents\nDemo County,5\nDemo County,6\n",
                     {"line 3", "Demo County", "twice"}),
      bad_population("FewerThanNobody", "name,residents\nDemo County,-5\n",
                     {"line 2", "residents", "-5"}),
      bad_population("MoreThanTheEarthBears", "name,residents\nDemo County,1e300\n",
                     {"line 2", "residents", "1e"}),
      bad_population("ResidentsInWords", "name,residents\nDemo County,many\n",
                     {"line 2", "residents", "'many'"}),
      bad_population("ResidentsNotANumber", "name,residents\nDemo County,nan\n",
                     {"line 2", "residents", "nan"}),
      bad_population("NoResidents", "a,b\n1,2\n", {"residents", "a, b"}),
      bad_population("NoUnits", "residents,year\n5,2020\n", {"none of its 1 rows", "code or name"}),
      bad_population("SomeUnitsThatAreNotThere", "name,residents\nDemo County,5\nAtlantis,6\n",
                     {"1 feature left out", "(line 3)"}, Ending::warned),
      bad_population("NoRows", "name,residents\n", {"holds no row"}),
      bad_olts("PonClassThatNobodyKnows", "id,lon,lat,ports,pon_class\nO,116.95,35.4,4,zz\n",
               {"line 2", "\"zz\"", "xgs-pon-n1"}),
      bad_olts("FewerThanNoPorts", "id,lon,lat,ports\nO,116.95,35.4,-4\n",
               {"line 2", "ports", "-4"}),
      bad_olts("HalfAPort", "id,lon,lat,ports\nO,116.95,35.4,4.5\n",
               {"line 2", "ports", "4.5", "whole number"}),
      bad_olts("OltTwice", "id,lon,lat,ports\nO,116.95,35.4,4\nO,116.95,35.4,4\n",
               {"line 3", "'O'", "line 2"}),
      bad_boxes("BoxOfNoOlt", "id,lon,lat,capacity,olt\nB,116.95,35.4,16,NOPE\n",
                {"line 2", "fed_by", "NOPE"}),
      bad_boxes("BoxWithoutEnd", "id,lon,lat,capacity\nB,116.95,35.4,1e20\n",
                {"line 2", "capacity", "1e20"}),
      bad_boxes("BoxWithoutCapacity", "id,lon,lat\nB,116.95,35.4\n", {"capacity"}),
  };
}

class BadFigures : public BadLayers {};

TEST_P(BadFigures, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadFigures, testing::ValuesIn(bad_figures()), name_of_case);

}  // namespace
}  // namespace gigacity::test
