// SPDX-License-Identifier: Apache-2.0
#include "apps/run/indoor_layers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "apps/run/field_values.hpp"

namespace gigacity::apps {

namespace {

using geo::FieldType;
using geo::FieldValue;
using geo::GeometryKind;
using geo::OutputLayer;

/// "NR: 11 by indoor systems, 2 by penetration, 3 by nothing".
std::string served_as_text(const std::vector<radio::DeepCoverage>& spaces, std::size_t t) {
  std::array<std::int64_t, 3> counts{};
  for (const auto& space : spaces)
    if (space.of[t]) ++counts[static_cast<std::size_t>(space.of[t]->by)];
  const auto of = [&](radio::CoveredBy by) { return counts[static_cast<std::size_t>(by)]; };
  return fmt::format("{}: {} by indoor systems, {} by penetration, {} by nothing",
                     t == 0 ? "NR" : "LTE", of(radio::CoveredBy::indoor_system),
                     of(radio::CoveredBy::penetration), of(radio::CoveredBy::nothing));
}

/// Levels of one building: rows of `floors` in step with the buildings.
class FloorCursor {
 public:
  explicit FloorCursor(const std::vector<Floor>& floors)
      : m_floors(floors), m_next(floors.size(), 0) {}

  /// Buildings come in rising order.
  void add(std::int32_t building, std::vector<FieldValue>& values) {
    for (std::size_t f = 0; f < m_floors.size(); ++f) {
      const auto& levels = m_floors[f].levels;
      auto& next = m_next[f];
      while (next < levels.size() && levels[next].building < building) ++next;
      const bool found = next < levels.size() && levels[next].building == building;
      for (std::size_t t = 0; t < 2; ++t) {
        const auto level = found ? levels[next].of[t] : radio::IndoorLevel{};
        values.push_back(thousandths(static_cast<double>(level.rsrp_dbm)));
        values.push_back(thousandths(static_cast<double>(level.sinr_db)));
      }
    }
  }

 private:
  const std::vector<Floor>& m_floors;
  std::vector<std::size_t> m_next;
};

}  // namespace

OutputLayer indoor_layer(const RunOutcome& outcome) {
  OutputLayer layer{"indoor",
                    "Buildings and what a phone inside gets, by floor (median over the outline)",
                    GeometryKind::polygon,
                    {128, 177, 211},
                    {},
                    {}};
  layer.fields = {
      {"id"},         {"height_m", FieldType::number},   {"floors", FieldType::integer},
      {"insulation"}, {"dwellings", FieldType::integer}, {"residents", FieldType::number}};
  for (const auto& floor : outcome.indoor->floors)
    for (const auto* level : {"nr_ss", "lte"})
      for (const auto* figure : {"rsrp_dbm", "sinr_db"})
        layer.fields.push_back(
            {fmt::format("{}_{}_floor_{}", level, figure, floor.number), FieldType::number});
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    const auto& indoor = *outcome.indoor;
    FloorCursor cursor(indoor.floors);
    const auto& buildings = outcome.city().buildings;
    for (std::size_t i = 0; i < buildings.size(); ++i) {
      const auto& building = buildings[i];
      std::vector<FieldValue> values{
          building.id,
          thousandths(building.height_m),
          std::int64_t{radio::storeys(building, indoor.metres_per_storey)},
          std::string(to_string(building.thermally_efficient
                                    ? propagation::BuildingType::thermally_efficient
                                    : propagation::BuildingType::traditional)),
          std::int64_t{building.dwellings},
          thousandths(building.residents)};
      cursor.add(static_cast<std::int32_t>(i), values);
      add({building.footprint, std::move(values)});
    }
  };
  return layer;
}

OutputLayer deep_coverage_layer(const RunOutcome& outcome) {
  OutputLayer layer{"deep_coverage",
                    "Car parks under ground and lifts of key places, and what serves them",
                    GeometryKind::polygon,
                    {94, 60, 153},
                    {},
                    {}};
  layer.fields = {{"place_id"}, {"name"}, {"kind"}, {"space"}, {"basements", FieldType::integer}};
  for (const std::string technology : {"nr", "lte"}) {
    layer.fields.push_back({technology + "_covered_by"});
    layer.fields.push_back({technology + "_system"});
    layer.fields.push_back({technology + "_median_rsrp_dbm", FieldType::number});
    layer.fields.push_back({technology + "_share_pct", FieldType::number});
  }
  const auto& indoor = *outcome.indoor;
  for (const auto& space : indoor.deep) {
    const auto& place = outcome.city().places[static_cast<std::size_t>(space.place)];
    std::vector<FieldValue> values{
        place.id, place.name, place.kind, std::string(to_string(space.space)),
        space.space == radio::DeepSpace::underground ? FieldValue(std::int64_t{place.basements})
                                                     : FieldValue{}};
    for (const auto& level : space.of) {
      if (!level) {
        values.resize(values.size() + 4);
        continue;
      }
      values.emplace_back(std::string(to_string(level->by)));
      values.push_back(level->system >= 0
                           ? FieldValue(indoor.systems[static_cast<std::size_t>(level->system)].id)
                           : FieldValue{});
      values.push_back(thousandths(level->median_rsrp_dbm));
      values.push_back(thousandths(100.0 * level->share));
    }
    layer.features.push_back({place.footprint, std::move(values)});
  }
  return layer;
}

std::vector<std::pair<std::string, std::string>> indoor_details(const RadioSection& section,
                                                                const RunOutcome& outcome) {
  const auto& indoor = *outcome.indoor;
  const auto& options = section.options.penetration;
  std::vector<std::pair<std::string, std::string>> details;
  const auto entry = options.model == radio::EntryModel::p2109
                         ? fmt::format("ITU-R P.2109-1, not exceeded at {:g} % of the places",
                                       options.probability_percent)
                         : std::string("3GPP TR 38.901 §7.4.3.1, mean");
  const auto& buildings = outcome.city().buildings;
  details.emplace_back(
      "Building entry loss",
      fmt::format("{}; {} of {} buildings thermally efficient, the others traditional", entry,
                  std::ranges::count(buildings, true, &Building::thermally_efficient),
                  buildings.size()));
  for (const auto& floor : indoor.floors)
    details.emplace_back(
        fmt::format("Indoors, floor {}", floor.number),
        fmt::format(
            "{} buildings, receivers {:g} m above ground, median before the walls",
            floor.levels.size(),
            section.options.receiver_height_m + (floor.number - 1) * indoor.metres_per_storey));
  if (!indoor.deep.empty())
    details.emplace_back(
        "Deep coverage",
        fmt::format("{} car parks and lifts, from outside at {:g} dBm and {:g} dB over {:g} % of a "
                    "place; {}; {}",
                    indoor.deep.size(), section.indoor->deep.rsrp_dbm, section.indoor->deep.sinr_db,
                    100.0 * section.indoor->deep.share, served_as_text(indoor.deep, 0),
                    served_as_text(indoor.deep, 1)));
  return details;
}

OutputLayer indoor_system_layer(const RunOutcome& outcome) {
  OutputLayer layer{"indoor_systems",
                    "Systems inside buildings: antennas, small cells, leaky feeders",
                    GeometryKind::point,
                    {94, 60, 153},
                    {},
                    {}};
  layer.fields = {{"id"},
                  {"kind"},
                  {"operator"},
                  {"place_id"},
                  {"nr", FieldType::integer},
                  {"lte", FieldType::integer},
                  {"underground", FieldType::integer},
                  {"lifts", FieldType::integer}};
  for (const auto& system : outcome.indoor->systems) {
    const auto& place = outcome.city().places[static_cast<std::size_t>(system.place)];
    layer.features.push_back({place.point,
                              {system.id, system.kind, system.operator_name, place.id,
                               std::int64_t{system.serves[0]}, std::int64_t{system.serves[1]},
                               std::int64_t{system.underground}, std::int64_t{system.lifts}}});
  }
  return layer;
}

}  // namespace gigacity::apps
