// SPDX-License-Identifier: Apache-2.0
// Lengths on the ellipsoid of a graph whose nodes lie on a map.
#pragma once

#include "core/graph.hpp"
#include "geo/crs.hpp"

namespace gigacity::geo {

/// The same graph with the geodesic length of each edge, as `geod` has it, instead of the map's,
/// which UTM has up to 0.1 % longer or shorter. Throws InputError where a node has no place on the
/// ellipsoid.
Graph with_ground_lengths(const Graph& graph, const Crs& crs);

}  // namespace gigacity::geo
