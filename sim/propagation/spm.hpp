// SPDX-License-Identifier: Apache-2.0
// The Standard Propagation Model of planning tools (Forsk Atoll, "Technical Reference Guide",
// Standard Propagation Model): Hata's form with coefficients that are fitted to measurements. 150 to
// 3500 MHz, 1 to 20 km.
//
// Loss = K1 + K2 log d + K3 log H_Txeff + K4 L_diff + K5 log d log H_Txeff + K6 H_Rxeff
//        + K7 log H_Rxeff + K_clutter f(clutter) + K_hill,LOS, with d and heights in metres.
// It is linear in its coefficients: a link is its terms, and fitting is least squares over them.
#pragma once

#include <cstdint>
#include <span>

namespace gigacity::propagation {

/// K1 and K2, in and out of the transmitter's sight.
struct SpmSlope {
  double k1_los_db = 22.0;
  double k2_los = 44.9;
  double k1_nlos_db = 22.0;
  double k2_nlos = 44.9;
};

/// Defaults are the usual ones for 1800 MHz.
struct SpmCoefficients {
  SpmSlope near_transmitter;
  SpmSlope far_from_transmitter;
  double near_m = 0.0;  ///< greatest distance that counts as near
  double k3 = 5.83;
  double k4 = 1.0;
  double k5 = -6.55;
  double k6_db_per_m = 0.0;
  double k7 = 0.0;
  double k_clutter = 1.0;
  double k_hill_los_db = 0.0;  ///< for receivers in sight, in hilly country
};

/// A link as the model sees it.
struct SpmLink {
  double distance_m = 1000.0;
  double transmitter_effective_m = 30.0;  ///< H_Txeff, see `spm_effective_height_m`
  double receiver_effective_m = 1.5;      ///< H_Rxeff: of the antenna, above clutter or ground
  double diffraction_db = 0.0;            ///< over the obstructed path, by any method
  double clutter_db = 0.0;  ///< f(clutter): mean of the classes' losses along the path
  bool line_of_sight = false;
};

/// What the coefficients multiply.
struct SpmTerms {
  double log_distance = 0.0;
  double log_transmitter = 0.0;
  double diffraction_db = 0.0;
  double log_distance_log_transmitter = 0.0;
  double receiver_m = 0.0;
  double log_receiver = 0.0;
  double clutter_db = 0.0;
};

SpmTerms spm_terms(const SpmLink& link);

/// Path loss, dB.
double spm_loss_db(const SpmCoefficients& coefficients, const SpmLink& link);

/// The coefficients with which the model is Okumura-Hata for a medium-sized city (up to 1500 MHz) or
/// COST-231 Hata (above): where a fit starts.
SpmCoefficients spm_hata_coefficients(double frequency_mhz);

/// How H_Txeff is had from the ground. (The guide's sixth way, "enhanced slope at receiver", is not
/// among them.)
enum class SpmHeightMethod : std::uint8_t {
  above_ground,           ///< H_Tx
  above_average_profile,  ///< H_Tx + H_0Tx − mean ground between two distances from the transmitter
  slope_at_receiver,  ///< above the ground's slope at the receiver, drawn out; held to 20 ... 200 m
  spot,               ///< H_Tx + H_0Tx − H_0Rx, at least H_Tx
  absolute_spot       ///< H_Tx + |H_0Tx − H_0Rx|
};

/// Distances that the methods ask for: from the transmitter for the average profile, and the first
/// one back from the receiver for the slope.
struct SpmHeightWindow {
  double minimum_m = 3000.0;
  double maximum_m = 15'000.0;
};

/// H_Txeff over a profile of equal steps from transmitter to receiver, heights above mean sea level,
/// at least one point; never below 1 m.
double spm_effective_height_m(SpmHeightMethod method, std::span<const double> ground_m,
                              double step_m, double transmitter_height_m,
                              const SpmHeightWindow& window = {});

/// f(clutter), dB, the mean of the loss of each pixel's class along the last of the path, weighted;
/// both spans as long, nearest the receiver first. 0 where all weights are.
double spm_clutter_db(std::span<const double> class_loss_db, std::span<const double> weight);

}  // namespace gigacity::propagation
