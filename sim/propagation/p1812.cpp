// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/p1812.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/units.hpp"
#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

/// Each point stands for the path up to half way to its neighbours.
double share_of_point(std::span<const double> distance_m, std::size_t i) {
  const double before = i == 0 ? 0.0 : distance_m[i] - distance_m[i - 1];
  const double after = i + 1 == distance_m.size() ? 0.0 : distance_m[i + 1] - distance_m[i];
  return 0.5 * (before + after);
}

/// Stretches of the path by zone: §3.6, d_tm, d_lm, and ω of table 5.
struct Zones {
  double land_m = 0.0;
  double inland_m = 0.0;
  double sea_fraction = 0.0;
};

Zones zones_of(const P1812Profile& profile) {
  const double d = held_gap_m(profile.distance_m.back());
  if (profile.zone.empty()) return {d, d, 0.0};
  Zones out;
  double land_m = 0.0;
  double inland_m = 0.0;
  double sea_m = 0.0;
  for (std::size_t i = 0; i < profile.zone.size(); ++i) {
    const double share_m = share_of_point(profile.distance_m, i);
    const bool at_sea = profile.zone[i] == RadioClimaticZone::water;
    if (at_sea) sea_m += share_m;
    land_m = at_sea ? 0.0 : land_m + share_m;
    inland_m = profile.zone[i] == RadioClimaticZone::inland ? inland_m + share_m : 0.0;
    out.land_m = std::max(out.land_m, land_m);
    out.inland_m = std::max(out.inland_m, inland_m);
  }
  out.sea_fraction = std::min(sea_m / d, 1.0);
  return out;
}

/// τ, eq. 3a.
double inland_weight(double inland_m) {
  return 1.0 - std::exp(-4.12e-4 * std::pow(1e-3 * inland_m, 2.41));
}

/// β0, the percentage of time with lapse rates above 100 N-units/km: eq. 2 to 5.
double anomalous_percentage(const Zones& zones, double latitude_deg) {
  const double tau = inland_weight(zones.inland_m);
  const double land_km = 1e-3 * zones.land_m;
  const double latitude = std::abs(latitude_deg);
  const double mu_1 = std::min(std::pow(std::pow(10.0, -land_km / (16.0 - 6.6 * tau)) +
                                            std::pow(10.0, -5.0 * (0.496 + 0.354 * tau)),
                                        0.2),
                               1.0);  // eq. 3
  if (latitude > 70.0) return 4.17 * mu_1 * std::pow(mu_1, 0.3);
  const double mu_4 = std::pow(mu_1, -0.935 + 0.0176 * latitude);  // eq. 4
  return std::pow(10.0, -0.015 * latitude + 1.67) * mu_1 * mu_4;
}

/// Elevation of a point seen from a terminal over a round earth, mrad (eq. 77).
double elevation_mrad(double from_m, double to_m, double distance_m, double radius_m) {
  return 1e3 * std::atan((to_m - from_m) / distance_m - 0.5 * distance_m / radius_m);
}

/// Points of the profile that are the two terminals' horizons.
struct HorizonPoints {
  std::size_t transmitter = 0;
  std::size_t receiver = 0;
};

/// Horizons and the angular distance: Attachment 1 to Annex 1, §5.3 to §5.5.
HorizonPoints find_horizons(const P1812Profile& profile, P1812Path& path) {
  const auto distance_m = profile.distance_m;
  const double d = path.distance_m;
  const double a_e = path.effective_earth_radius_m;
  const double direct_mrad = elevation_mrad(path.transmitter_m, path.receiver_m, d, a_e);

  double steepest_mrad = direct_mrad;
  std::size_t transmitter_edge = 0;
  std::size_t receiver_edge = 0;
  double receiver_mrad = -std::numeric_limits<double>::infinity();
  double nu_root = receiver_mrad;
  std::size_t closest = 1;
  for (std::size_t i = 1; i + 1 < distance_m.size(); ++i) {
    const double d1 = held_gap_m(distance_m[i]);
    const double d2 = held_gap_m(d - d1);
    const double h = held_altitude_m(profile.ground_m[i]);
    const double seen_mrad = elevation_mrad(path.transmitter_m, h, d1, a_e);
    if (seen_mrad > steepest_mrad) {
      steepest_mrad = seen_mrad;
      transmitter_edge = i;
    }
    const double back_mrad = elevation_mrad(path.receiver_m, h, d2, a_e);
    if (back_mrad >= receiver_mrad) {
      receiver_mrad = back_mrad;
      receiver_edge = i;
    }
    const double line_m = (path.transmitter_m * d2 + path.receiver_m * d1) / d;
    const double nu = (h + 0.5 * d1 * d2 / a_e - line_m) * std::sqrt(2.0 * d / (d1 * d2));
    if (nu > nu_root) {
      nu_root = nu;
      closest = i;
    }
  }
  path.beyond_horizon = transmitter_edge > 0;
  path.horizon_mrad.transmitter = steepest_mrad;
  path.horizon_mrad.receiver = receiver_mrad;
  HorizonPoints points{transmitter_edge, receiver_edge};
  if (!path.beyond_horizon) {  // eq. 80 and 81: the point nearest to the line, in Fresnel's measure
    points = {closest, closest};
    path.horizon_mrad.receiver = elevation_mrad(path.receiver_m, path.transmitter_m, d, a_e);
  }
  path.horizon_m = {held_gap_m(distance_m[points.transmitter]),
                    held_gap_m(d - distance_m[points.receiver])};
  path.angular_distance_mrad =
      1e3 * d / a_e + path.horizon_mrad.transmitter + path.horizon_mrad.receiver;  // eq. 82
  return points;
}

/// Effective heights and terrain roughness for ducting: Attachment 1 to Annex 1, §5.6.2.
void find_roughness(const P1812Profile& profile, const SmoothEarth& earth, HorizonPoints horizon,
                    P1812Path& path) {
  const double h_st =
      std::min(earth.transmitter_m, held_altitude_m(profile.ground_m.front()));  // eq. 90a
  const double h_sr =
      std::min(earth.receiver_m, held_altitude_m(profile.ground_m.back()));  // eq. 90b
  path.effective_m = {path.transmitter_m - h_st, path.receiver_m - h_sr};
  const double slope = (h_sr - h_st) / path.distance_m;  // eq. 91
  path.roughness_m = -std::numeric_limits<double>::infinity();
  for (std::size_t i = horizon.transmitter; i <= horizon.receiver; ++i) {
    path.roughness_m = std::max(path.roughness_m, held_altitude_m(profile.ground_m[i]) -
                                                      (h_st + slope * profile.distance_m[i]));
  }
}

/// Site shielding loss of a terminal, eq. 48.
double shielding_db(double horizon_mrad, double horizon_m, double frequency_ghz) {
  const double horizon_km = 1e-3 * horizon_m;
  const double excess_mrad = horizon_mrad - 0.1 * horizon_km;  // eq. 48a
  if (excess_mrad <= 0.0) return 0.0;
  return 20.0 * std::log10(1.0 + 0.361 * excess_mrad * std::sqrt(frequency_ghz * horizon_km)) +
         0.264 * excess_mrad * std::cbrt(frequency_ghz);
}

/// Coupling to ducts over the sea, eq. 49; 0 or negative.
double sea_coupling_db(double sea_fraction, double coast_m, double horizon_m, double height_m) {
  const double coast_km = 1e-3 * coast_m;
  if (sea_fraction < 0.75 || coast_m > horizon_m || coast_km > 5.0) return 0.0;
  return -3.0 * std::exp(-0.25 * square(coast_km)) * (1.0 + std::tanh(0.07 * (50.0 - height_m)));
}

/// β of eq. 54: β0 reduced for a path that no duct follows.
double ducting_percentage(const P1812Path& path) {
  const double d_km = 1e-3 * path.distance_m;
  const double tau = inland_weight(path.inland_m);
  const double alpha = std::max(-0.6 - 3.5e-9 * std::pow(d_km, 3.1) * tau, -3.4);  // eq. 55a
  const double roots =
      std::sqrt(path.effective_m.transmitter) + std::sqrt(path.effective_m.receiver);
  const double geometry = 500.0 * square(d_km / roots) / (1e-3 * path.effective_earth_radius_m);
  const double mu_2 = std::min(std::pow(geometry, alpha), 1.0);  // eq. 55
  double mu_3 = 1.0;                                             // eq. 56
  if (path.roughness_m > 10.0) {
    const double between_km = std::min(
        1e-3 * (path.distance_m - path.horizon_m.transmitter - path.horizon_m.receiver), 40.0);
    mu_3 = std::exp(-4.6e-5 * (path.roughness_m - 10.0) * (43.0 + 6.0 * between_km));
  }
  constexpr double least_percent = 1e-100;  // rough ground takes it to nothing
  return std::max(path.beta0_percent * mu_2 * mu_3, least_percent);
}

/// L_ba, ducting and layer reflection: §4.5.
double ducting_loss_db(const P1812Path& path, const P1812Question& question) {
  const double f_ghz = 1e-3 * question.frequency_mhz;
  const double d_km = 1e-3 * path.distance_m;
  const double a_e_km = 1e-3 * path.effective_earth_radius_m;
  const auto& horizon_m = path.horizon_m;
  const auto& horizon_mrad = path.horizon_mrad;

  const double low_frequency_db =
      f_ghz < 0.5 ? 45.375 - 137.0 * f_ghz + 92.5 * f_ghz * f_ghz : 0.0;  // eq. 47a
  const double coupling_db =
      102.45 + 20.0 * std::log10(f_ghz) +
      20.0 * std::log10(1e-3 * (horizon_m.transmitter + horizon_m.receiver)) + low_frequency_db +
      shielding_db(horizon_mrad.transmitter, horizon_m.transmitter, f_ghz) +
      shielding_db(horizon_mrad.receiver, horizon_m.receiver, f_ghz) +
      sea_coupling_db(path.sea_fraction, path.coast_m.transmitter, horizon_m.transmitter,
                      path.transmitter_m) +
      sea_coupling_db(path.sea_fraction, path.coast_m.receiver, horizon_m.receiver,
                      path.receiver_m);  // eq. 47

  const double per_mrad_db = 5e-5 * a_e_km * std::cbrt(f_ghz);  // eq. 51
  const double angle_mrad = 1e3 * d_km / a_e_km +
                            std::min(horizon_mrad.transmitter, 1e-4 * horizon_m.transmitter) +
                            std::min(horizon_mrad.receiver, 1e-4 * horizon_m.receiver);  // eq. 52

  const double beta = ducting_percentage(path);
  const double log_beta = std::log10(beta);
  const double gamma = 1.076 / std::pow(2.0058 - log_beta, 1.012) *
                       std::exp(-(9.51 - 4.8 * log_beta + 0.198 * square(log_beta)) * 1e-6 *
                                std::pow(d_km, 1.13));  // eq. 53a
  const double ratio = question.time_percent / beta;
  const double time_db =
      -12.0 + (1.2 + 3.7e-3 * d_km) * std::log10(ratio) + 12.0 * std::pow(ratio, gamma);  // eq. 53
  return coupling_db + per_mrad_db * angle_mrad + time_db;  // eq. 46 and 50
}

/// L_bs, tropospheric scatter: eq. 44 and 45.
double troposcatter_loss_db(const P1812Path& path, const P1812Question& question) {
  const double f_ghz = 1e-3 * question.frequency_mhz;
  const double frequency_db =
      25.0 * std::log10(f_ghz) - 2.5 * square(std::log10(0.5 * f_ghz));  // eq. 45
  return 190.1 + frequency_db + 20.0 * std::log10(1e-3 * path.distance_m) +
         0.573 * path.angular_distance_mrad - 0.15 * path.n0 -
         10.125 * std::pow(std::log10(50.0 / question.time_percent), 0.7);
}

/// F_i of eq. 40: 0 at 50 % of the time, 1 at β0 and below.
double time_interpolation(double time_percent, double beta0_percent) {
  if (time_percent <= beta0_percent) return 1.0;
  if (time_percent >= 50.0) return 0.0;
  return inverse_complementary_normal(0.01 * time_percent) /
         inverse_complementary_normal(0.01 * beta0_percent);
}

/// From 1 well below the reference to 0 well above it: eq. 57 and 58.
double falling_step(double value, double reference, double slope) {
  return 1.0 - 0.5 * (1.0 + std::tanh(3.0 * slope * (value - reference) / reference));
}

}  // namespace

double median_earth_radius_m(const RadioClimate& climate) {
  return earth_radius_m * 157.0 / (157.0 - std::clamp(climate.delta_n, -1000.0, 150.0));
}

double beta_earth_radius_m() {
  return 3.0 * earth_radius_m;
}

P1812Path p1812_path(const P1812Profile& profile, const RadioClimate& climate) {
  P1812Path path;
  path.distance_m = held_gap_m(profile.distance_m.back());
  path.transmitter_m =
      held_altitude_m(profile.ground_m.front()) + held_height_m(profile.transmitter_height_m);
  path.receiver_m =
      held_altitude_m(profile.ground_m.back()) + held_height_m(profile.receiver_height_m);
  path.coast_m = profile.coast_m;
  path.n0 = std::clamp(climate.n0, 0.0, 1000.0);
  const Zones zones = zones_of(profile);
  path.sea_fraction = zones.sea_fraction;
  path.land_m = zones.land_m;
  path.inland_m = zones.inland_m;
  path.beta0_percent = anomalous_percentage(zones, climate.latitude_deg);
  // eq. 6 and 7a; at 157 N-units/km a ray follows the earth, and its radius is infinite.
  path.effective_earth_radius_m = median_earth_radius_m(climate);
  const HorizonPoints horizon = find_horizons(profile, path);
  const SmoothEarth earth =
      smooth_earth(profile.distance_m, profile.ground_m, path.transmitter_m, path.receiver_m);
  find_roughness(profile, earth, horizon, path);
  const auto diffraction = [&](double radius_m) {
    return delta_bullington(profile.distance_m, profile.surface_m, earth, path.transmitter_m,
                            path.receiver_m, radius_m);
  };
  path.median = diffraction(path.effective_earth_radius_m);
  path.beta = diffraction(beta_earth_radius_m());
  return path;
}

P1812Loss p1812_loss(const P1812Path& path, const P1812Question& asked) {
  P1812Question question = asked;
  question.frequency_mhz = held_frequency_mhz(asked.frequency_mhz);
  question.time_percent = std::clamp(asked.time_percent, 1e-3, 50.0);
  const double p = question.time_percent;
  const double beta0 = path.beta0_percent;
  const double over_land = 1.0 - path.sea_fraction;
  P1812Loss out;
  out.interpolation = time_interpolation(p, beta0);
  constexpr double angle_mrad = 0.3;  // Θ and ξ = 0.8 of eq. 57
  out.angular_interpolation = falling_step(path.angular_distance_mrad, angle_mrad, 0.8);
  constexpr double distance_km = 20.0;  // d_sw and κ = 0.5 of eq. 58
  out.distance_interpolation = falling_step(1e-3 * path.distance_m, distance_km, 0.5);

  // Line of sight with multipath and focusing, §4.2.
  const double slant_km = 1e-3 * std::hypot(path.distance_m, path.transmitter_m - path.receiver_m);
  out.free_space_db =
      92.4 + 20.0 * std::log10(1e-3 * question.frequency_mhz) + 20.0 * std::log10(slant_km);
  const double fading_db =
      2.6 * (1.0 - std::exp(-1e-4 * (path.horizon_m.transmitter + path.horizon_m.receiver)));
  out.line_of_sight_db = out.free_space_db + fading_db * std::log10(p / 50.0);           // eq. 9a
  out.line_of_sight_beta_db = out.free_space_db + fading_db * std::log10(beta0 / 50.0);  // eq. 9b

  // Diffraction, §4.3.
  const auto diffraction_db = [&](const DeltaBullington& edges) {
    return delta_bullington_loss_db(edges, question.frequency_mhz, question.polarisation,
                                    path.sea_fraction);
  };
  out.median_diffraction_db = diffraction_db(path.median);
  out.beta_diffraction_db = diffraction_db(path.beta);
  out.diffraction_db =
      out.median_diffraction_db +
      (out.beta_diffraction_db - out.median_diffraction_db) * out.interpolation;   // eq. 41
  out.median_with_diffraction_db = out.free_space_db + out.median_diffraction_db;  // eq. 42
  out.with_diffraction_db = out.line_of_sight_db + out.diffraction_db;             // eq. 43

  out.troposcatter_db = troposcatter_loss_db(path, question);
  out.ducting_db = ducting_loss_db(path, question);

  // Their combination, §4.6.
  out.minimum_line_of_sight_db =
      p < beta0 ? out.line_of_sight_db + over_land * out.diffraction_db
                : out.median_with_diffraction_db +
                      (out.line_of_sight_beta_db + over_land * out.diffraction_db -
                       out.median_with_diffraction_db) *
                          out.interpolation;  // eq. 59
  // eq. 60, the larger exponent taken out: neither may overflow.
  constexpr double eta_db = 2.5;
  const double larger_db = std::max(out.ducting_db, out.line_of_sight_db);
  const double smaller_db = std::min(out.ducting_db, out.line_of_sight_db);
  out.minimum_ducting_db =
      larger_db + eta_db * std::log1p(std::exp((smaller_db - larger_db) / eta_db));
  out.diffraction_and_ducting_db = out.with_diffraction_db;  // eq. 61
  if (out.minimum_ducting_db <= out.with_diffraction_db) {
    out.diffraction_and_ducting_db =
        out.minimum_ducting_db +
        (out.with_diffraction_db - out.minimum_ducting_db) * out.distance_interpolation;
  }
  out.modified_db = out.diffraction_and_ducting_db +
                    (out.minimum_line_of_sight_db - out.diffraction_and_ducting_db) *
                        out.angular_interpolation;  // eq. 62
  // eq. 63, the smaller loss taken out: neither power may vanish.
  const double less_db = std::min(out.troposcatter_db, out.modified_db);
  const double more_db = std::max(out.troposcatter_db, out.modified_db);
  out.median_location_db =
      less_db - 5.0 * std::log10(1.0 + std::pow(10.0, -0.2 * (more_db - less_db)));

  const double location_db = -inverse_complementary_normal(0.01 * question.location_percent) *
                             std::clamp(question.location_deviation_db, 0.0, 1000.0);
  out.basic_db = std::max(out.line_of_sight_db, out.median_location_db + location_db);  // eq. 69
  return out;
}

double field_strength_dbuv_per_m(double basic_loss_db, double frequency_mhz) {
  return 199.36 + 20.0 * std::log10(1e-3 * frequency_mhz) - basic_loss_db;
}

double location_deviation_db(double frequency_mhz, double width_m, double height_m,
                             double clutter_m) {
  const double in_clutter_db = (0.52 + 0.024e-3 * frequency_mhz) * std::pow(width_m, 0.28);
  const double above_m = std::clamp(height_m - clutter_m, 0.0, 10.0);
  return in_clutter_db * (1.0 - 0.1 * above_m);
}

double inverse_complementary_normal(double x) {
  const double held = std::clamp(x, 1e-6, 1.0 - 1e-6);
  if (held > 0.5) return -inverse_complementary_normal(1.0 - held);
  const double t = std::sqrt(-2.0 * std::log(held));  // eq. 96 to 98
  const double numerator = (0.010328 * t + 0.802853) * t + 2.515516698;
  const double denominator = ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1.0;
  return t - numerator / denominator;
}

}  // namespace gigacity::propagation
