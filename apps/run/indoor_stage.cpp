// SPDX-License-Identifier: Apache-2.0
#include "apps/run/indoor_stage.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gigacity::apps {

IndoorOutcome simulate_indoors(const radio::RadioNetwork& network, const City& city,
                               const radio::CoverageOptions& options, const IndoorSection& section,
                               double metres_per_storey, std::vector<radio::IndoorSystem>&& systems,
                               Progress& progress) {
  IndoorOutcome outcome{metres_per_storey, {}, std::move(systems), {}};
  const radio::Facades facades(city.buildings, *city.inside);
  const auto engine_at = [&](int floor) {
    auto at_floor = options;
    at_floor.receiver_height_m += (floor - 1) * metres_per_storey;
    return radio::CoverageEngine(network, *city.terrain, *city.surface, *city.inside, at_floor);
  };
  const auto tiles = static_cast<std::int64_t>(tiles_of(city.grid).size());
  for (const int floor : section.floors) {
    const bool any = std::ranges::any_of(city.buildings, [&](const Building& building) {
      return radio::storeys(building, metres_per_storey) >= floor;
    });
    if (!any) continue;
    progress.begin(fmt::format("indoor coverage, floor {}", floor), tiles);
    outcome.floors.push_back(
        {floor, radio::floor_levels(engine_at(floor), city.buildings, facades, city.grid, floor,
                                    metres_per_storey, progress)});
  }
  progress.begin("deep coverage", static_cast<std::int64_t>(city.places.size()));
  outcome.deep = radio::deep_coverage(engine_at(1), city, outcome.systems, section.deep, progress);
  return outcome;
}

}  // namespace gigacity::apps
