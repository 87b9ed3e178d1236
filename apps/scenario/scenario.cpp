// SPDX-License-Identifier: Apache-2.0
#include "apps/scenario/scenario.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "apps/scenario/document.hpp"
#include "apps/scenario/key_table.hpp"
#include "apps/scenario/osm_check.hpp"
#include "apps/scenario/pattern_names.hpp"
#include "core/text.hpp"
#include "geo/source_name.hpp"
#include "sim/radio/fading_margin.hpp"

namespace gigacity::apps {

namespace {

/// Reads the document into values. Keys that are absent, or of a type that was reported already,
/// keep their defaults.
class Reader {
 public:
  explicit Reader(const ScenarioDocument& document)
      : m_root(document.root),
        m_folder(std::filesystem::absolute(document.file).lexically_normal().parent_path()) {}

  using Node = toml::node_view<const toml::node>;

  Node section(std::string_view key) const { return m_root[key]; }
  bool has(std::string_view key) const { return m_root.contains(key); }

  /// Calls `read(table)` for each table of a [[key]].
  template <class Read>
  void for_each(std::string_view key, Read read) const {
    for_each_of(m_root[key], read);
  }
  template <class Read>
  static void for_each_of(Node of, Read read) {
    const auto* list = of.as_array();
    if (list == nullptr) return;
    for (const auto& node : *list)
      if (node.is_table()) read(Node(node));
  }

  static std::string text(Node section, std::string_view key, std::string fallback = {}) {
    return section[key].value<std::string>().value_or(std::move(fallback));
  }
  static void set(double& value, Node node, double factor = 1.0) {
    if (const auto number = node.value<double>()) value = factor * *number;
  }
  static void set(int& value, Node node) {
    if (const auto number = node.value<int>()) value = *number;
  }

  std::string resolved(const std::string& source) const {
    return geo::resolved_source(source, m_folder);
  }

  /// Of a file of the data folder or of the user: an id stays as it is, a path is resolved.
  std::string id_or_path(const std::string& text) const {
    const bool is_path = text.find('/') != std::string::npos || text.ends_with(".toml");
    return is_path ? resolved(text) : text;
  }

  geo::LayerSource layer(Node section, std::string name) const {
    geo::LayerSource source;
    source.source = resolved(text(section, "source"));
    source.layer = text(section, "layer");
    source.where = text(section, "where");
    source.section = std::move(name);
    source.preset = text(section, "preset");
    source.encoding = text(section, "encoding");
    source.datum = geo::map_datum_named(text(section, "datum")).value_or(source.datum);
    if (const auto* fields = section["fields"].as_table()) {
      for (const auto& [ours, theirs] : *fields)
        if (const auto name_there = theirs.value<std::string>())
          source.fields.emplace(ours.str(), *name_there);
    }
    return source;
  }

 private:
  const toml::table& m_root;
  std::filesystem::path m_folder;
};

/// With preset "osm": what the section wants of OpenStreetMap data.
void set_osm(geo::LayerSource& layer, geo::OsmPreset preset) {
  if (layer.preset == "osm") layer.osm = std::move(preset);
}

std::string default_of(std::string_view key) {
  return find_key(key)->default_value;
}

AreaSection read_area(const Reader& reader) {
  AreaSection area;
  const auto section = reader.section("area");
  if (section["source"]) area.layer = reader.layer(section, "area");
  if (const auto* box = section["bbox"].as_array(); box != nullptr && box->size() == 4) {
    area.bbox_deg.emplace();
    for (std::size_t i = 0; i < 4; ++i)
      (*area.bbox_deg)[i] = (*box)[i].value<double>().value_or(0.0);
  }
  area.crs = Reader::text(section, "crs");
  Reader::set(area.resolution_m, section["resolution_m"]);
  return area;
}

/// One source, or a list of them.
geo::RasterLayer read_rasters(const Reader& reader, Reader::Node sources, std::string name) {
  geo::RasterLayer layer{{}, std::move(name)};
  if (const auto* list = sources.as_array()) {
    for (const auto& node : *list)
      if (const auto text = node.value<std::string>())
        layer.sources.push_back(reader.resolved(*text));
  } else if (const auto text = sources.value<std::string>()) {
    layer.sources.push_back(reader.resolved(*text));
  }
  return layer;
}

PopulationSection read_population(const Reader& reader, const std::string& finest_level) {
  const auto node = reader.section("population");
  PopulationSection population;
  if (node["source"]) population.table = reader.layer(node, "population");
  population.level = Reader::text(node, "level", finest_level);
  population.raster = read_rasters(reader, Reader::Node(node["raster"]), "population.raster");
  population.persons_per_household = node["persons_per_household"].value<double>();
  return population;
}

void read_land(const Reader& reader, Scenario& scenario) {
  const auto terrain = reader.section("terrain");
  scenario.terrain.ground = read_rasters(reader, Reader::Node(terrain["source"]), "terrain");
  scenario.terrain.surface =
      read_rasters(reader, Reader::Node(terrain["surface"]), "terrain.surface");
  Reader::set(scenario.terrain.fill_voids_m, terrain["fill_voids_m"]);
  if (!reader.has("landcover")) return;
  const auto landcover = reader.section("landcover");
  scenario.landcover = {read_rasters(reader, Reader::Node(landcover["source"]), "landcover"),
                        reader.id_or_path(Reader::text(landcover, "classes"))};
}

void read_city(const Reader& reader, Scenario& scenario) {
  read_land(reader, scenario);
  reader.for_each("admin", [&](Reader::Node node) {
    AdminSection admin;
    admin.level = Reader::text(node, "level");
    admin.layer = reader.layer(node, "admin." + admin.level);
    admin.point_radius_m = node["point_radius_m"].value<double>();
    int admin_level = 0;
    Reader::set(admin_level, node["admin_level"]);
    set_osm(admin.layer, {.theme = geo::OsmTheme::admin,
                          .admin_level = admin_level,
                          .settlements = geo::osm_settlements(admin.level)});
    scenario.admin.push_back(std::move(admin));
  });
  if (reader.has("buildings")) {
    const auto node = reader.section("buildings");
    auto& buildings = scenario.buildings.emplace();
    buildings.layer = reader.layer(node, "buildings");
    Reader::set(buildings.default_height_m, node["default_height_m"]);
    Reader::set(buildings.metres_per_level, node["metres_per_level"]);
    Reader::set(buildings.default_dwellings, node["default_dwellings"]);
    Reader::set(buildings.minimum_cover, node["minimum_cover"]);
    set_osm(buildings.layer,
            {.theme = geo::OsmTheme::buildings, .metres_per_level = buildings.metres_per_level});
  }
  if (reader.has("roads")) {
    scenario.roads = reader.layer(reader.section("roads"), "roads");
    set_osm(*scenario.roads, {.theme = geo::OsmTheme::roads});
  }
  reader.for_each("places", [&](Reader::Node node) {
    PlacesSection places;
    places.kind = Reader::text(node, "kind");
    places.layer = reader.layer(node, places.kind.empty() ? "places" : "places." + places.kind);
    Reader::set(places.point_radius_m, node["point_radius_m"]);
    Reader::set(places.line_width_m, node["line_width_m"]);
    set_osm(places.layer, {.theme = geo::OsmTheme::places, .kind = places.kind});
    scenario.places.push_back(std::move(places));
  });
  if (reader.has("population"))
    scenario.population =
        read_population(reader, scenario.admin.empty() ? "" : scenario.admin.back().level);
}

AntennaSection read_antenna(const Reader& reader, Reader::Node node) {
  AntennaSection antenna;
  antenna.name = Reader::text(node, "name");
  antenna.kind = Reader::text(node, "kind");
  if (node["file"]) antenna.file = reader.resolved(Reader::text(node, "file"));
  antenna.gain_dbi = node["gain_dbi"].value<double>();
  antenna.horizontal_beamwidth_deg = node["horizontal_beamwidth_deg"].value<double>();
  antenna.vertical_beamwidth_deg = node["vertical_beamwidth_deg"].value<double>();
  Reader::set(antenna.rows, node["rows"]);
  Reader::set(antenna.columns, node["columns"]);
  Reader::set(antenna.vertical_spacing, node["vertical_spacing"]);
  Reader::set(antenna.horizontal_spacing, node["horizontal_spacing"]);
  Reader::set(antenna.ssb_beams, node["ssb_beams"]);
  Reader::set(antenna.ssb_span_deg, node["ssb_span_deg"]);
  if (const auto* beams = node["beams"].as_array()) {
    for (const auto& entry : *beams) {
      if (!entry.is_table()) continue;
      auto& beam = antenna.beams.emplace_back();
      Reader::set(beam.azimuth_deg, Reader::Node(entry)["azimuth_deg"]);
      Reader::set(beam.tilt_deg, Reader::Node(entry)["tilt_deg"]);
    }
  }
  return antenna;
}

radio::TrafficOptions read_traffic(Reader::Node node) {
  radio::TrafficOptions traffic;
  Reader::set(traffic.user.users_per_resident, node["users_per_resident"]);
  Reader::set(traffic.user.gb_per_month, node["gb_per_month"]);
  Reader::set(traffic.user.busy_hour_share, node["busy_hour_share"]);
  Reader::set(traffic.nr_share, node["nr_share"]);
  Reader::for_each_of(node["operators"], [&](Reader::Node entry) {
    double share = 0.0;
    Reader::set(share, entry["share"]);
    traffic.operator_share[Reader::text(entry, "name")] += share;
  });
  return traffic;
}

LinkSection read_link(Reader::Node node) {
  LinkSection link;
  link.edge_probability = node["edge_probability"].value<double>();
  Reader::set(link.shadowing_db, node["shadowing_db"]);
  Reader::set(link.rates.shannon_gap_db, node["shannon_gap_db"]);
  Reader::set(link.rates.layer_penalty_db, node["layer_penalty_db"]);
  const auto qam256 = [&](const char* key, bool usual) {
    return Reader::text(node, key, usual ? "256qam" : "64qam") == "256qam";
  };
  link.rates.nr_256qam = qam256("nr_modulation", link.rates.nr_256qam);
  link.rates.lte_256qam = qam256("lte_modulation", link.rates.lte_256qam);
  link.rates.uplink_256qam = qam256("uplink_modulation", link.rates.uplink_256qam);
  Reader::set(link.uplink.power_dbm, node["ue_power_dbm"]);
  Reader::set(link.uplink.p0_dbm, node["p0_dbm"]);
  Reader::set(link.uplink.alpha, node["alpha"]);
  Reader::set(link.uplink.noise_figure_db, node["bs_noise_figure_db"]);
  Reader::set(link.uplink.interference_margin_db, node["uplink_interference_margin_db"]);
  Reader::set(link.minimum_downlink_mbps, node["minimum_downlink_mbps"]);
  Reader::set(link.minimum_uplink_mbps, node["minimum_uplink_mbps"]);
  link.nr_tdd_pattern = Reader::text(node, "nr_tdd_pattern", link.nr_tdd_pattern);
  link.lte_tdd_pattern = Reader::text(node, "lte_tdd_pattern", link.lte_tdd_pattern);
  return link;
}

/// A list of texts or numbers, as far as it is there.
template <class Value>
std::optional<std::vector<Value>> list_of(Reader::Node node) {
  const auto* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<Value> values;
  for (const auto& element : *list)
    if (auto value = element.value<Value>()) values.push_back(std::move(*value));
  return values;
}

void read_indoor(const Reader& reader, Reader::Node node, RadioSection& radio) {
  auto& indoor = radio.indoor.emplace();
  auto& penetration = radio.options.penetration;
  if (const auto model = radio::entry_model_named(Reader::text(node, "entry_model")))
    penetration.model = *model;
  Reader::set(penetration.probability_percent, node["entry_percent"]);
  Reader::set(penetration.lift_cabin_db, node["lift_cabin_db"]);
  if (const auto floors = list_of<double>(Reader::Node(node["floors"]))) {
    indoor.floors.clear();
    for (const double floor : *floors) indoor.floors.push_back(static_cast<int>(floor));
  }
  indoor.thermally_efficient = Reader::text(node, "insulation") == "thermally-efficient";
  Reader::set(indoor.deep.rsrp_dbm, node["deep_rsrp_dbm"]);
  Reader::set(indoor.deep.sinr_db, node["deep_sinr_db"]);
  Reader::set(indoor.deep.share, node["deep_share"]);
  if (node["systems"])
    indoor.systems = reader.layer(Reader::Node(node["systems"]), "radio.indoor.systems");
}

void read_networks(const Reader& reader, Scenario& scenario) {
  if (reader.has("radio")) {
    const auto node = reader.section("radio");
    auto& section = scenario.radio.emplace();
    auto& options = section.options;
    section.sites = reader.layer(Reader::Node(node["sites"]), "radio.sites");
    section.site_defaults.height_m = node["sites"]["default_height_m"].value<double>();
    section.site_defaults.tilt_deg = node["sites"]["default_tilt_deg"].value<double>();
    if (const auto model = radio::model_named(Reader::text(node, "model"))) options.model = *model;
    options.environment = environment_named(Reader::text(node, "environment"));
    options.exact = Reader::text(node, "geometry") == "exact";
    Reader::set(options.time_percent, node["time_percent"]);
    Reader::set(options.delta_n, node["delta_n"]);
    options.n0 = node["n0"].value<double>();
    Reader::set(options.radius_m, node["radius_km"], 1000.0);
    Reader::set(options.receiver_height_m, node["rx_height_m"]);
    Reader::set(options.noise_figure_db, node["noise_figure_db"]);
    Reader::set(options.floor_dbm, node["floor_dbm"]);
    Reader::set(options.overlap_db, node["overlap_db"]);
    Reader::set(options.overlap_dbm, node["overlap_dbm"]);
    options.per_operator = node["per_operator"].value_or(options.per_operator);
    if (Reader::text(node, "load") == "traffic")
      section.traffic = read_traffic(Reader::Node(node["traffic"]));
    Reader::set(options.body_loss_db, node["body_loss_db"]);
    section.link = read_link(node);
    options.fading_margin_db = section.link.fading_margin_db();
    section.patterns =
        read_rasters(reader, Reader::Node(node["patterns"]), "radio.patterns").sources;
    if (Reader::text(node, "pattern_interpolation") == "sum")
      section.interpolation = propagation::CutInterpolation::sum;
    if (const auto* list = node["antennas"].as_array())
      for (const auto& antenna : *list)
        if (antenna.is_table())
          section.antennas.push_back(read_antenna(reader, Reader::Node(antenna)));
    if (node["indoor"]) read_indoor(reader, Reader::Node(node["indoor"]), section);
  }
  if (reader.has("fibre")) {
    const auto node = reader.section("fibre");
    auto& fibre = scenario.fibre.emplace();
    const auto layer_in = [&](Reader::Node section, const std::string& name,
                              const char* key) -> std::optional<geo::LayerSource> {
      if (!section[key]) return std::nullopt;
      return reader.layer(Reader::Node(section[key]), fmt::format("{}.{}", name, key));
    };
    const auto layer = [&](const char* key) { return layer_in(node, "fibre", key); };
    fibre.olts = layer("olts");
    fibre.ofds_nodes = layer_in(Reader::Node(node["ofds"]), "fibre.ofds", "nodes");
    fibre.ofds_spans = layer_in(Reader::Node(node["ofds"]), "fibre.ofds", "spans");
    fibre.cards = layer("cards");
    fibre.splitters = layer("splitters");
    fibre.boxes = layer("boxes");
    fibre.closures = layer("closures");
    fibre.cables = layer("cables");
    fibre.premises = layer("premises");
    fibre.pon_class = Reader::text(node, "pon_class", fibre.pon_class);
    fibre.fibre_type = Reader::text(node, "fibre_type", fibre.fibre_type);
    fibre.typical_losses = Reader::text(node, "losses", "maximum") == "typical";
    Reader::set(fibre.options.maximum_snap_m, node["maximum_snap_m"]);
    Reader::set(fibre.options.maximum_drop_m, node["maximum_drop_m"]);
    Reader::set(fibre.options.cable_snap_m, node["cable_snap_m"]);
    Reader::set(fibre.options.first_stage, node["first_stage"]);
    Reader::set(fibre.options.box_dwellings, node["box_dwellings"]);
    Reader::set(fibre.options.flow_premises, node["flow_premises"]);
    Reader::set(fibre.options.take_up, node["take_up"]);
    Reader::set(fibre.options.busy_hour_mbps, node["busy_hour_mbps"]);
  }
}

StatisticsSection read_statistics(Reader::Node section) {
  StatisticsSection statistics;
  for (const auto& [name, thresholds] :
       {std::pair{"rsrp_dbm", &statistics.rsrp_dbm}, std::pair{"sinr_db", &statistics.sinr_db},
        std::pair{"dl_mbps", &statistics.dl_mbps}, std::pair{"ul_mbps", &statistics.ul_mbps}}) {
    if (auto given = list_of<double>(section[name])) *thresholds = std::move(*given);
    std::ranges::sort(*thresholds);
    thresholds->erase(std::unique(thresholds->begin(), thresholds->end()), thresholds->end());
  }
  statistics.levels = list_of<std::string>(section["levels"]);
  return statistics;
}

VectorOutputs read_vectors(Reader::Node section) {
  VectorOutputs outputs;
  if (const auto* names = section["vectors"].as_array()) {
    for (const auto& format : vector_formats()) {
      outputs.*format.wanted = std::ranges::any_of(*names, [&](const toml::node& node) {
        return node.value<std::string_view>() == format.name;
      });
    }
  }
  outputs.handover_borders = section["handover_borders"].value_or(outputs.handover_borders);
  if (Reader::text(section, "csv_geometry") == "wkt") outputs.csv_geometry = geo::CsvGeometry::wkt;
  return outputs;
}

std::vector<RadioLayer> read_rasters_wanted(Reader::Node section) {
  std::vector<RadioLayer> layers;
  const auto* names = section["rasters"].as_array();
  for (const auto& known : radio_layer_names) {
    const bool wanted = names == nullptr ? known.by_default
                                         : std::ranges::any_of(*names, [&](const toml::node& node) {
                                             return node.value<std::string_view>() == known.name;
                                           });
    if (wanted) layers.push_back(known.layer);
  }
  return layers;
}

Scenario read_values(const ScenarioDocument& document) {
  const Reader reader(document);
  Scenario scenario;
  scenario.file = std::filesystem::absolute(document.file).lexically_normal();
  scenario.name = Reader::text(reader.section("scenario"), "name");
  scenario.description = Reader::text(reader.section("scenario"), "description");
  scenario.criteria = reader.id_or_path(
      Reader::text(reader.section("scenario"), "criteria", default_of("scenario.criteria")));
  if (const auto baseline = Reader::text(reader.section("scenario"), "baseline", "");
      !baseline.empty())
    scenario.baseline = reader.resolved(baseline);
  scenario.area = read_area(reader);
  read_city(reader, scenario);
  read_networks(reader, scenario);
  if (const auto* declared = reader.section("subscribers").as_table()) {
    for (const auto& [name, node] : *declared)
      if (const auto number = node.value<double>()) scenario.declared.emplace(name.str(), *number);
  }
  scenario.statistics = read_statistics(reader.section("statistics"));
  scenario.output_folder = reader.resolved(
      Reader::text(reader.section("output"), "folder", default_of("output.folder")));
  scenario.vectors = read_vectors(reader.section("output"));
  scenario.rasters = read_rasters_wanted(reader.section("output"));
  if (const auto* names = reader.section("output")["rasters"].as_array())
    scenario.fibre_raster = std::ranges::any_of(*names, [](const toml::node& node) {
      return node.value<std::string_view>() == fibre_raster_name;
    });
  return scenario;
}

void check_box(const ScenarioDocument& document, const std::array<double, 4>& box,
               Findings& findings) {
  const auto [west, south, east, north] = box;
  const auto error = [&](std::string message, std::string hint) {
    findings.error({document.location("area.bbox"), std::move(message), std::move(hint)});
  };
  const auto within = [](double value, double limit) { return std::abs(value) <= limit; };
  const std::string order = "the order is west, south, east, north, in degrees";
  if (!(within(west, 180.0) && within(east, 180.0) && within(south, 90.0) && within(north, 90.0))) {
    const bool swapped =
        within(west, 90.0) && within(east, 90.0) && within(south, 180.0) && within(north, 180.0);
    error("is outside longitudes -180 to 180, latitudes -90 to 90",
          swapped ? fmt::format("longitude comes first; did you mean [{}, {}, {}, {}]?", south,
                                west, north, east)
                  : order);
  } else if (west == east || (west > east && east + 360.0 - west > 180.0)) {
    // West of its east edge it is only by going on across the antimeridian.
    error(fmt::format("has its west edge ({}) not west of its east edge ({})", west, east), order);
  } else if (!(south < north)) {
    error(fmt::format("has its south edge ({}) not south of its north edge ({})", south, north),
          order);
  }
}

/// What is wrong with a level's name as the name of a layer of results.gpkg and of a file; empty
/// where nothing is.
std::string fault_of_level(const std::string& level) {
  constexpr std::array<std::string_view, 16> layers{"gap_points",
                                                    "gap_areas",
                                                    "key_places",
                                                    "sites",
                                                    "cells",
                                                    "olts",
                                                    "pon_ports",
                                                    "splitters",
                                                    "fibre_boxes",
                                                    "fibre_routes",
                                                    "bill_of_materials",
                                                    "fibre_statistics",
                                                    "premises",
                                                    "handover_borders",
                                                    "statistics",
                                                    "layer_styles"};
  constexpr std::size_t longest = 100;
  const auto not_in_names = [](unsigned char c) {
    return c < 0x20 ||
           std::string_view("/\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (std::ranges::find(layers, folded(level)) != layers.end())
    return fmt::format("\"{}\" is the name of another layer of the results", level);
  if (level.size() > longest)
    return fmt::format("is {} bytes long; expected at most {}", level.size(), longest);
  if (level.front() == '.' || std::ranges::any_of(level, not_in_names))
    return fmt::format("\"{}\" can name no file", level);
  return {};
}

void check_levels(const ScenarioDocument& document, const Scenario& scenario, Findings& findings) {
  std::vector<std::string> levels;
  std::vector<std::string>
      layers;  // the levels' names as GeoPackage tells them apart: without case
  for (std::size_t i = 0; i < scenario.admin.size(); ++i) {
    const auto& level = scenario.admin[i].level;
    if (level.empty()) continue;
    const auto where = document.location(fmt::format("admin[{}].level", i));
    if (std::ranges::find(layers, folded(level)) != layers.end()) {
      findings.error({where, fmt::format("\"{}\" is the name of an earlier level too", level),
                      "each [[admin]] is another level; give it another name"});
    } else if (const auto fault = fault_of_level(level); !fault.empty()) {
      findings.error(
          {where, fault, "a level names a layer and a file of the results; choose a plain word"});
    }
    levels.push_back(level);
    layers.push_back(folded(level));
  }
  if (levels.empty()) return;
  const auto check_named = [&](const std::string& level, const std::string& key) {
    if (std::ranges::find(levels, level) != levels.end()) return;
    const auto nearest = nearest_word(level, levels);
    findings.error({document.location(key),
                    fmt::format("\"{}\" is no [[admin]] level; expected one of {}", level,
                                joined(levels, ", ")),
                    nearest ? fmt::format("did you mean {}?", *nearest) : ""});
  };
  if (scenario.population) check_named(scenario.population->level, "population.level");
  if (scenario.statistics.levels)
    for (const auto& level : *scenario.statistics.levels) check_named(level, "statistics.levels");
}

/// Keys that speak of a section's source, where it has none.
void check_need_source(const ScenarioDocument& document, const std::string& section,
                       const std::vector<std::string>& keys, Findings& findings) {
  for (const auto& name : keys) {
    const auto key = section + "." + name;
    if (toml::at_path(document.root, key))
      findings.error({document.location(key), fmt::format("needs {}.source", section), ""});
  }
}

/// OFDS knows no ports: its nodes are OLTs only by their cards.
void check_olts(const ScenarioDocument& document, const FibreSection& fibre, Findings& findings) {
  if (fibre.olts) return;
  if (!fibre.ofds_nodes)
    findings.error({document.location("fibre.olts"), "is missing; expected a table",
                    "name the layer of OLTs, or fibre.ofds.nodes with fibre.cards"});
  else if (!fibre.cards)
    findings.error({document.location("fibre.cards"), "is missing; expected a table",
                    "OFDS nodes say nothing of ports: name a table of cards, or fibre.olts"});
}

/// Each kind of antenna has its own keys.
void check_antennas(const ScenarioDocument& document, const RadioSection& radio,
                    Findings& findings) {
  for (std::size_t i = 0; i < radio.antennas.size(); ++i) {
    const auto& antenna = radio.antennas[i];
    const auto key = [&](const std::string& name) {
      return fmt::format("radio.antennas[{}].{}", i, name);
    };
    const auto refuse = [&](const std::vector<std::string>& names) {
      for (const auto& name : names)
        if (toml::at_path(document.root, key(name)))
          findings.error({document.location(key(name)),
                          fmt::format("is no key of kind \"{}\"", antenna.kind), "remove it"});
    };
    if (antenna.kind == "msi") {
      refuse({"horizontal_beamwidth_deg", "vertical_beamwidth_deg"});
      if (antenna.file.empty())
        findings.error({document.location(key("file")), "is missing; expected the MSI file", ""});
    } else {
      refuse({"file"});
    }
    if (antenna.kind != "array")
      refuse({"rows", "columns", "vertical_spacing", "horizontal_spacing", "ssb_beams",
              "ssb_span_deg", "beams"});
    if (!antenna.beams.empty()) {
      for (const std::string name : {"ssb_beams", "ssb_span_deg"})
        if (toml::at_path(document.root, key(name)))
          findings.error(
              {document.location(key(name)), "cannot stand beside beams", "keep one of the two"});
    }
    if (pattern_named(antenna.name))
      findings.error({document.location(key("name")),
                      fmt::format("\"{}\" is the name of a built-in antenna", antenna.name),
                      "give it another name"});
  }
}

/// Traffic that nothing is made of.
void check_traffic(const ScenarioDocument& document, const RadioSection& radio,
                   Findings& findings) {
  const bool described = static_cast<bool>(toml::at_path(document.root, "radio.traffic"));
  if (described && !radio.traffic)
    findings.error({document.location("radio.traffic"), "needs radio.load = \"traffic\"",
                    "set it, or remove the table"});
  if (!radio.traffic || radio.traffic->operator_share.empty()) return;
  const auto where = document.location("radio.traffic.operators");
  if (!radio.options.per_operator)
    findings.error({where, "needs radio.per_operator = true", "set it, or remove the operators"});
  double sum = 0.0;
  for (const auto& [name, share] : radio.traffic->operator_share) sum += share;
  if (sum > 1.0 + 1e-9)
    findings.error({where, fmt::format("shares add up to {:g}", sum), "expected at most 1"});
}

void check_patterns(const ScenarioDocument& document, const LinkSection& link, Findings& findings) {
  for (const auto& [key, pattern] : {std::pair("radio.nr_tdd_pattern", &link.nr_tdd_pattern),
                                     std::pair("radio.lte_tdd_pattern", &link.lte_tdd_pattern)}) {
    if (radio::symbol_shares_of(*pattern)) continue;
    findings.error({document.location(key), fmt::format("\"{}\" is no TDD pattern", *pattern),
                    "expected slots and the symbols of a special one, DDDSU 10:2:2; SA2, SA2/SSP7; "
                    "or 4:1, 8:2, 7:3"});
  }
}

void check_floors(const ScenarioDocument& document, const IndoorSection& indoor,
                  Findings& findings) {
  const std::string key = "radio.indoor.floors";
  const auto* list = toml::at_path(document.root, key).as_array();
  if (list == nullptr) return;
  const bool whole = std::ranges::all_of(*list, [](const auto& node) { return node.is_integer(); });
  const bool rising =
      std::ranges::adjacent_find(indoor.floors, std::greater_equal()) == indoor.floors.end();
  if (!whole || !rising)
    findings.error({document.location(key), "is no list of rising whole numbers",
                    "write [1, 4, 10]: a floor stands for those up to the next"});
}

/// What one key cannot say for itself.
void check_together(const ScenarioDocument& document, const Scenario& scenario,
                    Findings& findings) {
  const auto& area = scenario.area;
  if (area.bbox_deg) check_box(document, *area.bbox_deg, findings);
  if (area.bbox_deg && area.layer) {
    findings.error(
        {document.location("area.bbox"), "cannot stand beside area.source", "keep one of the two"});
  }
  if (!area.layer)
    check_need_source(document, "area", {"layer", "where", "encoding", "datum"}, findings);
  if (scenario.population) {
    const auto& population = *scenario.population;
    if (!population.table)
      check_need_source(document, "population", {"layer", "where", "encoding", "level", "fields"},
                        findings);
    if (!population.table && population.raster.sources.empty() && !population.persons_per_household)
      findings.error({document.location("population"), "says nothing",
                      "give source (a table), raster, or persons_per_household"});
  }
  if (scenario.radio && scenario.radio->sites.preset == "anfr") {
    for (const std::string key : {"layer", "where", "fields", "datum"})
      if (toml::at_path(document.root, "radio.sites." + key))
        findings.error(
            {document.location("radio.sites." + key),
             "cannot stand beside preset = \"anfr\", whose tables are read by their own names",
             "remove it"});
  }
  if (!scenario.radio && !scenario.fibre) {
    findings.error({document.location(""),
                    "has neither [radio] nor [fibre]; nothing would be simulated",
                    "add at least one of them"});
  }
  if (scenario.radio) {
    check_antennas(document, *scenario.radio, findings);
    check_patterns(document, scenario.radio->link, findings);
    check_traffic(document, *scenario.radio, findings);
    if (scenario.radio->indoor) check_floors(document, *scenario.radio->indoor, findings);
  }
  if (scenario.fibre) check_olts(document, *scenario.fibre, findings);
  const auto& vectors = scenario.vectors;
  if (vectors.handover_borders && !vectors.geopackage && !vectors.flatgeobuf)
    findings.error({document.location("output.handover_borders"),
                    "is a layer of formats that output.vectors does not name",
                    "add \"gpkg\" or \"flatgeobuf\" to it"});
  check_levels(document, scenario, findings);
  check_osm_presets(document, scenario, findings);
}

}  // namespace

double LinkSection::fading_margin_db() const {
  return edge_probability ? radio::fading_margin_db(*edge_probability, shadowing_db) : 0.0;
}

radio::SymbolShares LinkSection::unpaired_shares(radio::Technology technology) const {
  const auto& pattern = technology == radio::Technology::nr ? nr_tdd_pattern : lte_tdd_pattern;
  return radio::symbol_shares_of(pattern).value_or(radio::SymbolShares{});
}

radio::BudgetQuestion RadioSection::budget_question() const {
  return {.downlink_mbps = link.minimum_downlink_mbps,
          .uplink_mbps = link.minimum_uplink_mbps,
          .noise_figure_db = options.noise_figure_db,
          .margins = {.body_loss_db = options.body_loss_db,
                      .fading_margin_db = options.fading_margin_db},
          .rates = link.rates,
          .uplink = link.uplink};
}

Scenario read_scenario(const std::filesystem::path& file,
                       const std::vector<std::string>& overrides) {
  const ScenarioDocument document = read_document(file, overrides);
  Findings findings;
  check_keys(document, findings);
  Scenario scenario = read_values(document);
  check_together(document, scenario, findings);
  if (auto errors = findings.errors(); !errors.empty()) {
    std::ranges::stable_sort(
        errors, {}, [](const Diagnostic& d) { return std::pair(d.where.line, d.where.column); });
    throw InputError(std::move(errors));
  }
  return scenario;
}

}  // namespace gigacity::apps
