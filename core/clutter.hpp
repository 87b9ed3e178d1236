// SPDX-License-Identifier: Apache-2.0
// What covers the ground, in the categories that ITU-R recommendations know.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gigacity {

/// The categories of ITU-R P.1812-6 table 2 and P.2108-1 table 3; the latter tells urban and forest
/// apart. The numbers are codes of rasters.
enum class Clutter { water = 1, open, suburban, urban, forest, dense_urban };

struct ClutterInfo {
  Clutter category = Clutter::open;
  std::string_view name;               ///< in tables: "dense-urban"
  std::string_view title;              ///< for people: "dense urban"
  double representative_height_m = 0;  ///< ITU-R P.1812-6 table 2
  bool built_up = false;
};

/// In the order of the codes.
inline constexpr std::array<ClutterInfo, 6> clutter_categories{
    {{Clutter::water, "water", "water", 0.0, false},
     {Clutter::open, "open", "open, rural", 0.0, false},
     {Clutter::suburban, "suburban", "suburban", 10.0, true},
     {Clutter::urban, "urban", "urban", 15.0, true},
     {Clutter::forest, "forest", "trees, forest", 15.0, false},
     {Clutter::dense_urban, "dense-urban", "dense urban", 20.0, true}}};

constexpr const ClutterInfo& info_of(Clutter category) {
  return clutter_categories[static_cast<std::size_t>(category) - 1];
}

constexpr std::optional<Clutter> clutter_named(std::string_view name) {
  for (const auto& info : clutter_categories)
    if (info.name == name) return info.category;
  return std::nullopt;
}

}  // namespace gigacity
