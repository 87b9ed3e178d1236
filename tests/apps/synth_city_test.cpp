// SPDX-License-Identifier: Apache-2.0
// A hundredth of the reference city: its sizes, and that its counties fit together.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include "apps/synth/reference_city.hpp"
#include "apps/synth/shares.hpp"
#include "apps/synth/synth.hpp"
#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "core/graph.hpp"
#include "geo/layer_reader.hpp"
#include "geo/library.hpp"
#include "geo/polygons.hpp"
#include "tests/apps/synth_support.hpp"

namespace gigacity::apps {
namespace {

using geo::Feature;
using geo::FieldType;
using geo::GeometryKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double share = 0.01;

std::filesystem::path made(const std::string& name) {
  // Tests run side by side, each in a process of its own.
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  auto folder =
      std::filesystem::path(testing::TempDir()) / "gigacity_synth_city" / test->name() / name;
  geo::initialise_libraries();
  SynthOptions options = preset_options("jining");
  options.share = share;
  SilentProgress progress;
  synthesise(options, folder, progress);
  return folder;
}

const std::filesystem::path& city_folder() {
  static const std::filesystem::path folder = made("city");
  return folder;
}

std::vector<Feature> features(const std::string& file, const std::string& layer, GeometryKind kind,
                              std::vector<geo::FieldSpec> fields) {
  return features_of(city_folder() / file, layer, kind, std::move(fields));
}

std::vector<Feature> units(const std::string& layer) {
  return features("city.gpkg", layer, GeometryKind::polygon,
                  {{.name = "code", .required = true, .unique = true},
                   text("name"),
                   number("residents"),
                   number("households")});
}

std::vector<MultiPolygon> footprints(const std::vector<Feature>& layer) {
  std::vector<MultiPolygon> result;
  for (const Feature& feature : layer) result.push_back(std::get<MultiPolygon>(feature.geometry));
  return result;
}

TEST(SynthCity, FactsAreThoseOfTheBundledTable) {
  const auto table = toml::parse_file(std::string(GIGACITY_SOURCE_DIR) + "/data/jining/facts.toml");
  const synth::CityFacts facts = synth::jining();
  EXPECT_EQ(facts.sites_5g, *table["published"]["base_stations_5g"].value<int>());
  EXPECT_EQ(facts.data_centres, *table["published"]["data_centres"].value<int>());
  EXPECT_EQ(facts.urban_ports_10g, *table["published"]["ports_10g_pon_urban"].value<int>());
  EXPECT_EQ(facts.standard_racks, *table["published"]["standard_racks"].value<int>());
  std::map<std::string, const toml::table*> rows;
  for (const char* kind : {"county", "zone"})
    for (const auto& row : *table[kind].as_array())
      rows[*row.as_table()->at("code").value<std::string>()] = row.as_table();
  ASSERT_EQ(facts.counties.size(), rows.size());
  std::int64_t residents = 0;
  int townships = 0;
  int village_units = 0;
  double area_km2 = 0.0;
  double area_of_rows_km2 = 0.0;
  for (const synth::CountyFacts& county : facts.counties) {
    const toml::table& row = *rows.at(county.code);
    EXPECT_EQ(county.residents, *row["residents"].value<std::int64_t>()) << county.code;
    EXPECT_EQ(county.households, *row["households"].value<std::int64_t>()) << county.code;
    EXPECT_NEAR(county.urban_share, *row["urban_pct"].value<double>() / 100.0, 1e-9);
    EXPECT_EQ(county.townships, *row["townships"].value<int>()) << county.code;
    EXPECT_EQ(county.village_units, *row["villages"].value<int>()) << county.code;
    if (const auto* seat = row["seat_deg"].as_array()) {
      EXPECT_EQ(county.seat.lon_deg, *(*seat)[0].value<double>()) << county.code;
      EXPECT_EQ(county.seat.lat_deg, *(*seat)[1].value<double>()) << county.code;
    }
    residents += county.residents;
    townships += county.townships;
    village_units += county.village_units;
    area_km2 += county.area_km2;
    area_of_rows_km2 += row["area_km2"].value_or(0.0);
  }
  EXPECT_EQ(residents, *table["city"]["residents"].value<std::int64_t>());
  EXPECT_EQ(townships, *table["city"]["townships"].value<int>());
  EXPECT_EQ(village_units, *table["city"]["villages"].value<int>());
  EXPECT_NEAR(area_km2, area_of_rows_km2, 1e-6) << "the zone's ground comes from its neighbours";
}

TEST(SynthCity, SharesAreExact) {
  EXPECT_THAT(synth::shared_out(10, {1.0, 1.0, 1.0}), ElementsAre(4, 3, 3));
  EXPECT_THAT(synth::shared_out(7, {0.0, 5.0, 2.0}), ElementsAre(0, 5, 2));
  EXPECT_THAT(synth::shared_out(3, {0.0, 0.0}), ElementsAre(2, 1));
}

TEST(SynthCity, PeopleAndAreasAreThoseOfTheCounties) {
  const synth::CityFacts facts = synth::jining();
  const auto counties = units("county");
  ASSERT_EQ(counties.size(), facts.counties.size());
  double residents = 0.0;
  for (std::size_t i = 0; i < counties.size(); ++i) {
    const synth::CountyFacts& fact = facts.counties[i];
    EXPECT_EQ(counties[i].text_or("code", ""), fact.code);
    EXPECT_EQ(counties[i].number_or("residents", 0.0),
              std::round(share * static_cast<double>(fact.residents)));
    EXPECT_EQ(counties[i].number_or("households", 0.0),
              std::round(share * static_cast<double>(fact.households)));
    // Weights are sought on a raster of some 500 pixels across; a small county has few.
    const double wanted_m2 = share * 1e6 * fact.area_km2;
    EXPECT_NEAR(gigacity::area_m2(std::get<MultiPolygon>(counties[i].geometry)), wanted_m2,
                0.02 * wanted_m2)
        << fact.code;
    residents += counties[i].number_or("residents", 0.0);
  }
  const auto city = units("city");
  ASSERT_THAT(city, SizeIs(1));
  EXPECT_EQ(city[0].number_or("residents", 0.0), residents);
  for (const std::string layer : {"towns", "villages"}) {
    std::map<std::string, double> sums;
    for (const Feature& unit : units(layer))
      sums[unit.text_or("code", "").substr(0, 6)] += unit.number_or("residents", 0.0);
    for (const Feature& county : counties)
      EXPECT_EQ(sums[county.text_or("code", "")], county.number_or("residents", 0.0)) << layer;
  }
}

TEST(SynthCity, UnitsOfEveryLevelTileTheCity) {
  const auto city = footprints(units("city"));
  const double city_m2 = area_m2(city[0]);
  for (const std::string layer : {"county", "towns", "villages"}) {
    const auto parts = footprints(units(layer));
    double sum_m2 = 0.0;
    for (const MultiPolygon& part : parts) sum_m2 += area_m2(part);
    const MultiPolygon together = geo::union_of(parts);
    // Shared vertices: what remains is rounding of sums around 1e8 m2.
    EXPECT_NEAR(area_m2(together), sum_m2, 0.01) << layer << " overlap";
    EXPECT_NEAR(city_m2, sum_m2, 0.01) << layer << " leave a gap";
    EXPECT_NEAR(area_m2(geo::intersection_of(city[0], together)), sum_m2, 0.01) << layer;
  }
}

TEST(SynthCity, SitesAreAllThereEachWithThreeCellsOf5gInItsCounty) {
  std::map<std::string, int> cells;
  std::map<std::string, MapPoint> places;
  for (const Feature& cell : features("sites.csv", "", GeometryKind::point,
                                      {text("site_id"), text("cell_id"), text("technology")})) {
    EXPECT_EQ(cell.text_or("technology", ""), "NR");
    ++cells[cell.text_or("site_id", "")];
    places[cell.text_or("site_id", "")] = std::get<MapPoint>(cell.geometry);
  }
  EXPECT_EQ(cells.size(), static_cast<std::size_t>(std::lround(share * 11'829)));
  for (const auto& [site, count] : cells) EXPECT_EQ(count, 3) << site;
  const auto counties = units("county");
  const geo::PolygonIndex index(footprints(counties));
  for (const auto& [site, place] : places) {
    const auto county = index.index_of(place);
    ASSERT_GE(county, 0) << site << " stands outside the city";
    EXPECT_EQ(counties[static_cast<std::size_t>(county)].text_or("code", ""), site.substr(0, 6));
  }
}

TEST(SynthCity, BuildingsHoldTheHouseholdsOfTheirVillages) {
  const auto villages = units("villages");
  const geo::PolygonIndex index(footprints(villages));
  std::vector<double> dwellings(villages.size(), 0.0);
  const auto buildings = features(
      "city.gpkg", "buildings", GeometryKind::polygon,
      {{.name = "id", .required = true, .unique = true}, number("height_m"), number("dwellings")});
  for (const Feature& building : buildings) {
    const auto village = index.index_of(centroid(std::get<MultiPolygon>(building.geometry)));
    ASSERT_GE(village, 0) << building.text_or("id", "") << " is in no village";
    dwellings[static_cast<std::size_t>(village)] += building.number_or("dwellings", 0.0);
  }
  for (std::size_t i = 0; i < villages.size(); ++i)
    EXPECT_GT(dwellings[i], 0.0) << villages[i].text_or("name", "") << ": people without a house";
  // 1.2 million for the whole city, more or less.
  EXPECT_NEAR(static_cast<double>(buildings.size()), share * 1.25e6, share * 0.25e6);
}

struct Road {
  std::string road_class;
  LineString line;
};

std::vector<Road> roads() {
  std::vector<Road> found;
  for (const Feature& road :
       features("city.gpkg", "roads", GeometryKind::line,
                {{.name = "id", .required = true, .unique = true}, text("class")}))
    for (const LineString& line : std::get<MultiLineString>(road.geometry))
      found.push_back({road.text_or("class", ""), line});
  return found;
}

/// As a run joins them.
Graph road_graph(bool with_motorways) {
  std::vector<LineString> lines;
  for (const Road& road : roads())
    if (with_motorways || road.road_class != "motorway") lines.push_back(road.line);
  return graph_of_lines(lines, 0.05);
}

TEST(SynthCity, RoadsJoinTheCounties) {
  const auto part = components(road_graph(true));
  EXPECT_EQ(*std::ranges::max_element(part), 0) << "the roads are not connected";
}

TEST(SynthCity, RoadsAreAsDenseAsThoseOfACityWith600000Edges) {
  const Graph graph = road_graph(true);
  const double area_km2 = area_m2(footprints(units("city"))[0]) / 1e6;
  EXPECT_NEAR(graph.node_count() / area_km2, 41.0, 6.0);
  EXPECT_NEAR(static_cast<double>(graph.edges().size()) / area_km2, 600'000.0 / 11'187.0, 7.0);
}

TEST(SynthCity, NoTwoRoadsJoinTheSamePlacesStraight) {
  // Carriageways of a motorway may draw together towards its hub.
  const Graph graph = road_graph(false);
  std::set<std::pair<std::int32_t, std::int32_t>> joined;
  for (const Graph::Edge& edge : graph.edges()) {
    const MapPoint at = graph.nodes()[static_cast<std::size_t>(edge.from)];
    EXPECT_TRUE(joined.insert(std::minmax(edge.from, edge.to)).second) << at.x_m << " " << at.y_m;
  }
}

TEST(SynthCity, LanesAndTracksAreThere) {
  std::map<std::string, double> km;
  std::map<std::string, int> bends;
  for (const Road& road : roads()) {
    for (std::size_t i = 1; i < road.line.size(); ++i)
      km[road.road_class] += distance_m(road.line[i - 1], road.line[i]) / 1000.0;
    if (road.line.size() > 2) ++bends[road.road_class];
  }
  const double area_km2 = area_m2(footprints(units("city"))[0]) / 1e6;
  EXPECT_GT(km["residential"] / area_km2, 1.5);
  EXPECT_GT(km["service"] / area_km2, 0.1);
  EXPECT_GT(km["track"] / area_km2, 0.7);
  EXPECT_GT(bends["track"], 50);
}

TEST(SynthCity, NoRoadRunsThroughABuilding) {
  const auto buildings =
      features("city.gpkg", "buildings", GeometryKind::polygon,
               {{.name = "id", .required = true, .unique = true}, number("height_m")});
  const geo::PolygonIndex index(footprints(buildings));
  for (const Road& road : roads()) {
    if (road.road_class == "motorway") continue;  // on its own bridges
    for (std::size_t i = 1; i < road.line.size(); ++i) {
      const MapPoint a = road.line[i - 1];
      const MapPoint b = road.line[i];
      const int pieces = 1 + static_cast<int>(distance_m(a, b) / 3.0);
      for (int piece = 0; piece <= pieces; ++piece) {
        const double along = static_cast<double>(piece) / pieces;
        const MapPoint p{std::lerp(a.x_m, b.x_m, along), std::lerp(a.y_m, b.y_m, along)};
        ASSERT_LT(index.index_of(p), 0) << road.road_class << " at " << p.x_m << " " << p.y_m;
      }
    }
  }
}

TEST(SynthCity, TownspeopleHaveThePublished10gPortsAndVillagesOthers) {
  const auto villages = features("city.gpkg", "villages", GeometryKind::polygon,
                                 {{.name = "code", .required = true, .unique = true},
                                  number("households"),
                                  {.name = "urban", .type = FieldType::integer, .required = true}});
  const geo::PolygonIndex index(footprints(villages));
  double urban_households = 0.0;
  double rural_households = 0.0;
  for (const Feature& village : villages)
    (village.number_or("urban", 0.0) != 0.0 ? urban_households : rural_households) +=
        village.number_or("households", 0.0);
  double urban_ports = 0.0;
  double rural_ports = 0.0;
  std::map<std::string, double> lines_of_olt;
  for (const Feature& olt :
       features("olts.csv", "", GeometryKind::point,
                {text("id"), text("pon_class"), number("ports"), number("split")})) {
    const auto village = index.index_of(std::get<MapPoint>(olt.geometry));
    ASSERT_GE(village, 0) << olt.text_or("id", "") << " stands in no village";
    const double ports = olt.number_or("ports", 0.0);
    EXPECT_GT(ports, 0.0) << olt.text_or("id", "");
    lines_of_olt[olt.text_or("id", "")] = ports * olt.number_or("split", 0.0);
    if (olt.text_or("pon_class", "") != "xgs-pon-n1") continue;
    const Feature& unit = villages[static_cast<std::size_t>(village)];
    (unit.number_or("urban", 0.0) != 0.0 ? urban_ports : rural_ports) += ports;
  }
  // Whole cards, one for each exchange at least.
  EXPECT_NEAR(urban_ports, share * 47'000, 8.0 * 12);
  EXPECT_NEAR(urban_households / urban_ports, 34.7, 6.0);
  EXPECT_GT(rural_households / rural_ports, 20.0);
  EXPECT_LT(rural_households / rural_ports, 64.0);

  std::map<std::string, double> wanted;
  for (const Feature& box : features("boxes.csv", "", GeometryKind::point,
                                     {text("id"), text("olt"), number("capacity")}))
    wanted[box.text_or("olt", "")] += box.number_or("capacity", 0.0);
  int short_of_ports = 0;
  for (const auto& [olt, lines] : lines_of_olt) {
    EXPECT_GT(wanted[olt], 0.0) << olt << " feeds nothing";
    // A quarter of a box is for customers to come.
    if (lines < 0.75 * wanted[olt]) ++short_of_ports;
  }
  EXPECT_LE(short_of_ports, 12) << "more than one exchange a county has too few ports";
}

TEST(SynthCity, SameOptionsGiveTheSameBytes) {
  const auto again = made("again");
  for (const std::string file :
       {"boxes.csv", "city.gpkg", "olts.csv", "scenario.toml", "sites.csv", "terrain.tif"})
    EXPECT_TRUE(bytes_of(city_folder() / file) == bytes_of(again / file)) << file;
}

TEST(SynthCity, OnlyTheCityHasParts) {
  SilentProgress progress;
  SynthOptions options = preset_options("demo");
  options.share = 0.5;
  EXPECT_THROW(synthesise(options, "unused", progress), UsageError);
  options = preset_options("jining");
  options.share = 0.001;
  EXPECT_THROW(synthesise(options, "unused", progress), UsageError);
}

}  // namespace
}  // namespace gigacity::apps
