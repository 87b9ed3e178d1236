// SPDX-License-Identifier: Apache-2.0
// Indicators judged: pass, fail, or not assessable and what data is missing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/criteria/measures.hpp"
#include "sim/criteria/profile.hpp"

namespace gigacity::criteria {

enum class Outcome { pass, fail, not_assessable, reported };

const char* to_string(Outcome outcome);

/// Sums of shares carry rounding of some 1e-13: less than this share is no difference, so that a threshold
/// of exactly 100 % can be reached.
inline constexpr double relative_rounding = 1e-9;

struct IndicatorResult {
  std::string indicator;  ///< Indicator::id
  Outcome outcome = Outcome::not_assessable;
  std::optional<double> value;
  std::optional<double> margin;                         ///< value − threshold, positive is good
  std::vector<std::pair<std::string, Measure>> inputs;  ///< the measures the formula read
  std::string reason;  ///< why not assessable, or which units fail where the city itself passes
  std::optional<double> before{};  ///< the value of an earlier run
};

struct UnitVerdict {
  std::int32_t level = -1;
  std::int32_t unit = -1;
  std::vector<IndicatorResult> indicators;  ///< in the profile's order
};

/// How the units of an admin level do by one indicator.
struct LevelCount {
  std::string level;
  std::int64_t passed = 0;
  std::int64_t failed = 0;
  std::int64_t not_assessable = 0;
  std::vector<std::int32_t> failing;  ///< index of each unit that fails
  bool binding = false;               ///< every unit must pass for the city to pass
};

struct Verdict {
  Outcome outcome = Outcome::not_assessable;  ///< of the city: fail if any fails, else
                                              ///< not_assessable if any is not
  std::vector<UnitVerdict> units;             ///< as Measured::units
  /// For each indicator of the profile, each admin level, so that a city's pass hides no county's fail.
  std::vector<std::vector<LevelCount>> levels;
};

/// A level of units, as messages name them.
struct LevelNames {
  std::string level;
  std::vector<std::string> units;
};

/// `levels` are those of `measured`. Counts ("stations") are judged of the city alone and only reported of its units,
/// unless the indicator binds a level; shares and densities are judged of every unit. An indicator
/// that binds a level which is not among them is not assessable; one that binds a level some of whose units fail fails, whatever the city's own figure.
Verdict judge(const Profile& profile, std::span<const UnitMeasures> measured,
              std::span<const LevelNames> levels);

/// The names of a city's units: name, else code, else number.
std::vector<LevelNames> level_names(const City& city);

/// Throws InputError (file, line, what was expected) where a formula does not parse or names an
/// unknown measure.
void check(const Profile& profile);

}  // namespace gigacity::criteria
