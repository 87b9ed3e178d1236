// SPDX-License-Identifier: Apache-2.0
// The loops over profile points that a coverage raster spends its time in, on the widest vectors of
// the processor at hand. Every result is the same to the last bit on all of them: a maximum does
// not depend on the order, sums run in four fixed lanes, and nothing is fused.
#pragma once

#include <span>

namespace gigacity::propagation {

/// A line over the steps of a profile: at + per_step · i.
struct StepLine {
  double at = 0.0;
  double per_step = 0.0;
};

/// Over the points i = 1 ... n − 1 between the ends (n = size − 1); -inf where there is none. NaN
/// is skipped. Largest (h_i − from) / i − bulge · i, with `inverse` the table of 1/i.
double largest_slope(std::span<const float> height_m, double from_m, double bulge_m,
                     const double* inverse);
/// The same seen from the other end: largest (h_i − from) / (n − i) − bulge · (n − i).
double largest_slope_back(std::span<const float> height_m, double from_m, double bulge_m,
                          const double* inverse);
/// Largest [h_i − line(i) + bulge · i (n − i)] / √(i (n − i)), with `inverse_root` the table of
/// 1/√i.
double largest_clearance_ratio(std::span<const float> height_m, const StepLine& line,
                               double bulge_m, const double* inverse_root);
/// Largest h_i − line(i).
double largest_height_above(std::span<const float> height_m, const StepLine& line);

/// Σ h_i and Σ i h_i over all points; NaN in, NaN out.
struct ProfileSums {
  double height = 0.0;
  double moment = 0.0;
};
ProfileSums profile_sums(std::span<const float> height_m);

}  // namespace gigacity::propagation
