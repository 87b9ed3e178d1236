// SPDX-License-Identifier: Apache-2.0
// Okumura-Hata, COST-231 Hata and the Standard Propagation Model, which is their form.
#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "sim/propagation/cost231_hata.hpp"
#include "sim/propagation/okumura_hata.hpp"
#include "sim/propagation/spm.hpp"

namespace gigacity::propagation {
namespace {

constexpr std::array areas{HataArea::large_city, HataArea::medium_city, HataArea::suburban,
                           HataArea::open};

// Reference losses of the ns-3 simulator's test suite (made by its authors with Octave), 2 km, base
// station 30 m, mobile 1 m, printed to 0.01 dB. (Its open areas and its large cities under COST-231
// have other constants than Hata and the report.)
TEST(OkumuraHata, HasNs3sReferences) {
  const HataLink link{2000.0, 869.0, 30.0, 1.0};
  EXPECT_NEAR(okumura_hata_loss_db(HataArea::large_city, link), 137.93, 0.0051);
  EXPECT_NEAR(okumura_hata_loss_db(HataArea::medium_city, link), 137.88, 0.0051);
  EXPECT_NEAR(okumura_hata_loss_db(HataArea::suburban, link), 128.03, 0.0051);
  EXPECT_NEAR(cost231_hata_loss_db(HataArea::medium_city, {2000.0, 2114.0, 30.0, 1.0}), 150.64,
              0.0051);
}

// By hand, 900 MHz, 50 m, 1.5 m, 5 km, medium city: 69.55 + 26.16 · 2.9542425 − 13.82 · 1.6989700
// + (44.9 − 6.55 · 1.6989700) · 0.6989700 = 69.55 + 77.282984 − 23.479765 + 23.605437;
// a = (1.1 · 2.9542425 − 0.7) · 1.5 − (1.56 · 2.9542425 − 0.8) = 3.824500 − 3.808618 = 0.015882.
// Suburbs 2 log²(900/28) + 5.4 = 9.942 less, open country 4.78 · 8.727549 − 18.33 · 2.9542425 + 40.94
// = 28.506 less.
TEST(OkumuraHata, HasTheFormulasValues) {
  const HataLink link{5000.0, 900.0, 50.0, 1.5};
  EXPECT_NEAR(okumura_hata_loss_db(HataArea::medium_city, link), 146.942774, 1e-5);
  EXPECT_NEAR(hata_area_gain_db(HataArea::suburban, 900.0), 9.942, 1e-3);
  EXPECT_NEAR(hata_area_gain_db(HataArea::open, 900.0), 28.506, 1e-3);
  EXPECT_NEAR(okumura_hata_loss_db(HataArea::medium_city, link) -
                  okumura_hata_loss_db(HataArea::open, link),
              hata_area_gain_db(HataArea::open, 900.0), 1e-12);
}

// P.529-3 by hand, 40 km, 900 MHz, 50 m: h' = 50/√1.0175 = 49.568171; b = 1 + (0.14 + 0.1683 +
// 0.05303794) · 0.30103^0.8 = 1 + 0.36133794 · 0.38271964 = 1.13828913
TEST(OkumuraHata, FallsFasterBeyondTwentyKilometres) {
  EXPECT_EQ(hata_distance_exponent(20'000.0, 900.0, 50.0), 1.0);
  EXPECT_NEAR(hata_distance_exponent(40'000.0, 900.0, 50.0), 1.1382891, 2e-5);
  const auto at = [](double d) {
    return okumura_hata_loss_db(HataArea::suburban, {d, 900.0, 50.0, 1.5});
  };
  EXPECT_NEAR(at(20'000.0), at(20'000.001), 1e-3);
  EXPECT_GT(at(80'000.0) - at(40'000.0), at(20'000.0) - at(10'000.0));
}

// Okumura's curves: for 1.5 m in a large city the mobile's gain is nearly nothing.
TEST(OkumuraHata, BridgesTheTwoFormsForLargeCities) {
  EXPECT_NEAR(hata_mobile_height_gain_db(HataArea::large_city, 900.0, 1.5), 0.0, 0.01);
  for (const double h : {1.0, 1.5, 5.0, 10.0}) {
    const double low = hata_mobile_height_gain_db(HataArea::large_city, 150.0, h);
    const double high = hata_mobile_height_gain_db(HataArea::large_city, 1500.0, h);
    EXPECT_EQ(hata_mobile_height_gain_db(HataArea::large_city, 200.0, h), low);
    EXPECT_EQ(hata_mobile_height_gain_db(HataArea::large_city, 400.0, h), high);
    EXPECT_NEAR(hata_mobile_height_gain_db(HataArea::large_city, 300.0, h), 0.5 * (low + high),
                1e-12);
  }
}

TEST(OkumuraHata, LosesMoreWithDistanceAndFrequencyAndLessWithHeight) {
  for (const HataArea area : areas) {
    for (double d = 1000.0; d < 90'000.0; d *= 1.2) {
      const HataLink link{d, 900.0, 40.0, 1.5};
      HataLink farther = link;
      farther.distance_m = 1.1 * d;
      HataLink higher = link;
      higher.base_height_m = 60.0;
      HataLink faster = link;
      faster.frequency_mhz = 1000.0;
      EXPECT_GT(okumura_hata_loss_db(area, farther), okumura_hata_loss_db(area, link));
      EXPECT_LT(okumura_hata_loss_db(area, higher), okumura_hata_loss_db(area, link));
      EXPECT_GT(okumura_hata_loss_db(area, faster), okumura_hata_loss_db(area, link));
      EXPECT_GT(cost231_hata_loss_db(area, farther), cost231_hata_loss_db(area, link));
    }
  }
}

TEST(Cost231Hata, AddsThreeDecibelsInMetropolitanCentres) {
  const HataLink link{3000.0, 1800.0, 40.0, 1.5};
  EXPECT_NEAR(cost231_hata_loss_db(HataArea::large_city, link),
              cost231_hata_loss_db(HataArea::medium_city, link) + 3.0, 1e-12);
  EXPECT_NEAR(cost231_hata_loss_db(HataArea::medium_city, link) -
                  cost231_hata_loss_db(HataArea::suburban, link),
              2.0 * std::pow(std::log10(1800.0 / 28.0), 2) + 5.4, 1e-12);
}

TEST(StandardPropagationModel, IsHataWithHatasCoefficients) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (int i = 0; i < 10'000; ++i) {
    const HataLink link{1000.0 * std::pow(20.0, uniform(random)), 150.0 + 1850.0 * uniform(random),
                        30.0 + 170.0 * uniform(random), 1.0 + 9.0 * uniform(random)};
    const SpmLink spm{.distance_m = link.distance_m,
                      .transmitter_effective_m = link.base_height_m,
                      .receiver_effective_m = link.mobile_height_m};
    const double expected = link.frequency_mhz <= 1500.0
                                ? okumura_hata_loss_db(HataArea::medium_city, link)
                                : cost231_hata_loss_db(HataArea::medium_city, link);
    ASSERT_NEAR(spm_loss_db(spm_hata_coefficients(link.frequency_mhz), spm), expected, 1e-9);
  }
}

// The guide's usual values: K1 22 dB at 1800 MHz and 12.5 dB at 900 MHz, K2 44.9, K3 5.83, K5 −6.55,
// with the mobile's 1.5 m in K1.
TEST(StandardPropagationModel, StartsFromTheUsualCoefficients) {
  const SpmCoefficients at_1800 = spm_hata_coefficients(1800.0);
  const double a_1800 = at_1800.k6_db_per_m * 1.5;
  EXPECT_NEAR(at_1800.far_from_transmitter.k1_nlos_db + a_1800, 22.0, 0.1);
  const SpmCoefficients at_900 = spm_hata_coefficients(900.0);
  EXPECT_NEAR(at_900.far_from_transmitter.k1_nlos_db + at_900.k6_db_per_m * 1.5, 12.5, 0.5);
  EXPECT_NEAR(at_900.k3, SpmCoefficients{}.k3, 1e-9);
  EXPECT_EQ(at_900.k5, SpmCoefficients{}.k5);
}

TEST(StandardPropagationModel, IsItsTermsTimesItsCoefficients) {
  SpmCoefficients k;
  k.near_m = 500.0;
  k.near_transmitter = {10.0, 40.0, 12.0, 42.0};
  k.far_from_transmitter = {20.0, 44.0, 23.0, 46.0};
  k.k4 = 0.5;
  k.k6_db_per_m = -0.3;
  k.k7 = -2.0;
  k.k_clutter = 0.8;
  k.k_hill_los_db = -1.5;
  SpmLink link{1000.0, 100.0, 10.0, 12.0, 5.0, false};
  // Without K1: 46 · 3 + 5.83 · 2 + 0.5 · 12 − 6.55 · 6 − 0.3 · 10 − 2 · 1 + 0.8 · 5
  EXPECT_NEAR(spm_loss_db(k, link), 23.0 + 138.0 + 11.66 + 6.0 - 39.3 - 3.0 - 2.0 + 4.0, 1e-9);
  link.line_of_sight = true;
  link.diffraction_db = 0.0;
  EXPECT_NEAR(spm_loss_db(k, link), 20.0 - 1.5 + 132.0 + 11.66 - 39.3 - 3.0 - 2.0 + 4.0, 1e-9);
  link.distance_m = 100.0;  // near
  EXPECT_NEAR(spm_loss_db(k, link), 10.0 - 1.5 + 80.0 + 11.66 - 26.2 - 3.0 - 2.0 + 4.0, 1e-9);
  link.line_of_sight = false;
  EXPECT_NEAR(spm_loss_db(k, link), 12.0 + 84.0 + 11.66 - 26.2 - 3.0 - 2.0 + 4.0, 1e-9);
}

TEST(StandardPropagationModel, TakesTheTransmittersHeightFromTheGround) {
  // Falls by 10 m a kilometre from 300 m at the transmitter, 20 km.
  std::vector<double> ground_m;
  for (int i = 0; i <= 200; ++i) ground_m.push_back(300.0 - i);
  const auto height = [&](SpmHeightMethod method, const SpmHeightWindow& window = {}) {
    return spm_effective_height_m(method, ground_m, 100.0, 30.0, window);
  };
  EXPECT_EQ(height(SpmHeightMethod::above_ground), 30.0);
  // From 3 to 15 km the mean ground is 300 − 90 = 210 m.
  EXPECT_NEAR(height(SpmHeightMethod::above_average_profile), 30.0 + 90.0, 1e-9);
  EXPECT_EQ(height(SpmHeightMethod::above_average_profile, {25'000.0, 30'000.0}), 30.0);
  // The slope at the receiver, drawn out, passes through the transmitter's foot.
  EXPECT_NEAR(height(SpmHeightMethod::slope_at_receiver), 30.0, 1e-9);
  EXPECT_EQ(height(SpmHeightMethod::spot), 230.0);
  EXPECT_EQ(height(SpmHeightMethod::absolute_spot), 230.0);
  std::ranges::reverse(ground_m);
  EXPECT_EQ(height(SpmHeightMethod::spot), 30.0);
  EXPECT_EQ(height(SpmHeightMethod::absolute_spot), 230.0);
  // Level for the last 3 km: 230 m above the receiver's plain are held to 200 m.
  std::ranges::reverse(ground_m);
  std::fill(ground_m.end() - 31, ground_m.end(), 100.0);
  EXPECT_EQ(height(SpmHeightMethod::slope_at_receiver), 200.0);
}

TEST(StandardPropagationModel, WeighsTheClutterClasses) {
  const std::array loss_db{10.0, 4.0, 1.0};
  const std::array weight{2.0, 1.0, 1.0};
  EXPECT_EQ(spm_clutter_db(loss_db, weight), 6.25);
  EXPECT_EQ(spm_clutter_db(loss_db, std::array{0.0, 0.0, 0.0}), 0.0);
}

}  // namespace
}  // namespace gigacity::propagation
