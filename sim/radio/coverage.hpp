// SPDX-License-Identifier: Apache-2.0
// The coverage engine: for a tile, the cells that reach it, reduced in a fixed order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "sim/propagation/tr38901.hpp"
#include "sim/radio/network.hpp"

namespace gigacity::radio {

/// The closed set of propagation models that a simulation can use.
enum class Model { free_space, p526, tr38901 };

/// "free-space", "p526", "3gpp-38901": the names of propagation::models().
const char* to_string(Model model);
std::optional<Model> model_named(std::string_view name);

struct CoverageOptions {
  Model model = Model::tr38901;
  double radius_m = 5000.0;  ///< a cell is computed out to here
  double receiver_height_m = 1.5;
  double noise_figure_db = 9.0;
  double effective_earth_radius_factor = 4.0 / 3.0;
  double floor_dbm = -140.0;  ///< levels below count as computed but absent
  /// For tr38901; absent: urban micro for antennas up to 15 m above ground, urban macro for higher
  /// ones.
  std::optional<propagation::Environment> environment;
};

/// What a pixel of a status raster says. "Computed, below the floor", "not computed" and "no data"
/// are three different things.
enum class PixelStatus : std::uint8_t {
  outside = 0,      ///< not in the area
  covered = 1,      ///< computed, at or above the floor
  below_floor = 2,  ///< computed, below the floor
  no_cell = 3,      ///< no cell of the technology within its radius
  no_terrain = 4,   ///< the terrain has no data here
};

/// One technology's layers over a tile. Levels are rounded to 1/64 dB; NaN except where `covered`.
struct TechnologyTile {
  Raster<float> rsrp_dbm;  ///< RSRP or SS-RSRP of the best server
  Raster<float> sinr_db;   ///< SINR or SS-SINR of the best server, from the rounded RSRP's server
  Raster<float> best_server;  ///< index into RadioNetwork::cells
  Raster<float> status;       ///< PixelStatus
};

/// Computes tiles; const and safe to share between threads. The network, sources and options
/// outlive it.
class CoverageEngine {
 public:
  /// `inside` is 1 where a pixel is in the area, else NaN. Terrain and surface share one grid, of
  /// which that of `inside` is a part (window_within()): around the area lies what paths to sites
  /// outside it cross. Throws std::invalid_argument where the grids do not fit, InputError where the
  /// terrain cannot be read.
  CoverageEngine(const RadioNetwork& network, const RasterSource& terrain,
                 const RasterSource& surface, const RasterSource& inside,
                 const CoverageOptions& options);
  ~CoverageEngine();

  bool has(Technology technology) const;

  /// Cells that take no part because the terrain has no data at their site nor within three pixels
  /// of it.
  std::span<const std::int32_t> cells_without_ground() const;

  /// Pixels of `window`, of the grid of `inside`, for each of the technologies, in their order: one walk of each profile
  /// serves them all. Ties in (rounded) level go to the lower cell index. The same pixel has the
  /// same values whatever window it is computed in, and whatever else is computed with it. Throws
  /// Cancelled.
  std::vector<TechnologyTile> compute(std::span<const Technology> technologies,
                                      const Window& window, const Progress& progress) const;
  /// One technology alone.
  TechnologyTile compute(Technology technology, const Window& window,
                         const Progress& progress) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace gigacity::radio
