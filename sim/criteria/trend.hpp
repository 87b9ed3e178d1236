// SPDX-License-Identifier: Apache-2.0
// What became of an indicator since an earlier run.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>

#include "sim/criteria/verdict.hpp"

namespace gigacity::criteria {

/// `rose` and `fell` are of figures that are only reported: nothing says which way is good.
enum class Trend { unknown, better, worse, same, rose, fell };

/// "better", "worse", "same", "rose", "fell"; "" for unknown.
const char* to_string(Trend trend);

Trend trend_of(const Indicator& indicator, const IndicatorResult& result);

/// An earlier run's values: by level ("" for the city), code of the unit ("" for the city) and indicator.
using EarlierValues = std::map<std::tuple<std::string, std::string, std::string>, double>;

/// What a verdict's unit is found by in another run: "" and "" for the city.
struct UnitKey {
  std::string level;
  std::string code;  ///< a unit without one is not found
};

/// Sets `before` of every result that the earlier run has a value for; `keys` are those of the verdict's units.
void compare_with(const EarlierValues& earlier, std::span<const UnitKey> keys, Verdict& verdict);

}  // namespace gigacity::criteria
