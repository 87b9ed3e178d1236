// SPDX-License-Identifier: Apache-2.0
// Rasters that count something in each pixel (people), read as they are published: on their own
// grid, in their own CRS. Warping would blend counts; here every pixel keeps its own and is a
// quadrilateral on the map.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "core/grid.hpp"
#include "geo/crs.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::geo {

/// A pixel of the source with something in it.
struct CountedPixel {
  int column = 0;  ///< of the source
  int row = 0;
  double count = 0.0;  ///< above 0
  /// Corners in the working CRS, a closed ring; neighbours have the same corners, so that pixels
  /// tile the map.
  std::array<MapPoint, 5> outline{};

  MultiPolygon footprint() const { return {{{outline.begin(), outline.end()}, {}}}; }
};

/// Pixels of a window by rows, and what of it cannot be a count.
struct CountedPixels {
  std::vector<CountedPixel> pixels;
  std::int64_t impossible = 0;  ///< negative or infinite
  std::optional<CountedPixel> first_impossible;
};

/// One raster, or several on one lattice that are mosaicked, later over earlier. All functions are
/// safe to call from several threads at once; results do not depend on it.
class CountRaster {
 public:
  /// Windows are delivered with edges on multiples of this many pixels, so that whatever is done
  /// by patches of this side is done alike whichever window they came in.
  static constexpr int patch_side = 16;

  /// Errors in `findings`, and nothing, where a source is missing, has no CRS, is on another
  /// lattice than the first, or says that it holds densities.
  static std::optional<CountRaster> open(const RasterLayer& layer, const Crs& working,
                                         Findings& findings);
  ~CountRaster();
  CountRaster(CountRaster&&) noexcept;
  CountRaster& operator=(CountRaster&&) noexcept;

  /// The pixels that may touch a box of the map, out to whole patches; empty where none does.
  Window window_of(const MapBox& box) const;
  /// That window in parts of at most 16 by 16 patches, by rows.
  std::vector<Window> blocks_of(const MapBox& box) const;
  /// Throws InputError where the source cannot be read.
  CountedPixels read(const Window& window) const;
  /// For each point the number of the pixel that holds it, -1 for none.
  std::vector<std::int64_t> numbers_at(std::span<const MapPoint> points) const;
  /// Number of a pixel, as of numbers_at().
  std::int64_t number_of(const CountedPixel& pixel) const;

 private:
  struct State;
  explicit CountRaster(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace gigacity::geo
