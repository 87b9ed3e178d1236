// SPDX-License-Identifier: Apache-2.0
// Logarithms and powers over vectors in single precision: series that end where its rounding begins.
// Compiled once for each kind of processor.
#if defined(GIGACITY_BATCH_MATH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_BATCH_MATH_INL
#undef GIGACITY_BATCH_MATH_INL
#else
#define GIGACITY_BATCH_MATH_INL
#endif

#include <cstddef>
#include <numbers>

#include "sim/propagation/batch_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

using Bits = hn::RebindToSigned<Lanes>;

constexpr double log2_of_e = std::numbers::log2e;
constexpr double db_per_octave = 10.0 * std::numbers::ln2 / std::numbers::ln10;  // 10 log10(2)
constexpr double log10_of_2 = std::numbers::ln2 / std::numbers::ln10;

// 1.5 · 2²³: a small integer added to it stands in the lowest bits of the sum.
constexpr double integer_shift = 0x1.8p23;
constexpr int mantissa_bits = 23;

/// a b + c.
HWY_INLINE Vector muladd(Vector a, Vector b, Vector c) {
  return hn::MulAdd(a, b, c);
}
HWY_INLINE Vector muladd(Vector a, double b, double c) {
  return hn::MulAdd(a, all(b), all(c));
}
HWY_INLINE Vector times(Vector a, double b) {
  return hn::Mul(a, all(b));
}
HWY_INLINE Vector plus(Vector a, double b) {
  return hn::Add(a, all(b));
}
HWY_INLINE Vector squared(Vector a) {
  return hn::Mul(a, a);
}
HWY_INLINE Vector held(Vector a, double low, double high) {
  return hn::Min(hn::Max(a, all(low)), all(high));
}

/// coefficients[0] + coefficients[1] x + ...
template <std::size_t n>
HWY_INLINE Vector polynomial(Vector x, const double (&coefficients)[n]) {
  Vector sum = all(coefficients[n - 1]);
  for (std::size_t i = n - 1; i-- > 0;) sum = hn::MulAdd(sum, x, all(coefficients[i]));
  return sum;
}

/// log₂ x of a positive normal number; anything smaller counts as the smallest one.
HWY_INLINE Vector log2_of(Vector value) {
  const Lanes d;
  const Bits bits;
  const Vector x = hn::Max(value, all(0x1p-126));
  // x = 2^e m with m from √½ to √2; log₂ m = 2/ln 2 artanh((m − 1)/(m + 1)).
  const auto root_half = hn::BitCast(bits, all(0.5 * std::numbers::sqrt2));
  const auto e = hn::ShiftRight<mantissa_bits>(hn::Sub(hn::BitCast(bits, x), root_half));
  const Vector m = hn::BitCast(d, hn::Sub(hn::BitCast(bits, x), hn::ShiftLeft<mantissa_bits>(e)));
  const Vector exponent = hn::Sub(hn::BitCast(d, hn::Add(e, hn::BitCast(bits, all(integer_shift)))),
                                  all(integer_shift));
  const Vector s = hn::Div(plus(m, -1.0), plus(m, 1.0));
  constexpr double c = 2.0 * std::numbers::log2e;
  constexpr double series[] = {c, c / 3.0, c / 5.0, c / 7.0};
  return hn::MulAdd(s, polynomial(squared(s), series), exponent);
}

/// 2^x; beyond ±125 as at ±125.
HWY_INLINE Vector exp2_of(Vector value) {
  const Lanes d;
  const Bits bits;
  const Vector x = held(value, -125.0, 125.0);
  const Vector shifted = plus(x, integer_shift);
  const Vector f = hn::Sub(x, plus(shifted, -integer_shift));
  constexpr double l = std::numbers::ln2;
  constexpr double series[] = {1.0,
                               l,
                               l * l / 2.0,
                               l * l * l / 6.0,
                               l * l * l * l / 24.0,
                               l * l * l * l * l / 120.0,
                               l * l * l * l * l * l / 720.0};
  const auto e = hn::ShiftLeft<mantissa_bits>(hn::BitCast(bits, shifted));
  return hn::BitCast(d, hn::Add(hn::BitCast(bits, polynomial(f, series)), e));
}

/// e^x.
HWY_INLINE Vector exp_of(Vector x) {
  return exp2_of(times(x, log2_of_e));
}

/// 10 log₁₀ x.
HWY_INLINE Vector db_of(Vector x) {
  return times(log2_of(x), db_per_octave);
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
