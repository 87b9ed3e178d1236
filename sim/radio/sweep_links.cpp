// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/sweep_links.hpp"

namespace gigacity::radio {

propagation::DiffractionLinks diffraction_links(const SweepQuestion& question, double pixel_m,
                                                const SweptPaths& paths) {
  propagation::DiffractionLinks links;
  links.transmitter_m =
      question.transmitter_height_m;  // above its own ground, where heights count from
  links.step_m = pixel_m;
  links.distance_m = paths.distance_m;
  links.receiver_m = paths.receiver_m;
  links.receiver_ground_m = paths.receiver_ground_m;
  links.nu_root_m = paths.nu_root_m;
  links.smooth_transmitter_m = paths.smooth_transmitter_m;
  links.smooth_receiver_m = paths.smooth_receiver_m;
  links.obstacle_m = paths.obstacle_m;
  links.obstacle_transmitter_slope = paths.obstacle_transmitter_slope;
  links.obstacle_receiver_slope = paths.obstacle_receiver_slope;
  return links;
}

propagation::KnifeEdgesLinks knife_edges_links(const SweptPaths& paths) {
  return {paths.distance_m, paths.nu_root_m, paths.transmitter_side_nu_root_m,
          paths.receiver_side_nu_root_m};
}

propagation::P1812Links p1812_links(const SweepQuestion& question, double pixel_m,
                                    const SweptPaths& paths) {
  propagation::P1812Links links;
  links.diffraction = diffraction_links(question, pixel_m, paths);
  links.datum_m = question.transmitter_ground_m;
  links.beta_nu_root_m = paths.beta_nu_root_m;
  links.horizon_transmitter_m = paths.horizon_transmitter_m;
  links.horizon_receiver_m = paths.horizon_receiver_m;
  links.horizon_transmitter_slope = paths.horizon_transmitter_slope;
  links.horizon_receiver_slope = paths.horizon_receiver_slope;
  links.roughness_m = paths.roughness_m;
  return links;
}

propagation::ItmLinks itm_links(const SweepQuestion& question, const SweptPaths& paths) {
  propagation::ItmLinks links;
  links.height_m = {question.transmitter_height_m, question.receiver_height_m};
  links.distance_m = paths.distance_m;
  links.effective_transmitter_m = paths.effective_transmitter_m;
  links.effective_receiver_m = paths.effective_receiver_m;
  links.horizon_transmitter_m = paths.horizon_transmitter_m;
  links.horizon_receiver_m = paths.horizon_receiver_m;
  links.horizon_transmitter_rad = paths.horizon_transmitter_slope;
  links.horizon_receiver_rad = paths.horizon_receiver_slope;
  links.irregularity_m = paths.irregularity_m;
  links.refractivity = paths.refractivity;
  return links;
}

}  // namespace gigacity::radio
