// SPDX-License-Identifier: Apache-2.0
// Units that must not be mixed are types; every other quantity carries its unit in its name.
#pragma once

#include <cmath>
#include <compare>
#include <numbers>

namespace gigacity {

/// A ratio in decibels: gains are positive, losses are named as such.
struct Decibel {
  double db = 0.0;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted comparison
  friend constexpr auto operator<=>(Decibel, Decibel) = default;
  friend constexpr Decibel operator+(Decibel a, Decibel b) { return {a.db + b.db}; }
  friend constexpr Decibel operator-(Decibel a, Decibel b) { return {a.db - b.db}; }
  friend constexpr Decibel operator-(Decibel a) { return {-a.db}; }
};

/// An absolute power. dBm + dB = dBm and dBm - dBm = dB; dBm + dBm does not compile.
struct PowerDbm {
  double dbm = 0.0;
  // NOLINTNEXTLINE(modernize-use-nullptr): as above
  friend constexpr auto operator<=>(PowerDbm, PowerDbm) = default;
  friend constexpr PowerDbm operator+(PowerDbm p, Decibel g) { return {p.dbm + g.db}; }
  friend constexpr PowerDbm operator-(PowerDbm p, Decibel g) { return {p.dbm - g.db}; }
  friend constexpr Decibel operator-(PowerDbm a, PowerDbm b) { return {a.dbm - b.dbm}; }
};

inline constexpr double speed_of_light_m_per_s = 299'792'458.0;
inline constexpr double earth_radius_m = 6'371'000.0;

inline double linear_from_db(double db) {
  return std::pow(10.0, 0.1 * db);
}
inline double db_from_linear(double ratio) {
  return 10.0 * std::log10(ratio);
}

constexpr double radians(double degrees) {
  return degrees * (std::numbers::pi / 180.0);
}
constexpr double degrees(double radians) {
  return radians * (180.0 / std::numbers::pi);
}

/// Levels are rounded once, to 1/64 dB, on entering a result raster: exact in float32, and every
/// later decision can be recomputed from the delivered file.
inline float rounded_level(double level_db) {
  return static_cast<float>(std::round(level_db * 64.0) / 64.0);
}

}  // namespace gigacity
