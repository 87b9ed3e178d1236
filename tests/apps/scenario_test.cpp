// SPDX-License-Identifier: Apache-2.0
#include "apps/scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnostic.hpp"
#include "sim/propagation/model_info.hpp"

namespace gigacity::apps {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

fs::path scratch() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  auto folder = fs::path(::testing::TempDir()) / "scenario_test" / test->name();
  fs::create_directories(folder);
  return folder;
}

fs::path written(const std::string& text) {
  auto file = scratch() / "city.toml";
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

constexpr const char* smallest = R"([scenario]
name = "Small"
[terrain]
source = "dem.tif"
[[admin]]
level = "county"
source = "county.gpkg"
[radio.sites]
source = "sites.csv"
)";

/// Every key, each with a value that is not its default.
constexpr const char* everything = R"(schema = 1
[scenario]
name = "Everything"
description = "All keys"
criteria = "rules/mine.toml"
baseline = "../last-year"
[area]
source = "area.gpkg"
layer = "borders"
where = "code = 370800"
crs = "EPSG:32650"
resolution_m = 25
[terrain]
source = ["dem/a.tif", "/vsizip/b.zip/b.tif"]
surface = "dsm.tif"
fill_voids_m = 400
[landcover]
source = ["lc.tif"]
classes = "rules/classes.toml"
[[admin]]
level = "county"
source = "PG:dbname=city"
layer = "counties"
where = "level = 3"
fields = {code = "adcode", name = "name_zh"}
point_radius_m = 400
[[admin]]
level = "village"
source = "villages.osm.pbf"
preset = "osm"
admin_level = 10
[buildings]
source = "https://example.org/buildings.fgb"
layer = "houses"
where = "height > 0"
fields = {levels = "storeys"}
default_height_m = 12.5
metres_per_level = 2.8
default_dwellings = 4
minimum_cover = 0.5
[roads]
source = "../roads.gpkg"
layer = "lines"
where = "class <> 'path'"
fields = {road_class = "highway"}
[[places]]
source = "hospitals.geojson"
layer = "h"
where = "beds > 100"
kind = "hospital"
point_radius_m = 150
line_width_m = 60
fields = {name = "title"}
[population]
source = "people.csv"
layer = "people"
where = "year = 2020"
level = "county"
fields = {residents = "pop"}
raster = ["ghsl-1.tif", "/data/ghsl-2.tif"]
persons_per_household = 2.6
[radio]
model = "p526"
environment = "rural-macro"
radius_km = 7.5
geometry = "exact"
time_percent = 10
delta_n = 41.5
n0 = 323
rx_height_m = 3
noise_figure_db = 7
floor_dbm = -130
body_loss_db = 3
edge_probability = 0.9
shadowing_db = 7
shannon_gap_db = 2
layer_penalty_db = 1
nr_modulation = "64qam"
lte_modulation = "256qam"
uplink_modulation = "256qam"
nr_tdd_pattern = "7:3"
lte_tdd_pattern = "SA1"
ue_power_dbm = 26
p0_dbm = -90
alpha = 1
bs_noise_figure_db = 4
uplink_interference_margin_db = 6
minimum_downlink_mbps = 10
minimum_uplink_mbps = 2
per_operator = true
load = "traffic"
overlap_db = 5
overlap_dbm = -105
patterns = ["/data/antennas", "/data/more.zip"]
pattern_interpolation = "sum"
[radio.traffic]
users_per_resident = 1.2
gb_per_month = 20
busy_hour_share = 0.1
nr_share = 0.4
[[radio.traffic.operators]]
name = "A"
share = 0.7

[[radio.antennas]]
name = "aau"
kind = "array"
gain_dbi = 7.5
horizontal_beamwidth_deg = 90
vertical_beamwidth_deg = 60
rows = 12
columns = 4
vertical_spacing = 0.7
horizontal_spacing = 0.6
ssb_beams = 4
ssb_span_deg = 100

[[radio.antennas]]
name = "two beams"
kind = "array"
[[radio.antennas.beams]]
azimuth_deg = -20
tilt_deg = 3
[[radio.antennas.beams]]
azimuth_deg = 20

[[radio.antennas]]
name = "measured"
kind = "msi"
file = "a.msi"

[radio.sites]
source = "/data/sites.csv"
layer = "cells"
where = "live = 1"
encoding = "GBK"
datum = "gcj02"
preset = "opencellid"
fields = {height_m = "hoehe"}
default_height_m = 25
default_tilt_deg = 4.5
[radio.indoor]
floors = [1, 7]
entry_model = "3gpp-38901"
entry_percent = 80
insulation = "thermally-efficient"
lift_cabin_db = 30
deep_rsrp_dbm = -115
deep_sinr_db = -1
deep_share = 0.8
[radio.indoor.systems]
source = "/data/indoor.csv"
layer = "das"
where = "live = 1"
encoding = "GBK"
datum = "bd09"
fields = {id = "name"}
[fibre]
pon_class = "xg-pon-n2a"
maximum_snap_m = 200
maximum_drop_m = 300
fibre_type = "G.652D"
losses = "typical"
cable_snap_m = 12
first_stage = 4
box_dwellings = 32
flow_premises = 500
take_up = 0.6
busy_hour_mbps = 7.5
[fibre.olts]
source = "olts.csv"
datum = "bd09"
layer = "olts"
where = "live = 1"
fields = {ports = "n"}
[fibre.cards]
source = "cards.csv"
layer = "cards"
where = "live = 1"
encoding = "GBK"
fields = {slot = "s"}
[fibre.splitters]
source = "splitters.csv"
layer = "splitters"
where = "live = 1"
encoding = "GBK"
datum = "gcj02"
fields = {ratio = "r"}
[fibre.boxes]
source = "boxes.csv"
layer = "boxes"
where = "live = 1"
fields = {capacity = "n"}
[fibre.closures]
source = "closures.csv"
layer = "closures"
where = "live = 1"
encoding = "GBK"
datum = "gcj02"
fields = {id = "n"}
[fibre.cables]
source = "cables.gpkg"
layer = "cables"
where = "live = 1"
encoding = "GBK"
datum = "gcj02"
fields = {fibres = "n"}
[fibre.ofds.nodes]
source = "network.gpkg"
layer = "nodes"
where = "live = 1"
encoding = "UTF-8"
datum = "wgs84"
fields = {type = "kind"}
[fibre.ofds.spans]
source = "network.gpkg"
layer = "spans"
where = "live = 1"
encoding = "UTF-8"
datum = "wgs84"
fields = {fibreCount = "n"}
[fibre.premises]
source = "drops.csv"
layer = "drops"
where = "live = 1"
encoding = "GBK"
fields = {box = "b"}
[subscribers]
broadband_users = 2000000
broadband_users_100m = 1900000
broadband_users_500m = 700000
broadband_users_1000m = 300000
mobile_users = 9e6
mobile_users_5g = 4.5e6
application_cases = 2
mean_downlink_mbps = 231.5
mean_uplink_mbps = 46
data_centres = 13
standard_racks = 7000
identifier_nodes = 1
[statistics]
rsrp_dbm = [-90, -100.5, -90]
sinr_db = []
dl_mbps = [50]
ul_mbps = [10, 2]
levels = ["county"]
[output]
folder = "results/today"
vectors = ["flatgeobuf", "ofds", "gpkg"]
rasters = ["status", "fibre_gigabit", "rsrp"]
handover_borders = true
csv_geometry = "wkt"
)";

/// Messages of every problem, in order; empty where there is none.
std::vector<std::string> problems(const std::string& text,
                                  const std::vector<std::string>& overrides = {}) {
  const auto file = written(text);
  try {
    read_scenario(file, overrides);
  } catch (const InputError& error) {
    std::vector<std::string> messages;
    for (const auto& diagnostic : error.diagnostics()) {
      auto message = to_string(diagnostic);
      if (message.starts_with(file.string())) message.erase(0, file.string().size());
      messages.push_back(message);
    }
    return messages;
  }
  return {};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::logic_error("nothing to replace: " + what);
  return text.replace(at, what.size(), by);
}

TEST(Scenario, FillsInDefaults) {
  const auto file = written(smallest);
  const auto scenario = read_scenario(file, {});
  EXPECT_EQ(scenario.file, file);
  EXPECT_EQ(scenario.name, "Small");
  EXPECT_EQ(scenario.description, "");
  EXPECT_EQ(scenario.criteria, "cn-gigabit-city-2023");
  EXPECT_FALSE(scenario.area.layer);
  EXPECT_FALSE(scenario.area.bbox_deg);
  EXPECT_EQ(scenario.area.resolution_m, 10.0);
  EXPECT_THAT(scenario.terrain.ground.sources,
              ElementsAre((file.parent_path() / "dem.tif").string()));
  ASSERT_EQ(scenario.admin.size(), 1U);
  EXPECT_EQ(scenario.admin[0].point_radius_m, std::nullopt);
  EXPECT_EQ(scenario.admin[0].layer.section, "admin.county");
  EXPECT_FALSE(scenario.buildings || scenario.roads || scenario.population || scenario.fibre);
  ASSERT_TRUE(scenario.radio);
  EXPECT_EQ(scenario.radio->options.model, radio::Model::tr38901);
  EXPECT_EQ(scenario.radio->options.radius_m, radio::CoverageOptions{}.radius_m);
  EXPECT_EQ(scenario.output_folder, file.parent_path() / "out");
  EXPECT_TRUE(scenario.vectors.geopackage && scenario.vectors.geojson && scenario.vectors.csv);
  EXPECT_FALSE(scenario.vectors.flatgeobuf);
  EXPECT_EQ(scenario.vectors.csv_geometry, geo::CsvGeometry::lon_lat);
  EXPECT_THAT(scenario.rasters, ElementsAre(RadioLayer::rsrp, RadioLayer::sinr,
                                            RadioLayer::best_server, RadioLayer::status));
  EXPECT_EQ(scenario.radio->options.fading_margin_db, 0.0);
}

TEST(Scenario, ReadsEveryKey) {
  const auto file = written(everything);
  const auto folder = file.parent_path();
  const auto s = read_scenario(file, {});
  EXPECT_EQ(s.name, "Everything");
  EXPECT_EQ(s.description, "All keys");
  EXPECT_EQ(s.criteria, folder / "rules/mine.toml");
  EXPECT_EQ(s.baseline, folder.parent_path() / "last-year");
  ASSERT_TRUE(s.area.layer);
  EXPECT_EQ(s.area.layer->source, folder / "area.gpkg");
  EXPECT_EQ(s.area.layer->layer, "borders");
  EXPECT_EQ(s.area.layer->where, "code = 370800");
  EXPECT_EQ(s.area.crs, "EPSG:32650");
  EXPECT_EQ(s.area.resolution_m, 25.0);
  EXPECT_THAT(
      s.terrain.ground.sources,
      ElementsAre((folder / "dem/a.tif").string(), "/vsizip/" + (folder / "b.zip/b.tif").string()));
  EXPECT_THAT(s.terrain.surface.sources, ElementsAre((folder / "dsm.tif").string()));
  EXPECT_EQ(s.terrain.surface.section, "terrain.surface");
  EXPECT_EQ(s.terrain.fill_voids_m, 400.0);
  ASSERT_TRUE(s.landcover);
  EXPECT_THAT(s.landcover->raster.sources, ElementsAre((folder / "lc.tif").string()));
  EXPECT_EQ(s.landcover->classes, folder / "rules/classes.toml");
  ASSERT_EQ(s.admin.size(), 2U);
  EXPECT_EQ(s.admin[0].level, "county");
  EXPECT_EQ(s.admin[0].layer.source, "PG:dbname=city");
  EXPECT_EQ(s.admin[0].layer.fields.at("code"), "adcode");
  EXPECT_EQ(s.admin[0].point_radius_m, 400.0);
  EXPECT_EQ(s.admin[1].layer.section, "admin.village");
  ASSERT_TRUE(s.admin[1].layer.osm);
  EXPECT_EQ(s.admin[1].layer.osm->theme, geo::OsmTheme::admin);
  EXPECT_EQ(s.admin[1].layer.osm->admin_level, 10);
  EXPECT_FALSE(s.admin[0].layer.osm);
  ASSERT_TRUE(s.buildings);
  EXPECT_EQ(s.buildings->layer.source, "https://example.org/buildings.fgb");
  EXPECT_EQ(s.buildings->layer.section, "buildings");
  EXPECT_EQ(s.buildings->layer.datum, geo::MapDatum::wgs84);
  EXPECT_EQ(s.buildings->default_height_m, 12.5);
  EXPECT_EQ(s.buildings->metres_per_level, 2.8);
  EXPECT_EQ(s.buildings->default_dwellings, 4);
  EXPECT_EQ(s.buildings->minimum_cover, 0.5);
  ASSERT_TRUE(s.roads);
  EXPECT_EQ(s.roads->source, folder.parent_path() / "roads.gpkg");
  ASSERT_EQ(s.places.size(), 1U);
  EXPECT_EQ(s.places[0].kind, "hospital");
  EXPECT_EQ(s.places[0].point_radius_m, 150.0);
  EXPECT_EQ(s.places[0].line_width_m, 60.0);
  EXPECT_EQ(s.places[0].layer.section, "places.hospital");
  ASSERT_TRUE(s.population);
  EXPECT_EQ(s.population->level, "county");
  EXPECT_EQ(s.population->table->fields.at("residents"), "pop");
  EXPECT_THAT(s.population->raster.sources,
              ElementsAre((folder / "ghsl-1.tif").string(), "/data/ghsl-2.tif"));
  EXPECT_EQ(s.population->persons_per_household, 2.6);
  ASSERT_TRUE(s.radio);
  EXPECT_EQ(s.radio->options.model, radio::Model::p526);
  EXPECT_EQ(s.radio->options.environment, propagation::Environment::rural_macro);
  EXPECT_EQ(s.radio->options.radius_m, 7500.0);
  EXPECT_TRUE(s.radio->options.exact);
  EXPECT_EQ(s.radio->options.time_percent, 10.0);
  EXPECT_EQ(s.radio->options.delta_n, 41.5);
  EXPECT_EQ(s.radio->options.n0, 323.0);
  EXPECT_EQ(s.radio->options.receiver_height_m, 3.0);
  EXPECT_EQ(s.radio->options.noise_figure_db, 7.0);
  EXPECT_EQ(s.radio->options.floor_dbm, -130.0);
  EXPECT_EQ(s.radio->options.body_loss_db, 3.0);
  EXPECT_NEAR(s.radio->options.fading_margin_db, 1.2816 * 7.0, 1e-3);
  const auto& link = s.radio->link;
  EXPECT_EQ(link.rates.shannon_gap_db, 2.0);
  EXPECT_EQ(link.rates.layer_penalty_db, 1.0);
  EXPECT_FALSE(link.rates.nr_256qam);
  EXPECT_TRUE(link.rates.lte_256qam && link.rates.uplink_256qam);
  EXPECT_EQ(link.unpaired_shares(radio::Technology::nr), *radio::symbol_shares_of("DDDSUDDSUU"));
  EXPECT_EQ(link.unpaired_shares(radio::Technology::lte), *radio::symbol_shares_of("DSUUDDSUUD"));
  const auto question = s.radio->budget_question();
  EXPECT_EQ(question.uplink.power_dbm, 26.0);
  EXPECT_EQ(question.uplink.p0_dbm, -90.0);
  EXPECT_EQ(question.uplink.alpha, 1.0);
  EXPECT_EQ(question.uplink.noise_figure_db, 4.0);
  EXPECT_EQ(question.uplink.interference_margin_db, 6.0);
  EXPECT_EQ(question.downlink_mbps, 10.0);
  EXPECT_EQ(question.uplink_mbps, 2.0);
  EXPECT_EQ(question.noise_figure_db, 7.0);
  EXPECT_EQ(question.margins.body_loss_db, 3.0);
  EXPECT_EQ(question.margins.fading_margin_db, s.radio->options.fading_margin_db);
  EXPECT_TRUE(s.radio->options.per_operator);
  EXPECT_EQ(s.radio->options.overlap_db, 5.0);
  ASSERT_TRUE(s.radio->traffic.has_value());
  EXPECT_EQ(s.radio->traffic->user.users_per_resident, 1.2);
  EXPECT_EQ(s.radio->traffic->user.gb_per_month, 20.0);
  EXPECT_EQ(s.radio->traffic->user.busy_hour_share, 0.1);
  EXPECT_EQ(s.radio->traffic->nr_share, 0.4);
  EXPECT_EQ(s.radio->traffic->operator_share.at("A"), 0.7);
  EXPECT_EQ(s.radio->options.overlap_dbm, -105.0);
  EXPECT_EQ(s.radio->sites.source, "/data/sites.csv");
  EXPECT_EQ(s.radio->sites.section, "radio.sites");
  EXPECT_EQ(s.radio->sites.encoding, "GBK");
  EXPECT_EQ(s.radio->sites.datum, geo::MapDatum::gcj02);
  EXPECT_EQ(s.radio->sites.fields.at("height_m"), "hoehe");
  EXPECT_EQ(s.radio->sites.preset, "opencellid");
  EXPECT_EQ(s.radio->site_defaults.height_m, 25.0);
  EXPECT_EQ(s.radio->site_defaults.tilt_deg, 4.5);
  EXPECT_THAT(s.radio->patterns, ElementsAre("/data/antennas", "/data/more.zip"));
  EXPECT_EQ(s.radio->interpolation, propagation::CutInterpolation::sum);
  ASSERT_TRUE(s.radio->indoor.has_value());
  EXPECT_THAT(s.radio->indoor->floors, ElementsAre(1, 7));
  EXPECT_TRUE(s.radio->indoor->thermally_efficient);
  EXPECT_EQ(s.radio->options.penetration.model, radio::EntryModel::tr38901);
  EXPECT_EQ(s.radio->options.penetration.probability_percent, 80.0);
  EXPECT_EQ(s.radio->options.penetration.lift_cabin_db, 30.0);
  EXPECT_EQ(s.radio->indoor->deep.rsrp_dbm, -115.0);
  EXPECT_EQ(s.radio->indoor->deep.sinr_db, -1.0);
  EXPECT_EQ(s.radio->indoor->deep.share, 0.8);
  ASSERT_TRUE(s.radio->indoor->systems.has_value());
  EXPECT_EQ(s.radio->indoor->systems->source, "/data/indoor.csv");
  EXPECT_EQ(s.radio->indoor->systems->datum, geo::MapDatum::bd09);
  ASSERT_EQ(s.radio->antennas.size(), 3U);
  const auto& panel = s.radio->antennas[0];
  EXPECT_EQ(panel.name, "aau");
  EXPECT_EQ(panel.kind, "array");
  EXPECT_EQ(panel.gain_dbi, 7.5);
  EXPECT_EQ(panel.horizontal_beamwidth_deg, 90.0);
  EXPECT_EQ(panel.vertical_beamwidth_deg, 60.0);
  EXPECT_EQ(panel.rows, 12);
  EXPECT_EQ(panel.columns, 4);
  EXPECT_EQ(panel.vertical_spacing, 0.7);
  EXPECT_EQ(panel.horizontal_spacing, 0.6);
  EXPECT_EQ(panel.ssb_beams, 4);
  EXPECT_EQ(panel.ssb_span_deg, 100.0);
  ASSERT_EQ(s.radio->antennas[1].beams.size(), 2U);
  EXPECT_EQ(s.radio->antennas[1].beams[0].azimuth_deg, -20.0);
  EXPECT_EQ(s.radio->antennas[1].beams[0].tilt_deg, 3.0);
  EXPECT_TRUE(s.radio->antennas[2].file.ends_with("/a.msi"));
  ASSERT_TRUE(s.fibre);
  EXPECT_EQ(s.fibre->pon_class, "xg-pon-n2a");
  EXPECT_EQ(s.fibre->options.maximum_snap_m, 200.0);
  EXPECT_EQ(s.fibre->options.maximum_drop_m, 300.0);
  EXPECT_EQ(s.fibre->fibre_type, "G.652D");
  EXPECT_TRUE(s.fibre->typical_losses);
  EXPECT_EQ(s.fibre->options.cable_snap_m, 12.0);
  EXPECT_EQ(s.fibre->options.first_stage, 4);
  EXPECT_EQ(s.fibre->options.box_dwellings, 32);
  EXPECT_EQ(s.fibre->options.flow_premises, 500);
  EXPECT_EQ(s.fibre->options.take_up, 0.6);
  EXPECT_EQ(s.fibre->options.busy_hour_mbps, 7.5);
  ASSERT_TRUE(s.fibre->cards && s.fibre->splitters && s.fibre->closures && s.fibre->cables &&
              s.fibre->premises);
  EXPECT_EQ(s.fibre->cards->section, "fibre.cards");
  EXPECT_EQ(s.fibre->splitters->datum, geo::MapDatum::gcj02);
  EXPECT_EQ(s.fibre->cables->fields.at("fibres"), "n");
  EXPECT_EQ(s.fibre->premises->where, "live = 1");
  EXPECT_EQ(s.fibre->olts->section, "fibre.olts");
  EXPECT_EQ(s.fibre->olts->datum, geo::MapDatum::bd09);
  ASSERT_TRUE(s.fibre->ofds_nodes && s.fibre->ofds_spans);
  EXPECT_EQ(s.fibre->ofds_nodes->section, "fibre.ofds.nodes");
  EXPECT_EQ(s.fibre->ofds_spans->fields.at("fibreCount"), "n");
  ASSERT_TRUE(s.fibre->boxes);
  EXPECT_EQ(s.fibre->boxes->section, "fibre.boxes");
  EXPECT_EQ(s.declared.size(), 12U);
  EXPECT_EQ(s.declared.at("mobile_users"), 9e6);
  EXPECT_EQ(s.declared.at("standard_racks"), 7000.0);
  EXPECT_EQ(s.declared.at("mean_downlink_mbps"), 231.5);
  EXPECT_EQ(s.output_folder, folder / "results/today");
  EXPECT_TRUE(s.vectors.geopackage && s.vectors.flatgeobuf && s.vectors.ofds);
  EXPECT_FALSE(s.vectors.geojson || s.vectors.csv);
  EXPECT_EQ(s.vectors.csv_geometry, geo::CsvGeometry::wkt);
  EXPECT_TRUE(s.vectors.handover_borders);
  EXPECT_THAT(s.rasters, ElementsAre(RadioLayer::rsrp, RadioLayer::status));
  EXPECT_TRUE(s.fibre_raster);
}

TEST(Scenario, TablesOfAnfrTakeNoMapping) {
  const auto found = problems(std::string(smallest) + R"(preset = "anfr"
where = "x = 1"
fields = {height_m = "Hauteur"}
)");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0], HasSubstr("radio.sites.where: cannot stand beside preset = \"anfr\""));
  EXPECT_THAT(found[1], HasSubstr("radio.sites.fields: cannot stand beside"));
}

TEST(Scenario, AntennasDoNotTakeTheNameOfABuiltInOne) {
  for (const std::string name : {"3gpp-38901", "OMNI", "sector", "定向", "全向天线"}) {
    const auto found = problems(std::string(smallest) + "[[radio.antennas]]\nname = \"" + name +
                                "\"\nkind = \"tr36814\"\n");
    EXPECT_THAT(found,
                ElementsAre(HasSubstr("\"" + name + "\" is the name of a built-in antenna")));
  }
}

TEST(Scenario, AnOsmPresetAsksForWhatItsSectionIs) {
  const auto s = read_scenario(written(R"([scenario]
name = "From OpenStreetMap"
[terrain]
source = "dem.tif"
[[admin]]
level = "town"
source = "x.osm.pbf"
preset = "osm"
[buildings]
source = "x.osm.pbf"
preset = "osm"
metres_per_level = 2.8
[roads]
source = "x.osm.pbf"
preset = "osm"
[[places]]
source = "x.osm.pbf"
preset = "osm"
[[places]]
source = "x.osm.pbf"
preset = "osm"
kind = "mall"
[radio.sites]
source = "sites.csv"
)"),
                               {});
  EXPECT_EQ(s.admin[0].layer.osm->admin_level, 0);
  EXPECT_THAT(s.admin[0].layer.osm->settlements, ElementsAre("city", "town"));
  EXPECT_EQ(s.buildings->layer.osm->theme, geo::OsmTheme::buildings);
  EXPECT_EQ(s.buildings->layer.osm->metres_per_level, 2.8);
  EXPECT_EQ(s.roads->osm->theme, geo::OsmTheme::roads);
  EXPECT_EQ(s.places[0].layer.osm->kind, "");
  EXPECT_EQ(s.places[1].layer.osm->kind, "mall");
}

TEST(Scenario, RefusesWhatAnOsmPresetCannotRead) {
  const std::string text =
      replaced(smallest, "[[admin]]\nlevel = \"county\"\nsource = \"county.gpkg\"",
               R"([[admin]]
level = "county"
source = "x.osm.pbf"
preset = "osm"
[[admin]]
level = "town"
source = "towns.gpkg"
admin_level = 8
[roads]
source = "x.osm.pbf"
preset = "osm"
layer = "lines"
[[places]]
source = "x.osm.pbf"
preset = "osm"
kind = "hospitals")");
  const auto found = problems(text);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_THAT(found[0], HasSubstr("admin[0].level: \"county\" does not say which places"));
  EXPECT_THAT(found[0], HasSubstr("give admin_level"));
  EXPECT_THAT(found[1], HasSubstr("admin[1].admin_level: needs preset = \"osm\""));
  EXPECT_THAT(found[2], HasSubstr("roads.layer: cannot stand beside preset = \"osm\""));
  EXPECT_THAT(found[3], HasSubstr("places[0].kind: is \"hospitals\"; with preset = \"osm\""));
  EXPECT_THAT(found[3], HasSubstr("did you mean hospital?"));
}

TEST(Scenario, TestAboveLeavesNoKeyOut) {
  // bbox stands instead of area.source, and has tests of its own.
  const std::string text = everything;
  for (const auto& key : scenario_keys()) {
    const auto leaf = key.key.substr(key.key.rfind('.') + 1);
    const bool table = key.type == "a table" || key.type == "a list of tables";
    if (leaf == "bbox") continue;
    auto header = "[" + key.key;
    if (const auto of_list = header.find("[]"); of_list != std::string::npos)
      header.erase(of_list, 2);
    EXPECT_NE(text.find(table ? header : leaf + " = "), std::string::npos) << key.key;
  }
}

TEST(Scenario, PopulationSpeaksOfTheFinestLevelUnlessItSays) {
  const auto file = written(
      replaced(everything, "level = \"county\"\nfields = {residents", "fields = {residents"));
  EXPECT_EQ(read_scenario(file, {}).population->level, "village");
}

TEST(Scenario, SuggestsTheNearestKey) {
  const auto misspelt = replaced(everything, "radius_km", "raduis_km");
  const auto line = 1 + std::ranges::count(misspelt.substr(0, misspelt.find("raduis_km")), '\n');
  EXPECT_THAT(
      problems(misspelt),
      ElementsAre(":" + std::to_string(line) +
                  ":1: field radio.raduis_km: is not a known key (did you mean radius_km?)"));
  EXPECT_THAT(
      problems(std::string(smallest) + "[buldings]\n"),
      ElementsAre(HasSubstr("field buldings: is not a known key (did you mean buildings?)")));
}

TEST(Scenario, SaysWhereAMisplacedKeyBelongs) {
  EXPECT_THAT(
      problems(replaced(smallest, "name =", "maximum_drop_m = 3\nname =")),
      ElementsAre(HasSubstr(
          "scenario.maximum_drop_m: is not a known key (there is a key fibre.maximum_drop_m)")));
}

TEST(Scenario, ListsWhatIsKnownWhereNothingIsNear) {
  EXPECT_THAT(problems(std::string(smallest) + "[output]\nzzzzzz = 1\n"),
              ElementsAre(HasSubstr(
                  "(known here: folder, vectors, rasters, handover_borders, csv_geometry)")));
}

TEST(Scenario, ReportsEveryProblemAtOnceInOrderOfLines) {
  const auto found = problems(R"(schema = 2
[scenario]
name = 5
[area]
resolution_m = "10"
[[admin]]
level = "town"
[radio]
radius_km = 101
model = "p256"
[radio.sites]
source = true
)");
  EXPECT_THAT(
      found,
      ElementsAre(
          HasSubstr(":1:1: field terrain: is missing; expected a table [terrain]"),
          HasSubstr(":1:10: field schema: is 2; expected 1"),
          ":3:8: field scenario.name: is a number; expected text (put it in quotes)",
          ":5:16: field area.resolution_m: is text; expected a number (leave out the quotes)",
          HasSubstr(":6:1: field admin[0].source: is missing"),
          ":9:13: field radio.radius_km: is 101; expected above 0, at most 100",
          ":10:9: field radio.model: is \"p256\"; expected one of free-space, p526, "
          "p526-knife-edges, p1812, itm, 3gpp-38901 "
          "(did you mean p526?)",
          HasSubstr(":12:10: field radio.sites.source: is true or false; expected text")));
}

TEST(Scenario, HoldsEachRangeJustInsideAndJustOutside) {
  struct Case {
    const char* key;
    const char* inside;
    const char* outside;
  };
  for (const auto& [key, inside, outside] : {
           Case{"area.resolution_m", "0.001", "0"},
           Case{"area.resolution_m", "1000", "1000.001"},
           Case{"radio.radius_km", "0.1", "-0.0"},
           Case{"radio.radius_km", "100", "100.001"},
           Case{"radio.rx_height_m", "0.5", "0.499"},
           Case{"radio.floor_dbm", "-200", "-200.1"},
           Case{"radio.overlap_db", "0", "-0.1"},
           Case{"radio.overlap_db", "40", "40.1"},
           Case{"radio.overlap_dbm", "-200", "-200.1"},
           Case{"radio.overlap_dbm", "0", "0.1"},
           Case{"buildings.default_dwellings", "0", "-1"},
           Case{"buildings.default_dwellings", "3", "3.5"},
           Case{"subscribers.mobile_users", "0", "-1"},
           Case{"subscribers.mobile_users", "1e12", "inf"},
           Case{"area.resolution_m", "1", "nan"},
       }) {
    const std::string assignment = std::string(key) + "=";
    EXPECT_THAT(problems(everything, {assignment + inside}), ElementsAre()) << key << ' ' << inside;
    EXPECT_THAT(problems(everything, {assignment + outside}), ElementsAre(HasSubstr(key)))
        << key << ' ' << outside;
  }
}

TEST(Scenario, NeedsRadioOrFibre) {
  EXPECT_THAT(problems(replaced(smallest, "[radio.sites]\nsource = \"sites.csv\"\n", "")),
              ElementsAre(HasSubstr("neither [radio] nor [fibre]")));
  EXPECT_THAT(problems(replaced(smallest, "radio.sites", "fibre.olts")), ElementsAre());
  EXPECT_THAT(problems(replaced(smallest, "radio.sites", "fibre.cables")),
              ElementsAre(HasSubstr("fibre.olts: is missing")));
  EXPECT_THAT(problems(replaced(smallest, "radio.sites", "fibre.ofds.nodes")),
              ElementsAre(HasSubstr("fibre.cards: is missing")));
  EXPECT_THAT(problems(replaced(smallest, "[radio.sites]\nsource = \"sites.csv\"", "[radio]")),
              ElementsAre(HasSubstr("field radio.sites: is missing")));
}

TEST(Scenario, RefusesTddPatternsThatAreNone) {
  EXPECT_THAT(
      problems(replaced(everything, "\"7:3\"", "\"TDD\"")),
      ElementsAre(HasSubstr("field radio.nr_tdd_pattern: \"TDD\" is no TDD pattern (expected "
                            "slots and the symbols of a special one, DDDSU 10:2:2")));
}

TEST(Scenario, NeedsAnAdminLevelAndNoTwoAlike) {
  EXPECT_THAT(
      problems(replaced(smallest, "[[admin]]\nlevel = \"county\"\nsource = \"county.gpkg\"", "")),
      ElementsAre(HasSubstr("expected at least one [[admin]]")));
  EXPECT_THAT(problems(replaced(smallest, "[[admin]]", "[admin]")),
              ElementsAre(HasSubstr("write [[admin]], not [admin]")));
  EXPECT_THAT(problems(replaced(everything, "level = \"village\"", "level = \"county\"")),
              ElementsAre(HasSubstr(
                  "field admin[1].level: \"county\" is the name of an earlier level too")));
  EXPECT_THAT(problems(replaced(smallest, "\"county\"", "\" \"")),
              ElementsAre(HasSubstr("admin[0].level: is empty")));
}

TEST(Scenario, LevelsNameLayersAndFilesOfTheResults) {
  const auto named = [](const std::string& level) {
    return problems(replaced(smallest, "\"county\"", "'" + level + "'"));
  };
  EXPECT_THAT(named("县"), ElementsAre());
  EXPECT_THAT(named("Sites"),
              ElementsAre(HasSubstr("\"Sites\" is the name of another layer of the results")));
  EXPECT_THAT(named("town/village"), ElementsAre(HasSubstr("can name no file")));
  EXPECT_THAT(named("..\\town"), ElementsAre(HasSubstr("can name no file")));
  EXPECT_THAT(named(std::string(101, 'x')), ElementsAre(HasSubstr("is 101 bytes long")));
  EXPECT_THAT(problems(replaced(everything, "level = \"village\"", "level = \"County\"")),
              ElementsAre(HasSubstr("\"County\" is the name of an earlier level too")));
}

TEST(Scenario, ListsAreCheckedTextByText) {
  EXPECT_THAT(problems(smallest, {"output.vectors=[\"gpkg\", \"geojsn\"]"}),
              ElementsAre(HasSubstr("field output.vectors: is \"geojsn\"; expected one of gpkg, "
                                    "geojson, csv, flatgeobuf, ofds (did you mean geojson?)")));
  EXPECT_THAT(problems(smallest, {"output.vectors=\"gpkg\""}),
              ElementsAre(HasSubstr("is text; expected a list of texts (put it in brackets")));
  EXPECT_THAT(problems(smallest, {"output.vectors=[1]"}),
              ElementsAre(HasSubstr("expected a list of texts")));
  const auto none = read_scenario(written(smallest), {"output.vectors=[]"}).vectors;
  EXPECT_FALSE(none.geopackage || none.geojson || none.csv || none.flatgeobuf);
}

TEST(Scenario, ListsAreCheckedNumberByNumber) {
  EXPECT_THAT(problems(smallest, {"statistics.rsrp_dbm=[-105, 10]"}),
              ElementsAre(HasSubstr("is 10; expected at least -200, at most 0")));
  EXPECT_THAT(
      problems(smallest, {"statistics.rsrp_dbm=-105"}),
      ElementsAre(HasSubstr("is a number; expected a list of numbers (put it in brackets")));
  EXPECT_THAT(problems(smallest, {"statistics.sinr_db=[\"low\"]"}),
              ElementsAre(HasSubstr("is a list; expected a list of numbers")));
}

TEST(Scenario, StatisticsSortTheirThresholdsAndNameLevels) {
  const auto statistics = read_scenario(written(everything), {}).statistics;
  EXPECT_THAT(statistics.rsrp_dbm, ElementsAre(-100.5, -90.0));
  EXPECT_THAT(statistics.sinr_db, testing::IsEmpty());
  EXPECT_THAT(statistics.dl_mbps, ElementsAre(50.0));
  EXPECT_THAT(statistics.ul_mbps, ElementsAre(2.0, 10.0));
  EXPECT_THAT(statistics.levels, testing::Optional(ElementsAre("county")));
  EXPECT_THAT(problems(everything, {"statistics.levels=[\"county\", \"vilage\"]"}),
              ElementsAre(HasSubstr("\"vilage\" is no [[admin]] level; expected one of county, "
                                    "village (did you mean village?)")));
  EXPECT_FALSE(read_scenario(written(smallest), {}).statistics.levels);
}

TEST(Scenario, PopulationMustNameALevel) {
  EXPECT_THAT(problems(everything, {"population.level=contry"}),
              ElementsAre(HasSubstr("\"contry\" is no [[admin]] level; expected one of county, "
                                    "village (did you mean county?)")));
}

TEST(Scenario, PopulationComesFromATableOrARaster) {
  const std::string small = smallest;
  EXPECT_THAT(problems(small + "[population]\nraster = \"people.tif\"\n"), testing::IsEmpty());
  EXPECT_THAT(problems(small + "[population]\npersons_per_household = 2.6\n"), testing::IsEmpty());
  EXPECT_THAT(problems(small + "[population]\n"),
              ElementsAre(HasSubstr("population: says nothing")));
  EXPECT_THAT(problems(small + "[population]\nraster = \"people.tif\"\nlevel = \"county\"\n"),
              ElementsAre(HasSubstr("population.level: needs population.source")));
}

TEST(Scenario, ChecksTheBox) {
  const auto with_box = [](const std::string& box) {
    return problems(std::string(smallest) + "[area]\nbbox = " + box + "\n");
  };
  EXPECT_THAT(with_box("[116.5, 35.0, 117.0, 35.5]"), ElementsAre());
  EXPECT_THAT(with_box("[116, 35, 117, 35.5]"), ElementsAre());
  EXPECT_THAT(with_box("[35.0, 116.5, 35.5, 117.0]"),
              ElementsAre(HasSubstr("did you mean [116.5, 35, 117, 35.5]?")));
  EXPECT_THAT(with_box("[117.0, 35.0, 116.5, 35.5]"),
              ElementsAre(HasSubstr("west edge (117) not west of its east edge (116.5)")));
  EXPECT_THAT(with_box("[177, -20, -178, -15]"), ElementsAre()) << "over the antimeridian";
  EXPECT_THAT(with_box("[116.5, 35.5, 117.0, 35.0]"),
              ElementsAre(HasSubstr("south edge (35.5) not south")));
  EXPECT_THAT(with_box("[1, 2, 3]"),
              ElementsAre(HasSubstr("four numbers [west, south, east, north]")));
  EXPECT_THAT(with_box("[nan, 35.0, 117.0, 35.5]"), ElementsAre(HasSubstr("area.bbox")));
  EXPECT_THAT(with_box("[116.5, 35.0, 200.0, 35.5]"),
              ElementsAre(HasSubstr("is outside longitudes")));
}

TEST(Scenario, TrafficIsAskedForWhereItIsDescribed) {
  EXPECT_THAT(problems(smallest, {"radio.traffic.nr_share=0.5"}),
              ElementsAre(HasSubstr("needs radio.load = \"traffic\"")));
  EXPECT_THAT(problems(smallest, {"radio.load=trafic"}),
              ElementsAre(HasSubstr("did you mean traffic?")));
  EXPECT_THAT(problems(everything, {"radio.per_operator=false"}),
              ElementsAre(HasSubstr("needs radio.per_operator = true")));
  EXPECT_THAT(problems(everything, {"radio.traffic.operators=[{name = \"A\", share = 0.7}, {name = "
                                    "\"B\", share = 0.4}]"}),
              ElementsAre(HasSubstr("shares add up to 1.1")));
}

TEST(Scenario, BordersNeedAFormatWithLayers) {
  const std::string borders = "output.handover_borders=true";
  EXPECT_THAT(problems(smallest, {borders}), ElementsAre());
  EXPECT_THAT(problems(smallest, {borders, "output.vectors=[\"flatgeobuf\"]"}), ElementsAre());
  EXPECT_THAT(problems(smallest, {borders, "output.vectors=[\"csv\"]"}),
              ElementsAre(HasSubstr("add \"gpkg\" or \"flatgeobuf\"")));
}

TEST(Scenario, KeepsTheBoxAsWritten) {
  const auto file = written(std::string(smallest) + "[area]\nbbox = [116.5, 35, 117.0, 35.5]\n");
  EXPECT_EQ(read_scenario(file, {}).area.bbox_deg, (std::array{116.5, 35.0, 117.0, 35.5}));
}

TEST(Scenario, AreaIsASourceOrABox) {
  EXPECT_THAT(problems(replaced(everything, "crs =", "bbox = [1, 2, 3, 4]\ncrs =")),
              ElementsAre(HasSubstr("area.bbox: cannot stand beside area.source")));
  EXPECT_THAT(problems(std::string(smallest) + "[area]\nlayer = \"x\"\n"),
              ElementsAre(HasSubstr("area.layer: needs area.source")));
}

TEST(Scenario, OverridesAreTomlOrElseText) {
  const auto file = written(smallest);
  const auto s =
      read_scenario(file, {"radio.radius_km=3", "scenario.name=New name", "radio.model=\"p526\"",
                           "output.folder=over there", "admin[0].source=towns.gpkg",
                           "radio.sites.fields.height_m=hoehe", "fibre.olts.source=olts.csv",
                           "terrain.source=[\"a.tif\", \"b.tif\"]"});
  EXPECT_EQ(s.radio->options.radius_m, 3000.0);
  EXPECT_EQ(s.name, "New name");
  EXPECT_EQ(s.radio->options.model, radio::Model::p526);
  EXPECT_EQ(s.output_folder, file.parent_path() / "over there");
  EXPECT_EQ(s.admin[0].layer.source, file.parent_path() / "towns.gpkg");
  EXPECT_EQ(s.radio->sites.fields.at("height_m"), "hoehe");
  EXPECT_EQ(s.fibre->olts->source, file.parent_path() / "olts.csv");
  EXPECT_EQ(s.terrain.ground.sources.size(), 2U);
}

TEST(Scenario, ProblemsOfAnOverrideNameIt) {
  EXPECT_THAT(problems(smallest, {"radio.radius_kn=3"}),
              ElementsAre("--set radio.radius_kn=3: field radio.radius_kn: is not a known key (did "
                          "you mean radius_km?)"));
  EXPECT_THAT(
      problems(smallest, {"radio.radius_km=far"}),
      ElementsAre("--set radio.radius_km=far: field radio.radius_km: is text; expected a number"));
  EXPECT_THAT(problems(smallest, {"radio.radius_km"}), ElementsAre(HasSubstr("has no value")));
  EXPECT_THAT(problems(smallest, {"admin[2].level=x"}),
              ElementsAre(HasSubstr("there is no admin[2]; the scenario has 1")));
  EXPECT_THAT(problems(smallest, {"admin.level=x"}), ElementsAre(HasSubstr("say which: admin[0]")));
  EXPECT_THAT(problems(smallest, {"scenario.name.x=1"}),
              ElementsAre(HasSubstr("name is not a table")));
  for (const char* bad : {"=3", ".=3", "a..b=3", "a[=3", "a[x].b=3", "a b=3"})
    EXPECT_THAT(problems(smallest, {bad}), ElementsAre(HasSubstr("not of the form section.key")))
        << bad;
}

TEST(Scenario, SyntaxErrorsHaveALine) {
  EXPECT_THAT(problems("[scenario]\nname = \n"), ElementsAre(HasSubstr(":2:")));
  EXPECT_THAT(problems("[scenario]\nname = \"a\"\nname = \"b\"\n"),
              ElementsAre(HasSubstr(":3:8: is not valid TOML")));
}

TEST(Scenario, FileThatCannotBeRead) {
  EXPECT_THROW(read_scenario(scratch() / "absent.toml", {}), InputError);
  EXPECT_THROW(read_scenario(scratch(), {}), InputError);
}

TEST(Scenario, IsNeverWorseThanAnInputErrorOnBrokenFiles) {
  const std::string text = everything;
  const auto attempt = [](const std::string& broken) {
    try {
      read_scenario(written(broken), {});
    } catch (const InputError&) {
      return true;
    }
    return true;
  };
  for (std::size_t length = 0; length < text.size(); length += 3)
    EXPECT_TRUE(attempt(text.substr(0, length)));
  for (std::size_t at = 0; at < text.size(); at += 5) {
    std::string broken = text;
    broken[at] = static_cast<char>(at % 251);
    EXPECT_TRUE(attempt(broken));
  }
}

TEST(ScenarioReference, HasARowForEachKeyAndNoBreakInARow) {
  const auto text = scenario_reference_markdown();
  EXPECT_EQ(std::ranges::count(text, '\n'),
            static_cast<std::ptrdiff_t>(scenario_keys().size()) + 2);
  EXPECT_THAT(text, HasSubstr("| `radio.radius_km` | a number | km; above 0, at most 100 | 5 |"));
  EXPECT_THAT(
      text, HasSubstr("free-space \\| p526 \\| p526-knife-edges \\| p1812 \\| itm \\| 3gpp-38901"));
  EXPECT_THAT(text, HasSubstr("| `terrain.source` | text, or a list of texts |  | required |"));
}

TEST(ScenarioReference, StandsInTheReadmeAsItIs) {
  std::ifstream in(GIGACITY_SOURCE_DIR "/README.md");
  std::ostringstream readme;
  readme << in.rdbuf();
  EXPECT_THAT(readme.str(), HasSubstr(scenario_reference_markdown()));
}

TEST(ScenarioReference, NamesExactlyTheModelsThatCoverageKnows) {
  const auto& keys = scenario_keys();
  const auto model = std::ranges::find(keys, "radio.model", &ScenarioKey::key);
  ASSERT_NE(model, keys.end());
  std::set<std::string> named;
  std::istringstream names(model->unit_or_values);
  for (std::string name; names >> name;)
    if (name != "|") named.insert(name);
  std::set<std::string> existing;
  for (const auto& info : propagation::models())
    if (info.use == propagation::ModelUse::coverage) existing.emplace(info.name);
  EXPECT_EQ(named, existing);
}

TEST(ScenarioReference, NamesEachKeyOnceAndSaysWhatItMeans) {
  std::vector<std::string> keys;
  for (const auto& key : scenario_keys()) {
    keys.push_back(key.key);
    EXPECT_FALSE(key.meaning.empty()) << key.key;
    EXPECT_FALSE(key.type.empty()) << key.key;
  }
  std::ranges::sort(keys);
  EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

}  // namespace
}  // namespace gigacity::apps
