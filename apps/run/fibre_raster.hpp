// SPDX-License-Identifier: Apache-2.0
// Where premises are gigabit-ready, and where and why not, pixel by pixel.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/city.hpp"
#include "core/raster.hpp"
#include "core/tile_index.hpp"
#include "sim/fibre/coverage.hpp"

namespace gigacity::apps {

/// Code of a state in fibre_gigabit.tif: 1 ready, then from what a change at the exchange mends to what
/// takes new plant: 2 below_10g, 3 no_port, 4 budget, 5 reach and
/// differential_reach, 6 no_route, 7 no_plant.
int fibre_code(fibre::FibreGap gap);

/// The raster in tiles. A building colours the pixels whose centres it covers, or where it covers none,
/// the one its point is in; of several in a pixel the highest code shows. Refers to its arguments.
class FibreTiles {
 public:
  /// `premises_building` has the index of each premises' building.
  FibreTiles(const City& city, std::span<const fibre::PremisesService> premises,
             std::span<const std::int32_t> premises_building);

  /// NaN where no premises are. Any number of threads may ask at once; `tile` is one of tiles_of().
  Raster<float> tile(const Window& tile) const;

 private:
  const City& m_city;
  std::span<const fibre::PremisesService> m_premises;
  std::span<const std::int32_t> m_premises_building;
  TileIndex m_index;  ///< of premises
};

}  // namespace gigacity::apps
