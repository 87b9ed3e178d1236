// SPDX-License-Identifier: Apache-2.0
// A verdict as Markdown and as a table.
#include <algorithm>

#include <fmt/format.h>

#include "apps/run/field_values.hpp"
#include "apps/run/verdict_record.hpp"
#include "core/text.hpp"
#include "sim/criteria/known_measures.hpp"

namespace gigacity::apps {

namespace {

using criteria::Comparison;
using criteria::Outcome;

const char* in_words(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "**fail**";
    case Outcome::not_assessable:
      return "not assessable";
    case Outcome::reported:
      return "reported";
  }
  return "";
}

/// Of a cell of a table: bars would end it.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
    text.insert(at, 1, '\\');
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{:.6g}", *value) : "–";
}

std::string threshold(const criteria::Indicator& indicator) {
  if (indicator.comparison == Comparison::report_only) return "–";
  return fmt::format("{} {:g}", indicator.comparison == Comparison::at_least ? "≥" : "≤",
                     indicator.threshold.value_or(0.0));
}

std::string trend(const criteria::Indicator& indicator, const criteria::IndicatorResult& result) {
  const auto direction = criteria::trend_of(indicator, result);
  if (direction == criteria::Trend::unknown) return "–";
  return fmt::format("{} (was {:.6g})", criteria::to_string(direction), *result.before);
}

void add_indicators(const JudgedCity& judged, std::string& text) {
  text +=
      "| id | indicator | value | threshold | unit | margin | outcome | trend | certainty |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  const auto& results = judged.verdict.units.front().indicators;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& indicator = judged.profile.indicators[i];
    const auto& result = results[i];
    text += fmt::format("| {} | {} ({}) | {} | {} | {} | {} | {} | {} | {} |\n", indicator.id,
                        cell(indicator.title_en), cell(indicator.title_zh), number(result.value),
                        threshold(indicator), cell(indicator.unit), number(result.margin),
                        in_words(result.outcome), trend(indicator, result), indicator.certainty);
  }
}

/// "3 of 12 at level county fail: Weishan, Sishui, Zoucheng".
std::string failing_units(const JudgedCity& judged, std::size_t indicator, std::size_t level) {
  std::vector<std::string> names;
  for (const auto row : failing_rows(judged, indicator, level))
    names.push_back(judged.names[row].name.empty() ? judged.names[row].code
                                                   : judged.names[row].name);
  return listed(names, 12);
}

void add_evidence(const JudgedCity& judged, std::size_t index, std::string& text) {
  const auto& indicator = judged.profile.indicators[index];
  const auto& result = judged.verdict.units.front().indicators[index];
  text +=
      fmt::format("\n### {} {}\n\n{}\n\n", indicator.id, indicator.title_en, indicator.definition);
  if (!result.reason.empty()) text += fmt::format("- {}\n", result.reason);
  text += fmt::format("- Formula: `{}`\n", indicator.formula);
  for (const auto& [name, measure] : result.inputs)
    text += fmt::format("- `{}` = {:.10g} {} ({})\n", name, measure.value, measure.unit,
                        criteria::to_string(measure.provenance));
  const auto& levels = judged.verdict.levels[index];
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const auto& count = levels[level];
    if (count.passed + count.failed + count.not_assessable == 0) continue;
    text += fmt::format("- Level {}{}: {} pass, {} fail, {} not assessable", count.level,
                        count.binding ? " (every unit must pass)" : "", count.passed, count.failed,
                        count.not_assessable);
    if (count.failed > 0) text += ". Fail: " + failing_units(judged, index, level);
    text += "\n";
  }
  if (judged.gaps[index] > 0)
    text += fmt::format("- {} gaps, in the gap list under criterion {}\n", judged.gaps[index],
                        indicator.id);
  text += fmt::format("- Source: {}{}\n", indicator.source,
                      indicator.date.empty() ? "" : ", " + indicator.date);
}

}  // namespace

std::string verdict_markdown(const JudgedCity& judged) {
  std::string text = fmt::format(
      "# {}: {}\n\nJudged by {} ({}), profile `{}`: **{}**{}.\n\n", judged.scenario,
      judged.verdict.outcome == Outcome::fail ? "criteria not met" : "verdict",
      judged.profile.title_en, judged.profile.title_zh, judged.profile.id,
      judged.verdict.outcome == Outcome::not_assessable
          ? "not assessable"
          : criteria::to_string(judged.verdict.outcome),
      judged.baseline.empty() ? "" : fmt::format(", compared with {}", judged.baseline));
  add_indicators(judged, text);
  text += "\n## Evidence\n";
  for (std::size_t i = 0; i < judged.profile.indicators.size(); ++i) add_evidence(judged, i, text);
  return text;
}

geo::OutputLayer verdict_table(const JudgedCity& judged) {
  using geo::FieldType;
  auto table = plain_table("verdict", "The verdict of every admin unit by every indicator",
                           {{"level"},
                            {"code"},
                            {"name"},
                            {"parent_code"},
                            {"indicator"},
                            {"title"},
                            {"value", FieldType::number},
                            {"unit"},
                            {"comparison"},
                            {"threshold", FieldType::number},
                            {"margin", FieldType::number},
                            {"outcome"},
                            {"before", FieldType::number},
                            {"trend"},
                            {"reason"}});
  table.more_features = [&judged](const geo::FeatureSink& add) {
    for (std::size_t row = 0; row < judged.measured.size(); ++row) {
      const auto& name = judged.names[row];
      for (std::size_t i = 0; i < judged.profile.indicators.size(); ++i) {
        const auto& indicator = judged.profile.indicators[i];
        const auto& result = judged.verdict.units[row].indicators[i];
        std::vector<geo::FieldValue> values{name.level, name.code, name.name, name.parent_code,
                                            indicator.id};
        values.emplace_back(indicator.title_en);
        values.push_back(real(result.value));
        values.emplace_back(indicator.unit);
        values.emplace_back(std::string(criteria::to_string(indicator.comparison)));
        values.push_back(real(indicator.threshold));
        values.push_back(real(result.margin));
        values.emplace_back(std::string(criteria::to_string(result.outcome)));
        values.push_back(real(result.before));
        values.emplace_back(
            std::string(criteria::to_string(criteria::trend_of(indicator, result))));
        values.emplace_back(result.reason);
        add({MapPoint{}, std::move(values)});
      }
    }
  };
  return table;
}

}  // namespace gigacity::apps
