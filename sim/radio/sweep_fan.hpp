// SPDX-License-Identifier: Apache-2.0
// A quarter of a sweep: all rays that leave the antenna mainly north, east, south or west. Lines are the pixels' rows
// or columns across these rays, counted from the antenna's own (0); u is the distance to a line's middle and x the
// position along a line from the antenna's pixel's near edge, both in pixels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <hwy/aligned_allocator.h>

#include "sim/radio/sweep.hpp"

namespace gigacity::radio {

/// Paths being gathered, until they are handed over.
struct SweepOutput {
  static constexpr std::size_t capacity = 1024;
  static constexpr std::size_t slack = 16;  ///< a whole vector may be written at the end

  static_assert(capacity + slack <= SweptPaths::most);

  template <class T>
  using Row = std::array<T, capacity + slack>;

  std::size_t count = 0;
  Row<std::int32_t> pixel;
  Row<std::uint8_t> in_sight;
  Row<float> distance_m;
  Row<float> receiver_m;
  Row<float> receiver_ground_m;
  Row<float> nu_root_m;
  Row<float> smooth_transmitter_m;
  Row<float> smooth_receiver_m;
  Row<float> obstacle_m;
  Row<float> obstacle_transmitter_slope;
  Row<float> obstacle_receiver_slope;
  Row<float> transmitter_side_nu_root_m;
  Row<float> receiver_side_nu_root_m;
  Row<float> beta_nu_root_m;
  Row<float> horizon_transmitter_m;
  Row<float> horizon_receiver_m;
  Row<float> horizon_transmitter_slope;
  Row<float> horizon_receiver_slope;
  Row<float> roughness_m;
  Row<float> effective_transmitter_m;
  Row<float> effective_receiver_m;
  Row<float> irregularity_m;
  Row<float> refractivity;
};

/// What lies along a bundle of neighbouring rays, a vector for each line, and the maxima over 8 and 64 lines.
struct SweepProfiles {
  hwy::AlignedFreeUniquePtr<float[]> values;
  std::size_t floats = 0;

  /// At least `needed` floats.
  float* reserve(std::size_t needed) {
    if (needed > floats) {
      values = hwy::AllocateAligned<float>(needed);
      floats = needed;
    }
    return values.get();
  }
};

/// u, and powers of u and of whole numbers, for lines 0 ... n and a vector beyond; the powers of line 0 are 1, which
/// nothing depends on.
struct SweepTables {
  static constexpr int margin = 16;

  std::vector<float> u;
  std::vector<float> inverse_u;
  std::vector<float> inverse_root_u;

  /// 1 / k and its root, -margin <= k <= n + margin; 0 where k <= 0.
  const float* inverse_of(int k) const { return m_inverse.data() + (k + margin); }
  const float* inverse_root_of(int k) const { return m_inverse_root.data() + (k + margin); }

  void fill(int lines, float offset);

 private:
  std::vector<float> m_inverse;
  std::vector<float> m_inverse_root;
};

struct SweepScratch::Buffers {
  SweepOutput output;
  SweepProfiles profiles;
  SweepTables tables;
};

struct SweepFan {
  const float* ground_m = nullptr;  ///< of the antenna's line, at the antenna's pixel
  const float* surface_m = nullptr;
  std::ptrdiff_t line_stride = 0;  ///< floats from one line to the next one outwards
  int first_position = 0;          ///< pixels of the plane along a line, from the antenna's pixel
  int end_position = 0;

  float x = 0.0F;  ///< the antenna's place in its pixel, along the line: 0 to 1
  float pixel_m = 1.0F;
  float half_bulge_m = 0.0F;       ///< of the earth, at u = 1
  float half_bulge_beta_m = 0.0F;  ///< the same at a_β; 0: not asked for
  float reference_m = 0.0F;        ///< heights count from here: the antenna's ground
  float antenna_m = 0.0F;          ///< above it
  float receiver_height_m = 0.0F;
  float refractivity = 0.0F;  ///< at sea level
  float least_nu_root_m = 0.0F;
  float radius = 0.0F;         ///< in pixels
  bool owns_diagonals = true;  ///< the pixels with |x| = u
  SweepGeometry geometry = SweepGeometry::line_of_sight;

  int rim_line = 0;  ///< the last line within the radius: what is asked for does not move the rays
  int first_line = 1;  ///< lines asked for
  int last_line = 0;
  int asked_first = 0;  ///< pixels asked for along them
  int asked_end = 0;
  std::int32_t pixel_base = 0;  ///< index of line 0, position 0 in the window
  std::int32_t pixel_per_line = 0;
  std::int32_t pixel_per_position = 0;
};

/// Sweeps a fan; hands over whenever the output is full. `tables` hold at least last_line + 1 entries.
void sweep_fan(const SweepFan& fan, const SweepTables& tables, SweepProfiles& profiles,
               SweepOutput& output, const std::function<void()>& hand_over);

}  // namespace gigacity::radio
