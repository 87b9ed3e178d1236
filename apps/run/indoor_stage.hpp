// SPDX-License-Identifier: Apache-2.0
// Coverage inside buildings: floor by floor of every building, and the deep spaces of key places.
#pragma once

#include <vector>

#include "apps/scenario/scenario.hpp"
#include "core/city.hpp"
#include "core/progress.hpp"
#include "sim/radio/deep_coverage.hpp"
#include "sim/radio/indoor.hpp"

namespace gigacity::apps {

/// What is found on one floor, the lowest of its band.
struct Floor {
  int number = 1;  ///< 1: at ground level
  std::vector<radio::FloorLevel> levels;
};

struct IndoorOutcome {
  double metres_per_storey = 3.0;
  std::vector<Floor> floors;
  std::vector<radio::IndoorSystem> systems;
  std::vector<radio::DeepCoverage> deep;
};

/// `options` are those of the outdoor run; a floor's receivers stand as high above it as those outdoors above ground.
/// Throws InputError where the terrain cannot be read, Cancelled.
IndoorOutcome simulate_indoors(const radio::RadioNetwork& network, const City& city,
                               const radio::CoverageOptions& options, const IndoorSection& section,
                               double metres_per_storey, std::vector<radio::IndoorSystem>&& systems,
                               Progress& progress);

}  // namespace gigacity::apps
