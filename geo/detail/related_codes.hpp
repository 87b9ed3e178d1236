// SPDX-License-Identifier: Apache-2.0
// Fields of several values in a GeoPackage, which keeps them in tables of their own. Private to geo.
#pragma once

#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// The rows of a layer with those fields as columns, "pop;exchange", in the order of the feature ids;
/// null where it has none. A field F of layer L is known by a mapping table "relation_L_F" that
/// gpkgext_relations registers (OGC 18-000, Related Tables Extension) to a table of codes: a column
/// `code`. So the Open Fibre Data Standard keeps its codelists in a GeoPackage.
ResultSetPtr rows_with_related_codes(GDALDatasetH dataset, OGRLayerH layer);

}  // namespace gigacity::geo::detail
