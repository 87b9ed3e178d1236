// SPDX-License-Identifier: Apache-2.0
// The scenario file as values: what the user wrote, checked, with defaults filled in and paths
// absolute.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/scenario/radio_layer.hpp"
#include "geo/layer_reader.hpp"
#include "geo/raster_reader.hpp"
#include "geo/vector_writer.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/propagation/antenna.hpp"
#include "sim/radio/coverage.hpp"
#include "sim/radio/deep_coverage.hpp"
#include "sim/radio/duplex.hpp"
#include "sim/radio/link_budget.hpp"
#include "sim/radio/traffic_points.hpp"

namespace gigacity::apps {

struct AreaSection {
  std::optional<geo::LayerSource> layer;  ///< polygons; absent: the coarsest admin level, else bbox
  std::optional<std::array<double, 4>> bbox_deg;  ///< west, south, east, north
  std::string crs;                                ///< empty: the UTM zone of the area's centre
  double resolution_m = 10.0;
};

struct AdminSection {
  std::string level;
  geo::LayerSource layer;
  /// How far a unit known only by a point reaches; absent: as far as it is the nearest.
  std::optional<double> point_radius_m;
};

struct TerrainSection {
  geo::RasterLayer ground;
  geo::RasterLayer surface;      ///< ground with everything on it; may have no source
  double fill_voids_m = 1000.0;  ///< how far from known ground voids are filled; 0: not at all
};

struct LandCoverSection {
  geo::RasterLayer raster;
  std::string classes;  ///< id of a table in data/landcover, or a table's path
};

struct BuildingsSection {
  geo::LayerSource layer;
  double default_height_m = 9.0;  ///< where neither height_m nor levels is known; marked assumed
  double metres_per_level = 3.0;
  int default_dwellings = 1;  ///< where the layer has no dwellings
  double minimum_cover =
      0.3;  ///< share of a pixel from which on it stands as high as its buildings
};

struct PlacesSection {
  geo::LayerSource layer;
  std::string kind;               ///< for every feature, where the layer has no field for it
  double point_radius_m = 100.0;  ///< footprint of a place known only by a point
  double line_width_m = 40.0;     ///< of a place that is a line
};

/// A table, a raster, or both.
struct PopulationSection {
  std::optional<geo::LayerSource> table;  ///< rows: code or name, residents, households
  std::string level;                      ///< of [[admin]] that the rows speak of
  geo::RasterLayer raster;                ///< people per pixel; may have no source
  std::optional<double> persons_per_household;
};

/// What stands in for figures that the sites layer does not give, and is marked as assumed.
struct SiteDefaults {
  std::optional<double> height_m;  ///< absent: a preset's own, else every cell has to have one
  std::optional<double> tilt_deg;  ///< absent: a preset's own, else 0
};

/// An antenna that sites may name, [[radio.antennas]]; what is absent is the kind's own.
struct AntennaSection {
  std::string name;
  std::string kind;                ///< "array", "tr36814", "msi"
  std::string file;                ///< of kind msi
  std::optional<double> gain_dbi;  ///< of an array: of its element
  std::optional<double> horizontal_beamwidth_deg;
  std::optional<double> vertical_beamwidth_deg;
  int rows = 8;
  int columns = 8;
  double vertical_spacing = 0.8;  ///< wavelengths
  double horizontal_spacing = 0.5;
  int ssb_beams = 8;  ///< side by side over ssb_span_deg, where no beams are listed
  double ssb_span_deg = 120.0;
  std::vector<propagation::Beam> beams;
};

/// From levels to rates and budgets.
struct LinkSection {
  std::optional<double> edge_probability;  ///< absent: medians
  double shadowing_db = 8.0;
  radio::RateOptions rates;
  radio::UplinkOptions uplink;
  /// What budgets are drawn up for.
  double minimum_downlink_mbps = 5.0;
  double minimum_uplink_mbps = 1.0;
  /// Of unpaired carriers that do not say.
  std::string nr_tdd_pattern{radio::usual_pattern(radio::Technology::nr)};
  std::string lte_tdd_pattern{radio::usual_pattern(radio::Technology::lte)};

  /// 0 for medians.
  double fading_margin_db() const;
  radio::SymbolShares unpaired_shares(radio::Technology technology) const;
};

/// What reaches the inside of buildings, [radio.indoor].
struct IndoorSection {
  std::vector<int> floors{1, 4, 10};  ///< lowest of each band, rising
  bool thermally_efficient = false;   ///< buildings that do not say
  radio::DeepTest deep;
  std::optional<geo::LayerSource> systems;
};

struct RadioSection {
  geo::LayerSource sites;
  SiteDefaults site_defaults;
  radio::CoverageOptions options;
  LinkSection link;
  std::vector<std::string> patterns;  ///< folders, archives and files of measured antennas
  propagation::CutInterpolation interpolation = propagation::CutInterpolation::weighted;
  std::vector<AntennaSection> antennas;
  /// Loads are solved from this; absent: as the sites say.
  std::optional<radio::TrafficOptions> traffic{};
  std::optional<IndoorSection> indoor{};

  /// The layer of indoor systems; nullptr where there is none.
  const geo::LayerSource* indoor_systems() const {
    return indoor && indoor->systems ? &*indoor->systems : nullptr;
  }
  /// Outdoors.
  radio::BudgetQuestion budget_question() const;
};

struct FibreSection {
  std::optional<geo::LayerSource> olts;  ///< or OFDS nodes, with cards
  std::optional<geo::LayerSource> ofds_nodes;
  std::optional<geo::LayerSource> ofds_spans;
  std::optional<geo::LayerSource> cards;
  std::optional<geo::LayerSource> splitters;
  std::optional<geo::LayerSource> boxes;
  std::optional<geo::LayerSource> closures;
  std::optional<geo::LayerSource> cables;
  std::optional<geo::LayerSource> premises;
  std::string pon_class = "xgs-pon-n1";  ///< of OLTs and cards that do not say
  std::string fibre_type = "planning";   ///< of the table of losses
  bool typical_losses = false;           ///< else the largest
  fibre::FibreOptions options;
};

/// Which files the vector results come in.
struct VectorOutputs {
  bool geopackage = true;
  bool geojson = true;
  bool csv = true;
  bool flatgeobuf = false;
  bool ofds = false;  ///< the fibre plant and what is assumed, as Open Fibre Data Standard
  bool handover_borders = false;  ///< a layer of the GeoPackage and FlatGeobuf
  geo::CsvGeometry csv_geometry = geo::CsvGeometry::lon_lat;
};

/// What `statistics.csv` is asked for.
struct StatisticsSection {
  std::vector<double> rsrp_dbm{-110.0, -105.0, -95.0, -85.0};
  std::vector<double> sinr_db{-3.0, 5.0, 15.0};
  std::vector<double> dl_mbps{5.0, 35.0, 100.0};
  std::vector<double> ul_mbps{1.0, 3.0, 20.0};
  std::optional<std::vector<std::string>> levels;  ///< absent: every level
};

struct Scenario {
  std::filesystem::path file;
  std::string name;
  std::string description;
  std::string criteria;              ///< a profile's id, or the path of a profile file
  std::filesystem::path baseline{};  ///< folder of an earlier run to compare with; empty: none
  AreaSection area;
  TerrainSection terrain;
  std::optional<LandCoverSection> landcover;
  std::vector<AdminSection> admin;  ///< coarsest first
  std::optional<BuildingsSection> buildings;
  std::optional<geo::LayerSource> roads;
  std::vector<PlacesSection> places;
  std::optional<PopulationSection> population;
  std::optional<RadioSection> radio;
  std::optional<FibreSection> fibre;
  std::map<std::string, double> declared;  ///< [subscribers]
  StatisticsSection statistics;
  std::filesystem::path output_folder;  ///< [output] folder; default "out" beside the scenario
  VectorOutputs vectors;                ///< [output] vectors
  std::vector<RadioLayer> rasters;      ///< [output] rasters, in the order of RadioLayer, each once
  bool fibre_raster = true;             ///< [output] rasters names it, or none
};

/// Reads a scenario file, then applies `overrides` ("radio.radius_km=3",
/// "admin[0].source=towns.gpkg"; a TOML value on the right, anything else is taken as text). Throws
/// InputError with every problem found: syntax, unknown key (with the nearest known one), wrong
/// type, value out of range, missing key.
Scenario read_scenario(const std::filesystem::path& file,
                       const std::vector<std::string>& overrides);

/// A key of the scenario file, as documented; the same table checks the file and prints the
/// reference.
struct ScenarioKey {
  std::string key;   ///< "radio.radius_km"; "admin[].level" for arrays of tables
  std::string type;  ///< "number", "text", "table of text", ...
  std::string unit_or_values;
  std::string default_value;  ///< "required" where there is none
  std::string meaning;
};
const std::vector<ScenarioKey>& scenario_keys();

/// The keys as a Markdown table, as it stands in the README.
std::string scenario_reference_markdown();

}  // namespace gigacity::apps
