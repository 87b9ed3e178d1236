// SPDX-License-Identifier: Apache-2.0
// What every writer of result layers checks. Private to geo.
#pragma once

#include "geo/vector_writer.hpp"

namespace gigacity::geo::detail {

/// Throws std::invalid_argument for a feature with more values than its layer has fields.
void check_width(const OutputLayer& layer, const OutputFeature& feature);

}  // namespace gigacity::geo::detail
