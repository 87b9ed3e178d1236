// SPDX-License-Identifier: Apache-2.0
// From what a sweep finds to what the models of rows (sim/propagation/batch_*.hpp) ask for. The spans are the sweep's:
// good for as long as it holds them.
#pragma once

#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/batch_itm.hpp"
#include "sim/propagation/batch_p1812.hpp"
#include "sim/radio/sweep.hpp"

namespace gigacity::radio {

/// For paths of `SweepGeometry::surface_diffraction` or `p1812`; `pixel_m` is the grid's.
propagation::DiffractionLinks diffraction_links(const SweepQuestion& question, double pixel_m,
                                                const SweptPaths& paths);

/// For paths of `SweepGeometry::knife_edges`.
propagation::KnifeEdgesLinks knife_edges_links(const SweptPaths& paths);

/// For paths of `SweepGeometry::p1812`: inland throughout.
propagation::P1812Links p1812_links(const SweepQuestion& question, double pixel_m,
                                    const SweptPaths& paths);

/// For paths of `SweepGeometry::itm`.
propagation::ItmLinks itm_links(const SweepQuestion& question, const SweptPaths& paths);

}  // namespace gigacity::radio
