// SPDX-License-Identifier: Apache-2.0
// A panel of antenna elements that steers its beams: 3GPP TR 38.901 §7.3 with the beams of TR 37.840
// §5.4.4.1 (table 5.4.4.1.1-1).
#pragma once

#include <vector>

#include "sim/propagation/antenna_direction.hpp"
#include "sim/propagation/antenna_pattern.hpp"

namespace gigacity::propagation {

/// TR 38.901 table 7.3-1: one element, 8 dBi, 65 degrees in both cuts.
inline constexpr SectorAntenna array_element{.gain_dbi = 8.0,
                                             .horizontal_beamwidth_deg = 65.0,
                                             .vertical_beamwidth_deg = 65.0,
                                             .side_lobe_db = 30.0,
                                             .front_to_back_db = 30.0};

/// TR 36.814 table A.2.1.1-2: the sector antenna of LTE system simulations.
inline constexpr SectorAntenna tr36814_sector{.gain_dbi = 14.0,
                                              .horizontal_beamwidth_deg = 70.0,
                                              .vertical_beamwidth_deg = 10.0,
                                              .side_lobe_db = 20.0,
                                              .front_to_back_db = 25.0};

/// Where a beam is steered: electrically, in the panel's own frame.
struct Beam {
  double azimuth_deg = 0.0;  ///< clockwise from the boresight
  double tilt_deg = 0.0;     ///< below the panel's horizontal plane
};

/// M rows by N columns of elements, and the beams it sends one after the other. Spacings are in
/// wavelengths. An SSB burst is a set of beams: a terminal measures the strongest of them, so the
/// pattern for SS-RSRP is their envelope.
struct AntennaArray {
  SectorAntenna element = array_element;
  int rows = 8;
  int columns = 8;
  double vertical_spacing = 0.8;
  double horizontal_spacing = 0.5;
  std::vector<Beam> beams{Beam{}};  ///< at least one
};

/// Gain of one beam: element, plus 10 log10 |Σ w v|² with weights of equal power.
double gain_dbi(const AntennaArray& array, const Beam& beam, Direction direction);

/// Envelope over all beams, for an array that is mechanically tilted down.
double gain_dbi(const AntennaArray& array, Direction direction, double mechanical_tilt_deg);

/// What the beam that radiates most of all gives off, as a share of what it is fed.
double radiated_share(const AntennaArray& array);

/// The array with its element's gain lowered, where need be, until no beam radiates more than it is
/// fed. The sum of patterns knows no coupling: elements nearer than their own effective area share
/// it, and 8 by 8 elements of 8 dBi half a wavelength apart would give 1.8 times the power.
AntennaArray conserving_power(AntennaArray array);

/// An array made ready for many directions. Its envelope is the same to 1e-6 dB, at the cost of four
/// sines and cosines for all beams together: those of differences come from those of the parts.
class SteeredArray {
 public:
  explicit SteeredArray(const AntennaArray& array);

  /// The largest gain of its beams towards where they are steered.
  double maximum_dbi() const { return m_maximum_dbi; }
  double element_gain_dbi() const { return m_element.gain_dbi; }
  friend double gain_dbi(const SteeredArray& array, Direction direction);

 private:
  /// Sine and cosine of half the phase between neighbours, and of that times their number.
  struct Phase {
    double sine = 0.0;
    double cosine = 1.0;
    double sine_of_all = 0.0;
    double cosine_of_all = 1.0;
  };
  struct SteeredBeam {
    Phase up;
    Phase aside;
  };
  static Phase phase_of(int count, double spacing, double sine);
  static double row_power(int count, const Phase& to, const Phase& steered);

  SectorAntenna m_element;
  int m_rows = 1;
  int m_columns = 1;
  double m_vertical_spacing = 0.0;
  double m_horizontal_spacing = 0.0;
  std::vector<SteeredBeam> m_beams;
  double m_maximum_dbi = 0.0;
};

/// Envelope over all beams; the direction is in the panel's frame.
double gain_dbi(const SteeredArray& array, Direction direction);

/// `count` beams side by side, evenly over `span_deg` of azimuth about the boresight, at one tilt:
/// the usual row of SSB beams.
std::vector<Beam> beams_in_a_row(int count, double span_deg, double tilt_deg);

}  // namespace gigacity::propagation
