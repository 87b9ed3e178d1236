// SPDX-License-Identifier: Apache-2.0
// A raster of people (WorldPop, GHSL) over the area: how many of each of its pixels live inside,
// and where in the pixel.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/city.hpp"
#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "geo/count_raster.hpp"
#include "geo/polygons.hpp"

namespace gigacity::apps {

/// A pixel of the raster that lies in the area, wholly or in part.
struct PeopledPixel {
  geo::CountedPixel pixel;
  double people = 0.0;     ///< its count times the share of its surface that lies in the area
  bool at_border = false;  ///< the area's border passes near
};

class PopulationRaster {
 public:
  /// Reads the raster once over the city's area. The people of a pixel with dwellings go to the
  /// buildings whose points lie in it, by dwellings: `Building::residents`. The people of the others
  /// stay open. Values that are no counts are errors in `findings`; so is a raster without people
  /// in the area.
  PopulationRaster(geo::CountRaster raster, geo::RasterLayer layer, City& city, Progress& progress,
                   Findings& findings);

  /// Calls `visit` for each pixel with people that touches the box of the map and has no dwelling,
  /// in a fixed order. Safe to call from several threads at once.
  void for_each_open(const MapBox& box,
                     const std::function<void(const PeopledPixel&)>& visit) const;

  /// Open pixels at the area's border: all whose surface touches a pixel of the city's grid that is
  /// not inside are among them.
  const std::vector<PeopledPixel>& open_at_border() const { return m_open_at_border; }
  /// Everybody the raster has inside the area.
  double people() const { return m_people; }
  /// For messages.
  InputLocation where() const {
    return {.source = m_layer.sources.front(), .layer = m_layer.section};
  }

 private:
  struct Block {
    std::vector<PeopledPixel> pixels;
    std::int64_t impossible = 0;
    std::optional<geo::CountedPixel> first_impossible;
  };
  Block block(const Window& window) const;
  void add_inside(std::vector<geo::CountedPixel> patch, const geo::PolygonIndex& area,
                  std::vector<PeopledPixel>& out) const;
  bool is_open(const geo::CountedPixel& pixel) const;
  void give_to_buildings(const PeopledPixel& from, City& city) const;

  geo::CountRaster m_raster;
  geo::RasterLayer m_layer;
  MultiPolygon m_area;
  double m_margin_m = 0.0;  ///< a pixel of the city's grid
  /// Pixel number and index of each building with dwellings in the raster, sorted.
  std::vector<std::pair<std::int64_t, std::size_t>> m_dwelt_in;
  std::vector<PeopledPixel> m_open_at_border;
  double m_people = 0.0;
};

}  // namespace gigacity::apps
