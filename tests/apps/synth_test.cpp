// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/synth.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "core/graph.hpp"
#include "geo/layer_reader.hpp"
#include "geo/library.hpp"
#include "geo/polygons.hpp"
#include "geo/raster_reader.hpp"
#include "tests/apps/synth_support.hpp"

namespace gigacity::apps {
namespace {

using geo::Feature;
using geo::FieldType;
using geo::GeometryKind;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<std::string> text_files{"boxes.csv", "olts.csv", "scenario.toml", "sites.csv"};
const std::vector<std::string> gis_files{"city.gpkg", "terrain.tif"};

std::filesystem::path scratch(const std::string& name) {
  // Tests run side by side, each in a process of its own.
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return std::filesystem::path(testing::TempDir()) / "gigacity_synth" / test->name() / name;
}

/// The demo county, made once for all tests.
const std::filesystem::path& demo_folder() {
  static const std::filesystem::path folder = [] {
    geo::initialise_libraries();
    SilentProgress progress;
    auto made = scratch("demo");
    synthesise(preset_options("demo"), made, progress);
    return made;
  }();
  return folder;
}

std::vector<Feature> features(const std::string& file, const std::string& layer, GeometryKind kind,
                              std::vector<geo::FieldSpec> fields) {
  return features_of(demo_folder() / file, layer, kind, std::move(fields));
}

std::vector<Feature> units(const std::string& layer) {
  return features("city.gpkg", layer, GeometryKind::polygon,
                  {{.name = "code", .required = true, .unique = true},
                   text("name"),
                   text("name_zh"),
                   number("residents"),
                   number("households"),
                   number("urban")});
}

const MultiPolygon& polygons(const Feature& feature) {
  return std::get<MultiPolygon>(feature.geometry);
}

std::vector<MultiPolygon> footprints(const std::vector<Feature>& layer) {
  std::vector<MultiPolygon> result;
  for (const Feature& feature : layer) result.push_back(polygons(feature));
  return result;
}

double sum_of(const std::vector<Feature>& layer, const std::string& field,
              const std::string& code_prefix) {
  double sum = 0.0;
  for (const Feature& feature : layer) {
    if (feature.text_or("code", "").starts_with(code_prefix)) sum += feature.number_or(field, 0.0);
  }
  return sum;
}

TEST(Synth, SameOptionsGiveTheSameBytes) {
  SilentProgress progress;
  const auto again = scratch("again");
  demo_folder();
  synthesise(preset_options("demo"), again, progress);
  for (const auto& files : {text_files, gis_files}) {
    for (const std::string& file : files) {
      EXPECT_TRUE(bytes_of(demo_folder() / file) == bytes_of(again / file)) << file;
    }
  }
}

TEST(Synth, AnotherSeedGivesAnotherCounty) {
  SilentProgress progress;
  SynthOptions options = preset_options("demo");
  options.seed = 2;
  const auto other = scratch("other");
  demo_folder();
  synthesise(options, other, progress);
  EXPECT_FALSE(bytes_of(demo_folder() / "sites.csv") == bytes_of(other / "sites.csv"));
}

TEST(Synth, TheBundledDemoIsAFreshSynthesis) {
  const std::filesystem::path bundled = std::filesystem::path(GIGACITY_SOURCE_DIR) / "data/demo";
  for (const std::string& file : text_files) {
    EXPECT_TRUE(bytes_of(bundled / file) == bytes_of(demo_folder() / file))
        << file << " differs: run `gigacity synth --preset demo --seed 1 -o data/demo`";
  }
  // Another GDAL may compress or order the same content differently.
  if (!geo::library_versions().starts_with("GDAL 3.6.2")) {
    GTEST_SKIP() << "city.gpkg and terrain.tif were written by GDAL 3.6.2, this is "
                 << geo::library_versions();
  }
  for (const std::string& file : gis_files) {
    EXPECT_TRUE(bytes_of(bundled / file) == bytes_of(demo_folder() / file)) << file;
  }
}

TEST(Synth, PeopleAddUpExactly) {
  const auto county = units("county");
  const auto towns = units("towns");
  const auto villages = units("villages");
  ASSERT_THAT(county, SizeIs(1));
  EXPECT_THAT(towns, SizeIs(5));
  EXPECT_GE(villages.size(), 30U);
  for (const std::string field : {"residents", "households"}) {
    EXPECT_EQ(sum_of(villages, field, "370899"), county[0].number_or(field, 0.0)) << field;
    for (const Feature& town : towns) {
      const std::string code = town.text_or("code", "");
      EXPECT_EQ(sum_of(villages, field, code), town.number_or(field, 0.0)) << code << " " << field;
    }
  }
  EXPECT_NEAR(county[0].number_or("residents", 0.0), 120'000.0, 6'000.0);
}

TEST(Synth, UnitsTileTheCountyWithoutGapOrOverlap) {
  const MultiPolygon county = footprints(units("county"))[0];
  for (const std::string layer : {"towns", "villages"}) {
    const auto parts = footprints(units(layer));
    double sum_m2 = 0.0;
    for (const MultiPolygon& part : parts) {
      EXPECT_THAT(part, SizeIs(1)) << "a unit in several pieces";
      sum_m2 += area_m2(part);
    }
    // Shared vertices: what remains is rounding of sums around 1e8 m².
    EXPECT_NEAR(area_m2(geo::union_of(parts)), sum_m2, 0.01) << layer << " overlap";
    EXPECT_NEAR(area_m2(county), sum_m2, 0.01) << layer << " leave a gap";
    EXPECT_NEAR(area_m2(geo::intersection_of(county, geo::union_of(parts))), sum_m2, 0.01) << layer;
  }
}

TEST(Synth, EveryVillageIsOnOneRoadNetwork) {
  const auto roads = features("city.gpkg", "roads", GeometryKind::line,
                              {{.name = "id", .required = true, .unique = true}, text("class")});
  std::vector<LineString> lines;
  std::set<std::string> classes;
  for (const Feature& road : roads) {
    for (const LineString& line : std::get<MultiLineString>(road.geometry)) lines.push_back(line);
    classes.insert(road.text_or("class", ""));
  }
  EXPECT_THAT(classes,
              testing::ElementsAre("motorway", "primary", "residential", "secondary", "tertiary"));
  const Graph graph = graph_of_lines(lines, 0.01);
  const auto part = components(graph);
  EXPECT_EQ(*std::max_element(part.begin(), part.end()), 0) << "the roads are not connected";
  for (const Feature& village : units("villages")) {
    EXPECT_TRUE(std::any_of(graph.nodes().begin(), graph.nodes().end(), [&](MapPoint p) {
      return contains(polygons(village), p);
    })) << village.text_or("name", "");
  }
}

TEST(Synth, BuildingsStandInAVillageAndOnDryFlatGround) {
  const auto buildings = features("city.gpkg", "buildings", GeometryKind::polygon,
                                  {{.name = "id", .required = true, .unique = true},
                                   number("height_m"),
                                   number("floors"),
                                   number("dwellings"),
                                   text("use")});
  const MultiPolygon lake = polygons(
      features("city.gpkg", "lake", GeometryKind::polygon, {text("name"), text("name_zh")})[0]);
  const auto villages = units("villages");
  const geo::PolygonIndex index(footprints(villages));
  std::vector<double> dwellings(villages.size(), 0.0);
  for (const Feature& building : buildings) {
    const MapPoint centre = centroid(polygons(building));
    EXPECT_FALSE(contains(lake, centre)) << building.text_or("id", "");
    const std::int32_t village = index.index_of(centre);
    ASSERT_GE(village, 0) << building.text_or("id", "") << " is in no village";
    dwellings[static_cast<std::size_t>(village)] += building.number_or("dwellings", 0.0);
    const double floors = building.number_or("floors", 0.0);
    EXPECT_GE(building.number_or("height_m", 0.0), 2.9 * floors);
    EXPECT_LE(floors, 30.0);
  }
  for (std::size_t i = 0; i < villages.size(); ++i) {
    EXPECT_GE(dwellings[i], villages[i].number_or("households", 0.0))
        << villages[i].text_or("name", "") << ": more households than dwellings";
  }
}

TEST(Synth, TerrainHasPlainLakeAndHillsOfTheSizesAskedFor) {
  demo_folder();
  const geo::FileRasterSource source(demo_folder() / "terrain.tif");
  const GridSpec& grid = source.grid();
  const Raster<float> ground = source.read(grid.full());
  const MultiPolygon county = footprints(units("county"))[0];
  const MultiPolygon lake = polygons(
      features("city.gpkg", "lake", GeometryKind::polygon, {text("name"), text("name_zh")})[0]);
  double highest = 0.0;
  std::size_t inside = 0;
  std::size_t plain = 0;
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const MapPoint p = grid.centre_of({column, row});
      if (!contains(county, p)) continue;
      const double height = ground.at({column, row});
      ASSERT_GE(height, 33.0);
      highest = std::max(highest, height);
      ++inside;
      if (height >= 33.0 && height <= 60.0) ++plain;
      if (contains(lake, p)) {
        EXPECT_NEAR(height, 33.5, 1.0) << "the lake is flat";
      }
    }
  }
  // The summit is set on the hills' 60 m lattice and read on the 30 m one.
  EXPECT_NEAR(highest, SynthOptions{}.summit_m, 15.0);
  EXPECT_GT(static_cast<double>(plain) / static_cast<double>(inside), 0.4);
}

TEST(Synth, NetworksLeaveTheGapsThatAPlannerLooksFor) {
  const auto cells = features("sites.csv", "", GeometryKind::point,
                              {text("site_id"), text("cell_id"), text("technology")});
  std::map<std::string, std::set<std::string>> technologies;
  for (const Feature& cell : cells) {
    technologies[cell.text_or("site_id", "")].insert(cell.text_or("technology", ""));
  }
  EXPECT_GE(technologies.size(), 50U);
  EXPECT_LE(technologies.size(), 70U);
  EXPECT_TRUE(std::any_of(technologies.begin(), technologies.end(), [](const auto& site) {
    return !site.second.contains("NR");
  })) << "no site without 5G";

  std::set<std::string> classes;
  std::set<std::string> olts;
  for (const Feature& olt : features("olts.csv", "", GeometryKind::point,
                                     {text("id"), text("pon_class"), number("ports")})) {
    classes.insert(olt.text_or("pon_class", ""));
    olts.insert(olt.text_or("id", ""));
  }
  EXPECT_THAT(classes, testing::ElementsAre("gpon-b-plus", "xgs-pon-n1"));

  const geo::PolygonIndex villages(footprints(units("villages")));
  std::set<std::int32_t> with_box;
  for (const Feature& box : features("boxes.csv", "", GeometryKind::point,
                                     {text("id"), text("olt"), number("capacity")})) {
    EXPECT_TRUE(olts.contains(box.text_or("olt", ""))) << box.text_or("olt", "");
    with_box.insert(villages.index_of(std::get<MapPoint>(box.geometry)));
  }
  EXPECT_EQ(with_box.size(), units("villages").size() - 1) << "one village has no box";
}

TEST(Synth, ASmallCountyIsPossible) {
  SilentProgress progress;
  SynthOptions options;
  options.width_km = 6.0;
  options.height_km = 6.0;
  options.towns = 1;
  options.villages = 3;
  options.residents = 20'000;
  demo_folder();
  synthesise(options, scratch("small"), progress);
  EXPECT_TRUE(std::filesystem::exists(scratch("small") / "scenario.toml"));
}

TEST(Synth, UnknownPresetNamesTheKnownOnes) {
  try {
    preset_options("atlantis");
    FAIL() << "expected UsageError";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("demo"));
  }
}

TEST(Synth, OptionsOutOfRangeAreRefused) {
  SilentProgress progress;
  SynthOptions options;
  options.villages = 0;
  EXPECT_THROW(synthesise(options, scratch("refused"), progress), UsageError);
  options = {};
  options.width_km = 2.0;
  EXPECT_THROW(synthesise(options, scratch("refused"), progress), UsageError);
}

TEST(Synth, StopsOnRequest) {
  SilentProgress progress;
  progress.cancel();
  demo_folder();
  EXPECT_THROW(synthesise({}, scratch("cancelled"), progress), Cancelled);
  EXPECT_FALSE(std::filesystem::exists(scratch("cancelled") / "scenario.toml"));
}

}  // namespace
}  // namespace gigacity::apps
