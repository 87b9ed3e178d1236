// SPDX-License-Identifier: Apache-2.0
// How every writer of result layers comes by the features. Private to geo.
#pragma once

#include "geo/vector_writer.hpp"

namespace gigacity::geo::detail {

/// Visits those that the layer holds, then those it makes on the way. Throws std::invalid_argument for
/// a feature with more values than its layer has fields.
void for_each_feature(const OutputLayer& layer, const FeatureSink& visit);

}  // namespace gigacity::geo::detail
