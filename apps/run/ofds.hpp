// SPDX-License-Identifier: Apache-2.0
// Fibre plant as the Open Fibre Data Standard 0.3 publishes networks: nodes and spans in its GeoJSON form.
#pragma once

#include <string>
#include <string_view>

#include "apps/run/outcome.hpp"

namespace gigacity::apps {

/// What a node or span is to us.
enum class OfdsNode { none, olt, box, closure };

/// By the codes of a node's `type` (codelist nodeType), as a list in any writing, "[\"pop\"]" or "(1:pop)":
/// exchange, pop and dataCentre are OLT sites, cabinet a distribution box, aggregationPoint a closure. Of
/// several the first of these counts.
OfdsNode ofds_node_named(std::string_view types);

/// True for the codes of nodeStatus and spanStatus that stand for what carries traffic, and for none.
bool ofds_operational(std::string_view status);

/// UUID of version 5 (RFC 9562, section 5.5) of a name in a name space, which is a UUID itself.
std::string name_based_uuid(const std::string& name_space, const std::string& name);

/// The nodes, and the spans, as feature collections: the plant as `operational`, what the run assumed as
/// `proposed`. Only of an outcome with fibre. Throws InputError where a point has no longitude and latitude.
std::string ofds_nodes(const RunOutcome& outcome);
std::string ofds_spans(const RunOutcome& outcome);

}  // namespace gigacity::apps
