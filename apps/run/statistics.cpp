// SPDX-License-Identifier: Apache-2.0
#include "apps/run/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "apps/run/field_values.hpp"
#include "geo/polygons.hpp"

namespace gigacity::apps {

namespace {

using geo::FieldType;
using geo::FieldValue;

constexpr double percent = 100.0;

/// To six decimals: square metres of km², millimetres of km.
double rounded(double value) {
  return std::round(value * 1e6) / 1e6;
}

std::string operator_of(const criteria::MeasuredService& measured) {
  return measured.service.operator_name.value_or("any");
}

/// A raster from whose thresholds on a pixel counts as covered.
struct LayerMetric {
  RadioLayer layer;
  const char* name;
  const char* unit;
  std::vector<double> StatisticsSection::*thresholds;
};
constexpr std::array layer_metrics{
    LayerMetric{RadioLayer::rsrp, "rsrp", "dBm", &StatisticsSection::rsrp_dbm},
    LayerMetric{RadioLayer::sinr, "sinr", "dB", &StatisticsSection::sinr_db},
    LayerMetric{RadioLayer::downlink_mbps, "dl_mbps", "Mbit/s", &StatisticsSection::dl_mbps},
    LayerMetric{RadioLayer::uplink_mbps, "ul_mbps", "Mbit/s", &StatisticsSection::ul_mbps},
    LayerMetric{RadioLayer::indoor_rsrp, "indoor_rsrp", "dBm", &StatisticsSection::rsrp_dbm},
    LayerMetric{RadioLayer::indoor_sinr, "indoor_sinr", "dB", &StatisticsSection::sinr_db}};

/// A verdict's radio test, whose several thresholds have no one figure; nothing where a raster that it asks for was
/// not computed (rates of one operator that nobody wanted).
template <class SourceOf>
std::optional<criteria::Metric> criteria_test(const criteria::RadioTest& test,
                                              const SourceOf& source) {
  criteria::Metric metric{"criteria", "", {std::numeric_limits<double>::quiet_NaN()}, {}};
  bool complete = true;
  const auto ask = [&](RadioLayer layer, double threshold) {
    auto values = source(layer);
    complete = complete && values != nullptr;
    metric.conditions.push_back({std::move(values), {threshold}});
  };
  ask(RadioLayer::rsrp, test.rsrp_dbm);
  ask(RadioLayer::sinr, test.sinr_db);
  if (test.downlink_mbps) ask(RadioLayer::downlink_mbps, *test.downlink_mbps);
  if (test.uplink_mbps) ask(RadioLayer::uplink_mbps, *test.uplink_mbps);
  if (!complete) return std::nullopt;
  return metric;
}

bool is_wanted(const City& city, std::int32_t level, const StatisticsSection& section) {
  if (level < 0 || !section.levels) return true;
  const auto& name = city.admin[static_cast<std::size_t>(level)].name;
  return std::ranges::find(*section.levels, name) != section.levels->end();
}

/// The whole area has no level: a level of the scenario may be called "city".
UnitName name_of_row(const RunOutcome& outcome, const criteria::StatisticsRow& row) {
  auto name = name_of(outcome.city(), outcome.city_name, row.level, row.unit);
  if (row.level < 0) name.level.clear();
  return name;
}

}  // namespace

std::vector<criteria::MeasuredService> services_of(std::span<const RadioRaster> rasters,
                                                   const RadioRasterReader& read,
                                                   const criteria::Profile& profile,
                                                   const StatisticsSection& section) {
  std::vector<criteria::MeasuredService> measured;
  for (const auto& raster : rasters) {
    const auto& service = raster.service;
    const bool known =
        std::ranges::any_of(measured, [&](const auto& m) { return m.service == service; });
    if (known) continue;
    const auto source = [&](RadioLayer layer) -> std::shared_ptr<const RasterSource> {
      const auto found = std::ranges::find_if(rasters, [&](const RadioRaster& each) {
        return each.service == service && each.layer == layer;
      });
      return found == rasters.end() ? nullptr : read(*found);
    };
    const auto& test = service.technology == radio::Technology::nr ? profile.nr : profile.lte;
    auto& of_service = measured.emplace_back(criteria::MeasuredService{service, test.share, {}});
    for (const auto& metric : layer_metrics) {
      const auto& thresholds = section.*metric.thresholds;
      if (auto values = source(metric.layer); values && !thresholds.empty())
        of_service.metrics.push_back(
            {metric.name, metric.unit, thresholds, {{std::move(values), thresholds}}});
    }
    if (auto metric = criteria_test(test, source)) of_service.metrics.push_back(std::move(*metric));
  }
  return measured;
}

void count_coverage(std::span<const RadioRaster> rasters, const RadioRasterReader& read,
                    const StatisticsSection& section, RunOutcome& outcome, Progress& progress) {
  outcome.statistics = criteria::coverage_statistics(
      outcome.city(), services_of(rasters, read, outcome.profile, section), &geo::intersection_of,
      progress);
  std::erase_if(outcome.statistics.rows, [&](const criteria::StatisticsRow& row) {
    return !is_wanted(outcome.city(), row.level, section);
  });
}

geo::OutputLayer statistics_layer(const RunOutcome& outcome) {
  auto layer = plain_table(
      "statistics", "Covered shares by admin unit, technology, operator, threshold and quantity",
      {{"level"},
       {"code"},
       {"name"},
       {"parent_code"},
       {"technology"},
       {"operator"},
       {"metric"},
       {"threshold", FieldType::number},
       {"unit"},
       {"quantity"},
       {"kind"},
       {"covered", FieldType::number},
       {"total", FieldType::number},
       {"share_pct", FieldType::number}});
  layer.more_features = [&outcome](const geo::FeatureSink& add) {
    const auto& statistics = outcome.statistics;
    for (const auto& row : statistics.rows) {
      const auto unit = name_of_row(outcome, row);
      const auto& quantity = statistics.quantities[row.quantity];
      for (std::size_t t = 0; t < statistics.tests.size(); ++t) {
        const auto& test = statistics.tests[t];
        const auto& service = statistics.services[test.service];
        const auto& metric = service.metrics[test.metric];
        add({{},
             {unit.level, unit.code, unit.name, unit.parent_code,
              std::string(radio::to_string(service.service.technology)), operator_of(service),
              metric.name, real(metric.thresholds[test.step]), metric.unit,
              std::string(criteria::to_string(quantity.quantity)), quantity.kind.value_or("all"),
              rounded(row.covered[t]), rounded(row.total),
              rounded(percent * row.covered[t] / row.total)}});
      }
    }
  };
  return layer;
}

nlohmann::ordered_json statistics_record(const RunOutcome& outcome) {
  const auto& statistics = outcome.statistics;
  auto tests = nlohmann::ordered_json::array();
  for (const auto& test : statistics.tests) {
    const auto& service = statistics.services[test.service];
    const auto& metric = service.metrics[test.metric];
    tests.push_back({{"technology", radio::to_string(service.service.technology)},
                     {"operator", operator_of(service)},
                     {"metric", metric.name},
                     {"threshold", metric.thresholds[test.step]},
                     {"unit", metric.unit}});
  }
  auto quantities = nlohmann::ordered_json::array();
  for (const auto& quantity : statistics.quantities)
    quantities.push_back({{"quantity", criteria::to_string(quantity.quantity)},
                          {"kind", quantity.kind ? nlohmann::ordered_json(*quantity.kind)
                                                 : nlohmann::ordered_json()}});
  const auto& admin = outcome.city().admin;
  const auto divided =
      std::ranges::find_if(admin, [](const AdminLevel& level) { return level.units.size() > 1; });
  const auto shown =
      divided == admin.end() ? -1 : static_cast<std::int32_t>(divided - admin.begin());
  auto rows = nlohmann::ordered_json::array();
  for (const auto& row : statistics.rows) {
    if (row.level != -1 && row.level != shown) continue;
    const auto unit = name_of_row(outcome, row);
    auto covered = nlohmann::ordered_json::array();
    for (const double value : row.covered) covered.push_back(rounded(value));
    rows.push_back({{"level", unit.level},
                    {"code", unit.code},
                    {"name", unit.name},
                    {"quantity", row.quantity},
                    {"total", rounded(row.total)},
                    {"covered", covered}});
  }
  return {{"tests", tests}, {"quantities", quantities}, {"rows", rows}};
}

}  // namespace gigacity::apps
