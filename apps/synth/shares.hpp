// SPDX-License-Identifier: Apache-2.0
// Whole numbers shared out, exactly.
#pragma once

#include <cstdint>
#include <vector>

namespace gigacity::apps::synth {

/// `total` shared out by weight; the largest remainders round up, the first of equals. Evenly where all
/// weights are zero; not empty.
std::vector<std::int64_t> shared_out(std::int64_t total, const std::vector<double>& weights);

}  // namespace gigacity::apps::synth
