// SPDX-License-Identifier: Apache-2.0
// Indicators judged: pass, fail, or not assessable and what data is missing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/criteria/measures.hpp"
#include "sim/criteria/profile.hpp"

namespace gigacity::criteria {

enum class Outcome { pass, fail, not_assessable, reported };

const char* to_string(Outcome outcome);

struct IndicatorResult {
  std::string indicator;  ///< Indicator::id
  Outcome outcome = Outcome::not_assessable;
  std::optional<double> value;
  std::optional<double> margin;                         ///< value − threshold, positive is good
  std::vector<std::pair<std::string, Measure>> inputs;  ///< the measures the formula read
  std::string reason;                                   ///< why not assessable
};

struct UnitVerdict {
  std::int32_t level = -1;
  std::int32_t unit = -1;
  std::vector<IndicatorResult> indicators;  ///< in the profile's order
};

struct Verdict {
  Outcome outcome = Outcome::not_assessable;  ///< of the city: fail if any fails, else
                                              ///< not_assessable if any is not
  std::vector<UnitVerdict> units;             ///< as Measured::units
};

Verdict judge(const Profile& profile, const Measured& measured);

/// Throws InputError (file, line, what was expected) where a formula does not parse or names an
/// unknown measure.
void check(const Profile& profile);

}  // namespace gigacity::criteria
