// SPDX-License-Identifier: Apache-2.0
// The hills that sweeps are tested on.
#pragma once

#include <cmath>

#include "core/random.hpp"
#include "core/raster.hpp"

namespace gigacity::radio {

/// Some 60 m above and below 700 m, and rough by a few metres.
inline Raster<float> hills(const GridSpec& grid) {
  Raster<float> out(grid);
  RandomStream random(3, 9);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column)
      out.at({column, row}) = static_cast<float>(
          700.0 + 60.0 * std::sin(column * 0.11) * std::cos(row * 0.07) + random.uniform(0.0, 6.0));
  }
  return out;
}

/// A fifth of the pixels with a house of up to 20 m.
inline Raster<float> with_houses(Raster<float> ground) {
  RandomStream random(3, 10);
  for (float& h : ground.values()) {
    if (random.uniform() < 0.2) h += static_cast<float>(random.uniform(3.0, 20.0));
  }
  return ground;
}

}  // namespace gigacity::radio
