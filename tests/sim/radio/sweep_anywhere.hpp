// SPDX-License-Identifier: Apache-2.0
// That a sweep says the same of a pixel wherever it is computed.
#pragma once

#include <cstddef>

#include <gtest/gtest.h>

#include "sim/radio/sweep.hpp"
#include "tests/sim/propagation/every_processor.hpp"

namespace gigacity::radio {

/// `swept(question)` gives what was found by pixel of the question's window, which is first the whole land, at least
/// 400 pixels wide and high. Expects the same from every processor and in windows of that land.
template <class Swept>
void expect_the_same_anywhere(SweepQuestion question, const Swept& swept) {
  const auto whole = swept(question);
  const int side = question.window.width;
  propagation::on_every_processor(
      [&](const char* target) { EXPECT_EQ(swept(question), whole) << target; });
  for (const Window& window :
       {Window{0, 0, 100, 100}, Window{230, 60, 40, 7}, Window{198, 202, 1, 1},
        Window{100, 320, 30, 45}, Window{199, 20, 1, 360}}) {
    question.window = window;
    std::size_t expected = 0;
    const auto part = swept(question);
    for (const auto& [pixel, figures] : whole) {
      const Pixel p{pixel % side - window.column, pixel / side - window.row};
      if (!window.contains(pixel % side, pixel / side)) continue;
      ++expected;
      EXPECT_EQ(part.at(p.row * window.width + p.column), figures) << p.column << ' ' << p.row;
    }
    EXPECT_EQ(part.size(), expected);
  }
}

}  // namespace gigacity::radio
