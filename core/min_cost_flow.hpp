// SPDX-License-Identifier: Apache-2.0
// The cheapest way to send as much as fits through a network of arcs with capacities.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace gigacity {

/// An arc of a flow network: `capacity` units at most, each at `cost` (in whatever whole unit the
/// caller counts: millimetres, fen).
struct FlowArc {
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int64_t capacity = 0;
  std::int64_t cost = 0;
};

struct MinCostFlow {
  std::int64_t flow = 0;               ///< units that arrive at the sink
  std::int64_t cost = 0;               ///< of them all
  std::vector<std::int64_t> arc_flow;  ///< units on each arc, in the order of the arcs
};

/// Of all flows from `source` to `sink` that carry as much as possible, but no more than `limit`, the
/// cheapest; of equally cheap ones always the same. Successive shortest augmenting paths with node
/// potentials (Ahuja, Magnanti, Orlin, Network Flows, 1993, 9.7), all shortest paths of a length at
/// once. Each length costs one search of the part of the network that is no farther than the sink.
///
/// Throws std::invalid_argument where a node is not in [0, node_count), source and sink are the same,
/// a capacity, a cost or the limit is negative, or costs are so high that a path's could overflow;
/// std::overflow_error where the cost of the flow does not fit.
MinCostFlow min_cost_flow(std::int32_t node_count, std::span<const FlowArc> arcs,
                          std::int32_t source, std::int32_t sink,
                          std::int64_t limit = std::numeric_limits<std::int64_t>::max());

}  // namespace gigacity
