// SPDX-License-Identifier: Apache-2.0
// Features of an OSM preset, as read_layer delivers them. Private to geo.
#pragma once

#include <optional>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "geo/crs.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::geo::detail {

/// read_layer for a source with a preset, with its contract. Fields that the source maps are read as
/// mapped and go before what the preset would say.
std::vector<Feature> read_osm(const LayerSource& source, const LayerSchema& schema,
                              const Crs& working, const std::optional<MapBox>& clip,
                              Findings& findings);

/// What to say of a file without any feature of the preset's theme.
Diagnostic nothing_found(const LayerSource& source, const InputLocation& where);

}  // namespace gigacity::geo::detail
