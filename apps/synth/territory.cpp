// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/territory.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gigacity::apps::synth {

Territory::Territory(const Counties& counties, int county)
    : m_counties(&counties), m_lattice(counties.lattice_of(county)), m_inside_m(m_lattice.size()) {
  // Two passes, each with the neighbours that are behind it (Borgefors 1986).
  const Lattice& whole = counties.lattice();
  const Node corner = whole.nearest(m_lattice.point_of({0, 0}));
  const auto at = [&](int column, int row) -> float {
    return m_lattice.holds({column, row}) ? m_inside_m[m_lattice.index_of({column, row})] : 0.0F;
  };
  const auto step = static_cast<float>(m_lattice.step_m);
  const float diagonal = step * std::numbers::sqrt2_v<float>;
  for (int row = 0; row < m_lattice.rows; ++row) {
    for (int column = 0; column < m_lattice.columns; ++column) {
      if (counties.county_of({corner.column + column, corner.row + row}) != county) continue;
      m_inside_m[m_lattice.index_of({column, row})] =
          std::min({at(column - 1, row) + step, at(column, row - 1) + step,
                    at(column - 1, row - 1) + diagonal, at(column + 1, row - 1) + diagonal});
    }
  }
  for (int row = m_lattice.rows - 1; row >= 0; --row) {
    for (int column = m_lattice.columns - 1; column >= 0; --column) {
      float& here = m_inside_m[m_lattice.index_of({column, row})];
      here = std::min({here, at(column + 1, row) + step, at(column, row + 1) + step,
                       at(column + 1, row + 1) + diagonal, at(column - 1, row + 1) + diagonal});
    }
  }
}

bool Territory::holds(MapPoint p, double margin_m) const {
  if (m_counties == nullptr) return m_relief->in_outline(p, margin_m);
  const Node square{static_cast<int>(std::floor((p.x_m - m_lattice.west_m) / m_lattice.step_m)),
                    static_cast<int>(std::floor((p.y_m - m_lattice.south_m) / m_lattice.step_m))};
  if (!m_lattice.holds(square)) return false;
  const double inside_m = m_inside_m[m_lattice.index_of(square)];
  return inside_m > 0.0 && inside_m - 0.5 * m_lattice.step_m >= margin_m;
}

std::optional<MapPoint> Territory::border_at(MapPoint lattice_point) const {
  if (m_counties == nullptr) return std::nullopt;
  return m_counties->border_at(m_counties->lattice().nearest(lattice_point));
}

}  // namespace gigacity::apps::synth
