// SPDX-License-Identifier: Apache-2.0
#include "apps/run/unit_index.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "apps/run/admin_units.hpp"
#include "core/parallel.hpp"
#include "geo/polygons.hpp"

namespace gigacity::apps {

namespace {

constexpr std::size_t points_at_once = 2048;

/// What one thread looks points up in.
struct Indices {
  geo::PolygonIndex area;
  std::vector<geo::PolygonIndex> levels;
};

}  // namespace

struct UnitIndex::State {
  MultiPolygon area;
  std::vector<std::vector<MultiPolygon>> levels;
  std::mutex mutex;
  std::vector<std::unique_ptr<Indices>> idle;

  std::unique_ptr<Indices> borrow() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        auto indices = std::move(idle.back());
        idle.pop_back();
        return indices;
      }
    }
    auto indices = std::make_unique<Indices>(Indices{geo::PolygonIndex(std::span(&area, 1)), {}});
    for (const auto& level : levels) indices->levels.emplace_back(level);
    return indices;
  }

  void give_back(std::unique_ptr<Indices> indices) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(indices));
  }
};

UnitIndex::UnitIndex(const MultiPolygon& area, const std::vector<AdminLevel>& levels)
    : m_state(std::make_unique<State>()) {
  m_state->area = area;
  for (const auto& level : levels) m_state->levels.push_back(footprints_of(level));
}

UnitIndex::~UnitIndex() = default;
UnitIndex::UnitIndex(UnitIndex&&) noexcept = default;
UnitIndex& UnitIndex::operator=(UnitIndex&&) noexcept = default;

std::vector<PlaceOfPoint> UnitIndex::places_of(std::span<const MapPoint> points) const {
  std::vector<PlaceOfPoint> places(points.size());
  const std::size_t blocks = (points.size() + points_at_once - 1) / points_at_once;
  parallel_for(blocks, [&](std::size_t block) {
    auto indices = m_state->borrow();
    const std::size_t end = std::min((block + 1) * points_at_once, points.size());
    for (std::size_t i = block * points_at_once; i < end; ++i) {
      auto& place = places[i];
      place.in_area = indices->area.index_of(points[i]) >= 0;
      if (!place.in_area) continue;
      place.unit.reserve(indices->levels.size());
      for (const auto& level : indices->levels) place.unit.push_back(level.index_of(points[i]));
    }
    m_state->give_back(std::move(indices));
  });
  return places;
}

}  // namespace gigacity::apps
