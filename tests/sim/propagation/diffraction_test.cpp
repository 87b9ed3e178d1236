// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/diffraction.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"

namespace gigacity::propagation {
namespace {

constexpr double a_e = earth_radius_m * 4.0 / 3.0;

struct Profile {
  std::vector<double> distance_m;
  std::vector<double> height_m;
};

// A random walk with steps of uneven length.
Profile random_profile(RandomStream& random) {
  Profile out;
  const int points = 2 + random.index(60);
  const double roughness = random.uniform(0.0, 60.0);
  double d = 0.0;
  double h = random.uniform(-50.0, 500.0);
  for (int i = 0; i < points; ++i) {
    out.distance_m.push_back(d);
    out.height_m.push_back(h);
    d += random.uniform(1.0, 900.0);
    h += roughness * random.normal();
  }
  return out;
}

TEST(KnifeEdge, HasTheValuesOfTheRecommendation) {
  EXPECT_NEAR(knife_edge_loss_db(0.0), 6.03, 0.01);   // grazing: 6 dB
  EXPECT_NEAR(knife_edge_loss_db(1.0), 13.93, 0.01);  // P.526-15 figure 9
  EXPECT_NEAR(knife_edge_loss_db(2.4), 20.54, 0.05);
  EXPECT_EQ(knife_edge_loss_db(-0.78), 0.0);
  EXPECT_LT(knife_edge_loss_db(-0.7799), 0.02);  // and it begins without a jump
  EXPECT_EQ(knife_edge_loss_db(-std::numeric_limits<double>::infinity()), 0.0);
}

TEST(Bullington, AddsNothingOnAClearPath) {
  const std::vector<double> d{0.0, 500.0, 1000.0};
  const std::vector<double> h{0.0, 0.0, 0.0};
  const BullingtonEdge edge = bullington_edge(d, h, 100.0, 100.0, a_e);
  EXPECT_TRUE(edge.line_of_sight);
  EXPECT_EQ(bullington_loss_db(edge, wavelength_m(1000.0)), 0.0);
}

// One edge of 60 m between two antennas at 10 m, 1 km on either side, flat earth: ν = 50
// √(2·2000/(λ 10⁶)).
TEST(Bullington, FindsASingleEdge) {
  const std::vector<double> d{0.0, 1000.0, 2000.0};
  const std::vector<double> h{0.0, 60.0, 0.0};
  const BullingtonEdge edge = bullington_edge(d, h, 10.0, 10.0, 1e15);
  EXPECT_FALSE(edge.line_of_sight);
  EXPECT_NEAR(edge.nu_root_m, 50.0 * std::sqrt(2.0 * 2000.0 / 1e6), 1e-9);
  const double loss = knife_edge_loss_db(edge.nu_root_m / std::sqrt(0.3));
  EXPECT_NEAR(bullington_loss_db(edge, 0.3), loss + (1.0 - std::exp(-loss / 6.0)) * 10.04, 1e-9);
}

TEST(Bullington, IsFiniteWhereAnObstacleJustTouchesTheLine) {
  const std::vector<double> d{0.0, 1000.0, 2000.0};
  const std::vector<double> h{0.0, 10.0, 0.0};
  EXPECT_NEAR(bullington_loss_db(bullington_edge(d, h, 10.0, 10.0, 1e300), 0.1), 12.4, 0.1);
}

TEST(Bullington, SkipsHeightsThatAreMissing) {
  const std::vector<double> d{0.0, 700.0, 1000.0, 2000.0};
  const std::vector<double> with_gap{0.0, std::nan(""), 60.0, 0.0};
  const std::vector<double> d2{0.0, 1000.0, 2000.0};
  const std::vector<double> without{0.0, 60.0, 0.0};
  EXPECT_EQ(bullington_edge(d, with_gap, 10.0, 10.0, a_e).nu_root_m,
            bullington_edge(d2, without, 10.0, 10.0, a_e).nu_root_m);
}

TEST(Bullington, IsTheSameInBothDirections) {
  RandomStream random(1, 1);
  for (int trial = 0; trial < 20'000; ++trial) {
    const Profile there = random_profile(random);
    Profile back = there;
    std::ranges::reverse(back.height_m);
    std::ranges::reverse(back.distance_m);
    for (double& d : back.distance_m) d = there.distance_m.back() - d;
    const double tx = there.height_m.front() + random.uniform(1.0, 60.0);
    const double rx = there.height_m.back() + random.uniform(1.0, 60.0);
    const BullingtonEdge one = bullington_edge(there.distance_m, there.height_m, tx, rx, a_e);
    const BullingtonEdge other = bullington_edge(back.distance_m, back.height_m, rx, tx, a_e);
    ASSERT_EQ(one.line_of_sight, other.line_of_sight) << trial;
    ASSERT_NEAR(bullington_loss_db(one, 0.1), bullington_loss_db(other, 0.1), 1e-6) << trial;
  }
}

TEST(SphericalEarth, AddsNothingHighAboveTheGround) {
  EXPECT_EQ(spherical_earth_loss_db(spherical_earth_path(5000.0, 100.0, 100.0, a_e), 3500.0,
                                    Polarisation::vertical, 0.0),
            0.0);
}

TEST(SphericalEarth, DoesNotJumpAtTheHorizon) {
  const double horizon = std::sqrt(2.0 * a_e) * (std::sqrt(30.0) + std::sqrt(10.0));
  const auto loss = [&](double d) {
    return spherical_earth_loss_db(spherical_earth_path(d, 30.0, 10.0, a_e), 800.0,
                                   Polarisation::vertical, 0.0);
  };
  EXPECT_NEAR(loss(horizon * 0.999999), loss(horizon * 1.000001), 1e-3);
  EXPECT_GT(loss(horizon), 10.0);
}

TEST(SphericalEarth, IsTheSameInBothDirections) {
  const auto there = spherical_earth_path(20'000.0, 40.0, 2.0, a_e);
  const auto back = spherical_earth_path(20'000.0, 2.0, 40.0, a_e);
  EXPECT_NEAR(spherical_earth_loss_db(there, 800.0, Polarisation::horizontal, 0.3),
              spherical_earth_loss_db(back, 800.0, Polarisation::horizontal, 0.3), 1e-9);
}

// A straight slope is its own least-squares line.
TEST(SmoothEarth, IsTheGroundOnAnEvenSlope) {
  const std::vector<double> d{0.0, 300.0, 500.0, 1600.0};
  const std::vector<double> h{10.0, 13.0, 15.0, 26.0};
  const SmoothEarth earth = smooth_earth(d, h, 40.0, 40.0);
  EXPECT_NEAR(earth.transmitter_m, 10.0, 1e-9);
  EXPECT_NEAR(earth.receiver_m, 26.0, 1e-9);
  EXPECT_NEAR(earth.transmitter_diffraction_m, 10.0, 1e-9);
  EXPECT_NEAR(earth.receiver_diffraction_m, 26.0, 1e-9);
}

TEST(DeltaBullington, IsFiniteAndNotNegativeOnAnyProfile) {
  RandomStream random(1, 2);
  for (int trial = 0; trial < 100'000; ++trial) {
    const Profile p = random_profile(random);
    const double tx = p.height_m.front() + random.uniform(0.0, 100.0);
    const double rx = p.height_m.back() + random.uniform(0.0, 20.0);
    const DeltaBullington path =
        delta_bullington(p.distance_m, p.height_m, p.height_m, tx, rx, a_e);
    const auto polarisation =
        random.index(2) == 0 ? Polarisation::horizontal : Polarisation::vertical;
    const double f_mhz = std::pow(10.0, random.uniform(1.5, 4.5));
    const double loss = delta_bullington_loss_db(path, f_mhz, polarisation, random.uniform());
    ASSERT_TRUE(std::isfinite(loss)) << trial;
    ASSERT_GE(loss, 0.0) << trial;
  }
}

}  // namespace
}  // namespace gigacity::propagation
