// SPDX-License-Identifier: Apache-2.0
#include "core/void_fill.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace gigacity {

namespace {

/// The nearest known height on one side of a pixel.
struct Known {
  int steps = 0;  ///< 0: none within reach
  float height_m = no_value;
};

/// One step along a line, in columns and rows.
struct Step {
  int columns = 0;
  int rows = 0;
  double length() const { return columns != 0 && rows != 0 ? std::numbers::sqrt2 : 1.0; }
  Step back() const { return {-columns, -rows}; }
};

constexpr std::array<Step, 4> lines{{{1, 0}, {0, 1}, {1, 1}, {1, -1}}};
constexpr int lines_needed = 2;

/// For each pixel of `inner`, a window of `heights`, the nearest known height met when walking
/// against `step`. One pass in the direction of the step: what a pixel meets is its predecessor, or
/// what that has met.
std::vector<Known> met(const Raster<float>& heights, const Window& inner, Step step,
                       int reach_pixels) {
  const int width = heights.width();
  const int height = heights.height();
  const int most_steps = static_cast<int>(reach_pixels / step.length());
  std::vector<Known> found(inner.size());
  std::vector<Known> before(static_cast<std::size_t>(width));  // of the row that rows came from
  std::vector<Known> now(static_cast<std::size_t>(width));
  const bool southwards = step.rows > 0 || (step.rows == 0 && step.columns > 0);
  for (int k = 0; k < height; ++k) {
    const int row = southwards ? k : height - 1 - k;
    const int from_row = row - step.rows;
    for (int j = 0; j < width; ++j) {
      const int column = step.columns >= 0 ? j : width - 1 - j;
      const int from_column = column - step.columns;
      Known known;
      if (from_column >= 0 && from_column < width && from_row >= 0 && from_row < height) {
        const float neighbour = heights.at({from_column, from_row});
        const Known& its = (step.rows == 0 ? now : before)[static_cast<std::size_t>(from_column)];
        if (!std::isnan(neighbour))
          known = {1, neighbour};
        else if (its.steps > 0 && its.steps < most_steps)
          known = {its.steps + 1, its.height_m};
      }
      now[static_cast<std::size_t>(column)] = known;
      if (inner.contains(column, row))
        found[static_cast<std::size_t>(row - inner.row) * static_cast<std::size_t>(inner.width) +
              static_cast<std::size_t>(column - inner.column)] = known;
    }
    std::swap(before, now);
  }
  return found;
}

/// What the lines through a pixel say, together.
struct Bridge {
  double weighted_m = 0.0;
  double weight = 0.0;
  int lines = 0;
};

}  // namespace

Raster<float> voids_filled(const RasterSource& heights, const Window& window, int reach_pixels) {
  Raster<float> out = heights.read(window);
  const auto is_void = [](float h) { return std::isnan(h); };
  if (reach_pixels < 1 || std::ranges::none_of(out.values(), is_void)) return out;
  const Raster<float> around = heights.read(window.inflated(reach_pixels));
  if (std::ranges::all_of(around.values(), is_void)) return out;

  const Window inner{reach_pixels, reach_pixels, window.width, window.height};
  std::vector<Bridge> bridges(window.size());
  for (const Step step : lines) {
    const std::vector<Known> ahead = met(around, inner, step, reach_pixels);
    const std::vector<Known> behind = met(around, inner, step.back(), reach_pixels);
    for (std::size_t i = 0; i < bridges.size(); ++i) {
      if (!is_void(out.values()[i]) || ahead[i].steps == 0 || behind[i].steps == 0) continue;
      const int span = ahead[i].steps + behind[i].steps;
      const double share = static_cast<double>(ahead[i].steps) / span;
      const double weight = 1.0 / (span * span * step.length() * step.length());
      bridges[i].weighted_m += weight * std::lerp(static_cast<double>(ahead[i].height_m),
                                                  static_cast<double>(behind[i].height_m), share);
      bridges[i].weight += weight;
      ++bridges[i].lines;
    }
  }
  for (std::size_t i = 0; i < bridges.size(); ++i)
    if (bridges[i].lines >= lines_needed)
      out.values()[i] = static_cast<float>(bridges[i].weighted_m / bridges[i].weight);
  return out;
}

}  // namespace gigacity
