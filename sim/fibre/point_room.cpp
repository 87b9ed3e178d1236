// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/point_room.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace gigacity::fibre {

namespace {

std::int64_t least_of(const ServicePoint& point, std::span<const std::int64_t> of_pool) {
  auto least = std::numeric_limits<std::int64_t>::max();
  for (const auto pool : point.pools)
    if (pool != no_pool) least = std::min(least, of_pool[static_cast<std::size_t>(pool)]);
  return least;
}

MapPoint coordinates(const FibrePlant& plant, const ServicePoint& point) {
  if (point.box >= 0) return plant.boxes[static_cast<std::size_t>(point.box)].point;
  if (!point.splitters.empty())
    return plant.splitters[static_cast<std::size_t>(point.splitters.front())].point;
  return plant.olts[static_cast<std::size_t>(point.olt)].point;
}

}  // namespace

std::int64_t PointRoom::at(std::int32_t point) const {
  return least_of(m_points->points[static_cast<std::size_t>(point)], m_left);
}

void PointRoom::take(std::int32_t point, std::int64_t dwellings) {
  for (const auto pool : m_points->points[static_cast<std::size_t>(point)].pools)
    if (pool != no_pool) m_left[static_cast<std::size_t>(pool)] -= dwellings;
}

PointPlaces::PointPlaces(const FibrePlant& plant, const ServicePoints& points,
                         std::span<const std::int64_t> capacity)
    : m_place(points.points.size(), -1) {
  std::map<std::tuple<std::int32_t, std::int32_t, double, double>, std::int32_t> places;
  for (std::size_t p = 0; p < points.points.size(); ++p) {
    const auto& point = points.points[p];
    if (point.olt < 0) continue;
    const auto at = coordinates(plant, point);
    const auto pon_class = points.kinds[static_cast<std::size_t>(point.kind)].pon_class;
    const auto [entry, fresh] = places.try_emplace({point.olt, pon_class, at.x_m, at.y_m},
                                                   static_cast<std::int32_t>(m_members.size()));
    if (fresh) {
      m_members.emplace_back();
      m_most_alone.push_back(0);
    }
    const auto place = static_cast<std::size_t>(entry->second);
    m_place[p] = entry->second;
    m_members[place].push_back(static_cast<std::int32_t>(p));
    m_most_alone[place] = std::max(m_most_alone[place], least_of(point, capacity));
  }
}

std::span<const std::int32_t> PointPlaces::beside(std::int32_t point) const {
  return m_members[static_cast<std::size_t>(m_place[static_cast<std::size_t>(point)])];
}

bool PointPlaces::too_many_for_one(std::int32_t point, std::int64_t dwellings) const {
  const auto place = static_cast<std::size_t>(m_place[static_cast<std::size_t>(point)]);
  return m_members[place].size() > 1 && dwellings > m_most_alone[place];
}

std::vector<Share> take_divided(PointRoom& room, std::span<const std::int32_t> points,
                                std::int32_t demand, int dwellings,
                                const std::function<bool(std::int32_t)>& allowed) {
  std::vector<Share> shares;
  int left = dwellings;
  for (const auto p : points) {
    if (left == 0) break;
    const auto here = static_cast<int>(std::min<std::int64_t>(room.at(p), left));
    if (here <= 0 || !allowed(p)) continue;
    room.take(p, here);
    shares.push_back({demand, p, here});
    left -= here;
  }
  if (left == 0) return shares;
  for (const auto& share : shares) room.take(share.point, -share.dwellings);
  return {};
}

}  // namespace gigacity::fibre
