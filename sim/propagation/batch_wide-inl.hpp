// SPDX-License-Identifier: Apache-2.0
// Rows of receivers as in batch_lanes-inl.hpp, computed in double precision: for models that subtract
// what is nearly equal. Compiled once for each kind of processor.
#if defined(GIGACITY_BATCH_WIDE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_BATCH_WIDE_INL
#undef GIGACITY_BATCH_WIDE_INL
#else
#define GIGACITY_BATCH_WIDE_INL
#endif

#include <algorithm>
#include <cstddef>
#include <numbers>
#include <span>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE::wide {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::ScalableTag<double>;
using FloatLanes = hn::Rebind<float, Lanes>;
using Real = hn::Vec<Lanes>;
using Mask = hn::Mask<Lanes>;

constexpr std::size_t most_lanes = HWY_MAX_BYTES / sizeof(double);

HWY_INLINE Real all(double value) {
  return hn::Set(Lanes(), value);
}

// Between vectors Highway has these.
HWY_INLINE Real operator+(Real a, double b) {
  return hn::Add(a, all(b));
}
HWY_INLINE Real operator+(double a, Real b) {
  return hn::Add(all(a), b);
}
HWY_INLINE Real operator-(Real a, double b) {
  return hn::Sub(a, all(b));
}
HWY_INLINE Real operator-(double a, Real b) {
  return hn::Sub(all(a), b);
}
HWY_INLINE Real operator*(Real a, double b) {
  return hn::Mul(a, all(b));
}
HWY_INLINE Real operator*(double a, Real b) {
  return hn::Mul(all(a), b);
}
HWY_INLINE Real operator/(Real a, double b) {
  return hn::Div(a, all(b));
}
HWY_INLINE Real operator/(double a, Real b) {
  return hn::Div(all(a), b);
}
HWY_INLINE Mask operator<(Real a, double b) {
  return hn::Lt(a, all(b));
}
HWY_INLINE Mask operator>(Real a, double b) {
  return hn::Gt(a, all(b));
}

HWY_INLINE Real chosen(Mask where, Real yes, Real no) {
  return hn::IfThenElse(where, yes, no);
}
HWY_INLINE bool none(Mask where) {
  return hn::AllFalse(Lanes(), where);
}
HWY_INLINE Real least(Real a, double b) {
  return hn::Min(a, all(b));
}
HWY_INLINE Real most(Real a, double b) {
  return hn::Max(a, all(b));
}
HWY_INLINE Real held(Real a, double low, double high) {
  return least(most(a, low), high);
}
HWY_INLINE Real squared(Real a) {
  return hn::Mul(a, a);
}

/// Of positive numbers.
HWY_INLINE Real ln(Real x) {
  return hn::Log(Lanes(), x);
}
HWY_INLINE Real log10_of(Real x) {
  return ln(x) * (1.0 / std::numbers::ln10);
}
HWY_INLINE Real db_of(Real x) {
  return ln(x) * (10.0 / std::numbers::ln10);
}
/// x up to 700.
HWY_INLINE Real exp_of(Real x) {
  return hn::Exp(Lanes(), x);
}
/// Of a positive number.
HWY_INLINE Real cube_root(Real x) {
  return exp_of(ln(x) * (1.0 / 3.0));
}

/// Receivers from `first` on; lanes beyond the row repeat the first of them.
HWY_INLINE Real load(std::span<const float> row, std::size_t first) {
  const float* from = row.data() + first;
  const std::size_t rest = row.size() - first;
  HWY_ALIGN float padded[most_lanes];
  if (rest < hn::Lanes(Lanes())) {
    std::fill_n(std::copy_n(from, rest, padded), hn::Lanes(Lanes()) - rest, *from);
    from = padded;
  }
  return hn::PromoteTo(Lanes(), hn::LoadU(FloatLanes(), from));
}

/// Figures within single precision's range.
HWY_INLINE void store(Real values, std::span<float> row, std::size_t first) {
  const auto rounded = hn::DemoteTo(FloatLanes(), values);
  const std::size_t rest = row.size() - first;
  if (rest >= hn::Lanes(Lanes())) {
    hn::StoreU(rounded, FloatLanes(), row.data() + first);
    return;
  }
  HWY_ALIGN float padded[most_lanes];
  hn::StoreU(rounded, FloatLanes(), padded);
  std::copy_n(padded, rest, row.data() + first);
}

}  // namespace gigacity::propagation::HWY_NAMESPACE::wide
HWY_AFTER_NAMESPACE();
#endif
