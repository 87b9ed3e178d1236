// SPDX-License-Identifier: Apache-2.0
// The functions of diffraction.hpp over profiles of equal steps: the same results to rounding, at
// the speed a coverage raster needs. Division and square root come from tables, the smooth earth
// costs O(log n), and nothing is allocated.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/terrain_profile.hpp"
#include "sim/propagation/diffraction.hpp"

namespace gigacity::propagation {

/// 1/i and 1/√i for the points of a profile.
class StepTables {
 public:
  /// For profiles of up to `points` points.
  explicit StepTables(std::size_t points);
  std::size_t points() const { return m_inverse.size(); }
  const double* inverse() const { return m_inverse.data(); }
  const double* inverse_root() const { return m_inverse_root.data(); }

 private:
  std::vector<double> m_inverse;
  std::vector<double> m_inverse_root;
};

/// Whether no point between the ends rises to the line between the antennas over the curved earth
/// (the LOS test of P.1812-6 eq. 14). NaN heights are skipped.
bool line_of_sight(double step_m, std::span<const float> height_m, double transmitter_m,
                   double receiver_m, double effective_earth_radius_m, const StepTables& tables);

/// As bullington_edge over distances 0, step, 2 step ...; at least two points, at most
/// tables.points().
BullingtonEdge bullington_edge(double step_m, std::span<const float> height_m, double transmitter_m,
                               double receiver_m, double effective_earth_radius_m,
                               const StepTables& tables);

/// As smooth_earth.
SmoothEarth smooth_earth(double step_m, std::span<const float> ground_m, double transmitter_m,
                         double receiver_m, const StepTables& tables);

/// As delta_bullington.
DeltaBullington delta_bullington(const TerrainProfile& profile, double transmitter_m,
                                 double receiver_m, double effective_earth_radius_m,
                                 const StepTables& tables);

}  // namespace gigacity::propagation
