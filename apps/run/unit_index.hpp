// SPDX-License-Identifier: Apache-2.0
// Which admin units premises and places lie in: each point once, at every level.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/city.hpp"

namespace gigacity::apps {

/// Where a point lies.
struct PlaceOfPoint {
  bool in_area = false;
  std::vector<std::int32_t> unit;  ///< index of its unit at each admin level, -1 for none
};

/// Exact: by the units' outlines, not by pixels. A point on a border, or where units overlap, is in
/// the unit of the lowest index.
class UnitIndex {
 public:
  /// Keeps a copy of the outlines.
  UnitIndex(const MultiPolygon& area, const std::vector<AdminLevel>& levels);
  ~UnitIndex();
  UnitIndex(UnitIndex&&) noexcept;
  UnitIndex& operator=(UnitIndex&&) noexcept;

  /// On all threads, each with an index of its own (GEOS has no other way); in the points' order.
  std::vector<PlaceOfPoint> places_of(std::span<const MapPoint> points) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace gigacity::apps
