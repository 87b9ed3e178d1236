// SPDX-License-Identifier: Apache-2.0
// Rasters from any GDAL source, brought onto the working grid.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "geo/crs.hpp"

namespace gigacity::geo {

/// Reads windows of a file's first band; one GDAL dataset for each thread that asks.
class FileRasterSource final : public RasterSource {
 public:
  explicit FileRasterSource(const std::filesystem::path& file, int band = 1);
  ~FileRasterSource() override;
  const GridSpec& grid() const override;
  Raster<float> read(const Window& window) const override;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// How pixels of a grid get their values from those of a source:
/// bilinear        between the four around the pixel's centre
/// nearest         of the one that holds the pixel's centre
/// average         the mean of those in the pixel
/// mode            the most frequent of those in the pixel
/// upper_quartile  of those in the pixel: what a quarter of it reaches
enum class Resampling { bilinear, nearest, average, mode, upper_quartile };
const char* to_string(Resampling resampling);

/// Chosen for each source: `fine` where at least two of its pixels fit into one of the grid along
/// both axes, so that none of them is passed over; else `coarse`.
struct ResamplingRule {
  Resampling coarse = Resampling::nearest;
  Resampling fine = Resampling::nearest;
};

/// Ground: between the source's points, or their mean.
inline constexpr ResamplingRule ground_rule{Resampling::bilinear, Resampling::average};
/// Roofs and canopy: what covers a quarter of a pixel stays as high as it is, as a wall does; a
/// mean of roof and street would be neither.
inline constexpr ResamplingRule surface_rule{Resampling::bilinear, Resampling::upper_quartile};
/// Classes are never blended.
inline constexpr ResamplingRule class_rule{Resampling::nearest, Resampling::mode};

/// What the scenario says of a raster.
struct RasterLayer {
  std::vector<std::string> sources;  ///< one, or several that are mosaicked, later over earlier
  std::string section;               ///< of the scenario file, for messages: "terrain"
};

struct WarpOptions {
  ResamplingRule resampling = ground_rule;
  bool heights = true;   ///< what lies outside -500 ... 9000 m is no data
  bool partial = false;  ///< covering only a part of the grid is no reason for a warning
  /// The part of the grid that statistics and messages speak of; absent: all of it.
  std::optional<Window> counted{};
  /// Voids between ground no farther than this are filled (core/void_fill.hpp); 0: none.
  int fill_reach_pixels = 0;
  int chunk_side = 1024;  ///< pixels done at once; the result does not depend on it
};

/// Of the counted part of the grid.
struct WarpStatistics {
  std::int64_t pixels = 0;
  std::int64_t without_data = 0;  ///< nodata, NaN, or outside every source, and not filled
  std::int64_t filled = 0;
  double minimum = 0.0;
  double maximum = 0.0;
  std::vector<std::string> resampling{};  ///< the methods that were used
};

/// Opens every raster of the layer; errors for what is missing or cannot be used.
void check_rasters(const RasterLayer& layer, Findings& findings);

/// The finest resolution among the layer's rasters, metres on the ground at their middle, along the
/// axis on which it is finer. Nothing, and errors in `findings`, where none can be used.
std::optional<double> resolution_m_of(const RasterLayer& layer, Findings& findings);

/// Warps the mosaic onto `grid`, chunk by chunk, into a tiled GeoTIFF `file`; a source is a file, a
/// folder of tiles, or whatever else GDAL opens. Missing file, missing CRS, no overlap with the
/// grid at all, no data in the counted part: errors in `findings`, and no file. Voids that are not
/// declared, impossible heights, voids that were filled, and a part without data: warnings. Throws
/// OutputError, Cancelled.
WarpStatistics warp_onto_grid(const RasterLayer& layer, const GridSpec& grid, const Crs& working,
                              const WarpOptions& options, const std::filesystem::path& file,
                              Progress& progress, Findings& findings);

}  // namespace gigacity::geo
