// SPDX-License-Identifier: Apache-2.0
// Admin units from the features of their layer: outlines given, or cut around points.
#pragma once

#include <vector>

#include "apps/scenario/scenario.hpp"
#include "core/city.hpp"
#include "core/diagnostic.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

/// The units of one level, in feature order. `parents` is the level above, null for the first;
/// `area` may be empty at the first level, whose units then are the area.
///
/// A polygon is a unit's footprint as it stands; its parent is the unit it shares most with. A
/// point gets its catchment: what, of the parent that holds it (of the area at the first level) and
/// that no polygon of the same level takes, is nearer to it than to the parent's other points; with
/// `point_radius_m`, no farther than that.
///
/// Skipped and counted: units outside the area, points in no parent, points within another unit's
/// polygon. Errors: two points at one place, points with neither area nor radius. Warnings: units
/// without name, without parent, or in several parents.
AdminLevel admin_level_of(const std::vector<geo::Feature>& features, const AdminSection& section,
                          const AdminLevel* parents, const MultiPolygon& area, Findings& findings);

std::vector<MultiPolygon> footprints_of(const AdminLevel& level);

}  // namespace gigacity::apps
