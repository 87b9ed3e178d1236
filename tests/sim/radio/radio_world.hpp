// SPDX-License-Identifier: Apache-2.0
// Small worlds for the tests of coverage: terrain drawn as text or given by a function, and plain
// networks.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/raster_source.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::radio {

/// Terrain, surface and area of a test.
struct World {
  GridSpec grid;
  std::shared_ptr<MemoryRasterSource> terrain;
  std::shared_ptr<MemoryRasterSource> surface;
  std::shared_ptr<MemoryRasterSource> inside;

  CoverageEngine engine(const RadioNetwork& network, const CoverageOptions& options) const {
    return {network, *terrain, *surface, *inside, options};
  }
};

inline const SilentProgress silent;

/// A service everywhere, as one tile.
inline ServiceTile whole(const World& world, const RadioNetwork& network,
                         const CoverageOptions& options, const Service& service = Technology::nr) {
  return world.engine(network, options).compute(service, world.grid.full(), silent);
}

using HeightAt = std::function<float(Pixel)>;

inline World world_of(const GridSpec& grid, const HeightAt& ground, const HeightAt& building = {},
                      const HeightAt& inside = {}) {
  Raster<float> terrain(grid);
  Raster<float> surface(grid);
  Raster<float> area(grid, 1.0F);
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const Pixel p{column, row};
      terrain.at(p) = ground(p);
      surface.at(p) = terrain.at(p) + (building ? building(p) : 0.0F);
      if (inside) area.at(p) = inside(p);
    }
  }
  return {grid, std::make_shared<MemoryRasterSource>(std::move(terrain)),
          std::make_shared<MemoryRasterSource>(std::move(surface)),
          std::make_shared<MemoryRasterSource>(std::move(area))};
}

inline World flat_world(const GridSpec& grid) {
  return world_of(grid, [](Pixel) { return 0.0F; });
}

/// Each character a pixel: '.' ground at 0 m, '#' a hill of `hill_m`, 'B' a building of
/// `building_m`, '?' no terrain, '~' outside the area, a letter from 'P' to 'Z' a point on the
/// ground that tests refer to.
struct Drawing {
  std::vector<std::string> rows;
  double pixel_m = 100.0;
  float hill_m = 150.0F;
  float building_m = 60.0F;

  GridSpec grid() const {
    return {0.0, pixel_m * static_cast<double>(rows.size()), pixel_m,
            static_cast<int>(rows[0].size()), static_cast<int>(rows.size())};
  }
  char at(Pixel p) const {
    return rows[static_cast<std::size_t>(p.row)][static_cast<std::size_t>(p.column)];
  }
  World world() const {
    return world_of(
        grid(), [this](Pixel p) { return at(p) == '?'   ? no_value
                                         : at(p) == '#' ? hill_m
                                                        : 0.0F; },
        [this](Pixel p) { return at(p) == 'B' ? building_m : 0.0F; },
        [this](Pixel p) { return at(p) == '~' ? no_value : 1.0F; });
  }
  Pixel find(char letter) const {
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
      const auto column = rows[static_cast<std::size_t>(row)].find(letter);
      if (column != std::string::npos) return {static_cast<int>(column), row};
    }
    return {-1, -1};
  }
  MapPoint point(char letter) const { return grid().centre_of(find(letter)); }
};

/// An antenna that radiates alike in all directions, so that levels can be worked by hand.
inline propagation::SectorAntenna isotropic() {
  return {.gain_dbi = 0.0,
          .horizontal_beamwidth_deg = 360.0,
          .vertical_beamwidth_deg = 180.0,
          .side_lobe_db = 0.0,
          .front_to_back_db = 0.0};
}

inline void add_site(RadioNetwork& network, MapPoint point, double height_m = 30.0) {
  network.sites.push_back({"site-" + std::to_string(network.sites.size()), "", "", point});
  Sector sector;
  sector.site = static_cast<std::int32_t>(network.sites.size() - 1);
  sector.height_m = height_m;
  sector.antenna = isotropic();
  network.sectors.push_back(sector);
}

/// A cell on the sector added last.
inline Cell& add_cell(RadioNetwork& network, double load = 0.5, double frequency_mhz = 3500.0,
                      Technology technology = Technology::nr) {
  Cell cell;
  cell.id = "cell-" + std::to_string(network.cells.size());
  cell.sector = static_cast<std::int32_t>(network.sectors.size() - 1);
  cell.technology = technology;
  cell.frequency_mhz = frequency_mhz;
  cell.bandwidth_mhz = technology == Technology::nr ? 100.0 : 20.0;
  cell.load = load;
  network.cells.push_back(cell);
  return network.cells.back();
}

}  // namespace gigacity::radio
