// SPDX-License-Identifier: Apache-2.0
#include "apps/run/vector_outputs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "apps/run/fibre_layers.hpp"
#include "apps/run/fibre_statistics.hpp"
#include "apps/run/field_values.hpp"
#include "apps/run/indoor_layers.hpp"
#include "apps/run/ofds.hpp"
#include "apps/run/statistics.hpp"
#include "geo/text_file.hpp"
#include "sim/radio/handover.hpp"

namespace gigacity::apps {

namespace {

using geo::FieldType;
using geo::FieldValue;
using geo::GeometryKind;
using geo::OutputLayer;

FieldValue share_percent(const criteria::FeatureCoverage& coverage) {
  if (coverage.pixels == 0) return std::monostate{};
  return thousandths(100.0 * coverage.share());
}

/// Verdicts of a level's units, by index of the unit.
std::vector<const criteria::UnitVerdict*> verdicts_of(const RunOutcome& outcome,
                                                      std::size_t level) {
  std::vector<const criteria::UnitVerdict*> verdicts(outcome.city().admin[level].units.size());
  for (const auto& verdict : outcome.verdict.units)
    if (verdict.level == static_cast<std::int32_t>(level) && verdict.unit >= 0)
      verdicts[static_cast<std::size_t>(verdict.unit)] = &verdict;
  return verdicts;
}

}  // namespace

UnitName name_of(const City& city, const std::string& city_name, std::int32_t level,
                 std::int32_t unit) {
  if (level < 0) return {"city", "", city_name, ""};
  const auto& units = city.admin[static_cast<std::size_t>(level)].units;
  const auto& level_name = city.admin[static_cast<std::size_t>(level)].name;
  if (unit < 0) return {level_name, "", "(outside every " + level_name + ")", ""};
  const auto& named = units[static_cast<std::size_t>(unit)];
  std::string parent_code;
  if (level > 0 && named.parent >= 0)
    parent_code = city.admin[static_cast<std::size_t>(level) - 1]
                      .units[static_cast<std::size_t>(named.parent)]
                      .code;
  return {level_name, named.code, named.name, parent_code};
}

namespace {

std::vector<FieldValue> gap_values(const criteria::Gap& gap) {
  std::vector<FieldValue> values{gap.id, gap.kind, gap.name};
  values.insert(values.end(), gap.admin_codes.begin(), gap.admin_codes.end());
  for (const auto& value :
       {FieldValue(gap.criterion), FieldValue(gap.requirement), thousandths(gap.measured),
        FieldValue(gap.measured_unit), thousandths(gap.shortfall), FieldValue(gap.reason),
        FieldValue(gap.reason_text), thousandths(gap.residents), thousandths(gap.households),
        thousandths(gap.area_m2), FieldValue(gap.nearest_asset),
        thousandths(gap.nearest_distance_m), FieldValue(gap.remedy)})
    values.push_back(value);
  return values;
}

/// The gaps of the outcome that are wanted, one after the other.
template <class Wanted>
std::function<void(const geo::FeatureSink&)> gaps_where(const RunOutcome& outcome, Wanted wanted) {
  return [&outcome, wanted](const geo::FeatureSink& add) {
    for (const auto& gap : outcome.gaps)
      if (wanted(gap)) add({gap.geometry, gap_values(gap)});
  };
}

}  // namespace

OutputLayer gap_layer(const RunOutcome& outcome, std::size_t most) {
  OutputLayer layer{"gaps",
                    "Gaps: what fails a criterion, where, why and what would close it",
                    GeometryKind::point_or_polygon,
                    {215, 48, 39},
                    {},
                    {}};
  layer.fields = {{"id"}, {"kind"}, {"name"}};
  for (const auto& level : outcome.city().admin) layer.fields.push_back({"admin_" + level.name});
  for (const geo::OutputField& field : {geo::OutputField{"criterion"},
                                        {"requirement"},
                                        {"measured", FieldType::number},
                                        {"measured_unit"},
                                        {"shortfall", FieldType::number},
                                        {"reason"},
                                        {"reason_text"},
                                        {"residents", FieldType::number},
                                        {"households", FieldType::number},
                                        {"area_m2", FieldType::number},
                                        {"nearest_asset"},
                                        {"nearest_distance_m", FieldType::number},
                                        {"remedy"}})
    layer.fields.push_back(field);
  const auto* end = outcome.gaps.data() + std::min(most, outcome.gaps.size());
  layer.more_features = gaps_where(outcome, [end](const criteria::Gap& gap) { return &gap < end; });
  return layer;
}

OutputLayer unit_layer(const RunOutcome& outcome, std::size_t level) {
  const auto& admin = outcome.city().admin[level];
  OutputLayer layer{
      admin.name, "Criteria by " + admin.name, GeometryKind::polygon, {90, 90, 90}, {}, {}};
  layer.filled = false;  // levels lie over each other
  layer.fields = {{"code"},
                  {"name"},
                  {"parent_code"},
                  {"residents", FieldType::number},
                  {"households", FieldType::number}};
  for (const auto& indicator : outcome.profile.indicators) {
    layer.fields.push_back({indicator.id, FieldType::number});
    layer.fields.push_back({indicator.id + "_outcome"});
  }
  const auto verdicts = verdicts_of(outcome, level);
  for (std::size_t i = 0; i < admin.units.size(); ++i) {
    const auto& unit = admin.units[i];
    const auto index = static_cast<std::int32_t>(i);
    const auto name = name_of(outcome.city(), "", static_cast<std::int32_t>(level), index);
    std::vector<FieldValue> values{unit.code, unit.name, name.parent_code, real(unit.residents),
                                   real(unit.households)};
    for (const auto& result : verdicts[i]->indicators) {
      values.push_back(real(result.value));
      values.push_back(std::string(criteria::to_string(result.outcome)));
    }
    layer.features.push_back({unit.footprint, std::move(values)});
  }
  return layer;
}

OutputLayer key_place_layer(const RunOutcome& outcome) {
  OutputLayer layer{"key_places",
                    "Key places and the share of each that passes the radio tests",
                    GeometryKind::polygon,
                    {136, 65, 157},
                    {},
                    {}};
  layer.fields = {{"id"},
                  {"name"},
                  {"kind"},
                  {"nr_share_pct", FieldType::number},
                  {"nr_median_rsrp_dbm", FieldType::number},
                  {"lte_share_pct", FieldType::number},
                  {"lte_median_rsrp_dbm", FieldType::number}};
  for (std::size_t i = 0; i < outcome.city().places.size(); ++i) {
    const auto& place = outcome.city().places[i];
    std::vector<FieldValue> values{place.id, place.name, place.kind};
    for (const auto* coverage :
         {&outcome.measured.scenes.front().nr, &outcome.measured.scenes.front().lte}) {
      const bool known = i < coverage->size();
      values.push_back(known ? share_percent((*coverage)[i]) : FieldValue{});
      values.push_back(known ? real((*coverage)[i].median_rsrp_dbm) : FieldValue{});
    }
    layer.features.push_back({place.footprint, std::move(values)});
  }
  return layer;
}

OutputLayer site_layer(const RunOutcome& outcome) {
  OutputLayer layer{"sites", "Radio sites", GeometryKind::point, {31, 31, 31}, {}, {}};
  layer.fields = {{"id"},
                  {"name"},
                  {"operator"},
                  {"lte_cells", FieldType::integer},
                  {"nr_cells", FieldType::integer}};
  const auto& network = outcome.network;
  std::vector<std::int64_t> lte(network.sites.size(), 0);
  std::vector<std::int64_t> nr(network.sites.size(), 0);
  for (const auto& cell : network.cells) {
    const auto site =
        static_cast<std::size_t>(network.sectors[static_cast<std::size_t>(cell.sector)].site);
    ++(cell.technology == radio::Technology::nr ? nr : lte)[site];
  }
  for (std::size_t i = 0; i < network.sites.size(); ++i) {
    const auto& site = network.sites[i];
    layer.features.push_back(
        {site.point, {site.id, site.name, site.operator_name, whole(lte[i]), whole(nr[i])}});
  }
  return layer;
}

namespace {

constexpr std::array budget_fields{"ul_load",
                                   "feeder_loss_db",
                                   "mimo_layers",
                                   "downlink_share",
                                   "uplink_share",
                                   "reference_power_dbm",
                                   "beam_gain_db",
                                   "reference_eirp_dbm",
                                   "eirp_dbm",
                                   "peak_dl_mbps",
                                   "peak_ul_mbps",
                                   "dl_required_sinr_db",
                                   "dl_maximum_path_loss_db",
                                   "ul_required_sinr_db",
                                   "ul_resource_blocks",
                                   "ul_maximum_path_loss_db"};

std::array<std::optional<double>, budget_fields.size()> budget_values(
    const radio::Cell& cell, const radio::CellBudget& budget) {
  const auto& down = budget.downlink;
  const auto& up = budget.uplink;
  const auto of = [](const auto& link, auto figure) {
    return link ? std::optional(static_cast<double>((*link).*figure)) : std::nullopt;
  };
  using Down = radio::DownlinkBudget;
  using Up = radio::UplinkBudget;
  return {cell.uplink_load.value_or(cell.load),
          cell.feeder_loss_db,
          cell.layers,
          cell.symbols.downlink,
          cell.symbols.uplink,
          radio::reference_signal_power_dbm(cell),
          of(down, &Down::beam_gain_db),
          of(down, &Down::element_eirp_dbm),
          of(down, &Down::total_eirp_dbm),
          budget.peak_downlink_mbps,
          budget.peak_uplink_mbps,
          of(down, &Down::required_sinr_db),
          of(down, &Down::maximum_path_loss_db),
          of(up, &Up::required_sinr_db),
          of(up, &Up::resource_blocks),
          of(up, &Up::maximum_path_loss_db)};
}

}  // namespace

OutputLayer cell_layer(const RunOutcome& outcome) {
  OutputLayer layer{"cells",
                    "Radio cells, in the order of the best-server rasters",
                    GeometryKind::point,
                    {31, 31, 31},
                    {},
                    {}};
  layer.fields = {{"index", FieldType::integer},
                  {"id"},
                  {"site_id"},
                  {"technology"},
                  {"frequency_mhz", FieldType::number},
                  {"bandwidth_mhz", FieldType::number},
                  {"power_dbm", FieldType::number},
                  {"height_m", FieldType::number},
                  {"azimuth_deg", FieldType::number},
                  {"tilt_deg", FieldType::number},
                  {"mechanical_tilt_deg", FieldType::number},
                  {"electrical_tilt_deg", FieldType::number},
                  {"gain_dbi", FieldType::number},
                  {"pattern"},
                  {"load", FieldType::number},
                  {"load_origin"},
                  {"demand_mbps", FieldType::number},
                  {"served_pct", FieldType::number}};
  for (const auto* name : budget_fields) layer.fields.push_back({name, FieldType::number});
  const auto& traffic = outcome.traffic;
  const auto& network = outcome.network;
  for (std::size_t i = 0; i < network.cells.size(); ++i) {
    const auto& cell = network.cells[i];
    const auto& sector = network.sectors[static_cast<std::size_t>(cell.sector)];
    const auto& site = network.sites[static_cast<std::size_t>(sector.site)];
    std::vector<FieldValue> values{
        whole(static_cast<std::int64_t>(i)),
        cell.id,
        site.id,
        std::string(radio::to_string(cell.technology)),
        real(cell.frequency_mhz),
        real(cell.bandwidth_mhz),
        real(cell.power_dbm),
        real(sector.height_m),
        real(sector.azimuth_deg),
        real(sector.tilts.mechanical_deg + sector.tilts.electrical_deg),
        real(sector.tilts.mechanical_deg),
        real(sector.tilts.electrical_deg),
        real(propagation::maximum_gain_dbi(sector.antenna)),
        propagation::name_of(sector.antenna),
        thousandths(cell.load),
        std::string(traffic ? "traffic" : "given"),
        traffic ? thousandths(traffic->solved.demand_mbps[i]) : FieldValue{},
        traffic ? thousandths(100.0 * traffic->solved.served_share(i)) : FieldValue{}};
    for (const auto& value :
         budget_values(cell, radio::cell_budget(cell, sector.antenna, outcome.budget)))
      values.push_back(value ? thousandths(*value) : FieldValue{});
    layer.features.push_back({site.point, std::move(values)});
  }
  return layer;
}

OutputLayer handover_layer(const RunOutcome& outcome, const Progress& progress) {
  OutputLayer layer{"handover_borders",
                    "Borders between best servers, tile by tile",
                    GeometryKind::line,
                    {110, 110, 110},
                    {{"technology"}, {"cell_a"}, {"cell_b"}, {"length_m", FieldType::number}},
                    {}};
  layer.more_features = [&outcome, &progress](const geo::FeatureSink& add) {
    const auto id_of = [&](std::int32_t cell) {
      return outcome.network.cells[static_cast<std::size_t>(cell)].id;
    };
    for (const auto& [technology, layers] :
         {std::pair(radio::Technology::nr, &outcome.results.nr),
          std::pair(radio::Technology::lte, &outcome.results.lte)}) {
      if (!*layers) continue;
      radio::handover_borders(
          *(*layers)->best_server, progress,
          [&, name = std::string(radio::to_string(technology))](radio::HandoverBorder&& border) {
            add({std::move(border.lines),
                 {name, id_of(border.cell_a), id_of(border.cell_b), thousandths(border.length_m)}});
          });
    }
  };
  return layer;
}

std::vector<OutputLayer> fibre_result_layers(const RunOutcome& outcome) {
  auto layers = fibre_layers(outcome);
  layers.push_back(fibre_statistics_layer(outcome));
  return layers;
}

std::vector<OutputLayer> result_layers(const RunOutcome& outcome, const VectorOutputs& wanted,
                                       const Progress& progress) {
  std::vector<OutputLayer> layers;
  auto points = gap_layer(outcome);
  auto areas = points;
  points.name = "gap_points";
  points.geometry = GeometryKind::point;
  areas.name = "gap_areas";
  areas.geometry = GeometryKind::polygon;
  points.more_features = gaps_where(outcome, [](const criteria::Gap& gap) {
    return std::holds_alternative<MapPoint>(gap.geometry);
  });
  areas.more_features = gaps_where(outcome, [](const criteria::Gap& gap) {
    return std::holds_alternative<MultiPolygon>(gap.geometry);
  });
  layers.push_back(std::move(points));
  layers.push_back(std::move(areas));
  for (std::size_t level = 0; level < outcome.city().admin.size(); ++level)
    layers.push_back(unit_layer(outcome, level));
  layers.push_back(key_place_layer(outcome));
  if (!outcome.network.sites.empty()) {
    layers.push_back(site_layer(outcome));
    layers.push_back(cell_layer(outcome));
    if (wanted.handover_borders) layers.push_back(handover_layer(outcome, progress));
  }
  if (outcome.indoor) {
    if (!outcome.indoor->floors.empty()) layers.push_back(indoor_layer(outcome));
    if (!outcome.indoor->deep.empty()) layers.push_back(deep_coverage_layer(outcome));
    if (!outcome.indoor->systems.empty()) layers.push_back(indoor_system_layer(outcome));
  }
  if (outcome.fibre) std::ranges::move(fibre_result_layers(outcome), std::back_inserter(layers));
  if (!outcome.statistics.rows.empty()) layers.push_back(statistics_layer(outcome));
  return layers;
}

namespace {

/// The files that are wanted, one after the other, into one folder.
class VectorFiles {
 public:
  VectorFiles(const RunOutcome& outcome, const VectorOutputs& wanted, std::filesystem::path folder,
              const Progress& progress)
      : m_outcome(outcome), m_wanted(wanted), m_folder(std::move(folder)), m_progress(progress) {}

  bool want_layers() const { return m_wanted.geopackage || m_wanted.flatgeobuf; }

  void geopackage(const std::vector<OutputLayer>& layers, const std::string& title) {
    if (m_wanted.geopackage) geo::write_geopackage(file("results.gpkg", title), layers, crs());
  }

  void gaps() {
    if (m_wanted.geojson)
      geo::write_geojson(file("gaps.geojson", "The gap list as GeoJSON (RFC 7946)"),
                         gap_layer(m_outcome), crs());
    if (m_wanted.csv)
      geo::write_csv(file("gaps.csv", "The gap list as a table"), gap_layer(m_outcome), crs(),
                     m_wanted.csv_geometry);
  }

  void fibre_tables() {
    if (!m_wanted.csv || !m_outcome.fibre) return;
    table("fibre_statistics.csv", fibre_statistics_layer(m_outcome));
    if (!m_outcome.fibre->bill.empty()) table("bill_of_materials.csv", bill_layer(m_outcome));
  }

  void statistics() {
    if (m_wanted.csv && !m_outcome.statistics.rows.empty())
      table("statistics.csv", statistics_layer(m_outcome));
  }

  void ofds() {
    if (!m_wanted.ofds || !m_outcome.fibre) return;
    geo::write_text(file("ofds_nodes.geojson", "OFDS 0.3: nodes of the fibre network"),
                    ofds_nodes(m_outcome));
    geo::write_text(file("ofds_spans.geojson", "OFDS 0.3: spans of the fibre network"),
                    ofds_spans(m_outcome));
  }

  void flatgeobuf(const std::vector<OutputLayer>& layers) {
    if (!m_wanted.flatgeobuf) return;
    for (const auto& layer : layers)
      if (layer.spatial)
        geo::write_flatgeobuf(file(layer.name + ".fgb", layer.title), layer, crs());
  }

  std::vector<OutputFile> written() && { return std::move(m_written); }

 private:
  const geo::Crs& crs() const { return m_outcome.loaded.crs; }

  std::filesystem::path file(const std::string& name, const std::string& title) {
    m_progress.throw_if_cancelled();
    m_written.push_back({name, title});
    return m_folder / name;
  }

  void table(const std::string& name, const OutputLayer& layer) {
    geo::write_csv(file(name, layer.title), layer, crs());
  }

  const RunOutcome& m_outcome;
  const VectorOutputs& m_wanted;
  std::filesystem::path m_folder;
  const Progress& m_progress;
  std::vector<OutputFile> m_written;
};

}  // namespace

std::vector<OutputFile> write_vector_outputs(const RunOutcome& outcome, const VectorOutputs& wanted,
                                             const std::filesystem::path& folder,
                                             const Progress& progress) {
  VectorFiles files(outcome, wanted, folder, progress);
  const auto layers =
      files.want_layers() ? result_layers(outcome, wanted, progress) : std::vector<OutputLayer>{};
  files.geopackage(layers,
                   "Gaps, admin units, key places, sites, cells, premises and fibre plant, styled "
                   "for QGIS; statistics and the bill of materials as tables");
  files.gaps();
  files.fibre_tables();
  files.statistics();
  files.ofds();
  files.flatgeobuf(layers);
  return std::move(files).written();
}

std::vector<OutputFile> write_fibre_outputs(const RunOutcome& outcome, const VectorOutputs& wanted,
                                            const std::filesystem::path& folder,
                                            const Progress& progress) {
  VectorFiles files(outcome, wanted, folder, progress);
  const auto layers =
      files.want_layers() ? fibre_result_layers(outcome) : std::vector<OutputLayer>{};
  files.geopackage(layers,
                   "Premises and fibre plant, styled for QGIS; statistics and the bill of "
                   "materials as tables");
  files.fibre_tables();
  files.ofds();
  files.flatgeobuf(layers);
  return std::move(files).written();
}

}  // namespace gigacity::apps
