// SPDX-License-Identifier: Apache-2.0
// From the losses of a row of receivers to what the cells of one antenna give them, in vectors: where they lie as the
// antenna sees them, each cell's level, and sums of power in whole numbers.
//
// Sums of whole numbers do not depend on their order, and a summand can be taken off again without a trace. That is why
// tiles have the same bytes however they are reached, and why a moved site needs no new run of its neighbours.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace gigacity::radio {

/// Power per resource element in steps of 2^-60 mW (-180.6 dBm). A single cell counts as at most 2^-2 mW (-6 dBm),
/// which no receiver outdoors gets: 2^5 of them fit into a sum.
using PowerQuanta = std::int64_t;
inline constexpr int quanta_per_mw_log2 = 60;

/// A level and the cell that has it, in an order that finds the best server: by the level rounded to 1/64 dB, among
/// equals the lower cell first. Carries what rounding took off the level, to 1e-6 dB.
class ServerKey {
 public:
  constexpr ServerKey() = default;  ///< no server
  constexpr explicit ServerKey(std::int64_t bits) : m_bits(bits) {}
  /// Above every key: there is a server, or none, that nobody knows any more.
  static constexpr ServerKey unknown() {
    return ServerKey(std::numeric_limits<std::int64_t>::max());
  }

  constexpr std::int64_t bits() const { return m_bits; }
  constexpr bool exists() const { return m_bits != none; }
  constexpr std::int32_t cell() const {
    return static_cast<std::int32_t>(0x7fffffff - ((m_bits >> 16) & 0x7fffffff));
  }
  /// The same cell, so many 1/64 dB weaker; 0 or more of them. At most down to the lowest level that there is.
  constexpr ServerKey weakened(std::int32_t steps) const {
    const std::int32_t least = std::max(level() - steps, lowest_level);
    return exists() ? ServerKey(m_bits - (std::int64_t{level() - least} << 48)) : *this;
  }

  /// In 1/64 dB.
  constexpr std::int32_t level() const { return static_cast<std::int32_t>(m_bits >> 48); }
  constexpr float level_dbm() const { return static_cast<float>(level()) / 64.0F; }
  /// Before it was rounded, to 1e-6 dB.
  constexpr double unrounded_dbm() const { return (level() + rest() / 65534.0) / 64.0; }
  /// What was taken off, in 1/65534 of 1/64 dB.
  constexpr std::int32_t rest() const { return static_cast<std::int32_t>(m_bits & 0xffff) - 32768; }

  friend constexpr bool operator==(ServerKey, ServerKey) = default;
  friend constexpr bool operator<(ServerKey a, ServerKey b) { return a.m_bits < b.m_bits; }

 private:
  static constexpr std::int32_t lowest_level = -32'000;
  static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
  std::int64_t m_bits = none;
};

/// Where a window's pixels lie around the antenna. In whole pixels and a rest, so that the same pixel has the same
/// direction in every window.
struct RowFrame {
  int first_column = 0;  ///< of the window, counted from the antenna's pixel
  int first_row = 0;
  double east_m = 0.0;  ///< from the antenna to the middle of its pixel
  double south_m = 0.0;
  double pixel_m = 1.0;
  int width = 1;           ///< pixels
  double antenna_m = 0.0;  ///< above the datum of the receivers' heights
  double effective_earth_radius_m = 1.0;
};

/// Directions from the antenna to receivers at pixels of the window (row · width + column, at most 2²¹ of them): azimuth clockwise
/// from grid north, -180 to 180, and elevation above the horizon.
void directions_deg(const RowFrame& frame, std::span<const std::int32_t> pixel,
                    std::span<const float> distance_m, std::span<const float> receiver_m,
                    std::span<float> azimuth_deg, std::span<float> elevation_deg) noexcept;

/// From one antenna to another in space, over the flat map.
void slant_distances_m(std::span<const float> distance_m, std::span<const float> receiver_m,
                       double antenna_m, std::span<float> slant_m) noexcept;

/// A cell as the rows need it.
struct RowCell {
  std::int32_t index = 0;
  double reference_dbm = 0.0;  ///< power per resource element at the antenna port
  double load = 0.0;           ///< 0 to 1
  friend bool operator==(const RowCell&, const RowCell&) = default;
};

/// Adds a cell: its level, reference − loss + gain, to the best of each receiver, and load × power to the sums.
/// Levels are held between ±500 dBm. `best` holds the bits of keys.
void add_cell(const RowCell& cell, std::span<const float> loss_db, std::span<const float> gain_dbi,
              std::span<std::int64_t> best, std::span<PowerQuanta> sum) noexcept;

/// log2 of a cell's load, as rows have it.
float log2_load(double load);

/// SINR of the best servers: their power over noise and all else that the sums hold, dB. `best` holds the bits of keys
/// that exist; what `add_cell` added for them comes off the sums without a rest.
void sinrs_db(std::span<const std::int64_t> best, std::span<const PowerQuanta> sum,
              std::span<const float> log2_load_of_best, std::span<const float> noise_mw,
              std::span<float> sinr_db) noexcept;

}  // namespace gigacity::radio
