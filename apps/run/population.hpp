// SPDX-License-Identifier: Apache-2.0
// Where the people are: admin units' residents shared out to buildings, and to pixels.
#pragma once

#include <vector>

#include "core/city.hpp"

namespace gigacity::apps {

/// Index of the finest admin level in which any unit gives residents; -1 for none.
int population_level(const City& city);

/// Gives each building its part of its unit's residents and households, by dwellings. The unit is
/// the one of the finest level that gives the figure. Without households anywhere, a dwelling
/// counts as one household.
void share_out_people(City& city);

/// Residents per pixel: each building's at its point; the residents of a unit without any dwelling
/// evenly over its pixels. Sums are those of the units.
class PeopleByPixel {
 public:
  /// Reads the zone raster of the population level once.
  explicit PeopleByPixel(const City& city);
  Raster<float> tile(const Window& window) const;

 private:
  const City& m_city;
  int m_level = -1;
  std::vector<double> m_even;  ///< residents per pixel of the units without dwellings, by unit
  std::vector<std::size_t> m_order;  ///< buildings by row and column of their pixel
  std::vector<Pixel> m_pixels;       ///< in that order
};

}  // namespace gigacity::apps
