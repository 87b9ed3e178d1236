// SPDX-License-Identifier: Apache-2.0
// The fast forms against the plain ones, which stand against the published vectors.
#include "sim/propagation/profile_walk.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"

namespace gigacity::propagation {
namespace {

constexpr double a_e = earth_radius_m * 4.0 / 3.0;

struct Case {
  double step_m = 0.0;
  std::vector<float> ground;
  std::vector<float> surface;
  double transmitter_m = 0.0;
  double receiver_m = 0.0;

  std::vector<double> distances() const {
    std::vector<double> out;
    for (std::size_t i = 0; i < ground.size(); ++i) out.push_back(step_m * static_cast<double>(i));
    return out;
  }
};

Case random_case(RandomStream& random) {
  Case c;
  c.step_m = random.uniform(0.5, 200.0);
  const int points = 2 + random.index(random.index(4) == 0 ? 1000 : 40);
  const double roughness = random.uniform(0.0, 8.0);
  double h = random.uniform(-50.0, 500.0);
  for (int i = 0; i < points; ++i) {
    c.ground.push_back(static_cast<float>(h));
    c.surface.push_back(static_cast<float>(h + std::max(0.0, random.uniform(-20.0, 15.0))));
    h += roughness * random.normal();
  }
  c.transmitter_m = c.ground.front() + random.uniform(0.5, 150.0);
  c.receiver_m = c.ground.back() + random.uniform(0.5, 30.0);
  return c;
}

void expect_equal(const BullingtonEdge& fast, const BullingtonEdge& plain, int trial) {
  ASSERT_NEAR(fast.distance_m, plain.distance_m, 1e-9 * plain.distance_m) << trial;
  if (std::isinf(plain.nu_root_m)) {
    ASSERT_EQ(fast.nu_root_m, plain.nu_root_m) << trial;
    return;
  }
  ASSERT_NEAR(fast.nu_root_m, plain.nu_root_m, 1e-8 * (1.0 + std::abs(plain.nu_root_m))) << trial;
  if (std::abs(plain.nu_root_m) > 1e-6) {  // touching the line, either side is right
    ASSERT_EQ(fast.line_of_sight, plain.line_of_sight) << trial;
  }
}

TEST(ProfileWalk, FindsTheSameAsThePlainForm) {
  RandomStream random(7, 1);
  const StepTables tables(2000);
  for (int trial = 0; trial < 20'000; ++trial) {
    const Case c = random_case(random);
    const std::vector<double> ground(c.ground.begin(), c.ground.end());
    const std::vector<double> surface(c.surface.begin(), c.surface.end());
    const DeltaBullington plain =
        delta_bullington(c.distances(), ground, surface, c.transmitter_m, c.receiver_m, a_e);
    const DeltaBullington fast = delta_bullington({c.step_m, c.ground, c.surface}, c.transmitter_m,
                                                  c.receiver_m, a_e, tables);
    expect_equal(fast.terrain, plain.terrain, trial);
    expect_equal(fast.smooth, plain.smooth, trial);
    ASSERT_NEAR(fast.sphere.transmitter_m, plain.sphere.transmitter_m, 1e-7) << trial;
    ASSERT_NEAR(fast.sphere.receiver_m, plain.sphere.receiver_m, 1e-7) << trial;
    ASSERT_NEAR(delta_bullington_loss_db(fast, 1800.0, Polarisation::vertical, 0.0),
                delta_bullington_loss_db(plain, 1800.0, Polarisation::vertical, 0.0), 1e-6)
        << trial;
    if (std::abs(plain.terrain.nu_root_m) > 1e-6) {
      ASSERT_EQ(line_of_sight(c.step_m, c.surface, c.transmitter_m, c.receiver_m, a_e, tables),
                plain.terrain.line_of_sight)
          << trial;
    }
  }
}

TEST(ProfileWalk, FindsTheSameSmoothEarth) {
  RandomStream random(7, 2);
  const StepTables tables(2000);
  for (int trial = 0; trial < 5'000; ++trial) {
    const Case c = random_case(random);
    const std::vector<double> ground(c.ground.begin(), c.ground.end());
    const SmoothEarth plain = smooth_earth(c.distances(), ground, c.transmitter_m, c.receiver_m);
    const SmoothEarth fast =
        smooth_earth(c.step_m, c.ground, c.transmitter_m, c.receiver_m, tables);
    ASSERT_NEAR(fast.transmitter_m, plain.transmitter_m, 1e-7) << trial;
    ASSERT_NEAR(fast.receiver_m, plain.receiver_m, 1e-7) << trial;
    ASSERT_NEAR(fast.transmitter_diffraction_m, plain.transmitter_diffraction_m, 1e-7) << trial;
    ASSERT_NEAR(fast.receiver_diffraction_m, plain.receiver_diffraction_m, 1e-7) << trial;
  }
}

// Over long smooth paths the edge lies where the earth bulges: antennas of any height against each
// other.
TEST(ProfileWalk, FindsTheBulgeOfLongSmoothPaths) {
  RandomStream random(7, 3);
  const StepTables tables(3000);
  for (int trial = 0; trial < 3'000; ++trial) {
    Case c;
    c.step_m = random.uniform(5.0, 60.0);
    c.ground.resize(2U + static_cast<std::size_t>(random.index(2500)));
    c.surface = c.ground;
    c.transmitter_m = std::pow(10.0, random.uniform(-1.0, 3.0));
    c.receiver_m = std::pow(10.0, random.uniform(-1.0, 3.0));
    const std::vector<double> zeros(c.ground.size(), 0.0);
    expect_equal(
        delta_bullington({c.step_m, c.ground, c.surface}, c.transmitter_m, c.receiver_m, a_e,
                         tables)
            .smooth,
        delta_bullington(c.distances(), zeros, zeros, c.transmitter_m, c.receiver_m, a_e).smooth,
        trial);
  }
}

TEST(ProfileWalk, SkipsMissingSurfaceHeights) {
  const StepTables tables(10);
  const float gap = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> surface{0.0F, gap, 5.0F, gap, gap, gap, 0.0F};
  const std::vector<float> filled{0.0F, -99.0F, 5.0F, -99.0F, -99.0F, -99.0F, 0.0F};
  EXPECT_TRUE(line_of_sight(10.0, surface, 10.0, 10.0, a_e, tables));
  EXPECT_FALSE(line_of_sight(10.0, surface, 4.0, 4.0, a_e, tables));
  EXPECT_EQ(bullington_edge(10.0, surface, 10.0, 10.0, a_e, tables).nu_root_m,
            bullington_edge(10.0, filled, 10.0, 10.0, a_e, tables).nu_root_m);
}

}  // namespace
}  // namespace gigacity::propagation
