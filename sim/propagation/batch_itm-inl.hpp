// SPDX-License-Identifier: Apache-2.0
// itm.cpp over vectors, function by function; where lanes part ways each takes its branch by a mask,
// and a branch that no lane takes is left out. Compiled once for each kind of processor.
#if defined(GIGACITY_BATCH_ITM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_BATCH_ITM_INL
#undef GIGACITY_BATCH_ITM_INL
#else
#define GIGACITY_BATCH_ITM_INL
#endif

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <span>

#include "sim/propagation/batch_itm.hpp"
#include "sim/propagation/batch_wide-inl.hpp"
#include "sim/propagation/held.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE::wide {

using Terms = ItmBatch::Terms;

/// `ItmPath`, and what `Reference` adds to it.
struct Paths {
  Real distance_m;
  Real effective_transmitter_m;
  Real effective_receiver_m;
  Real horizon_transmitter_m;
  Real horizon_receiver_m;
  Real horizons_rad;  ///< the sum of both
  Real irregularity_m;
  Real refractivity;
  double heights_m2 = 0.0;  ///< the product of the structural heights
  bool from_profile = true;

  Real radius_m;
  Real smooth_horizons_m;
  Real horizons_m;
  Real sight_rad;
  Real bending_m;
};

/// A straight line of attenuation over distance.
struct Slope {
  Real db_per_m;
  Real at_zero_db;

  HWY_INLINE Real at(Real distance_m) const { return db_per_m * distance_m + at_zero_db; }
};

/// What the bounds leave out no path has: a horizon of a kilometre's millionth, angles of 10¹², ...
HWY_INLINE Paths paths_of(const Terms& terms, const ItmLinks& links, std::size_t first) {
  const auto row = [&](std::span<const float> figures, double low, double high) {
    return held(load(figures, first), low, high);
  };
  constexpr double most_height_m = 1e12;  // ground that looks smooth over the longest path
  constexpr double most_horizon_m = 1e10;
  constexpr double most_rad = 1e12;
  Paths out;
  out.distance_m = row(links.distance_m, 1.0, 1e9);
  out.effective_transmitter_m = row(links.effective_transmitter_m, 0.01, most_height_m);
  out.effective_receiver_m = row(links.effective_receiver_m, 0.01, most_height_m);
  out.horizon_transmitter_m = row(links.horizon_transmitter_m, 1e-3, most_horizon_m);
  out.horizon_receiver_m = row(links.horizon_receiver_m, 1e-3, most_horizon_m);
  out.horizons_rad = row(links.horizon_transmitter_rad, -most_rad, most_rad) +
                     row(links.horizon_receiver_rad, -most_rad, most_rad);
  out.irregularity_m = row(links.irregularity_m, 0.0, most_irregularity_m);
  out.refractivity = row(links.refractivity, 0.0, most_refractivity);
  out.heights_m2 = for_each_terminal(held_height_m, links.height_m).product();
  out.from_profile = links.from_profile;

  const Real curvature = true_curvature_per_m * (1.0 - 0.04665 * exp_of(out.refractivity / 179.3));
  out.radius_m = 1.0 / curvature;
  out.smooth_horizons_m = hn::Sqrt(2.0 * out.effective_transmitter_m * out.radius_m) +
                          hn::Sqrt(2.0 * out.effective_receiver_m * out.radius_m);
  out.horizons_m = out.horizon_transmitter_m + out.horizon_receiver_m;
  out.sight_rad = hn::Neg(hn::Max(out.horizons_rad, hn::Neg(out.horizons_m / out.radius_m)));
  out.bending_m = cube_root(squared(out.radius_m)) / terms.frequency_third;
  return out;
}

HWY_INLINE Real irregularity_at(Real distance_m, Real irregularity_m) {
  return irregularity_m * (1.0 - 0.8 * exp_of(distance_m / -50e3));
}

HWY_INLINE Real height_deviation(Real irregularity_m) {
  return 0.78 * irregularity_m * exp_of(-0.5 * hn::Sqrt(hn::Sqrt(irregularity_m)));
}

HWY_INLINE Real edge_loss_db(Real nu_squared) {
  const Real low_db = 6.02 + 9.11 * hn::Sqrt(nu_squared) - 1.27 * nu_squared;
  const Mask low = nu_squared < 5.76;
  if (hn::AllTrue(Lanes(), low)) return low_db;
  return chosen(low, low_db, 12.953 + db_of(nu_squared));
}

HWY_INLINE Real height_gain_db(Real x, Real k) {
  const Real ln_x = ln(x);
  const Real high_db = 17.372 * ln_x - 117.0;
  const Real low_db = 0.05751 * x - 4.343 * ln_x;
  Real out_db = low_db;
  const Mask near = x < 200.0;
  const Mask between = hn::AndNot(near, x < 2000.0);
  if (!none(near)) {
    const Real w = hn::Neg(ln(k));
    const Mask smooth = hn::Or(k<1e-5, x * w * w * w> 5495.0);
    const Real smooth_db = chosen(x > 1.0, high_db, all(-117.0));
    out_db =
        chosen(near, chosen(smooth, smooth_db, 2.5e-5 * squared(x) / k - 8.686 * w - 15.0), out_db);
  }
  if (!none(between)) {
    const Real w = 0.0134 * x * exp_of(-0.005 * x);
    out_db = chosen(between, (1.0 - w) * low_db + w * high_db, out_db);
  }
  return out_db;
}

/// One of Vogler's three radii.
struct SmoothPart {
  Real k;
  Real x;
};

HWY_INLINE SmoothPart smooth_part(const Terms& terms, Real radius_m, Real length_m) {
  constexpr double earth_radius_of_vogler_m = 6370e3;
  constexpr double greatest_k = 1.6;
  const Real c0 = cube_root(4.0 / 3.0 * earth_radius_of_vogler_m / radius_m);
  const Real k =
      least(c0 * (0.017778 / (terms.frequency_third * std::abs(terms.impedance))), greatest_k);
  return {k, (1.607 - k) * squared(c0) * (terms.frequency_third * 1e-3) * length_m};
}

/// What the diffraction over both distances has in common.
struct DiffractionTerms {
  Real horizons_x;
  Real height_gains_db;
  Real clutter_db;
  Real root;  ///< √(1 + ratio of the heights), and the horizons
  Real bent_horizons_m;
};

HWY_INLINE DiffractionTerms diffraction_terms(const Terms& terms, const Paths& paths) {
  const auto horizon_part = [&](Real horizon_m, Real height_m) {
    return smooth_part(terms, 0.5 * squared(horizon_m) / height_m, horizon_m);
  };
  const SmoothPart transmitter =
      horizon_part(paths.horizon_transmitter_m, paths.effective_transmitter_m);
  const SmoothPart receiver = horizon_part(paths.horizon_receiver_m, paths.effective_receiver_m);
  const Real deviation_m =
      height_deviation(irregularity_at(paths.smooth_horizons_m, paths.irregularity_m));
  const double heights = paths.heights_m2;
  const Real ratio = (paths.effective_transmitter_m * paths.effective_receiver_m - heights) /
                     (heights + (paths.from_profile ? 10.0 : 0.0));
  DiffractionTerms out;
  out.horizons_x = transmitter.x + receiver.x;
  out.height_gains_db =
      height_gain_db(transmitter.x, transmitter.k) + height_gain_db(receiver.x, receiver.k);
  out.clutter_db =
      least(0.5 * db_of(1.0 + deviation_m * (1e-5 * heights * terms.frequency_mhz)), 15.0);
  out.root = hn::Sqrt(most(1.0 + ratio, 0.0));
  out.bent_horizons_m = most(paths.horizons_m - paths.sight_rad * paths.radius_m, 0.0);
  return out;
}

HWY_INLINE Real diffraction_db(const Terms& terms, const Paths& paths,
                               const DiffractionTerms& shared, Real distance_m) {
  const Real beyond_rad = distance_m / paths.radius_m - paths.sight_rad;
  const Real beyond_m = distance_m - paths.horizons_m;
  const auto edge_db = [&](Real horizon_m) {
    return edge_loss_db((0.0795775 * terms.wave_number) * squared(beyond_rad) * horizon_m *
                        beyond_m / (beyond_m + horizon_m));
  };
  const Real edges_db = edge_db(paths.horizon_transmitter_m) + edge_db(paths.horizon_receiver_m);
  const Real x = smooth_part(terms, beyond_m / beyond_rad, beyond_m).x + shared.horizons_x;
  const Real smooth_db = 0.05751 * x - db_of(x) - shared.height_gains_db - 20.0;
  const Real rough =
      least(irregularity_at(distance_m, paths.irregularity_m) * terms.wave_number, 6283.2);
  const Real q = (shared.root + shared.bent_horizons_m / distance_m) * rough;
  const Real weight = 25.1 / (25.1 + hn::Sqrt(q));
  return weight * smooth_db + (1.0 - weight) * edges_db + shared.clutter_db;
}

HWY_INLINE Slope diffraction_line(const Terms& terms, const Paths& paths) {
  const DiffractionTerms shared = diffraction_terms(terms, paths);
  const Real near_m = hn::Max(paths.smooth_horizons_m, paths.horizons_m + 5.0 * paths.bending_m);
  const Real far_m = near_m + 10.0 * paths.bending_m;
  const Real near_db = diffraction_db(terms, paths, shared, near_m);
  const Real slope = (diffraction_db(terms, paths, shared, far_m) - near_db) / (far_m - near_m);
  return {slope, near_db - slope * near_m};
}

HWY_INLINE Real line_of_sight_db(const Terms& terms, const Paths& paths, const Slope& diffraction,
                                 Real distance_m) {
  const Real deviation_m = height_deviation(irregularity_at(distance_m, paths.irregularity_m));
  const Real heights_m = paths.effective_transmitter_m + paths.effective_receiver_m;
  const Real sin_psi = heights_m / hn::Sqrt(squared(distance_m) + squared(heights_m));
  // (sin ψ − Z) / (sin ψ + Z) e^−..., by its parts.
  const double z_real = terms.impedance.real();
  const double z_imaginary = terms.impedance.imag();
  const Real fading = exp_of(hn::Neg(least(terms.wave_number * deviation_m * sin_psi, 10.0)));
  const Real scale = fading / (squared(sin_psi + z_real) + z_imaginary * z_imaginary);
  Real real = ((sin_psi - z_real) * (sin_psi + z_real) - z_imaginary * z_imaginary) * scale;
  Real imaginary = sin_psi * (-2.0 * z_imaginary) * scale;
  const Real power = squared(real) + squared(imaginary);
  const Mask weak = hn::Or(power < 0.25, power < sin_psi);
  const Real stronger = chosen(weak, hn::Sqrt(sin_psi / most(power, 1e-300)), all(1.0));
  real = real * stronger;
  imaginary = imaginary * stronger;
  Real phase = (2.0 * terms.wave_number) *
               (paths.effective_transmitter_m * paths.effective_receiver_m) / distance_m;
  constexpr double quarter = 0.5 * std::numbers::pi;
  phase = chosen(phase > quarter, std::numbers::pi - quarter * quarter / phase, phase);
  const Real two_rays_db = hn::Neg(db_of(squared(hn::Cos(Lanes(), phase) + real) +
                                         squared(imaginary - hn::Sin(Lanes(), phase))));
  const Real weight = 1.0 / (1.0 + terms.frequency_mhz * paths.irregularity_m /
                                       most(paths.smooth_horizons_m, 10e3));
  return weight * two_rays_db + (1.0 - weight) * diffraction.at(distance_m);
}

HWY_INLINE Real line_of_sight_attenuation_db(const Terms& terms, const Paths& paths,
                                             const Slope& diffraction) {
  const Real zero = all(0.0);
  const Real end_m = paths.smooth_horizons_m;
  const Real end_db = diffraction.at(end_m);
  Real near_m =
      (0.04 * terms.frequency_mhz) * (paths.effective_transmitter_m * paths.effective_receiver_m);
  Real far_m =
      hn::Max(hn::Neg(diffraction.at_zero_db / diffraction.db_per_m), 0.25 * paths.horizons_m);
  const Mask lifted = hn::Ge(diffraction.at_zero_db, zero);
  near_m = chosen(lifted, hn::Min(near_m, 0.5 * paths.horizons_m), near_m);
  far_m = chosen(lifted, near_m + 0.25 * (paths.horizons_m - near_m), far_m);
  const Real far_db = line_of_sight_db(terms, paths, diffraction, far_m);

  Real per_log = zero;
  Real per_m = hn::Max(end_db - far_db, zero) / (end_m - far_m);
  per_m = chosen(hn::Eq(per_m, zero), diffraction.db_per_m, per_m);
  const Mask three_points = near_m < far_m;
  if (!none(three_points)) {
    const Real near_db = line_of_sight_db(terms, paths, diffraction, near_m);
    const Real q = ln(end_m / near_m);
    const Real whole_m = end_m - near_m;
    const Real part_m = far_m - near_m;
    const Real bent_per_log = hn::Max((whole_m * (far_db - near_db) - part_m * (end_db - near_db)) /
                                          (whole_m * ln(far_m / near_m) - part_m * q),
                                      zero);
    const Mask bent =
        hn::And(three_points, hn::Or(diffraction.at_zero_db > 0.0, bent_per_log > 0.0));
    const Real bent_per_m = (end_db - near_db - bent_per_log * q) / whole_m;
    const Real only_per_log = hn::Max(end_db - near_db, zero) / q;
    const Mask falling = bent_per_m < 0.0;
    per_log = hn::IfThenElseZero(bent, chosen(falling, only_per_log, bent_per_log));
    const Real instead = hn::IfThenElseZero(hn::Eq(only_per_log, zero), diffraction.db_per_m);
    per_m = chosen(bent, chosen(falling, instead, bent_per_m), per_m);
  }
  const Real at_zero_db = end_db - per_m * end_m - per_log * ln(end_m);
  return at_zero_db + per_m * paths.distance_m + per_log * ln(paths.distance_m);
}

/// The curves of H_01 on either side of η_s, [Algorithm eq. 6.13].
struct ScatterCurves {
  Real lower_a, lower_b, upper_a, upper_b;
  Real upper_share;
};

HWY_INLINE ScatterCurves scatter_curves(Real eta) {
  constexpr std::array a{25.0, 80.0, 177.0, 395.0, 705.0};
  constexpr std::array b{24.0, 45.0, 68.0, 80.0, 105.0};
  const Real at = held(eta, 1.0, 5.0);
  ScatterCurves out{all(a[0]), all(b[0]), all(a[1]), all(b[1]), at - hn::Floor(at)};
  for (std::size_t i = 1; i < a.size(); ++i) {
    const Mask beyond = hn::Ge(at, all(static_cast<double>(i + 1)));
    const std::size_t next = i + 1 < a.size() ? i + 1 : i;
    out.lower_a = chosen(beyond, all(a[i]), out.lower_a);
    out.lower_b = chosen(beyond, all(b[i]), out.lower_b);
    out.upper_a = chosen(beyond, all(a[next]), out.upper_a);
    out.upper_b = chosen(beyond, all(b[next]), out.upper_b);
  }
  return out;
}

HWY_INLINE Real frequency_gain_of_terminal_db(Real r, const ScatterCurves& curves) {
  const Real inverse = squared(1.0 / r);
  const Real lower_db = db_of(1.0 + curves.lower_a * squared(inverse) + curves.lower_b * inverse);
  const Real upper_db = db_of(1.0 + curves.upper_a * squared(inverse) + curves.upper_b * inverse);
  return (1.0 - curves.upper_share) * lower_db + curves.upper_share * upper_db;
}

/// H_0, and where the scatter function has a value.
struct FrequencyGain {
  Real db;
  Mask known;
};

HWY_INLINE FrequencyGain frequency_gain(const Terms& terms, const Paths& paths, Real d) {
  const Real signed_m = paths.horizon_transmitter_m - paths.horizon_receiver_m;
  const Real difference_m = hn::Abs(signed_m);
  const Real height_ratio =
      chosen(signed_m < 0.0, paths.effective_transmitter_m / paths.effective_receiver_m,
             paths.effective_receiver_m / paths.effective_transmitter_m);
  const Real theta = paths.horizons_rad + d / paths.radius_m;
  const Real r_t = (2.0 * terms.wave_number) * theta * paths.effective_transmitter_m;
  const Real r_r = (2.0 * terms.wave_number) * theta * paths.effective_receiver_m;
  const Mask known = hn::Not(hn::And(r_t < 0.2, r_r < 0.2));
  const Real asymmetry = (d - difference_m) / (d + difference_m);
  const Real q = held(height_ratio / asymmetry, 0.1, 10.0);
  const Real s = most(asymmetry, 0.1);
  const Real crossing_m = (d - difference_m) * (d + difference_m) * theta * 0.25 / d;
  const Real n_s = paths.refractivity;
  const Real x2 = squared(least(crossing_m / 8.0e3, 1.7));
  const Real eta =
      crossing_m / 1.7556e3 *
      (1.0 + (0.031 - n_s * 2.32e-3 + squared(n_s) * 5.67e-6) * exp_of(hn::Neg(x2 * x2 * x2)));
  const ScatterCurves curves = scatter_curves(eta);
  const Real mean_db = 0.5 * (frequency_gain_of_terminal_db(r_t, curves) +
                              frequency_gain_of_terminal_db(r_r, curves));
  const Real correction_db =
      hn::Min(mean_db, 6.0 * (0.6 - log10_of(most(eta, 1.0))) * log10_of(s) * log10_of(q));
  Real gain_db = most(mean_db + correction_db, 0.0);
  const Mask low = hn::And(known, eta < 1.0);
  if (!none(low)) {
    constexpr double root = std::numbers::sqrt2;
    const Real sum = r_t + r_r;
    const Real limit_db =
        db_of(squared((1.0 + root / r_t) * (1.0 + root / r_r)) * sum / (sum + 2.0 * root));
    gain_db = chosen(low, eta * gain_db + (1.0 - eta) * limit_db, gain_db);
  }
  return {gain_db, known};
}

/// Troposcatter without its frequency gain.
HWY_INLINE Real scatter_db(const Terms& terms, const Paths& paths, Real d) {
  const Real beyond_rad = d / paths.radius_m - paths.sight_rad;
  const Real product_m = beyond_rad * d;
  const Real log_product = log10_of(product_m);
  const Real function_db =
      chosen(product_m > 70e3, 71.8 + 0.157e-3 * product_m + 5.0 * log_product,
             chosen(product_m > 10e3, 104.6 + 0.212e-3 * product_m - 2.5 * log_product,
                    133.4 + 0.332e-3 * product_m - 10.0 * log_product));
  return function_db + db_of(terms.frequency_mhz * squared(squared(beyond_rad))) -
         0.1 * (paths.refractivity - 301.0) * exp_of(product_m / -40e3);
}

HWY_INLINE Real beyond_horizon_db(const Terms& terms, const Paths& paths,
                                  const Slope& diffraction) {
  constexpr double frequency_gain_limit_db = 15.0;
  constexpr double no_scatter_db = 1001.0;
  const Real near_m = paths.horizons_m + 200e3;
  const Real far_m = paths.horizons_m + 400e3;
  const FrequencyGain far = frequency_gain(terms, paths, far_m);
  const Real far_db =
      chosen(far.known, scatter_db(terms, paths, far_m) + far.db, all(no_scatter_db));
  // A large gain of the farther distance serves the nearer one, and replaces a large one there.
  const FrequencyGain near = frequency_gain(terms, paths, near_m);
  const Mask kept = hn::And(far.known, far.db > frequency_gain_limit_db);
  const Mask replaced =
      hn::And(hn::And(far.known, hn::Ge(far.db, all(0.0))), near.db > frequency_gain_limit_db);
  const Real gain_db = chosen(hn::Or(kept, replaced), far.db, near.db);
  const Real near_db = chosen(hn::Or(kept, near.known), scatter_db(terms, paths, near_m) + gain_db,
                              all(no_scatter_db));
  const Real per_m = (far_db - near_db) / (far_m - near_m);
  const Real crossing_m =
      hn::Max(hn::Max(paths.smooth_horizons_m,
                      paths.horizons_m + 1.088 * paths.bending_m * std::log(terms.frequency_mhz)),
              (near_db - diffraction.at_zero_db - per_m * near_m) / (diffraction.db_per_m - per_m));
  const Mask scattered = hn::And(near_db<1000.0, paths.distance_m> crossing_m);
  const Real at_zero_db = (diffraction.db_per_m - per_m) * crossing_m + diffraction.at_zero_db;
  return chosen(scattered, per_m * paths.distance_m + at_zero_db, diffraction.at(paths.distance_m));
}

/// A_ref.
HWY_INLINE Real reference_db(const Terms& terms, const Paths& paths) {
  const Slope diffraction = diffraction_line(terms, paths);
  const Mask in_sight = paths.distance_m < paths.smooth_horizons_m;
  Real out_db = all(0.0);
  if (!none(in_sight)) out_db = line_of_sight_attenuation_db(terms, paths, diffraction);
  if (!hn::AllTrue(Lanes(), in_sight))
    out_db = chosen(in_sight, out_db, beyond_horizon_db(terms, paths, diffraction));
  // No number, 0/0 and the like, is not below the bound either.
  constexpr double most_db = 1e30;
  return hn::IfThenElseZero(out_db < most_db, most(out_db, 0.0));
}

}  // namespace gigacity::propagation::HWY_NAMESPACE::wide
HWY_AFTER_NAMESPACE();
#endif
