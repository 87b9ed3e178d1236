// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "apps/synth/plots.hpp"
#include "apps/synth/steps.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr std::uint64_t building_stream = 0xB01D0000;

/// Rows of like buildings that face south, as sunlight rules ask: a row's distance grows with its
/// height.
struct Pattern {
  double setback_m = 10.0;  ///< from the middle of the street
  double length_m = 40.0;
  double depth_m = 12.0;
  double gap_m = 10.0;  ///< between neighbours in a row
  double row_m = 30.0;  ///< from row to row
  int least_floors = 1;
  int most_floors = 3;
  double floor_m = 3.0;
  double dwellings_per_floor = 0.0;
  double left_out = 0.0;  ///< share of plots without a building
  bool together = false;  ///< all of a block the same height, as one estate
  const char* use = "residential";
};

Pattern pattern_of(BlockUse use) {
  switch (use) {
    case BlockUse::row_houses:
      return {8.0, 25.0, 8.0, 3.0, 25.0, 1, 3, 3.1, 0.0, 0.06, false, "residential"};
    case BlockUse::old_town:
      return {9.0, 30.0, 10.0, 5.0, 24.0, 2, 4, 3.1, 2.0, 0.05, false, "residential"};
    case BlockUse::slabs:
      return {10.0, 58.0, 12.0, 11.0, 31.0, 5, 7, 3.0, 6.0, 0.04, true, "residential"};
    case BlockUse::mid_rise:
      return {12.0, 38.0, 13.0, 12.0, 41.0, 9, 11, 3.0, 4.0, 0.08, true, "residential"};
    case BlockUse::towers:
      return {14.0, 30.0, 17.0, 18.0, 54.0, 16, 30, 3.0, 4.0, 0.22, true, "residential"};
    case BlockUse::offices:
      return {12.0, 42.0, 26.0, 14.0, 48.0, 3, 8, 4.0, 0.0, 0.10, false, "commercial"};
    case BlockUse::industry:
      return {10.0, 56.0, 28.0, 12.0, 44.0, 1, 2, 6.0, 0.0, 0.10, false, "industrial"};
    case BlockUse::government:
      return {20.0, 60.0, 16.0, 14.0, 48.0, 4, 9, 3.8, 0.0, 0.0, false, "public"};
    case BlockUse::hospital:
      return {14.0, 56.0, 18.0, 14.0, 44.0, 5, 13, 3.9, 0.0, 0.0, false, "hospital"};
    case BlockUse::school:
      return {14.0, 52.0, 12.0, 14.0, 42.0, 3, 5, 3.8, 0.0, 0.15, false, "school"};
    case BlockUse::mall:
      return {16.0, 104.0, 72.0, 12.0, 90.0, 4, 6, 4.8, 0.0, 0.0, false, "commercial"};
    case BlockUse::university:
      return {14.0, 62.0, 16.0, 14.0, 42.0, 5, 8, 3.6, 0.0, 0.18, false, "school"};
    case BlockUse::transport_hub:
      return {16.0, 120.0, 34.0, 12.0, 70.0, 2, 3, 6.0, 0.0, 0.0, false, "transport"};
    case BlockUse::green:
      break;
  }
  return {60.0, 24.0, 12.0, 10.0, 60.0, 1, 1, 4.0, 0.0, 0.3, false, "public"};
}

int times(double room_m, double size_m, double step_m) {
  return room_m < size_m ? 0 : 1 + static_cast<int>((room_m - size_m) / step_m);
}

}  // namespace

double typical_dwellings(BlockUse use, int squares) {
  const Pattern p = pattern_of(use);
  const double plots = squares * 1600.0 / ((p.length_m + p.gap_m) * p.row_m) * 0.85;
  const double floors = 0.5 * (p.least_floors + p.most_floors);
  return plots * (1.0 - p.left_out) *
         (p.dwellings_per_floor > 0.0 ? floors * p.dwellings_per_floor : 2.4);
}

Plots plots_of(const CountyPlan& plan, const Block& block) {
  const Pattern p = pattern_of(block.use);
  const MapPoint corner = plan.lattice.point_of(block.corner);
  const double width = block.width * plan.lattice.step_m;
  const double height = block.height * plan.lattice.step_m;
  Plots plots;
  plots.length_m = p.length_m;
  plots.depth_m = p.depth_m;
  plots.columns = times(width - 2.0 * p.setback_m, p.length_m, p.length_m + p.gap_m);
  plots.rows = times(height - 2.0 * p.setback_m, p.depth_m, p.row_m);
  // What room is left over is shared out between the plots.
  if (plots.columns > 1)
    plots.pitch_x_m = (width - 2.0 * p.setback_m - p.length_m) / (plots.columns - 1);
  if (plots.rows > 1) plots.pitch_y_m = (height - 2.0 * p.setback_m - p.depth_m) / (plots.rows - 1);
  plots.west_m = corner.x_m + (plots.columns > 1 ? p.setback_m : 0.5 * (width - p.length_m));
  plots.south_m = corner.y_m + (plots.rows > 1 ? p.setback_m : 0.5 * (height - p.depth_m));
  return plots;
}

void build_block(int index, CountyPlan& plan) {
  Block& block = plan.blocks[static_cast<std::size_t>(index)];
  const Pattern p = pattern_of(block.use);
  RandomStream random(plan.task.seed, building_stream + static_cast<std::uint64_t>(index));
  const Plots plots = plots_of(plan, block);
  const int estate_floors = p.least_floors + random.index(p.most_floors - p.least_floors + 1);
  for (int row = 0; row < plots.rows; ++row) {
    for (int column = 0; column < plots.columns; ++column) {
      const bool left_out = random.uniform() < p.left_out;
      const int own_floors = p.least_floors + random.index(p.most_floors - p.least_floors + 1);
      const double size = random.uniform(0.86, 1.0);
      const double shift = random.uniform();
      const double courtyard = random.uniform();
      if (left_out) continue;
      BuildingPlan b;
      b.block = index;
      b.use = p.use;
      b.floors = p.together ? estate_floors : own_floors;
      if (block.use == BlockUse::row_houses)
        b.floors = courtyard < 0.48 ? 1 : courtyard < 0.92 ? 2 : 3;
      if (block.use == BlockUse::offices && row == 0 && column == 0) b.floors = 12 + 2 * own_floors;
      const double roof_m = b.floors <= 3 ? 0.8 : 1.4;
      b.height_m = std::round((b.floors * p.floor_m + roof_m) * 10.0) / 10.0;
      const double length = std::round(p.length_m * size);
      const double x =
          std::round(plots.west_m + column * plots.pitch_x_m + shift * (p.length_m - length));
      const double y = std::round(plots.south_m + row * plots.pitch_y_m);
      b.box = {x, y, x + length, y + p.depth_m};
      if (p.dwellings_per_floor > 0.0) {
        b.dwellings = static_cast<int>(std::lround(p.dwellings_per_floor * b.floors));
      } else if (block.use == BlockUse::row_houses) {
        b.dwellings = b.floors == 1 ? 2 : b.floors == 2 ? 3 : 4;
      }
      block.dwellings += b.dwellings;
      if (plan.task.one_house_each && block.use == BlockUse::row_houses) {
        BuildingPlan neighbour = b;
        neighbour.dwellings = b.dwellings / 2;
        b.dwellings -= neighbour.dwellings;
        // Half each, less a passage between the two.
        b.box.max_x_m = x + std::floor(0.5 * length) - 1.0;
        neighbour.box.min_x_m = b.box.max_x_m + 2.0;
        plan.buildings.push_back(neighbour);
      }
      plan.buildings.push_back(b);
    }
  }
}

}  // namespace gigacity::apps::synth
