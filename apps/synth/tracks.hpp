// SPDX-License-Identifier: Apache-2.0
// Tracks between fields, which join the roads that are there.
#pragma once

#include "apps/synth/road_lattice.hpp"

namespace gigacity::apps::synth {

/// A net some 700 m wide on flat, dry ground; each of its pieces hangs on the roads of the seat.
void lay_tracks(const Relief& relief, const Territory& territory, const CountyPlan& plan,
                RoadLattice& roads);

}  // namespace gigacity::apps::synth
