// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/deep_coverage.hpp"

#include <algorithm>

#include "core/parallel.hpp"
#include "core/pixel_runs.hpp"
#include "sim/radio/indoor.hpp"

namespace gigacity::radio {
namespace {

constexpr std::size_t places_in_flight = 16;
// Of a place wider than this only the middle counts; the engine's tiles are no larger.
constexpr int widest_pixels = 1024;

struct PlacePixels {
  Window window;
  std::vector<Pixel> pixels;  ///< counted from the window's corner
};

// Those of its outline, else that of its point.
PlacePixels pixels_of(const KeyPlace& place, const GridSpec& grid) {
  const Pixel middle = grid.pixel_of(place.point);
  const Window near = Window{middle.column - widest_pixels / 2, middle.row - widest_pixels / 2,
                             widest_pixels, widest_pixels}
                          .intersection(grid.full());
  PlacePixels found;
  if (near.empty()) return found;
  auto runs = runs_of(place.footprint, grid.part(near));
  if (runs.empty()) {
    if (!grid.pixel_inside(place.point)) return found;
    const int column = middle.column - near.column;
    runs.push_back({middle.row - near.row, column, column + 1});
  }
  Window window{runs.front().begin, runs.front().row, 1, 1};
  for (const auto& run : runs) window = window.united({run.begin, run.row, run.end - run.begin, 1});
  for (const auto& run : runs)
    for (int column = run.begin; column < run.end; ++column)
      found.pixels.push_back({column - window.column, run.row - window.row});
  found.window = window.shifted(near.column, near.row);
  return found;
}

Penetration penetration_of(const KeyPlace& place, DeepSpace space) {
  Penetration penetration{.building = propagation::BuildingType::traditional};
  if (space == DeepSpace::underground)
    penetration.basement = place.basements;
  else
    penetration.lift = true;
  return penetration;
}

bool serves(const IndoorSystem& system, std::int32_t place, DeepSpace space, std::size_t t) {
  return system.place == place && system.serves[t] &&
         (space == DeepSpace::underground ? system.underground : system.lifts);
}

// A system inside goes before what comes in from outside.
void serve(std::span<const IndoorSystem> systems, DeepCoverage& space) {
  for (std::size_t t = 0; t < space.of.size(); ++t) {
    const auto system = std::ranges::find_if(
        systems, [&](const IndoorSystem& one) { return serves(one, space.place, space.space, t); });
    if (system == systems.end()) continue;
    if (!space.of[t]) space.of[t].emplace();
    space.of[t]->by = CoveredBy::indoor_system;
    space.of[t]->system = static_cast<std::int32_t>(system - systems.begin());
  }
}

DeepLevel level_of(const ServiceTile& tile, std::span<const Pixel> pixels, const DeepTest& test) {
  DeepLevel level;
  if (pixels.empty()) return level;
  std::size_t passed = 0;
  for (const Pixel p : pixels)
    if (static_cast<double>(tile.rsrp_dbm.at(p)) >= test.rsrp_dbm &&
        static_cast<double>(tile.sinr_db.at(p)) >= test.sinr_db)
      ++passed;
  level.share = static_cast<double>(passed) / static_cast<double>(pixels.size());
  level.median_rsrp_dbm = static_cast<double>(median_level(tile, pixels).rsrp_dbm);
  if (level.share >= test.share) level.by = CoveredBy::penetration;
  return level;
}

}  // namespace

const char* to_string(DeepSpace space) {
  return space == DeepSpace::underground ? "underground_car_park" : "lift";
}

const char* to_string(CoveredBy by) {
  switch (by) {
    case CoveredBy::nothing:
      break;
    case CoveredBy::penetration:
      return "penetration";
    case CoveredBy::indoor_system:
      return "indoor_system";
  }
  return "none";
}

std::vector<DeepCoverage> deep_coverage(const CoverageEngine& engine, const City& city,
                                        std::span<const IndoorSystem> systems, const DeepTest& test,
                                        Progress& progress) {
  std::vector<DeepCoverage> spaces;
  parallel_ordered<std::vector<DeepCoverage>>(
      city.places.size(), places_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        const KeyPlace& place = city.places[i];
        const auto index = static_cast<std::int32_t>(i);
        std::vector<DeepCoverage> found;
        if (place.basements > 0) found.push_back({index, DeepSpace::underground, {}});
        if (place.lift) found.push_back({index, DeepSpace::lift, {}});
        if (found.empty()) return found;
        std::vector<Service> services;
        for (const Technology technology : technologies)
          if (engine.has(technology))
            for (const auto& space : found)
              services.push_back(Service(technology).behind(penetration_of(place, space.space)));
        const PlacePixels where = pixels_of(place, city.grid);
        std::vector<ServiceTile> tiles;
        if (!where.window.empty()) tiles = engine.compute(services, where.window, progress);
        for (std::size_t s = 0; s < services.size(); ++s) {
          auto& space = found[s % found.size()];
          const std::size_t t = index_of(services[s].technology);
          auto& level = space.of[t].emplace();
          if (!tiles.empty()) level = level_of(tiles[s], where.pixels, test);
        }
        for (auto& space : found) serve(systems, space);
        return found;
      },
      [&](std::size_t, std::vector<DeepCoverage>&& found) {
        std::ranges::move(found, std::back_inserter(spaces));
        progress.advance();
      });
  return spaces;
}

}  // namespace gigacity::radio
