// SPDX-License-Identifier: Apache-2.0
// Who owns how much of each pixel: exact sums over admin units, also along their borders.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/city.hpp"
#include "core/raster.hpp"

namespace gigacity::criteria {

/// Smaller shares of a pixel are rounding, not ground (polygon_cover.hpp is exact to 1e-12 an edge).
inline constexpr double least_share = 1e-9;

/// What a unit has of a pixel; unit -1 is what none of them has.
struct PixelPart {
  std::int32_t unit = -1;
  double share = 0.0;  ///< of the pixel's area
};

/// The outlines of a level's units as far as they lie in the city's area, with their boxes.
struct UnitOutlines {
  std::vector<const MultiPolygon*> outline;
  std::vector<MapBox> box;
};

/// How the ground of a tile is divided among the units of one level. The parts of a pixel add up to what the area
/// has of it. Where units overlap, the one of the lower index comes first.
class UnitShares {
 public:
  /// `area` is the share of each pixel that the city's area has.
  UnitShares(const UnitOutlines& units, const Raster<double>& area);

  /// True where the whole pixel lies in the area and belongs to one unit, or to none.
  bool undivided(std::size_t pixel) const { return m_owner[pixel] >= -1; }
  /// Of an undivided pixel; -1 for none.
  std::int32_t unit(std::size_t pixel) const { return m_owner[pixel]; }
  /// Of a divided pixel: at least one, in the order of the units, what none has at the end.
  std::span<const PixelPart> parts(std::size_t pixel) const;

 private:
  std::vector<std::int32_t> m_owner;  ///< the unit; below -1 the number of a divided pixel
  std::vector<std::size_t> m_first;   ///< of its parts, by that number
  std::vector<PixelPart> m_parts;
};

/// Shares that two divisions of one pixel have in common, such that each division's parts come out whole: first
/// between `related` parts (a unit and the unit of the other level that it lies in), then in order. Exact where
/// units lie wholly in units of the other level.
void for_each_common_part(
    std::span<const PixelPart> a, std::span<const PixelPart> b,
    const std::function<bool(std::int32_t, std::int32_t)>& related,
    const std::function<void(const PixelPart&, const PixelPart&, double)>& visit);

/// Units of each level that reach beyond the area: all others lie in it as they are.
std::vector<std::vector<std::int32_t>> units_beyond(const City& city);

}  // namespace gigacity::criteria
