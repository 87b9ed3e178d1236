// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/profile_kernels.hpp"

#include <cstddef>
#include <limits>

// Highway compiles what stands between HWY_BEFORE_NAMESPACE and HWY_AFTER_NAMESPACE once for each
// kind of processor, and picks one on the first call.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/propagation/profile_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr double none = -std::numeric_limits<double>::infinity();

using Doubles = hn::ScalableTag<double>;
using Floats = hn::Rebind<float, Doubles>;
using Vector = hn::Vec<Doubles>;

// Applies `vector(i, first)` to whole vectors of points from 1 on, `scalar(i)` to the rest before
// n, and returns the largest. A NaN compares as not larger.
template <class OfVector, class OfScalar>
double largest_inside(std::size_t n, OfVector of_vector, OfScalar of_scalar) {
  const Doubles d;
  const std::size_t lanes = hn::Lanes(d);
  Vector best = hn::Set(d, none);
  Vector index = hn::Iota(d, 1.0);
  const Vector advance = hn::Set(d, static_cast<double>(lanes));
  std::size_t i = 1;
  for (; i + lanes <= n; i += lanes) {
    const Vector value = of_vector(i, index);
    best = hn::IfThenElse(hn::Gt(value, best), value, best);
    index = hn::Add(index, advance);
  }
  double out = hn::GetLane(hn::MaxOfLanes(d, best));
  for (; i < n; ++i) {
    const double value = of_scalar(i, static_cast<double>(static_cast<int>(i)));
    out = value > out ? value : out;
  }
  return out;
}

Vector heights_at(const float* h, std::size_t i) {
  return hn::PromoteTo(Doubles(), hn::LoadU(Floats(), h + i));
}

// table[n − i], table[n − i − 1], ...
Vector mirrored(const double* table, std::size_t n, std::size_t i) {
  const Doubles d;
  return hn::Reverse(d, hn::LoadU(d, table + (n - i - hn::Lanes(d) + 1)));
}

double largest_slope(const float* h, std::size_t n, double from, double bulge,
                     const double* inverse) {
  const Doubles d;
  const Vector from_v = hn::Set(d, from);
  const Vector bulge_v = hn::Set(d, bulge);
  return largest_inside(
      n,
      [=](std::size_t i, Vector index) {
        const Vector slope =
            hn::Mul(hn::Sub(heights_at(h, i), from_v), hn::LoadU(Doubles(), inverse + i));
        return hn::Sub(slope, hn::Mul(bulge_v, index));
      },
      [=](std::size_t i, double index) { return (h[i] - from) * inverse[i] - bulge * index; });
}

double largest_slope_back(const float* h, std::size_t n, double from, double bulge,
                          const double* inverse) {
  const Doubles d;
  const Vector from_v = hn::Set(d, from);
  const Vector bulge_v = hn::Set(d, bulge);
  const double steps = static_cast<double>(n);
  const Vector steps_v = hn::Set(d, steps);
  return largest_inside(
      n,
      [=](std::size_t i, Vector index) {
        const Vector slope = hn::Mul(hn::Sub(heights_at(h, i), from_v), mirrored(inverse, n, i));
        return hn::Sub(slope, hn::Mul(bulge_v, hn::Sub(steps_v, index)));
      },
      [=](std::size_t i, double index) {
        return (h[i] - from) * inverse[n - i] - bulge * (steps - index);
      });
}

double largest_clearance_ratio(const float* h, std::size_t n, double at, double per_step,
                               double bulge, const double* inverse_root) {
  const Doubles d;
  const double steps = static_cast<double>(n);
  const Vector at_v = hn::Set(d, at);
  const Vector per_step_v = hn::Set(d, per_step);
  const Vector bulge_v = hn::Set(d, bulge);
  const Vector steps_v = hn::Set(d, steps);
  return largest_inside(
      n,
      [=](std::size_t i, Vector index) {
        const Vector slope = hn::Sub(per_step_v, hn::Mul(bulge_v, hn::Sub(steps_v, index)));
        const Vector clearance = hn::Sub(heights_at(h, i), hn::Add(at_v, hn::Mul(slope, index)));
        const Vector root =
            hn::Mul(hn::LoadU(Doubles(), inverse_root + i), mirrored(inverse_root, n, i));
        return hn::Mul(clearance, root);
      },
      [=](std::size_t i, double index) {
        const double line = at + (per_step - bulge * (steps - index)) * index;
        return (h[i] - line) * (inverse_root[i] * inverse_root[n - i]);
      });
}

double largest_height_above(const float* h, std::size_t n, double at, double per_step) {
  const Doubles d;
  const Vector at_v = hn::Set(d, at);
  const Vector per_step_v = hn::Set(d, per_step);
  return largest_inside(
      n,
      [=](std::size_t i, Vector index) {
        return hn::Sub(heights_at(h, i), hn::Add(at_v, hn::Mul(per_step_v, index)));
      },
      [=](std::size_t i, double index) { return h[i] - (at + per_step * index); });
}

// Four lanes on every processor, so that the order of the additions is always the same.
void profile_sums(const float* h, std::size_t points, double* height, double* moment) {
  std::size_t i = 0;
#if HWY_TARGET == HWY_SCALAR
  double heights[4] = {};
  double moments[4] = {};
  for (; i + 4 <= points; i += 4) {
    for (std::size_t k = 0; k < 4; ++k) {
      heights[k] += h[i + k];
      moments[k] += static_cast<double>(h[i + k]) * static_cast<double>(i + k);
    }
  }
  *height = (heights[0] + heights[2]) + (heights[1] + heights[3]);
  *moment = (moments[0] + moments[2]) + (moments[1] + moments[3]);
#else
  const hn::FixedTag<double, 2> d;
  const hn::Rebind<float, decltype(d)> df;
  auto height_a = hn::Zero(d);
  auto height_b = hn::Zero(d);
  auto moment_a = hn::Zero(d);
  auto moment_b = hn::Zero(d);
  auto index_a = hn::Iota(d, 0.0);
  auto index_b = hn::Iota(d, 2.0);
  const auto four = hn::Set(d, 4.0);
  for (; i + 4 <= points; i += 4) {
    const auto a = hn::PromoteTo(d, hn::LoadU(df, h + i));
    const auto b = hn::PromoteTo(d, hn::LoadU(df, h + i + 2));
    height_a = hn::Add(height_a, a);
    height_b = hn::Add(height_b, b);
    moment_a = hn::Add(moment_a, hn::Mul(a, index_a));
    moment_b = hn::Add(moment_b, hn::Mul(b, index_b));
    index_a = hn::Add(index_a, four);
    index_b = hn::Add(index_b, four);
  }
  *height = hn::GetLane(hn::SumOfLanes(d, hn::Add(height_a, height_b)));
  *moment = hn::GetLane(hn::SumOfLanes(d, hn::Add(moment_a, moment_b)));
#endif
  for (; i < points; ++i) {
    *height += h[i];
    *moment += static_cast<double>(h[i]) * static_cast<double>(i);
  }
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {

HWY_EXPORT(largest_slope);
HWY_EXPORT(largest_slope_back);
HWY_EXPORT(largest_clearance_ratio);
HWY_EXPORT(largest_height_above);
HWY_EXPORT(profile_sums);

double largest_slope(std::span<const float> height_m, double from_m, double bulge_m,
                     const double* inverse) {
  return HWY_DYNAMIC_DISPATCH(largest_slope)(height_m.data(), height_m.size() - 1, from_m, bulge_m,
                                             inverse);
}

double largest_slope_back(std::span<const float> height_m, double from_m, double bulge_m,
                          const double* inverse) {
  return HWY_DYNAMIC_DISPATCH(largest_slope_back)(height_m.data(), height_m.size() - 1, from_m,
                                                  bulge_m, inverse);
}

double largest_clearance_ratio(std::span<const float> height_m, const StepLine& line,
                               double bulge_m, const double* inverse_root) {
  return HWY_DYNAMIC_DISPATCH(largest_clearance_ratio)(
      height_m.data(), height_m.size() - 1, line.at, line.per_step, bulge_m, inverse_root);
}

double largest_height_above(std::span<const float> height_m, const StepLine& line) {
  return HWY_DYNAMIC_DISPATCH(largest_height_above)(height_m.data(), height_m.size() - 1, line.at,
                                                    line.per_step);
}

ProfileSums profile_sums(std::span<const float> height_m) {
  ProfileSums out;
  HWY_DYNAMIC_DISPATCH(profile_sums)(height_m.data(), height_m.size(), &out.height, &out.moment);
  return out;
}

}  // namespace gigacity::propagation
#endif
