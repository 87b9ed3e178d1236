// SPDX-License-Identifier: Apache-2.0
// How many steps of each metric the pixels of a tile meet.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/raster.hpp"
#include "sim/criteria/coverage_statistics.hpp"

namespace gigacity::criteria {

/// All metrics of all services, one after another, and where the sums of each lie in one row of numbers: for a
/// metric of n steps n + 1, of what meets 0, 1, ... n of them.
class RankLayout {
 public:
  /// The services must outlive it. Throws std::invalid_argument.
  explicit RankLayout(std::span<const MeasuredService> services);

  std::span<const Metric* const> metrics() const { return m_metrics; }
  std::size_t bins() const { return m_bins; }
  std::size_t first_bin(std::size_t metric) const { return m_first[metric]; }

 private:
  std::vector<const Metric*> m_metrics;
  std::vector<std::size_t> m_first;
  std::size_t m_bins = 0;
};

/// How many of the steps a value meets, from the first on. None, where there is no value.
std::uint8_t steps_met(std::span<const double> at_least, float value);

/// Pixels are counted row by row, as in the tile's rasters.
class PixelRanks {
 public:
  /// `area` is the share of each pixel of the tile that the city's area has.
  PixelRanks(const RankLayout& layout, const City& city, const Window& tile,
             const Raster<double>& area);

  /// For each pixel the number of steps that it meets.
  std::span<const std::uint8_t> of(std::size_t metric) const { return m_ranks[metric]; }
  /// True where the pixel's centre is in the area: what criteria count.
  bool inside(std::size_t pixel) const { return m_inside[pixel] != 0; }

  /// Adds `amount` to each metric's sum of the pixel's rank.
  void add(std::size_t pixel, double amount, std::span<double> bins) const {
    for (std::size_t m = 0; m < m_ranks.size(); ++m)
      bins[m_layout->first_bin(m) + m_ranks[m][pixel]] += amount;
  }

 private:
  const RankLayout* m_layout;
  std::vector<std::vector<std::uint8_t>> m_ranks;
  std::vector<std::uint8_t> m_inside;
};

}  // namespace gigacity::criteria
