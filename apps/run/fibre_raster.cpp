// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_raster.hpp"

#include <algorithm>

#include "core/pixel_runs.hpp"

namespace gigacity::apps {

namespace {

std::vector<MapBox> boxes_of(const City& city, std::span<const std::int32_t> premises_building) {
  std::vector<MapBox> boxes;
  boxes.reserve(premises_building.size());
  for (const auto b : premises_building) {
    const auto& building = city.buildings[static_cast<std::size_t>(b)];
    auto box = bounds(building.footprint);
    box.add(building.point);
    boxes.push_back(box);
  }
  return boxes;
}

/// Runs of the city's grid: of a grid as small as the building, moved to where that lies.
std::vector<PixelRun> pixels_of(const Building& building, const GridSpec& grid) {
  const Window window = grid.window_of(bounds(building.footprint));
  std::vector<PixelRun> runs;
  if (!window.empty()) runs = runs_of(building.footprint, grid.part(window));
  for (auto& run : runs) {
    run.row += window.row;
    run.begin += window.column;
    run.end += window.column;
  }
  if (runs.empty()) {
    const Pixel pixel = grid.pixel_of(building.point);
    runs.push_back({pixel.row, pixel.column, pixel.column + 1});
  }
  return runs;
}

}  // namespace

int fibre_code(fibre::FibreGap gap) {
  switch (gap) {
    case fibre::FibreGap::none:
      return 1;
    case fibre::FibreGap::below_10g:
      return 2;
    case fibre::FibreGap::no_port:
      return 3;
    case fibre::FibreGap::budget:
      return 4;
    case fibre::FibreGap::reach:
    case fibre::FibreGap::differential_reach:
      return 5;
    case fibre::FibreGap::no_route:
      return 6;
    case fibre::FibreGap::no_plant:
      break;
  }
  return 7;
}

FibreTiles::FibreTiles(const City& city, std::span<const fibre::PremisesService> premises,
                       std::span<const std::int32_t> premises_building)
    : m_city(city),
      m_premises(premises),
      m_premises_building(premises_building),
      m_index(city.grid, boxes_of(city, premises_building)) {}

Raster<float> FibreTiles::tile(const Window& tile) const {
  Raster<float> raster(m_city.grid.part(tile), no_value);
  for (const auto p : m_index.touching(tile)) {
    const auto i = static_cast<std::size_t>(p);
    const auto& building = m_city.buildings[static_cast<std::size_t>(m_premises_building[i])];
    const auto code = static_cast<float>(fibre_code(m_premises[i].gap));
    for (const auto& run : pixels_of(building, m_city.grid)) {
      if (run.row < tile.row || run.row >= tile.end_row()) continue;
      const int end = std::min(run.end, tile.end_column());
      for (int column = std::max(run.begin, tile.column); column < end; ++column) {
        float& pixel = raster.at(Pixel{column - tile.column, run.row - tile.row});
        if (!(pixel >= code)) pixel = code;
      }
    }
  }
  return raster;
}

}  // namespace gigacity::apps
