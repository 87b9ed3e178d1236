// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/diffraction.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "sim/propagation/free_space.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

constexpr double none = -std::numeric_limits<double>::infinity();

// The larger of the two; a NaN candidate is passed over.
double larger(double candidate, double best) {
  return candidate > best ? candidate : best;
}

// P.1812-6 eq. 29a and 29b: normalised surface admittance K for one kind of ground.
double surface_admittance(double radius_km, double frequency_ghz, Polarisation polarisation,
                          const GroundConstants& ground) {
  const double eps = ground.relative_permittivity;
  const double loss = 18.0 * ground.conductivity_s_per_m / frequency_ghz;
  const double k_h = 0.036 / std::cbrt(radius_km * frequency_ghz) /
                     std::sqrt(std::sqrt((eps - 1.0) * (eps - 1.0) + loss * loss));
  return polarisation == Polarisation::horizontal ? k_h : k_h * std::sqrt(eps * eps + loss * loss);
}

// P.1812-6 eq. 34 and 35: height gain of a terminal at normalised height Y.
double height_gain_db(double y, double beta, double k) {
  const double b = beta * y;
  const double gain = b > 2.0 ? 17.6 * std::sqrt(b - 1.1) - 5.0 * std::log10(b - 1.1) - 8.0
                              : 20.0 * std::log10(b + 0.1 * b * b * b);
  return std::max(gain, 2.0 + 20.0 * std::log10(k));
}

double first_term_over_db(double distance_m, double transmitter_m, double receiver_m,
                          double radius_m, double frequency_mhz, Polarisation polarisation,
                          const GroundConstants& ground) {
  const double a_km = 1e-3 * radius_m;
  const double f_ghz = 1e-3 * frequency_mhz;
  const double k = surface_admittance(a_km, f_ghz, polarisation, ground);
  const double k2 = k * k;
  const double beta =
      (1.0 + 1.6 * k2 + 0.67 * k2 * k2) / (1.0 + 4.5 * k2 + 1.53 * k2 * k2);             // eq. 30
  const double x = 21.88 * beta * std::cbrt(f_ghz / (a_km * a_km)) * 1e-3 * distance_m;  // eq. 31
  const double y_per_m = 0.9575 * beta * std::cbrt(f_ghz * f_ghz / a_km);                // eq. 32
  const double f_x = x >= 1.6 ? 11.0 + 10.0 * std::log10(x) - 17.6 * x
                              : -20.0 * std::log10(x) - 5.6488 * std::pow(x, 1.425);  // eq. 33
  return -f_x - height_gain_db(y_per_m * transmitter_m, beta, k) -
         height_gain_db(y_per_m * receiver_m, beta, k);  // eq. 36
}

// P.1812-6 §4.3.1, eq. 13 to 19, without λ.
template <class Height>
BullingtonEdge edge_over(std::span<const double> distance_m, Height height_at,
                         double transmitter_height_m, double receiver_height_m,
                         double effective_earth_radius_m) {
  const double transmitter_m = held_altitude_m(transmitter_height_m);
  const double receiver_m = held_altitude_m(receiver_height_m);
  const double d = held_gap_m(distance_m.back());
  const double half_curvature =
      0.5 / effective_earth_radius_m;  // 500 C_e in the Recommendation's units
  const double rise = receiver_m - transmitter_m;
  double s_tim = none;
  double s_rim = none;
  double nu_root = none;
  for (std::size_t i = 1; i + 1 < distance_m.size(); ++i) {
    const double d1 = held_gap_m(distance_m[i]);
    const double d2 = held_gap_m(d - d1);
    const double h = held_altitude_m(height_at(i)) + half_curvature * d1 * d2;
    s_tim = larger((h - transmitter_m) / d1, s_tim);  // eq. 13
    s_rim = larger((h - receiver_m) / d2, s_rim);     // eq. 17
    const double clearance = h - (transmitter_m * d2 + receiver_m * d1) / d;
    nu_root = larger(clearance * std::sqrt(2.0 * d / (d1 * d2)), nu_root);  // eq. 15
  }
  if (s_tim < rise / d) return {d, nu_root, true};  // eq. 14
  return edge_of_horizons(d, s_tim, s_rim, rise);
}

}  // namespace

double knife_edge_loss_db(double nu) {
  if (!(nu > least_lossy_nu)) return 0.0;
  const double v = nu - 0.1;
  return 6.9 + 20.0 * std::log10(std::sqrt(v * v + 1.0) + v);
}

BullingtonEdge edge_of_horizons(double distance_m, double transmitter_slope, double receiver_slope,
                                double rise_m) {
  const double d = distance_m;
  const double sum = transmitter_slope + receiver_slope;
  if (!(sum > 0.0)) return {d, 0.0, false};  // an obstacle that just touches the line: ν = 0
  // Where the two horizon rays meet (eq. 18). Rounding must not push it onto a terminal.
  const double d_b = std::clamp((rise_m + receiver_slope * d) / sum, 1e-6 * d, (1.0 - 1e-6) * d);
  const double height = (transmitter_slope - rise_m / d) * d_b;  // above the line of the antennas
  return {d, height * std::sqrt(2.0 * d / (d_b * (d - d_b))), false};  // eq. 19, without λ
}

BullingtonEdge bullington_edge(std::span<const double> distance_m, std::span<const double> height_m,
                               double transmitter_m, double receiver_m,
                               double effective_earth_radius_m) {
  return edge_over(
      distance_m, [&](std::size_t i) { return height_m[i]; }, transmitter_m, receiver_m,
      effective_earth_radius_m);
}

double bullington_loss_db(const BullingtonEdge& edge, double wavelength_m) {
  const double l_uc =
      knife_edge_loss_db(edge.nu_root_m / std::sqrt(held_wavelength_m(wavelength_m)));
  return l_uc + (1.0 - std::exp(-l_uc / 6.0)) * (10.0 + 2e-5 * edge.distance_m);
}

SmoothEarth with_diffraction_heights(double h_st_m, double h_sr_m, const Obstruction& obstruction,
                                     double transmitter_ground_m, double receiver_ground_m) {
  double h_stp = h_st_m;
  double h_srp = h_sr_m;
  const double sum = obstruction.transmitter_slope + obstruction.receiver_slope;
  if (obstruction.height_m > 0.0 && sum > 0.0) {  // eq. 88; the sum of tiny slopes may vanish
    h_stp -= obstruction.height_m * obstruction.transmitter_slope / sum;
    h_srp -= obstruction.height_m * obstruction.receiver_slope / sum;
  }
  return {h_st_m, h_sr_m, std::min(h_stp, transmitter_ground_m),
          std::min(h_srp, receiver_ground_m)};
}

SmoothEarth smooth_earth(std::span<const double> distance_m, std::span<const double> ground_m,
                         double transmitter_m, double receiver_m) {
  const double d = held_gap_m(distance_m.back());
  const double h_ts = held_altitude_m(transmitter_m);
  const double h_rs = held_altitude_m(receiver_m);
  double v1 = 0.0;
  double v2 = 0.0;
  double before_m = 0.0;
  double height_before_m = held_altitude_m(ground_m.front());
  for (std::size_t i = 1; i < distance_m.size(); ++i) {  // eq. 83 and 84
    const double here_m = std::min(distance_m[i], d);
    const double height_m = held_altitude_m(ground_m[i]);
    const double step = here_m - before_m;
    v1 += step * (height_m + height_before_m);
    v2 +=
        step * (height_m * (2.0 * here_m + before_m) + height_before_m * (here_m + 2.0 * before_m));
    before_m = here_m;
    height_before_m = height_m;
  }
  Obstruction obstruction{none, none, none};
  for (std::size_t i = 1; i + 1 < distance_m.size(); ++i) {  // eq. 87
    const double d1 = held_gap_m(distance_m[i]);
    const double d2 = held_gap_m(d - d1);
    const double above = held_altitude_m(ground_m[i]) - (h_ts * d2 + h_rs * d1) / d;
    obstruction.height_m = larger(above, obstruction.height_m);
    obstruction.transmitter_slope = larger(above / d1, obstruction.transmitter_slope);
    obstruction.receiver_slope = larger(above / d2, obstruction.receiver_slope);
  }
  return with_diffraction_heights((2.0 * v1 * d - v2) / (d * d), (v2 - v1 * d) / (d * d),
                                  obstruction, held_altitude_m(ground_m.front()),
                                  held_altitude_m(ground_m.back()));
}

SphericalEarthPath spherical_earth_path(double distance_m, double transmitter_m, double receiver_m,
                                        double effective_earth_radius_m) {
  // Antennas stand above the smooth earth by construction; a centimetre keeps degenerate input
  // finite.
  const double h_te = std::max(transmitter_m, 0.01);
  const double h_re = std::max(receiver_m, 0.01);
  const double a = effective_earth_radius_m;
  const double d = distance_m;
  SphericalEarthPath path{d, h_te, h_re, a, d > 0.0, 0.0, 0.0};
  if (!path.beyond_horizon) return path;  // one antenna above the other: nothing to clear
  if (d >= std::sqrt(2.0 * a) * (std::sqrt(h_te) + std::sqrt(h_re))) return path;  // eq. 22

  const double c = (h_te - h_re) / (h_te + h_re);      // eq. 24d
  const double m = d * d / (4.0 * a * (h_te + h_re));  // eq. 24e
  const double argument = 1.5 * c * std::sqrt(3.0 * m / ((m + 1.0) * (m + 1.0) * (m + 1.0)));
  const double angle = std::acos(std::clamp(argument, -1.0, 1.0));
  // eq. 24c: the root of m b³ − (m + 1) b + c = 0. Near m = 0 its trigonometric form divides by m.
  const double b = m < 1e-9 ? c
                            : 2.0 * std::sqrt((m + 1.0) / (3.0 * m)) *
                                  std::cos(std::numbers::pi / 3.0 + angle / 3.0);
  const double d1 = 0.5 * d * (1.0 + b);  // eq. 24a
  const double d2 = d - d1;
  path.beyond_horizon = false;
  path.clearance_m =
      ((h_te - d1 * d1 / (2.0 * a)) * d2 + (h_re - d2 * d2 / (2.0 * a)) * d1) / d;  // eq. 23
  path.clearance_root_m = std::sqrt(std::max(d1 * d2 / d, 0.0));
  const double roots = std::sqrt(h_te) + std::sqrt(h_re);
  path.radius_m = 0.5 * (d / roots) * (d / roots);  // eq. 26
  return path;
}

double first_term_loss_db(double distance_m, double transmitter_m, double receiver_m,
                          double radius_m, double frequency_mhz, Polarisation polarisation,
                          double sea_fraction) {
  double loss = 0.0;  // eq. 28
  if (sea_fraction < 1.0) {
    loss += (1.0 - sea_fraction) * first_term_over_db(distance_m, transmitter_m, receiver_m,
                                                      radius_m, frequency_mhz, polarisation, land);
  }
  if (sea_fraction > 0.0) {
    loss += sea_fraction * first_term_over_db(distance_m, transmitter_m, receiver_m, radius_m,
                                              frequency_mhz, polarisation, sea);
  }
  return loss;
}

double spherical_earth_loss_db(const SphericalEarthPath& path, double frequency_mhz,
                               Polarisation polarisation, double sea_fraction) {
  double share = 1.0;
  if (!path.beyond_horizon) {
    // eq. 25, the clearance for no loss: 17.456 √(d1 d2 λ / d) with d in km.
    const double required_m =
        17.456 / std::sqrt(1000.0) * path.clearance_root_m * std::sqrt(wavelength_m(frequency_mhz));
    if (path.clearance_m > required_m || required_m <= 0.0) return 0.0;
    share = 1.0 - path.clearance_m / required_m;
  }
  const double loss = first_term_loss_db(path.distance_m, path.transmitter_m, path.receiver_m,
                                         path.radius_m, frequency_mhz, polarisation, sea_fraction);
  return std::max(share * loss, 0.0);  // eq. 27
}

DeltaBullington delta_bullington(std::span<const double> distance_m,
                                 std::span<const double> ground_m,
                                 std::span<const double> surface_m, double transmitter_m,
                                 double receiver_m, double effective_earth_radius_m) {
  return delta_bullington(distance_m, surface_m,
                          smooth_earth(distance_m, ground_m, transmitter_m, receiver_m),
                          transmitter_m, receiver_m, effective_earth_radius_m);
}

DeltaBullington delta_bullington(std::span<const double> distance_m,
                                 std::span<const double> surface_m, const SmoothEarth& earth,
                                 double transmitter_m, double receiver_m,
                                 double effective_earth_radius_m) {
  const double d = held_gap_m(distance_m.back());
  const double h_te = held_altitude_m(transmitter_m) - earth.transmitter_diffraction_m;  // eq. 37a
  const double h_re = held_altitude_m(receiver_m) - earth.receiver_diffraction_m;        // eq. 37b

  // Over zero heights the only obstacle is the earth's bulge.
  return {
      bullington_edge(distance_m, surface_m, transmitter_m, receiver_m, effective_earth_radius_m),
      edge_over(
          distance_m, [](std::size_t) { return 0.0; }, h_te, h_re, effective_earth_radius_m),
      spherical_earth_path(d, h_te, h_re, effective_earth_radius_m)};
}

double delta_bullington_loss_db(const DeltaBullington& path, double carrier_mhz,
                                Polarisation polarisation, double sea_fraction) {
  const double frequency_mhz = held_frequency_mhz(carrier_mhz);
  const double lambda = wavelength_m(frequency_mhz);
  const double terrain = bullington_loss_db(path.terrain, lambda);
  const double sphere =
      spherical_earth_loss_db(path.sphere, frequency_mhz, polarisation, sea_fraction);
  if (sphere <= 0.0) return terrain;
  return terrain + std::max(sphere - bullington_loss_db(path.smooth, lambda), 0.0);
}

}  // namespace gigacity::propagation
