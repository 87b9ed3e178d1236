// SPDX-License-Identifier: Apache-2.0
// What figures are measured in, so that a profile that adds people to square kilometres is told so.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gigacity::criteria {

/// Powers of what is counted: {"stations": 1, "people": -1}; empty for a pure number.
using Dimension = std::map<std::string, int>;

/// What a formula or a part of it gives.
struct FormulaUnit {
  Dimension dimension;
  std::optional<double>
      constant{};  ///< where it is made of numbers alone; those fit any dimension in sums
  /// Product of the numbers that multiply it; absent where sums and comparisons took part.
  std::optional<double> factor = 1.0;
};

/// A unit as profiles write it.
struct Unit {
  Dimension dimension;
  double scale = 1.0;  ///< 100 of "%", 10000 of "stations per 10,000 people"
};

/// "%", "people", "stations per 10,000 people", "km2", "racks per data centre". Users count as people, dwellings as
/// households: one stands for the other in the rules. Nothing for words that no measure is counted in.
std::optional<Unit> unit_named(std::string_view text);

/// "people", "stations / people", "a pure number".
std::string to_string(const Dimension& dimension);

/// The nouns that units are made of, for messages.
std::string known_units();

}  // namespace gigacity::criteria
