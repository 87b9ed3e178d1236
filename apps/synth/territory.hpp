// SPDX-License-Identifier: Apache-2.0
// The ground that belongs to a county: all within the outline of the relief, or its share of a city.
#pragma once

#include <optional>
#include <vector>

#include "apps/synth/counties.hpp"
#include "apps/synth/plan.hpp"
#include "apps/synth/relief.hpp"

namespace gigacity::apps::synth {

class Territory {
 public:
  /// A lone county, as the relief outlines it.
  explicit Territory(const Relief& relief) : m_relief(&relief) {}
  /// One of several counties. Both must outlive the territory.
  Territory(const Counties& counties, int county);

  /// Inside and about `margin_m` from the border.
  bool holds(MapPoint p, double margin_m) const;
  /// There are neighbours on the other side of the border.
  bool shared() const { return m_counties != nullptr; }
  /// Where the border that neighbours share runs at a lattice point; nothing off such a border.
  std::optional<MapPoint> border_at(MapPoint lattice_point) const;

 private:
  const Relief* m_relief = nullptr;
  const Counties* m_counties = nullptr;
  Lattice m_lattice;              ///< around the county
  std::vector<float> m_inside_m;  ///< of each square: distance to the nearest square outside
};

}  // namespace gigacity::apps::synth
