// SPDX-License-Identifier: Apache-2.0
// What a phone inside a building gets, floor by floor.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/city.hpp"
#include "core/progress.hpp"
#include "core/raster.hpp"
#include "sim/radio/coverage.hpp"
#include "sim/radio/facades.hpp"

namespace gigacity::radio {

/// Median over pixels; those without a level count as the weakest. NaN: most have none.
struct IndoorLevel {
  float rsrp_dbm = no_value;
  float sinr_db = no_value;
};

/// The lowest floor of a band of floors in a building.
struct FloorLevel {
  std::int32_t building = 0;
  std::array<IndoorLevel, 2> of{};  ///< NR, LTE
};

/// Storeys above ground of a building; at least one.
int storeys(const Building& building, double metres_per_storey);

/// Every building that has the floor, counted from 1, in the order of the buildings: before its walls is what `engine`
/// computes, whose receivers are as high as the floor, behind them that less the loss of its type of building. The
/// cell that serves may be another one than outdoors. Throws Cancelled, InputError.
std::vector<FloorLevel> floor_levels(const CoverageEngine& engine,
                                     std::span<const Building> buildings, const Facades& facades,
                                     const GridSpec& grid, int floor, double metres_per_storey,
                                     Progress& progress);

/// The middle one of what a service gets at some pixels of a tile.
IndoorLevel median_level(const ServiceTile& tile, std::span<const Pixel> pixels);

}  // namespace gigacity::radio
