// SPDX-License-Identifier: Apache-2.0
// Where on a block buildings stand: rows that face south, with room between them for lanes.
#pragma once

#include "apps/synth/plan.hpp"

namespace gigacity::apps::synth {

/// Plots in columns and rows, each with room for a building of that length and depth.
struct Plots {
  int columns = 0;
  int rows = 0;
  double west_m = 0.0;  ///< of the first column
  double south_m = 0.0;
  double pitch_x_m = 0.0;  ///< from column to column; 0 where there is one
  double pitch_y_m = 0.0;
  double length_m = 0.0;
  double depth_m = 0.0;
};

Plots plots_of(const CountyPlan& plan, const Block& block);

}  // namespace gigacity::apps::synth
