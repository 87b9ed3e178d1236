// SPDX-License-Identifier: Apache-2.0
// A run's records as JSON: run.json (how it was made), verdict.json (what was judged), and those
// parts in the report.
#pragma once

#include <nlohmann/json.hpp>

#include "apps/run/outcome.hpp"

namespace gigacity::apps {

/// The model-details record that regulators ask for, as label and value.
std::vector<std::pair<std::string, std::string>> model_details(const Scenario& scenario,
                                                               const RunOutcome& outcome,
                                                               const std::string& program);

nlohmann::ordered_json run_record(const Scenario& scenario, const RunOutcome& outcome,
                                  const RunOptions& options);
nlohmann::ordered_json verdict_record(const Scenario& scenario, const RunOutcome& outcome);

/// The report's data but for its map and gaps.
nlohmann::ordered_json report_basics(const Scenario& scenario, const RunOutcome& outcome,
                                     const RunOptions& options);

}  // namespace gigacity::apps
