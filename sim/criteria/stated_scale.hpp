// SPDX-License-Identifier: Apache-2.0
// Brings figures found on the map to what admin units state.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/city.hpp"
#include "sim/criteria/measures.hpp"

namespace gigacity::criteria {

using StatedFigure = std::optional<double> AdminUnit::*;

/// The finest level at which every unit states the figure, else the finest at which any does, else
/// -1.
std::int32_t stated_level(const City& city, StatedFigure figure);

/// `found` is what the map has in each unit of that level; empty for level -1.
StatedScale stated_scale(const City& city, StatedFigure figure, std::int32_t level,
                         std::span<const double> found);

/// Of the households of buildings with dwellings.
StatedScale household_scale(const City& city);

/// The unit of `to_level` (coarser or the same) that a unit of `level` lies in; -1 for none.
std::int32_t ancestor(const City& city, std::int32_t level, std::int32_t unit,
                      std::int32_t to_level);

/// The units that a unit of `level` lies in, from the coarsest level to itself; -1 for none.
std::vector<std::int32_t> lineage(const City& city, std::int32_t level, std::int32_t unit);

/// The finest level that says which units are urban; -1: none does, and everything counts as urban.
std::int32_t urban_level(const City& city);

/// Whether a feature with these units (one for each level) counts as urban.
bool is_urban(const City& city, std::int32_t urban_level, std::span<const std::int32_t> units);

/// A feature's unit at a level, -1 for none.
inline std::int32_t unit_of(std::span<const std::int32_t> units, std::size_t level) {
  return level < units.size() ? units[level] : -1;
}

}  // namespace gigacity::criteria
