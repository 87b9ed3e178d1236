// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

void build_county(const Relief& relief, const Territory& territory, CountyPlan& plan,
                  Progress& progress) {
  place_settlements(relief, territory, plan);
  name_places(relief, territory, plan);
  plan_deep_coverage(plan);
  lay_lanes(plan);
  lay_roads(relief, territory, plan, progress);
  divide_county(relief, territory, plan);
  plan_radio(relief, territory, plan);
  plan_fibre(plan);
  build_plant(plan);
}

}  // namespace gigacity::apps::synth
