// SPDX-License-Identifier: Apache-2.0
#include "apps/run/city_rasters.hpp"

#include <functional>

#include "apps/run/population.hpp"
#include "core/tile_index.hpp"
#include "geo/polygons.hpp"
#include "geo/scratch_raster.hpp"

namespace gigacity::apps {

namespace {

/// Polygons with a value each, burnt tile by tile.
class BurntPolygons {
 public:
  BurntPolygons(const GridSpec& grid, std::vector<const MultiPolygon*> polygons,
                std::vector<float> values)
      : m_grid(grid),
        m_polygons(std::move(polygons)),
        m_values(std::move(values)),
        m_index(grid, boxes_of(m_polygons)) {}

  Raster<float> tile(const Window& window) const {
    std::vector<MultiPolygon> polygons;
    std::vector<float> values;
    for (const auto i : m_index.touching(window)) {
      polygons.push_back(*m_polygons[static_cast<std::size_t>(i)]);
      values.push_back(m_values[static_cast<std::size_t>(i)]);
    }
    return geo::rasterise(polygons, values, m_grid.part(window));
  }

 private:
  static std::vector<MapBox> boxes_of(const std::vector<const MultiPolygon*>& polygons) {
    std::vector<MapBox> boxes;
    boxes.reserve(polygons.size());
    for (const auto* polygon : polygons) boxes.push_back(bounds(*polygon));
    return boxes;
  }

  GridSpec m_grid;
  std::vector<const MultiPolygon*> m_polygons;
  std::vector<float> m_values;
  TileIndex m_index;
};

}  // namespace

void add_rasters(const Scenario& scenario, const std::filesystem::path& scratch, LoadedCity& loaded,
                 Progress& progress, Findings& findings) {
  City& city = loaded.city;
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

  add_people(city, loaded.population.get(),
             scenario.population ? scenario.population->persons_per_household : std::nullopt,
             scratch_raster, findings);
}

}  // namespace gigacity::apps
