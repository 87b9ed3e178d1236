// SPDX-License-Identifier: Apache-2.0
// SQLite's R*Tree, packed at once. Private to geo.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/geometry.hpp"

namespace gigacity::geo::detail {

/// Where a row of a table lies.
struct RowBox {
  std::int64_t row = 0;
  MapBox box;
};

/// A tree as the shadow tables of SQLite's rtree module hold it (sqlite.org/rtree.html, "Shadow
/// Tables"): node 1 is the root.
struct RtreeNodes {
  struct Node {
    std::int64_t parent = 0;  ///< 0: the root
    std::string data;         ///< what the column `data` holds
  };
  std::vector<Node> nodes;  ///< node 1 first
  /// The leaf that each row is in, in order of rows.
  std::vector<std::pair<std::int64_t, std::int64_t>> node_of_row;
};

/// Of nodes of so many bytes, all but the last of each level full: sort-tile-recursive (Leutenegger,
/// Lopez, Edgington 1997). The same rows, in whatever order, give the same tree. Throws
/// std::invalid_argument where a node has no room for two entries.
RtreeNodes packed_rtree(std::span<const RowBox> rows, std::size_t node_bytes);

}  // namespace gigacity::geo::detail
