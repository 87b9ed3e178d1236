// SPDX-License-Identifier: Apache-2.0
// The words that tables have for what lies deep in a building, and for how well it is insulated.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gigacity::apps {

struct DeepSpaces {
  bool underground = false;  ///< a car park
  bool lifts = false;
  /// The first word that means neither.
  std::optional<std::string> unknown{};
};

/// "underground_car_park", "basement", "地下车库" ...; "lift", "elevator", "电梯" ...; several with ';', ',' or '、'
/// between them, in any case.
DeepSpaces deep_spaces_named(const std::string& words);

/// "\"roof\" is no space of deep coverage".
std::string unknown_space(const std::string& word);
inline constexpr const char* space_hint =
    "expected underground_car_park (basement, 地下车库) or lift (elevator, 电梯), or both";

/// The words between ';', ',', '|', '/' or their full-width forms, without blanks at their ends.
std::vector<std::string> listed_words(std::string text);

/// "thermally-efficient", "high-loss", "节能" ... (true); "traditional", "low-loss", "普通" ... (false). Nothing for
/// other words.
std::optional<bool> thermally_efficient_named(const std::string& word);

}  // namespace gigacity::apps
