// SPDX-License-Identifier: Apache-2.0
// What one tile of the rasters adds to the statistics.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/pixel_runs.hpp"
#include "sim/criteria/pixel_ranks.hpp"
#include "sim/criteria/unit_shares.hpp"
#include "sim/criteria/zonal_sums.hpp"

namespace gigacity::criteria {

/// A row of UnitRows; a quantity and, of roads, the class; the unit whose stated residents scale the people (-1 for
/// none, and for all that is not people).
using SumKey = std::tuple<std::size_t, Quantity, std::int32_t, std::int32_t>;
/// Sums in the bins of a RankLayout. Area in pixels, lengths in metres.
using SumsByKey = std::map<SumKey, std::vector<double>>;

/// Pixels of a feature by rank, in the bins of a RankLayout.
using CountsOfFeature = std::vector<std::int64_t>;

struct TileSums {
  SumsByKey sums;
  std::map<std::size_t, CountsOfFeature> features;  ///< by index into StatisticsCity::runs
};

/// The part of a place's or village's pixels that lies in a row.
struct FeatureRun {
  std::size_t feature = 0;
  PixelRun run;
};

/// A straight part of a road.
struct RoadSegment {
  std::size_t road = 0;
  std::size_t first_point = 0;
};

/// What lies in a tile.
struct TileFeatures {
  std::vector<FeatureRun> runs;
  std::vector<std::size_t> buildings;  ///< with dwellings
  std::vector<RoadSegment> roads;
};

/// What all tiles have in common.
struct StatisticsCity {
  const City* city = nullptr;
  const UnitRows* rows = nullptr;
  const RankLayout* layout = nullptr;
  std::vector<UnitOutlines> outlines;       ///< of each level
  std::int32_t stated_level = -1;           ///< of residents
  std::vector<double> households;           ///< of each building, scaled to what units state
  std::vector<std::int32_t> class_of_road;  ///< of each road
};

/// The pixel of the grid that a point lies in, or is nearest to.
Pixel nearest_pixel(const GridSpec& grid, MapPoint p);

/// Safe to call from several threads at once.
TileSums sum_tile(const StatisticsCity& statistics, const Window& tile,
                  const TileFeatures& features);

}  // namespace gigacity::criteria
