// SPDX-License-Identifier: Apache-2.0
// The features behind the measures that a verdict reads.
#pragma once

#include "apps/run/outcome.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

/// A plain table: one row for each measure that the profile's formulas read and each place, village, base station or
/// OLT that it looks at, with how much of it counts. Figures of pixels and of premises have their layers instead, and
/// declared ones none. The outcome must outlive it.
geo::OutputLayer evidence_table(const RunOutcome& outcome);

}  // namespace gigacity::apps
