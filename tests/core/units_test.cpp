// SPDX-License-Identifier: Apache-2.0
#include "core/units.hpp"

#include <concepts>
#include <limits>

#include <gtest/gtest.h>

namespace gigacity {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Subtractable = requires(A a, B b) {
  a - b;
};

static_assert(Addable<PowerDbm, Decibel>);
static_assert(Addable<Decibel, Decibel>);
static_assert(!Addable<PowerDbm, PowerDbm>, "two powers in dBm cannot be added");
static_assert(!Addable<Decibel, PowerDbm>);
static_assert(!Subtractable<Decibel, PowerDbm>);
static_assert(std::same_as<decltype(PowerDbm{} - PowerDbm{}), Decibel>);
static_assert(std::same_as<decltype(PowerDbm{} - Decibel{}), PowerDbm>);

TEST(Units, BudgetsAddUp) {
  const PowerDbm received = PowerDbm{46.0} + Decibel{17.0} - Decibel{120.5};
  EXPECT_EQ(received.dbm, -57.5);
  EXPECT_EQ((received - PowerDbm{-100.0}).db, 42.5);
  EXPECT_EQ((-Decibel{3.0}).db, -3.0);
  EXPECT_LT(Decibel{1.0}, Decibel{2.0});
  EXPECT_GT(PowerDbm{-90.0}, PowerDbm{-100.0});
}

TEST(Units, DecibelsAreTenLogs) {
  EXPECT_DOUBLE_EQ(db_from_linear(1000.0), 30.0);
  EXPECT_DOUBLE_EQ(linear_from_db(-20.0), 0.01);
  for (double db = -150.0; db <= 150.0; db += 7.5)
    EXPECT_NEAR(db_from_linear(linear_from_db(db)), db, 1e-12 * 150);
}

TEST(Units, AnglesConvert) {
  EXPECT_DOUBLE_EQ(radians(180.0), 3.14159265358979323846);
  EXPECT_DOUBLE_EQ(degrees(radians(37.0)), 37.0);
}

TEST(Units, LevelsAreRoundedToASixtyFourth) {
  EXPECT_EQ(rounded_level(-100.0), -100.0F);
  EXPECT_EQ(rounded_level(-100.01), -100.015625F);
  EXPECT_EQ(rounded_level(-100.0078125), -100.015625F);  // half a step goes away from zero
  for (double level = -160.0; level < 0.0; level += 0.37) {
    const float rounded = rounded_level(level);
    EXPECT_LE(std::abs(rounded - level), 1.0 / 128.0);
    EXPECT_EQ(static_cast<double>(rounded) * 64.0, std::round(static_cast<double>(rounded) * 64.0));
    EXPECT_EQ(rounded_level(rounded), rounded) << "rounding twice changes nothing";
  }
  EXPECT_TRUE(std::isnan(rounded_level(std::numeric_limits<double>::quiet_NaN())));
}

}  // namespace
}  // namespace gigacity
