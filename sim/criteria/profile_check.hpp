// SPDX-License-Identifier: Apache-2.0
// What is wrong with a profile's indicators, and what an indicator's gaps are the complement of.
#pragma once

#include <string>
#include <vector>

#include "sim/criteria/formula.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::criteria {

struct IndicatorProblem {
  std::string field;  ///< "formula", "gaps", "at_least"
  int column = 0;     ///< in the formula, from 1; 0 for other fields
  std::string message;
  std::string hint;
};

/// Every problem of one indicator: syntax, unknown measures, gaps that the formula does not count,
/// no threshold.
std::vector<IndicatorProblem> problems_of(const Indicator& indicator);

/// Which features an indicator's gaps are taken from, as its formula says.
struct GapScope {
  radio::Technology technology = radio::Technology::nr;
  bool urban_only = false;  ///< it reads an urban_ measure: only urban premises count
  bool every_pixel =
      false;  ///< it reads area_covered_: uncovered pixels count even where nobody lives
};
GapScope gap_scope(const Formula& formula);

/// "key_place", "village", ...
const char* to_string(GapKind kind);

}  // namespace gigacity::criteria
