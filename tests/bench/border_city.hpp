// SPDX-License-Identifier: Apache-2.0
// A district for measuring joins: villages with crooked borders that nest in towns and a county,
// and as many premises as asked for.
#pragma once

#include <cstddef>
#include <vector>

#include "core/geometry.hpp"

namespace gigacity::bench {

struct BorderCity {
  MultiPolygon county;
  std::vector<MultiPolygon> towns;
  std::vector<MultiPolygon> villages;
};

/// `side` by `side` villages, about 1.4 km across, each of 64 corners; towns of six by six. Borders
/// are shared vertex by vertex. In UTM coordinates of zone 50.
BorderCity border_city(int side);

/// Evenly over the county, some of them just outside it.
std::vector<MapPoint> premises_points(const BorderCity& city, std::size_t count);

/// A rectangle of 8 to 20 m, turned any way.
MultiPolygon house(MapPoint at, std::size_t number);

}  // namespace gigacity::bench
