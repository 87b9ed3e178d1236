// SPDX-License-Identifier: Apache-2.0
// Fibre by admin unit, as a table of the results.
#pragma once

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

/// A table: the whole area, then each unit of each level, and what stands outside all units of one.
/// Only of an outcome with fibre.
geo::OutputLayer fibre_statistics_layer(const RunOutcome& outcome);

}  // namespace gigacity::apps
