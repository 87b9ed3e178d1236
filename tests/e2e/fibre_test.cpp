// SPDX-License-Identifier: Apache-2.0
// Fibre plant as layers: known, assumed, and wrong.
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "geo/text_file.hpp"
#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr int input_at_fault = 1;

std::filesystem::path written(const std::filesystem::path& folder, const std::string& name,
                              const std::string& text) {
  std::filesystem::create_directories(folder);
  write_text(folder / name, text);
  return folder / name;
}

/// A street of 900 m with ten houses along it, an OLT at its west end; about 35.4 degrees north.
std::filesystem::path street(const std::filesystem::path& folder, const std::string& fibre) {
  std::string houses = "id,dwellings,wkt\n";
  for (int i = 0; i < 10; ++i) {
    const double lon = 116.9301 + 0.001 * i;
    houses += "H" + std::to_string(i) + ",2,\"POLYGON((" + std::to_string(lon) + " 35.4001," +
              std::to_string(lon + 0.0001) + " 35.4001," + std::to_string(lon + 0.0001) +
              " 35.4002," + std::to_string(lon) + " 35.4002," + std::to_string(lon) +
              " 35.4001))\"\n";
  }
  written(folder, "houses.csv", houses);
  written(folder, "roads.csv", "id,wkt\nR,\"LINESTRING(116.9300 35.4000,116.9400 35.4000)\"\n");
  written(folder, "olts.csv", "id,lon,lat,ports\nO,116.9300,35.4000,2\n");
  written(folder, "units.csv",
          "code,name,wkt\n1,All,\"POLYGON((116.929 35.399,116.941 35.399,116.941 35.401,116.929 "
          "35.401,116.929 35.399))\"\n");
  const std::string terrain = GIGACITY_SOURCE_DIR "/data/demo/terrain.tif";
  return written(folder, "scenario.toml",
                 R"(schema = 1
[scenario]
name = "Street"
criteria = "cn-gigabit-city-2023"
[area]
bbox = [116.929, 35.399, 116.941, 35.401]
[[admin]]
level = "county"
source = "units.csv"
[buildings]
source = "houses.csv"
[roads]
source = "roads.csv"
[fibre]
)" + fibre + "[terrain]\nsource = \"" +
                     terrain + "\"\n[fibre.olts]\nsource = \"olts.csv\"\n");
}

std::string record_of(const std::filesystem::path& out, const std::string& name) {
  return json_of(out / "run.json")["model_details"][name].get<std::string>();
}

TEST(Fibre, BuildsWhatIsNotKnown) {
  const auto folder = fresh_folder("fibre-assumed");
  const auto scenario = street(folder, "box_dwellings = 8\n");
  const auto result = run_command({GIGACITY_PROGRAM, "run", scenario, "-o", folder / "out"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto bill = read_text(folder / "out/bill_of_materials.csv");
  EXPECT_THAT(bill, HasSubstr(",distribution box,pieces,3"));
  EXPECT_THAT(bill, HasSubstr(",splitter 1:8,pieces,4"));
  EXPECT_THAT(bill, HasSubstr(",optical network terminal,pieces,20"));
  EXPECT_THAT(record_of(folder / "out", "Fibre plant"),
              HasSubstr("OLTs alone; 3 boxes and 4 splitters are assumed"));
  EXPECT_THAT(record_of(folder / "out", "Assignment to 10G ports"),
              HasSubstr("20 of at most 20 dwellings"));
}

TEST(Fibre, UsesWhatIsBuilt) {
  const auto folder = fresh_folder("fibre-built");
  written(folder, "cards.csv",
          "olt,shelf,slot,pon_class,ports,split\nO,1,3,xgs-pon-n1,1,64\n"
          "O,1,4,combo-gpon-b-plus-xgs-pon-n1,1,64\nELSEWHERE,1,1,xgs-pon-n1,1,64\n");
  written(folder, "splitters.csv",
          "id,lon,lat,分光比,上联,box\nS1,116.9320,35.4000,1:4,O/1/3/1,\n"
          "S2,116.9350,35.4000,1:8,S1,B\nS3,116.9350,35.4000,1:8,S1,B\n");
  written(folder, "boxes.csv", "id,lon,lat,capacity\nB,116.9350,35.4000,16\n");
  written(folder, "cables.csv",
          "id,kind,芯数,wkt\nF,馈线,24,\"LINESTRING(116.9300 35.4000,116.9300 35.4005,116.9320 "
          "35.4005,116.9320 35.4000)\"\nD,配线,12,\"LINESTRING(116.9320 35.4000,116.9350 "
          "35.4000)\"\n");
  written(folder, "closures.csv", "id,lon,lat\nC,116.9320,35.4005\n");
  written(folder, "drops.csv", "building,box\nH9,B\nUNKNOWN,B\n");
  const auto scenario = street(folder,
                               "maximum_drop_m = 300\n"
                               "cards = {source = \"cards.csv\"}\n"
                               "splitters = {source = \"splitters.csv\"}\n"
                               "boxes = {source = \"boxes.csv\"}\n"
                               "cables = {source = \"cables.csv\"}\n"
                               "closures = {source = \"closures.csv\"}\n"
                               "premises = {source = \"drops.csv\"}\n");
  const auto result = run_command({GIGACITY_PROGRAM, "run", scenario, "-o", folder / "out"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  // Houses within 300 m of the box, one that hangs on it already, and one on the first splitter.
  EXPECT_THAT(record_of(folder / "out", "Fibre routes"),
              HasSubstr("8 of 8 premises served are fed along installed cables"));
  const auto premises = run_command(
      {"ogrinfo", "-q", folder / "out/results.gpkg", "premises", "-where", "id = 'H9'"});
  EXPECT_THAT(premises.out, HasSubstr("port (String) = O/1/3/1"));
  EXPECT_THAT(premises.out, HasSubstr("split (Integer64) = 32"));
  EXPECT_THAT(premises.out, HasSubstr("as_built (Integer64) = 1"));
  EXPECT_THAT(premises.out, HasSubstr("peak_mbps (Real) = 8500"));
  const auto record = read_text(folder / "out/run.json");
  EXPECT_THAT(record, HasSubstr("no OLT of this id in the area"));
  EXPECT_THAT(record, HasSubstr("no building with dwellings of this id in the area"));
}

TEST(Fibre, ACountyAsBuiltIsFedAlongItsCables) {
  const auto folder = fresh_folder("fibre-county");
  const auto made =
      run_command({GIGACITY_PROGRAM, "synth", "--quiet", "--as-built", "-o", folder / "county"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  // Of this run only the fibre matters: a coarse map of short cells.
  const auto result = run_command({GIGACITY_PROGRAM, "run", folder / "county/scenario.toml", "-o",
                                   folder / "out", "--set", "area.resolution_m=50", "--set",
                                   "radio.radius_km=1", "--set", "radio.indoor.floors=[]"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(record_of(folder / "out", "Fibre plant"),
              HasSubstr("6 OLTs, 2938 splitters and 506 boxes as given"));
  EXPECT_THAT(record_of(folder / "out", "Fibre routes"),
              HasSubstr("premises served are fed along installed cables"));
  const auto answer = [&](const std::string& sql) {
    return run_command({"ogrinfo", "-q", folder / "out/results.gpkg", "-sql", sql}).out;
  };
  const std::string off_cables =
      "SELECT count(*) AS n FROM premises WHERE gigabit_ready = 1 AND as_built = 0";
  EXPECT_THAT(answer(off_cables), HasSubstr("n (Integer) = 0"));
  const std::string ready =
      "SELECT sum(gigabit_ready * dwellings) * 100 / sum(dwellings) AS percent FROM premises";
  EXPECT_THAT(answer(ready), HasSubstr("percent (Integer) = 74"));
}

/// What schema and codelists of OFDS 0.3 ask of a collection's features; the rest is optional there.
void expect_ofds(const nlohmann::json& collection, const std::string& geometry) {
  const std::set<std::string> statuses{"proposed",    "planned",        "underConstruction",
                                       "operational", "decommissioned", "inactive"};
  const std::set<std::string> fibre_types{"G.651.1", "G.652", "G.653", "G.654",
                                          "G.655",   "G.656", "G.657"};
  EXPECT_EQ(collection["type"], "FeatureCollection");
  ASSERT_FALSE(collection["features"].empty());
  std::set<std::string> ids;
  for (const auto& feature : collection["features"]) {
    EXPECT_EQ(feature["geometry"]["type"], geometry);
    const auto& properties = feature["properties"];
    EXPECT_TRUE(ids.insert(properties["id"].get<std::string>()).second) << properties["id"];
    EXPECT_TRUE(statuses.contains(properties["status"].get<std::string>()));
    const auto& network = properties["network"];
    EXPECT_THAT(
        network["id"].get<std::string>(),
        MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_EQ(network["crs"]["name"], "urn:ogc:def:crs:OGC::CRS84");
    EXPECT_EQ(network["links"][0]["rel"], "describedby");
    EXPECT_TRUE(properties.value("fibreCount", nlohmann::json(1)).is_number_integer());
    EXPECT_TRUE(fibre_types.contains(properties.value("fibreType", "G.652")));
  }
}

std::vector<nlohmann::json> operational(const nlohmann::json& collection) {
  std::vector<nlohmann::json> features;
  for (const auto& feature : collection["features"])
    if (feature["properties"]["status"] == "operational" &&
        feature["properties"].value("type", nlohmann::json::array()) !=
            nlohmann::json::array({"splitter"}))
      features.push_back(feature);
  return features;
}

TEST(Fibre, PlantGoesOutAndComesBackAsOfds) {
  const auto folder = fresh_folder("fibre-ofds");
  written(folder, "cards.csv", "olt,slot,ports\nO,1,2\n");
  written(folder, "boxes.csv", "id,lon,lat,capacity\nB,116.9350,35.4000,64\n");
  written(folder, "closures.csv", "id,lon,lat\nC,116.9320,35.4005\n");
  written(
      folder, "cables.csv",
      "id,kind,fibres,fibre_type,wkt\nF,feeder,24,G.652D,\"LINESTRING(116.9300 35.4000,116.9320 "
      "35.4005,116.9350 35.4000)\"\n");
  const auto scenario = street(folder,
                               "cards = {source = \"cards.csv\"}\n"
                               "boxes = {source = \"boxes.csv\"}\n"
                               "cables = {source = \"cables.csv\"}\n"
                               "closures = {source = \"closures.csv\"}\n");
  const std::string formats = "output.vectors=[\"gpkg\", \"ofds\"]";
  const auto first =
      run_command({GIGACITY_PROGRAM, "run", scenario, "-o", folder / "out", "--set", formats});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const auto nodes = json_of(folder / "out/ofds_nodes.geojson");
  const auto spans = json_of(folder / "out/ofds_spans.geojson");
  expect_ofds(nodes, "Point");
  expect_ofds(spans, "LineString");
  EXPECT_EQ(operational(nodes).size(), 3U);
  ASSERT_EQ(operational(spans).size(), 1U);
  EXPECT_EQ(operational(spans)[0]["properties"]["fibreType"], "G.652");
  EXPECT_EQ(operational(spans)[0]["properties"]["fibreTypeDetails"]["fibreSubtype"], "G.652D");

  // The same street, of which only the published network and the cards are known.
  auto text = read_text(scenario);
  for (const std::string key : {"boxes", "cables", "closures"}) {
    const auto at = text.find(key + " = {");
    text.erase(at, text.find('\n', at) + 1 - at);
  }
  const std::string olts = "[fibre.olts]\nsource = \"olts.csv\"\n";
  text.replace(text.find(olts), olts.size(),
               "[fibre.ofds]\nnodes = {source = \"out/ofds_nodes.geojson\"}\n"
               "spans = {source = \"out/ofds_spans.geojson\"}\n");
  const auto published = written(folder, "published.toml", text);
  const auto second =
      run_command({GIGACITY_PROGRAM, "run", published, "-o", folder / "again", "--set", formats});
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(operational(json_of(folder / "again/ofds_nodes.geojson")), operational(nodes));
  const auto again = operational(json_of(folder / "again/ofds_spans.geojson"));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0]["geometry"], operational(spans)[0]["geometry"]);
  EXPECT_EQ(again[0]["properties"]["fibreCount"], 24);
  EXPECT_EQ(again[0]["properties"]["kind"], "feeder");
  EXPECT_THAT(read_text(folder / "again/run.json"), HasSubstr("span is proposed"));
  EXPECT_EQ(record_of(folder / "again", "Fibre plant"), record_of(folder / "out", "Fibre plant"));
}

struct Fault {
  std::string name;
  std::string file;
  std::string text;
  std::string key;  ///< of [fibre]
  std::vector<std::string> said;
};

class BadPlant : public testing::TestWithParam<Fault> {};

TEST_P(BadPlant, IsTold) {
  const auto& fault = GetParam();
  const auto folder = fresh_folder("bad-plant-" + fault.name);
  written(folder, fault.file, fault.text);
  if (fault.key == "premises")
    written(folder, "boxes.csv", "id,lon,lat,capacity\nB,116.9350,35.4000,16\n");
  const auto scenario =
      street(folder, fault.key + " = {source = \"" + fault.file + "\"}\n" +
                         (fault.key == "premises" ? "boxes = {source = \"boxes.csv\"}\n" : ""));
  const auto result = run_command({GIGACITY_PROGRAM, "validate", scenario});
  EXPECT_EQ(result.exit_code, input_at_fault) << result.err;
  for (const auto& text : fault.said) EXPECT_THAT(result.err + result.out, HasSubstr(text));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadPlant,
    testing::Values(
        Fault{"CardClass",
              "cards.csv",
              "olt,slot,ports,pon_class\nO,1,4,xgspon\n",
              "cards",
              {"cards.csv", "line 2", "pon_class", "xgspon", "xgs-pon-n1"}},
        Fault{"CardWithoutSlot", "cards.csv", "olt,ports\nO,4\n", "cards", {"cards.csv", "slot"}},
        Fault{"RatioOfText",
              "s.csv",
              "id,lon,lat,ratio\nS,116.93,35.4,2:8\n",
              "splitters",
              {"s.csv", "line 2", "ratio", "2:8", "1:8"}},
        Fault{"RatioWithoutLoss",
              "s.csv",
              "id,lon,lat,ratio\nS,116.93,35.4,1:9\n",
              "splitters",
              {"s.csv", "line 2", "ratio", "1:9"}},
        Fault{"SplitterOfNobody",
              "s.csv",
              "id,lon,lat,ratio,fed_by\nS,116.93,35.4,8,O/9\n",
              "splitters",
              {"s.csv", "line 2", "fed_by", "O/9"}},
        Fault{"Circle",
              "s.csv",
              "id,lon,lat,ratio,fed_by\nS,116.93,35.4,8,T\nT,116.93,35.4,8,S\n",
              "splitters",
              {"s.csv", "circle"}},
        Fault{"CableKind",
              "c.csv",
              "id,kind,wkt\nC,rope,\"LINESTRING(116.93 35.4,116.94 35.4)\"\n",
              "cables",
              {"c.csv", "line 2", "kind", "rope", "feeder"}},
        Fault{"CableOfPoints", "c.csv", "id,wkt\nC,\"POINT(116.93 35.4)\"\n", "cables", {"c.csv"}},
        Fault{"PremisesOfNoBox",
              "p.csv",
              "building,box\nH1,NONE\n",
              "premises",
              {"p.csv", "line 2", "box", "NONE"}},
        Fault{"ClosureTwice",
              "k.csv",
              "id,lon,lat\nK,116.93,35.4\nK,116.94,35.4\n",
              "closures",
              {"k.csv", "line 3", "'K'"}}),
    [](const auto& fault) { return fault.param.name; });

}  // namespace
}  // namespace gigacity::test
