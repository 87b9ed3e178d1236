// SPDX-License-Identifier: Apache-2.0
// The fields of every layer that a scenario names: what they are called, what they may hold.
#pragma once

#include "apps/scenario/scenario.hpp"
#include "core/diagnostic.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

geo::LayerSchema area_schema();
geo::LayerSchema admin_schema();
geo::LayerSchema population_schema();
geo::LayerSchema building_schema();
geo::LayerSchema road_schema();
geo::LayerSchema place_schema();
/// Columns as operators and planning tools name them, too.
geo::LayerSchema site_schema(const RadioSection& section);
geo::LayerSchema indoor_system_schema();
geo::LayerSchema olt_schema();
geo::LayerSchema card_schema();
geo::LayerSchema splitter_schema();
geo::LayerSchema box_schema();
geo::LayerSchema closure_schema();
geo::LayerSchema cable_schema();
geo::LayerSchema connected_premises_schema();
geo::LayerSchema ofds_node_schema();
geo::LayerSchema ofds_span_schema();

/// Opens every source of the scenario and looks for its fields; reads no feature. Errors go into `findings`.
void check_sources(const Scenario& scenario, Findings& findings);

}  // namespace gigacity::apps
