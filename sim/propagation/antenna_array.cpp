// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna_array.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/units.hpp"

namespace gigacity::propagation {
namespace {

/// |Σ exp(i k x)|² / count over k = 0 ... count − 1: the power of a row of elements whose
/// neighbours differ by the phase x, when they share the power of one. `count` at x = 0.
double row_power(int count, double phase) {
  const double half = 0.5 * phase;
  const double denominator = std::sin(half);
  if (std::abs(denominator) < 1e-9) return count;
  const double ratio = std::sin(count * half) / denominator;
  return ratio * ratio / count;
}

/// Height and sideways part of the unit vector of a direction.
struct Sines {
  double up = 0.0;
  double aside = 0.0;
};

Sines sines_of(double azimuth_deg, double elevation_deg) {
  const double elevation = radians(elevation_deg);
  return {std::sin(elevation), std::cos(elevation) * std::sin(radians(azimuth_deg))};
}

}  // namespace

double gain_dbi(const AntennaArray& array, const Beam& beam, Direction direction) {
  const Sines to = sines_of(direction.azimuth_deg, direction.elevation_deg);
  const Sines steered = sines_of(beam.azimuth_deg, -beam.tilt_deg);
  // The double sum over rows and columns is a product, since the weights are.
  constexpr double turn = 2.0 * std::numbers::pi;
  const double power =
      row_power(array.rows, turn * array.vertical_spacing * (to.up - steered.up)) *
      row_power(array.columns, turn * array.horizontal_spacing * (to.aside - steered.aside));
  constexpr double no_power = 1e-30;  // in the zeros between the lobes
  return gain_dbi(array.element, direction.azimuth_deg, direction.elevation_deg, 0.0) +
         db_from_linear(std::max(power, no_power));
}

double gain_dbi(const AntennaArray& array, Direction direction, double mechanical_tilt_deg) {
  const Direction seen = in_tilted_frame(direction, mechanical_tilt_deg);
  double best_dbi = -std::numeric_limits<double>::infinity();
  for (const Beam& beam : array.beams) best_dbi = std::max(best_dbi, gain_dbi(array, beam, seen));
  return best_dbi;
}

double radiated_share(const AntennaArray& array) {
  double share = 0.0;
  for (const Beam& beam : array.beams)
    share = std::max(share, radiated_share([&](Direction d) { return gain_dbi(array, beam, d); }));
  return share;
}

AntennaArray conserving_power(AntennaArray array) {
  array.element.gain_dbi -= db_from_linear(std::max(1.0, radiated_share(array)));
  return array;
}

SteeredArray::SteeredArray(const AntennaArray& array)
    : m_element(array.element),
      m_rows(array.rows),
      m_columns(array.columns),
      m_vertical_spacing(array.vertical_spacing),
      m_horizontal_spacing(array.horizontal_spacing),
      m_maximum_dbi(-std::numeric_limits<double>::infinity()) {
  for (const Beam& beam : array.beams) {
    const Sines steered = sines_of(beam.azimuth_deg, -beam.tilt_deg);
    m_beams.push_back({phase_of(m_rows, m_vertical_spacing, steered.up),
                       phase_of(m_columns, m_horizontal_spacing, steered.aside)});
    m_maximum_dbi = std::max(m_maximum_dbi, gigacity::propagation::gain_dbi(
                                                array, beam, {beam.azimuth_deg, -beam.tilt_deg}));
  }
}

SteeredArray::Phase SteeredArray::phase_of(int count, double spacing, double sine) {
  const double half = std::numbers::pi * spacing * sine;
  return {std::sin(half), std::cos(half), std::sin(count * half), std::cos(count * half)};
}

double SteeredArray::row_power(int count, const Phase& to, const Phase& steered) {
  const double below = to.sine * steered.cosine - to.cosine * steered.sine;
  if (std::abs(below) < 1e-7) return count;
  const double above =
      to.sine_of_all * steered.cosine_of_all - to.cosine_of_all * steered.sine_of_all;
  const double ratio = above / below;
  return ratio * ratio / count;
}

double gain_dbi(const SteeredArray& array, Direction direction) {
  const Sines to = sines_of(direction.azimuth_deg, direction.elevation_deg);
  const auto up = SteeredArray::phase_of(array.m_rows, array.m_vertical_spacing, to.up);
  const auto aside = SteeredArray::phase_of(array.m_columns, array.m_horizontal_spacing, to.aside);
  double power = 1e-30;  // in the zeros between the lobes
  for (const auto& beam : array.m_beams)
    power = std::max(power, SteeredArray::row_power(array.m_rows, up, beam.up) *
                                SteeredArray::row_power(array.m_columns, aside, beam.aside));
  return gain_dbi(array.m_element, direction.azimuth_deg, direction.elevation_deg, 0.0) +
         db_from_linear(power);
}

std::vector<Beam> beams_in_a_row(int count, double span_deg, double tilt_deg) {
  std::vector<Beam> beams;
  for (int i = 0; i < count; ++i) beams.push_back({span_deg * ((i + 0.5) / count - 0.5), tilt_deg});
  return beams;
}

}  // namespace gigacity::propagation
