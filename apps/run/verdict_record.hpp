// SPDX-License-Identifier: Apache-2.0
// A verdict with its evidence: as verdict.json, whose form data/criteria/verdict.schema.json lays down, as Markdown,
// as a table, and read back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"
#include "sim/criteria/trend.hpp"

namespace gigacity::apps {

/// A verdict and all that its documents say of it; rows are those of `measured`, the city first.
struct JudgedCity {
  std::string scenario;
  criteria::Profile profile;
  std::vector<criteria::UnitMeasures> measured;
  std::vector<UnitName> names;
  criteria::Verdict verdict;
  std::vector<std::int64_t> gaps;  ///< of each indicator
  std::string baseline;            ///< the earlier run it was compared with; "" for none
};

/// Rows of the units of an admin level that fail an indicator.
std::vector<std::size_t> failing_rows(const JudgedCity& judged, std::size_t indicator,
                                      std::size_t level);

/// Of a run. Throws InputError where the earlier run's folder (empty for none) holds no verdict that can be read.
JudgedCity judged_city(const Scenario& scenario, const RunOutcome& outcome);

/// The indicators of the city, of the report and of verdict.json.
nlohmann::ordered_json indicator_records(const JudgedCity& judged);
nlohmann::ordered_json unit_records(const JudgedCity& judged, bool with_measures);
nlohmann::ordered_json profile_record(const criteria::Profile& profile);

nlohmann::ordered_json verdict_record(const JudgedCity& judged);

/// For people: the verdict, each indicator with its evidence, and the units that fail.
std::string verdict_markdown(const JudgedCity& judged);

/// One row for each unit and indicator. `judged` must outlive it.
geo::OutputLayer verdict_table(const JudgedCity& judged);

/// Reads a verdict.json again; its verdict is judged anew from its measures. With a `profile`, by that one: its radio
/// tests and scenes must be those that the measures were taken with. Throws InputError that names the file and the key.
JudgedCity read_verdict(const std::filesystem::path& file,
                        const criteria::Profile* profile = nullptr);

/// The values of an earlier run's folder. Throws InputError.
criteria::EarlierValues read_earlier_values(const std::filesystem::path& folder);

/// Compares with an earlier run, where `folder` is not empty.
void compare_with_earlier(const std::filesystem::path& folder, JudgedCity& judged);

}  // namespace gigacity::apps
