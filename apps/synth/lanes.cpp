// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <utility>

#include "apps/synth/plots.hpp"
#include "apps/synth/steps.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr std::uint64_t lane_stream = 0x1A9E0000;

double to_decimetre(double metres) {
  return std::round(metres * 10.0) / 10.0;
}

/// Between a row of plots and the next.
double middle_of_gap(const Plots& plots, int row) {
  return to_decimetre(plots.south_m + (row + 0.5) * plots.pitch_y_m + 0.5 * plots.depth_m);
}

/// The lane goes on to a place on a street around the block.
void add_gate(MapPoint place, LanePlan& lane) {
  lane.road.line.push_back(place);
  lane.gates.push_back(place);
}

/// Lanes from street to street, each between two rows of houses: the outer rows stand on the streets.
/// They meet a street at the same places from both sides and so go on from block to block; some are
/// bent, some blind.
void add_house_lanes(const Block& block, const Plots& plots, RandomStream& random,
                     CountyPlan& plan) {
  const MapPoint corner = plan.lattice.point_of(block.corner);
  const double width_m = block.width * plan.lattice.step_m;
  for (int row = 1; row + 1 < plots.rows; row += 2) {
    const double y = middle_of_gap(plots, row);
    const double end = random.uniform();
    const double along = random.uniform(0.35, 0.65);
    const double bend_m = random.uniform(-3.0, 3.0);
    LanePlan lane;
    constexpr double blind_share = 0.07;  // from either side
    const bool from_west = end >= blind_share;
    const bool from_east = end < 1.0 - blind_share;
    if (from_west) add_gate({corner.x_m, y}, lane);
    if (!from_west || !from_east || std::abs(bend_m) > 1.5)
      lane.road.line.push_back(
          {to_decimetre(corner.x_m + along * width_m), to_decimetre(y + bend_m)});
    if (from_east) add_gate({corner.x_m + width_m, y}, lane);
    plan.lanes.push_back(std::move(lane));
  }
}

/// The drive of an estate, a works or a campus: in by the southern gate, between two columns of
/// buildings, with ways to each side between the rows; some have a gate in the north too.
void add_drives(const Block& block, const Plots& plots, RandomStream& random, CountyPlan& plan) {
  if (plots.columns < 2) return;
  const MapPoint corner = plan.lattice.point_of(block.corner);
  const double passage_m = plots.pitch_x_m - plots.length_m;
  const double x = to_decimetre(plots.west_m + random.index(plots.columns - 1) * plots.pitch_x_m +
                                plots.length_m + 0.5 * passage_m);
  const double west = to_decimetre(plots.west_m);
  const double east =
      to_decimetre(plots.west_m + (plots.columns - 1) * plots.pitch_x_m + plots.length_m);
  const bool through = plots.rows < 2 || random.uniform() < 0.6;
  LanePlan drive;
  drive.road.road_class = RoadClass::service;
  add_gate({x, corner.y_m}, drive);
  for (int row = 0; row + 1 < plots.rows; ++row) {
    const double y = middle_of_gap(plots, row);
    drive.road.line.push_back({x, y});
    LanePlan side;
    side.road = {RoadClass::service, {{west, y}, {x, y}, {east, y}}};
    plan.lanes.push_back(std::move(side));
  }
  if (through) add_gate({x, corner.y_m + block.height * plan.lattice.step_m}, drive);
  plan.lanes.push_back(std::move(drive));
}

}  // namespace

void lay_lanes(CountyPlan& plan) {
  if (!plan.task.minor_roads) return;
  for (std::size_t i = 0; i < plan.blocks.size(); ++i) {
    const Block& block = plan.blocks[i];
    const Plots plots = plots_of(plan, block);
    RandomStream random(plan.task.seed, lane_stream + i);
    switch (block.use) {
      case BlockUse::row_houses:
      case BlockUse::old_town:
        add_house_lanes(block, plots, random, plan);
        break;
      case BlockUse::green:
        break;
      default:
        add_drives(block, plots, random, plan);
    }
  }
}

}  // namespace gigacity::apps::synth
