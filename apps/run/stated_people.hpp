// SPDX-License-Identifier: Apache-2.0
// What admin units state of their people: by a table, and whether the levels agree.
#pragma once

#include <vector>

#include "apps/scenario/scenario.hpp"
#include "core/city.hpp"
#include "core/diagnostic.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

/// Gives the units of level `index` the residents and households of a table's rows. A row finds its
/// unit by code, else by name; where several units share a name, by that of their parent, too. Rows
/// without unit are skipped and counted; a unit named twice, and a name that several units have, are
/// errors; units without row a warning.
void join_table(const std::vector<geo::Feature>& rows, const geo::LayerSource& table,
                std::vector<AdminLevel>& levels, std::size_t index, Findings& findings);

/// Warns where the units within a unit state residents or households that do not add up to its own
/// within 0.5 %. `sections` are the levels' layers, for messages.
void check_sums(const std::vector<AdminLevel>& levels, const std::vector<AdminSection>& sections,
                Findings& findings);

}  // namespace gigacity::apps
