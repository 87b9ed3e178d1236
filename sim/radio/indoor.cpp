// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/indoor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/median.hpp"
#include "core/parallel.hpp"

namespace gigacity::radio {
namespace {

constexpr std::size_t tiles_in_flight = 4;

Window window_around(std::span<const Facade> facades) {
  const Pixel first = facades.front().pixels.front();
  Window window{first.column, first.row, 1, 1};
  for (const Facade& facade : facades)
    for (const Pixel p : facade.pixels) window = window.united({p.column, p.row, 1, 1});
  return window;
}

}  // namespace

int storeys(const Building& building, double metres_per_storey) {
  return std::max(1, static_cast<int>(std::lround(building.height_m / metres_per_storey)));
}

IndoorLevel median_level(const ServiceTile& tile, std::span<const Pixel> pixels) {
  const auto median_of = [&](const Raster<float>& raster) {
    std::vector<float> values;
    values.reserve(pixels.size());
    for (const Pixel p : pixels) {
      const float value = raster.at(p);
      values.push_back(std::isnan(value) ? -std::numeric_limits<float>::infinity() : value);
    }
    const float middle = lower_median(values);
    return std::isinf(middle) ? no_value : middle;
  };
  return {median_of(tile.rsrp_dbm), median_of(tile.sinr_db)};
}

std::vector<FloorLevel> floor_levels(const CoverageEngine& engine,
                                     std::span<const Building> buildings, const Facades& facades,
                                     const GridSpec& grid, int floor, double metres_per_storey,
                                     Progress& progress) {
  const auto tiles = tiles_of(grid);
  std::vector<FloorLevel> levels;
  parallel_ordered<std::vector<FloorLevel>>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t t) {
        progress.throw_if_cancelled();
        auto here = facades.of_tile(tiles[t]);
        std::erase_if(here, [&](const Facade& facade) {
          return storeys(buildings[static_cast<std::size_t>(facade.building)], metres_per_storey) <
                 floor;
        });
        std::vector<FloorLevel> found;
        if (here.empty()) return found;
        for (const Facade& facade : here) found.push_back({facade.building, {}});
        const Window window = window_around(here);
        for (Facade& facade : here)
          for (Pixel& p : facade.pixels) p = {p.column - window.column, p.row - window.row};
        // Both technologies and types of building from one sweep.
        std::vector<Service> services;
        for (const Technology technology : technologies) {
          if (!engine.has(technology)) continue;
          for (const auto type : {propagation::BuildingType::traditional,
                                  propagation::BuildingType::thermally_efficient})
            services.push_back(Service(technology).behind({.building = type}));
        }
        const auto results = engine.compute(services, window, progress);
        for (std::size_t s = 0; s < services.size(); ++s) {
          const bool efficient =
              *services[s].penetration.building == propagation::BuildingType::thermally_efficient;
          const std::size_t t_of = index_of(services[s].technology);
          for (std::size_t i = 0; i < here.size(); ++i) {
            const auto& building = buildings[static_cast<std::size_t>(here[i].building)];
            if (building.thermally_efficient == efficient)
              found[i].of[t_of] = median_level(results[s], here[i].pixels);
          }
        }
        return found;
      },
      [&](std::size_t, std::vector<FloorLevel>&& found) {
        levels.insert(levels.end(), found.begin(), found.end());
        progress.advance();
      });
  std::ranges::sort(levels, {}, &FloorLevel::building);
  return levels;
}

}  // namespace gigacity::radio
