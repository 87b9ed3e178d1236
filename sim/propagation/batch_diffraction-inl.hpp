// SPDX-License-Identifier: Apache-2.0
// diffraction.cpp over vectors of receivers; equation numbers are P.1812-6's. Compiled once for
// each kind of processor.
#if defined(GIGACITY_BATCH_DIFFRACTION_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_BATCH_DIFFRACTION_INL
#undef GIGACITY_BATCH_DIFFRACTION_INL
#else
#define GIGACITY_BATCH_DIFFRACTION_INL
#endif

#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/batch_math-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

/// J(ν), dB.
HWY_INLINE Vector knife_edge_db(Vector nu) {
  const Vector v = plus(held(nu, -0.78, 1e30), -0.1);
  const Vector root = hn::Sqrt(plus(squared(v), 1.0));
  const Vector loss = muladd(log2_of(hn::Add(root, v)), 2.0 * db_per_octave, 6.9);
  return hn::IfThenElseZero(hn::Gt(nu, all(-0.78)), loss);
}

/// Eq. 20 and 21.
HWY_INLINE Vector bullington_db(Vector nu, Vector distance_m) {
  const Vector edge_db = knife_edge_db(nu);
  const Vector kept = hn::Sub(all(1.0), exp2_of(times(edge_db, -log2_of_e / 6.0)));
  return muladd(kept, muladd(distance_m, 2e-5, 10.0), edge_db);
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
    const Vector value = hn::MulAdd(hn::Mul(alpha, z), hn::Sub(all(1.0), z),
                                    hn::Mul(below, squared(w)));
    const Vector slope =
        hn::MulAdd(alpha, hn::NegMulAdd(all(2.0), z, all(1.0)),
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
    const Vector meeting = hn::Div(hn::MulAdd(s_r, d, rise), hn::IfThenElse(crossing, sum, all(1.0)));
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

/// First term of the residue series over one kind of ground; `log2_radius_km` decides K, X and Y.
HWY_INLINE Vector first_term_over_db(const GroundTerms& ground, Vector log2_radius_km,
                                     Vector log2_distance_km, Vector log2_transmitter_m,
                                     Vector log2_receiver_m) {
  const Vector third = times(log2_radius_km, -1.0 / 3.0);
  const Vector log2_k = plus(third, ground.log2_k);
  const Vector k2 = exp2_of(hn::Add(log2_k, log2_k));
  const Vector beta = hn::Div(hn::MulAdd(k2, muladd(k2, 0.67, 1.6), all(1.0)),
                              hn::MulAdd(k2, muladd(k2, 1.53, 4.5), all(1.0)));  // eq. 30
  const Vector log2_beta = log2_of(beta);
  const Vector log2_x = hn::Add(hn::Add(hn::Add(third, third), log2_beta),
                                plus(log2_distance_km, ground.log2_x));  // eq. 31
  const Vector x = exp2_of(log2_x);
  const Vector far_db = hn::NegMulAdd(all(17.6), x, muladd(log2_x, db_per_octave, 11.0));
  const Vector near_db =
      hn::NegMulAdd(all(5.6488), exp2_of(times(log2_x, 1.425)), times(log2_x, -2.0 * db_per_octave));
  const Vector f_x = hn::IfThenElse(hn::Ge(x, all(1.6)), far_db, near_db);  // eq. 33

  const Vector least_db = muladd(log2_k, 2.0 * db_per_octave, 2.0);
  const Vector log2_b_per_m = plus(hn::Add(third, hn::Add(log2_beta, log2_beta)), ground.log2_y);
  const auto height_gain_db = [&](Vector log2_height_m) {  // eq. 34 and 35, b = βY
    const Vector b = exp2_of(hn::Add(log2_b_per_m, log2_height_m));
    const Mask high = hn::Gt(b, all(2.0));
    const Vector above = plus(b, -1.1);
    const Vector cubic = hn::Mul(b, muladd(squared(b), 0.1, 1.0));
    const Vector level_db = db_of(hn::IfThenElse(high, above, cubic));
    const Vector high_db = hn::NegMulAdd(
        all(0.5), level_db,
        muladd(hn::Sqrt(hn::Max(above, hn::Zero(Lanes()))), 17.6, -8.0));
    return hn::Max(hn::IfThenElse(high, high_db, hn::Add(level_db, level_db)), least_db);
  };
  return hn::Neg(hn::Add(
      f_x, hn::Add(height_gain_db(log2_transmitter_m), height_gain_db(log2_receiver_m))));  // eq. 36
}

/// What a spherical earth loses, dB, eq. 22 to 28, at one radius; `h_t`, `h_r` above it.
struct SphereLoss {
  Vector distance_m;
  Vector log2_distance_km;
  Vector transmitter_m;  ///< at least 1 cm
  Vector receiver_m;
  Vector log2_transmitter_m;
  Vector log2_receiver_m;
  Vector roots;  ///< √h_t + √h_r
  Vector sea_fraction;
};

HWY_INLINE Vector sphere_db(const DiffractionTerms& terms, const SphereLoss& path,
                            double radius_m) {
  const Lanes lanes;
  const Vector d = path.distance_m;
  const Vector h_t = path.transmitter_m;
  const Vector h_r = path.receiver_m;
  const Vector heights = hn::Add(h_t, h_r);
  const Vector inverse_heights = hn::Div(all(1.0), heights);
  const Mask beyond = hn::Ge(d, times(path.roots, std::sqrt(2.0 * radius_m)));  // eq. 22

  const Vector c = hn::Mul(hn::Sub(h_t, h_r), inverse_heights);                              // 24d
  const Vector m = hn::Mul(hn::Mul(squared(d), all(0.25 / radius_m)), inverse_heights);      // 24e
  const Vector m1 = plus(m, 1.0);
  const Vector inverse_m1 = hn::Div(all(1.0), m1);
  // Eq. 24c, whose cosine of a third of an arc cosine divides by m, is b = 3c / (m + 1) · 1 / (1 +
  // 2 cos(2θ/3)), where cos²θ = 1 − 6.75 c² m / (m + 1)³, here without its cancellation.
  const Vector one_less_c2 =
      hn::Mul(hn::Mul(times(h_t, 4.0), h_r), squared(inverse_heights));
  const Vector cube = hn::Mul(squared(inverse_m1), inverse_m1);
  const Vector cosine2 = hn::Mul(
      hn::MulAdd(squared(plus(m, -0.5)), plus(m, 4.0), hn::Mul(times(m, 6.75), one_less_c2)), cube);
  const Vector cosine = hn::Sqrt(held(cosine2, 0.0, 1.0));
  // cos(2/3 arccos s), 0 <= s <= 1: error below 5e-10 (Chebyshev).
  constexpr double two_thirds[] = {0.5000000004754,   0.5773501705591,  -0.1111077029211,
                                   0.05341205748043,  -0.0325959316294, 0.02150911157715,
                                   -0.01343670605504, 0.006784710297907, -0.002280393734793,
                                   0.000364684303122};
  const Vector b = hn::Div(hn::Mul(times(c, 3.0), inverse_m1),
                           muladd(polynomial(cosine, two_thirds), 2.0, 1.0));
  const Vector d1 = hn::Mul(times(d, 0.5), plus(b, 1.0));  // 24a
  const Vector d2 = hn::Sub(d, d1);
  const Vector inverse_d = hn::Div(all(1.0), d);
  const Vector half_curvature = all(0.5 / radius_m);
  const Vector clearance_m =
      hn::Mul(hn::MulAdd(hn::NegMulAdd(hn::Mul(half_curvature, d1), d1, h_t), d2,
                         hn::Mul(hn::NegMulAdd(hn::Mul(half_curvature, d2), d2, h_r), d1)),
              inverse_d);  // eq. 23
  const Vector required_m =
      times(hn::Sqrt(hn::Max(hn::Mul(hn::Mul(d1, d2), inverse_d), hn::Zero(lanes))),
            terms.clearance_per_root);  // eq. 25
  const Mask lossy =
      hn::Or(beyond, hn::And(hn::Le(clearance_m, required_m), hn::Gt(required_m, all(0.0))));
  if (hn::AllFalse(lanes, lossy)) return hn::Zero(lanes);

  const Vector share =
      hn::IfThenElse(beyond, all(1.0), hn::Sub(all(1.0), hn::Div(clearance_m, required_m)));
  const Vector a_em_km = times(squared(hn::Div(d, path.roots)), 0.5e-3);  // eq. 26
  const Vector radius_km = hn::IfThenElse(beyond, all(1e-3 * radius_m), a_em_km);
  const Vector log2_radius = log2_of(radius_km);
  const auto over = [&](const GroundTerms& ground) {
    return first_term_over_db(ground, log2_radius, path.log2_distance_km, path.log2_transmitter_m,
                              path.log2_receiver_m);
  };
  Vector loss = over(terms.land);
  if (!hn::AllTrue(lanes, hn::Eq(path.sea_fraction, hn::Zero(lanes))))  // eq. 28
    loss = hn::MulAdd(path.sea_fraction, hn::Sub(over(terms.sea), loss), loss);
  return hn::IfThenElseZero(lossy, hn::Max(hn::Mul(share, loss), hn::Zero(lanes)));  // eq. 27
}

/// Eq. 39 over the edge `nu_root` of the terrain.
HWY_INLINE Vector delta_bullington_db(const DiffractionTerms& terms, const SmoothPath& smooth,
                                      const SphereLoss& sphere, Vector nu_root, double radius_m) {
  const Vector inverse_root = all(terms.inverse_root_wavelength);
  const Vector terrain_db = bullington_db(hn::Mul(nu_root, inverse_root), smooth.distance_m);
  const Vector curved_db = sphere_db(terms, sphere, radius_m);
  const Mask lossy = hn::Gt(curved_db, hn::Zero(Lanes()));
  if (hn::AllFalse(Lanes(), lossy)) return terrain_db;
  const Vector smooth_nu = hn::Mul(smooth_nu_root(smooth, all(radius_m)), inverse_root);
  const Vector more_db = hn::Sub(curved_db, bullington_db(smooth_nu, smooth.distance_m));
  return hn::Add(terrain_db,
                 hn::IfThenElseZero(lossy, hn::Max(more_db, hn::Zero(Lanes()))));
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
