// SPDX-License-Identifier: Apache-2.0
// Paths of the scalar Irregular Terrain Model as rows of the batch, and the scalar paths of the same
// figures in single precision.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/propagation/batch_itm.hpp"

namespace gigacity::propagation {

/// Receivers of one antenna: rows that `links` looks at.
struct ItmRows {
  TerminalPair height_m;
  bool from_profile = true;
  std::vector<float> distance_m, effective_transmitter_m, effective_receiver_m,
      horizon_transmitter_m, horizon_receiver_m, horizon_transmitter_rad, horizon_receiver_rad,
      irregularity_m, refractivity;

  std::size_t size() const { return distance_m.size(); }

  ItmLinks links(std::size_t first, std::size_t count) const {
    const auto row = [&](const std::vector<float>& all) {
      return std::span<const float>(all).subspan(first, count);
    };
    return {.height_m = height_m,
            .from_profile = from_profile,
            .distance_m = row(distance_m),
            .effective_transmitter_m = row(effective_transmitter_m),
            .effective_receiver_m = row(effective_receiver_m),
            .horizon_transmitter_m = row(horizon_transmitter_m),
            .horizon_receiver_m = row(horizon_receiver_m),
            .horizon_transmitter_rad = row(horizon_transmitter_rad),
            .horizon_receiver_rad = row(horizon_receiver_rad),
            .irregularity_m = row(irregularity_m),
            .refractivity = row(refractivity)};
  }

  /// Its heights and mode must be those of the rows.
  void add(const ItmPath& path) {
    const auto append = [](std::vector<float>& row, double value) {
      row.push_back(static_cast<float>(value));
    };
    append(distance_m, path.distance_m);
    append(effective_transmitter_m, path.effective_height_m.transmitter);
    append(effective_receiver_m, path.effective_height_m.receiver);
    append(horizon_transmitter_m, path.horizon_m.transmitter);
    append(horizon_receiver_m, path.horizon_m.receiver);
    append(horizon_transmitter_rad, path.horizon_rad.transmitter);
    append(horizon_receiver_rad, path.horizon_rad.receiver);
    append(irregularity_m, path.irregularity_m);
    append(refractivity, path.refractivity);
  }

  /// Receiver `i` as the scalar model's path.
  ItmPath path(std::size_t i) const {
    return {.distance_m = distance_m[i],
            .height_m = height_m,
            .effective_height_m = {effective_transmitter_m[i], effective_receiver_m[i]},
            .horizon_m = {horizon_transmitter_m[i], horizon_receiver_m[i]},
            .horizon_rad = {horizon_transmitter_rad[i], horizon_receiver_rad[i]},
            .irregularity_m = irregularity_m[i],
            .refractivity = refractivity[i],
            .earth_curvature_per_m = effective_curvature_per_m(refractivity[i]),
            .from_profile = from_profile};
  }
};

}  // namespace gigacity::propagation
