// SPDX-License-Identifier: Apache-2.0
// Diffraction over several obstacles: the cascaded knife-edge method of ITU-R P.526-11 §4.4.2, which
// is Deygout's construction limited to three edges, with an empirical correction. Editions in force
// have delta-Bullington for a general path. Metres; heights are above one datum.
//
// As in diffraction.hpp the profile decides the edges, whatever the frequency: the wavelength divides
// ν of every point alike, so that the largest stays the largest.
#pragma once

#include <cstddef>
#include <limits>
#include <span>

namespace gigacity::propagation {

/// Points nearer to the principal edge than this are of the same obstacle, and no edges beside it. §4.4.2 does not say
/// so; §4.4.1 does of neighbouring points of profiles as fine as this. Else the point of largest ν next to a rounded top is the
/// one beside it, with a loss of its own that changes by decibels as the samples shift by metres.
inline constexpr double same_obstacle_m = 250.0;
/// What rounding leaves of it in a profile whose points are so far apart.
inline constexpr double another_obstacle_m = same_obstacle_m - 1e-3;

/// A point of a profile that stands for a knife edge.
struct KnifeEdge {
  std::size_t point = 0;    ///< its index in the profile
  double distance_m = 0.0;  ///< from the transmitter
  double height_m = 0.0;
  double nu_root_m = -std::numeric_limits<double>::infinity();  ///< ν √λ, √m; -inf: there is none
};

/// ν of an edge (P.526-15 §4.1, eq. 26); the edge diffracts where `knife_edge_loss_db` of it is above 0,
/// from ν = -0.78 on.
double nu_of(const KnifeEdge& edge, double wavelength_m);

/// The principal edge, and one on either side of it between that terminal and the principal's top.
struct KnifeEdges {
  double distance_m = 0.0;  ///< of the whole path
  KnifeEdge principal;
  KnifeEdge transmitter_side;
  KnifeEdge receiver_side;
};

/// The points of largest ν between first and last one, then on either side of that point, beyond its obstacle.
/// `distance_m` ascends from 0; a NaN height is skipped. Terminals are given by their antennas'
/// heights.
KnifeEdges knife_edges(std::span<const double> distance_m, std::span<const double> height_m,
                       double transmitter_m, double receiver_m, double effective_earth_radius_m);

/// Diffraction loss, dB: J(ν_p) + (1 − e^(−J(ν_p)/6)) (J(ν_t) + J(ν_r) + 10 + 0.04 D/km); 0 where
/// the principal edge leaves the path free, ν_p <= -0.78.
double knife_edges_loss_db(const KnifeEdges& edges, double wavelength_m);

}  // namespace gigacity::propagation
