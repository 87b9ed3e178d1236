// SPDX-License-Identifier: Apache-2.0
#include "apps/run/load_network.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "apps/run/antenna_catalogue.hpp"
#include "apps/run/cell_carrier.hpp"
#include "apps/run/site_presets.hpp"
#include "apps/scenario/pattern_names.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

/// What tells two sectors of a site apart.
struct SectorKey {
  std::string site_id;
  double height_m = 0.0;
  double azimuth_deg = 0.0;
  double mechanical_tilt_deg = 0.0;
  double electrical_tilt_deg = 0.0;
  double gain_dbi = 0.0;
  double horizontal_beamwidth_deg = 0.0;
  double vertical_beamwidth_deg = 0.0;
  std::string pattern;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 for a pointer
  friend auto operator<=>(const SectorKey&, const SectorKey&) = default;
};

SectorKey key_of(const std::string& site_id, const radio::Sector& sector) {
  SectorKey key{site_id,
                sector.height_m,
                sector.azimuth_deg,
                sector.tilts.mechanical_deg,
                sector.tilts.electrical_deg,
                propagation::maximum_gain_dbi(sector.antenna),
                0.0,
                0.0,
                propagation::name_of(sector.antenna)};
  if (const auto* antenna = std::get_if<propagation::SectorAntenna>(&sector.antenna)) {
    key.horizontal_beamwidth_deg = antenna->horizontal_beamwidth_deg;
    key.vertical_beamwidth_deg = antenna->vertical_beamwidth_deg;
  }
  return key;
}

/// Of antennas that a preset's publisher does not know: TR 36.814 table A.2.1.1-2, case 3, and
/// about the height of a macro site in its table A.2.1.1-1.
constexpr double preset_height_m = 30.0;
constexpr double preset_tilt_deg = 6.0;
constexpr double omnidirectional_gain_dbi = 11.0;

/// The rows of the sites table on their way to sites, sectors and cells.
class NetworkBuilder {
 public:
  NetworkBuilder(const RadioSection& section, Assumptions& assumptions, Findings& findings)
      : m_height_m(section.site_defaults.height_m.value_or(preset_height_m)),
        m_tilt_deg(section.site_defaults.tilt_deg.value_or(
            section.sites.preset.empty() ? 0.0 : preset_tilt_deg)),
        m_link(section.link),
        m_assumptions(assumptions),
        m_findings(findings),
        m_catalogue(section, findings),
        m_errors({.source = section.sites.source, .layer = section.sites.section}, findings) {}

  void add(const geo::Feature& row) {
    const auto* point = std::get_if<MapPoint>(&row.geometry);
    if (point == nullptr) return;
    auto cell = carrier_of(row, m_link, m_errors, m_assumptions, m_remarks);
    if (!cell) return;
    radio::Sector sector = sector_of(row, cell->frequency_mhz);
    sector.site = site_of(row, *point);
    const auto [index, is_new] =
        m_sector_index.try_emplace(key_of(row.text_or("site_id", ""), sector),
                                   static_cast<std::int32_t>(m_network.sectors.size()));
    if (is_new) m_network.sectors.push_back(sector);
    cell->id = row.text_or("cell_id", "");
    cell->sector = index->second;
    cell->operator_name = row.text_or("operator", "");
    auto& names = m_operators_of_site[static_cast<std::size_t>(sector.site)];
    if (!cell->operator_name.empty() &&
        std::ranges::find(names, cell->operator_name) == names.end())
      names.push_back(cell->operator_name);
    cell->operator_name = row.text_or("operator", "");
    m_network.cells.push_back(std::move(*cell));
  }

  radio::RadioNetwork finish(std::vector<LayerRecord>& layers) {
    m_errors.finish();
    m_catalogue.finish(m_errors.table(), layers);
    if (m_remarks.unknown_bands > 0)
      m_findings.warning(
          {at_field("band"),
           fmt::format("{} names of bands are not 3GPP's, e.g. \"{}\"; the frequency given counts",
                       m_remarks.unknown_bands, m_remarks.unknown_band),
           "write B3, n78 ..."});
    if (m_other_totals > 0)
      m_findings.warning(
          {at_field("tilt_deg"),
           fmt::format("{} tilts are not the sum of the mechanical and the electrical "
                       "one; tilt_deg counts",
                       m_other_totals),
           ""});
    name_operators();
    return std::move(m_network);
  }

 private:
  /// A site is of all whom its rows name; cells say so themselves only where these differ.
  void name_operators() {
    for (std::size_t s = 0; s < m_network.sites.size(); ++s)
      m_network.sites[s].operator_name = joined(m_operators_of_site[s], "; ");
    for (auto& cell : m_network.cells) {
      const auto site = m_network.sectors[static_cast<std::size_t>(cell.sector)].site;
      if (m_operators_of_site[static_cast<std::size_t>(site)].size() < 2)
        cell.operator_name.clear();
    }
  }

  InputLocation at_field(const std::string& field) const {
    auto where = m_errors.table();
    where.field = field;
    return where;
  }

  std::int32_t site_of(const geo::Feature& row, MapPoint point) {
    const auto id = row.text_or("site_id", "");
    const auto [site, is_new] =
        m_site_index.try_emplace(id, static_cast<std::int32_t>(m_network.sites.size()));
    if (is_new) {
      m_network.sites.push_back({id, row.text_or("site_name", id), "", point});
      m_operators_of_site.emplace_back();
    }
    if (distance_m(m_network.sites[static_cast<std::size_t>(site->second)].point, point) > 100.0)
      m_errors.add(row.id, "site_id",
                   fmt::format("site \"{}\" stands at two places more than 100 m apart", id),
                   "give each site its own id");
    return site->second;
  }

  radio::Sector sector_of(const geo::Feature& row, double frequency_mhz) {
    radio::Sector sector;
    propagation::SectorAntenna antenna;
    const auto word = row.text_or("pattern", "");
    const auto built_in = word.empty() ? antenna.pattern : pattern_named(word);
    if (built_in) {
      antenna.pattern = *built_in;
    } else if (!m_catalogue.knows(word)) {
      report_unknown(row, word);
    }
    const bool omnidirectional = antenna.pattern == propagation::AntennaPattern::omnidirectional;
    if (const auto azimuth_deg = row.number("azimuth_deg"); azimuth_deg && !omnidirectional) {
      sector.azimuth_deg = *azimuth_deg;
    } else if (!omnidirectional) {
      m_errors.add(row.id, "azimuth_deg", "is missing; expected degrees clockwise from grid north",
                   "fill it in, name its column in fields, or set the pattern to omni");
    }
    const auto assumed = [&](const std::string& field, const char* quantity, const char* unit,
                             double value) {
      if (const auto given = row.number(field)) return *given;
      m_assumptions.add(quantity, fmt::format("{} {}", value, unit));
      return value;
    };
    sector.height_m = assumed("height_m", "antenna height", "m", m_height_m);
    const bool has_tilt = !built_in && m_catalogue.is_measured(word);
    const bool states_tilt = row.number("tilt_deg") || row.number("electrical_tilt_deg");
    sector.tilts = tilts_of(row, has_tilt);
    if (!built_in) {
      const double tilt_deg = sector.tilts.electrical_deg;
      const auto hung = m_catalogue.hung(
          word, {row.number("gain_dbi"), states_tilt ? std::optional(tilt_deg) : std::nullopt,
                 tilt_deg, frequency_mhz});
      if (!hung) return sector;
      sector.antenna = hung->antenna;
      sector.tilts.electrical_deg = hung->electrical_tilt_deg;
      return sector;
    }
    antenna.gain_dbi = assumed("gain_dbi", "antenna gain", "dBi",
                               omnidirectional ? omnidirectional_gain_dbi : antenna.gain_dbi);
    if (!omnidirectional)
      antenna.horizontal_beamwidth_deg =
          row.number_or("horizontal_beamwidth_deg", antenna.horizontal_beamwidth_deg);
    antenna.vertical_beamwidth_deg =
        row.number_or("vertical_beamwidth_deg", antenna.vertical_beamwidth_deg);
    sector.antenna = antenna;
    return sector;
  }

  void report_unknown(const geo::Feature& row, const std::string& word) {
    const auto nearest = nearest_word(word, m_catalogue.names());
    m_errors.add(
        row.id, "pattern", fmt::format("\"{}\" is no known antenna pattern", word),
        (nearest ? fmt::format("did you mean {}? ", *nearest) : std::string()) +
            "expected 3gpp-38901 (or sector, 定向), omni (or omnidirectional, 全向), a file "
            "of radio.patterns or a name of [[radio.antennas]]");
  }

  /// A total tilt is the electrical one, with what of it is mechanical taken off.
  propagation::Tilts tilts_of(const geo::Feature& row, bool antenna_has_tilt) {
    const auto total = row.number("tilt_deg");
    const auto mechanical = row.number("mechanical_tilt_deg");
    const auto electrical = row.number("electrical_tilt_deg");
    if (!total && !mechanical && !electrical) {
      if (antenna_has_tilt) return {};
      m_assumptions.add("tilt", fmt::format("{}°", m_tilt_deg));
      return {0.0, m_tilt_deg};
    }
    propagation::Tilts tilts{mechanical.value_or(0.0), electrical.value_or(0.0)};
    if (!total) return tilts;
    const double sum = tilts.mechanical_deg + tilts.electrical_deg;
    if (mechanical && electrical && std::abs(*total - sum) > 0.1) ++m_other_totals;
    // A part that is not given is the rest.
    if (electrical && !mechanical) {
      tilts.mechanical_deg = *total - tilts.electrical_deg;
    } else {
      tilts.electrical_deg = *total - tilts.mechanical_deg;
    }
    return tilts;
  }

  double m_height_m;
  double m_tilt_deg;
  const LinkSection& m_link;
  Assumptions& m_assumptions;
  Findings& m_findings;
  AntennaCatalogue m_catalogue;
  RowErrors m_errors;
  CarrierRemarks m_remarks;
  std::int64_t m_other_totals = 0;
  radio::RadioNetwork m_network;
  std::vector<std::vector<std::string>> m_operators_of_site;  ///< as the rows write them
  std::map<std::string, std::int32_t> m_site_index;
  std::map<SectorKey, std::int32_t> m_sector_index;
};

}  // namespace

radio::RadioNetwork load_network(const RadioSection& section, const geo::Crs& crs,
                                 const MapBox& area, std::vector<LayerRecord>& layers,
                                 Findings& findings) {
  const auto errors = findings.errors().size();
  Assumptions assumptions;
  auto rows = read_site_rows(section, crs, area, layers, assumptions, findings);
  std::ranges::stable_sort(rows, {}, [](const geo::Feature& row) {
    return std::pair(row.text_or("site_id", ""), row.text_or("cell_id", ""));
  });
  NetworkBuilder builder(section, assumptions, findings);
  for (const auto& row : rows) builder.add(row);
  auto network = builder.finish(layers);
  const InputLocation table{.source = section.sites.source, .layer = section.sites.section};
  if (network.cells.empty() && findings.errors().size() == errors)
    findings.error(
        {table, "no LTE or NR cell stands in the area", "see what was skipped, and why"});
  assumptions.report(table, "give what you know in the layer; see its columns in the README",
                     findings);
  return network;
}

}  // namespace gigacity::apps
