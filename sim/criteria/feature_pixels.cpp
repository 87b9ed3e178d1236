// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/feature_pixels.hpp"

#include <algorithm>

namespace gigacity::criteria {

namespace {

/// Rows read at once: bounds memory for large features.
constexpr int rows_at_once = 256;

}  // namespace

std::vector<PixelRun> feature_runs(const MultiPolygon& footprint, MapPoint point,
                                   const RasterSource& inside) {
  const auto all = runs_of(footprint, inside.grid());
  const RasterSource* source = &inside;
  std::vector<PixelRun> runs;
  for_each_pixel(all, {&source, 1}, [&](Pixel p, std::span<const float> value) {
    if (value[0] != 1.0F) return;
    if (!runs.empty() && runs.back().row == p.row && runs.back().end == p.column)
      ++runs.back().end;
    else
      runs.push_back({p.row, p.column, p.column + 1});
  });
  if (!runs.empty()) return runs;
  const auto pixel = inside.grid().pixel_inside(point);
  if (pixel) runs.push_back({pixel->row, pixel->column, pixel->column + 1});
  return runs;
}

void for_each_pixel(std::span<const PixelRun> runs, std::span<const RasterSource* const> sources,
                    const std::function<void(Pixel, std::span<const float>)>& visit) {
  std::vector<Raster<float>> blocks(sources.size());
  std::vector<float> values(sources.size(), no_value);
  for (std::size_t first = 0; first < runs.size();) {
    std::size_t last = first;
    int west = runs[first].begin;
    int east = runs[first].end;
    while (last < runs.size() && runs[last].row < runs[first].row + rows_at_once) {
      west = std::min(west, runs[last].begin);
      east = std::max(east, runs[last].end);
      ++last;
    }
    const Window window{west, runs[first].row, east - west,
                        runs[last - 1].row - runs[first].row + 1};
    for (std::size_t s = 0; s < sources.size(); ++s)
      if (sources[s] != nullptr) blocks[s] = sources[s]->read(window);
    for (; first < last; ++first) {
      const auto& run = runs[first];
      for (int column = run.begin; column < run.end; ++column) {
        for (std::size_t s = 0; s < sources.size(); ++s)
          if (sources[s] != nullptr)
            values[s] = blocks[s].at({column - window.column, run.row - window.row});
        visit({column, run.row}, values);
      }
    }
  }
}

}  // namespace gigacity::criteria
