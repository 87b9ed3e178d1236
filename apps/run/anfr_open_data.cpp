// SPDX-License-Identifier: Apache-2.0
// The monthly open data of ANFR: SUP_SUPPORT ◂ SUP_ANTENNE ◂ SUP_EMETTEUR ◂ SUP_BANDE, and the operators.
// The tables are national and large: of each, only the rows that belong to a support in the area are kept.
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "apps/run/anfr_tables.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

using Keep = std::function<bool(const std::string& id)>;

geo::LayerSchema table(std::string name, std::vector<geo::FieldSpec> fields,
                       const std::string& kept_by, const Keep& keep) {
  geo::LayerSchema schema{std::move(name), geo::GeometryKind::point, std::move(fields)};
  schema.may_be_empty = true;
  if (keep)
    schema.leaving_out = {kept_by, [keep](const std::string& id) {
                            return keep(id) ? std::nullopt : std::optional<std::string>("");
                          }};
  return schema;
}

geo::LayerSchema supports() {
  std::vector<geo::FieldSpec> fields{{.name = "SUP_ID", .required = true}};
  for (const char* name : {"COR_NB_DG_LAT", "COR_NB_MN_LAT", "COR_NB_SC_LAT", "COR_CD_NS_LAT",
                           "COR_NB_DG_LON", "COR_NB_MN_LON", "COR_NB_SC_LON", "COR_CD_EW_LON"})
    fields.push_back({.name = name, .required = true});
  return table("SUP_SUPPORT", std::move(fields), "", {});
}

geo::LayerSchema antennas(const Keep& keep) {
  return table("SUP_ANTENNE",
               {{.name = "AER_ID", .required = true},
                {.name = "SUP_ID", .required = true},
                {.name = "azimuth", .aliases = {"AER_NB_AZIMUT"}},
                {.name = "height", .aliases = {"AER_NB_ALT_BAS"}}},
               "SUP_ID", keep);
}

geo::LayerSchema emitters(const Keep& keep) {
  return table("SUP_EMETTEUR",
               {{.name = "EMR_ID", .required = true},
                {.name = "EMR_LB_SYSTEME"},
                {.name = "STA_NM_ANFR", .required = true},
                {.name = "AER_ID"},
                {.name = "EMR_DT_SERVICE"}},
               "AER_ID", keep);
}

geo::LayerSchema bands(const Keep& keep) {
  return table("SUP_BANDE",
               {{.name = "EMR_ID", .required = true},
                {.name = "block_low", .required = true, .aliases = {"BAN_NB_F_DEB"}},
                {.name = "block_high", .required = true, .aliases = {"BAN_NB_F_FIN"}},
                {.name = "unit", .aliases = {"BAN_FG_UNITE"}}},
               "EMR_ID", keep);
}

geo::LayerSchema stations(const Keep& keep) {
  return table("SUP_STATION",
               {{.name = "STA_NM_ANFR", .required = true}, {.name = "ADM_ID", .required = true}},
               "STA_NM_ANFR", keep);
}

geo::LayerSchema operators() {
  return table("SUP_EXPLOITANT",
               {{.name = "ADM_ID", .required = true}, {.name = "ADM_LB_NOM", .required = true}}, "",
               {});
}

/// Degrees, minutes, seconds and N, S, E or W (French: O) as signed degrees.
std::optional<double> angle_deg(const geo::Feature& row, const std::string& of) {
  double angle = 0.0;
  double share = 1.0;
  for (const char* part : {"COR_NB_DG_", "COR_NB_MN_", "COR_NB_SC_"}) {
    const auto value = french_number(row.text_or(part + of, ""));
    if (!value || *value < 0.0 || (share < 1.0 && *value >= 60.0)) return std::nullopt;
    angle += *value * share;
    share /= 60.0;
  }
  const auto side = folded(row.text_or((of == "LAT" ? "COR_CD_NS_" : "COR_CD_EW_") + of, ""));
  if (side != "n" && side != "s" && side != "e" && side != "w" && side != "o") return std::nullopt;
  if (angle > (of == "LAT" ? 90.0 : 180.0)) return std::nullopt;
  return side == "n" || side == "e" ? angle : -angle;
}

/// Reads one table after the other.
class OpenData {
 public:
  OpenData(const geo::LayerSource& sites, std::vector<LayerRecord>& layers, Findings& findings)
      : m_sites(sites), m_layers(layers), m_findings(findings) {}

  std::vector<geo::Feature> read(const std::string& file, const geo::LayerSchema& schema) {
    auto rows = geo::read_table(anfr_table(file, m_sites), schema, m_findings);
    m_layers.push_back({m_sites.section, file, static_cast<std::int64_t>(rows.size())});
    return rows;
  }
  RowErrors errors(const std::string& file) const {
    return {{.source = file, .layer = m_sites.section}, m_findings};
  }
  Findings& findings() { return m_findings; }
  InputLocation location(const std::string& file, const std::string& row) const {
    return {.source = file, .layer = m_sites.section, .feature = row};
  }

 private:
  const geo::LayerSource& m_sites;
  std::vector<LayerRecord>& m_layers;
  Findings& m_findings;
};

void read_supports(OpenData& data, const AnfrFiles& files, const geo::Crs& crs, const MapBox& area,
                   AnfrRegister& out) {
  const geo::Projection projection(crs);
  auto errors = data.errors(files.supports);
  std::unordered_set<std::string> known;  // a support has a row for each of its stations
  for (const auto& row : data.read(files.supports, supports())) {
    const auto id = row.text_or("SUP_ID", "");
    if (!known.insert(id).second) continue;
    const auto lat = angle_deg(row, "LAT");
    const auto lon = angle_deg(row, "LON");
    if (!lat || !lon) {
      errors.add(row.id, lat ? "COR_NB_DG_LON" : "COR_NB_DG_LAT", "gives no angle",
                 "expected degrees, minutes, seconds and N, S, E or W");
      continue;
    }
    add_support(out, id, {*lon, *lat}, "", projection, area, data.location(files.supports, row.id),
                data.findings());
  }
  errors.finish();
}

/// Station -> operator's name, or its number where the names are not given.
std::unordered_map<std::string, std::string> read_operators(OpenData& data, const AnfrFiles& files,
                                                            const Keep& keep) {
  std::unordered_map<std::string, std::string> names;
  if (!files.operators.empty())
    for (const auto& row : data.read(files.operators, operators()))
      names.emplace(row.text_or("ADM_ID", ""), row.text_or("ADM_LB_NOM", ""));
  std::unordered_map<std::string, std::string> of_station;
  if (files.stations.empty()) return of_station;
  for (const auto& row : data.read(files.stations, stations(keep))) {
    const auto number = row.text_or("ADM_ID", "");
    const auto name = names.find(number);
    of_station.emplace(row.text_or("STA_NM_ANFR", ""),
                       name == names.end() ? "ADM " + number : name->second);
  }
  return of_station;
}

}  // namespace

AnfrRegister read_open_data(const AnfrFiles& files, const geo::LayerSource& sites,
                            const geo::Crs& crs, const MapBox& area,
                            std::vector<LayerRecord>& layers, Findings& findings) {
  AnfrRegister out;
  OpenData data(sites, layers, findings);
  read_supports(data, files, crs, area, out);

  std::unordered_map<std::string, AnfrTransmitter> antenna_of;  // by AER_ID
  auto antenna_errors = data.errors(files.antennas);
  for (const auto& row : data.read(files.antennas, antennas([&](const std::string& support) {
                                     return out.supports.contains(support);
                                   }))) {
    AnfrTransmitter antenna{.row = row.id,
                            .file = files.emitters,
                            .id = "",
                            .support = row.text_or("SUP_ID", ""),
                            .operator_name = "",
                            .system = ""};
    read_antenna(antenna, row, antenna_errors);
    antenna_of.emplace(row.text_or("AER_ID", ""), std::move(antenna));
  }
  antenna_errors.finish();

  std::unordered_map<std::string, std::size_t> transmitter_of;  // by EMR_ID
  std::vector<std::string> station_of;
  for (const auto& row : data.read(files.emitters, emitters([&](const std::string& antenna) {
                                     return antenna_of.contains(antenna);
                                   }))) {
    const auto antenna = antenna_of.find(row.text_or("AER_ID", ""));
    const auto system = row.text_or("EMR_LB_SYSTEME", "");
    if (antenna == antenna_of.end()) continue;  // without an antenna there is no place
    if (const auto reason = system_not_simulated(system)) {
      findings.skip(data.location(files.emitters, row.id), *reason);
      continue;
    }
    auto transmitter = antenna->second;
    transmitter.row = row.id;
    transmitter.id = row.text_or("EMR_ID", "");
    transmitter.system = system;
    transmitter.in_service = row.texts.contains("EMR_DT_SERVICE");
    transmitter_of.emplace(transmitter.id, out.transmitters.size());
    station_of.push_back(row.text_or("STA_NM_ANFR", ""));
    out.transmitters.push_back(std::move(transmitter));
  }

  auto band_errors = data.errors(files.bands);
  for (const auto& row : data.read(files.bands, bands([&](const std::string& emitter) {
                                     return transmitter_of.contains(emitter);
                                   }))) {
    const auto found = transmitter_of.find(row.text_or("EMR_ID", ""));
    if (found != transmitter_of.end())
      read_block(out.transmitters[found->second], row, band_errors);
  }
  band_errors.finish();

  const std::unordered_set<std::string> wanted(station_of.begin(), station_of.end());
  const auto operator_of = read_operators(
      data, files, [&](const std::string& station) { return wanted.contains(station); });
  for (std::size_t i = 0; i < station_of.size(); ++i)
    if (const auto found = operator_of.find(station_of[i]); found != operator_of.end())
      out.transmitters[i].operator_name = found->second;
  return out;
}

void check_open_data(const AnfrFiles& files, const geo::LayerSource& sites, Findings& findings) {
  const auto check = [&](const std::string& file, const geo::LayerSchema& schema) {
    if (!file.empty()) geo::check_layer(anfr_table(file, sites), schema, false, findings);
  };
  check(files.supports, supports());
  check(files.antennas, antennas({}));
  check(files.emitters, emitters({}));
  check(files.bands, bands({}));
  check(files.stations, stations({}));
  check(files.operators, operators());
}

}  // namespace gigacity::apps
