// SPDX-License-Identifier: Apache-2.0
// Broken input, as a planner meets it: each case with what the program must say and how it must
// end. The bundled city is the base; one thing at a time is broken with --set or with a layer
// written for the case.
#include <algorithm>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;

constexpr int input_at_fault = 1;
constexpr int usage_at_fault = 2;

const std::string demo = GIGACITY_SOURCE_DIR "/data/demo/";

struct BadInput {
  std::string name;
  /// Writes what the case needs into the folder and returns the arguments after `validate`.
  std::function<std::vector<std::string>(const std::filesystem::path& folder)> arguments;
  int exit_code = input_at_fault;
  std::vector<std::string> said;  ///< each stands in what the program prints on stderr
};

/// How GoogleTest names the case; the function's name is GoogleTest's.
// NOLINTNEXTLINE(readability-identifier-naming)
void PrintTo(const BadInput& input, std::ostream* out) {
  *out << input.name;
}

std::vector<std::string> demo_with(const std::string& override) {
  return {demo + "scenario.toml", "--set", override};
}

std::string quoted(const std::filesystem::path& file) {
  return "\"" + file.string() + "\"";
}

/// A sites table of one good row, with one column's value replaced, or a column more.
std::filesystem::path one_cell(const std::filesystem::path& folder, const std::string& column,
                               const std::string& value) {
  std::vector<std::pair<std::string, std::string>> row{
      {"site_id", "S1"},    {"lon", "116.95"},         {"lat", "35.40"},
      {"height_m", "30"},   {"cell_id", "S1-1"},       {"technology", "NR"},
      {"azimuth_deg", "0"}, {"frequency_mhz", "3500"}, {"bandwidth_mhz", "100"},
      {"power_dbm", "53"}};
  if (std::ranges::none_of(row, [&](const auto& usual) { return usual.first == column; }))
    row.emplace_back(column, value);
  std::string header;
  std::string values;
  for (auto& [name, usual] : row) {
    header += (header.empty() ? "" : ",") + name;
    values += (values.empty() ? "" : ",") + (name == column ? value : usual);
  }
  write_text(folder / "sites.csv", header + "\n" + values + "\n");
  return folder / "sites.csv";
}

/// A case in which one value of the sites table is wrong.
BadInput bad_cell(const std::string& name, const std::string& column, const std::string& value,
                  std::vector<std::string> said) {
  said.push_back("sites.csv");
  return {name,
          [=](const auto& folder) {
            return demo_with("radio.sites.source=" + quoted(one_cell(folder, column, value)));
          },
          input_at_fault, std::move(said)};
}

BadInput bad_key(const std::string& name, const std::string& override,
                 std::vector<std::string> said) {
  return {name, [=](const auto&) { return demo_with(override); }, input_at_fault, std::move(said)};
}

void run_or_throw(const std::vector<std::string>& arguments) {
  const auto result = run_command(arguments);
  if (result.exit_code != 0) throw std::runtime_error(arguments.front() + ": " + result.err);
}

std::vector<BadInput> bad_inputs() {
  return {
      {"NoScenarioNamed",
       [](const auto&) { return std::vector<std::string>{}; },
       usage_at_fault,
       {"SCENARIO"}},
      {"ScenarioMissing",
       [](const auto& f) { return std::vector<std::string>{f / "nowhere.toml"}; },
       input_at_fault,
       {"nowhere.toml"}},
      {"ScenarioIsNotToml",
       [](const auto& f) {
         write_text(f / "broken.toml", "schema = 1\n[scenario\nname = 1\n");
         return std::vector<std::string>{f / "broken.toml"};
       },
       input_at_fault,
       {"broken.toml:2"}},
      {"ScenarioIsEmpty",
       [](const auto& f) {
         write_text(f / "empty.toml", "");
         return std::vector<std::string>{f / "empty.toml"};
       },
       input_at_fault,
       {"scenario", "terrain", "admin"}},
      {"SchemaOfTheFuture",
       [](const auto&) { return demo_with("schema=2"); },
       input_at_fault,
       {"schema", "1"}},
      bad_key("UnknownKeyWithItsNearest", "radio.radius_kms=3", {"radius_kms", "radius_km"}),
      bad_key("UnknownSection", "radoi.radius_km=3", {"radoi", "radio"}),
      bad_key("WrongTypeOfValue", "radio.radius_km=\"far\"", {"radius_km", "number"}),
      bad_key("ResolutionZero", "area.resolution_m=0", {"resolution_m"}),
      bad_key("ResolutionNegative", "area.resolution_m=-10", {"resolution_m"}),
      bad_key("RadiusNegative", "radio.radius_km=-1", {"radius_km"}),
      bad_key("UnknownModel", "radio.model=\"3gpp-38902\"", {"3gpp-38902", "3gpp-38901"}),
      bad_key("UnknownCriteria", "scenario.criteria=\"cn-gigabit-city-2032\"",
              {"cn-gigabit-city-2032", "cn-gigabit-city-2023"}),
      bad_key("UnknownPonClass", "fibre.pon_class=\"xgspon-n1\"", {"xgspon-n1", "xgs-pon-n1"}),
      bad_key("UnknownDeclaredFigure", "subscribers.broadband_user=3",
              {"broadband_user", "broadband_users"}),
      bad_key("MissingFile", "terrain.source=\"terrian.tif\"", {"terrian.tif", "terrain.tif"}),
      bad_key("MissingLayerFile", "buildings.source=\"nowhere.gpkg\"",
              {"nowhere.gpkg", "buildings"}),
      bad_key("MissingLayer", "buildings.layer=\"bildings\"", {"bildings", "buildings"}),
      bad_key("WrongField", "buildings.fields={height_m=\"hieght_m\"}", {"hieght_m", "height_m"}),
      bad_key("FieldWeDoNotKnow", "buildings.fields={hight_m=\"height_m\"}",
              {"hight_m", "height_m"}),
      bad_key("WhereIsNotSql", "buildings.where=\"height_m >>> 3\"",
              {"buildings", "height_m >>> 3"}),
      bad_key("EmptyLayer", "buildings.where=\"1 = 0\"", {"buildings", "no feature"}),
      bad_key("LayerOfTheWrongKind", "roads.layer=\"buildings\"", {"roads", "line"}),
      bad_key("GeographicWorkingCrs", "area.crs=\"EPSG:4326\"", {"EPSG:4326", "projected"}),
      bad_key("WebMercatorAsWorkingCrs", "area.crs=\"EPSG:3857\"",
              {"EPSG:3857", "metres on the ground"}),
      bad_key("CrsThatNobodyKnows", "area.crs=\"EPSG:999999\"", {"EPSG:999999"}),
      bad_key("ResolutionTooFineForTheArea", "area.resolution_m=0.01", {"resolution_m"}),
      {"LayerWithoutCrs",
       [](const auto& f) {
         run_or_throw(
             {"ogr2ogr", "-f", "ESRI Shapefile", f / "b.shp", demo + "city.gpkg", "buildings"});
         std::filesystem::remove(f / "b.prj");
         return demo_with("buildings={source=" + quoted(f / "b.shp") + "}");
       },
       input_at_fault,
       {"b.shp", "coordinate reference system"}},
      {"LayersThatDoNotOverlap",
       [](const auto& f) {
         write_text(f / "b.csv", "id,lon,lat,ports\nA,2.35,48.86,4\n");
         return demo_with("fibre.olts={source=" + quoted(f / "b.csv") + "}");
       },
       input_at_fault,
       {"b.csv", "overlap"}},
      {"TerrainElsewhere",
       [](const auto& f) {
         run_or_throw({"gdal_create", "-of", "GTiff",  "-ot",       "Float32",
                       "-outsize",    "20",  "20",     "-bands",    "1",
                       "-burn",       "50",  "-a_srs", "EPSG:4326", "-a_ullr",
                       "2",           "49",  "3",      "48",        f / "paris.tif"});
         return demo_with("terrain.source=" + quoted(f / "paris.tif"));
       },
       input_at_fault,
       {"paris.tif", "overlap"}},
      {"TerrainWithoutCrs",
       [](const auto& f) {
         run_or_throw({"gdal_create", "-of", "GTiff", "-ot", "Float32", "-outsize", "20", "20",
                       "-bands", "1", "-burn", "50", "-a_ullr", "116", "36", "118", "35",
                       f / "bare.tif"});
         return demo_with("terrain.source=" + quoted(f / "bare.tif"));
       },
       input_at_fault,
       {"bare.tif", "coordinate reference system"}},
      {"TerrainIsNotARaster",
       [](const auto& f) {
         write_text(f / "dem.tif", "not a raster");
         return demo_with("terrain.source=" + quoted(f / "dem.tif"));
       },
       input_at_fault,
       {"dem.tif"}},
      bad_key("SurfaceMissing", "terrain.surface=\"dsm.tif\"", {"dsm.tif", "terrain.surface"}),
      {"SurfaceElsewhere",
       [](const auto& f) {
         run_or_throw({"gdal_create", "-of", "GTiff",  "-ot",       "Float32",
                       "-outsize",    "20",  "20",     "-bands",    "1",
                       "-burn",       "50",  "-a_srs", "EPSG:4326", "-a_ullr",
                       "2",           "49",  "3",      "48",        f / "paris.tif"});
         return demo_with("terrain.surface=" + quoted(f / "paris.tif"));
       },
       input_at_fault,
       {"paris.tif", "terrain.surface", "overlap"}},
      bad_key("VoidsFilledByANegativeReach", "terrain.fill_voids_m=-5", {"fill_voids_m", "-5"}),
      bad_key("CoverAboveOne", "buildings.minimum_cover=30", {"minimum_cover", "at most 1"}),
      bad_key("LandCoverWithoutClasses", "landcover={source=\"terrain.tif\"}",
              {"landcover.classes", "missing", "esa-worldcover"}),
      bad_key("LandCoverTableThatIsNotKnown",
              "landcover={source=\"terrain.tif\", classes=\"esa-wordcover\"}",
              {"esa-wordcover", "did you mean \"esa-worldcover\"?", "globeland30"}),
      {"LandCoverTableWithMistakes",
       [](const auto& f) {
         write_text(f / "mine.toml",
                    "[table]\ntitle = \"Mine\"\n[[class]]\ncode = 1\nname = \"a\"\n"
                    "category = \"forrest\"\n[[class]]\ncode = 1\nname = \"b\"\n"
                    "category = \"open\"\n");
         return demo_with("landcover={source=\"terrain.tif\", classes=" + quoted(f / "mine.toml") +
                          "}");
       },
       input_at_fault,
       {"mine.toml:6:12", "did you mean \"forest\"?", "mine.toml:8:8", "line 3 already"}},
      {"DuplicateCellId",
       [](const auto& f) {
         const auto sites = one_cell(f, "", "");
         auto text = read_text(sites);
         write_text(sites, text + text.substr(text.find('\n') + 1));
         return demo_with("radio.sites.source=" + quoted(sites));
       },
       input_at_fault,
       {"sites.csv", "cell_id", "S1-1", "line 3"}},
      bad_cell("NegativeHeight", "height_m", "-3", {"height_m", "-3", "line 2"}),
      bad_cell("HeightIsNotANumber", "height_m", "tall", {"height_m", "tall", "line 2"}),
      bad_cell("HeightIsNan", "height_m", "nan", {"height_m", "nan", "line 2"}),
      bad_cell("HeightMissing", "height_m", "", {"height_m", "line 2"}),
      bad_cell("CommaAsDecimalPoint", "height_m", "\"30,5\"", {"height_m", "30,5"}),
      bad_cell("LongitudeIsNan", "lon", "nan", {"coordinate"}),
      bad_cell("CoordinatesInMetres", "lon", "495000", {"495000", "degrees"}),
      bad_cell("SitesOutsideTheArea", "lat", "36.40", {"overlap"}),
      bad_cell("UnknownTechnology", "technology", "6G", {"6G", "LTE", "NR"}),
      bad_cell("BandwidthInNoTable", "bandwidth_mhz", "33", {"bandwidth_mhz", "33"}),
      bad_cell("BandOfAnotherFrequency", "band", "n28", {"frequency_mhz", "n28", "758 to 803"}),
      bad_cell("BandOfAnotherTechnology", "band", "B3", {"band", "B3", "LTE", "line 2"}),
      bad_cell("ChannelOfAnotherFrequency", "arfcn", "504990", {"arfcn", "2524.95", "3500"}),
      bad_cell("ChannelThatIsNone", "arfcn", "4000000", {"arfcn", "4000000", "line 2"}),
      bad_cell("PowersThatDisagree", "power_w", "1000", {"power_w", "60.0 dBm", "53"}),
      bad_key("PatternsThatAreNotThere", "radio.patterns=\"nowhere\"", {"nowhere", "no such file"}),
      bad_key("AntennaOfAnUnknownKind", "radio.antennas=[{name=\"a\", kind=\"aray\"}]",
              {"kind", "did you mean array?"}),
      bad_key("AntennaWithAnotherKindsKey",
              "radio.antennas=[{name=\"a\", kind=\"tr36814\", rows=4}]",
              {"rows", "is no key of kind \"tr36814\""}),
      {"PatternThatIsBroken",
       [](const auto& folder) {
         write_text(folder / "broken.msi", "NAME x\nGAIN much\nHORIZONTAL 360\n0 0\n");
         auto arguments =
             demo_with("radio.sites.source=" + quoted(one_cell(folder, "pattern", "Broken")));
         arguments.insert(arguments.end(), {"--set", "radio.patterns=" + quoted(folder)});
         return arguments;
       },
       input_at_fault,
       {"broken.msi:2", "GAIN", "is 'much'"}},
      bad_cell("PatternThatIsNotKnown", "pattern", "x.msi", {"pattern", "x.msi", "omni"}),
      bad_cell("BeamwidthInFeet", "vertical beamwidth (ft)", "7", {"ft", "deg"}),
      {"CoordinatesOfAnotherDatum",
       [](const auto& f) {
         write_text(
             f / "sites.csv",
             "站点,小区,经度(GCJ02),纬度(GCJ02),制式,挂高,方位角\nS1,C1,116.95,35.4,5G,30,0\n");
         return demo_with("radio.sites.source=" + quoted(f / "sites.csv"));
       },
       input_at_fault,
       {"sites.csv", "gcj02", "wgs84", "datum"}},
      {"RegisterWithoutItsTables",
       [](const auto& f) {
         std::filesystem::create_directories(f / "register");
         write_text(f / "register" / "readme.txt", "nothing");
         auto arguments = demo_with("radio.sites.source=" + quoted(f / "register"));
         arguments.insert(arguments.end(), {"--set", "radio.sites.preset=\"anfr\""});
         return arguments;
       },
       input_at_fault,
       {"register", "readme.txt", "Sites_Cartoradio.csv"}},
      bad_cell("PowerInWatts", "power_dbm", "200", {"power_dbm", "200"}),
      {"SitesWithoutCoordinates",
       [](const auto& f) {
         write_text(f / "sites.csv",
                    "site_id,cell_id,technology,height_m,azimuth_deg\nS1,C1,NR,30,0\n");
         return demo_with("radio.sites.source=" + quoted(f / "sites.csv"));
       },
       input_at_fault,
       {"sites.csv", "lon", "lat"}},
      {"SitesWithoutAColumn",
       [](const auto& f) {
         write_text(f / "sites.csv",
                    "site_id,cell_id,lon,lat,height_m,azimuth_deg\nS1,C1,116.95,35.4,30,0\n");
         return demo_with("radio.sites.source=" + quoted(f / "sites.csv"));
       },
       input_at_fault,
       {"sites.csv", "technology"}},
      {"BoxOfAnOltThatIsNotThere",
       [](const auto& f) {
         write_text(f / "boxes.csv", "id,lon,lat,olt,capacity\nB1,116.95,35.40,NOWHERE,16\n");
         return demo_with("fibre.boxes={source=" + quoted(f / "boxes.csv") + "}");
       },
       input_at_fault,
       {"boxes.csv", "NOWHERE", "line 2"}},
      {"OltWithAnOddSplit",
       [](const auto& f) {
         write_text(f / "olts.csv", "id,lon,lat,ports,split\nO1,116.95,35.40,4,33\n");
         return demo_with("fibre.olts={source=" + quoted(f / "olts.csv") + "}");
       },
       input_at_fault,
       {"olts.csv", "split", "1:33"}},
      {"UnknownOption",
       [](const auto&) {
         return std::vector<std::string>{demo + "scenario.toml", "--thread", "2"};
       },
       usage_at_fault,
       {"--thread"}},
      {"OverrideWithoutAValue",
       [](const auto&) {
         return std::vector<std::string>{demo + "scenario.toml", "--set", "radio.radius_km"};
       },
       usage_at_fault,
       {"radio.radius_km"}},
  };
}

class BadInputs : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputs, IsToldAndRefused) {
  const auto& input = GetParam();
  const auto folder = fresh_folder("bad-input-" + input.name);
  std::vector<std::string> arguments{GIGACITY_PROGRAM, "validate"};
  for (const auto& argument : input.arguments(folder)) arguments.push_back(argument);
  const auto result = run_command(arguments);
  EXPECT_EQ(result.exit_code, input.exit_code) << result.err;
  for (const auto& text : input.said) EXPECT_THAT(result.err, HasSubstr(text));
}

INSTANTIATE_TEST_SUITE_P(Table, BadInputs, testing::ValuesIn(bad_inputs()),
                         [](const auto& case_info) { return case_info.param.name; });

TEST(BadInputs, AllProblemsOfAScenarioComeAtOnce) {
  const auto result = run_command({GIGACITY_PROGRAM, "validate", demo + "scenario.toml", "--set",
                                   "radio.radius_kms=3", "--set", "area.resolution_m=-1"});
  EXPECT_EQ(result.exit_code, input_at_fault);
  EXPECT_THAT(result.err, HasSubstr("radius_kms"));
  EXPECT_THAT(result.err, HasSubstr("resolution_m"));
}

TEST(BadInputs, WhatIsSkippedIsCounted) {
  const auto folder = fresh_folder("skipped-sites");
  const auto sites = folder / "sites.csv";
  const auto text = read_text(demo + "sites.csv");
  const auto header_end = text.find('\n');
  auto far_away = text.substr(header_end + 1, text.find('\n', header_end + 1) - header_end);
  const auto latitude = far_away.find(",35.");
  ASSERT_NE(latitude, std::string::npos);
  far_away.replace(latitude, 4, ",36.");
  write_text(sites, text + "FAR" + far_away);
  const auto result = run_command({GIGACITY_PROGRAM, "validate", demo + "scenario.toml", "--set",
                                   "radio.sites.source=" + quoted(sites)});
  EXPECT_THAT(result.out + result.err, HasSubstr("outside the area"));
}

}  // namespace
}  // namespace gigacity::test
