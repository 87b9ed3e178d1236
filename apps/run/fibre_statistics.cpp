// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "apps/run/field_values.hpp"
#include "apps/run/unit_index.hpp"
#include "sim/fibre/unit_statistics.hpp"

namespace gigacity::apps {

namespace {

using geo::FieldType;
using geo::FieldValue;

/// Null where there is nothing to be a share of.
FieldValue ratio(std::int64_t part, std::int64_t whole_of, double factor) {
  if (whole_of == 0) return std::monostate{};
  return thousandths(factor * static_cast<double>(part) / static_cast<double>(whole_of));
}

std::vector<FieldValue> values_of(const UnitName& unit, const fibre::UnitStatistics& s) {
  std::vector<FieldValue> values{unit.level,
                                 unit.code,
                                 unit.name,
                                 unit.parent_code,
                                 whole(s.premises),
                                 whole(s.dwellings),
                                 whole(s.passed),
                                 whole(s.gigabit_ready()),
                                 ratio(s.gigabit_ready(), s.dwellings, 100.0)};
  for (std::size_t g = 1; g < s.by_gap.size(); ++g) values.push_back(whole(s.by_gap[g]));
  values.push_back(whole(s.ports));
  values.push_back(whole(s.ports_10g));
  values.push_back(ratio(s.ports_10g, s.ports, 100.0));
  values.push_back(whole(s.ports_used));
  values.push_back(ratio(s.ports_used, s.ports, 100.0));
  values.push_back(ratio(s.lines_used, s.ports_used, 1.0));
  values.push_back(ratio(s.design_lines, s.ports, 1.0));
  return values;
}

}  // namespace

std::vector<FibreUnit> fibre_by_unit(const RunOutcome& outcome) {
  const auto& city = outcome.city();
  std::vector<MapPoint> olts;
  for (const auto& olt : outcome.plant->olts) olts.push_back(olt.point);
  const auto places = UnitIndex(city.area, city.admin).places_of(olts);
  std::vector<std::int32_t> premises_unit(outcome.premises.size(), 0);
  std::vector<std::int32_t> olt_unit(olts.size(), 0);
  const auto count = [&](std::size_t units) {
    return fibre::unit_statistics(*outcome.plant, *outcome.fibre, outcome.premises, premises_unit,
                                  olt_unit, units);
  };
  std::vector<FibreUnit> rows{{{"", "", outcome.city_name, ""}, count(1).front()}};
  for (std::size_t level = 0; level < city.admin.size(); ++level) {
    for (std::size_t i = 0; i < premises_unit.size(); ++i)
      premises_unit[i] =
          city.buildings[static_cast<std::size_t>(outcome.results.premises_building[i])]
              .unit[level];
    for (std::size_t o = 0; o < olt_unit.size(); ++o) olt_unit[o] = places[o].unit[level];
    const auto units = city.admin[level].units.size();
    const auto statistics = count(units);
    const auto name = [&](std::int32_t unit) {
      return name_of(city, outcome.city_name, static_cast<std::int32_t>(level), unit);
    };
    for (std::size_t u = 0; u < units; ++u)
      rows.push_back({name(static_cast<std::int32_t>(u)), statistics[u]});
    const auto& outside = statistics[units];
    if (outside.premises > 0 || outside.ports > 0) rows.push_back({name(-1), outside});
  }
  return rows;
}

geo::OutputLayer fibre_statistics_layer(const RunOutcome& outcome) {
  auto layer = plain_table(
      "fibre_statistics", "Homes passed and gigabit-ready, and the use of PON ports, by admin unit",
      {{"level"},
       {"code"},
       {"name"},
       {"parent_code"},
       {"premises", FieldType::integer},
       {"dwellings", FieldType::integer},
       {"homes_passed", FieldType::integer},
       {"gigabit_ready", FieldType::integer},
       {"gigabit_ready_pct", FieldType::number}});
  for (std::size_t g = 1; g < fibre::all_gaps.size(); ++g)
    layer.fields.push_back({fibre::to_string(fibre::all_gaps[g]), FieldType::integer});
  for (auto& field : std::vector<geo::OutputField>{{"ports", FieldType::integer},
                                                   {"ports_10g", FieldType::integer},
                                                   {"ports_10g_pct", FieldType::number},
                                                   {"ports_used", FieldType::integer},
                                                   {"ports_used_pct", FieldType::number},
                                                   {"dwellings_per_used_port", FieldType::number},
                                                   {"mean_design_split", FieldType::number}})
    layer.fields.push_back(std::move(field));
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    for (const auto& row : outcome.fibre_units) add({{}, values_of(row.name, row.statistics)});
  };
  return layer;
}

std::vector<fibre::BillItem> bill_totals(const fibre::FibreCoverage& fibre) {
  std::map<std::string, fibre::BillItem> sums;
  for (const auto& item : fibre.bill) {
    auto& sum =
        sums.try_emplace(item.item, fibre::BillItem{item.item, item.unit, 0.0, -1}).first->second;
    sum.quantity += item.quantity;
  }
  std::vector<fibre::BillItem> totals;
  for (auto& [item, sum] : sums) totals.push_back(std::move(sum));
  return totals;
}

nlohmann::ordered_json fibre_record(const RunOutcome& outcome) {
  using nlohmann::ordered_json;
  if (!outcome.fibre) return nullptr;
  const auto& fibre = *outcome.fibre;
  const auto& admin = outcome.city().admin;
  const auto divided =
      std::ranges::find_if(admin, [](const AdminLevel& level) { return level.units.size() > 1; });
  auto rows = ordered_json::array();
  for (const auto& [name, s] : outcome.fibre_units) {
    if (!name.level.empty() && (divided == admin.end() || name.level != divided->name)) continue;
    ordered_json gaps = ordered_json::object();
    for (std::size_t g = 1; g < s.by_gap.size(); ++g)
      gaps[fibre::to_string(fibre::all_gaps[g])] = s.by_gap[g];
    rows.push_back({{"level", name.level},
                    {"code", name.code},
                    {"name", name.name},
                    {"premises", s.premises},
                    {"dwellings", s.dwellings},
                    {"homes_passed", s.passed},
                    {"gigabit_ready", s.gigabit_ready()},
                    {"gaps", std::move(gaps)},
                    {"ports", s.ports},
                    {"ports_10g", s.ports_10g},
                    {"ports_used", s.ports_used},
                    {"lines_used", s.lines_used},
                    {"design_lines", s.design_lines}});
  }
  auto bill = ordered_json::array();
  for (const auto& item : bill_totals(fibre))
    bill.push_back({{"item", item.item},
                    {"unit", item.unit},
                    {"quantity", std::round(item.quantity * 1000.0) / 1000.0}});
  return {{"units", std::move(rows)},
          {"assignment",
           {{"dwellings", fibre.quality.dwellings},
            {"dwellings_bound", fibre.quality.dwellings_bound},
            {"route_m", std::round(fibre.quality.route_m)},
            {"route_bound_m", std::round(fibre.quality.route_bound_m)}}},
          {"road_parts", fibre.road_components},
          {"road_parts_without_olt",
           {{"parts", fibre.without_olt.parts},
            {"premises", fibre.without_olt.premises},
            {"dwellings", fibre.without_olt.dwellings}}},
          {"bill", std::move(bill)}};
}

}  // namespace gigacity::apps
