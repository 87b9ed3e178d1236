// SPDX-License-Identifier: Apache-2.0
// The coverage engine: for a tile, the stations that reach it, each swept once and added up.
//
// What a tile keeps of a carrier, its best server and a sum of power in whole numbers, does not depend on the order of
// its stations, nor on the cut into tiles. A station can be taken out of it again and another put in, which gives the
// same bytes as a new run.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/raster_source.hpp"
#include "sim/radio/coverage_options.hpp"
#include "sim/radio/level_rows.hpp"
#include "sim/radio/network.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::radio {

/// What a pixel of a status raster says. "Computed, below the floor", "not computed" and "no data"
/// are three different things.
enum class PixelStatus : std::uint8_t {
  outside = 0,      ///< not in the area
  covered = 1,      ///< computed, at or above the floor
  below_floor = 2,  ///< computed, below the floor
  no_cell = 3,      ///< no cell of the service within its radius
  no_terrain = 4,   ///< the terrain has no data here
};

/// One service's layers over a tile. Levels are rounded to 1/64 dB; NaN except where `covered`.
struct ServiceTile {
  Raster<float> rsrp_dbm;     ///< RSRP or SS-RSRP of the best server
  Raster<float> sinr_db;      ///< SINR or SS-SINR of the best server
  Raster<float> best_server;  ///< index into RadioNetwork::cells
  Raster<float> status;       ///< PixelStatus

  // Of CoverageOptions::servers, outdoors; among the service's cells on the best server's frequency.
  Raster<float> second_server;     ///< index into RadioNetwork::cells; also of the same site
  Raster<float> server_margin_db;  ///< best server less second one; NaN where there is no second
  Raster<float> servers;           ///< within `overlap_db` of the best; 8 stands for 8 or more

  // Of CoverageOptions::sight.
  Raster<float> sites_in_sight;  ///< of the service; NaN outside the area and without terrain
};

/// The strongest cells of a carrier at a pixel, the best first.
using StrongestCells = std::array<ServerKey, 8>;

/// Sites seen from a pixel.
struct SitesInSight {
  std::int32_t last = -1;  ///< site
  std::int32_t count = 0;
};

/// What the cells of a carrier give a pixel.
struct PixelSums {
  ServerKey best;
  /// Of the best cells of all other stations; unknown() where a station that changed took its place.
  ServerKey second;
  PowerQuanta power = 0;  ///< load × power of all cells, the best one too
};

/// A tile before it is made into layers; 24 bytes for each pixel and carrier, more for layers that options ask for.
struct CoverageTile {
  Window window;  ///< of the grid of `inside`
  /// By the engine's carriers, row by row; empty for those that were not asked for.
  std::vector<std::vector<PixelSums>> carriers;
  std::vector<Service> services;  ///< that were asked for
  /// Empty unless asked for: by carrier, 64 bytes a pixel, and by service, 8 bytes.
  std::vector<std::vector<StrongestCells>> strongest;
  std::vector<std::vector<SitesInSight>> sight;
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

  /// Whether any cell of the service takes part.
  bool has(const Service& service) const;

  /// Cells that take no part because the terrain has no data at their site nor within three pixels
  /// of it.
  std::span<const std::int32_t> cells_without_ground() const;

  /// Pixels of `window`, of the grid of `inside`, for each of the services, in their order: one
  /// sweep of each station serves them all. Ties in (rounded) level go to the lower cell index. The
  /// same pixel has the same values whatever window it is computed in, and whatever else is computed
  /// with it. Throws std::invalid_argument for a window of more than 2²¹ pixels, and for a service of one operator
  /// unless CoverageOptions::per_operator; Cancelled.
  std::vector<ServiceTile> compute(std::span<const Service> services, const Window& window,
                                   const Progress& progress) const;
  /// One service alone.
  ServiceTile compute(const Service& service, const Window& window, const Progress& progress) const;

  /// The two halves of compute().
  CoverageTile reduce(std::span<const Service> services, const Window& window,
                      const Progress& progress) const;
  std::vector<ServiceTile> layers(const CoverageTile& tile) const;

  /// Some pixels of the window (row · width + column), and a cell's keys (their bits) at them.
  using CellLevels =
      std::function<void(std::span<const std::int32_t> pixel, std::span<const std::int64_t> key)>;
  /// Every cell of the services' technologies at every pixel of `window` that it reaches, in an order that depends on the
  /// network alone. Throws as compute().
  void for_each_cell(std::span<const Service> services, const Window& window,
                     const Progress& progress, const CellLevels& levels) const;

  /// Whether a pixel of `window` may differ between this engine and `before`: one over the same land
  /// with the same options, whose network has the same cells, some of them moved, turned or retuned.
  bool differs(const CoverageEngine& before, const Window& window) const;

  /// Makes a tile that `before` reduced into one with the layers that this engine would compute: takes
  /// out the stations that changed, puts them in as they are now, and looks again for the best server
  /// where it was one of them and the second is not known. Tiles with layers of
  /// CoverageOptions::servers or sight are computed anew. Throws std::invalid_argument where the carriers are not the same, Cancelled (the tile is of no use then).
  void update(CoverageTile& tile, const CoverageEngine& before, const Progress& progress) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace gigacity::radio
