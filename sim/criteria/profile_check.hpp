// SPDX-License-Identifier: Apache-2.0
// What is wrong with a profile's formulas, and what an indicator's gaps are the complement of.
#pragma once

#include <string>
#include <vector>

#include "sim/criteria/formula.hpp"
#include "sim/criteria/profile.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::criteria {

struct ProfileProblem {
  std::string field;  ///< "formula", "unit", "gaps", "at_least", "id"
  int column = 0;     ///< in the formula, from 1; 0 for other fields
  std::string message;
  std::string hint;
};

/// Every problem of one indicator: syntax, unknown measures and scenes, units that do not go together or are not the
/// stated one, a constant division by zero, gaps that the formula does not count, no threshold.
std::vector<ProfileProblem> problems_of(const Profile& profile, const Indicator& indicator);

/// The same of a measure that the profile derives; also one that needs itself, or has another's name.
std::vector<ProfileProblem> problems_of(const Profile& profile, const DerivedMeasure& measure);

/// Every measure that a formula reads, those of derived measures instead of these, each once.
std::vector<std::string> measures_read(const Profile& profile, const std::string& formula);

/// What service the gaps lack.
enum class GapService { radio, fibre, gigabit };

/// Which features an indicator's gaps are taken from, as its formula says.
struct GapScope {
  radio::Technology technology = radio::Technology::nr;
  GapService service = GapService::radio;
  bool urban_only = false;  ///< it reads an urban_ measure: only urban premises count
  bool every_pixel =
      false;            ///< it reads area_covered_: uncovered pixels count even where nobody lives
  std::string scene{};  ///< whose places count; "": those of the whole profile
};
GapScope gap_scope(const Profile& profile, const Indicator& indicator);

/// "key_place", "village", ...
const char* to_string(GapKind kind);

}  // namespace gigacity::criteria
