// SPDX-License-Identifier: Apache-2.0
// The reference attenuation of the Irregular Terrain Model.
#include "sim/propagation/itm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/held.hpp"
#include "sim/propagation/itm_terms.hpp"

namespace gigacity::propagation {
namespace {

constexpr double frequency_gain_limit_db = 15.0;

/// Loss of an edge from ν²: [Algorithm eq. 6.1], after Fresnel's integral.
double edge_loss_db(double nu_squared) {
  if (nu_squared < 5.76) return 6.02 + 9.11 * std::sqrt(nu_squared) - 1.27 * nu_squared;
  return 12.953 + 10.0 * std::log10(nu_squared);
}

/// σ_h(d): [Algorithm eq. 3.10].
double height_deviation_m(double irregularity_m) {
  return 0.78 * irregularity_m * std::exp(-0.5 * std::sqrt(std::sqrt(irregularity_m)));
}

/// F(x, K), height gain over a smooth earth: [Algorithm eq. 6.4 to 6.7].
double height_gain_db(double x, double k) {
  const double high_db = 17.372 * std::log(x) - 117.0;
  if (x < 200.0) {
    const double w = -std::log(k);
    if (k < 1e-5 || x * w * w * w > 5495.0) return x > 1.0 ? high_db : -117.0;
    return 2.5e-5 * x * x / k - 8.686 * w - 15.0;
  }
  const double low_db = 0.05751 * x - 4.343 * std::log(x);
  if (x >= 2000.0) return low_db;
  const double w = 0.0134 * x * std::exp(-0.005 * x);
  return (1.0 - w) * low_db + w * high_db;
}

/// A_r, Vogler's three radii: [Algorithm §4.2].
double smooth_earth_loss_db(double beyond_rad, double distance_beyond_m, const ItmPath& path,
                            double frequency_mhz, double impedance) {
  constexpr double earth_radius_of_vogler_m = 6370e3;
  const double f_third = std::cbrt(frequency_mhz);
  struct Part {
    double k = 0.0;
    double x = 0.0;
  };
  const auto part = [&](double radius_m, double length_m) {
    const double c0 = std::cbrt(4.0 / 3.0 * earth_radius_of_vogler_m / radius_m);
    constexpr double greatest_k = 1.6;  // beyond it waves would grow with distance
    const double k = std::min(0.017778 * c0 / (f_third * impedance), greatest_k);
    return Part{k, (1.607 - k) * square(c0) * f_third * 1e-3 * length_m};
  };
  const auto horizon_part = [&](double horizon_m, double effective_height_m) {
    return part(0.5 * square(horizon_m) / effective_height_m, horizon_m);
  };
  const Part transmitter =
      horizon_part(path.horizon_m.transmitter, path.effective_height_m.transmitter);
  const Part receiver = horizon_part(path.horizon_m.receiver, path.effective_height_m.receiver);
  const double radius_m = distance_beyond_m / beyond_rad;
  const double x = part(radius_m, distance_beyond_m).x + transmitter.x + receiver.x;
  const double distance_db = 0.05751 * x - 10.0 * std::log10(x);
  return distance_db - height_gain_db(transmitter.x, transmitter.k) -
         height_gain_db(receiver.x, receiver.k) - 20.0;
}

/// A_k, two edges at the horizons: [Algorithm eq. 4.14].
double two_edges_loss_db(double beyond_rad, double distance_beyond_m, const ItmPath& path,
                         double frequency_mhz) {
  const auto loss_db = [&](double horizon_m) {
    return edge_loss_db(0.0795775 * (frequency_mhz / mhz_per_wave_number) * square(beyond_rad) *
                        horizon_m * distance_beyond_m / (distance_beyond_m + horizon_m));
  };
  return loss_db(path.horizon_m.transmitter) + loss_db(path.horizon_m.receiver);
}

/// A straight line of attenuation over distance.
struct Slope {
  double db_per_m = 0.0;
  double at_zero_db = 0.0;

  double at(double distance_m) const { return db_per_m * distance_m + at_zero_db; }
};

/// The path with what a carrier and the ground make of it.
class Reference {
 public:
  Reference(const ItmPath& path, double frequency_mhz, std::complex<double> impedance)
      : m_path(path),
        m_frequency_mhz(frequency_mhz),
        m_wave_number(frequency_mhz / mhz_per_wave_number),
        m_impedance(impedance),
        m_radius_m(1.0 / path.earth_curvature_per_m),
        m_smooth_horizon_m(
            for_each_terminal([&](double height) { return std::sqrt(2.0 * height * m_radius_m); },
                              path.effective_height_m)),
        m_horizons_m(path.horizon_m.sum()),
        m_sight_rad(-std::max(path.horizon_rad.sum(), -m_horizons_m / m_radius_m)) {}

  ItmWarnings warnings() const;
  /// A_ref and its mechanism.
  ItmReference attenuation() const;

 private:
  Slope diffraction_line() const;
  double diffraction_db(double distance_m) const;
  double line_of_sight_db(double distance_m, const Slope& diffraction) const;
  double line_of_sight_attenuation_db(const Slope& diffraction) const;
  ItmReference beyond_horizon(const Slope& diffraction) const;
  /// A distance that grows as the waves bend round the earth, [Algorithm eq. 4.6].
  double bending_m() const { return std::cbrt(square(m_radius_m) / m_frequency_mhz); }

  /// Nothing where the scatter function has no value; `frequency_gain_db` H_0 is kept from the
  /// farther distance to the nearer one where it is large.
  double troposcatter_db(double distance_m, double& frequency_gain_db) const;

  const ItmPath& m_path;
  double m_frequency_mhz;
  double m_wave_number;
  std::complex<double> m_impedance;
  double m_radius_m;
  TerminalPair m_smooth_horizon_m;
  double m_horizons_m;
  double m_sight_rad;  ///< θ_los, angular distance of the line-of-sight region
};

ItmWarnings Reference::warnings() const {
  ItmWarnings out;
  const auto mark = [&](ItmWarning warning, bool condition) {
    if (condition) out.set(static_cast<std::size_t>(warning));
  };
  const auto terminal = [&](double angle_rad, double horizon_m, double smooth_m) {
    mark(ItmWarning::horizon_angle, std::abs(angle_rad) > 0.2);
    mark(ItmWarning::horizon_near, horizon_m < 0.1 * smooth_m);
    mark(ItmWarning::horizon_far, horizon_m > 3.0 * smooth_m);
  };
  terminal(m_path.horizon_rad.transmitter, m_path.horizon_m.transmitter,
           m_smooth_horizon_m.transmitter);
  terminal(m_path.horizon_rad.receiver, m_path.horizon_m.receiver, m_smooth_horizon_m.receiver);
  mark(ItmWarning::refractivity, m_path.refractivity < 250.0 || m_path.refractivity > 400.0);
  mark(ItmWarning::ground_impedance, m_impedance.real() <= std::abs(m_impedance.imag()));
  const double steep_m =
      std::abs(m_path.effective_height_m.transmitter - m_path.effective_height_m.receiver) / 0.2;
  mark(ItmWarning::distance_short, m_path.distance_m < std::max(steep_m, 1e3));
  mark(ItmWarning::distance_long, m_path.distance_m > 1000e3);
  return out;
}

/// [Algorithm eq. 4.9 to 4.11]: a mean of edges and smooth earth, and the clutter about them.
double Reference::diffraction_db(double distance_m) const {
  const double smooth_m = m_smooth_horizon_m.sum();
  const double beyond_rad = distance_m / m_radius_m - m_sight_rad;
  const double beyond_m = distance_m - m_horizons_m;
  const double edges_db = two_edges_loss_db(beyond_rad, beyond_m, m_path, m_frequency_mhz);
  const double smooth_db =
      smooth_earth_loss_db(beyond_rad, beyond_m, m_path, m_frequency_mhz, std::abs(m_impedance));

  const double clutter_deviation_m =
      height_deviation_m(irregularity_at_m(smooth_m, m_path.irregularity_m));
  const double clutter_db =
      std::min(15.0, 5.0 * std::log10(1.0 + 1e-5 * m_path.height_m.product() * m_frequency_mhz *
                                                clutter_deviation_m));  // [ERL eq. 3.38c]

  const double constant = m_path.from_profile ? 10.0 : 0.0;  // C of [ERL eq. 3.23]
  const double heights = m_path.height_m.product();
  const double ratio = (m_path.effective_height_m.product() - heights) / (heights + constant);
  const double rough =
      std::min(irregularity_at_m(distance_m, m_path.irregularity_m) * m_wave_number, 6283.2);
  const double q =
      (std::sqrt(1.0 + ratio) + (m_horizons_m - m_sight_rad * m_radius_m) / distance_m) * rough;
  const double weight = 25.1 / (25.1 + std::sqrt(q));
  return weight * smooth_db + (1.0 - weight) * edges_db + clutter_db;
}

/// Through two distances far in the diffraction region: [Algorithm eq. 4.1 to 4.8].
Slope Reference::diffraction_line() const {
  const double near_m = std::max(m_smooth_horizon_m.sum(), m_horizons_m + 5.0 * bending_m());
  const double far_m = near_m + 10.0 * bending_m();
  const double near_db = diffraction_db(near_m);
  const double slope = (diffraction_db(far_m) - near_db) / (far_m - near_m);
  return {slope, near_db - slope * near_m};
}

/// Two rays, and the diffraction line extended: [Algorithm §4.2].
double Reference::line_of_sight_db(double distance_m, const Slope& diffraction) const {
  const double deviation_m =
      height_deviation_m(irregularity_at_m(distance_m, m_path.irregularity_m));
  const double heights_m = m_path.effective_height_m.sum();
  const double sin_psi = heights_m / std::hypot(distance_m, heights_m);  // eq. 4.46
  std::complex<double> reflection =
      (sin_psi - m_impedance) / (sin_psi + m_impedance) *
      std::exp(-std::min(10.0, m_wave_number * deviation_m * sin_psi));  // eq. 4.47
  const double power = std::norm(reflection);
  if (power < 0.25 || power < sin_psi) reflection *= std::sqrt(sin_psi / power);  // eq. 4.48
  double phase =
      2.0 * m_wave_number * m_path.effective_height_m.product() / distance_m;  // eq. 4.49
  constexpr double quarter = 0.5 * std::numbers::pi;
  if (phase > quarter) phase = std::numbers::pi - square(quarter) / phase;  // eq. 4.50
  const double two_rays_db = -10.0 * std::log10(std::norm(std::polar(1.0, -phase) + reflection));
  const double weight = 1.0 / (1.0 + m_frequency_mhz * m_path.irregularity_m /
                                         std::max(10e3, m_smooth_horizon_m.sum()));
  return weight * two_rays_db + (1.0 - weight) * diffraction.at(distance_m);
}

/// A smooth curve through two points of the line-of-sight region and the smooth horizon: [ERL eq.
/// 3.16 to 3.21].
double Reference::line_of_sight_attenuation_db(const Slope& diffraction) const {
  const double end_m = m_smooth_horizon_m.sum();
  const double end_db = diffraction.at(end_m);
  double near_m = 0.04 * m_frequency_mhz * m_path.effective_height_m.product();
  double far_m = std::max(-diffraction.at_zero_db / diffraction.db_per_m, 0.25 * m_horizons_m);
  if (diffraction.at_zero_db >= 0.0) {
    near_m = std::min(near_m, 0.5 * m_horizons_m);
    far_m = near_m + 0.25 * (m_horizons_m - near_m);
  }
  const double far_db = line_of_sight_db(far_m, diffraction);

  double per_m = 0.0;    // k̂_1
  double per_log = 0.0;  // k̂_2
  bool bent = false;
  if (near_m < far_m) {
    const double near_db = line_of_sight_db(near_m, diffraction);
    const double q = std::log(end_m / near_m);
    const double whole_m = end_m - near_m;
    const double part_m = far_m - near_m;
    per_log = positive_part((whole_m * (far_db - near_db) - part_m * (end_db - near_db)) /
                            (whole_m * std::log(far_m / near_m) - part_m * q));
    bent = diffraction.at_zero_db > 0.0 || per_log > 0.0;
    if (bent) {
      per_m = (end_db - near_db - per_log * q) / whole_m;
      if (per_m < 0.0) {
        per_log = positive_part(end_db - near_db) / q;
        per_m = per_log == 0.0 ? diffraction.db_per_m : 0.0;
      }
    }
  }
  if (!bent) {
    per_log = 0.0;
    per_m = positive_part(end_db - far_db) / (end_m - far_m);
    if (per_m == 0.0) per_m = diffraction.db_per_m;
  }
  const double at_zero_db = end_db - per_m * end_m - per_log * std::log(end_m);
  return at_zero_db + per_m * m_path.distance_m + per_log * std::log(m_path.distance_m);
}

/// H_01 of [Algorithm eq. 6.13], between the curves of whole η_s.
double frequency_gain_of_terminal_db(double r, double eta) {
  constexpr std::array a{25.0, 80.0, 177.0, 395.0, 705.0};
  constexpr std::array b{24.0, 45.0, 68.0, 80.0, 105.0};
  const double held = std::clamp(eta, 1.0, 5.0);
  const auto lower = static_cast<std::size_t>(held) - 1;
  const double q = held - static_cast<double>(lower + 1);
  const auto curve = [&](std::size_t i) {
    const double inverse = square(1.0 / r);
    return 10.0 * std::log10(1.0 + a[i] * square(inverse) + b[i] * inverse);
  };
  return q == 0.0 ? curve(lower) : (1.0 - q) * curve(lower) + q * curve(lower + 1);
}

/// F(θd) of [Algorithm eq. 6.9].
double scatter_function_db(double angle_distance_m) {
  const double logarithm = std::log10(angle_distance_m);
  if (angle_distance_m <= 10e3) return 133.4 + 0.332e-3 * angle_distance_m - 10.0 * logarithm;
  if (angle_distance_m <= 70e3) return 104.6 + 0.212e-3 * angle_distance_m - 2.5 * logarithm;
  return 71.8 + 0.157e-3 * angle_distance_m + 5.0 * logarithm;
}

constexpr double no_scatter_db = 1001.0;

/// [Algorithm §4.3].
double Reference::troposcatter_db(double distance_m, double& frequency_gain_db) const {
  const double d = distance_m;
  if (!(frequency_gain_db > frequency_gain_limit_db)) {
    double difference_m = m_path.horizon_m.transmitter - m_path.horizon_m.receiver;
    double height_ratio =
        m_path.effective_height_m.receiver / m_path.effective_height_m.transmitter;
    if (difference_m < 0.0) {
      difference_m = -difference_m;
      height_ratio = 1.0 / height_ratio;
    }
    const double theta = m_path.horizon_rad.sum() + d / m_radius_m;
    const TerminalPair r =
        for_each_terminal([&](double height) { return 2.0 * m_wave_number * theta * height; },
                          m_path.effective_height_m);  // [TN101 eq. 9.4a]
    if (r.transmitter < 0.2 && r.receiver < 0.2) return no_scatter_db;
    const double asymmetry = (d - difference_m) / (d + difference_m);
    const double q = std::clamp(height_ratio / asymmetry, 0.1, 10.0);  // [TN101 eq. 9.5]
    const double s = std::max(0.1, asymmetry);
    const double crossing_m =
        (d - difference_m) * (d + difference_m) * theta * 0.25 / d;  // eq. 4.66
    const double n_s = m_path.refractivity;
    const double eta = crossing_m / 1.7556e3 *
                       (1.0 + (0.031 - n_s * 2.32e-3 + square(n_s) * 5.67e-6) *
                                  std::exp(-std::pow(std::min(1.7, crossing_m / 8.0e3), 6.0)));
    const double mean_db = 0.5 * (frequency_gain_of_terminal_db(r.transmitter, eta) +
                                  frequency_gain_of_terminal_db(r.receiver, eta));
    const double correction_db = std::min(
        mean_db, 6.0 * (0.6 - std::log10(std::max(eta, 1.0))) * std::log10(s) * std::log10(q));
    double gain_db = positive_part(mean_db + correction_db);
    if (eta < 1.0) {
      constexpr double root = std::numbers::sqrt2;
      const double limit_db =
          10.0 * std::log10(square((1.0 + root / r.transmitter) * (1.0 + root / r.receiver)) *
                            r.sum() / (r.sum() + 2.0 * root));
      gain_db = eta * gain_db + (1.0 - eta) * limit_db;
    }
    // At the nearer distance a large gain is replaced by the farther one's.
    if (!(gain_db > frequency_gain_limit_db && frequency_gain_db >= 0.0))
      frequency_gain_db = gain_db;
  }
  const double beyond_rad = d / m_radius_m - m_sight_rad;
  return scatter_function_db(beyond_rad * d) +
         10.0 * std::log10(m_wave_number * mhz_per_wave_number * square(square(beyond_rad))) -
         0.1 * (m_path.refractivity - 301.0) * std::exp(-beyond_rad * d / 40e3) +
         frequency_gain_db;  // eq. 4.63
}

/// Diffraction, then troposcatter beyond the distance where their lines cross.
ItmReference Reference::beyond_horizon(const Slope& diffraction) const {
  const double near_m = m_horizons_m + 200e3;
  const double far_m = m_horizons_m + 400e3;
  double frequency_gain_db = -1.0;
  const double far_db = troposcatter_db(far_m, frequency_gain_db);
  const double near_db = troposcatter_db(near_m, frequency_gain_db);
  if (near_db < 1000.0) {
    const double per_m = (far_db - near_db) / (far_m - near_m);
    const double crossing_m = std::max(
        {m_smooth_horizon_m.sum(), m_horizons_m + 1.088 * bending_m() * std::log(m_frequency_mhz),
         (near_db - diffraction.at_zero_db - per_m * near_m) / (diffraction.db_per_m - per_m)});
    if (m_path.distance_m > crossing_m) {
      const double at_zero_db =
          (diffraction.db_per_m - per_m) * crossing_m + diffraction.at_zero_db;
      return {per_m * m_path.distance_m + at_zero_db, ItmPropagation::troposcatter, {}};
    }
  }
  return {diffraction.at(m_path.distance_m), ItmPropagation::diffraction, {}};
}

ItmReference Reference::attenuation() const {
  const Slope diffraction = diffraction_line();
  ItmReference out = m_path.distance_m < m_smooth_horizon_m.sum()
                         ? ItmReference{line_of_sight_attenuation_db(diffraction),
                                        ItmPropagation::line_of_sight,
                                        {}}
                         : beyond_horizon(diffraction);
  out.attenuation_db = positive_part(out.attenuation_db);
  out.warnings = warnings();
  return out;
}

}  // namespace

std::complex<double> surface_impedance(double frequency_mhz, Polarisation polarisation,
                                       const GroundConstants& ground) {
  const std::complex<double> permittivity(
      std::clamp(ground.relative_permittivity, 1.01, 1e3),
      18'000.0 * std::clamp(ground.conductivity_s_per_m, 0.0, 1e3) / frequency_mhz);
  const std::complex<double> horizontal = std::sqrt(permittivity - 1.0);
  return polarisation == Polarisation::vertical ? horizontal / permittivity : horizontal;
}

ItmReference itm_reference(const ItmPath& path, double frequency_mhz, Polarisation polarisation,
                           const GroundConstants& ground) {
  const double f = held_frequency_mhz(frequency_mhz);
  return Reference(path, f, surface_impedance(f, polarisation, ground)).attenuation();
}

}  // namespace gigacity::propagation
