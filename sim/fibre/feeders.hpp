// SPDX-License-Identifier: Apache-2.0
// What feeds each splitter and box: the names of the plant followed up to an OLT.
#pragma once

#include <cstdint>
#include <vector>

#include "core/diagnostic.hpp"
#include "sim/fibre/plant.hpp"

namespace gigacity::fibre {

/// The way from an OLT down to a splitter's input or a box.
struct Feed {
  std::int32_t olt = -1;                ///< -1: none is named; the nearest
  std::int32_t card = -1;               ///< of that OLT; -1: any that has a port free
  int port = 0;                         ///< of that card, from 1; 0: any that is free
  std::vector<std::int32_t> splitters;  ///< on the way, the first stage first
};

struct Feeds {
  std::vector<Feed> splitters;  ///< of each splitter of the plant
  std::vector<Feed> boxes;      ///< of each box that houses no splitter; else of no account
};

/// The plant must be one in which check() finds nothing.
Feeds feeds(const FibrePlant& plant);

/// Outputs of each splitter that feed no other splitter: they serve dwellings.
std::vector<int> free_outputs(const FibrePlant& plant, const Feeds& feeds);

/// Part of check(): names that lead nowhere, ids used twice, circles, ports and splitters that feed
/// more than they can.
void check_feeders(const FibrePlant& plant, std::vector<Diagnostic>& found);

}  // namespace gigacity::fibre
