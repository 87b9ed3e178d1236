// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

namespace {

/// At most this share of them are key places already.
constexpr double share_of_key_places = 0.5;

bool has_car_park(const PlacePlan& place) {
  constexpr std::array<std::string_view, 3> kinds{"hospital", "mall", "school"};
  return std::ranges::find(kinds, place.kind) != kinds.end();
}

bool is_commercial(BlockUse use) {
  return use == BlockUse::offices;
}

/// Blocks with lifts, tall ones first, the seat before the towns.
std::vector<const Block*> blocks_with_lifts(const CountyPlan& plan) {
  std::vector<const Block*> found;
  for (const auto uses : {std::array{BlockUse::towers, BlockUse::offices},
                          std::array{BlockUse::mid_rise, BlockUse::mid_rise}})
    for (const Settlement& s : plan.settlements)
      for (const int index : s.blocks) {
        const Block& block = plan.blocks[static_cast<std::size_t>(index)];
        if (block.use == uses[0] || block.use == uses[1]) found.push_back(&block);
      }
  return found;
}

PlacePlan estate_of(const CountyPlan& plan, const Block& block, int number) {
  const Name& county = plan.task.name;
  PlacePlan place;
  if (is_commercial(block.use)) {
    place.name = {fmt::format("{} Business Tower {}", county.roman, number),
                  fmt::format("{}商务大厦{}", county.chinese, number)};
    place.kind = "commercial_building";
  } else {
    place.name = {fmt::format("{} Garden Estate {}", county.roman, number),
                  fmt::format("{}花园小区{}", county.chinese, number)};
    place.kind = "residential_area";
  }
  place.footprint = block_outline(plan, block);
  return place;
}

/// Every fifth still waits for its system; every fifth has one in the lifts alone.
void furnish(PlacePlan& place, int number) {
  place.basements = place.kind == "residential_area" || place.kind == "school" ? 1 : 2;
  if (number % 5 == 4) return;
  const bool lifts_alone = number % 5 == 2;
  place.system_underground = !lifts_alone;
  place.indoor_system = lifts_alone                        ? "leaky_feeder"
                        : place.kind == "residential_area" ? "small_cells"
                                                           : "distributed_antenna_system";
}

}  // namespace

void plan_deep_coverage(CountyPlan& plan) {
  int number = 0;
  const auto most_key_places = static_cast<int>(share_of_key_places * plan.task.deep_places);
  for (PlacePlan& place : plan.places) {
    if (number == most_key_places) break;
    if (has_car_park(place)) furnish(place, number++);
  }
  int residential = 0;
  int commercial = 0;
  for (const Block* block : blocks_with_lifts(plan)) {
    if (number == plan.task.deep_places) break;
    int& of_kind = is_commercial(block->use) ? commercial : residential;
    plan.places.push_back(estate_of(plan, *block, ++of_kind));
    furnish(plan.places.back(), number++);
  }
}

}  // namespace gigacity::apps::synth
