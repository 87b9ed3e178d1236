// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/link_geometry.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "sim/propagation/diffraction.hpp"

namespace gigacity::radio {
namespace {

/// 10 km in steps of 1 km over flat ground at 100 m, with what stands on it.
struct Plain {
  std::vector<float> ground = std::vector<float>(11, 100.0F);
  std::vector<float> surface = ground;
  double earth_radius_m = 1e30;  // flat, unless a test says otherwise

  Link link(double tx_height_m, double rx_height_m, double frequency_mhz = 300.0) const {
    return {{1000.0, ground, surface},
            {100.0, tx_height_m, 100.0, rx_height_m},
            frequency_mhz,
            earth_radius_m};
  }
};

TEST(LinkGeometry, FresnelRadiusIsThatOfTheTextbook) {
  // λ = 1 m (299.79 MHz), halfway of 10 km: √(λ d / 4) = 50 m; the fourth zone is twice as wide.
  EXPECT_NEAR(fresnel_radius_m(5000.0, 5000.0, 299.792458), 50.0, 1e-9);
  EXPECT_NEAR(fresnel_radius_m(5000.0, 5000.0, 299.792458, 4), 100.0, 1e-9);
}

TEST(LinkGeometry, FindsTheTightestPlaceOfAClearPath) {
  Plain plain;
  plain.surface[3] = 130.0F;
  const auto g = link_geometry(plain.link(50.0, 50.0));
  EXPECT_TRUE(g.line_of_sight);
  EXPECT_EQ(g.distance_m, 10'000.0);
  EXPECT_FALSE(g.transmitter_horizon);
  ASSERT_TRUE(g.tightest);
  EXPECT_EQ(g.tightest->point.index, 3U);
  EXPECT_NEAR(g.tightest->clearance_m, 20.0, 1e-6);
  EXPECT_NEAR(g.tightest->share(), 20.0 / fresnel_radius_m(3000.0, 7000.0, 300.0), 1e-9);
  EXPECT_FALSE(bullington_point(plain.link(50.0, 50.0), g));
}

TEST(LinkGeometry, HorizonsAndTheirRaysMeetWhereGeometrySays) {
  Plain plain;
  plain.surface[2] = 140.0F;  // 20 m above the antennas, 2 km off: 1 in 100
  plain.surface[6] = 160.0F;  // 40 m above them, 4 km from the receiver: 1 in 100
  const Link link = plain.link(20.0, 20.0);
  const auto g = link_geometry(link);
  EXPECT_FALSE(g.line_of_sight);
  EXPECT_EQ(g.transmitter_horizon->point.index, 2U);
  EXPECT_NEAR(g.transmitter_horizon->elevation_rad, std::atan(0.01), 1e-9);
  EXPECT_EQ(g.receiver_horizon->point.index, 6U);
  const auto edge = bullington_point(link, g);
  ASSERT_TRUE(edge);
  EXPECT_NEAR(edge->distance_m, 5000.0, 1e-6);
  EXPECT_NEAR(edge->height_m, 170.0, 1e-6);
}

TEST(LinkGeometry, TheEarthBulgesAndBendsTheHorizontal) {
  Plain plain;
  plain.earth_radius_m = 8.5e6;
  const Link link = plain.link(10.0, 10.0);
  EXPECT_NEAR(earth_bulge_m(link, 5000.0), 5000.0 * 5000.0 / 2.0 / 8.5e6, 1e-9);
  const auto g = link_geometry(link);
  EXPECT_NEAR(g.elevation_rad.transmitter, -0.5 * 10'000.0 / 8.5e6, 1e-8);
  EXPECT_NEAR(g.tightest->clearance_m, 10.0 - earth_bulge_m(link, 5000.0), 1e-6);
}

TEST(LinkGeometry, NeighboursHaveNothingBetweenThemAndUnknownPointsDoNotObstruct) {
  const std::vector<float> two{100.0F, 120.0F};
  const auto near = link_geometry({{10.0, two, two}, {100.0, 5.0, 120.0, 1.5}, 300.0, 8.5e6});
  EXPECT_TRUE(near.line_of_sight);
  EXPECT_FALSE(near.tightest);

  Plain plain;
  plain.surface[5] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(link_geometry(plain.link(20.0, 20.0)).tightest->point.index, 5U);
}

}  // namespace
}  // namespace gigacity::radio
