// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/free_space.hpp"

#include <gtest/gtest.h>

namespace gigacity::propagation {
namespace {

// P.525-4 eq. 4 rounds its constant to 32.4 (exactly 32.4478): hence 0.05 dB.
TEST(FreeSpace, AgreesWithThePracticalFormOfTheRecommendation) {
  EXPECT_NEAR(free_space_loss_db(1000.0, 1000.0), 32.4 + 60.0, 0.05);
  EXPECT_NEAR(free_space_loss_db(10'000.0, 100.0), 32.4 + 40.0 + 20.0, 0.05);
}

TEST(FreeSpace, GrowsBySixDecibelsForTwiceTheDistance) {
  EXPECT_NEAR(free_space_loss_db(2000.0, 700.0) - free_space_loss_db(1000.0, 700.0), 6.0206, 1e-4);
}

TEST(FreeSpace, StaysFiniteAtTheAntenna) {
  EXPECT_EQ(free_space_loss_db(0.0, 3500.0), free_space_loss_db(1.0, 3500.0));
}

}  // namespace
}  // namespace gigacity::propagation
