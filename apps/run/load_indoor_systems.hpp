// SPDX-License-Identifier: Apache-2.0
// Systems inside buildings: which key place each of them serves.
#pragma once

#include <vector>

#include "apps/run/load_city.hpp"
#include "sim/radio/deep_coverage.hpp"

namespace gigacity::apps {

/// Reads the layer: the place is the one that a system names, else the first in whose outline it lies. In none: skipped.
/// A place that does not exist, and words that mean nothing, are errors in `findings`.
/// None where the section names no layer.
std::vector<radio::IndoorSystem> load_indoor_systems(const RadioSection& section,
                                                     LoadedCity& loaded, Findings& findings);

}  // namespace gigacity::apps
