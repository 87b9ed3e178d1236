// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/level_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/radio/level_rows.cpp"
#include <hwy/foreach_target.h>

#include "sim/propagation/batch_math-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace propagation::HWY_NAMESPACE;

constexpr float steps_per_db = 64.0F;
constexpr float rests = 65534.0F;  // of a step: half of them fit to either side
constexpr float most_steps = 32000.0F;
constexpr float quantum_mw = 0x1p-60F;
static_assert(quanta_per_mw_log2 == 60);

// atan2(y, x) in degrees, -180 to 180; 0 where both are 0.
HWY_INLINE Vector atan2_deg(Vector y, Vector x) {
  const Lanes d;
  const Vector along = hn::Abs(x);
  const Vector across = hn::Abs(y);
  const Vector most = hn::Max(hn::Max(along, across), all(1e-30));
  const Vector ratio = hn::Div(hn::Min(along, across), most);
  // Above tan 22.5° by the angle to 45°; then the series' next term is below a float's rounding.
  const Mask steep = hn::Gt(ratio, all(std::numbers::sqrt2 - 1.0));
  const Vector t = hn::IfThenElse(steep, hn::Div(plus(ratio, -1.0), plus(ratio, 1.0)), ratio);
  constexpr double series[] = {1.0, -1.0 / 3, 1.0 / 5, -1.0 / 7, 1.0 / 9, -1.0 / 11, 1.0 / 13};
  const Vector angle = hn::Mul(t, polynomial(squared(t), series));
  Vector out = hn::IfThenElse(steep, plus(angle, 0.25 * std::numbers::pi), angle);
  out = hn::IfThenElse(hn::Gt(across, along), hn::Sub(all(0.5 * std::numbers::pi), out), out);
  out = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Sub(all(std::numbers::pi), out), out);
  return hn::CopySignToAbs(times(out, 180.0 / std::numbers::pi), y);
}

void directions(const RowFrame& frame, std::span<const std::int32_t> pixel,
                std::span<const float> distance_m, std::span<const float> receiver_m,
                std::span<float> azimuth_deg, std::span<float> elevation_deg) {
  const double half_curvature = 0.5 / frame.effective_earth_radius_m;
  for_each_block(pixel.size(), [&](Block block) HWY_ATTR {
    HWY_ALIGN float indices[most_lanes] = {};
    for (std::size_t i = 0; i < block.count; ++i)
      indices[i] = static_cast<float>(pixel[block.first + i]);
    const Vector index = hn::Load(Lanes(), indices);
    const Vector row = hn::Floor(times(plus(index, 0.5), 1.0 / frame.width));
    const Vector column = hn::NegMulAdd(row, all(frame.width), index);
    const Vector east = muladd(plus(column, frame.first_column), frame.pixel_m, frame.east_m);
    const Vector south = muladd(plus(row, frame.first_row), frame.pixel_m, frame.south_m);
    store(atan2_deg(east, hn::Neg(south)), azimuth_deg, block);
    const Vector d = load(distance_m, block);
    const Vector rise =
        hn::Sub(plus(load(receiver_m, block), -frame.antenna_m), times(squared(d), half_curvature));
    store(atan2_deg(rise, d), elevation_deg, block);
  });
}

void slant_distances(std::span<const float> distance_m, std::span<const float> receiver_m,
                     double antenna_m, std::span<float> slant_m) {
  for_each_block(distance_m.size(), [&](Block block) HWY_ATTR {
    const Vector rise = plus(load(receiver_m, block), -antenna_m);
    const Vector d = load(distance_m, block);
    store(hn::Sqrt(hn::MulAdd(d, d, squared(rise))), slant_m, block);
  });
}

// Load × power in quanta, still a float: its 24 bits are what counts.
HWY_INLINE Vector power_of(Vector steps, Vector rest, Vector log2_load) {
  constexpr double octaves_per_step = 1.0 / (10.0 * steps_per_db * log10_of_2);
  const Vector level = muladd(rest, all(1.0 / rests), steps);
  const Vector octaves = muladd(level, all(octaves_per_step), plus(log2_load, quanta_per_mw_log2));
  // Below one quantum nothing is left: exp2_of ends at 2^-125.
  return exp2_of(hn::Min(octaves, all(quanta_per_mw_log2 - 2)));
}

using Integers = hn::ScalableTag<std::int64_t>;
using HalfFloats = hn::Rebind<float, Integers>;
using HalfInts = hn::Rebind<std::int32_t, Integers>;
using Doubles = hn::RebindToFloat<Integers>;

void add(const RowCell& cell, std::span<const float> loss_db, std::span<const float> gain_dbi,
         std::span<std::int64_t> best, std::span<PowerQuanta> sum) {
  const Vector octaves_of_load = all(log2_load(cell.load));
  const Integers whole;
  const auto of_cell = hn::Set(
      whole, (static_cast<std::int64_t>(0x7fffffff - cell.index) << 16) + std::int64_t{32768});
  const std::size_t halves = hn::Lanes(Lanes()) / hn::Lanes(whole);
  for_each_block(loss_db.size(), [&](Block block) HWY_ATTR {
    const Vector level_dbm =
        plus(hn::Sub(load(gain_dbi, block), load(loss_db, block)), cell.reference_dbm);
    const Vector level = held(times(level_dbm, steps_per_db), -most_steps, most_steps);
    const Vector steps = hn::Round(level);
    const Vector rest = hn::Round(times(hn::Sub(level, steps), rests));
    HWY_ALIGN float steps_of[most_lanes];
    HWY_ALIGN float rest_of[most_lanes];
    HWY_ALIGN float power[most_lanes];
    hn::Store(steps, Lanes(), steps_of);
    hn::Store(rest, Lanes(), rest_of);
    hn::Store(power_of(steps, rest, octaves_of_load), Lanes(), power);

    // A rest of a row goes through memory of a whole vector's size.
    HWY_ALIGN std::int64_t kept_best[most_lanes];
    HWY_ALIGN std::int64_t kept_sum[most_lanes];
    const bool rest_of_row = block.count < hn::Lanes(Lanes());
    std::int64_t* const row_best = best.data() + block.first;
    std::int64_t* const row_sum = sum.data() + block.first;
    if (rest_of_row) {
      std::copy_n(row_best, block.count, kept_best);
      std::copy_n(row_sum, block.count, kept_sum);
    }
    std::int64_t* const to_best = rest_of_row ? kept_best : row_best;
    std::int64_t* const to_sum = rest_of_row ? kept_sum : row_sum;
    for (std::size_t h = 0; h < halves; ++h) {
      const std::size_t at = h * hn::Lanes(whole);
      const auto integer = [&](const float* from) HWY_ATTR {
        return hn::PromoteTo(whole, hn::ConvertTo(HalfInts(), hn::Load(HalfFloats(), from + at)));
      };
      const auto key =
          hn::Add(hn::ShiftLeft<48>(integer(steps_of)), hn::Add(of_cell, integer(rest_of)));
      hn::StoreU(hn::Max(key, hn::LoadU(whole, to_best + at)), whole, to_best + at);
      const auto wide = hn::PromoteTo(Doubles(), hn::Load(HalfFloats(), power + at));
      hn::StoreU(hn::Add(hn::ConvertTo(whole, wide), hn::LoadU(whole, to_sum + at)), whole,
                 to_sum + at);
    }
    if (rest_of_row) {
      std::copy_n(kept_best, block.count, row_best);
      std::copy_n(kept_sum, block.count, row_sum);
    }
  });
}

void sinrs(std::span<const std::int64_t> best, std::span<const PowerQuanta> sum,
           std::span<const float> log2_load_of_best, std::span<const float> noise_mw,
           std::span<float> sinr_db) {
  for_each_block(best.size(), [&](Block block) HWY_ATTR {
    HWY_ALIGN float steps_of[most_lanes] = {};
    HWY_ALIGN float rest_of[most_lanes] = {};
    HWY_ALIGN float power[most_lanes];
    HWY_ALIGN float others_mw[most_lanes] = {};
    for (std::size_t i = 0; i < block.count; ++i) {
      const ServerKey key(best[block.first + i]);
      steps_of[i] = static_cast<float>(key.level());
      rest_of[i] = static_cast<float>(key.rest());
    }
    const Vector steps = hn::Load(Lanes(), steps_of);
    const Vector rest = hn::Load(Lanes(), rest_of);
    hn::Store(power_of(steps, rest, load(log2_load_of_best, block)), Lanes(), power);
    for (std::size_t i = 0; i < block.count; ++i)
      others_mw[i] = static_cast<float>(sum[block.first + i] - static_cast<PowerQuanta>(power[i])) *
                     quantum_mw;
    const Vector level_db = times(muladd(rest, all(1.0 / rests), steps), 1.0 / steps_per_db);
    const Vector against = hn::Add(load(noise_mw, block), hn::Load(Lanes(), others_mw));
    store(hn::Sub(level_db, db_of(against)), sinr_db, block);
  });
}

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::radio {

HWY_EXPORT(directions);
HWY_EXPORT(slant_distances);
HWY_EXPORT(add);
HWY_EXPORT(sinrs);

void directions_deg(const RowFrame& frame, std::span<const std::int32_t> pixel,
                    std::span<const float> distance_m, std::span<const float> receiver_m,
                    std::span<float> azimuth_deg, std::span<float> elevation_deg) noexcept {
  HWY_DYNAMIC_DISPATCH(directions)
  (frame, pixel, distance_m, receiver_m, azimuth_deg, elevation_deg);
}

void slant_distances_m(std::span<const float> distance_m, std::span<const float> receiver_m,
                       double antenna_m, std::span<float> slant_m) noexcept {
  HWY_DYNAMIC_DISPATCH(slant_distances)(distance_m, receiver_m, antenna_m, slant_m);
}

void add_cell(const RowCell& cell, std::span<const float> loss_db, std::span<const float> gain_dbi,
              std::span<std::int64_t> best, std::span<PowerQuanta> sum) noexcept {
  HWY_DYNAMIC_DISPATCH(add)(cell, loss_db, gain_dbi, best, sum);
}

float log2_load(double load) {
  return static_cast<float>(load > 0.0 ? std::log2(load) : -1000.0);
}

void sinrs_db(std::span<const std::int64_t> best, std::span<const PowerQuanta> sum,
              std::span<const float> log2_load_of_best, std::span<const float> noise_mw,
              std::span<float> sinr_db) noexcept {
  HWY_DYNAMIC_DISPATCH(sinrs)(best, sum, log2_load_of_best, noise_mw, sinr_db);
}

}  // namespace gigacity::radio
#endif
