// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/line_of_sight.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"

namespace gigacity::criteria {

namespace {

/// Samples read with one window: small boxes along the path instead of one as large as the path is
/// long.
constexpr int samples_at_once = 64;

}  // namespace

std::optional<Obstruction> obstruction(const SightLine& line, const RasterSource& heights) {
  const auto& grid = heights.grid();
  const double length_m = distance_m(line.transmitter, line.receiver);
  const int steps = static_cast<int>(std::ceil(length_m / grid.pixel_m));
  const auto at = [&](int i) -> MapPoint {
    const double t = static_cast<double>(i) / steps;
    return {line.transmitter.x_m + t * (line.receiver.x_m - line.transmitter.x_m),
            line.transmitter.y_m + t * (line.receiver.y_m - line.transmitter.y_m)};
  };
  const Pixel first_pixel = grid.pixel_of(line.transmitter);
  const Pixel last_pixel = grid.pixel_of(line.receiver);

  std::optional<Obstruction> worst;
  double worst_ratio = 0.0;
  double raise_m = 0.0;
  for (int begin = 1; begin < steps; begin += samples_at_once) {
    const int end = std::min(begin + samples_at_once, steps);
    MapBox box;
    box.add(at(begin));
    box.add(at(end - 1));
    const Window window = grid.window_of(box);
    if (window.empty()) continue;
    const auto block = heights.read(window);
    for (int i = begin; i < end; ++i) {
      const MapPoint p = at(i);
      const Pixel pixel = grid.pixel_of(p);
      if (pixel == first_pixel || pixel == last_pixel || !window.contains(pixel.column, pixel.row))
        continue;
      const float height = block.at({pixel.column - window.column, pixel.row - window.row});
      if (std::isnan(height)) continue;
      const double d1 = length_m * i / steps;
      const double d2 = length_m - d1;
      const double bulge_m = d1 * d2 / (2.0 * line.effective_earth_radius_factor * earth_radius_m);
      const double line_m = line.transmitter_height_m +
                            (line.receiver_height_m - line.transmitter_height_m) * (d1 / length_m);
      const double above_m = static_cast<double>(height) + bulge_m - line_m;
      if (above_m <= 0.0) continue;
      raise_m = std::max(raise_m, above_m * length_m / d2);
      const double ratio = above_m / std::sqrt(d1 * d2 / length_m);
      if (worst && ratio <= worst_ratio) continue;
      worst_ratio = ratio;
      worst = Obstruction{p, d1, above_m, 0.0};
    }
  }
  if (worst) worst->raise_m = raise_m;
  return worst;
}

}  // namespace gigacity::criteria
