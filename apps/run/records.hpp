// SPDX-License-Identifier: Apache-2.0
// A run's records as JSON: run.json (how it was made), and the report's data.
#pragma once

#include <nlohmann/json.hpp>

#include "apps/run/outcome.hpp"
#include "apps/run/verdict_record.hpp"

namespace gigacity::apps {

/// The model-details record that regulators ask for, as label and value.
std::vector<std::pair<std::string, std::string>> model_details(const Scenario& scenario,
                                                               const RunOutcome& outcome,
                                                               const std::string& program);

nlohmann::ordered_json run_record(const Scenario& scenario, const RunOutcome& outcome,
                                  const RunOptions& options);

/// The report's data but for its map and gaps.
nlohmann::ordered_json report_basics(const Scenario& scenario, const RunOutcome& outcome,
                                     const JudgedCity& judged, const RunOptions& options);

}  // namespace gigacity::apps
