// SPDX-License-Identifier: Apache-2.0
// What points have room for, each alone and those of one place together.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/fibre/service_points.hpp"

namespace gigacity::fibre {

/// What the pools have left. A point has as much as the least of its pools.
class PointRoom {
 public:
  PointRoom(const ServicePoints& points, std::span<const std::int64_t> capacity)
      : m_points(&points), m_left(capacity.begin(), capacity.end()) {}

  std::int64_t at(std::int32_t point) const;
  std::int64_t of_pool(std::int32_t pool) const { return m_left[static_cast<std::size_t>(pool)]; }
  /// Negative dwellings are given back.
  void take(std::int32_t point, std::int64_t dwellings);
  std::span<const std::int64_t> left() const { return m_left; }

 private:
  const ServicePoints* m_points;
  std::vector<std::int64_t> m_left;  ///< of each pool
};

/// Points that stand at the same coordinates and serve by one class of one OLT: the splitters of a
/// cabinet, the boxes of a basement, the ports of an exchange.
class PointPlaces {
 public:
  /// `capacity` is that of each pool.
  PointPlaces(const FibrePlant& plant, const ServicePoints& points,
              std::span<const std::int64_t> capacity);

  /// The point and those beside it, ascending.
  std::span<const std::int32_t> beside(std::int32_t point) const;
  /// No point of the place has room for so many, even with nobody on it.
  bool too_many_for_one(std::int32_t point, std::int64_t dwellings) const;

 private:
  std::vector<std::int32_t> m_place;  ///< of each point; -1: it has no OLT
  std::vector<std::vector<std::int32_t>> m_members;
  std::vector<std::int64_t> m_most_alone;  ///< of each place
};

/// What one point serves of premises.
struct Share {
  std::int32_t demand = 0;
  std::int32_t point = 0;
  int dwellings = 0;
};

/// Takes room for the demand from the points one after another, from each all that it has; takes
/// nothing, and returns nothing, where they do not suffice.
std::vector<Share> take_divided(PointRoom& room, std::span<const std::int32_t> points,
                                std::int32_t demand, int dwellings,
                                const std::function<bool(std::int32_t)>& allowed);

}  // namespace gigacity::fibre
