// SPDX-License-Identifier: Apache-2.0
#include "apps/run/opencellid.hpp"

#include <cmath>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "apps/run/technology_names.hpp"
#include "core/units.hpp"

namespace gigacity::apps {

namespace {

using radio::Technology;

/// A site at the edge of the area has cells that were heard outside.
constexpr double margin_m = 10'000.0;
/// Nearer to the centre than this, a cell's direction is chance.
constexpr double least_distance_m = 50.0;

constexpr double gsm_ids = 65'536.0;         // 2^16: CI of GSM, short CI of UMTS
constexpr double lte_ids = 268'435'456.0;    // 2^28: ECI
constexpr double nr_ids = 68'719'476'736.0;  // 2^36: NCI

geo::LayerSource with_columns(geo::LayerSource sites) {
  sites.columns = {"radio",      "mcc",     "net",     "area",         "cell",
                   "unit",       "lon",     "lat",     "range",        "samples",
                   "changeable", "created", "updated", "averageSignal"};
  return sites;
}

geo::LayerSchema schema() {
  using geo::FieldType;
  geo::LayerSchema schema{
      "OpenCellID's cells",
      geo::GeometryKind::point,
      {{.name = "radio"},
       {.name = "mcc", .type = FieldType::integer, .required = true, .minimum = 0.0},
       {.name = "net",
        .type = FieldType::integer,
        .required = true,
        .minimum = 0.0,
        .aliases = {"mnc"}},
       {.name = "cell", .type = FieldType::integer, .required = true, .aliases = {"cid", "cellid"}},
       {.name = "samples", .type = FieldType::number}}};
  schema.leaving_out = {"radio", not_simulated};
  return schema;
}

/// A cell, its records of several tracking areas brought together.
struct HeardCell {
  std::string row;  ///< of the first record
  std::string radio;
  std::int64_t identity = 0;
  double x_m = 0.0;  ///< sums of the records, each by its number of samples
  double y_m = 0.0;
  double weight = 0.0;

  MapPoint point() const { return {x_m / weight, y_m / weight}; }
};

struct Network {
  std::int64_t mcc = 0;
  std::int64_t mnc = 0;
  Technology technology = Technology::lte;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted comparison
  auto operator<=>(const Network&) const = default;
};

/// eNB or gNB identity.
std::int64_t station_of(Technology technology, std::int64_t cell) {
  return technology == Technology::lte ? cell >> 8 : cell >> 12;
}

class CellTable {
 public:
  CellTable(const geo::LayerSource& sites, Findings& findings)
      : m_where{.source = sites.source, .layer = sites.section}, m_findings(findings) {}

  void add(const geo::Feature& row) {
    const auto cell = row.number("cell");
    const auto mcc = row.number("mcc");
    const auto mnc = row.number("net");
    const auto* point = std::get_if<MapPoint>(&row.geometry);
    if (!cell || !mcc || !mnc || point == nullptr) return;  // reported already
    const auto word = row.text_or("radio", "");
    const auto technology = word.empty() ? by_identity(*cell) : technology_named(word);
    if (!technology) {
      skip(row, word.empty() ? "a cell id of GSM or UMTS, or none"
                             : "a radio technology that is not known");
      return;
    }
    const double least = *technology == Technology::lte ? 256.0 : 4096.0;  // station 0 is none
    if (*cell < least || *cell >= (*technology == Technology::lte ? lte_ids : nr_ids)) {
      skip(row, fmt::format("a cell id that {} cannot have", radio::to_string(*technology)));
      return;
    }
    const Network network{static_cast<std::int64_t>(*mcc), static_cast<std::int64_t>(*mnc),
                          *technology};
    const auto identity = static_cast<std::int64_t>(*cell);
    auto [found, is_new] = m_stations[{network, station_of(*technology, identity)}].try_emplace(
        identity, HeardCell{row.id, word, identity});
    if (!is_new) skip(row, "another record of the same cell, joined with the first");
    auto& heard = found->second;
    const double weight = std::max(1.0, row.number_or("samples", 1.0));
    heard.x_m += weight * point->x_m;
    heard.y_m += weight * point->y_m;
    heard.weight += weight;
  }

  std::vector<geo::Feature> rows(const MapBox& area, Assumptions& assumptions) const {
    std::vector<geo::Feature> rows;
    for (const auto& [key, cells] : m_stations) {
      const auto& [network, station] = key;
      MapPoint centre;
      for (const auto& [identity, cell] : cells) {
        centre.x_m += cell.point().x_m / static_cast<double>(cells.size());
        centre.y_m += cell.point().y_m / static_cast<double>(cells.size());
      }
      for (const auto& [identity, cell] : cells) {
        if (!area.contains(centre)) {
          skip(cell.row, "outside the area");
          continue;
        }
        rows.push_back(row_of(network, station, cell, centre, cells.size(), assumptions));
      }
    }
    return rows;
  }

 private:
  void skip(const std::string& row, const std::string& reason) const {
    auto where = m_where;
    where.feature = row;
    m_findings.skip(where, reason);
  }
  void skip(const geo::Feature& row, const std::string& reason) const { skip(row.id, reason); }

  static std::optional<Technology> by_identity(double cell) {
    if (cell < gsm_ids) return std::nullopt;
    return cell < lte_ids ? Technology::lte : Technology::nr;
  }

  static geo::Feature row_of(const Network& network, std::int64_t station, const HeardCell& cell,
                             MapPoint centre, std::size_t cells, Assumptions& assumptions) {
    const bool lte = network.technology == Technology::lte;
    const std::string plmn = fmt::format("{}-{}", network.mcc, network.mnc);
    geo::Feature row;
    row.id = cell.row;
    row.geometry = centre;
    row.texts = {{"site_id", fmt::format("{}-{}{}", plmn, lte ? "eNB" : "gNB", station)},
                 {"cell_id", fmt::format("{}-{}", plmn, cell.identity)},
                 {"operator", plmn},
                 {"technology", radio::to_string(network.technology)}};
    if (cell.radio.empty())
      assumptions.add("technology", fmt::format("{} by the size of the cell id",
                                                radio::to_string(network.technology)));
    assumptions.add("position", "the mean of where a site's cells were heard");
    const MapPoint heard = cell.point();
    if (cells > 1 && distance_m(centre, heard) >= least_distance_m) {
      const double bearing_deg =
          degrees(std::atan2(heard.x_m - centre.x_m, heard.y_m - centre.y_m));
      row.numbers.emplace("azimuth_deg", bearing_deg < 0.0 ? bearing_deg + 360.0 : bearing_deg);
      assumptions.add("azimuth", "from the site towards where the cell was heard");
    } else {
      row.texts.emplace("pattern", "omni");
      assumptions.add("azimuth", "none, omnidirectional");
    }
    return row;
  }

  InputLocation m_where;
  Findings& m_findings;
  std::map<std::pair<Network, std::int64_t>, std::map<std::int64_t, HeardCell>> m_stations;
};

}  // namespace

std::vector<geo::Feature> read_opencellid(const geo::LayerSource& sites, const geo::Crs& crs,
                                          const MapBox& area, std::vector<LayerRecord>& layers,
                                          Assumptions& assumptions, Findings& findings) {
  const MapBox around = area.inflated(margin_m);
  const auto records = geo::read_layer(with_columns(sites), schema(), crs, around, findings);
  CellTable table(sites, findings);
  for (const auto& record : records) table.add(record);
  auto rows = table.rows(area, assumptions);
  layers.push_back(
      {sites.section, sites.source, static_cast<std::int64_t>(rows.size()), sites.datum});
  return rows;
}

void check_opencellid(const geo::LayerSource& sites, Findings& findings) {
  geo::check_layer(with_columns(sites), schema(), true, findings);
}

}  // namespace gigacity::apps
