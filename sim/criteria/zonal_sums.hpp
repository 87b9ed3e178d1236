// SPDX-License-Identifier: Apache-2.0
// One pass over the delivered rasters: what each admin unit holds, and where sites and OLTs stand.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/city.hpp"
#include "core/progress.hpp"
#include "sim/criteria/measures.hpp"

namespace gigacity::criteria {

/// Rows of every table by unit: the city, then each level's units, then that level's "none".
class UnitRows {
 public:
  explicit UnitRows(const City& city);

  static constexpr std::size_t city_row = 0;
  std::size_t size() const { return m_rows.size(); }
  /// Level and unit of a row, as in UnitMeasures.
  std::pair<std::int32_t, std::int32_t> at(std::size_t row) const { return m_rows[row]; }
  /// Any unit that the level does not have is its "none".
  std::size_t row(std::size_t level, std::int32_t unit) const;
  std::size_t levels() const { return m_first.size(); }

 private:
  std::vector<std::size_t> m_first;
  std::vector<std::int32_t> m_units;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_rows;
};

/// Sums over pixels of the area; index 0 is NR, 1 LTE.
struct PixelSums {
  std::int64_t pixels = 0;
  std::array<std::int64_t, 2> passed{};
  double people = 0.0;
  std::array<double, 2> people_passed{};

  void add(const PixelSums& other);
};

struct ZonalSums {
  /// Key: row, and unit of the level whose stated residents scale the map (-1 for none).
  std::map<std::pair<std::size_t, std::int32_t>, PixelSums> sums;
  std::vector<PointUnits> points;  ///< one for each of the given ones
};

/// Tiles in parallel, added in tile order. `stated_level` is StatedScale::level of residents, -1
/// for none.
ZonalSums zonal_sums(const Results& results, const Profile& profile, std::int32_t stated_level,
                     std::span<const MapPoint> points, Progress& progress);

}  // namespace gigacity::criteria
