// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/ehata.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "sim/propagation/arithmetic.hpp"
#include "sim/propagation/ehata_terms.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

/// Parabola in log f through three points (f, value).
struct Point {
  double f_mhz, value;
};
class LogParabola {
 public:
  LogParabola(Point a, Point b, Point c) : m_origin(std::log10(a.f_mhz)), m_value(a.value) {
    const double x_b = std::log10(b.f_mhz) - m_origin;
    const double x_c = std::log10(c.f_mhz) - m_origin;
    const double slope_b = (b.value - a.value) / x_b;
    const double slope_c = (c.value - a.value) / x_c;
    m_curvature = (slope_c - slope_b) / (x_c - x_b);
    m_slope = slope_b - m_curvature * x_b;
  }

  double at(double log_f) const {
    const double x = log_f - m_origin;
    return m_value + x * (m_slope + m_curvature * x);
  }

  /// The same in powers of log f, highest last.
  std::array<double, 3> coefficients() const {
    return {at(0.0), m_slope - 2.0 * m_curvature * m_origin, m_curvature};
  }

 private:
  double m_origin;
  double m_value;
  double m_slope;
  double m_curvature;
};

/// Piecewise linear through (x, y), x ascending; the first and last pieces are drawn out.
template <std::size_t n>
double interpolated(const std::array<double, n>& x, const std::array<double, n>& y, double at) {
  std::size_t i = 0;
  while (i + 2 < n && at > x[i + 1]) ++i;
  return y[i] + (at - x[i]) * (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
}

double log_parabola(double x, double a, double b, double c) {
  const double log_x = std::log10(x);
  return a + log_x * (b + c * log_x);
}

// The reference antenna heights of Okumura's curves.
constexpr double reference_base_m = 200.0;
constexpr double reference_mobile_m = 3.0;

/// 20 log(2 k d), TR-15-517: free space, as the curves count it. The velocity of light is that of the
/// vacuum's constants to four digits, as in NTIA's program.
double twice_wave_path_db(double frequency_mhz, double distance_m) {
  const double c = 1.0 / std::sqrt(8.854e-12 * 4e-7 * std::numbers::pi);
  return 20.0 * std::log10(4e6 * std::numbers::pi * frequency_mhz / c * distance_m);
}

double base_gain_db(double h_b) {
  return 13.82 * std::log10(h_b);
}

/// Hata's eq. 15 but for its constant.
double mobile_gain_db(double h_m) {
  return 3.2 * square(std::log10(11.75 * h_m));
}

double suburban_gain_db(double log_f) {
  static const LogParabola curve{{1500.0, 11.5}, {2000.0, 12.4}, {3000.0, 14.0}};
  return curve.at(log_f);
}

double rural_gain_db(double log_f) {
  return 40.94 - 18.33 * log_f + 4.78 * log_f * log_f;  // Hata's eq. 17
}

/// What the area takes off a city's loss.
double area_gain_db(double log_f, EhataArea area) {
  switch (area) {
    case EhataArea::suburban:
      return suburban_gain_db(log_f);
    case EhataArea::rural:
      return rural_gain_db(log_f);
    case EhataArea::urban:
      break;
  }
  return 0.0;
}

/// Okumura's curves C, B and A of figure 31, at 0, 1 ... 8 km between ridge and mobile.
constexpr std::array ridge_curve_km{0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0};
constexpr std::array ridge_15km{4.0, -13.0, -17.5, -17.5, -15.0, -12.5, -10.0, -8.0, -6.0};
constexpr std::array ridge_30km{12.0, -8.5, -13.0, -12.0, -10.0, -8.0, -6.5, -5.0, -4.0};
constexpr std::array ridge_60km{20.0, -4.0, -6.5, -6.0, -4.5, -3.5, -2.5, -2.0, -1.0};

/// Figure 35: correction by β, for the sea at the base station's and at the mobile's end.
constexpr std::array sea_30km{0.0, 0.15, 0.35, 0.45, 0.6, 0.65, 0.725, 0.775, 0.85, 1.0};
constexpr std::array sea_30km_base{0.0, 1.0, 3.0, 4.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0};
constexpr std::array sea_30km_mobile{0.0, 4.0, 5.5, 7.0, 8.5, 9.0, 9.5, 9.8, 10.25, 11.0};
constexpr std::array sea_60km{0.0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.725, 0.85, 0.9, 1.0};
constexpr std::array sea_60km_base{0.0, 2.0, 4.0, 5.5, 7.0, 9.0, 11.0, 13.0, 14.0, 15.0};
constexpr std::array sea_60km_mobile{0.0, 4.25, 6.25, 9.2, 10.5, 11.75, 13.0, 14.0, 14.25, 15.0};

double sea_at_end_db(double beta, bool at_mobile, double share_of_60km) {
  const double at_30km = interpolated(sea_30km, at_mobile ? sea_30km_mobile : sea_30km_base, beta);
  const double at_60km = interpolated(sea_60km, at_mobile ? sea_60km_mobile : sea_60km_base, beta);
  return at_30km + share_of_60km * (at_60km - at_30km);
}

}  // namespace

EhataArea ehata_area(int nlcd_class) {
  if (nlcd_class == 23 || nlcd_class == 24) return EhataArea::urban;
  return nlcd_class == 22 ? EhataArea::suburban : EhataArea::rural;
}

EhataMedianTerms::EhataMedianTerms(double frequency_mhz, EhataArea area) {
  // Median attenuation relative to free space at 1 km, at the reference heights.
  static const LogParabola attenuation_1km{{1500.0, 22.0}, {2000.0, 23.5}, {3000.0, 25.85}};
  // Okumura figure 12 at three heights.
  static const LogParabola half_n{{24.5, 2.5}, {70.0, 3.0}, {200.0, 3.22}};
  const double f = held_frequency_mhz(frequency_mhz);
  const double log_f = std::log10(f);
  const double at_1km_db = attenuation_1km.at(log_f);
  const double at_100km_db = 120.78129 + log_f * (-52.714929 + 10.919011 * log_f);
  const double common_db = base_gain_db(reference_base_m) + mobile_gain_db(reference_mobile_m) -
                           area_gain_db(log_f, area);
  const double ray_1km_m = std::hypot(1000.0, reference_base_m - reference_mobile_m);
  near_db = at_1km_db + twice_wave_path_db(f, ray_1km_m) + common_db;
  far_db = at_100km_db + twice_wave_path_db(f, 1.0) + common_db;
  between_db = at_1km_db - at_100km_db;
  const auto [constant, slope, curvature] = half_n.coefficients();
  far_exponent = {2.0 * (constant - 1.0), 2.0 * slope, 2.0 * curvature};
}

double ehata_median_loss_db(double distance_m, double frequency_mhz, TerminalPair effective_m,
                            EhataArea area) {
  const EhataMedianTerms terms(frequency_mhz, area);
  const double d_m = held_distance_m(distance_m);
  const double h_b = std::clamp(effective_m.transmitter, ehata_least_base_m, ehata_most_base_m);
  const double h_m = held_height_m(effective_m.receiver);
  const double log_d = std::log10(1e-3 * d_m);
  const double log_h_b = std::log10(h_b);
  const double n_l = ehata_near_exponent[0] + ehata_near_exponent[1] * log_h_b;
  const double n_h =
      terms.far_exponent[0] + log_h_b * (terms.far_exponent[1] + log_h_b * terms.far_exponent[2]);
  const double gains_db = base_gain_db(h_b) + mobile_gain_db(h_m);
  // d_bp: where the line of 1 km with Hata's exponent meets the one of 100 km with Okumura's.
  const double log_d_bp = (2.0 * n_h + 0.1 * terms.between_db) / (n_h - n_l);
  if (log_d <= log_d_bp) return terms.near_db - gains_db + (10.0 * n_l + 20.0) * log_d;
  return terms.far_db - gains_db + 20.0 * std::log10(std::hypot(d_m, h_b - h_m)) +
         10.0 * n_h * (log_d - 2.0);
}

double ehata_hilly_correction_db(double undulation_m) {
  return log_parabola(std::clamp(undulation_m, 15.0, 1e6), -1.5072013, 8.458676, -6.102538);
}

double ehata_fine_hilly_correction_db(const TerrainQuantiles& terrain, double mobile_ground_m) {
  const double delta_h = terrain.undulation_m();
  if (delta_h < 10.0) return 0.0;
  const double k_h = log_parabola(std::min(delta_h, 1e6), -11.728795, 15.544272, -1.8154766);
  if (mobile_ground_m >= terrain.upper_m) return k_h;
  if (mobile_ground_m <= terrain.lower_m) return -k_h;
  const double above_median_m = mobile_ground_m - terrain.median_m;
  return above_median_m >= 0.0 ? k_h * above_median_m / (terrain.upper_m - terrain.median_m)
                               : k_h * above_median_m / (terrain.median_m - terrain.lower_m);
}

double ehata_slope_correction_db(double mobile_slope_mrad, double distance_m) {
  const double d_km = 1e-3 * std::clamp(distance_m, 10'000.0, 60'000.0);
  constexpr std::array distance_km{10.0, 30.0, 60.0};
  const double per_mrad = mobile_slope_mrad <= 0.0
                              ? interpolated(distance_km, std::array{0.25, 0.8, 0.8}, d_km)
                              : interpolated(distance_km, std::array{0.125, 0.35, 0.6}, d_km);
  return per_mrad * mobile_slope_mrad;
}

double ehata_ridge_correction_db(TerminalPair horizon_m, double ridge_m, RidgeCurves curves) {
  const bool limited = curves == RidgeCurves::limited;
  const double d1_km = 1e-3 * horizon_m.transmitter;
  const double d2_km = 1e-3 * horizon_m.receiver;
  const std::array at_d1{interpolated(ridge_curve_km, ridge_15km, d2_km),
                         interpolated(ridge_curve_km, ridge_30km, d2_km),
                         interpolated(ridge_curve_km, ridge_60km, d2_km)};
  constexpr std::array curve_km{15.0, 30.0, 60.0};
  double k_im = interpolated(curve_km, at_d1, limited ? std::clamp(d1_km, 15.0, 60.0) : d1_km);
  // Next to the ridge its top may reflect; farther behind there is no gain.
  if (limited && d2_km > 2.0) k_im = std::min(k_im, 0.0);
  return std::sqrt(std::max(ridge_m, 0.0) / 200.0) * k_im;  // figure 32
}

double ehata_sea_correction_db(double sea_fraction, SeaEnd end, double distance_m) {
  const double beta = std::clamp(sea_fraction, 0.0, 1.0);
  const double share = std::clamp((1e-3 * distance_m - 30.0) / 30.0, 0.0, 1.0);
  if (end != SeaEnd::both) return sea_at_end_db(beta, end == SeaEnd::mobile, share);
  return 0.5 * (sea_at_end_db(beta, false, share) + sea_at_end_db(beta, true, share));
}

double ehata_location_deviation_db(double frequency_mhz, EhataArea area) {
  const double urban_db =
      log_parabola(held_frequency_mhz(frequency_mhz), 4.0976291, -1.2255656, 0.68350345);
  return area == EhataArea::urban ? urban_db : urban_db + 2.0;
}

EhataLoss ehata_loss(const EhataPath& path, double frequency_mhz, EhataArea area,
                     RidgeCurves ridge_curves) {
  const TerminalPair limited_m{std::clamp(path.effective_m.transmitter, 30.0, 200.0),
                               std::clamp(path.effective_m.receiver, 1.0, 10.0)};
  EhataLoss out;
  out.median_db = ehata_median_loss_db(path.distance_m, frequency_mhz, limited_m, area);
  out.sea_db = ehata_sea_correction_db(path.sea_fraction, path.sea_end, path.distance_m);
  if (path.single_horizon) {
    out.ridge_db = ehata_ridge_correction_db(path.horizon_m, path.ridge_m, ridge_curves);
  } else {
    out.hilly_db = ehata_hilly_correction_db(path.terrain.undulation_m());
    out.fine_hilly_db = ehata_fine_hilly_correction_db(path.terrain, path.mobile_ground_m);
    out.slope_db = ehata_slope_correction_db(path.mobile_slope_mrad, path.distance_m);
  }
  out.basic_db =
      out.median_db - out.hilly_db - out.fine_hilly_db - out.slope_db - out.ridge_db - out.sea_db;
  return out;
}

}  // namespace gigacity::propagation
