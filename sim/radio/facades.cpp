// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/facades.hpp"

#include <algorithm>

#include "core/pixel_runs.hpp"

namespace gigacity::radio {
namespace {

std::vector<MapBox> boxes_of(std::span<const Building> buildings) {
  std::vector<MapBox> boxes;
  boxes.reserve(buildings.size());
  for (const Building& building : buildings) {
    MapBox box = bounds(building.footprint);
    box.add(building.point);
    boxes.push_back(box);
  }
  return boxes;
}

// What a pixel of the window holds.
enum : std::uint8_t { street = 0, built = 1, own = 2, seen = 4 };

class TileFacades {
 public:
  TileFacades(std::span<const Building> buildings, const RasterSource& inside, const Window& window)
      : m_buildings(buildings),
        m_grid(inside.grid()),
        m_window(window),
        m_inside(inside.read(window)),
        m_marks(m_inside.grid(), street) {}

  void build(std::int32_t building) {
    for (const Pixel p : pixels_of(building)) m_marks.at(p) |= built;
  }

  Facade facade_of(std::int32_t building) {
    const auto under = pixels_of(building);
    for (const Pixel p : under) m_marks.at(p) |= own;
    std::vector<Pixel> around;
    for (const Pixel p : under)
      for (int row = p.row - 1; row <= p.row + 1; ++row)
        for (int column = p.column - 1; column <= p.column + 1; ++column)
          add({column, row}, around);
    for (const Pixel p : around) m_marks.at(p) &= static_cast<std::uint8_t>(~seen);
    std::vector<Pixel> free;
    std::ranges::copy_if(around, std::back_inserter(free),
                         [&](Pixel p) { return m_marks.at(p) == street; });
    for (const Pixel p : under) m_marks.at(p) &= static_cast<std::uint8_t>(~own);
    auto& best = !free.empty() ? free : around;
    if (best.empty())
      std::ranges::copy_if(under, std::back_inserter(best), [&](Pixel p) { return in_area(p); });
    std::ranges::sort(best, {}, [](Pixel p) { return std::pair(p.row, p.column); });
    for (Pixel& p : best) p = {p.column + m_window.column, p.row + m_window.row};
    return {building, std::move(best)};
  }

 private:
  bool in_area(Pixel p) const { return m_inside.at(p) == 1.0F; }

  void add(Pixel p, std::vector<Pixel>& around) {
    if (!Window{0, 0, m_window.width, m_window.height}.contains(p.column, p.row)) return;
    std::uint8_t& mark = m_marks.at(p);
    if ((mark & (own | seen)) != 0 || !in_area(p)) return;
    mark |= seen;
    around.push_back(p);
  }

  // Within the window, counted from its corner: those with their centre under the roof, else that of its point.
  std::vector<Pixel> pixels_of(std::int32_t index) const {
    const Building& building = m_buildings[static_cast<std::size_t>(index)];
    const GridSpec part = m_grid.part(m_window);
    std::vector<Pixel> pixels;
    for (const auto& run : runs_of(building.footprint, part))
      for (int column = run.begin; column < run.end; ++column) pixels.push_back({column, run.row});
    if (pixels.empty())
      if (const auto pixel = part.pixel_inside(building.point)) pixels.push_back(*pixel);
    return pixels;
  }

  std::span<const Building> m_buildings;
  GridSpec m_grid;
  Window m_window;
  Raster<float> m_inside;
  Raster<std::uint8_t> m_marks;
};

}  // namespace

Facades::Facades(std::span<const Building> buildings, const RasterSource& inside)
    : m_buildings(buildings), m_inside(&inside), m_index(inside.grid(), boxes_of(buildings)) {}

std::vector<Facade> Facades::of_tile(const Window& tile) const {
  const GridSpec& grid = m_inside->grid();
  std::vector<std::int32_t> here;
  for (const std::int32_t building : m_index.touching(tile)) {
    const Pixel p = grid.pixel_of(m_buildings[static_cast<std::size_t>(building)].point);
    if (tile.contains(p.column, p.row)) here.push_back(building);
  }
  std::vector<Facade> facades;
  if (here.empty()) return facades;
  const Window window = tile.inflated(tile_side / 2).intersection(grid.full());
  TileFacades found(m_buildings, *m_inside, window);
  for (const std::int32_t building : m_index.near(window)) found.build(building);
  for (const std::int32_t building : here) {
    Facade facade = found.facade_of(building);
    if (!facade.pixels.empty()) facades.push_back(std::move(facade));
  }
  return facades;
}

}  // namespace gigacity::radio
