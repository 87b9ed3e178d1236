// SPDX-License-Identifier: Apache-2.0
#include "apps/run/building_heights.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "core/polygon_cover.hpp"

namespace gigacity::apps {

namespace {

// Shares are exact to about 1e-12: "at least 0.3" must not fail on the last digit.
constexpr double share_tolerance = 1e-9;

std::vector<StandingBody> tallest_first(std::vector<StandingBody> bodies) {
  std::ranges::stable_sort(bodies, std::greater<>(), &StandingBody::height_m);
  return bodies;
}

std::vector<MapBox> boxes_of(const std::vector<StandingBody>& bodies) {
  std::vector<MapBox> boxes;
  boxes.reserve(bodies.size());
  for (const auto& body : bodies) boxes.push_back(bounds(*body.footprint));
  return boxes;
}

struct BuiltPixel {
  double share = 0.0;
  double share_times_height_m = 0.0;
  bool stands = false;  ///< whatever its share
};

}  // namespace

BuildingHeights::BuildingHeights(const GridSpec& grid, std::vector<StandingBody> bodies,
                                 double minimum_cover)
    : m_grid(grid),
      m_bodies(tallest_first(std::move(bodies))),
      m_minimum_cover(minimum_cover - share_tolerance),
      m_index(grid, boxes_of(m_bodies)) {}

Raster<float> BuildingHeights::tile(const Window& tile) const {
  Raster<BuiltPixel> built(m_grid.part(tile));
  for (const auto i : m_index.touching(tile)) {
    const auto& body = m_bodies[static_cast<std::size_t>(i)];
    // Of the whole building, also where it reaches into other tiles: they must agree on it.
    const PolygonCover cover = cover_of(*body.footprint, m_grid);
    const auto shares = cover.shares.values();
    if (shares.empty()) continue;
    const auto most = std::ranges::max_element(shares);
    const bool scattered = *most < m_minimum_cover &&
                           std::accumulate(shares.begin(), shares.end(), 0.0) >= m_minimum_cover;
    const auto pixel_of_most = static_cast<std::size_t>(most - shares.begin());
    const Window seen = cover.window.intersection(tile);
    for (int row = seen.row; row < seen.end_row(); ++row) {
      for (int column = seen.column; column < seen.end_column(); ++column) {
        const Pixel in_cover{column - cover.window.column, row - cover.window.row};
        auto& pixel = built.at({column - tile.column, row - tile.row});
        const double share = std::min(cover.shares.at(in_cover), 1.0 - pixel.share);
        pixel.share += share;
        pixel.share_times_height_m += share * body.height_m;
        if (scattered && cover.shares.grid().index_of(in_cover) == pixel_of_most)
          pixel.stands = true;
      }
    }
  }
  Raster<float> heights(built.grid(), no_value);
  for (std::size_t i = 0; i < built.values().size(); ++i) {
    const auto& pixel = built.values()[i];
    if (pixel.share > 0.0 && (pixel.stands || pixel.share >= m_minimum_cover))
      heights.values()[i] = static_cast<float>(pixel.share_times_height_m / pixel.share);
  }
  return heights;
}

}  // namespace gigacity::apps
