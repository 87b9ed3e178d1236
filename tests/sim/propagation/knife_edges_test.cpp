// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/knife_edges.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "sim/propagation/diffraction.hpp"

namespace gigacity::propagation {
namespace {

constexpr double flat_m = std::numeric_limits<double>::infinity();  // earth radius
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Three ridges on a flat earth, λ = 0.1 m. By hand: the line of the antennas runs at 50 m.
//   ν at 4 km: the ridge stands 60 m over it, 60 √(2 · 12000 / (0.1 · 4000 · 8000)) = 5.19615
//   towards the transmitter, from 50 m to the ridge's 110 m: at 2 km the line is at 80 m, the ridge
//   there at 70: -10 √(2 · 4000 / (0.1 · 2000 · 2000)) = -1.41421
//   towards the receiver, from 110 m over 8 km down to 50 m: at 8 km the line is at 80 m, the ridge
//   at 95: 15 √(2 · 8000 / (0.1 · 4000 · 4000)) = 1.5
// J(5.19615) = 27.148 dB, J(1.5) = 16.784 dB; 27.148 + 0.98917 (16.784 + 10.48) = 54.117 dB.
constexpr std::array distance_m{0.0, 2000.0, 4000.0, 8000.0, 12'000.0};
constexpr std::array height_m{0.0, 70.0, 110.0, 95.0, 0.0};

double j_db(double nu) {
  return 6.9 + 20.0 * std::log10(std::sqrt((nu - 0.1) * (nu - 0.1) + 1.0) + nu - 0.1);
}

TEST(KnifeEdges, ArePrincipalAndOneOnEitherSide) {
  const KnifeEdges edges = knife_edges(distance_m, height_m, 50.0, 50.0, flat_m);
  EXPECT_EQ(edges.distance_m, 12'000.0);
  EXPECT_EQ(edges.principal.point, 2U);
  EXPECT_EQ(edges.principal.distance_m, 4000.0);
  EXPECT_EQ(edges.principal.height_m, 110.0);
  EXPECT_NEAR(nu_of(edges.principal, 0.1), 5.19615, 1e-5);
  EXPECT_EQ(edges.transmitter_side.distance_m, 2000.0);
  EXPECT_NEAR(nu_of(edges.transmitter_side, 0.1), -1.41421, 1e-5);
  EXPECT_EQ(edges.receiver_side.distance_m, 8000.0);
  EXPECT_NEAR(nu_of(edges.receiver_side, 0.1), 1.5, 1e-9);
}

TEST(KnifeEdges, LoseWhatTheFormulaSays) {
  const KnifeEdges edges = knife_edges(distance_m, height_m, 50.0, 50.0, flat_m);
  EXPECT_NEAR(j_db(5.196152), 27.148, 1e-3);
  EXPECT_NEAR(j_db(1.5), 16.784, 1e-3);
  // The ridge by the transmitter lies too low: ν < -0.78.
  EXPECT_NEAR(knife_edges_loss_db(edges, 0.1), 54.117, 1e-3);
}

// On a path in sight the side edges count too, as the Recommendation adds to Deygout.
TEST(KnifeEdges, CountOnAPathInSight) {
  constexpr std::array low_m{0.0, 45.0, 49.0, 45.0, 0.0};
  const KnifeEdges edges = knife_edges(distance_m, low_m, 50.0, 50.0, flat_m);
  const double nu_p = -std::sqrt(0.0075);      // 1 m below the line at 4 km
  const double nu_t = -4.5 * std::sqrt(0.02);  // 4.5 m below it at 2 km of 4
  const double nu_r = -4.5 * std::sqrt(0.01);  // 4.5 m below it at 4 km of 8
  const double first_db = j_db(nu_p);
  EXPECT_NEAR(knife_edges_loss_db(edges, 0.1),
              first_db + (1.0 - std::exp(-first_db / 6.0)) * (j_db(nu_t) + j_db(nu_r) + 10.48),
              1e-9);
}

TEST(KnifeEdges, LeaveAFreePathAlone) {
  constexpr std::array flat_ground_m{0.0, 0.0, 0.0, 0.0, 0.0};
  EXPECT_EQ(knife_edges_loss_db(knife_edges(distance_m, flat_ground_m, 100.0, 100.0, flat_m), 0.1),
            0.0);
  constexpr std::array ends_m{0.0, 12'000.0};
  constexpr std::array ground_m{0.0, 0.0};
  const KnifeEdges none = knife_edges(ends_m, ground_m, 10.0, 10.0, flat_m);
  EXPECT_TRUE(std::isinf(none.principal.nu_root_m));
  EXPECT_EQ(knife_edges_loss_db(none, 0.1), 0.0);
  constexpr std::array unknown_m{0.0, nan, nan, nan, 0.0};
  EXPECT_EQ(knife_edges_loss_db(knife_edges(distance_m, unknown_m, 1.0, 1.0, flat_m), 0.1), 0.0);
}

TEST(KnifeEdges, SkipAnUnknownHeight) {
  constexpr std::array holes_m{0.0, 70.0, 110.0, nan, 0.0};
  const KnifeEdges edges = knife_edges(distance_m, holes_m, 50.0, 50.0, flat_m);
  EXPECT_EQ(edges.principal.point, 2U);
  EXPECT_TRUE(std::isinf(edges.receiver_side.nu_root_m));
}

// A rounded top, of points 50 m apart: its neighbours up to 250 m away are no edges of their own.
TEST(KnifeEdges, OfOneObstacleAreOne) {
  std::vector<double> place_m;
  std::vector<double> top_m;
  for (int i = 0; i <= 80; ++i) {
    const double from_top_m = 50.0 * i - 2000.0;
    place_m.push_back(50.0 * i);
    top_m.push_back(60.0 - 1e-4 * from_top_m * from_top_m);  // 0 at 775 m on either side
  }
  const KnifeEdges edges = knife_edges(place_m, top_m, 10.0, 10.0, flat_m);
  EXPECT_EQ(edges.principal.distance_m, 2000.0);
  // 250 m away the top is 6.25 m lower, and the line to an antenna: 50 m · 250 / 2000. Nearer points, that this leaves out,
  // would stand over it: by 50 m · 125 / 2000 - 1.5625 m half-way.
  EXPECT_EQ(edges.transmitter_side.distance_m, 1750.0);
  EXPECT_EQ(edges.receiver_side.distance_m, 2250.0);
  EXPECT_NEAR(edges.transmitter_side.nu_root_m, 0.0, 1e-9);
  EXPECT_NEAR(edges.receiver_side.nu_root_m, 0.0, 1e-9);
}

// A single point is the edge of Bullington's construction too, which stands against ITU-R's logs; the
// two Recommendations' corrections differ by 0.02 dB/km of the path.
TEST(KnifeEdges, OneEdgeIsBullingtons) {
  constexpr std::array three_m{0.0, 7000.0, 20'000.0};
  for (const double top_m : {-20.0, 10.0, 40.0, 300.0}) {
    const std::array ground_m{0.0, top_m, 0.0};
    for (const double lambda : {0.05, 0.3, 3.0}) {
      const double bullington_db =
          bullington_loss_db(bullington_edge(three_m, ground_m, 30.0, 10.0, 8.5e6), lambda);
      const KnifeEdges edges = knife_edges(three_m, ground_m, 30.0, 10.0, 8.5e6);
      const double j = knife_edge_loss_db(nu_of(edges.principal, lambda));
      EXPECT_NEAR(knife_edges_loss_db(edges, lambda),
                  bullington_db + (1.0 - std::exp(-j / 6.0)) * 0.02 * 20.0, 1e-9)
          << top_m << ' ' << lambda;
    }
  }
}

}  // namespace
}  // namespace gigacity::propagation
