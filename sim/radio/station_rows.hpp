// SPDX-License-Identifier: Apache-2.0
// What a station's cells give the pixels of a window, row by row: by the radial sweep, or each pixel by its own profile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "core/progress.hpp"
#include "sim/radio/path.hpp"
#include "sim/radio/station.hpp"
#include "sim/radio/sweep.hpp"

namespace gigacity::radio {

/// The land that stations and pixels lie on, as the chosen way of looking at it wants it. Read once; const, and
/// shared between threads.
class StationLand {
 public:
  /// Reads a window of the terrain's grid (window_around() of all that is asked for).
  StationLand(const CoverageOptions& options, const RasterSource& terrain,
              const RasterSource& surface, const Window& window);

  const GridSpec& grid() const { return m_grid; }
  const std::optional<SweepTerrain>& for_sweep() const { return m_sweep; }
  const std::optional<Landscape>& for_profiles() const { return m_profiles; }

 private:
  GridSpec m_grid;
  std::optional<SweepTerrain> m_sweep;
  std::optional<Landscape> m_profiles;
};

/// Memory of the work included: one for each thread.
class StationRows {
 public:
  /// Some pixels, as indices (row · width + column) into the tile.
  using Pixels = std::span<const std::int32_t>;
  /// The best cell of the station on a carrier, and the sum of all of them.
  struct Row {
    Pixels pixel;
    std::span<const std::int64_t> best;  ///< bits of a ServerKey
    std::span<const PowerQuanta> power;
  };
  /// What is wanted of a station, and who takes it. Sinks that are empty cost nothing.
  struct Sinks {
    std::function<bool(std::size_t carrier)> wanted;
    std::function<void(std::size_t carrier, const Row& row)> carrier;
    /// Each cell of a carrier alone: bits of its keys.
    std::function<void(std::size_t carrier, Pixels pixel, std::span<const std::int64_t> key)> cell;
    /// Whether the antennas see the receiver over the surface, 1 or 0.
    std::function<void(Pixels pixel, std::span<const std::uint8_t> in_sight)> sight;
  };

  /// `tile` is of the terrain's grid. The land outlives this. Throws std::invalid_argument for a tile of more than 2²¹
  /// pixels, whose indices single precision does not take apart.
  StationRows(const CoverageOptions& options, const StationLand& land, const Window& tile);
  ~StationRows();

  /// Every pixel of `asked`, a part of the tile, that has ground and lies within the radius, once for each carrier that
  /// is wanted. Throws Cancelled.
  void compute(const Station& station, const Window& asked, const Progress& progress,
               const Sinks& sinks);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace gigacity::radio
