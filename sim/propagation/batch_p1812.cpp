// SPDX-License-Identifier: Apache-2.0
// p1812.cpp over vectors. Percentages of time and what multiplies them are kept as logarithms.
#include "sim/propagation/batch_p1812.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/held.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/propagation/batch_p1812.cpp"
#include <hwy/foreach_target.h>

#include "sim/propagation/batch_diffraction-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

using Terms = P1812Batch::Terms;

/// (arctan t − t) / t³ of t², for |t| below 0.2.
HWY_INLINE Vector arc_tangent_rest(Vector t2) {
  constexpr double series[] = {-1.0 / 3.0,  1.0 / 5.0,  -1.0 / 7.0, 1.0 / 9.0,
                               -1.0 / 11.0, 1.0 / 13.0, -1.0 / 15.0};
  return polynomial(t2, series);
}

/// θ in mrad of its tangent. Slopes of the ground are small, and the series is short; the few steep
/// ones take the tangent of half the angle twice.
HWY_INLINE Vector mrad_of_slope(Vector slope) {
  const auto series = [](Vector t) {
    const Vector t2 = squared(t);
    return times(hn::MulAdd(hn::Mul(t, t2), arc_tangent_rest(t2), t), 1e3);
  };
  const auto half = [](Vector t) { return hn::Div(t, plus(hn::Sqrt(plus(squared(t), 1.0)), 1.0)); };
  const Mask small = hn::Lt(hn::Abs(slope), all(0.2));
  const Vector of_small = series(slope);
  if (hn::AllTrue(Lanes(), small)) return of_small;
  return hn::IfThenElse(small, of_small, times(series(half(half(slope))), 4.0));
}

/// θ = d / a_e + θ_t + θ_r, eq. 82, mrad. The three almost cancel where the receiver is in sight, and
/// F_j tells 0.2 from 0.4 mrad: what is large is added first, in one rounding.
HWY_INLINE Vector angular_distance_mrad(Vector distance_m, double per_m, Vector slope_t,
                                        Vector slope_r, Vector theta_t, Vector theta_r) {
  const Vector product = hn::Mul(slope_t, slope_r);
  const Vector sum = hn::Add(slope_t, slope_r);
  const Vector less = hn::Sub(all(1.0), product);
  // tan(θ_t + θ_r) = sum / (1 − product)
  const Mask together = hn::Gt(less, all(0.5));
  const Vector t = hn::Div(sum, hn::IfThenElse(together, less, all(1.0)));
  const Mask small = hn::And(together, hn::Lt(hn::Abs(t), all(0.2)));
  const Vector t2 = squared(t);
  const Vector rest = hn::MulAdd(hn::Mul(t, t2), arc_tangent_rest(t2), hn::Mul(t, product));
  const Vector of_small = times(hn::Add(muladd(distance_m, all(per_m), sum), rest), 1e3);
  if (hn::AllTrue(Lanes(), small)) return of_small;
  const Vector of_steep = muladd(distance_m, all(1e3 * per_m), hn::Add(theta_t, theta_r));
  return hn::IfThenElse(small, of_small, of_steep);
}

/// 1 / (e^(2x) + 1) = (1 − tanh x) / 2: eq. 57 and 58.
HWY_INLINE Vector falling_step(Vector x) {
  return hn::Div(all(1.0), plus(exp_of(hn::Add(x, x)), 1.0));
}

/// log2(1 + 2^x), x <= 0.
HWY_INLINE Vector log2_of_one_plus_exp2(Vector x) {
  return log2_of(plus(exp2_of(x), 1.0));
}

/// τ, eq. 3a.
HWY_INLINE Vector inland_weight(Vector log2_inland_km) {
  return hn::Sub(all(1.0), exp_of(times(exp2_of(times(log2_inland_km, 2.41)), -4.12e-4)));
}

/// log2 β0, eq. 2 to 5.
HWY_INLINE Vector log2_anomalous(const Terms& terms, Vector land_km, Vector tau) {
  const Vector by_land = hn::Div(times(land_km, -std::numbers::ln10 * log2_of_e),
                                 hn::NegMulAdd(all(6.6), tau, all(16.0)));
  const Vector least = muladd(tau, -5.0 * 0.354 / log10_of_2, -5.0 * 0.496 / log10_of_2);
  const Vector more = hn::Max(by_land, least);
  const Vector log2_mu5 =
      hn::Add(more, log2_of_one_plus_exp2(hn::Sub(hn::Min(by_land, least), more)));
  const Vector log2_mu = hn::Min(times(log2_mu5, 0.2), hn::Zero(Lanes()));
  return muladd(log2_mu, terms.beta0_exponent, terms.log2_beta0);
}

/// Eq. 48.
HWY_INLINE Vector shielding_db(const Terms& terms, Vector horizon_mrad, Vector horizon_km) {
  const Lanes lanes;
  const Vector excess = hn::Max(hn::NegMulAdd(all(0.1), horizon_km, horizon_mrad), hn::Zero(lanes));
  if (hn::AllTrue(lanes, hn::Eq(excess, hn::Zero(lanes)))) return excess;
  const Vector root = hn::Sqrt(hn::Max(horizon_km, hn::Zero(lanes)));
  const Vector bend = plus(hn::Mul(times(excess, terms.shielding_root), root), 1.0);
  return hn::MulAdd(db_of(bend), all(2.0), times(excess, terms.shielding_db));
}

/// Eq. 49.
HWY_INLINE Vector sea_coupling_db(Vector sea_fraction, Vector coast_m, Vector horizon_m,
                                  Vector amsl_m) {
  const Vector coast_km = times(coast_m, 1e-3);
  const Mask couples = hn::And(hn::Ge(sea_fraction, all(0.75)),
                               hn::And(hn::Le(coast_m, horizon_m), hn::Le(coast_km, all(5.0))));
  // 1 + tanh x = 2 − 2 (1 − tanh x) / 2
  const Vector step = falling_step(muladd(amsl_m, -0.07, 0.07 * 50.0));
  const Vector near = exp_of(times(squared(coast_km), -0.25));
  return hn::IfThenElseZero(couples, times(hn::Mul(near, hn::Sub(all(1.0), step)), -6.0));
}

/// I(0.01 β0) of eq. 40 from log2 β0.
HWY_INLINE Vector anomalous_quantile(Vector log2_beta0) {
  const Vector log2_share = hn::Max(plus(log2_beta0, -2.0 * std::numbers::ln10 * log2_of_e),
                                    all(-6.0 * std::numbers::ln10 * log2_of_e));
  const Vector t = hn::Sqrt(hn::Max(times(log2_share, -2.0 * std::numbers::ln2), all(0.0)));
  constexpr double numerator[] = {2.515516698, 0.802853, 0.010328};
  constexpr double denominator[] = {1.0, 1.432788, 0.189269, 0.001308};
  return hn::Sub(t, hn::Div(polynomial(t, numerator), polynomial(t, denominator)));
}

void p1812_block(const Terms& terms, const P1812Links& links, Block block,
                 std::span<float> loss_db) {
  const Lanes lanes;
  const Vector zero = hn::Zero(lanes);
  const Vector one = all(1.0);
  const DiffractionLinks& geometry = links.diffraction;
  const Vector d = held(load(geometry.distance_m, block), 1e-3, 1e9);
  const Vector d_km = times(d, 1e-3);
  const Vector log2_d = log2_of(d_km);
  const Vector h_ts = all(held_altitude_m(geometry.transmitter_m));
  const Vector h_rs = height_of(geometry.receiver_m, block);
  const Vector sea = held(load_or(links.sea_fraction, block, zero), 0.0, 1.0);

  // Horizons and the angular distance, eq. 82.
  const auto gap = [&](std::span<const float> row) { return held(load(row, block), 1e-3, 1e9); };
  const Vector d_lt = gap(links.horizon_transmitter_m);
  const Vector d_lr = gap(links.horizon_receiver_m);
  const Vector slope_t = held(load(links.horizon_transmitter_slope, block), -1e12, 1e12);
  const Vector slope_r = held(load(links.horizon_receiver_slope, block), -1e12, 1e12);
  const Vector theta_t = mrad_of_slope(slope_t);
  const Vector theta_r = mrad_of_slope(slope_r);
  const Vector curve_mrad = times(d, 1e3 / terms.median.radius_m);
  const Vector theta =
      angular_distance_mrad(d, 1.0 / terms.median.radius_m, slope_t, slope_r, theta_t, theta_r);
  const Vector f_j = falling_step(muladd(theta, 3.0 * 0.8 / 0.3, -3.0 * 0.8));  // eq. 57
  const Vector f_k = falling_step(muladd(d_km, 3.0 * 0.5 / 20.0, -3.0 * 0.5));  // eq. 58

  // β0, eq. 2 to 5, and F_i, eq. 40.
  const Vector log2_inland =
      links.inland_m.empty() ? log2_d : log2_of(times(load(links.inland_m, block), 1e-3));
  const Vector land_km = links.land_m.empty() ? d_km : times(load(links.land_m, block), 1e-3);
  const Vector tau = inland_weight(log2_inland);
  const Vector log2_beta0 = log2_anomalous(terms, land_km, tau);
  const Mask rarer = hn::Lt(all(terms.log2_time), log2_beta0);  // p < β0
  const bool median = terms.time_percent >= 50.0;
  Vector f_i = zero;
  if (!median)
    f_i = hn::IfThenElse(rarer, one,
                         hn::Div(all(terms.time_quantile), anomalous_quantile(log2_beta0)));

  // Line of sight, eq. 8 and 9.
  const Vector slant2 = hn::MulAdd(d, d, squared(hn::Sub(h_rs, h_ts)));
  const Vector free_db = plus(db_of(times(slant2, 1e-6)), terms.free_space_db);
  const Vector fading = muladd(hn::Sub(one, exp_of(times(hn::Add(d_lt, d_lr), -1e-4))), 2.6, 0.0);
  const Vector sight_db = muladd(fading, all(terms.fading_time), free_db);

  // Diffraction, eq. 37 to 43.
  const SmoothEarths earths = smooth_earths(geometry, block, sea);
  const Vector median_db =
      delta_bullington_db(terms.median, earths, load(geometry.nu_root_m, block));
  Vector diffraction_db = median_db;
  if (!median) {
    const Vector beta_db =
        delta_bullington_db(terms.beta, earths, load(links.beta_nu_root_m, block));
    diffraction_db = hn::MulAdd(hn::Sub(beta_db, median_db), f_i, median_db);  // eq. 41
  }
  const Vector with_diffraction_db = hn::Add(sight_db, diffraction_db);  // eq. 43

  // Troposcatter, eq. 44.
  const Vector scatter_db =
      hn::Add(muladd(log2_d, 2.0 * db_per_octave, terms.troposcatter_db), times(theta, 0.573));

  // Ducting and layer reflection, eq. 46 to 56.
  const Vector lt_km = times(d_lt, 1e-3);
  const Vector lr_km = times(d_lr, 1e-3);
  Vector coupling_db =
      hn::Add(muladd(log2_of(hn::Add(lt_km, lr_km)), 2.0 * db_per_octave, terms.coupling_db),
              hn::Add(shielding_db(terms, theta_t, lt_km), shielding_db(terms, theta_r, lr_km)));
  if (!links.sea_fraction.empty()) {
    const Vector datum = all(held_altitude_m(links.datum_m));
    coupling_db =
        hn::Add(coupling_db, hn::Add(sea_coupling_db(sea, load(links.transmitter_coast_m, block),
                                                     d_lt, hn::Add(h_ts, datum)),
                                     sea_coupling_db(sea, load(links.receiver_coast_m, block), d_lr,
                                                     hn::Add(h_rs, datum))));
  }
  const Vector angle_mrad = hn::Add(
      curve_mrad,
      hn::Add(hn::Min(theta_t, times(lt_km, 0.1)), hn::Min(theta_r, times(lr_km, 0.1))));  // eq. 52
  const Vector alpha = hn::Max(
      hn::NegMulAdd(hn::Mul(all(3.5e-9), exp2_of(times(log2_d, 3.1))), tau, all(-0.6)), all(-3.4));
  const auto ducting_root = [&](Vector antenna, std::span<const float> smooth, Vector ground) {
    const Vector level = hn::Min(height_of(smooth, block), ground);  // eq. 90
    return hn::Sqrt(hn::Max(hn::Sub(antenna, level), zero));
  };
  const Vector roots = hn::Add(
      ducting_root(h_ts, geometry.smooth_transmitter_m,
                   all(held_altitude_m(geometry.transmitter_ground_m))),
      ducting_root(h_rs, geometry.smooth_receiver_m, height_of(geometry.receiver_ground_m, block)));
  const Vector log2_geometry = muladd(hn::Sub(log2_d, log2_of(roots)), 2.0, terms.log2_geometry);
  const Vector log2_mu2 = hn::Min(hn::Mul(alpha, log2_geometry), zero);  // eq. 55
  const Vector rough = hn::Max(plus(height_of(links.roughness_m, block), -10.0), zero);
  const Vector between_km = hn::Min(hn::Sub(d_km, hn::Add(lt_km, lr_km)), all(40.0));
  const Vector log2_mu3 =
      hn::Mul(times(rough, -4.6e-5 * log2_of_e), muladd(between_km, 6.0, 43.0));  // eq. 56
  const Vector log2_beta = hn::Max(hn::Add(log2_beta0, hn::Add(log2_mu2, log2_mu3)),
                                   all(-100.0 * std::numbers::ln10 * log2_of_e));  // eq. 54
  const Vector log10_beta = times(log2_beta, log10_of_2);
  constexpr double fall[] = {9.51e-6 * log2_of_e, -4.8e-6 * log2_of_e, 0.198e-6 * log2_of_e};
  const Vector log2_gamma =
      hn::Sub(muladd(log2_of(hn::Sub(all(2.0058), log10_beta)), -1.012, std::log2(1.076)),
              hn::Mul(polynomial(log10_beta, fall), exp2_of(times(log2_d, 1.13))));  // eq. 53a
  const Vector log2_ratio = hn::Sub(all(terms.log2_time), log2_beta);
  const Vector time_db =
      hn::Add(hn::Mul(muladd(d_km, 3.7e-3, 1.2), times(log2_ratio, log10_of_2)),
              muladd(exp2_of(hn::Mul(exp2_of(log2_gamma), log2_ratio)), 12.0, -12.0));  // eq. 53
  const Vector ducting_db =
      hn::Add(coupling_db, hn::MulAdd(angle_mrad, all(terms.ducting_per_mrad_db), time_db));

  // Their combination, eq. 59 to 63 and 69.
  const Vector over_land_db = hn::Mul(hn::Sub(one, sea), diffraction_db);
  const Vector median_with_db = hn::Add(free_db, median_db);  // eq. 42
  Vector least_sight_db = median_with_db;
  if (!median) {
    const Vector fading_beta = muladd(log2_beta0, log10_of_2, -std::log10(50.0));
    const Vector sight_beta_db = hn::MulAdd(fading, fading_beta, free_db);  // eq. 9b
    const Vector between_db = hn::MulAdd(
        hn::Sub(hn::Add(sight_beta_db, over_land_db), median_with_db), f_i, median_with_db);
    least_sight_db = hn::IfThenElse(rarer, hn::Add(sight_db, over_land_db), between_db);  // eq. 59
  }
  constexpr double eta_db = 2.5;
  const Vector larger_db = hn::Max(ducting_db, sight_db);
  const Vector smaller_db = hn::Min(ducting_db, sight_db);
  const Vector least_ducting_db =
      muladd(log2_of_one_plus_exp2(times(hn::Sub(smaller_db, larger_db), log2_of_e / eta_db)),
             all(eta_db * std::numbers::ln2), larger_db);  // eq. 60
  const Vector joined_db =
      hn::MulAdd(hn::Sub(with_diffraction_db, least_ducting_db), f_k, least_ducting_db);
  const Vector duct_or_edge_db = hn::IfThenElse(hn::Le(least_ducting_db, with_diffraction_db),
                                                joined_db, with_diffraction_db);  // eq. 61
  const Vector modified_db =
      hn::MulAdd(hn::Sub(least_sight_db, duct_or_edge_db), f_j, duct_or_edge_db);  // eq. 62
  const Vector less_db = hn::Min(scatter_db, modified_db);
  const Vector more_db = hn::Max(scatter_db, modified_db);
  const Vector joint_db = muladd(
      log2_of_one_plus_exp2(times(hn::Sub(less_db, more_db), 0.2 * std::numbers::ln10 * log2_of_e)),
      all(-0.5 * db_per_octave), less_db);  // eq. 63
  store(hn::Max(sight_db, plus(joint_db, terms.location_db)), loss_db, block);
}

void p1812_diffraction_losses(const Terms& terms, const DiffractionLinks& links,
                              std::span<float> loss_db) {
  const Vector h_ts = all(held_altitude_m(links.transmitter_m));
  for_each_block(loss_db.size(), [&](Block block) HWY_ATTR {
    const Vector d = held(load(links.distance_m, block), 1e-3, 1e9);
    const Vector slant2 =
        hn::MulAdd(d, d, squared(hn::Sub(height_of(links.receiver_m, block), h_ts)));
    const Vector free_db = plus(db_of(times(slant2, 1e-6)), terms.free_space_db);
    const SmoothEarths earths = smooth_earths(links, block, hn::Zero(Lanes()));
    const Vector with_diffraction_db =
        hn::Add(free_db, delta_bullington_db(terms.median, earths, load(links.nu_root_m, block)));
    store(hn::Max(free_db, plus(with_diffraction_db, terms.location_db)), loss_db, block);
  });
}

void p1812_losses(const Terms& terms, const P1812Links& links, std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) { p1812_block(terms, links, block, loss_db); });
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {

HWY_EXPORT(p1812_losses);
HWY_EXPORT(p1812_diffraction_losses);

P1812Batch::Terms::Terms(const P1812Question& question, const RadioClimate& climate)
    : median(question.frequency_mhz, question.polarisation, median_earth_radius_m(climate)),
      beta(question.frequency_mhz, question.polarisation, beta_earth_radius_m()) {
  const double f_ghz = 1e-3 * held_frequency_mhz(question.frequency_mhz);
  const double log_f = std::log10(f_ghz);
  const double p = std::clamp(question.time_percent, 1e-3, 50.0);
  const double a_e_km = 1e-3 * median.radius_m;
  time_percent = p;
  log2_time = std::log2(p);
  time_quantile = inverse_complementary_normal(0.01 * p);
  free_space_db = 92.4 + 20.0 * log_f;
  fading_time = std::log10(p / 50.0);
  troposcatter_db = 190.1 + 25.0 * log_f - 2.5 * square(std::log10(0.5 * f_ghz)) -
                    0.15 * std::clamp(climate.n0, 0.0, 1000.0) -
                    10.125 * std::pow(std::log10(50.0 / p), 0.7);
  coupling_db =
      102.45 + 20.0 * log_f + (f_ghz < 0.5 ? 45.375 - 137.0 * f_ghz + 92.5 * f_ghz * f_ghz : 0.0);
  shielding_root = 0.361 * std::sqrt(f_ghz);
  shielding_db = 0.264 * std::cbrt(f_ghz);
  ducting_per_mrad_db = 5e-5 * a_e_km * std::cbrt(f_ghz);
  const double latitude = std::abs(climate.latitude_deg);
  const bool polar = latitude > 70.0;
  log2_beta0 = polar ? std::log2(4.17) : (1.67 - 0.015 * latitude) * std::log2(10.0);
  beta0_exponent = polar ? 1.3 : 1.0 - 0.935 + 0.0176 * latitude;
  log2_geometry = std::log2(500.0 / a_e_km);
  location_db = -inverse_complementary_normal(0.01 * question.location_percent) *
                std::clamp(question.location_deviation_db, 0.0, 1000.0);
}

P1812Batch::P1812Batch(const P1812Question& question, const RadioClimate& climate)
    : m_terms(question, climate) {}

void P1812Batch::diffraction_loss_db(const DiffractionLinks& links,
                                     std::span<float> loss_db) const noexcept {
  HWY_DYNAMIC_DISPATCH(p1812_diffraction_losses)(m_terms, links, loss_db);
}

void P1812Batch::loss_db(const P1812Links& links, std::span<float> loss_db) const noexcept {
  HWY_DYNAMIC_DISPATCH(p1812_losses)(m_terms, links, loss_db);
}

}  // namespace gigacity::propagation
#endif
