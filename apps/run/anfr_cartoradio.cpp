// SPDX-License-Identifier: Apache-2.0
// Cartoradio's export: a table of supports, and one of antennas with a row for each block of spectrum.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/run/anfr_tables.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

geo::LayerSchema support_schema() {
  return {
      "Cartoradio's supports",
      geo::GeometryKind::point,
      {{.name = "support", .required = true, .aliases = {"Numéro du support", "Numéro de support"}},
       {.name = "longitude", .required = true},
       {.name = "latitude", .required = true},
       {.name = "place", .aliases = {"Commune", "Lieu-dit"}}}};
}

geo::LayerSchema antenna_schema() {
  geo::LayerSchema schema{
      "Cartoradio's antennas",
      geo::GeometryKind::point,
      {{.name = "support", .required = true, .aliases = {"Numéro de support", "Numéro du support"}},
       {.name = "station", .aliases = {"Numéro de Station", "Numéro Cartoradio"}},
       {.name = "antenna", .aliases = {"Numéro d'antenne", "Numéro antenne"}},
       {.name = "operator", .aliases = {"Exploitant"}},
       {.name = "system", .required = true, .aliases = {"Système"}},
       {.name = "directivity", .aliases = {"Directivité"}},
       {.name = "azimuth", .aliases = {"Azimut"}},
       {.name = "height", .aliases = {"Hauteur / sol", "Hauteur/sol", "Hauteur"}},
       {.name = "block_low", .aliases = {"Début"}},
       {.name = "block_high", .aliases = {"Fin"}},
       {.name = "unit", .aliases = {"Unité"}},
       {.name = "in_service", .aliases = {"Date de mise en service", "Mise en service"}}}};
  schema.leaving_out = {"system", system_not_simulated};
  return schema;
}

/// "01/07/2023". Anything else says that the authorisation is not used yet.
bool is_date(const std::string& text) {
  return text.size() >= 8 && text.find_first_not_of("0123456789/-") == std::string::npos;
}

}  // namespace

AnfrRegister read_cartoradio(const AnfrFiles& files, const geo::LayerSource& sites,
                             const geo::Crs& crs, const MapBox& area,
                             std::vector<LayerRecord>& layers, Findings& findings) {
  AnfrRegister out;
  const geo::Projection projection(crs);
  const auto supports =
      geo::read_table(anfr_table(files.supports, sites), support_schema(), findings);
  layers.push_back({sites.section, files.supports, static_cast<std::int64_t>(supports.size())});
  RowErrors support_errors({.source = files.supports, .layer = sites.section}, findings);
  for (const auto& row : supports) {
    const auto lon = french_number(row.text_or("longitude", ""));
    const auto lat = french_number(row.text_or("latitude", ""));
    if (!lon || !lat || std::abs(*lon) > 180.0 || std::abs(*lat) > 90.0) {
      support_errors.add(row.id, "longitude", "is no longitude, or the latitude is none",
                         "expected degrees in WGS 84");
      continue;
    }
    add_support(out, row.text_or("support", ""), {*lon, *lat}, row.text_or("place", ""), projection,
                area, {.source = files.supports, .layer = sites.section, .feature = row.id},
                findings);
  }
  support_errors.finish();

  const auto table = anfr_table(files.antennas, sites);
  const auto rows = geo::read_table(table, antenna_schema(), findings);
  layers.push_back({sites.section, files.antennas, static_cast<std::int64_t>(rows.size())});
  RowErrors errors({.source = files.antennas, .layer = sites.section}, findings);
  const bool says_service =
      std::ranges::any_of(rows, [](const auto& row) { return row.texts.contains("in_service"); });
  std::map<std::string, std::size_t> transmitters;
  for (const auto& row : rows) {
    const auto support = row.text_or("support", "");
    if (!out.supports.contains(support)) continue;  // its support was skipped, and counted
    const auto system = row.text_or("system", "");
    const auto id = fmt::format("{}-{}-{}", row.text_or("station", support),
                                row.text_or("antenna", row.text_or("azimuth", "")), system);
    const auto [found, is_new] = transmitters.try_emplace(id, out.transmitters.size());
    if (is_new) {
      AnfrTransmitter transmitter{.row = row.id,
                                  .file = files.antennas,
                                  .id = id,
                                  .support = support,
                                  .operator_name = row.text_or("operator", ""),
                                  .system = system};
      transmitter.in_service = !says_service || is_date(row.text_or("in_service", ""));
      read_antenna(transmitter, row, errors);
      out.transmitters.push_back(std::move(transmitter));
    }
    read_block(out.transmitters[found->second], row, errors);
  }
  errors.finish();
  return out;
}

void check_anfr_tables(const AnfrFiles& files, const geo::LayerSource& sites, Findings& findings) {
  if (!files.cartoradio) return check_open_data(files, sites, findings);
  geo::check_layer(anfr_table(files.supports, sites), support_schema(), false, findings);
  geo::check_layer(anfr_table(files.antennas, sites), antenna_schema(), false, findings);
}

}  // namespace gigacity::apps
