// SPDX-License-Identifier: Apache-2.0
// What a level must have in reserve against shadowing, and what that means for a whole cell.
#pragma once

namespace gigacity::radio {

/// Decibels by which a median level must exceed what a receiver needs so that it is met with a
/// probability under log-normal shadowing: F⁻¹(probability) · σ. Negative below one half.
/// Probability 0 to 1, exclusive; `shadowing_db` at least 0.
double fading_margin_db(double edge_probability, double shadowing_db);

/// The share of a disc in which a level is met, where at its edge it is met with `edge_probability`, levels
/// fall by 10 n log10 of the distance from the middle and shadowing is log-normal: Reudink's integral (W. C.
/// Jakes, ed., Microwave Mobile Communications, 1974, §2.5; T. S. Rappaport, Wireless Communications, eq. 4.78)
///   F = ½ [1 − erf a + exp((1 − 2ab)/b²) (1 − erf((1 − ab)/b))],
/// a = −z/√2 with z the margin in σ, b = 10 n log10(e)/(σ√2). Path-loss exponent n above 0. Without shadowing 1
/// for an edge probability of one half and more, else 0.
double area_probability(double edge_probability, double shadowing_db, double path_loss_exponent);

/// The inverse: the edge probability that gives a share of the disc, 0 to 1 exclusive, to 1e-9.
double edge_probability_for_area(double area, double shadowing_db, double path_loss_exponent);

}  // namespace gigacity::radio
