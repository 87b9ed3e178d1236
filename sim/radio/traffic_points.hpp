// SPDX-License-Identifier: Apache-2.0
// Where traffic arises and what its carriers look like there: a sample of a city's pixels for load_coupling.hpp.
#pragma once

#include <map>
#include <string>

#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "sim/radio/coverage.hpp"
#include "sim/radio/load_coupling.hpp"

namespace gigacity::radio {

/// What a resident asks for, downlink.
struct UserTraffic {
  double users_per_resident = 1.0;
  double gb_per_month = 15.2;     ///< 10^9 bytes in 30 days
  double busy_hour_share = 0.08;  ///< of a day's traffic
};
/// A resident's mean in the busy hour, Mbit/s.
double busy_hour_mbps(const UserTraffic& traffic);

struct TrafficOptions {
  UserTraffic user;
  /// Of what is asked for where NR and LTE serve; where one serves alone it carries all.
  double nr_share = 0.63;
  /// Of all residents, for operators whose users have their own cells alone; empty: anybody's cell serves everybody.
  std::map<std::string, double> operator_share;
  int block = 8;               ///< pixels a side, of which the one with most people stands for all
  double kept_within_db = 20;  ///< of the server: interferers kept one by one
  std::size_t kept_most = 16;
};

/// A point for each block with people, operator and carrier on which a cell would serve if all others were silent; the
/// carriers of a technology share its demand as what they would carry then, which is what carrier aggregation and load
/// balancing are for. Where none would, nobody is served. Some 40 bytes a point and 8 for each interferer. The people's
/// raster has the grid of the area; blocks count from its first pixel. The same for any number of threads. Throws
/// std::invalid_argument where the engine does not know operators, as CoverageEngine::compute() else.
Traffic traffic_points(const CoverageEngine& engine, const RadioNetwork& network,
                       const CoverageOptions& coverage, const CellRates& rates,
                       const RasterSource& people, const TrafficOptions& options,
                       Progress& progress);

/// For solve_loads(): a number for each technology and frequency.
std::vector<std::int32_t> carriers_of_cells(const RadioNetwork& network);

}  // namespace gigacity::radio
