// SPDX-License-Identifier: Apache-2.0
// Examples of ITU-R Study Group 3 for P.676 (CG-3M3J-13-ValEx): 1013.25 hPa of dry air, 288.15 K, 7.5
// g/m³, printed to nine decimals.
#include "sim/propagation/p676.hpp"

#include <array>

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

struct Example {
  double ghz, dry, water_vapour;
};
constexpr std::array examples{
    Example{12, 0.008698264, 0.009535388},  Example{20, 0.01188355, 0.097047305},
    Example{60, 14.6234748, 0.154841841},   Example{90, 0.038869711, 0.341973394},
    Example{130, 0.041509084, 0.751844704}, Example{4, 0.007258969, 0.000830334},
    Example{22, 0.013130223, 0.174207033},  Example{26, 0.016463488, 0.108564633},
    Example{28, 0.018696375, 0.083059585},  Example{39, 0.046758035, 0.076594221},
    Example{58, 12.35314746, 0.145243442},  Example{72, 0.198531847, 0.220517171},
    Example{119, 1.306379041, 0.61799348},  Example{183, 0.012733909, 27.66500831},
    Example{256, 0.01950036, 3.248127425}};

TEST(GasAttenuation, HasTheStudyGroupsExamples) {
  for (const Example& example : examples) {
    const GasAttenuation gas = gas_attenuation(1000.0 * example.ghz);
    const double printed = example.ghz == 58 || example.ghz == 183 ? 6e-9 : 1e-9;
    EXPECT_NEAR(gas.dry_db_per_km, example.dry, printed + 5e-8 * (example.dry > 1)) << example.ghz;
    EXPECT_NEAR(gas.water_vapour_db_per_km, example.water_vapour, printed) << example.ghz;
    EXPECT_EQ(gas.total_db_per_km(), gas.dry_db_per_km + gas.water_vapour_db_per_km);
  }
}

TEST(GasAttenuation, AddsUpAlongAPath) {
  EXPECT_NEAR(gas_loss_db(60'000.0, 2500.0), 2.5 * 14.77831664, 1e-6);
  EXPECT_EQ(gas_loss_db(60'000.0, 0.0), 0.0);
}

TEST(GasAttenuation, VanishesWithTheAir) {
  const GasAttenuation none = gas_attenuation(60'000.0, {0.0, 288.15, 0.0});
  EXPECT_EQ(none.total_db_per_km(), 0.0);
  EXPECT_EQ(gas_attenuation(22'235.0, {1013.25, 288.15, 0.0}).water_vapour_db_per_km, 0.0);
}

}  // namespace
}  // namespace gigacity::propagation
