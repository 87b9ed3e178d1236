// SPDX-License-Identifier: Apache-2.0
// Finite figures of every kind, for tests of what models promise for any input.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace gigacity::propagation {

/// Half of the numbers lie in the range asked for, the others anywhere a double can.
class WildFigures {
 public:
  explicit WildFigures(std::uint64_t seed) : m_random(seed) {}

  double operator()(double low, double high) {
    switch (m_random() % 16) {
      case 0:
        return low;
      case 1:
        return high;
      case 2:
        return 0.0;
      case 3:
        return -low;
      case 4:
        return std::ldexp(signed_unit(), static_cast<int>(m_random() % 2046) - 1022);
      case 5:
        return signed_unit() * std::numeric_limits<double>::max();
      case 6:
        return std::numeric_limits<double>::denorm_min();
      case 7:
        return signed_unit() * 1e6;
      default:
        return within(low, high);
    }
  }

  float single(double low, double high) {
    constexpr double most = std::numeric_limits<float>::max();
    return static_cast<float>(std::clamp((*this)(low, high), -most, most));
  }
  std::vector<float> row(std::size_t count, double low, double high) {
    std::vector<float> out(count);
    for (float& v : out) v = single(low, high);
    return out;
  }

  double within(double low, double high) {
    return low + (high - low) * 0.5 * (1.0 + signed_unit());
  }

  template <class Enum>
  Enum one_of(int first, int last) {
    return static_cast<Enum>(
        first + static_cast<int>(m_random() % static_cast<unsigned>(last - first + 1)));
  }

  std::size_t below(std::size_t count) { return m_random() % count; }

 private:
  double signed_unit() { return std::uniform_real_distribution<double>(-1.0, 1.0)(m_random); }

  std::mt19937_64 m_random;
};

}  // namespace gigacity::propagation
