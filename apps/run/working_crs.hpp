// SPDX-License-Identifier: Apache-2.0
// The map that everything is computed on: chosen, and checked against the area.
#pragma once

#include <array>

#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "geo/crs.hpp"

namespace gigacity::apps {

/// The scenario's CRS, or else the UTM zone of the area's centre. Throws InputError where it is not
/// projected and in metres, or where lengths in the area would be wrong on it; where they are
/// somewhat off, or the area goes beyond the CRS's area of use, warns in `findings`.
geo::Crs working_crs(const Scenario& scenario, Findings& findings);

/// A rectangle [west, south, east, north] in degrees, over the antimeridian where west is above east,
/// as a polygon of the CRS; its edges are cut finely, since parallels bend.
MultiPolygon polygon_of_box(const std::array<double, 4>& bbox_deg, const geo::Crs& crs);

}  // namespace gigacity::apps
