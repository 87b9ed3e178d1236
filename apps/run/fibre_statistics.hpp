// SPDX-License-Identifier: Apache-2.0
// Fibre by admin unit, and the figures of the whole, for the results, the record and the report.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

/// The whole area, then each unit of each level, and what stands outside all units of one. Only of an
/// outcome with fibre.
std::vector<FibreUnit> fibre_by_unit(const RunOutcome& outcome);

/// A table of fibre_units.
geo::OutputLayer fibre_statistics_layer(const RunOutcome& outcome);

/// The bill of materials over all OLTs, by item.
std::vector<fibre::BillItem> bill_totals(const fibre::FibreCoverage& fibre);

/// The whole area and the units of the first level that divides it, the assignment beside its bound,
/// unconnected parts of the roads, and the bill; null without fibre.
nlohmann::ordered_json fibre_record(const RunOutcome& outcome);

}  // namespace gigacity::apps
