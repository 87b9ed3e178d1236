// SPDX-License-Identifier: Apache-2.0
// What buildings are connected to: an OLT itself, or a distribution box with the feeder behind it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/graph.hpp"
#include "core/progress.hpp"
#include "sim/fibre/coverage.hpp"
#include "sim/fibre/optical_budget.hpp"
#include "sim/fibre/snapping.hpp"

namespace gigacity::fibre {

struct ServicePoint {
  EdgePosition at;
  double offset_m = 0.0;  ///< of the OLT or box from its road
  double feeder_m = 0.0;  ///< OLT to box along the roads; infinity: the roads do not lead there
  std::int32_t olt = -1;  ///< -1: a box without an OLT's id, to which no OLT has a way
  std::int32_t box = -1;  ///< -1: the point is the OLT itself
};

/// The OLTs, or where there are boxes the boxes, that are near enough to a road; in the plant's
/// order.
std::vector<ServicePoint> service_points(const FibrePlant& plant, const Graph& roads,
                                         const EdgeIndex& index, const FibreOptions& options,
                                         const Progress& progress);

/// The route from an OLT to a building, judged by the OLT's class.
struct Connection {
  double route_m = 0.0;
  OpticalLoss loss;
  double margin_db = 0.0;
  bool within_budget = false;
  bool within_reach = false;  ///< the class's reach and split
  bool below_minimum = false;
};

/// `distance_m` is from the point, drops included. The point must have an OLT.
Connection connection(const FibrePlant& plant, const ServicePoint& point, double distance_m);

}  // namespace gigacity::fibre
