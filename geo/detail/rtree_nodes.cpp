// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/rtree_nodes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

namespace gigacity::geo::detail {

namespace {

constexpr std::size_t header_bytes = 4;  ///< depth of the tree, number of entries
constexpr std::size_t entry_bytes = 24;  ///< row or node, then four coordinates

/// Of a row in a leaf, of a node in the others.
struct Entry {
  std::int64_t id = 0;
  MapBox box;
};

/// Big-endian.
template <class Unsigned>
void append(std::string& data, Unsigned value) {
  for (auto shift = 8 * (sizeof(Unsigned) - 1);; shift -= 8) {
    data += static_cast<char>(static_cast<unsigned char>(value >> shift));
    if (shift == 0) return;
  }
}

/// Single precision, rounded outwards: no box may lose what it holds.
float lower(double value) {
  const auto rounded = static_cast<float>(value);
  return static_cast<double>(rounded) > value
             ? std::nextafter(rounded, -std::numeric_limits<float>::infinity())
             : rounded;
}
float upper(double value) {
  return -lower(-value);
}

std::string node_data(std::span<const Entry> entries, std::uint16_t depth, std::size_t bytes) {
  std::string data;
  data.reserve(bytes);
  append(data, depth);
  append(data, static_cast<std::uint16_t>(entries.size()));
  for (const auto& [id, box] : entries) {
    append(data, static_cast<std::uint64_t>(id));
    for (const float edge :
         {lower(box.min_x_m), upper(box.max_x_m), lower(box.min_y_m), upper(box.max_y_m)})
      append(data, std::bit_cast<std::uint32_t>(edge));
  }
  data.resize(bytes, '\0');
  return data;
}

/// Sorted so that each `capacity` of them in a row lie near each other: in slices from west to east,
/// each from south to north.
void tile(std::vector<Entry>& entries, std::size_t capacity) {
  if (entries.empty()) return;
  const auto by = [](auto low, auto high) {
    return [low, high](const Entry& a, const Entry& b) {
      return std::tuple(a.box.*low + a.box.*high, a.id) <
             std::tuple(b.box.*low + b.box.*high, b.id);
    };
  };
  std::ranges::sort(entries, by(&MapBox::min_x_m, &MapBox::max_x_m));
  const auto nodes = (entries.size() + capacity - 1) / capacity;
  const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(nodes))));
  const auto in_slice = (nodes + slices - 1) / slices * capacity;
  for (std::size_t begin = 0; begin < entries.size(); begin += in_slice)
    std::ranges::sort(std::span(entries).subspan(begin, std::min(in_slice, entries.size() - begin)),
                      by(&MapBox::min_y_m, &MapBox::max_y_m));
}

MapBox box_of(std::span<const Entry> entries) {
  MapBox box;
  for (const auto& entry : entries) box.add(entry.box);
  return box;
}

/// How many nodes each level has, the leaves first, the root last.
std::vector<std::size_t> level_sizes(std::size_t rows, std::size_t capacity) {
  std::vector<std::size_t> sizes;
  for (auto entries = rows;;) {
    sizes.push_back(std::max<std::size_t>(1, (entries + capacity - 1) / capacity));
    if (sizes.back() == 1) return sizes;
    entries = sizes.back();
  }
}

}  // namespace

RtreeNodes packed_rtree(std::span<const RowBox> rows, std::size_t node_bytes) {
  const auto capacity =
      node_bytes > header_bytes ? (node_bytes - header_bytes) / entry_bytes : std::size_t{0};
  if (capacity < 2) throw std::invalid_argument("nodes of an R-tree need room for two entries");
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (const auto& row : rows) entries.push_back({row.row, row.box});
  const auto sizes = level_sizes(rows.size(), capacity);
  RtreeNodes tree;
  // From the root down, so that the root is node 1: the leaves come last.
  std::size_t next = 1;
  for (const auto size : sizes) next += size;
  tree.nodes.resize(next - 1);
  tree.node_of_row.reserve(rows.size());
  for (std::size_t level = 0; level < sizes.size(); ++level) {
    next -= sizes[level];
    tile(entries, capacity);
    std::vector<Entry> above;
    const bool root = level + 1 == sizes.size();
    for (std::size_t n = 0; n < sizes[level]; ++n) {
      const auto id = static_cast<std::int64_t>(next + n);
      const auto begin = n * capacity;
      const auto part =
          std::span(entries).subspan(begin, std::min(capacity, entries.size() - begin));
      tree.nodes[next + n - 1].data =
          node_data(part, static_cast<std::uint16_t>(root ? level : 0), node_bytes);
      for (const auto& entry : part) {
        if (level == 0)
          tree.node_of_row.emplace_back(entry.id, id);
        else
          tree.nodes[static_cast<std::size_t>(entry.id) - 1].parent = id;
      }
      above.push_back({id, box_of(part)});
    }
    entries = std::move(above);
  }
  std::ranges::sort(tree.node_of_row);
  return tree;
}

}  // namespace gigacity::geo::detail
