// SPDX-License-Identifier: Apache-2.0
// A verdict as the terminal shows it.
#pragma once

#include <string>

#include "apps/run/run_summary.hpp"

namespace gigacity::apps {

/// The city's outcome, a line for each indicator, and how many gaps there are.
std::string summary_text(const std::string& name, const RunSummary& summary);

}  // namespace gigacity::apps
