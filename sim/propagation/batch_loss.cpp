// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/batch_loss.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/cost231_hata.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/propagation/held.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/propagation/batch_loss.cpp"
#include <hwy/foreach_target.h>

#include "sim/propagation/batch_math-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

HWY_INLINE Vector log10_of(Vector x) {
  return times(log2_of(x), log10_of_2);
}

void free_space(std::span<const float> distance_m, double at_1_m_db, std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    const Vector d = held(load(distance_m, block), 1.0, 1e9);
    store(muladd(log2_of(d), 2.0 * db_per_octave, at_1_m_db), loss_db, block);
  });
}

void losses_38901(const Terms38901& terms, std::span<const float> distance_m,
                  std::span<const std::uint8_t> in_sight, std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    const Vector d = held(load(distance_m, block), 10.0, 1e9);
    const Vector d_3d2 = hn::MulAdd(d, d, all(square(terms.height_difference_m)));
    const Vector log_d = times(log2_of(d_3d2), 0.5 * log10_of_2);
    const Vector near_db = muladd(hn::Sqrt(d_3d2), all(terms.near_per_m_db),
                                  muladd(log_d, terms.near_per_decade_db, terms.near_db));
    const Vector far_db = muladd(log_d, 40.0, terms.far_db);
    const Vector sight_db = hn::IfThenElse(hn::Le(d, all(terms.breakpoint_m)), near_db, far_db);
    const Vector hidden_db =
        hn::Max(sight_db, muladd(log_d, terms.obstructed_per_decade_db, terms.obstructed_db));
    HWY_ALIGN float seen[most_lanes] = {};
    for (std::size_t i = 0; i < block.count; ++i) seen[i] = in_sight[block.first + i];
    const Mask in_view = hn::Gt(hn::Load(Lanes(), seen), hn::Zero(Lanes()));
    store(hn::IfThenElse(in_view, sight_db, hidden_db), loss_db, block);
  });
}

void hata_losses(const HataTerms& terms, std::span<const float> distance_m,
                 std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    const Vector d_km = times(held(load(distance_m, block), 1.0, 1e9), 1e-3);
    Vector log_d = log10_of(d_km);
    const Mask far = hn::Gt(d_km, all(20.0));
    if (terms.exponent_growth > 0.0 && !hn::AllFalse(Lanes(), far)) {
      const Vector beyond = hn::Max(log10_of(times(d_km, 0.05)), hn::Zero(Lanes()));
      const Vector power = exp2_of(times(log2_of(beyond), 0.8));
      const Vector b = hn::Min(muladd(power, terms.exponent_growth, 1.0), all(20.0));
      const Vector grown = exp2_of(hn::Mul(b, log2_of(hn::Max(log_d, all(1.0)))));
      log_d = hn::IfThenElse(far, grown, log_d);
    }
    store(muladd(log_d, terms.per_decade_db, terms.constant_db), loss_db, block);
  });
}

void sector_gains(const SectorAntenna& antenna, double tilt_deg,
                  std::span<const float> azimuth_off_deg, std::span<const float> elevation_deg,
                  std::span<float> gain_dbi) {
  const bool all_around = antenna.pattern == AntennaPattern::omnidirectional;
  for_each_block(gain_dbi.size(), [&](Block block) {
    const Vector theta = plus(load(elevation_deg, block), tilt_deg);
    // Held where the square of a float ends: far beyond the attenuation's own limit.
    const Vector vertical = held(times(theta, 1.0 / antenna.vertical_beamwidth_deg), -1e9, 1e9);
    Vector loss_db = hn::Min(times(squared(vertical), 12.0), all(antenna.side_lobe_db));
    if (!all_around) {
      const Vector phi = hn::Abs(load(azimuth_off_deg, block));
      const Vector turns = hn::Floor(times(phi, 1.0 / 360.0));
      const Vector once = held(hn::NegMulAdd(all(360.0), turns, phi), 0.0, 360.0);
      const Vector off = hn::Min(once, hn::Sub(all(360.0), once));
      const Vector horizontal = held(times(off, 1.0 / antenna.horizontal_beamwidth_deg), -1e9, 1e9);
      loss_db = hn::Add(loss_db,
                        hn::Min(times(squared(horizontal), 12.0), all(antenna.front_to_back_db)));
    }
    store(hn::Sub(all(antenna.gain_dbi), hn::Min(loss_db, all(antenna.front_to_back_db))), gain_dbi,
          block);
  });
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {
namespace {

// The loss at 1 km, where the logarithm of the distance in km is 0, and at 10 km, where it is 1.
template <class LossOfLink>
HataTerms terms_of(const HataLink& link, LossOfLink loss_of) {
  HataLink at = link;
  at.distance_m = 1e3;
  const double constant_db = loss_of(at);
  at.distance_m = 1e4;
  return {constant_db, loss_of(at) - constant_db, 0.0};
}

}  // namespace

HWY_EXPORT(free_space);
HWY_EXPORT(losses_38901);
HWY_EXPORT(hata_losses);
HWY_EXPORT(sector_gains);

void free_space_losses_db(std::span<const float> distance_m, double frequency_mhz,
                          std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(free_space)(distance_m, free_space_loss_db(1.0, frequency_mhz), loss_db);
}

Terms38901::Terms38901(Environment environment, const Link38901& link,
                       const RuralSurroundings& surroundings) {
  const bool rural = environment == Environment::rural_macro;
  const double h_bs = rural ? std::clamp(link.base_height_m, 10.0, 150.0)
                            : std::clamp(link.base_height_m, 2.0, 1e6);
  const double h_ut = rural ? std::clamp(link.terminal_height_m, 1.0, 10.0)
                            : std::clamp(link.terminal_height_m, 1.5, 22.5);
  height_difference_m = h_bs - h_ut;
  breakpoint_m = breakpoint_distance_m(environment, link);
  const double f_db = 20.0 * std::log10(1e-3 * held_frequency_mhz(link.frequency_mhz));
  const double break_db =
      std::log10(square(breakpoint_m) + square(height_difference_m));  // twice the log of d_3D
  switch (environment) {
    case Environment::urban_micro:
      near_db = 32.4 + f_db;
      near_per_decade_db = 21.0;
      far_db = 32.4 + f_db - 9.5 * break_db;
      obstructed_db = 22.4 + 21.3 / 20.0 * f_db - 0.3 * (h_ut - 1.5);
      obstructed_per_decade_db = 35.3;
      return;
    case Environment::urban_macro:
      near_db = 28.0 + f_db;
      near_per_decade_db = 22.0;
      far_db = 28.0 + f_db - 9.0 * break_db;
      obstructed_db = 13.54 + f_db - 0.6 * (h_ut - 1.5);
      obstructed_per_decade_db = 39.08;
      return;
    case Environment::rural_macro:
      break;
  }
  const double h = held_height_m(surroundings.building_height_m);
  const double h_power = std::pow(h, 1.72);
  near_db =
      20.0 * std::log10(40.0 * std::numbers::pi / 3.0) + f_db - std::min(0.044 * h_power, 14.77);
  near_per_decade_db = 20.0 + std::min(0.03 * h_power, 10.0);
  near_per_m_db = 0.002 * std::log10(h);
  const double log_break = std::log10(breakpoint_m);
  far_db =
      near_db + near_per_decade_db * log_break + near_per_m_db * breakpoint_m - 40.0 * log_break;
  const double log_h_bs = std::log10(h_bs);
  obstructed_per_decade_db = 43.42 - 3.1 * log_h_bs;
  obstructed_db = 161.04 - 7.1 * std::log10(held_height_m(surroundings.street_width_m)) +
                  7.5 * std::log10(h) - (24.37 - 3.7 * square(h / h_bs)) * log_h_bs -
                  3.0 * obstructed_per_decade_db + f_db -
                  (3.2 * square(std::log10(11.75 * h_ut)) - 4.97);
}

void losses_38901_db(const Terms38901& terms, std::span<const float> distance_m,
                     std::span<const std::uint8_t> in_sight, std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(losses_38901)(terms, distance_m, in_sight, loss_db);
}

HataTerms okumura_hata_terms(HataArea area, const HataLink& link) {
  HataTerms out =
      terms_of(link, [&](const HataLink& at) { return okumura_hata_loss_db(area, at); });
  const double h_b = held_height_m(link.base_height_m);
  out.exponent_growth = 0.14 + 1.87e-4 * held_frequency_mhz(link.frequency_mhz) +
                        1.07e-3 * h_b / std::sqrt(1.0 + 7e-6 * square(h_b));
  return out;
}

HataTerms cost231_hata_terms(HataArea area, const HataLink& link) {
  return terms_of(link, [&](const HataLink& at) { return cost231_hata_loss_db(area, at); });
}

void hata_losses_db(const HataTerms& terms, std::span<const float> distance_m,
                    std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(hata_losses)(terms, distance_m, loss_db);
}

void sector_gains_dbi(const SectorAntenna& antenna, double tilt_deg,
                      std::span<const float> azimuth_off_deg, std::span<const float> elevation_deg,
                      std::span<float> gain_dbi) noexcept {
  HWY_DYNAMIC_DISPATCH(sector_gains)(antenna, tilt_deg, azimuth_off_deg, elevation_deg, gain_dbi);
}

}  // namespace gigacity::propagation
#endif
