// SPDX-License-Identifier: Apache-2.0
#include "apps/run/population_raster.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/parallel.hpp"

namespace gigacity::apps {

namespace {

/// Blocks that are read but not yet taken at any time.
constexpr std::size_t blocks_in_flight = 8;

MapBox bounds_of(std::span<const geo::CountedPixel> pixels) {
  MapBox box;
  for (const auto& pixel : pixels)
    for (const auto p : pixel.outline) box.add(p);
  return box;
}

MultiPolygon polygon_of(const MapBox& box) {
  return {{{{box.min_x_m, box.min_y_m},
            {box.max_x_m, box.min_y_m},
            {box.max_x_m, box.max_y_m},
            {box.min_x_m, box.max_y_m},
            {box.min_x_m, box.min_y_m}},
           {}}};
}

double shared_m2(const geo::PolygonIndex& area, const MultiPolygon& polygon) {
  double sum = 0.0;
  for (const auto& overlap : area.overlaps(polygon)) sum += overlap.area_m2;
  return sum;
}

}  // namespace

PopulationRaster::PopulationRaster(geo::CountRaster raster, geo::RasterLayer layer, City& city,
                                   Progress& progress, Findings& findings)
    : m_raster(std::move(raster)),
      m_layer(std::move(layer)),
      m_area(city.area),
      m_margin_m(city.grid.pixel_m) {
  std::vector<MapPoint> points;
  points.reserve(city.buildings.size());
  for (const auto& building : city.buildings) points.push_back(building.point);
  const auto numbers = m_raster.numbers_at(points);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] >= 0 && city.buildings[i].dwellings > 0) m_dwelt_in.emplace_back(numbers[i], i);
  std::ranges::sort(m_dwelt_in);

  const auto blocks = m_raster.blocks_of(bounds(m_area));
  progress.begin("people", static_cast<std::int64_t>(blocks.size()));
  std::int64_t impossible = 0;
  std::optional<geo::CountedPixel> first_impossible;
  parallel_ordered<Block>(
      blocks.size(), blocks_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        return block(blocks[i]);
      },
      [&](std::size_t, Block&& read) {
        impossible += read.impossible;
        if (!first_impossible) first_impossible = read.first_impossible;
        for (const auto& pixel : read.pixels) {
          m_people += pixel.people;
          if (!is_open(pixel.pixel))
            give_to_buildings(pixel, city);
          else if (pixel.at_border)
            m_open_at_border.push_back(pixel);
        }
        progress.advance();
      });

  if (first_impossible)
    findings.error(
        {where(),
         fmt::format("{} pixels of the area hold what is no number of people; the first, "
                     "column {} and row {}, {}",
                     impossible, first_impossible->column, first_impossible->row,
                     first_impossible->count),
         "if that stands for no data, declare it: gdal_edit.py -a_nodata"});
  else if (m_people == 0.0)
    findings.error({where(), "has nobody anywhere in the area",
                    "check that it is a raster of people and covers the area"});
}

bool PopulationRaster::is_open(const geo::CountedPixel& pixel) const {
  const auto number = m_raster.number_of(pixel);
  const auto first = std::ranges::lower_bound(m_dwelt_in, number, {},
                                              [](const auto& dwelling) { return dwelling.first; });
  return first == m_dwelt_in.end() || first->first != number;
}

void PopulationRaster::give_to_buildings(const PeopledPixel& from, City& city) const {
  const auto number = m_raster.number_of(from.pixel);
  const auto pixel = [](const auto& dwelling) { return dwelling.first; };
  const auto first = std::ranges::lower_bound(m_dwelt_in, number, {}, pixel);
  const auto last = std::ranges::upper_bound(m_dwelt_in, number, {}, pixel);
  std::int64_t dwellings = 0;
  for (auto it = first; it != last; ++it) dwellings += city.buildings[it->second].dwellings;
  for (auto it = first; it != last; ++it) {
    auto& building = city.buildings[it->second];
    building.residents = from.people * building.dwellings / static_cast<double>(dwellings);
  }
}

PopulationRaster::Block PopulationRaster::block(const Window& window) const {
  auto read = m_raster.read(window);
  Block out{{}, read.impossible, read.first_impossible};
  // By patches, so that a pixel is cut at the border alike whichever window it was read in.
  std::map<std::pair<int, int>, std::vector<geo::CountedPixel>> patches;
  for (const auto& pixel : read.pixels)
    patches[{pixel.row / geo::CountRaster::patch_side, pixel.column / geo::CountRaster::patch_side}]
        .push_back(pixel);
  const geo::PolygonIndex area(std::span(&m_area, 1));
  for (auto& [place, patch] : patches) add_inside(std::move(patch), area, out.pixels);
  return out;
}

void PopulationRaster::add_inside(std::vector<geo::CountedPixel> patch,
                                  const geo::PolygonIndex& area,
                                  std::vector<PeopledPixel>& out) const {
  const auto box = polygon_of(bounds_of(patch).inflated(m_margin_m));
  const double box_m2 = area_m2(box);
  const double inside_m2 = shared_m2(area, box);
  constexpr double rounding = 1e-12;
  if (inside_m2 <= 0.0) return;
  if (inside_m2 >= box_m2 * (1.0 - rounding)) {
    for (const auto& pixel : patch) out.push_back({pixel, pixel.count, false});
    return;
  }
  // Few edges of the area's border are left near a patch.
  const auto near = geo::intersection_of(m_area, box);
  const geo::PolygonIndex index(std::span(&near, 1));
  for (const auto& pixel : patch) {
    const auto footprint = pixel.footprint();
    const double share = std::min(1.0, shared_m2(index, footprint) / area_m2(footprint));
    if (share > 0.0) out.push_back({pixel, pixel.count * share, true});
  }
}

void PopulationRaster::for_each_open(const MapBox& box,
                                     const std::function<void(const PeopledPixel&)>& visit) const {
  for (const auto& window : m_raster.blocks_of(box))
    for (const auto& pixel : block(window).pixels)
      if (is_open(pixel.pixel) && bounds_of(std::span(&pixel.pixel, 1)).intersects(box))
        visit(pixel);
}

}  // namespace gigacity::apps
