// SPDX-License-Identifier: Apache-2.0
// Where a network leaves the ranges that its propagation model holds in.
#pragma once

#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::apps {

/// One warning for each quantity of the model's valid ranges that cells lie outside of: how many, the
/// first with its range, and what is done with it (`ValidRange::beyond`); the radius stands for the
/// distance. One more where the model begins farther from a site than a pixel.
void warn_of_ranges(const radio::RadioNetwork& network, const RadioSection& section, double pixel_m,
                    Findings& findings);

}  // namespace gigacity::apps
