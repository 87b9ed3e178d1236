// SPDX-License-Identifier: Apache-2.0
// The networks that fibre follows, from the city's roads and the plant's cables.
#pragma once

#include <optional>

#include "core/city.hpp"
#include "core/graph.hpp"
#include "geo/crs.hpp"
#include "sim/fibre/feeder_legs.hpp"
#include "sim/fibre/plant.hpp"

namespace gigacity::apps {

/// Lengths are those on the ellipsoid. Cables are no part of the roads: drawn beside them they would
/// catch what stands there, and lead nowhere.
struct FibreGraphs {
  Graph roads;                  ///< where the city has none, the cables
  std::optional<Graph> cables;  ///< feeder and distribution cables alone, where there are any

  fibre::FibreNetworks networks() const {
    return cables ? fibre::FibreNetworks(roads, *cables) : fibre::FibreNetworks(roads);
  }
};

FibreGraphs fibre_graphs(const City& city, const fibre::FibrePlant& plant, const geo::Crs& crs);

}  // namespace gigacity::apps
