// SPDX-License-Identifier: Apache-2.0
// Counter-based random streams: the n-th draw of an object depends on (seed, object, n) alone, so
// results do not depend on the order of work.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace gigacity {

/// SplitMix64 finaliser (Steele, Lea, Flood 2014): a bijective mix of 64 bits.
constexpr std::uint64_t mixed_bits(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

class RandomStream {
 public:
  constexpr RandomStream(std::uint64_t seed, std::uint64_t object)
      : m_key(mixed_bits(mixed_bits(seed) ^ object)) {}

  constexpr std::uint64_t bits() { return mixed_bits(m_key + m_counter++ * 0xD1342543DE82EF95ULL); }
  /// In [0, 1).
  constexpr double uniform() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// In [0, n); n > 0.
  constexpr int index(int n) { return static_cast<int>(uniform() * n); }
  /// Standard normal (Box-Muller).
  double normal() {
    const double u = 1.0 - uniform();
    return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t m_key;
  std::uint64_t m_counter = 0;
};

}  // namespace gigacity
