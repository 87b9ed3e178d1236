// SPDX-License-Identifier: Apache-2.0
// diffraction.cpp over vectors of receivers; equation numbers are P.1812-6's. Compiled once for
// each kind of processor.
#if defined(GIGACITY_BATCH_DIFFRACTION_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_BATCH_DIFFRACTION_INL
#undef GIGACITY_BATCH_DIFFRACTION_INL
#else
#define GIGACITY_BATCH_DIFFRACTION_INL
#endif

#include <cmath>

#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/batch_math-inl.hpp"
#include "sim/propagation/held.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

/// J(ν), dB.
HWY_INLINE Vector knife_edge_db(Vector nu) {
  const Vector v = plus(held(nu, least_lossy_nu, 1e15), -0.1);
  const Vector root = hn::Sqrt(plus(squared(v), 1.0));
  const Vector loss = muladd(log2_of(hn::Add(root, v)), 2.0 * db_per_octave, 6.9);
  return hn::IfThenElseZero(hn::Gt(nu, all(least_lossy_nu)), loss);
}

/// An edge, and what is added to it the more, the more it loses itself.
HWY_INLINE Vector with_share(Vector edge_db, Vector more_db) {
  const Vector share = hn::Sub(all(1.0), exp2_of(times(edge_db, -log2_of_e / 6.0)));
  return muladd(share, more_db, edge_db);
}

/// Eq. 20 and 21.
HWY_INLINE Vector bullington_db(Vector nu, Vector distance_m) {
  return with_share(knife_edge_db(nu), muladd(distance_m, 2e-5, 10.0));
}

/// A path over zero heights.
struct SmoothPath {
  Vector distance_m;
  Vector transmitter_m;  ///< above them
  Vector receiver_m;
  Vector step_m;
  Vector steps;
};

/// The step before or at a place on the path, between the first and the last but one.
HWY_INLINE Vector step_before(const SmoothPath& path, Vector place_m) {
  return hn::Max(hn::Min(hn::Floor(hn::Div(place_m, path.step_m)), plus(path.steps, -2.0)),
                 all(1.0));
}

/// Of f at the two steps around a place, the larger value: f has one maximum along the path.
template <class Function>
HWY_INLINE Vector larger_around(const SmoothPath& path, Vector place_m, Function f) {
  const Vector before = step_before(path, place_m);
  const Vector after = hn::Max(hn::Min(plus(before, 1.0), plus(path.steps, -1.0)), all(1.0));
  return hn::Max(f(hn::Mul(before, path.step_m)), f(hn::Mul(after, path.step_m)));
}

/// z = d1 / d2 where ν is largest on a path over a smooth earth, heights h_t <= h_r:
/// α z (1 − z) + (r − z)(1 + z)² = 0 with r = h_t / h_r and α = d² / (2 a h_r). It is concave in z
/// and falling at √r, the tangent's place, so that Newton's steps from there never pass the root.
HWY_INLINE Vector place_of_largest_nu(Vector r, Vector alpha) {
  Vector z = hn::Sqrt(r);
  for (int i = 0; i < 5; ++i) {
    const Vector w = plus(z, 1.0);
    const Vector below = hn::Sub(r, z);
    const Vector value =
        hn::MulAdd(hn::Mul(alpha, z), hn::Sub(all(1.0), z), hn::Mul(below, squared(w)));
    const Vector slope = hn::MulAdd(alpha, hn::NegMulAdd(all(2.0), z, all(1.0)),
                                    hn::Mul(w, hn::Sub(hn::Add(below, below), w)));
    const Vector next = hn::Sub(z, hn::Div(value, slope));
    z = hn::IfThenElse(hn::Lt(slope, hn::Zero(Lanes())), hn::Min(hn::Max(next, all(0.0)), z), z);
  }
  return z;
}

/// ν √λ of Bullington's edge over zero heights, eq. 13 to 19: the earth's bulge alone.
HWY_INLINE Vector smooth_nu_root(const SmoothPath& path, Vector radius_m) {
  const Vector d = path.distance_m;
  const Vector h_t = path.transmitter_m;
  const Vector h_r = path.receiver_m;
  const Vector curvature = hn::Div(all(0.5), radius_m);
  const Vector inverse_d = hn::Div(all(1.0), d);
  const Vector rise = hn::Sub(h_r, h_t);
  const auto horizon_slope = [&](Vector height) {
    const Vector place = hn::Sqrt(hn::Div(hn::Max(height, hn::Zero(Lanes())), curvature));
    const auto slope = [&](Vector d1) {
      return hn::NegMulAdd(curvature, d1, hn::Neg(hn::Div(height, d1)));
    };
    return hn::MulAdd(curvature, d, larger_around(path, place, slope));
  };
  const Vector s_t = horizon_slope(h_t);
  const Mask sight = hn::Lt(s_t, hn::Mul(rise, inverse_d));  // eq. 14

  Vector nu = hn::Zero(Lanes());
  if (!hn::AllTrue(Lanes(), sight)) {  // eq. 18 and 19
    const Vector s_r = horizon_slope(h_r);
    const Vector sum = hn::Add(s_t, s_r);
    const Mask crossing = hn::Gt(sum, hn::Zero(Lanes()));
    const Vector meeting =
        hn::Div(hn::MulAdd(s_r, d, rise), hn::IfThenElse(crossing, sum, all(1.0)));
    const Vector d_b = hn::Min(hn::Max(meeting, times(d, 1e-6)), times(d, 1.0 - 1e-6));
    const Vector height = hn::Mul(hn::NegMulAdd(rise, inverse_d, s_t), d_b);
    const Vector shape = hn::Div(hn::Add(d, d), hn::Mul(d_b, hn::Sub(d, d_b)));
    nu = hn::IfThenElseZero(crossing, hn::Mul(height, hn::Sqrt(shape)));
  }
  if (!hn::AllFalse(Lanes(), sight)) {  // eq. 15
    const Vector low = hn::Max(hn::Min(h_t, h_r), all(1e-3));
    const Vector high = hn::Max(hn::Max(h_t, h_r), all(1e-3));
    const Vector inverse_high = hn::Div(all(1.0), high);
    const Vector alpha = hn::Mul(hn::Mul(curvature, squared(d)), inverse_high);
    const Vector z = place_of_largest_nu(hn::Mul(low, inverse_high), alpha);
    const Vector from_low = hn::Mul(d, hn::Div(z, plus(z, 1.0)));
    const Vector place = hn::IfThenElse(hn::Le(h_t, h_r), from_low, hn::Sub(d, from_low));
    const Vector clear = larger_around(path, place, [&](Vector d1) {
      const Vector d2 = hn::Sub(d, d1);
      const Vector product = hn::Mul(d1, d2);
      const Vector line = hn::Mul(hn::MulAdd(h_t, d2, hn::Mul(h_r, d1)), inverse_d);
      return hn::Mul(hn::MulSub(curvature, product, line),
                     hn::Sqrt(hn::Div(hn::Add(d, d), product)));
    });
    nu = hn::IfThenElse(sight, clear, nu);
  }
  return hn::IfThenElse(hn::Ge(path.steps, all(2.0)), nu, all(-1e9));  // else nothing in between
}

/// A path over a smooth earth as a sphere.
struct SpherePath {
  Vector distance_m;
  Vector transmitter_m;  ///< above it, at least 1 cm
  Vector receiver_m;
  Vector roots;  ///< √h_t + √h_r
  Vector sea_fraction;
};

/// First term of the residue series over one kind of ground, eq. 29 to 36. `log2_radius` is the
/// sphere's radius over the one that `ground` is for. Products, not sums of logarithms: dB are
/// proportional to X here, and single precision would lose what a large logarithm rounds away.
HWY_INLINE Vector first_term_over_db(const GroundTerms& ground, Vector log2_radius,
                                     const SpherePath& path) {
  const Vector log2_third = times(log2_radius, -1.0 / 3.0);
  const Vector third = exp2_of(log2_third);
  const Vector third2 = squared(third);
  const Vector k2 = hn::Min(times(third2, ground.k2), all(1e15));  // β has its limit long before
  const Vector beta = hn::Div(hn::MulAdd(k2, muladd(k2, 0.67, 1.6), all(1.0)),
                              hn::MulAdd(k2, muladd(k2, 1.53, 4.5), all(1.0)));  // eq. 30
  const Vector x =
      hn::Mul(hn::Mul(third2, beta), times(path.distance_m, ground.x_per_m));  // eq. 31
  const Vector log2_x = log2_of(x);
  const Vector far_db = hn::NegMulAdd(all(17.6), x, muladd(log2_x, db_per_octave, 11.0));
  const Vector near_db = hn::NegMulAdd(all(5.6488), exp2_of(times(log2_x, 1.425)),
                                       times(log2_x, -2.0 * db_per_octave));
  const Vector f_x = hn::IfThenElse(hn::Ge(x, all(1.6)), far_db, near_db);  // eq. 33

  const Vector least_db = muladd(log2_third, 2.0 * db_per_octave, ground.least_gain_db);
  const Vector b_per_m = hn::Mul(hn::Mul(third, squared(beta)), all(ground.y_per_m));
  const auto height_gain_db = [&](Vector height_m) {  // eq. 34 and 35, b = βY
    const Vector b = hn::Mul(b_per_m, height_m);
    const Mask high = hn::Gt(b, all(2.0));
    const Vector above = plus(b, -1.1);
    const Vector cubic = hn::Mul(b, muladd(squared(b), 0.1, 1.0));
    const Vector level_db = db_of(hn::IfThenElse(high, above, cubic));
    const Vector root = hn::Sqrt(hn::Max(above, hn::Zero(Lanes())));
    const Vector high_db = hn::NegMulAdd(all(0.5), level_db, muladd(root, 17.6, -8.0));
    return hn::Max(hn::IfThenElse(high, high_db, hn::Add(level_db, level_db)), least_db);
  };
  const Vector gains_db =
      hn::Add(height_gain_db(path.transmitter_m), height_gain_db(path.receiver_m));
  return hn::Neg(hn::Add(f_x, gains_db));  // eq. 36
}

/// What the sphere loses, dB: eq. 22 to 28.
HWY_INLINE Vector sphere_db(const SphereTerms& terms, const SpherePath& path) {
  const Lanes lanes;
  const Vector d = path.distance_m;
  const Vector h_t = path.transmitter_m;
  const Vector h_r = path.receiver_m;
  const Vector heights = hn::Add(h_t, h_r);
  const Vector inverse_heights = hn::Div(all(1.0), heights);
  const Vector of_horizon = hn::Div(times(d, 1.0 / std::sqrt(2.0 * terms.radius_m)), path.roots);
  const Mask beyond = hn::Ge(of_horizon, all(1.0));  // eq. 22

  const Vector low = hn::Min(h_t, h_r);
  const Vector high = hn::Max(h_t, h_r);
  const Vector c = hn::Mul(hn::Sub(high, low), inverse_heights);  // eq. 24d, of the higher terminal
  const Vector bulge_m = hn::Mul(d, times(d, 0.125 / terms.radius_m));
  const Vector m = hn::Mul(hn::Add(bulge_m, bulge_m), inverse_heights);  // eq. 24e
  const Vector inverse_m1 = hn::Div(all(1.0), plus(m, 1.0));
  // Eq. 24c, whose cosine of a third of an arc cosine divides by m, is b = 3c / (m + 1) · 1 / (1 +
  // 2 cos(2θ/3)), where cos²θ = 1 − 6.75 c² m / (m + 1)³, here without its cancellation.
  const Vector one_less_c2 =
      hn::Mul(hn::Mul(times(h_t, 4.0), inverse_heights), hn::Mul(h_r, inverse_heights));
  const Vector cube = hn::Mul(squared(inverse_m1), inverse_m1);
  const Vector cosine2 = hn::Mul(
      hn::MulAdd(squared(plus(m, -0.5)), plus(m, 4.0), hn::Mul(times(m, 6.75), one_less_c2)), cube);
  const Vector cosine = hn::Sqrt(held(cosine2, 0.0, 1.0));
  // cos(2/3 arccos s), 0 <= s <= 1: error below 5e-10 (Chebyshev).
  constexpr double two_thirds[] = {0.5000000004754,   0.5773501705591,   -0.1111077029211,
                                   0.05341205748043,  -0.0325959316294,  0.02150911157715,
                                   -0.01343670605504, 0.006784710297907, -0.002280393734793,
                                   0.000364684303122};
  const Vector b =
      hn::Div(hn::Mul(times(c, 3.0), inverse_m1), muladd(polynomial(cosine, two_thirds), 2.0, 1.0));
  // The place is near a low terminal: b = 1 − e with m b³ − (m + 1) b + c = 0 solved for e by one
  // more step of Newton's.
  const Vector one_less_c = hn::Mul(hn::Add(low, low), inverse_heights);
  const Vector one_less_2m = hn::NegMulAdd(all(2.0), m, all(1.0));
  const Vector guess = hn::Sub(all(1.0), b);
  const Vector m_e = hn::Mul(m, guess);
  const Vector value =
      hn::MulSub(guess, hn::MulAdd(m_e, hn::Sub(all(3.0), guess), one_less_2m), one_less_c);
  const Vector slope = hn::MulAdd(m_e, hn::NegMulAdd(all(3.0), guess, all(6.0)), one_less_2m);
  const Mask steep = hn::Gt(slope, all(1e-4));
  const Vector correction = hn::Div(value, hn::IfThenElse(steep, slope, all(1.0)));
  const Vector e = held(hn::Sub(guess, hn::IfThenElseZero(steep, correction)), 0.0, 1.0);
  const Vector half_e = times(e, 0.5);
  const Vector one_less_b2 = hn::Mul(e, hn::Sub(all(2.0), e));
  const Vector line_m = hn::MulAdd(high, half_e, hn::NegMulAdd(low, half_e, low));
  const Vector clearance_m = hn::NegMulAdd(bulge_m, one_less_b2, line_m);  // eq. 23
  const Vector root = hn::Sqrt(hn::Max(hn::Mul(times(d, 0.25), one_less_b2), hn::Zero(lanes)));
  const Vector required_m = times(root, terms.clearance_per_root);  // eq. 25
  const Mask lossy =
      hn::Or(beyond, hn::And(hn::Le(clearance_m, required_m), hn::Gt(required_m, all(0.0))));
  if (hn::AllFalse(lanes, lossy)) return hn::Zero(lanes);

  const Vector kept = hn::Div(clearance_m, hn::IfThenElse(lossy, required_m, all(1.0)));
  const Vector share = hn::IfThenElse(beyond, all(1.0), hn::Sub(all(1.0), kept));
  // Eq. 26: a_em = a (d / horizon)², beyond the horizon a.
  const Vector log2_radius = times(log2_of(hn::Min(of_horizon, all(1.0))), 2.0);
  Vector loss = first_term_over_db(terms.land, log2_radius, path);
  if (!hn::AllTrue(lanes, hn::Eq(path.sea_fraction, hn::Zero(lanes)))) {  // eq. 28
    const Vector over_sea = first_term_over_db(terms.sea, log2_radius, path);
    loss = hn::MulAdd(path.sea_fraction, hn::Sub(over_sea, loss), loss);
  }
  return hn::IfThenElseZero(lossy, hn::Max(hn::Mul(share, loss), hn::Zero(lanes)));  // eq. 27
}

/// The smooth earth under receivers of one antenna: eq. 37, 87 to 89.
struct SmoothEarths {
  SmoothPath flat;
  SpherePath sphere;
};

HWY_INLINE Vector height_of(std::span<const float> row, Block block) {
  return held(load(row, block), -1e7, 1e7);
}

HWY_INLINE SmoothEarths smooth_earths(const DiffractionLinks& links, Block block,
                                      Vector sea_fraction) {
  const Vector zero = hn::Zero(Lanes());
  const Vector one = all(1.0);
  const Vector d = held(load(links.distance_m, block), 1e-3, 1e9);
  // Where an obstacle stands above the line, both slopes are above 0.
  const auto slope_of = [&](std::span<const float> row) {
    return held(load(row, block), 0.0, 1e10);
  };
  const Vector slope_t = slope_of(links.obstacle_transmitter_slope);
  const Vector sum = hn::Add(slope_t, slope_of(links.obstacle_receiver_slope));
  const Vector obstacle = held(load(links.obstacle_m, block), 0.0, 1e7);
  const Mask obstructed = hn::And(hn::Gt(obstacle, zero), hn::Gt(sum, zero));
  const Vector share_t =
      hn::IfThenElseZero(obstructed, hn::Div(slope_t, hn::IfThenElse(obstructed, sum, one)));
  const Vector share_r = hn::IfThenElseZero(obstructed, hn::Sub(one, share_t));
  const auto above = [&](Vector antenna, std::span<const float> smooth, Vector share,
                         Vector ground) {
    const Vector lowered = hn::NegMulAdd(obstacle, share, height_of(smooth, block));
    return hn::Sub(antenna, hn::Min(lowered, ground));
  };
  const Vector h_te = above(all(held_altitude_m(links.transmitter_m)), links.smooth_transmitter_m,
                            share_t, all(held_altitude_m(links.transmitter_ground_m)));
  const Vector h_re = above(height_of(links.receiver_m, block), links.smooth_receiver_m, share_r,
                            height_of(links.receiver_ground_m, block));
  const Vector steps = hn::Max(hn::Round(times(d, 1.0 / held_gap_m(links.step_m))), one);
  const Vector h_t = hn::Max(h_te, all(0.01));
  const Vector h_r = hn::Max(h_re, all(0.01));
  return {{d, h_te, h_re, hn::Div(d, steps), steps},
          {d, h_t, h_r, hn::Add(hn::Sqrt(h_t), hn::Sqrt(h_r)), sea_fraction}};
}

/// Eq. 39 over the edge `nu_root` of the terrain.
HWY_INLINE Vector delta_bullington_db(const SphereTerms& terms, const SmoothEarths& earths,
                                      Vector nu_root) {
  const Vector inverse_root = all(terms.inverse_root_wavelength);
  const Vector d = earths.flat.distance_m;
  const Vector terrain_db = bullington_db(hn::Mul(nu_root, inverse_root), d);
  const Vector curved_db = sphere_db(terms, earths.sphere);
  const Mask lossy = hn::Gt(curved_db, hn::Zero(Lanes()));
  if (hn::AllFalse(Lanes(), lossy)) return terrain_db;
  const Vector smooth_nu = hn::Mul(smooth_nu_root(earths.flat, all(terms.radius_m)), inverse_root);
  const Vector more_db = hn::Sub(curved_db, bullington_db(smooth_nu, d));
  return hn::Add(terrain_db, hn::IfThenElseZero(lossy, hn::Max(more_db, hn::Zero(Lanes()))));
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
