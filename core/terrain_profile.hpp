// SPDX-License-Identifier: Apache-2.0
// The vertical cut between two points of the map.
#pragma once

#include <cstddef>
#include <span>

namespace gigacity {

/// Heights at equal steps along a straight path, metres above the vertical datum: the first point
/// is the transmitter's, the last the receiver's. A view: whoever sampled the path keeps the
/// numbers.
struct TerrainProfile {
  double step_m = 0.0;
  std::span<const float> ground_m;   ///< bare terrain; never NaN
  std::span<const float> surface_m;  ///< terrain and what stands on it; NaN where unknown

  std::size_t size() const { return ground_m.size(); }
  double distance_m() const {
    return ground_m.empty() ? 0.0 : step_m * static_cast<double>(ground_m.size() - 1);
  }
};

}  // namespace gigacity
