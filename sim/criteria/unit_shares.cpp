// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/unit_shares.hpp"

#include <algorithm>
#include <set>

#include "core/parallel.hpp"
#include "core/polygon_cover.hpp"

namespace gigacity::criteria {

namespace {

/// While the units of a tile are gone through: nobody has had anything of the pixel, or somebody some of it.
constexpr std::int32_t untouched = -1;
constexpr std::int32_t divided = -2;

struct PartOfPixel {
  std::size_t pixel = 0;
  PixelPart part;
};

}  // namespace

UnitShares::UnitShares(const UnitOutlines& units, const Raster<double>& area)
    : m_owner(area.values().size(), untouched) {
  const GridSpec& grid = area.grid();
  const MapBox box = grid.box();
  std::vector<PartOfPixel> found;
  std::vector<double> left(area.values().begin(), area.values().end());
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i] > 0.0 && left[i] < 1.0) m_owner[i] = divided;
  for (std::size_t u = 0; u < units.outline.size(); ++u) {
    if (!units.box[u].intersects(box)) continue;
    const auto unit = static_cast<std::int32_t>(u);
    const PolygonCover cover = cover_of(*units.outline[u], grid);
    for (int row = 0; row < cover.window.height; ++row) {
      const auto shares = cover.shares.row(row);
      const std::size_t first = grid.index_of({cover.window.column, cover.window.row + row});
      for (std::size_t c = 0; c < shares.size(); ++c) {
        const std::size_t i = first + c;
        const double share = std::min(shares[c], left[i]);
        if (share < least_share) continue;
        if (share >= 1.0) {
          m_owner[i] = unit;
        } else {
          m_owner[i] = divided;
          found.push_back({i, {unit, share}});
        }
        left[i] -= share;
      }
    }
  }
  std::ranges::stable_sort(found, {}, &PartOfPixel::pixel);
  auto next = found.begin();
  for (std::size_t i = 0; i < m_owner.size(); ++i) {
    if (m_owner[i] != divided) continue;
    m_owner[i] = divided - static_cast<std::int32_t>(m_first.size());
    const std::size_t first = m_parts.size();
    m_first.push_back(first);
    for (; next != found.end() && next->pixel == i; ++next) m_parts.push_back(next->part);
    if (left[i] < least_share && m_parts.size() > first)
      m_parts.back().share += left[i];
    else
      m_parts.push_back({-1, left[i]});
  }
  m_first.push_back(m_parts.size());
}

std::span<const PixelPart> UnitShares::parts(std::size_t pixel) const {
  const auto number = static_cast<std::size_t>(divided - m_owner[pixel]);
  return std::span(m_parts).subspan(m_first[number], m_first[number + 1] - m_first[number]);
}

void for_each_common_part(
    std::span<const PixelPart> a, std::span<const PixelPart> b,
    const std::function<bool(std::int32_t, std::int32_t)>& related,
    const std::function<void(const PixelPart&, const PixelPart&, double)>& visit) {
  std::vector<double> left_of_a;
  std::vector<double> left_of_b;
  for (const auto& part : a) left_of_a.push_back(part.share);
  for (const auto& part : b) left_of_b.push_back(part.share);
  for (const bool only_related : {true, false}) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t j = 0; j < b.size(); ++j) {
        if (only_related && !related(a[i].unit, b[j].unit)) continue;
        const double common = std::min(left_of_a[i], left_of_b[j]);
        if (common <= 0.0) continue;
        visit(a[i], b[j], common);
        left_of_a[i] -= common;
        left_of_b[j] -= common;
      }
    }
  }
}

std::vector<std::vector<std::int32_t>> units_beyond(const City& city) {
  std::vector<std::vector<MapBox>> boxes;
  for (const auto& level : city.admin) {
    auto& of_level = boxes.emplace_back();
    for (const auto& unit : level.units) of_level.push_back(bounds(unit.footprint));
  }
  const auto tiles = tiles_of(city.grid);
  using Found = std::vector<std::set<std::int32_t>>;
  std::vector<Found> found(tiles.size(), Found(city.admin.size()));
  parallel_for(tiles.size(), [&](std::size_t t) {
    const GridSpec grid = city.grid.part(tiles[t]);
    Raster<double> area(grid);
    add_cover(city.area, area);
    // Where all of a tile is in the area nothing in it can be beyond.
    if (std::ranges::all_of(area.values(), [](double share) { return share == 1.0; })) return;
    for (std::size_t level = 0; level < city.admin.size(); ++level) {
      for (std::size_t u = 0; u < boxes[level].size(); ++u) {
        if (!boxes[level][u].intersects(grid.box())) continue;
        const auto cover = cover_of(city.admin[level].units[u].footprint, grid);
        bool beyond = false;
        for (int row = 0; row < cover.window.height && !beyond; ++row) {
          const auto of_unit = cover.shares.row(row);
          const auto of_area =
              area.row(cover.window.row + row)
                  .subspan(static_cast<std::size_t>(cover.window.column), of_unit.size());
          for (std::size_t c = 0; c < of_unit.size() && !beyond; ++c)
            beyond = of_unit[c] > of_area[c] + least_share;
        }
        if (beyond) found[t][level].insert(static_cast<std::int32_t>(u));
      }
    }
  });
  std::vector<std::vector<std::int32_t>> beyond;
  for (std::size_t level = 0; level < city.admin.size(); ++level) {
    std::set<std::int32_t> all;
    for (const auto& of_tile : found) all.insert(of_tile[level].begin(), of_tile[level].end());
    beyond.emplace_back(all.begin(), all.end());
  }
  return beyond;
}

}  // namespace gigacity::criteria
