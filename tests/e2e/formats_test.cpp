// SPDX-License-Identifier: Apache-2.0
// One run's files, opened by the programs they are meant for: GDAL's own COG check, validators of
// RFC 7946 from npm, and QGIS.
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/outputs.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string source_folder = GIGACITY_SOURCE_DIR;
const std::string validators = source_folder + "/tests/e2e/validators/";
/// Debian's own Python, for which it packages GDAL's and QGIS' modules.
const std::string python = "/usr/bin/python3";

bool works(const std::vector<std::string>& command) {
  try {
    return run_command(command).exit_code == 0;
  } catch (const std::runtime_error&) {
    return false;
  }
}

CommandResult run_demo(const std::filesystem::path& out, std::vector<std::string> more) {
  // As fine as the demo is, so that rasters have overviews, but near.
  std::vector<std::string> arguments{GIGACITY_PROGRAM,
                                     "run",
                                     source_folder + "/data/demo/scenario.toml",
                                     "-o",
                                     out,
                                     "--quiet",
                                     "--set",
                                     "radio.radius_km=1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_command(arguments);
}

/// A QGIS program without a window or a user's settings.
std::vector<std::string> qgis_command(std::vector<std::string> arguments) {
  const auto home = std::filesystem::temp_directory_path() / "gigacity-tests" / "qgis-home";
  std::filesystem::create_directories(home);
  std::filesystem::permissions(home, std::filesystem::perms::owner_all);
  std::vector<std::string> command{"env", "QT_QPA_PLATFORM=offscreen", "HOME=" + home.string(),
                                   "XDG_RUNTIME_DIR=" + home.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

class Formats : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_folder = fresh_folder("formats") / "out";
    s_result = run_demo(s_folder, {"--set",
                                   "output.vectors=[\"gpkg\", \"geojson\", \"csv\", "
                                   "\"flatgeobuf\"]",
                                   "--set", "output.csv_geometry=\"wkt\""});
  }
  void SetUp() override { ASSERT_EQ(s_result.exit_code, 0) << s_result.err; }

  static std::vector<std::string> files_with(const std::string& extension) {
    auto names = files_in(s_folder);
    std::erase_if(names, [&](const std::string& name) { return !name.ends_with(extension); });
    return names;
  }

  static inline std::filesystem::path s_folder;
  static inline CommandResult s_result;
};

/// So few that a byte holds them, and a colour table.
bool has_few_classes(const std::string& name) {
  return name.ends_with("status.tif") || name == "fibre_gigabit.tif";
}

bool has_classes(const std::string& name) {
  return has_few_classes(name) || name.ends_with("server.tif");
}

TEST_F(Formats, EveryRasterIsACogByGdalsOwnCheck) {
  ASSERT_THAT(files_with(".tif"), testing::SizeIs(10));
  for (const auto& name : files_with(".tif")) {
    SCOPED_TRACE(name);
    const auto check =
        run_command({python, "-m", "osgeo_utils.samples.validate_cloud_optimized_geotiff",
                     "--full-check=yes", s_folder / name});
    EXPECT_EQ(check.exit_code, 0) << check.err;
    EXPECT_THAT(check.out, HasSubstr("is a valid cloud optimized GeoTIFF"));
    EXPECT_THAT(check.out + check.err, Not(HasSubstr("warning")));
    const auto info = json::parse(run_command({"gdalinfo", "-json", s_folder / name}).out);
    const auto& band = info["bands"][0];
    EXPECT_THAT(band["overviews"], Not(IsEmpty()));
    EXPECT_TRUE(band["metadata"][""].contains("STATISTICS_MEAN"));
    EXPECT_EQ(band.contains("unit"), !has_classes(name));
    EXPECT_EQ(band.contains("colorTable"), has_few_classes(name));
    EXPECT_TRUE(std::filesystem::exists((s_folder / name).replace_extension(".qml")));
  }
}

TEST_F(Formats, GeoJsonFollowsRfc7946ByOthersValidators) {
  const auto modules = source_folder + "/build/npm";
  if (!works({"node", "--version"}) || !std::filesystem::exists(modules + "/node_modules"))
    GTEST_SKIP() << "needs node and the validators that tests/run.sh installs into build/npm";
  const auto check =
      run_command({"node", validators + "geojson.cjs", modules, s_folder / "gaps.geojson"});
  EXPECT_EQ(check.exit_code, 0) << check.out << check.err;

  // They do tell what is wrong.
  const auto wrong = s_folder.parent_path() / "wrong.geojson";
  write_text(wrong,
             R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
                 "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}}]})");
  const auto told = run_command({"node", validators + "geojson.cjs", modules, wrong});
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_THAT(told.out, HasSubstr("right-hand rule"));
}

TEST_F(Formats, QgisOpensEveryLayerWithItsStyle) {
  if (!works(qgis_command({python, "-c", "import qgis.core"})))
    GTEST_SKIP() << "needs QGIS' Python modules, Debian's package python3-qgis";
  const auto opened = run_command(qgis_command({python, validators + "qgis_layers.py", s_folder}));
  ASSERT_EQ(opened.exit_code, 0) << opened.err;
  std::map<std::string, json> layers;
  std::istringstream lines(opened.out);
  for (std::string line; std::getline(lines, line);) {
    const auto layer = json::parse(line);
    layers[layer["name"]] = layer;
  }

  const auto gaps = json_of(s_folder / "gaps.geojson")["features"].size();
  for (const auto& [name, layer] : layers) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(layer["valid"]);
    if (layer["kind"] == "raster") {
      EXPECT_EQ(layer["crs"], "EPSG:32650");
      EXPECT_EQ(layer["renderer"], has_classes(name) ? "paletted" : "singlebandpseudocolor");
      continue;
    }
    EXPECT_EQ(layer["invalid"], 0) << "geometries that GEOS calls invalid";
    if (name.ends_with(".csv")) continue;  // a table says nothing of its CRS
    EXPECT_EQ(layer["crs"], name == "gaps.geojson" ? "EPSG:4326" : "EPSG:32650");
  }
  EXPECT_THAT(layers["nr_ss_rsrp.tif"]["legend"], Contains(json::array({"-105 dBm", "#21918c"})));
  EXPECT_THAT(layers["nr_status.tif"]["legend"],
              Contains(json::array({"no terrain data", "#787878"})));
  EXPECT_EQ(layers["gaps.geojson"]["features"], gaps);
  EXPECT_EQ(layers["gaps.csv"]["features"], gaps);

  // layer_styles has been applied: the colours are ours, where QGIS draws lots.
  const std::map<std::string, std::string> colours{
      {"gap_points", "#d73027"}, {"gap_areas", "#d73027"}, {"county", "#5a5a5a"},
      {"town", "#5a5a5a"},       {"village", "#5a5a5a"},   {"key_places", "#88419d"},
      {"sites", "#1f1f1f"},      {"cells", "#1f1f1f"},     {"olts", "#005ab5"},
      {"premises", "#00826e"}};
  for (const auto& [layer, colour] : colours) {
    SCOPED_TRACE(layer);
    ASSERT_TRUE(layers.contains("results.gpkg:" + layer));
    const auto& packed = layers["results.gpkg:" + layer];
    EXPECT_EQ(packed["colour"], colour);
    ASSERT_TRUE(layers.contains(layer + ".fgb"));
    EXPECT_EQ(layers[layer + ".fgb"]["features"], packed["features"]);
    EXPECT_EQ(layers[layer + ".fgb"]["geometry"], packed["geometry"]);
  }
}

TEST_F(Formats, QgisProcessRunsOnEachFile) {
  // Debian's wrapper qgis_process passes on an option of the desktop program, which fails.
  const std::string program = "/usr/bin/qgis_process.bin";
  if (!std::filesystem::exists(program))
    GTEST_SKIP() << "needs qgis_process, of Debian's package qgis";
  const auto results = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {program, "run"});
    const auto ran = run_command(qgis_command(std::move(arguments)));
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    const auto start = ran.out.find('{');
    return start == std::string::npos ? json() : json::parse(ran.out.substr(start))["results"];
  };
  const auto properties = results({"native:rasterlayerproperties", "--json", "--",
                                   "INPUT=" + (s_folder / "nr_ss_rsrp.tif").string(), "BAND=1"});
  EXPECT_EQ(properties["CRS_AUTHID"], "EPSG:32650");
  EXPECT_EQ(properties["PIXEL_WIDTH"], 10.0);
  EXPECT_EQ(properties["HAS_NODATA_VALUE"], true);

  // A start takes a second: one algorithm reads all rasters, another all vectors.
  const auto minimum = s_folder.parent_path() / "minimum.tif";
  std::vector<std::string> stack{"native:cellstatistics",
                                 "--json",
                                 "--",
                                 "STATISTIC=6",
                                 "REFERENCE_LAYER=" + (s_folder / "people.tif").string(),
                                 "OUTPUT=" + minimum.string()};
  for (const auto& name : files_with(".tif"))
    stack.push_back("INPUT=" + (s_folder / name).string());
  EXPECT_EQ(results(stack)["TOTAL_PIXEL_COUNT"],
            properties["WIDTH_IN_PIXELS"].get<int>() * properties["HEIGHT_IN_PIXELS"].get<int>());
  const auto packed = s_folder.parent_path() / "packed.gpkg";
  std::vector<std::string> pack{"native:package", "--json", "--", "OUTPUT=" + packed.string()};
  const auto layer = [&](const std::string& source) {
    pack.push_back("LAYERS=" + (s_folder / source).string());
  };
  for (const auto* name : {"gap_points", "gap_areas", "village", "premises"})
    layer(std::string("results.gpkg|layername=") + name);
  for (const auto& name : files_with(".fgb")) layer(name);
  layer("gaps.geojson");
  layer("gaps.csv");
  const auto found = results(pack);
  EXPECT_EQ(found["OUTPUT_LAYERS"].size(), pack.size() - 4);
}

TEST_F(Formats, OnlyWhatIsAskedForIsWritten) {
  const auto out = s_folder.parent_path() / "few";
  const auto vectors = [&](const std::string& wanted) {
    const auto result =
        run_demo(out, {"--set", "output.vectors=" + wanted, "--set", "area.resolution_m=40"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    std::vector<std::string> found;
    for (const auto& name : files_in(out))
      if (name != "verdict.csv" && name != "evidence.csv" &&  // documents of every verdict
          (name.ends_with(".gpkg") || name.ends_with(".geojson") || name.ends_with(".csv") ||
           name.ends_with(".fgb")))
        found.push_back(name);
    std::vector<std::string> recorded;
    const auto record = json_of(out / "run.json");
    for (const auto& file : record["outputs"]) recorded.push_back(file["name"]);
    for (const auto* name :
         {"results.gpkg", "gaps.geojson", "gaps.csv", "statistics.csv", "gap_points.fgb"}) {
      const bool written = std::ranges::find(found, name) != found.end();
      EXPECT_EQ(written, std::ranges::find(recorded, name) != recorded.end()) << name;
    }
    return found;
  };
  EXPECT_THAT(vectors("[]"), IsEmpty());
  EXPECT_THAT(vectors("[\"csv\"]"), ElementsAre("bill_of_materials.csv", "fibre_statistics.csv",
                                                "gaps.csv", "statistics.csv"));
  EXPECT_THAT(vectors("[\"geojson\", \"gpkg\"]"), ElementsAre("gaps.geojson", "results.gpkg"));
}

}  // namespace
}  // namespace gigacity::test
