// SPDX-License-Identifier: Apache-2.0
// The fibre results as layers: plant, ports, routes, premises and the bill of materials.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

geo::OutputLayer olt_layer(const RunOutcome& outcome);

/// A table: what the assumed part of the network needs, by OLT and in all.
geo::OutputLayer bill_layer(const RunOutcome& outcome);

/// How the fibre results came about: names and texts of the run's record.
std::vector<std::pair<std::string, std::string>> fibre_details(const RunOutcome& outcome);

/// olts, pon_ports, splitters, fibre_boxes, fibre_routes, premises and bill_of_materials, those that
/// there are; only of an outcome with fibre.
std::vector<geo::OutputLayer> fibre_layers(const RunOutcome& outcome);

}  // namespace gigacity::apps
