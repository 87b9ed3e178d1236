// SPDX-License-Identifier: Apache-2.0
#include "apps/run/load_network.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "apps/run/layer_schemas.hpp"
#include "core/text.hpp"
#include "sim/propagation/model_info.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::apps {

namespace {

std::optional<radio::Technology> technology_of(const std::string& text) {
  const auto word = folded(text);
  if (word == "lte" || word == "4g") return radio::Technology::lte;
  if (word == "nr" || word == "5g") return radio::Technology::nr;
  return std::nullopt;
}

/// What tells two sectors of a site apart.
using SectorKey = std::tuple<std::string, double, double, double, double, double, double>;

radio::Cell cell_of(const geo::Feature& row, const geo::LayerSource& source, Findings& findings) {
  radio::Cell cell;
  const InputLocation where{.source = source.source, .layer = source.section, .feature = row.id};
  const auto technology = technology_of(row.text_or("technology", ""));
  if (!technology) {
    auto at = where;
    at.field = "technology";
    findings.error({at,
                    fmt::format("\"{}\" is not a technology; expected LTE (or 4G) or NR (or 5G)",
                                row.text_or("technology", "")),
                    "2G, 3G and IoT cells are not simulated; leave them out with where"});
    return cell;
  }
  cell.technology = *technology;
  cell.frequency_mhz =
      row.number_or("frequency_mhz", cell.technology == radio::Technology::nr ? 3500.0 : 1800.0);
  cell.bandwidth_mhz =
      row.number_or("bandwidth_mhz", cell.technology == radio::Technology::nr ? 100.0 : 20.0);
  cell.power_dbm =
      row.number_or("power_dbm", cell.technology == radio::Technology::nr ? 53.0 : 46.0) -
      row.number_or("feeder_loss_db", 0.0);
  cell.load = row.number_or("load", cell.load);
  try {
    radio::subcarriers(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
  } catch (const std::invalid_argument& error) {
    auto at = where;
    at.field = "bandwidth_mhz";
    findings.error({at, error.what(), "give the channel bandwidth of one carrier"});
  }
  return cell;
}

}  // namespace

radio::RadioNetwork load_network(const geo::LayerSource& sites, const geo::Crs& crs,
                                 const MapBox& area, std::vector<LayerRecord>& layers,
                                 Findings& findings) {
  auto rows = geo::read_layer(sites, site_schema(), crs, area, findings);
  layers.push_back({sites.section, sites.source, static_cast<std::int64_t>(rows.size())});
  std::ranges::stable_sort(rows, {}, [](const geo::Feature& row) {
    return std::pair(row.text_or("site_id", ""), row.text_or("cell_id", ""));
  });

  radio::RadioNetwork network;
  std::map<std::string, std::int32_t> site_index;
  std::map<SectorKey, std::int32_t> sector_index;
  for (const auto& row : rows) {
    const auto* point = std::get_if<MapPoint>(&row.geometry);
    if (point == nullptr) continue;
    const auto site_id = row.text_or("site_id", "");
    const auto [site, new_site] =
        site_index.try_emplace(site_id, static_cast<std::int32_t>(network.sites.size()));
    if (new_site)
      network.sites.push_back(
          {site_id, row.text_or("site_name", site_id), row.text_or("operator", ""), *point});
    if (distance_m(network.sites[static_cast<std::size_t>(site->second)].point, *point) > 100.0)
      findings.error(
          {{.source = sites.source, .layer = sites.section, .feature = row.id, .field = "site_id"},
           fmt::format("site \"{}\" stands at two places more than 100 m apart", site_id),
           "give each site its own id"});

    radio::Sector sector;
    sector.site = site->second;
    sector.height_m = row.number_or("height_m", sector.height_m);
    sector.azimuth_deg = row.number_or("azimuth_deg", sector.azimuth_deg);
    sector.tilt_deg = row.number_or("tilt_deg", sector.tilt_deg);
    sector.antenna.gain_dbi = row.number_or("gain_dbi", sector.antenna.gain_dbi);
    sector.antenna.horizontal_beamwidth_deg =
        row.number_or("horizontal_beamwidth_deg", sector.antenna.horizontal_beamwidth_deg);
    sector.antenna.vertical_beamwidth_deg =
        row.number_or("vertical_beamwidth_deg", sector.antenna.vertical_beamwidth_deg);
    const SectorKey key{site_id,
                        sector.height_m,
                        sector.azimuth_deg,
                        sector.tilt_deg,
                        sector.antenna.gain_dbi,
                        sector.antenna.horizontal_beamwidth_deg,
                        sector.antenna.vertical_beamwidth_deg};
    const auto [index, new_sector] =
        sector_index.try_emplace(key, static_cast<std::int32_t>(network.sectors.size()));
    if (new_sector) network.sectors.push_back(sector);

    auto cell = cell_of(row, sites, findings);
    cell.id = row.text_or("cell_id", "");
    cell.sector = index->second;
    network.cells.push_back(std::move(cell));
  }
  return network;
}

void warn_of_ranges(const radio::RadioNetwork& network, const RadioSection& section,
                    Findings& findings) {
  const auto& options = section.options;
  std::map<propagation::Quantity, std::pair<std::size_t, std::string>> outside;
  for (const auto& cell : network.cells) {
    const auto& sector = network.sectors[static_cast<std::size_t>(cell.sector)];
    const auto* variant =
        options.model == radio::Model::tr38901
            ? propagation::to_string(radio::environment_of(options, sector.height_m))
            : "";
    const auto* model = propagation::find_model(radio::to_string(options.model), variant);
    if (model == nullptr) continue;
    const propagation::LinkFigures link{cell.frequency_mhz, options.radius_m, sector.height_m,
                                        options.receiver_height_m};
    const auto exceeded = propagation::exceeded(*model, link);
    for (std::size_t q = 0; q < propagation::quantity_count; ++q) {
      if (!exceeded.test(q)) continue;
      const auto quantity = static_cast<propagation::Quantity>(q);
      auto& [count, example] = outside[quantity];
      if (count++ == 0) example = propagation::range_message(*model, quantity, link);
    }
  }
  for (const auto& [quantity, found] : outside)
    findings.warning(
        {{.source = section.sites.source, .layer = section.sites.section},
         fmt::format("{} cells outside the model's range, e.g. {}", found.first, found.second),
         "they are computed all the same"});
}

}  // namespace gigacity::apps
