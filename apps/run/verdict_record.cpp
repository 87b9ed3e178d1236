// SPDX-License-Identifier: Apache-2.0
#include "apps/run/verdict_record.hpp"

#include <algorithm>
#include <cmath>

#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/profile_check.hpp"

namespace gigacity::apps {

namespace {

using nlohmann::ordered_json;

ordered_json number_or_null(const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return nullptr;
  return *value;
}

ordered_json radio_test(const criteria::RadioTest& test) {
  return {{"rsrp_dbm", test.rsrp_dbm},
          {"sinr_db", test.sinr_db},
          {"downlink_mbps", number_or_null(test.downlink_mbps)},
          {"uplink_mbps", number_or_null(test.uplink_mbps)},
          {"share", test.share},
          {"source", test.source},
          {"certainty", test.certainty}};
}

ordered_json measure_records(const criteria::MeasureSet& measures) {
  ordered_json records = ordered_json::object();
  for (const auto& [name, measure] : measures.values)
    records[name] = {{"value", number_or_null(measure.value)},
                     {"unit", measure.unit},
                     {"provenance", criteria::to_string(measure.provenance)}};
  return records;
}

ordered_json level_records(const JudgedCity& judged, std::size_t indicator) {
  auto records = ordered_json::array();
  const auto& levels = judged.verdict.levels[indicator];
  for (std::size_t l = 0; l < levels.size(); ++l) {
    auto failing = ordered_json::array();
    for (const auto row : failing_rows(judged, indicator, l))
      failing.push_back(judged.names[row].code.empty() ? judged.names[row].name
                                                       : judged.names[row].code);
    records.push_back({{"level", levels[l].level},
                       {"binding", levels[l].binding},
                       {"passed", levels[l].passed},
                       {"failed", levels[l].failed},
                       {"not_assessable", levels[l].not_assessable},
                       {"failing", std::move(failing)}});
  }
  return records;
}

/// An indicator with its verdict and evidence.
ordered_json indicator_record(const JudgedCity& judged, std::size_t index) {
  const auto& indicator = judged.profile.indicators[index];
  const auto& result = judged.verdict.units.front().indicators[index];
  auto inputs = ordered_json::array();
  for (const auto& [name, measure] : result.inputs)
    inputs.push_back({{"name", name},
                      {"value", number_or_null(measure.value)},
                      {"unit", measure.unit},
                      {"provenance", criteria::to_string(measure.provenance)}});
  auto scope = ordered_json::array({"city"});
  for (const auto& level : indicator.levels) scope.push_back(level);
  return {{"id", indicator.id},
          {"title_en", indicator.title_en},
          {"title_zh", indicator.title_zh},
          {"definition", indicator.definition},
          {"scope", std::move(scope)},
          {"unit", indicator.unit},
          {"formula", indicator.formula},
          {"comparison", criteria::to_string(indicator.comparison)},
          {"threshold", number_or_null(indicator.threshold)},
          {"value", number_or_null(result.value)},
          {"margin", number_or_null(result.margin)},
          {"outcome", criteria::to_string(result.outcome)},
          {"reason", result.reason},
          {"before", number_or_null(result.before)},
          {"trend", criteria::to_string(criteria::trend_of(indicator, result))},
          {"source", indicator.source},
          {"date", indicator.date},
          {"certainty", indicator.certainty},
          {"inputs", std::move(inputs)},
          {"levels", level_records(judged, index)},
          {"gaps", criteria::to_string(indicator.gaps)},
          {"gap_count", judged.gaps[index]}};
}

ordered_json unit_record(const JudgedCity& judged, std::size_t row) {
  const auto& name = judged.names[row];
  const auto& measures = judged.measured[row].measures.values;
  const auto measure = [&](const char* id) -> ordered_json {
    const auto found = measures.find(id);
    return found == measures.end() ? ordered_json(nullptr) : ordered_json(found->second.value);
  };
  ordered_json indicators = ordered_json::object();
  for (std::size_t i = 0; i < judged.profile.indicators.size(); ++i) {
    const auto& result = judged.verdict.units[row].indicators[i];
    indicators[result.indicator] = {
        {"value", number_or_null(result.value)},
        {"outcome", criteria::to_string(result.outcome)},
        {"before", number_or_null(result.before)},
        {"trend", criteria::to_string(criteria::trend_of(judged.profile.indicators[i], result))}};
  }
  return {{"level", name.level},
          {"code", name.code},
          {"name", name.name},
          {"parent_code", name.parent_code},
          {"residents", measure("residents")},
          {"households", measure("households")},
          {"area_km2", measure("area_km2")},
          {"indicators", std::move(indicators)}};
}

}  // namespace

std::vector<std::size_t> failing_rows(const JudgedCity& judged, std::size_t indicator,
                                      std::size_t level) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < judged.measured.size(); ++row)
    if (judged.measured[row].level == static_cast<std::int32_t>(level) &&
        judged.measured[row].unit >= 0 &&
        judged.verdict.units[row].indicators[indicator].outcome == criteria::Outcome::fail)
      rows.push_back(row);
  return rows;
}

JudgedCity judged_city(const Scenario& scenario, const RunOutcome& outcome) {
  JudgedCity judged;
  judged.scenario = scenario.name;
  judged.profile = outcome.profile;
  judged.measured = outcome.measured.units;
  judged.verdict = outcome.verdict;
  for (const auto& row : judged.measured)
    judged.names.push_back(name_of(outcome.city(), scenario.name, row.level, row.unit));
  for (const auto& indicator : judged.profile.indicators)
    judged.gaps.push_back(
        std::ranges::count(outcome.gaps, indicator.id, &criteria::Gap::criterion));
  compare_with_earlier(scenario.baseline, judged);
  return judged;
}

ordered_json profile_record(const criteria::Profile& profile) {
  auto scenes = ordered_json::array();
  for (const auto& scene : profile.scenes)
    scenes.push_back({{"id", scene.id},
                      {"title_en", scene.title_en},
                      {"title_zh", scene.title_zh},
                      {"kinds", scene.kinds},
                      {"nr_test", radio_test(scene.nr)},
                      {"lte_test", radio_test(scene.lte)}});
  auto measures = ordered_json::array();
  for (const auto& measure : profile.measures)
    measures.push_back({{"id", measure.id},
                        {"definition", measure.definition},
                        {"unit", measure.unit},
                        {"formula", measure.formula}});
  return {{"id", profile.id},
          {"title_en", profile.title_en},
          {"title_zh", profile.title_zh},
          {"description", profile.description},
          {"nr_test", radio_test(profile.nr)},
          {"lte_test", radio_test(profile.lte)},
          {"key_place_kinds", profile.key_place_kinds},
          {"scenes", std::move(scenes)},
          {"derived_measures", std::move(measures)}};
}

ordered_json indicator_records(const JudgedCity& judged) {
  auto indicators = ordered_json::array();
  for (std::size_t i = 0; i < judged.profile.indicators.size(); ++i)
    indicators.push_back(indicator_record(judged, i));
  return indicators;
}

ordered_json unit_records(const JudgedCity& judged, bool with_measures) {
  auto units = ordered_json::array();
  for (std::size_t row = 1; row < judged.measured.size(); ++row) {
    const auto& measures = judged.measured[row].measures;
    const auto is_zero = [](const auto& named) { return named.second.value == 0.0; };
    // The "none" rows only where anything lies in them.
    if (judged.measured[row].unit < 0 && std::ranges::all_of(measures.values, is_zero)) continue;
    auto record = unit_record(judged, row);
    if (with_measures) record["measures"] = measure_records(measures);
    units.push_back(std::move(record));
  }
  return units;
}

ordered_json verdict_record(const JudgedCity& judged) {
  const auto& city = judged.measured.front().measures;
  ordered_json missing = ordered_json::object();
  for (const auto& [name, what] : city.missing) missing[name] = what;
  std::int64_t gaps = 0;
  for (const auto count : judged.gaps) gaps += count;
  return {
      {"format", "gigacity verdict"},
      {"format_version", 1},
      {"scenario", judged.scenario},
      {"profile", profile_record(judged.profile)},
      {"baseline", judged.baseline.empty() ? ordered_json(nullptr) : ordered_json(judged.baseline)},
      {"outcome", criteria::to_string(judged.verdict.outcome)},
      {"indicators", indicator_records(judged)},
      {"measures", measure_records(city)},
      {"measures_missing", std::move(missing)},
      {"units", unit_records(judged, true)},
      {"gaps", gaps}};
}

}  // namespace gigacity::apps
