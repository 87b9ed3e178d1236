// SPDX-License-Identifier: Apache-2.0
#include "apps/run/city_rasters.hpp"

#include <algorithm>
#include <cmath>

#include "apps/run/population.hpp"
#include "geo/polygons.hpp"
#include "geo/scratch_raster.hpp"

namespace gigacity::apps {

namespace {

/// Indices of the boxes that touch each tile, so that a tile looks only at its own features.
std::vector<std::vector<std::int32_t>> by_tile(const GridSpec& grid,
                                               const std::vector<MapBox>& boxes) {
  const int columns = (grid.width + tile_side - 1) / tile_side;
  const int rows = (grid.height + tile_side - 1) / tile_side;
  std::vector<std::vector<std::int32_t>> lists(static_cast<std::size_t>(columns) *
                                               static_cast<std::size_t>(rows));
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Window w = grid.window_of(boxes[i]);
    if (w.empty()) continue;
    for (int r = w.row / tile_side; r <= (w.end_row() - 1) / tile_side; ++r)
      for (int c = w.column / tile_side; c <= (w.end_column() - 1) / tile_side; ++c)
        lists[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) +
              static_cast<std::size_t>(c)]
            .push_back(static_cast<std::int32_t>(i));
  }
  return lists;
}

std::size_t tile_number(const GridSpec& grid, const Window& tile) {
  const int columns = (grid.width + tile_side - 1) / tile_side;
  return static_cast<std::size_t>(tile.row / tile_side) * static_cast<std::size_t>(columns) +
         static_cast<std::size_t>(tile.column / tile_side);
}

/// Polygons with a value each, burnt tile by tile.
class BurntPolygons {
 public:
  BurntPolygons(const GridSpec& grid, std::vector<const MultiPolygon*> polygons,
                std::vector<float> values)
      : m_grid(grid), m_polygons(std::move(polygons)), m_values(std::move(values)) {
    std::vector<MapBox> boxes;
    boxes.reserve(m_polygons.size());
    for (const auto* polygon : m_polygons) boxes.push_back(bounds(*polygon));
    m_by_tile = by_tile(grid, boxes);
  }

  Raster<float> tile(const Window& window) const {
    std::vector<MultiPolygon> polygons;
    std::vector<float> values;
    for (const auto i : m_by_tile[tile_number(m_grid, window)]) {
      polygons.push_back(*m_polygons[static_cast<std::size_t>(i)]);
      values.push_back(m_values[static_cast<std::size_t>(i)]);
    }
    return geo::rasterise(polygons, values, m_grid.part(window));
  }

 private:
  GridSpec m_grid;
  std::vector<const MultiPolygon*> m_polygons;
  std::vector<float> m_values;
  std::vector<std::vector<std::int32_t>> m_by_tile;
};

/// Buildings by rising height, so that where two overlap the taller one stands.
BurntPolygons burnt_buildings(const City& city) {
  std::vector<const Building*> buildings;
  for (const auto& building : city.buildings) buildings.push_back(&building);
  std::ranges::stable_sort(buildings, {}, &Building::height_m);
  std::vector<const MultiPolygon*> polygons;
  std::vector<float> heights;
  for (const auto* building : buildings) {
    polygons.push_back(&building->footprint);
    heights.push_back(static_cast<float>(building->height_m));
  }
  return {city.grid, std::move(polygons), std::move(heights)};
}

}  // namespace

geo::WarpStatistics add_rasters(const Scenario& scenario, const std::filesystem::path& scratch,
                                LoadedCity& loaded, Progress& progress, Findings& findings) {
  City& city = loaded.city;
  const auto terrain_file = scratch / "terrain.tif";
  const auto statistics =
      geo::warp_onto_grid(scenario.terrain, city.grid, loaded.crs, geo::Resampling::bilinear,
                          terrain_file, progress, findings);
  findings.throw_if_errors();
  city.terrain = std::make_shared<geo::FileRasterSource>(terrain_file);

  const auto scratch_raster = [&](const std::string& name,
                                  const std::function<Raster<float>(const Window&)>& tile) {
    progress.begin(name, static_cast<std::int64_t>(tiles_of(city.grid).size()));
    return geo::make_scratch_raster(scratch / (name + ".tif"), city.grid, loaded.crs, tile,
                                    progress);
  };

  const BurntPolygons area(city.grid, {&city.area}, {1.0F});
  city.inside = scratch_raster("area", [&](const Window& w) { return area.tile(w); });

  for (auto& level : city.admin) {
    std::vector<const MultiPolygon*> polygons;
    std::vector<float> indices;
    for (const auto& unit : level.units) {
      polygons.push_back(&unit.footprint);
      indices.push_back(static_cast<float>(indices.size()));
    }
    const BurntPolygons units(city.grid, std::move(polygons), std::move(indices));
    level.zone =
        scratch_raster("zone-" + level.name, [&](const Window& w) { return units.tile(w); });
  }

  const auto buildings = burnt_buildings(city);
  city.surface = scratch_raster("surface", [&](const Window& w) {
    auto surface = city.terrain->read(w);
    const auto heights = buildings.tile(w);
    for (std::size_t i = 0; i < surface.values().size(); ++i)
      if (!std::isnan(heights.values()[i])) surface.values()[i] += heights.values()[i];
    return surface;
  });

  add_people(city, loaded.population.get(),
             scenario.population ? scenario.population->persons_per_household : std::nullopt,
             scratch_raster, findings);
  return statistics;
}

void check_terrain(const Scenario& scenario, const std::filesystem::path& scratch,
                   const LoadedCity& loaded, Progress& progress, Findings& findings) {
  constexpr int coarse_side = 256;
  const GridSpec& grid = loaded.city.grid;
  const double pixel_m = grid.pixel_m * std::max(1.0, std::ceil(std::max(grid.width, grid.height) /
                                                                static_cast<double>(coarse_side)));
  geo::warp_onto_grid(scenario.terrain, aligned_grid(grid.box(), pixel_m), loaded.crs,
                      geo::Resampling::nearest, scratch / "terrain.tif", progress, findings);
}

}  // namespace gigacity::apps
