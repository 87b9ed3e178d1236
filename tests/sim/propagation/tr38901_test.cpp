// SPDX-License-Identifier: Apache-2.0
// Expected values are worked from the formulas of TR 38.901 v16.1 table 7.4.1-1, given beside each.
#include "sim/propagation/tr38901.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

constexpr std::array environments{Environment::urban_micro, Environment::urban_macro,
                                  Environment::rural_macro};

Link38901 link_at(Environment environment, double distance_m, double frequency_mhz = 3500.0) {
  const double base = environment == Environment::urban_micro   ? 10.0
                      : environment == Environment::urban_macro ? 25.0
                                                                : 35.0;
  return {distance_m, base, 1.5, frequency_mhz};
}

// UMa, 3.5 GHz, 25 m and 1.5 m: d'_BP = 4 · 24 · 0.5 · 3.5e9 / 299792458 = 560.388 m.
TEST(UrbanMacro, HasTheTablesValues) {
  EXPECT_NEAR(
      breakpoint_distance_m(Environment::urban_macro, link_at(Environment::urban_macro, 100.0)),
      560.388, 1e-3);
  // d_3D = √(100² + 23.5²) = 102.7242; 28 + 22 · 2.0116728 + 20 · 0.5440680 = 83.1382
  EXPECT_NEAR(
      line_of_sight_loss_db(Environment::urban_macro, link_at(Environment::urban_macro, 100.0)),
      83.1382, 1e-3);
  // d_3D = √(1000² + 23.5²) = 1000.27609; 28 + 120.004796 + 10.881361 − 9 log10(560.388² + 552.25)
  // = 109.4065
  EXPECT_NEAR(
      line_of_sight_loss_db(Environment::urban_macro, link_at(Environment::urban_macro, 1000.0)),
      109.4065, 1e-3);
  // 13.54 + 39.08 · 3.00011989 + 10.881361 = 141.6660
  EXPECT_NEAR(
      obstructed_loss_db(Environment::urban_macro, link_at(Environment::urban_macro, 1000.0)),
      141.6660, 1e-3);
}

// UMi, 3.5 GHz, 10 m and 1.5 m: d'_BP = 4 · 9 · 0.5 · 11.674743 = 210.145 m.
TEST(UrbanMicro, HasTheTablesValues) {
  EXPECT_NEAR(
      breakpoint_distance_m(Environment::urban_micro, link_at(Environment::urban_micro, 100.0)),
      210.145, 1e-3);
  // d_3D = √(100² + 8.5²) = 100.36060; 32.4 + 21 · 2.0015633 + 10.881361 = 85.3142
  EXPECT_NEAR(
      line_of_sight_loss_db(Environment::urban_micro, link_at(Environment::urban_micro, 100.0)),
      85.3142, 1e-3);
  // 22.4 + 35.3 · 2.0015633 + 21.3 · 0.5440680 = 104.6438
  EXPECT_NEAR(
      obstructed_loss_db(Environment::urban_micro, link_at(Environment::urban_micro, 100.0)),
      104.6438, 1e-3);
}

// RMa, 700 MHz, 35 m and 1.5 m: d_BP = 2π · 35 · 1.5 · 0.7e9 / 299792458 = 770.226 m.
TEST(RuralMacro, HasTheTablesValues) {
  const Link38901 link = link_at(Environment::rural_macro, 500.0, 700.0);
  EXPECT_NEAR(breakpoint_distance_m(Environment::rural_macro, link), 770.226, 1e-2);
  // d_3D = √(500² + 33.5²) = 501.12100, h^1.72 = 5^1.72 = 15.9304:
  // 20 log10(40π · 501.121 · 0.7 / 3) = 83.3422; 0.477912 · 2.6999426 = 1.290335; − 0.700937;
  // 0.002 · 0.69897 · 501.121 = 0.700537
  EXPECT_NEAR(line_of_sight_loss_db(Environment::rural_macro, link), 84.6321, 2e-3);
  // 161.04 − 7.1 · 1.30103 + 7.5 · 0.69897 − (24.37 − 3.7 · (5/35)²) · 1.544068
  // + (43.42 − 3.1 · 1.544068) · (2.6999426 − 3) + 20 log10(0.7) − (3.2 · 1.246252² − 4.97)
  // = 161.04 − 9.237313 + 5.242275 − 37.512345 − 11.592215 − 3.098039 − 0.000060
  EXPECT_NEAR(obstructed_loss_db(Environment::rural_macro, link), 104.842, 5e-3);
}

// The ns-3 simulator's test vectors for table 7.4.1-1, 5 GHz, default heights. Its velocity of light is
// 3e8 m/s, which moves the break-point: 0.01 dB.
TEST(Tr38901, HasNs3sVectors) {
  struct Case {
    Environment environment;
    double distance_m, loss_db;
    bool line_of_sight;
  };
  constexpr auto rma = Environment::rural_macro;
  constexpr auto uma = Environment::urban_macro;
  constexpr auto umi = Environment::urban_micro;
  for (const Case& c : {Case{rma, 10, 77.3784, true},     Case{rma, 100, 87.2965, true},
                        Case{rma, 1000, 108.5577, true},  Case{rma, 10'000, 140.3896, true},
                        Case{rma, 10, 77.3784, false},    Case{rma, 100, 95.7718, false},
                        Case{rma, 1000, 133.5223, false}, Case{rma, 5000, 160.5169, false},
                        Case{uma, 10, 72.9380, true},     Case{uma, 100, 86.2362, true},
                        Case{uma, 1000, 109.7252, true},  Case{uma, 5000, 137.6794, true},
                        Case{uma, 10, 82.5131, false},    Case{uma, 100, 106.1356, false},
                        Case{uma, 1000, 144.7641, false}, Case{uma, 5000, 172.0753, false},
                        Case{umi, 10, 69.8591, true},     Case{umi, 100, 88.4122, true},
                        Case{umi, 1000, 119.3114, true},  Case{umi, 5000, 147.2696, true},
                        Case{umi, 10, 76.7563, false},    Case{umi, 100, 107.9432, false},
                        Case{umi, 1000, 143.1886, false}, Case{umi, 5000, 167.8617, false}}) {
    const Link38901 link = link_at(c.environment, c.distance_m, 5000.0);
    EXPECT_NEAR(c.line_of_sight ? line_of_sight_loss_db(c.environment, link)
                                : obstructed_loss_db(c.environment, link),
                c.loss_db, 0.01)
        << to_string(c.environment) << ' ' << c.distance_m << ' ' << c.line_of_sight;
  }
}

// Beyond the break-points of 210.145 m and 770.223 m, as above.
TEST(Tr38901, HasTheTablesValuesBeyondTheBreakpoint) {
  // UMi, d_3D = √(1000² + 8.5²) = 1000.03612: 32.4 + 40 · 3.0000157 + 10.881361
  // − 9.5 log10(210.145² + 72.25) = 32.4 + 120.000627 + 10.881361 − 44.134621
  EXPECT_NEAR(
      line_of_sight_loss_db(Environment::urban_micro, link_at(Environment::urban_micro, 1000.0)),
      119.14737, 1e-4);
  // RMa, 700 MHz: PL1(770.223) = 88.83140; d_3D = √(5000² + 33.5²) = 5000.11222;
  // 40 log10(5000.11222 / 770.223) = 32.49453
  EXPECT_NEAR(line_of_sight_loss_db(Environment::rural_macro,
                                    link_at(Environment::rural_macro, 5000.0, 700.0)),
              121.32593, 1e-4);
}

// A terminal at 22.5 m: 13.54 + 39.08 x − 0.6 · 21 = 28 + 22 x, x = log d_3D, at x = 27.06 / 17.08, d_3D
// = 38.3977 m, d_2D = √(38.3977² − 2.5²) = 38.3162 m. Nearer, without sight is no worse than with it.
TEST(UrbanMacro, CrossesItsLineOfSightLoss) {
  constexpr auto uma = Environment::urban_macro;
  const auto excess = [](double d) {
    const Link38901 link{d, 25.0, 22.5, 3500.0};
    return obstructed_loss_db(uma, link) - line_of_sight_loss_db(uma, link);
  };
  EXPECT_EQ(excess(38.31), 0.0);
  EXPECT_GT(excess(38.33), 0.0);
  EXPECT_LT(excess(38.33), 0.01);
}

TEST(LineOfSightProbability, IsAProbabilityForHighTerminals) {
  for (double d = 0.0; d < 5000.0; d += 0.5) {
    const double p = line_of_sight_probability(Environment::urban_macro, d, 22.5);
    EXPECT_GE(p, 0.0);
    EXPECT_LE(p, 1.0) << d;
  }
}

TEST(Tr38901, DoesNotJumpAtTheBreakpoint) {
  for (const Environment environment : environments) {
    const double d_bp = breakpoint_distance_m(environment, link_at(environment, 100.0));
    const double before =
        line_of_sight_loss_db(environment, link_at(environment, d_bp * (1 - 1e-9)));
    const double after =
        line_of_sight_loss_db(environment, link_at(environment, d_bp * (1 + 1e-9)));
    // The table measures the breakpoint in the plane and the loss in space: that is worth less than
    // 0.05 dB.
    EXPECT_NEAR(before, after, 0.05) << to_string(environment);
  }
}

TEST(Tr38901, LosesMoreWithoutLineOfSightAndWithDistance) {
  for (const Environment environment : environments) {
    double previous = 0.0;
    for (double d = 10.0; d <= 5000.0; d *= 1.1) {
      const Link38901 link = link_at(environment, d);
      EXPECT_GE(obstructed_loss_db(environment, link), line_of_sight_loss_db(environment, link))
          << d;
      EXPECT_GT(obstructed_loss_db(environment, link), previous) << d;
      previous = obstructed_loss_db(environment, link);
    }
  }
}

TEST(Tr38901, CountsNearerThanTenMetresAsTenMetres) {
  for (const Environment environment : environments) {
    EXPECT_EQ(line_of_sight_loss_db(environment, link_at(environment, 0.0)),
              line_of_sight_loss_db(environment, link_at(environment, 10.0)));
  }
}

TEST(Tr38901, BringsHeightsIntoTheTablesRange) {
  for (const Environment environment : environments) {
    Link38901 low = link_at(environment, 300.0);
    low.base_height_m = 0.0;
    low.terminal_height_m = 0.0;
    Link38901 high = low;
    high.base_height_m = high.terminal_height_m = 500.0;
    for (const Link38901& link : {low, high}) {
      EXPECT_TRUE(std::isfinite(line_of_sight_loss_db(environment, link)));
      EXPECT_TRUE(std::isfinite(obstructed_loss_db(environment, link)));
    }
  }
  Link38901 street = link_at(Environment::urban_macro, 300.0);
  Link38901 ground = street;
  ground.terminal_height_m = 0.2;
  EXPECT_EQ(obstructed_loss_db(Environment::urban_macro, street),
            obstructed_loss_db(Environment::urban_macro, ground));
}

// Heights beyond the table's limits count as the limits: terminals 1.5 to 22.5 m in cities, 1 to 10 m in
// the country, base stations there 10 to 150 m.
TEST(Tr38901, CountsHeightsBeyondTheLimitsAsTheLimits) {
  const auto same = [](Environment environment, Link38901 beyond, Link38901 limit) {
    EXPECT_EQ(line_of_sight_loss_db(environment, beyond),
              line_of_sight_loss_db(environment, limit));
    EXPECT_EQ(obstructed_loss_db(environment, beyond), obstructed_loss_db(environment, limit));
    EXPECT_EQ(breakpoint_distance_m(environment, beyond),
              breakpoint_distance_m(environment, limit));
  };
  for (const Environment city : {Environment::urban_macro, Environment::urban_micro}) {
    same(city, {300.0, 25.0, 30.0, 3500.0}, {300.0, 25.0, 22.5, 3500.0});
    same(city, {300.0, 25.0, 1.0, 3500.0}, {300.0, 25.0, 1.5, 3500.0});
  }
  constexpr auto country = Environment::rural_macro;
  same(country, {300.0, 35.0, 12.0, 700.0}, {300.0, 35.0, 10.0, 700.0});
  same(country, {300.0, 35.0, 0.5, 700.0}, {300.0, 35.0, 1.0, 700.0});
  same(country, {300.0, 200.0, 1.5, 700.0}, {300.0, 150.0, 1.5, 700.0});
  same(country, {300.0, 5.0, 1.5, 700.0}, {300.0, 10.0, 1.5, 700.0});
  // UMa at the limit, antennas 2.5 m apart: d_3D = √(300² + 2.5²) = 300.01042;
  // 13.54 + 39.08 · 2.4771363 + 10.881361 − 0.6 · 21 = 108.6279
  EXPECT_NEAR(obstructed_loss_db(Environment::urban_macro, {300.0, 25.0, 50.0, 3500.0}), 108.6279,
              1e-3);
}

// Table 7.4.2-1: at 100 m, UMi 0.18 + e^(−100/36) · 0.82 = 0.230985, UMa 0.18 + e^(−100/63) · 0.82
// = 0.347671; at 1 km, RMa e^(−0.99) = 0.371577.
TEST(LineOfSightProbability, HasTheTablesValues) {
  EXPECT_EQ(line_of_sight_probability(Environment::urban_micro, 18.0, 1.5), 1.0);
  EXPECT_EQ(line_of_sight_probability(Environment::rural_macro, 10.0, 1.5), 1.0);
  EXPECT_NEAR(line_of_sight_probability(Environment::urban_micro, 100.0, 1.5), 0.230985, 1e-5);
  EXPECT_NEAR(line_of_sight_probability(Environment::urban_macro, 100.0, 1.5), 0.347671, 1e-5);
  EXPECT_NEAR(line_of_sight_probability(Environment::rural_macro, 1000.0, 1.5), 0.371577, 1e-5);
  // C'(20 m) = 0.7^1.5 = 0.585662; 0.347671 · (1 + 0.585662 · 1.25 · e^(−100/150)) = 0.478347; beyond
  // 23 m as at 23 m: C' = 1
  EXPECT_NEAR(line_of_sight_probability(Environment::urban_macro, 100.0, 20.0), 0.478347, 1e-5);
  EXPECT_EQ(line_of_sight_probability(Environment::urban_macro, 100.0, 13.0),
            line_of_sight_probability(Environment::urban_macro, 100.0, 1.5));
  EXPECT_NEAR(line_of_sight_probability(Environment::urban_macro, 100.0, 30.0),
              0.347671 * (1.0 + 1.25 * 0.513417), 1e-5);
}

TEST(ShadowFading, HasTheTablesValues) {
  EXPECT_EQ(
      shadow_fading_db(Environment::urban_macro, true, link_at(Environment::urban_macro, 100.0)),
      4.0);
  EXPECT_EQ(
      shadow_fading_db(Environment::urban_macro, false, link_at(Environment::urban_macro, 100.0)),
      6.0);
  EXPECT_EQ(
      shadow_fading_db(Environment::urban_micro, false, link_at(Environment::urban_micro, 100.0)),
      7.82);
  EXPECT_EQ(
      shadow_fading_db(Environment::rural_macro, true, link_at(Environment::rural_macro, 100.0)),
      4.0);
  EXPECT_EQ(
      shadow_fading_db(Environment::rural_macro, true, link_at(Environment::rural_macro, 9000.0)),
      6.0);
}

}  // namespace
}  // namespace gigacity::propagation
