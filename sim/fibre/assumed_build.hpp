// SPDX-License-Identifier: Apache-2.0
// The distribution network that would be built from an OLT along the roads, where none is known:
// boxes, and splitters in one or two stages.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/fibre/route_tree.hpp"

namespace gigacity::fibre {

struct BuildRules {
  int first_stage = 8;   ///< 1:n of the first splitter; 1: there is none
  int second_stage = 8;  ///< of the one in the box; 1: there is none
  int box_dwellings = 64;
  double maximum_drop_m = 800.0;
};

/// Premises to be built for, as the tree from their OLT reaches them.
struct BuildDemand {
  std::int32_t stop = -1;   ///< last stop of their way; -1: they lie on the OLT's own edge
  double distance_m = 0.0;  ///< from the OLT, drop included
  int dwellings = 1;
};

/// Positions are stops of the tree; -1: the OLT itself.
struct AssumedBuild {
  struct Box {
    std::int32_t stop = -1;
    int dwellings = 0;
    std::vector<std::int32_t> demands;  ///< in the order in which they fill its splitters
    std::vector<std::int32_t> trees;    ///< of each of its lines, which hold second_stage dwellings
  };
  /// What one port feeds.
  struct Tree {
    std::int32_t stop = -1;  ///< of the first splitter
    int lines = 0;           ///< of its outputs that are in use
  };
  std::vector<Box> boxes;
  std::vector<Tree> trees;
};

/// From the far ends of the tree inwards: a box stands where as many dwellings have come together as
/// it serves, or where the next stop would make a drop too long; first splitters likewise, where as
/// many lines have come together as they have outputs. So routes stay the shortest ones, and of all
/// first splitters only one may be without all its lines. Premises are never divided between boxes;
/// larger ones get a box of their own.
AssumedBuild assumed_build(const RouteTree& tree, std::span<const BuildDemand> demands,
                           const BuildRules& rules);

}  // namespace gigacity::fibre
