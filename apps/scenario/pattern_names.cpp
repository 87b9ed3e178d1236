// SPDX-License-Identifier: Apache-2.0
#include "apps/scenario/pattern_names.hpp"

#include "core/text.hpp"

namespace gigacity::apps {

std::optional<propagation::AntennaPattern> pattern_named(const std::string& text) {
  using propagation::AntennaPattern;
  const auto word = folded(text);
  for (const auto pattern : {AntennaPattern::sector, AntennaPattern::omnidirectional})
    if (word == propagation::to_string(pattern)) return pattern;
  for (const char* name : {"sector", "directional", "定向", "定向天线"})
    if (word == name) return AntennaPattern::sector;
  for (const char* name : {"omnidirectional", "全向", "全向天线"})
    if (word == name) return AntennaPattern::omnidirectional;
  return std::nullopt;
}

}  // namespace gigacity::apps
