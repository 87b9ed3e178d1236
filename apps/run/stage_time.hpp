// SPDX-License-Identifier: Apache-2.0
// How long the stages of a run take.
#pragma once

#include <chrono>

namespace gigacity::apps {

template <class Stage>
double seconds_of(const Stage& stage) {
  const auto start = std::chrono::steady_clock::now();
  stage();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

}  // namespace gigacity::apps
