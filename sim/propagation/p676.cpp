// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/p676.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

struct OxygenLine {  // table 1
  double f_ghz, a1, a2, a3, a4, a5, a6;
};
constexpr std::array oxygen_lines{
    OxygenLine{50.474214, 0.975, 9.651, 6.690, 0.0, 2.566, 6.850},
    OxygenLine{50.987745, 2.529, 8.653, 7.170, 0.0, 2.246, 6.800},
    OxygenLine{51.503360, 6.193, 7.709, 7.640, 0.0, 1.947, 6.729},
    OxygenLine{52.021429, 14.320, 6.819, 8.110, 0.0, 1.667, 6.640},
    OxygenLine{52.542418, 31.240, 5.983, 8.580, 0.0, 1.388, 6.526},
    OxygenLine{53.066934, 64.290, 5.201, 9.060, 0.0, 1.349, 6.206},
    OxygenLine{53.595775, 124.600, 4.474, 9.550, 0.0, 2.227, 5.085},
    OxygenLine{54.130025, 227.300, 3.800, 9.960, 0.0, 3.170, 3.750},
    OxygenLine{54.671180, 389.700, 3.182, 10.370, 0.0, 3.558, 2.654},
    OxygenLine{55.221384, 627.100, 2.618, 10.890, 0.0, 2.560, 2.952},
    OxygenLine{55.783815, 945.300, 2.109, 11.340, 0.0, -1.172, 6.135},
    OxygenLine{56.264774, 543.400, 0.014, 17.030, 0.0, 3.525, -0.978},
    OxygenLine{56.363399, 1331.800, 1.654, 11.890, 0.0, -2.378, 6.547},
    OxygenLine{56.968211, 1746.600, 1.255, 12.230, 0.0, -3.545, 6.451},
    OxygenLine{57.612486, 2120.100, 0.910, 12.620, 0.0, -5.416, 6.056},
    OxygenLine{58.323877, 2363.700, 0.621, 12.950, 0.0, -1.932, 0.436},
    OxygenLine{58.446588, 1442.100, 0.083, 14.910, 0.0, 6.768, -1.273},
    OxygenLine{59.164204, 2379.900, 0.387, 13.530, 0.0, -6.561, 2.309},
    OxygenLine{59.590983, 2090.700, 0.207, 14.080, 0.0, 6.957, -0.776},
    OxygenLine{60.306056, 2103.400, 0.207, 14.150, 0.0, -6.395, 0.699},
    OxygenLine{60.434778, 2438.000, 0.386, 13.390, 0.0, 6.342, -2.825},
    OxygenLine{61.150562, 2479.500, 0.621, 12.920, 0.0, 1.014, -0.584},
    OxygenLine{61.800158, 2275.900, 0.910, 12.630, 0.0, 5.014, -6.619},
    OxygenLine{62.411220, 1915.400, 1.255, 12.170, 0.0, 3.029, -6.759},
    OxygenLine{62.486253, 1503.000, 0.083, 15.130, 0.0, -4.499, 0.844},
    OxygenLine{62.997984, 1490.200, 1.654, 11.740, 0.0, 1.856, -6.675},
    OxygenLine{63.568526, 1078.000, 2.108, 11.340, 0.0, 0.658, -6.139},
    OxygenLine{64.127775, 728.700, 2.617, 10.880, 0.0, -3.036, -2.895},
    OxygenLine{64.678910, 461.300, 3.181, 10.380, 0.0, -3.968, -2.590},
    OxygenLine{65.224078, 274.000, 3.800, 9.960, 0.0, -3.528, -3.680},
    OxygenLine{65.764779, 153.000, 4.473, 9.550, 0.0, -2.548, -5.002},
    OxygenLine{66.302096, 80.400, 5.200, 9.060, 0.0, -1.660, -6.091},
    OxygenLine{66.836834, 39.800, 5.982, 8.580, 0.0, -1.680, -6.393},
    OxygenLine{67.369601, 18.560, 6.818, 8.110, 0.0, -1.956, -6.475},
    OxygenLine{67.900868, 8.172, 7.708, 7.640, 0.0, -2.216, -6.545},
    OxygenLine{68.431006, 3.397, 8.652, 7.170, 0.0, -2.492, -6.600},
    OxygenLine{68.960312, 1.334, 9.650, 6.690, 0.0, -2.773, -6.650},
    OxygenLine{118.750334, 940.300, 0.010, 16.640, 0.0, -0.439, 0.079},
    OxygenLine{368.498246, 67.400, 0.048, 16.400, 0.0, 0.000, 0.000},
    OxygenLine{424.763020, 637.700, 0.044, 16.400, 0.0, 0.000, 0.000},
    OxygenLine{487.249273, 237.400, 0.049, 16.000, 0.0, 0.000, 0.000},
    OxygenLine{715.392902, 98.100, 0.145, 16.000, 0.0, 0.000, 0.000},
    OxygenLine{773.839490, 572.300, 0.141, 16.200, 0.0, 0.000, 0.000},
    OxygenLine{834.145546, 183.100, 0.145, 14.700, 0.0, 0.000, 0.000}};

struct WaterVapourLine {  // table 2
  double f_ghz, b1, b2, b3, b4, b5, b6;
};
constexpr std::array water_vapour_lines{
    WaterVapourLine{22.235080, 0.1079, 2.144, 26.38, 0.76, 5.087, 1.00},
    WaterVapourLine{67.803960, 0.0011, 8.732, 28.58, 0.69, 4.930, 0.82},
    WaterVapourLine{119.995940, 0.0007, 8.353, 29.48, 0.70, 4.780, 0.79},
    WaterVapourLine{183.310087, 2.273, 0.668, 29.06, 0.77, 5.022, 0.85},
    WaterVapourLine{321.225630, 0.0470, 6.179, 24.04, 0.67, 4.398, 0.54},
    WaterVapourLine{325.152888, 1.514, 1.541, 28.23, 0.64, 4.893, 0.74},
    WaterVapourLine{336.227764, 0.0010, 9.825, 26.93, 0.69, 4.740, 0.61},
    WaterVapourLine{380.197353, 11.67, 1.048, 28.11, 0.54, 5.063, 0.89},
    WaterVapourLine{390.134508, 0.0045, 7.347, 21.52, 0.63, 4.810, 0.55},
    WaterVapourLine{437.346667, 0.0632, 5.048, 18.45, 0.60, 4.230, 0.48},
    WaterVapourLine{439.150807, 0.9098, 3.595, 20.07, 0.63, 4.483, 0.52},
    WaterVapourLine{443.018343, 0.1920, 5.048, 15.55, 0.60, 5.083, 0.50},
    WaterVapourLine{448.001085, 10.41, 1.405, 25.64, 0.66, 5.028, 0.67},
    WaterVapourLine{470.888999, 0.3254, 3.597, 21.34, 0.66, 4.506, 0.65},
    WaterVapourLine{474.689092, 1.260, 2.379, 23.20, 0.65, 4.804, 0.64},
    WaterVapourLine{488.490108, 0.2529, 2.852, 25.86, 0.69, 5.201, 0.72},
    WaterVapourLine{503.568532, 0.0372, 6.731, 16.12, 0.61, 3.980, 0.43},
    WaterVapourLine{504.482692, 0.0124, 6.731, 16.12, 0.61, 4.010, 0.45},
    WaterVapourLine{547.676440, 0.9785, 0.158, 26.00, 0.70, 4.500, 1.00},
    WaterVapourLine{552.020960, 0.1840, 0.158, 26.00, 0.70, 4.500, 1.00},
    WaterVapourLine{556.935985, 497.0, 0.159, 30.86, 0.69, 4.552, 1.00},
    WaterVapourLine{620.700807, 5.015, 2.391, 24.38, 0.71, 4.856, 0.68},
    WaterVapourLine{645.766085, 0.0067, 8.633, 18.00, 0.60, 4.000, 0.50},
    WaterVapourLine{658.005280, 0.2732, 7.816, 32.10, 0.69, 4.140, 1.00},
    WaterVapourLine{752.033113, 243.4, 0.396, 30.86, 0.68, 4.352, 0.84},
    WaterVapourLine{841.051732, 0.0134, 8.177, 15.90, 0.33, 5.760, 0.45},
    WaterVapourLine{859.965698, 0.1325, 8.055, 30.60, 0.68, 4.090, 0.84},
    WaterVapourLine{899.303175, 0.0547, 7.914, 29.85, 0.68, 4.530, 0.90},
    WaterVapourLine{902.611085, 0.0386, 8.429, 28.65, 0.70, 5.100, 0.95},
    WaterVapourLine{906.205957, 0.1836, 5.110, 24.08, 0.70, 4.700, 0.53},
    WaterVapourLine{916.171582, 8.400, 1.441, 26.73, 0.70, 5.150, 0.78},
    WaterVapourLine{923.112692, 0.0079, 10.293, 29.00, 0.70, 5.000, 0.80},
    WaterVapourLine{970.315022, 9.009, 1.919, 25.50, 0.64, 4.940, 0.67},
    WaterVapourLine{987.926764, 134.6, 0.257, 29.85, 0.68, 4.550, 0.90},
    WaterVapourLine{1780.000000, 17506.0, 0.952, 196.3, 2.00, 24.15, 5.00}};

/// The air as the equations name it.
struct Air {
  double p;      // hPa, dry
  double e;      // hPa, water vapour
  double theta;  // 300 / T

  double pow_theta(double exponent) const { return std::pow(theta, exponent); }
};

Air air_of(const AirState& state) {
  const double t = std::clamp(state.temperature_k, 50.0, 1000.0);
  const double rho = std::clamp(state.water_vapour_g_per_m3, 0.0, 1e4);
  return {std::clamp(state.dry_pressure_hpa, 0.0, 1e5), rho * t / 216.7, 300.0 / t};  // eq. 4
}

/// F_i, eq. 5: the shape of a line at f_i of width Δf and interference δ.
double line_shape(double f, double f_i, double width, double delta) {
  const double below = f_i - f;
  const double above = f_i + f;
  return f / f_i *
         ((width - delta * below) / (below * below + width * width) +
          (width - delta * above) / (above * above + width * width));
}

/// N″_D, eq. 8 and 9: the dry continuum, of oxygen below 10 GHz (Debye) and of nitrogen above 100.
double dry_continuum(double f, const Air& air) {
  const double d = 5.6e-4 * (air.p + air.e) * air.pow_theta(0.8);  // eq. 9
  // The equation's 1 / (d (1 + (f/d)²)), in the form that stays finite where there is no air.
  const double debye = 6.14e-5 * d / (d * d + f * f);
  const double nitrogen = 1.4e-12 * air.p * air.pow_theta(1.5) / (1.0 + 1.9e-5 * std::pow(f, 1.5));
  return f * air.p * air.theta * air.theta * (debye + nitrogen);  // eq. 8
}

/// N″ of oxygen, eq. 2a.
double oxygen_refractivity(double f, const Air& air) {
  const double strength = 1e-7 * air.p * air.theta * air.theta * air.theta;
  const double interference = 1e-4 * (air.p + air.e) * air.pow_theta(0.8);
  double sum = dry_continuum(f, air);
  for (const OxygenLine& line : oxygen_lines) {
    const double s = line.a1 * strength * std::exp(line.a2 * (1.0 - air.theta));  // eq. 3
    const double pressure_width =
        line.a3 * 1e-4 *
        (air.p * air.pow_theta(0.8 - line.a4) + 1.1 * air.e * air.theta);       // eq. 6a
    const double width = std::sqrt(pressure_width * pressure_width + 2.25e-6);  // eq. 6b
    const double delta = (line.a5 + line.a6 * air.theta) * interference;        // eq. 7
    sum += s * line_shape(f, line.f_ghz, width, delta);
  }
  return sum;
}

/// N″ of water vapour, eq. 2b.
double water_vapour_refractivity(double f, const Air& air) {
  const double strength = 0.1 * air.e * air.pow_theta(3.5);
  double sum = 0.0;
  for (const WaterVapourLine& line : water_vapour_lines) {
    const double s = line.b1 * strength * std::exp(line.b2 * (1.0 - air.theta));  // eq. 3
    const double pressure_width =
        line.b3 * 1e-4 *
        (air.p * air.pow_theta(line.b4) + line.b5 * air.e * air.pow_theta(line.b6));  // eq. 6a
    const double width =
        0.535 * pressure_width + std::sqrt(0.217 * pressure_width * pressure_width +
                                           2.1316e-12 * line.f_ghz * line.f_ghz / air.theta);
    sum += s * line_shape(f, line.f_ghz, width, 0.0);  // eq. 6b, 7
  }
  return sum;
}

}  // namespace

GasAttenuation gas_attenuation(double frequency_mhz, const AirState& air) {
  const double f = 1e-3 * held_frequency_mhz(frequency_mhz);
  const Air held = air_of(air);
  return {0.1820 * f * oxygen_refractivity(f, held),
          0.1820 * f * water_vapour_refractivity(f, held)};  // eq. 1
}

double gas_loss_db(double frequency_mhz, double distance_m, const AirState& air) {
  return gas_attenuation(frequency_mhz, air).total_db_per_km() * 1e-3 *
         std::clamp(distance_m, 0.0, 1e9);
}

}  // namespace gigacity::propagation
