// SPDX-License-Identifier: Apache-2.0
// Which datums may be joined, and OGR transformations that keep to it. Private to geo.
#pragma once

#include <string>

#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// China's CGCS2000 is a realisation of the ITRF, as WGS 84 is: they agree within decimetres, but
/// EPSG lists no operation between them, so that PROJ knows only what it calls a ballpark one. By
/// the datum's name in either dialect of WKT.
bool is_cgcs2000(const std::string& datum);
bool is_cgcs2000(PJ_CONTEXT* context, const PJ* crs);

/// Between the horizontal parts of two systems; null where the only way known ignores the datum,
/// off by hundreds of metres.
TransformationPtr transformation(OGRSpatialReferenceH from, OGRSpatialReferenceH to);

}  // namespace gigacity::geo::detail
