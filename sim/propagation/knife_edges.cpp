// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/knife_edges.hpp"

#include <cmath>

#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

/// One end of a section of the profile: a terminal, or the top of an edge.
struct SectionEnd {
  std::size_t point = 0;
  double height_m = 0.0;
  double reach_m = 0.0;  ///< of the obstacle that it is on
};

/// The point of largest ν strictly between two others and their obstacles, over the line that joins those two.
KnifeEdge edge_between(std::span<const double> distance_m, std::span<const double> height_m,
                       SectionEnd a, SectionEnd b, double effective_earth_radius_m) {
  KnifeEdge edge;
  const double d_ab = held_gap_m(distance_m[b.point] - distance_m[a.point]);
  for (std::size_t n = a.point + 1; n < b.point; ++n) {
    const double d_an = held_gap_m(distance_m[n] - distance_m[a.point]);
    const double d_nb = held_gap_m(distance_m[b.point] - distance_m[n]);
    if (d_an < a.reach_m || d_nb < b.reach_m) continue;
    const double h = held_altitude_m(height_m[n]) + d_an * d_nb / (2.0 * effective_earth_radius_m) -
                     (a.height_m * d_nb + b.height_m * d_an) / d_ab;
    const double nu_root = h * std::sqrt(2.0 * d_ab / (d_an * d_nb));
    if (nu_root > edge.nu_root_m) edge = {n, distance_m[n], height_m[n], nu_root};
  }
  return edge;
}

}  // namespace

double nu_of(const KnifeEdge& edge, double wavelength_m) {
  return edge.nu_root_m / std::sqrt(held_wavelength_m(wavelength_m));
}

KnifeEdges knife_edges(std::span<const double> distance_m, std::span<const double> height_m,
                       double transmitter_m, double receiver_m, double effective_earth_radius_m) {
  const auto between = [&](SectionEnd a, SectionEnd b) {
    return edge_between(distance_m, height_m, a, b, effective_earth_radius_m);
  };
  const SectionEnd transmitter{0, held_altitude_m(transmitter_m)};
  const SectionEnd receiver{distance_m.size() - 1, held_altitude_m(receiver_m)};
  KnifeEdges out;
  out.distance_m = held_gap_m(distance_m.back());
  out.principal = between(transmitter, receiver);
  if (out.principal.point == 0) return out;  // nothing stands between
  const SectionEnd top{out.principal.point, held_altitude_m(out.principal.height_m),
                       another_obstacle_m};
  out.transmitter_side = between(transmitter, top);
  out.receiver_side = between(top, receiver);
  return out;
}

double knife_edges_loss_db(const KnifeEdges& edges, double wavelength_m) {
  const auto loss_db = [&](const KnifeEdge& edge) {
    return knife_edge_loss_db(nu_of(edge, wavelength_m));
  };
  const double principal_db = loss_db(edges.principal);
  const double correction_db = 10.0 + 4e-5 * edges.distance_m;
  return principal_db +
         (1.0 - std::exp(-principal_db / 6.0)) *
             (loss_db(edges.transmitter_side) + loss_db(edges.receiver_side) + correction_db);
}

}  // namespace gigacity::propagation
