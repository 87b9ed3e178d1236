// SPDX-License-Identifier: Apache-2.0
// What people call the antenna patterns that need no file.
#pragma once

#include <optional>
#include <string>

#include "sim/propagation/antenna_pattern.hpp"

namespace gigacity::apps {

/// "3gpp-38901", "sector", "定向" ...; "omni", "全向" ...; in any case. Nothing for other names.
std::optional<propagation::AntennaPattern> pattern_named(const std::string& text);

}  // namespace gigacity::apps
