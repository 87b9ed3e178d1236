// SPDX-License-Identifier: Apache-2.0
#include "apps/scenario/key_table.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.hpp"
#include "sim/propagation/model_info.hpp"

namespace gigacity::apps {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

constexpr std::array environments = {
    std::pair<std::string_view, propagation::Environment>{"urban-micro",
                                                          propagation::Environment::urban_micro},
    std::pair<std::string_view, propagation::Environment>{"urban-macro",
                                                          propagation::Environment::urban_macro},
    std::pair<std::string_view, propagation::Environment>{"rural-macro",
                                                          propagation::Environment::rural_macro},
};

constexpr std::array formats = {VectorFormat{"gpkg", &VectorOutputs::geopackage},
                                VectorFormat{"geojson", &VectorOutputs::geojson},
                                VectorFormat{"csv", &VectorOutputs::csv},
                                VectorFormat{"flatgeobuf", &VectorOutputs::flatgeobuf},
                                VectorFormat{"ofds", &VectorOutputs::ofds}};

KeyRange above(double low, double high) {
  return {low, high, true};
}
KeyRange from(double low, double high) {
  return {low, high, false};
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const auto& model : propagation::models()) {
    if (model.use != propagation::ModelUse::coverage) continue;
    if (names.empty() || names.back() != model.name) names.emplace_back(model.name);
  }
  return names;
}

std::vector<std::string> environment_names() {
  std::vector<std::string> names{"auto"};
  for (const auto& [name, environment] : environments) names.emplace_back(name);
  return names;
}

/// All formats of vector results, or those that a run writes unasked.
std::vector<std::string> format_names(bool only_default) {
  std::vector<std::string> names;
  for (const auto& format : formats)
    if (!only_default || VectorOutputs{}.*format.wanted) names.emplace_back(format.name);
  return names;
}

/// All rasters, or those that a run delivers unasked.
std::vector<std::string> raster_names(bool only_default) {
  std::vector<std::string> names;
  for (const auto& layer : radio_layer_names)
    if (!only_default || layer.by_default) names.emplace_back(layer.name);
  names.emplace_back(fibre_raster_name);
  return names;
}

/// Collects specs; each function states one kind of key.
class Table {
 public:
  void section(const std::string& key, bool required, const std::string& meaning) {
    add({key, KeyType::table, required, "", meaning, "", {}, {}});
  }
  void sections(const std::string& key, bool required, const std::string& meaning) {
    add({key, KeyType::tables, required, "", meaning, "", {}, {}});
  }
  void required_text(const std::string& key, const std::string& meaning) {
    add({key, KeyType::text, true, "", meaning, "", {}, {}});
  }
  void text(const std::string& key, const std::string& default_value, const std::string& meaning,
            std::vector<std::string> values = {}) {
    add({key, KeyType::text, false, default_value, meaning, "", {}, std::move(values)});
  }
  /// One of `values`, which has to be given.
  void choice(const std::string& key, const std::string& meaning, std::vector<std::string> values) {
    add({key, KeyType::text, true, "", meaning, "", {}, std::move(values)});
  }
  void texts(const std::string& key, const std::string& default_value, const std::string& meaning,
             std::vector<std::string> values) {
    add({key, KeyType::texts, false, default_value, meaning, "", {}, std::move(values)});
  }
  void number(const std::string& key, double default_value, const std::string& unit, KeyRange range,
              const std::string& meaning, KeyType type = KeyType::number) {
    add({key, type, false, fmt::format("{}", default_value), meaning, unit, range, {}});
  }
  void flag(const std::string& key, bool default_value, const std::string& meaning) {
    add({key, KeyType::boolean, false, default_value ? "true" : "false", meaning, "", {}, {}});
  }
  void numbers(const std::string& key, const std::vector<double>& default_value,
               const std::string& unit, KeyRange range, const std::string& meaning) {
    add({key,
         KeyType::numbers,
         false,
         fmt::format("{}", fmt::join(default_value, ", ")),
         meaning,
         unit,
         range,
         {}});
  }
  /// One raster, or a list of them.
  void sources(const std::string& key, bool required, const std::string& meaning) {
    add({key, KeyType::text_or_list, required, required ? "" : "none", meaning, "", {}, {}});
  }
  /// A number whose absence means something: `default_text` says what.
  void optional_number(const std::string& key, const std::string& default_text,
                       const std::string& unit, KeyRange range, const std::string& meaning,
                       KeyType type = KeyType::number) {
    add({key, type, false, default_text, meaning, unit, range, {}});
  }
  /// `source`, `layer`, `where`, `encoding` of a table.
  void table(const std::string& section, bool source_required, const std::string& what) {
    add({section + ".source",
         KeyType::text,
         source_required,
         "",
         what + "; a file, or any data source that GDAL opens",
         "",
         {},
         {}});
    text(section + ".layer", "the only layer", "layer of the source");
    text(section + ".where", "all", "attribute filter in OGR SQL");
    text(section + ".encoding", "what the source says of itself",
         "character encoding of the text: \"GBK\", \"UTF-8\"");
  }
  /// A table with positions; `presets` are the publishers' layouts it can be read by.
  void layer(const std::string& section, bool source_required, const std::string& what,
             std::vector<std::string> presets = {}) {
    table(section, source_required, what);
    text(section + ".datum", "wgs84",
         "gcj02 (Amap, Tencent) and bd09 (Baidu): the displaced coordinates of Chinese web maps",
         {"wgs84", "gcj02", "bd09"});
    if (!presets.empty())
      text(section + ".preset", "none", "layout that a publisher uses", std::move(presets));
  }
  void fields(const std::string& section) {
    add({section + ".fields",
         KeyType::table_of_text,
         false,
         "same names",
         "our field names and what the layer calls them: `{ours = \"theirs\"}`",
         "",
         {},
         {}});
  }
  void count(const std::string& key, const std::string& meaning) {
    optional_number(key, "not known", "", from(0.0, unbounded), meaning);
  }

  std::vector<KeySpec> take() { return std::move(m_specs); }

 private:
  void add(KeySpec spec) { m_specs.push_back(std::move(spec)); }
  std::vector<KeySpec> m_specs;
};

void add_general(Table& t) {
  t.number("schema", 1.0, "", from(1.0, 1.0), "version of this file's format", KeyType::integer);
  t.section("scenario", true, "what this scenario is");
  t.required_text("scenario.name", "name, as the report shows it");
  t.text("scenario.description", "none", "a sentence or two for the report");
  t.text("scenario.criteria", "cn-gigabit-city-2023",
         "a profile's id, or the path of a profile file");
  t.text("scenario.baseline", "none",
         "folder with the results of an earlier run, whose verdict this one is compared with");
  t.section("area", false, "what is computed; without it, the coarsest admin level");
  t.layer("area", false, "polygons of the area");
  t.text("area.crs", "the UTM zone of the area's centre",
         "working coordinate system, projected and in metres: \"EPSG:32650\"");
  t.number("area.resolution_m", AreaSection{}.resolution_m, "m", above(0.0, 1000.0), "pixel size");
}

void add_city(Table& t) {
  t.section("terrain", true, "ground heights");
  t.sources("terrain.source", true,
            "one raster, or several that are mosaicked, later over earlier");
  t.sources("terrain.surface", false,
            "surface model: ground with roofs and trees, as terrain.source; may cover a part");
  t.number("terrain.fill_voids_m", TerrainSection{}.fill_voids_m, "m", from(0.0, 10'000.0),
           "voids between ground no farther than this (and 1024 pixels) are filled; 0: none");
  t.section("landcover", false, "what covers the ground");
  t.sources("landcover.source", true, "raster of classes, as terrain.source");
  t.required_text("landcover.classes",
                  "what the codes mean: esa-worldcover, globeland30, or the path of a table");
  t.sections("admin", true, "an administrative level, coarsest first");
  t.required_text("admin[].level", "name of the level: \"county\", \"town\", \"village\"");
  t.layer("admin[]", true, "the level's units, polygons or points", {"osm"});
  t.fields("admin[]");
  t.optional_number("admin[].admin_level", "settlements by the level's name", "", from(2.0, 11.0),
                    "with preset osm: boundaries of this OpenStreetMap level", KeyType::integer);
  t.optional_number("admin[].point_radius_m", "as far as it is the nearest", "m",
                    above(0.0, 100'000.0), "how far a unit known only by a point reaches");
  const BuildingsSection buildings;
  t.section("buildings", false, "buildings: who lives where, and what stands in the way");
  t.layer("buildings", true, "building polygons or points", {"osm"});
  t.fields("buildings");
  t.number("buildings.default_height_m", buildings.default_height_m, "m", above(0.0, 1000.0),
           "height where neither height nor levels are known, nor with preset osm the type");
  t.number("buildings.metres_per_level", buildings.metres_per_level, "m", above(0.0, 20.0),
           "height of a storey");
  t.number("buildings.default_dwellings", buildings.default_dwellings, "", from(0.0, 100'000.0),
           "dwellings where the layer has none, nor with preset osm the type", KeyType::integer);
  t.number("buildings.minimum_cover", buildings.minimum_cover, "", from(0.0, 1.0),
           "share of a pixel that buildings must cover for it to stand as high as they are");
  t.section("roads", false, "roads, along which fibre runs");
  t.layer("roads", true, "road lines", {"osm"});
  t.fields("roads");
  t.sections("places", false, "key places whose coverage the criteria ask for");
  t.layer("places[]", true, "the places, polygons, points or lines", {"osm"});
  t.fields("places[]");
  t.text(
      "places[].kind", "the layer's field `kind`; with preset osm, every kind",
      "kind of every place of the layer: \"hospital\"; with preset osm, the only kind to be read");
  t.number("places[].point_radius_m", PlacesSection{}.point_radius_m, "m", above(0.0, 10'000.0),
           "footprint of a place known only by a point");
  t.number("places[].line_width_m", PlacesSection{}.line_width_m, "m", above(0.0, 10'000.0),
           "width of a place that is a line: a road, a metro line");
  t.section("population", false, "how many people live where; a table, a raster or both");
  t.table("population", false, "a table: code, or name and parent; residents, households");
  t.text("population.level", "the finest level", "the `[[admin]]` level that the rows speak of");
  t.fields("population");
  t.sources("population.raster", false,
            "people per pixel (WorldPop, GHSL) in any CRS, one raster or tiles on one lattice");
  t.optional_number("population.persons_per_household", "a dwelling is a household", "",
                    above(0.0, 20.0), "turns residents into households where nothing states these");
}

void add_antennas(Table& t) {
  const AntennaSection antenna;
  t.sources("radio.patterns", false,
            "MSI files of antennas: a folder or zip archive, or a list of these and of files");
  t.text("radio.pattern_interpolation", "weighted",
         "between an MSI file's two cuts; weighted: behind the antenna its vertical cut's own back "
         "counts, as in Atoll; sum: both losses added",
         {"weighted", "sum"});
  t.sections("radio.antennas", false, "an antenna that the sites' column `pattern` may name");
  t.required_text("radio.antennas[].name", "its name, in any case");
  t.choice(
      "radio.antennas[].kind",
      "array: panel of TR 38.901 7.3 with SSB beams; tr36814: sector of TR 36.814; msi: a file",
      {"array", "tr36814", "msi"});
  t.text("radio.antennas[].file", "none", "of kind msi: the file");
  t.optional_number("radio.antennas[].gain_dbi", "8, tr36814 14, msi the file's", "dBi",
                    from(-10.0, 40.0), "largest gain; of an array, of one element");
  t.optional_number("radio.antennas[].horizontal_beamwidth_deg", "65, tr36814 70", "degrees",
                    from(1.0, 360.0), "between the half-power points; of an array, of one element");
  t.optional_number("radio.antennas[].vertical_beamwidth_deg", "65, tr36814 10", "degrees",
                    from(0.5, 180.0), "as horizontal_beamwidth_deg");
  t.number("radio.antennas[].rows", antenna.rows, "", from(1.0, 64.0), "of elements of an array",
           KeyType::integer);
  t.number("radio.antennas[].columns", antenna.columns, "", from(1.0, 64.0),
           "of elements of an array", KeyType::integer);
  t.number("radio.antennas[].vertical_spacing", antenna.vertical_spacing, "wavelengths",
           from(0.1, 4.0), "between rows");
  t.number("radio.antennas[].horizontal_spacing", antenna.horizontal_spacing, "wavelengths",
           from(0.1, 4.0), "between columns");
  t.number("radio.antennas[].ssb_beams", antenna.ssb_beams, "", from(1.0, 64.0),
           "beams side by side, of which the strongest counts", KeyType::integer);
  t.number("radio.antennas[].ssb_span_deg", antenna.ssb_span_deg, "degrees", from(0.0, 180.0),
           "azimuths that they share evenly, about the boresight");
  t.sections("radio.antennas[].beams", false, "the beams one by one, instead of ssb_beams");
  t.number("radio.antennas[].beams[].azimuth_deg", 0.0, "degrees", from(-90.0, 90.0),
           "clockwise from the boresight");
  t.number("radio.antennas[].beams[].tilt_deg", 0.0, "degrees", from(-90.0, 90.0),
           "below the panel's horizontal; the cell's electrical tilt is added");
}

void add_link(Table& t) {
  const LinkSection link;
  const auto modulation = [&](const std::string& key, bool qam256, const std::string& meaning) {
    t.text(key, qam256 ? "256qam" : "64qam", meaning, {"64qam", "256qam"});
  };
  t.number("radio.body_loss_db", radio::CoverageOptions{}.body_loss_db, "dB", from(0.0, 30.0),
           "what the user's body takes: off RSRP, off interference, and off the uplink");
  t.optional_number("radio.edge_probability", "0.5: median levels", "", from(0.01, 0.999),
                    "probability with which a level is met where it is just enough; above one half "
                    "RSRP and SINR have a margin against shadowing taken off");
  t.number("radio.shadowing_db", link.shadowing_db, "dB", from(0.0, 20.0),
           "standard deviation of the shadowing that the margin is against");
  t.number("radio.shannon_gap_db", link.rates.shannon_gap_db, "dB", from(0.0, 20.0),
           "SINR that a scheme of modulation and coding needs above Shannon's bound");
  t.number("radio.layer_penalty_db", link.rates.layer_penalty_db, "dB", from(0.0, 20.0),
           "SINR that each doubling of MIMO layers costs every layer, beside its share of power");
  modulation("radio.nr_modulation", link.rates.nr_256qam, "the highest, downlink of 5G");
  modulation("radio.lte_modulation", link.rates.lte_256qam, "the highest, downlink of 4G");
  modulation("radio.uplink_modulation", link.rates.uplink_256qam, "the highest, uplink");
  t.text("radio.nr_tdd_pattern", link.nr_tdd_pattern,
         "slots of unpaired 5G carriers, and downlink, guard and uplink symbols of a special one");
  t.text("radio.lte_tdd_pattern", link.lte_tdd_pattern, "the same of unpaired 4G carriers");
  t.number("radio.ue_power_dbm", link.uplink.power_dbm, "dBm", from(-40.0, 55.0),
           "a terminal's most: power class 3 has 23, class 2 has 26");
  t.number("radio.p0_dbm", link.uplink.p0_dbm, "dBm", from(-126.0, 24.0),
           "of the uplink's power control: wanted at the base station, for each 180 kHz");
  t.number("radio.alpha", link.uplink.alpha, "", from(0.0, 1.0),
           "of the uplink's power control: share of the path loss that is made up for");
  t.number("radio.bs_noise_figure_db", link.uplink.noise_figure_db, "dB", from(0.0, 30.0),
           "noise figure of base stations");
  t.number("radio.uplink_interference_margin_db", link.uplink.interference_margin_db, "dB",
           from(0.0, 30.0), "interference over thermal noise at base stations");
  t.number("radio.minimum_downlink_mbps", link.minimum_downlink_mbps, "Mbit/s",
           above(0.0, 10'000.0), "what link budgets are drawn up for, one user alone");
  t.number("radio.minimum_uplink_mbps", link.minimum_uplink_mbps, "Mbit/s", above(0.0, 10'000.0),
           "the same of the uplink");
}

void add_indoor(Table& t) {
  const IndoorSection indoor;
  const radio::PenetrationOptions penetration;
  t.section("radio.indoor", false, "what reaches the inside of buildings");
  t.numbers("radio.indoor.floors", {indoor.floors.begin(), indoor.floors.end()}, "",
            from(1.0, 300.0),
            "floors whose level is wanted, in every building that has them; 1 is at ground level");
  t.text("radio.indoor.entry_model", radio::to_string(penetration.model),
         "loss on the way in: ITU-R P.2109, or 3GPP TR 38.901 (low loss: traditional, high loss: "
         "thermally efficient buildings)",
         {"p2109", "3gpp-38901"});
  t.number("radio.indoor.entry_percent", penetration.probability_percent, "%", above(0.0, 99.9),
           "of p2109: places in a building at which the loss is not exceeded");
  t.text("radio.indoor.insulation", "traditional", "of buildings that do not say",
         {"traditional", "thermally-efficient"});
  t.number("radio.indoor.lift_cabin_db", penetration.lift_cabin_db, "dB", from(0.0, 100.0),
           "loss of a lift's cabin; measurements scatter from 15 to 40 dB");
  t.number("radio.indoor.deep_rsrp_dbm", indoor.deep.rsrp_dbm, "dBm", from(-200.0, 0.0),
           "a car park or lift is covered from outside at this level or above, over "
           "radio.indoor.deep_share of its place");
  t.number("radio.indoor.deep_sinr_db", indoor.deep.sinr_db, "dB", from(-50.0, 60.0),
           "and at this SINR or above");
  t.number("radio.indoor.deep_share", indoor.deep.share, "", above(0.0, 1.0),
           "as radio.indoor.deep_rsrp_dbm");
  t.section("radio.indoor.systems", false, "antenna systems inside buildings");
  t.layer(
      "radio.indoor.systems", true,
      "one row for each system in a key place: distributed antennas, small cells, leaky feeder");
  t.fields("radio.indoor.systems");
}

void add_networks(Table& t) {
  const radio::CoverageOptions radio;
  t.section("radio", false, "the radio network");
  t.text("radio.model", radio::to_string(radio.model), "propagation model", model_names());
  t.text("radio.environment", "auto",
         "of model 3gpp-38901; auto: urban-micro for antennas up to 15 m, else urban-macro",
         environment_names());
  t.text(
      "radio.geometry", "sweep",
      "sweep: along rays that remember what they passed; exact: each pixel by its own profile, as "
      "`gigacity path` has it, some hundred times slower",
      {"sweep", "exact"});
  t.number(
      "radio.time_percent", radio.time_percent, "%", from(1.0, 99.0),
      "of models p1812 (up to 50) and itm: of an average year, in which the loss is not exceeded");
  t.number("radio.delta_n", radio.delta_n, "N-units/km", from(1.0, 150.0),
           "of model p1812: mean lapse of refractivity in the lowest kilometre");
  t.optional_number("radio.n0", "p1812 325, itm 301", "N-units", from(250.0, 400.0),
                    "of models p1812 and itm: sea-level surface refractivity");
  t.number("radio.radius_km", radio.radius_m / 1000.0, "km", above(0.0, 100.0),
           "a cell is computed out to here");
  t.number("radio.rx_height_m", radio.receiver_height_m, "m", from(0.5, 500.0),
           "receiver height above ground");
  t.number("radio.noise_figure_db", radio.noise_figure_db, "dB", from(0.0, 30.0),
           "receiver noise figure");
  const radio::TrafficOptions traffic;
  t.text("radio.load", "given",
         "given: column `load` of the sites; traffic: solved from what people ask for in the busy "
         "hour",
         {"given", "traffic"});
  t.section("radio.traffic", false, "what people ask for, where radio.load is traffic");
  t.number("radio.traffic.users_per_resident", traffic.user.users_per_resident, "", from(0.0, 5.0),
           "subscriptions of these networks for each resident");
  t.number("radio.traffic.gb_per_month", traffic.user.gb_per_month, "GB", from(0.0, 10'000.0),
           "of a user; China's mean in August 2022 (MIIT)");
  t.number("radio.traffic.busy_hour_share", traffic.user.busy_hour_share, "", from(0.0, 1.0),
           "of a day's traffic; an assumption of planners");
  t.number("radio.traffic.nr_share", traffic.nr_share, "", from(0.0, 1.0),
           "of the traffic where NR and LTE serve; 16 Chinese cities in March 2024: 0.63");
  t.sections("radio.traffic.operators", false,
             "whose users have its own cells alone, with radio.per_operator; absent: equal shares");
  t.required_text("radio.traffic.operators[].name", "as in column `operator` of the sites");
  t.optional_number("radio.traffic.operators[].share", "0", "", from(0.0, 1.0), "of all users");
  t.number("radio.overlap_db", radio.overlap_db, "dB", from(0.0, 40.0),
           "of raster servers: cells count that are at most this much weaker than the best");
  t.number("radio.overlap_dbm", radio.overlap_dbm, "dBm", from(-200.0, 0.0),
           "of raster servers: and at least this strong");
  t.flag("radio.per_operator", radio.per_operator,
         "rasters of each operator (column `operator` of the sites) beside those of all together");
  t.number("radio.floor_dbm", radio.floor_dbm, "dBm", from(-200.0, 0.0),
           "levels below count as computed but absent");
  add_link(t);
  add_antennas(t);
  t.section("radio.sites", true, "sites with their sectors and cells");
  t.layer("radio.sites", true, "one row for each cell", {"opencellid", "anfr"});
  t.fields("radio.sites");
  t.optional_number("radio.sites.default_height_m", "30 with a preset, else none", "m",
                    from(1.0, 500.0), "antenna height of cells that have none");
  t.optional_number("radio.sites.default_tilt_deg", "6 with a preset, else 0", "degrees",
                    from(-90.0, 90.0), "tilt of antennas that have none, positive downwards");

  add_indoor(t);
}

void add_fibre(Table& t) {
  const FibreSection fibre;
  const auto layer = [&t](const std::string& key, bool required, const std::string& meaning,
                          const std::string& rows) {
    t.section(key, required, meaning);
    t.layer(key, true, rows);
    t.fields(key);
  };
  t.section("fibre", false, "the optical access network");
  t.text("fibre.pon_class", fibre.pon_class,
         "PON class of OLTs and cards that do not say; an id of the class table");
  t.text("fibre.fibre_type", fibre.fibre_type,
         "whose attenuation counts, at the class's worst wavelength: a type of "
         "`data/fibre/losses.toml`, or its flat planning value");
  t.text("fibre.losses", "maximum",
         "of parts: the largest, as budgets are planned, or typical ones", {"maximum", "typical"});
  t.number("fibre.maximum_snap_m", fibre.options.maximum_snap_m, "m", above(0.0, 10'000.0),
           "a building farther from every road cannot be connected");
  t.number("fibre.maximum_drop_m", fibre.options.maximum_drop_m, "m", above(0.0, 20'000.0),
           "from distribution box to building, along the roads");
  t.number("fibre.cable_snap_m", fibre.options.cable_snap_m, "m", above(0.0, 1000.0),
           "an OLT, splitter or box this near to a cable is joined to it");
  t.number("fibre.first_stage", fibre.options.first_stage, "", from(1.0, 256.0),
           "1:n of the first splitter where splitters are assumed; 1: one stage, in the box; the "
           "whole split: one stage, before the boxes",
           KeyType::integer);
  t.number("fibre.box_dwellings", fibre.options.box_dwellings, "", from(1.0, 1000.0),
           "the most that an assumed box serves, unless a building has more", KeyType::integer);
  t.number("fibre.flow_premises", fibre.options.flow_premises, "", from(0.0, 20'000.0),
           "up to so many premises the assignment to ports is improved by a flow over all their "
           "connections; more are assigned nearest first, with a plainer bound",
           KeyType::integer);
  t.number("fibre.take_up", fibre.options.take_up, "", from(0.0, 1.0),
           "share of the dwellings served that subscribe");
  t.number("fibre.busy_hour_mbps", fibre.options.busy_hour_mbps, "Mbit/s", from(0.0, 10'000.0),
           "downstream of a subscriber, mean of the busy hour");
  layer("fibre.olts", false, "optical line terminals; required but with fibre.ofds.nodes",
        "one row for each OLT");
  t.section("fibre.cards", false, "line cards of the OLTs, where their ports are not all alike");
  t.table("fibre.cards", true, "a table: one row for each card");
  t.fields("fibre.cards");
  layer("fibre.splitters", false, "splitters, in one or two stages", "one row for each splitter");
  layer("fibre.boxes", false, "distribution boxes; without them and splitters, both are assumed",
        "one row for each distribution box");
  layer("fibre.closures", false, "splice closures", "one row for each closure");
  layer("fibre.cables", false, "installed cables, which the plant's routes follow",
        "one row for each cable");
  t.section("fibre.ofds", false, "plant published by the Open Fibre Data Standard");
  layer("fibre.ofds.nodes", false,
        "its nodes: OLT sites where fibre.cards has cards of their id, boxes, closures",
        "one feature for each node");
  layer("fibre.ofds.spans", false, "its spans, which are cables", "one feature for each span");
  t.section("fibre.premises", false, "premises that hang on a box already");
  t.table("fibre.premises", true, "a table: one row for each building that is connected");
  t.fields("fibre.premises");
}

void add_declared(Table& t) {
  t.section("subscribers", false, "figures that no simulation can give; marked as declared");
  t.count("subscribers.broadband_users", "fixed broadband users");
  t.count("subscribers.broadband_users_100m", "of them at 100 Mbit/s and above");
  t.count("subscribers.broadband_users_500m", "of them at 500 Mbit/s and above");
  t.count("subscribers.broadband_users_1000m", "of them at 1000 Mbit/s and above");
  t.count("subscribers.mobile_users", "mobile users");
  t.count("subscribers.mobile_users_5g", "of them 5G users");
  t.count("subscribers.application_cases", "recognised dual-gigabit application cases");
  t.optional_number("subscribers.mean_downlink_mbps", "not known", "Mbit/s", from(0.0, 100'000.0),
                    "mean downlink rate of mobile users, as speed tests state it");
  t.optional_number("subscribers.mean_uplink_mbps", "not known", "Mbit/s", from(0.0, 100'000.0),
                    "mean uplink rate of mobile users, as speed tests state it");
  t.count("subscribers.data_centres", "data centres");
  t.count("subscribers.standard_racks", "standard racks in data centres");
  t.count("subscribers.identifier_nodes",
          "secondary nodes of the industrial internet's identifier resolution");
  const StatisticsSection statistics;
  t.section("statistics", false, "covered shares: `statistics.csv`");
  t.numbers("statistics.rsrp_dbm", statistics.rsrp_dbm, "dBm", from(-200.0, 0.0),
            "levels (RSRP, SS-RSRP) from which on a pixel counts as covered, each on its own");
  t.numbers("statistics.sinr_db", statistics.sinr_db, "dB", from(-50.0, 60.0),
            "as statistics.rsrp_dbm, of SINR and SS-SINR");
  t.numbers("statistics.dl_mbps", statistics.dl_mbps, "Mbit/s", from(0.0, 100'000.0),
            "the same of the downlink, where output.rasters names dl_mbps");
  t.numbers("statistics.ul_mbps", statistics.ul_mbps, "Mbit/s", from(0.0, 100'000.0),
            "the same of the uplink, where output.rasters names ul_mbps");
  t.texts("statistics.levels", "all",
          "admin levels of which every unit gets its rows; the city "
          "always does",
          {});
  t.section("output", false, "where results go");
  t.text("output.folder", "out",
         "folder, made by the run; `-o` on the command line goes before it");
  t.texts("output.vectors", joined(format_names(true), ", "),
          "formats of the results: `results.gpkg` with all layers, `gaps.geojson`, `gaps.csv` and "
          "`statistics.csv`, "
          "one FlatGeobuf for each layer, the fibre network as Open Fibre Data Standard",
          format_names(false));
  t.texts("output.rasters", joined(raster_names(true), ", "),
          "rasters of the radio network, for each technology; `fibre_gigabit`: premises by whether "
          "they are gigabit-ready, and why not",
          raster_names(false));
  t.flag("output.handover_borders", false,
         "layer `handover_borders` of the vector results: lines between neighbouring best servers");
  t.text("output.csv_geometry", "lonlat",
         "of `gaps.csv`: a point as columns lon and lat, or the whole geometry as WKT; WGS 84",
         {"lonlat", "wkt"});
}

std::vector<KeySpec> make_table() {
  Table t;
  add_general(t);
  add_city(t);
  add_networks(t);
  add_fibre(t);
  add_declared(t);
  auto specs = t.take();
  const auto after = [&specs](std::string_view key) {
    return std::ranges::find(specs, key, &KeySpec::key) + 1;
  };
  specs.insert(
      after("area.where"),
      {"area.bbox",
       KeyType::box,
       false,
       "",
       "west, south, east, north (west above east: across 180 degrees); instead of a source",
       "degrees, WGS 84",
       {},
       {}});
  return specs;
}

}  // namespace

const std::vector<KeySpec>& key_table() {
  static const std::vector<KeySpec> table = make_table();
  return table;
}

const KeySpec* find_key(std::string_view pattern) {
  const auto& table = key_table();
  const auto found = std::ranges::find(table, pattern, &KeySpec::key);
  return found == table.end() ? nullptr : &*found;
}

std::string_view parent_of(std::string_view pattern) {
  const auto dot = pattern.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : pattern.substr(0, dot);
}

std::string_view leaf_of(std::string_view pattern) {
  return pattern.substr(pattern.rfind('.') + 1);
}

std::string_view described(KeyType type) {
  switch (type) {
    case KeyType::text:
      return "text";
    case KeyType::number:
      return "a number";
    case KeyType::integer:
      return "a whole number";
    case KeyType::boolean:
      return "true or false";
    case KeyType::text_or_list:
      return "text, or a list of texts";
    case KeyType::texts:
      return "a list of texts";
    case KeyType::numbers:
      return "a list of numbers";
    case KeyType::table_of_text:
      return "a table of texts";
    case KeyType::box:
      return "four numbers [west, south, east, north]";
    case KeyType::table:
      return "a table";
    case KeyType::tables:
      return "a list of tables";
  }
  return "";
}

std::string described(const KeyRange& range) {
  if (range.low == range.high) return fmt::format("{}", range.low);
  std::string text = fmt::format("{} {}", range.above_low ? "above" : "at least", range.low);
  if (range.high < unbounded) text += fmt::format(", at most {}", range.high);
  return text;
}

std::optional<propagation::Environment> environment_named(std::string_view name) {
  const auto found =
      std::ranges::find(environments, name, [](const auto& entry) { return entry.first; });
  if (found == environments.end()) return std::nullopt;
  return found->second;
}

std::span<const VectorFormat> vector_formats() {
  return formats;
}

const std::vector<ScenarioKey>& scenario_keys() {
  static const std::vector<ScenarioKey> keys = [] {
    std::vector<ScenarioKey> out;
    for (const auto& spec : key_table()) {
      std::vector<std::string> limits;
      if (!spec.unit.empty()) limits.push_back(spec.unit);
      if (spec.range) limits.push_back(described(*spec.range));
      if (!spec.values.empty()) limits.push_back(joined(spec.values, " | "));
      out.push_back({spec.key, std::string(described(spec.type)), joined(limits, "; "),
                     spec.required ? "required" : spec.default_value, spec.meaning});
    }
    return out;
  }();
  return keys;
}

std::string scenario_reference_markdown() {
  std::string text =
      "| key | type | unit, range or values | default | meaning |\n"
      "| --- | --- | --- | --- | --- |\n";
  for (const auto& key : scenario_keys()) {
    std::string values = key.unit_or_values;
    for (auto at = values.find('|'); at != std::string::npos; at = values.find('|', at + 2))
      values.insert(at, 1, '\\');
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", key.key, key.type, values,
                        key.default_value, key.meaning);
  }
  return text;
}

}  // namespace gigacity::apps
