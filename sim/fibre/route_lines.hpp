// SPDX-License-Identifier: Apache-2.0
// Segments of routes put together to lines, as a map shows them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/geometry.hpp"
#include "core/graph.hpp"
#include "sim/fibre/coverage.hpp"

namespace gigacity::fibre {

/// A stretch of one OLT's cables of one kind without branches.
struct RouteLine {
  LineString line{};
  CableKind kind = CableKind::feeder;
  bool assumed = true;
  std::int32_t olt = 0;
  int fibres = 0;              ///< in use; of drops, the most along the line
  std::int64_t dwellings = 0;  ///< behind it, at its fullest
  double length_m = 0.0;       ///< on the ground
};

/// Hands over the lines in order of OLT, kind, assumed, then first segment. Feeder and distribution
/// lines have the same number of fibres all along.
void route_lines(const FibreNetworks& networks, std::span<const RouteSegment> segments,
                 const std::function<void(RouteLine&&)>& take);

}  // namespace gigacity::fibre
