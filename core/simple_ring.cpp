// SPDX-License-Identifier: Apache-2.0
#include "core/simple_ring.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace gigacity {

namespace {

/// On which side of a to b a point lies: 1 left, -1 right, 0 where rounding leaves it open. The
/// bound is that of Shewchuk's orientation predicate (Adaptive precision floating-point arithmetic,
/// 1997, ccwerrboundA), doubled.
int side_of(MapPoint a, MapPoint b, MapPoint p) {
  const double left = (a.x_m - p.x_m) * (b.y_m - p.y_m);
  const double right = (a.y_m - p.y_m) * (b.x_m - p.x_m);
  const double doubt = 7e-16 * (std::abs(left) + std::abs(right));
  if (left - right > doubt) return 1;
  if (right - left > doubt) return -1;
  return 0;
}

/// The edges a to b and c to d have no point in common: one lies wholly on one side of the other.
bool surely_apart(MapPoint a, MapPoint b, MapPoint c, MapPoint d) {
  const auto both_on_one_side = [](int s, int t) { return s != 0 && s == t; };
  return std::max(a.x_m, b.x_m) < std::min(c.x_m, d.x_m) ||
         std::max(c.x_m, d.x_m) < std::min(a.x_m, b.x_m) ||
         std::max(a.y_m, b.y_m) < std::min(c.y_m, d.y_m) ||
         std::max(c.y_m, d.y_m) < std::min(a.y_m, b.y_m) ||
         both_on_one_side(side_of(a, b, c), side_of(a, b, d)) ||
         both_on_one_side(side_of(c, d, a), side_of(c, d, b));
}

}  // namespace

bool surely_simple(const Ring& ring) {
  constexpr std::size_t most_edges = 32;
  if (ring.size() < 4 || ring.size() > most_edges + 1) return false;
  const auto edges = ring.size() - 1;
  if (ring.front().x_m != ring.back().x_m || ring.front().y_m != ring.back().y_m) return false;
  for (std::size_t i = 0; i < edges; ++i) {
    // Neighbours that do not lie in one line meet at their vertex only.
    if (side_of(ring[i], ring[i + 1], ring[i + 2 > edges ? 1 : i + 2]) == 0) return false;
    for (auto j = i + 2; j < edges; ++j) {
      if (i == 0 && j + 1 == edges) continue;  // neighbours too
      if (!surely_apart(ring[i], ring[i + 1], ring[j], ring[j + 1])) return false;
    }
  }
  return true;
}

}  // namespace gigacity
