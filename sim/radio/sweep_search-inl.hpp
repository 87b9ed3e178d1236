// SPDX-License-Identifier: Apache-2.0
// What a sweep searches for behind a receiver: the highest point by some measure among all that the ray has passed.
// Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_SEARCH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_SEARCH_INL
#undef GIGACITY_SWEEP_SEARCH_INL
#else
#define GIGACITY_SWEEP_SEARCH_INL
#endif

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include <hwy/highway.h>

#include "sim/radio/sweep_fan.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::RebindToSigned<Floats>;
using Vector = hn::Vec<Floats>;
using Whole = hn::Vec<Ints>;
using Mask = hn::Mask<Floats>;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nothing_m = -1e30F;   // a point that obstructs nothing; finite: it gets scaled
constexpr int block = 8;              // lines
constexpr int group = block * block;  // a block of blocks

// Nothing is fused, and every lane stands alone: all kinds of processors give the same bits.
Vector plus_product(Vector a, Vector b, Vector sum) {
  return hn::Add(hn::Mul(a, b), sum);
}
Vector less_product(Vector a, Vector b, Vector from) {
  return hn::Sub(from, hn::Mul(a, b));
}
Vector of(float value) {
  return hn::Set(Floats(), value);
}

// The heights under a bundle of rays, line by line, a vector each; and the greatest of each block and group.
class Series {
 public:
  static std::size_t vectors(int last_line) {
    return static_cast<std::size_t>(last_line / group + 1) * (group + block + 1);
  }
  Series(float* memory, int last_line) {
    const std::size_t groups =
        static_cast<std::size_t>(last_line / group + 1) * hn::Lanes(Floats());
    m_of_line = memory;
    m_of_block = m_of_line + groups * group;
    m_of_group = m_of_block + groups * block;
    put(0, of(nothing_m));
  }

  void put(int line, Vector height) {
    store(m_of_line, line, height);
    raise(m_of_block, line / block, line % block == 0, height);
    raise(m_of_group, line / group, line % group == 0, height);
  }
  Vector of_line(int line) const { return load(m_of_line, line); }
  Vector of_block(int index) const { return load(m_of_block, index); }
  Vector of_group(int index) const { return load(m_of_group, index); }

 private:
  static Vector load(const float* from, int index) {
    return hn::Load(Floats(), from + static_cast<std::size_t>(index) * hn::Lanes(Floats()));
  }
  static void store(float* to, int index, Vector value) {
    hn::Store(value, Floats(), to + static_cast<std::size_t>(index) * hn::Lanes(Floats()));
  }
  static void raise(float* to, int index, bool first, Vector value) {
    store(to, index, first ? value : hn::Max(value, load(to, index)));
  }

  float* m_of_line;
  float* m_of_block;
  float* m_of_group;
};

// Where a search found its largest value. The next receiver's is mostly at the same point, or at one just passed.
struct Found {
  Vector height;
  Vector line;
  Vector sought;  ///< 1 in the lanes of the last search
};

// The largest value of an objective on the lines 1 ... end − 1, at least `least`, in the lanes `wanted`. Stretches of
// lines are passed over where none of them can exceed what is found already; lines near the receiver come first, what
// matters is mostly there. With `interval` above 1 only every so many lines are searched whole, between them what was
// found is compared with the lines since.
// An objective has value(line, height) on a line of all rays; value_at(line, height) on a line of each, which gives the
// same bits, so that no result depends on where a search began; and bound(first, last, height), which no value on these
// lines exceeds, `height` being the greatest there.
template <class Objective>
HWY_INLINE Vector largest(const Series& heights, int end, Mask wanted, Vector least, int interval,
                          const Objective& objective, Found& found) {
  const Floats d;
  const Mask is_new = hn::And(wanted, hn::Eq(found.sought, hn::Zero(d)));
  found.sought = hn::IfThenElseZero(wanted, of(1.0F));
  Vector best = hn::Max(least, objective.value_at(found.line, found.height));
  best = hn::IfThenElse(wanted, best, of(infinity));

  const auto look_at = [&](int from, int to) HWY_ATTR {
    from = std::max(from, 1);
    Vector top = of(-infinity);
    for (int i = from; i < to; ++i) top = hn::Max(top, objective.value(i, heights.of_line(i)));
    if (hn::AllFalse(d, hn::Gt(top, best))) return;
    for (int i = to - 1; i >= from; --i) {
      const Vector height = heights.of_line(i);
      const Vector value = objective.value(i, height);
      const Mask better = hn::Gt(value, best);
      best = hn::IfThenElse(better, value, best);
      found.height = hn::IfThenElse(better, height, found.height);
      found.line = hn::IfThenElse(better, of(static_cast<float>(i)), found.line);
    }
  };
  const auto promising = [&](int first, int last, Vector greatest) HWY_ATTR {
    return !hn::AllFalse(d, hn::Gt(objective.bound(first, last, greatest), best));
  };
  const auto look_into_block = [&](int b) HWY_ATTR {
    const int first = b * block;
    if (promising(first, first + block - 1, heights.of_block(b))) look_at(first, first + block);
  };

  Vector settled = best;
  Mask whole = wanted;
  if (end % interval != 0) {
    look_at(end - interval, end);
    if (hn::AllFalse(d, is_new)) return best;
    settled = best;
    whole = is_new;
    best = hn::IfThenElse(is_new, best, of(infinity));
  }
  int b = end / block;
  look_at(b * block, end);
  while (b % block != 0) look_into_block(--b);
  for (int g = b / block - 1; g >= 0; --g) {
    const int first = g * group;
    if (!promising(first, first + group - 1, heights.of_group(g))) continue;
    for (int k = g * block + block - 1; k >= g * block; --k) look_into_block(k);
  }
  return hn::IfThenElse(whole, best, settled);
}

// The receivers on a line. Heights are above the antenna's ground, those named "sunk" in its tangent frame: where the
// earth falls away by half_bulge · u². Its bulge under each path is the same for all points of a path then, and cancels.
struct End {
  Vector ground;
  Vector antenna;
  Vector sunk_antenna;
  Mask known;  ///< there is ground
  float u;
  float inverse_u;
  int line;
};

float entry(const std::vector<float>& table, int index) {
  return table[static_cast<std::size_t>(index)];
}

Vector inverse(Vector x) {
  return hn::Div(of(1.0F), x);
}
Vector inverse_root(Vector x) {
  return hn::Sqrt(inverse(x));
}

// From the receiver's antenna up to a point, metres a line (P.1812-6 eq. 17, 87c).
struct SlopeBack {
  const SweepTables& t;
  const End& end;
  Vector antenna;

  Vector value(int line, Vector height) const {
    return hn::Mul(hn::Sub(height, antenna), of(entry(t.inverse, end.line - line)));
  }
  Vector bound(int first, int last, Vector height) const {
    return hn::Max(value(first, height), value(last, height));
  }
  Vector value_at(Vector line, Vector height) const {
    return hn::Mul(hn::Sub(height, antenna),
                   inverse(hn::Sub(of(static_cast<float>(end.line)), line)));
  }
};

// Height above a straight line from the antenna's place to the receiver's (eq. 87a).
struct HeightAbove {
  const SweepTables& t;
  const End& end;
  Vector from;
  Vector per_line;

  HeightAbove(const SweepTables& tables, const End& receivers, Vector from_m, Vector to_m)
      : t(tables),
        end(receivers),
        from(from_m),
        per_line(hn::Mul(hn::Sub(to_m, from_m), of(end.inverse_u))) {}

  Vector sight(Vector u) const { return plus_product(per_line, u, from); }
  Vector sight(int line) const { return sight(of(entry(t.u, line))); }
  Vector u_at(Vector line) const { return hn::Add(line, of(entry(t.u, 0))); }

  Vector value(int line, Vector height) const { return hn::Sub(height, sight(line)); }
  Vector bound(int first, int last, Vector height) const {
    return hn::Sub(height, hn::Min(sight(first), sight(last)));
  }
  Vector value_at(Vector line, Vector height) const { return hn::Sub(height, sight(u_at(line))); }
};

// The same (negative, on a clear path) over √(d1 d2), both in lines: eq. 16 without its constants.
struct ClearanceRatio {
  HeightAbove above;

  float inverse_root_of(int near, int far) const {
    return entry(above.t.inverse_root_u, far) * entry(above.t.inverse_root, above.end.line - near);
  }
  Vector value(int line, Vector height) const {
    return hn::Mul(above.value(line, height), of(inverse_root_of(line, line)));
  }
  Vector bound(int first, int last, Vector height) const {
    const Vector clearance = above.bound(first, last, height);
    const Vector ratio = hn::Mul(clearance, of(inverse_root_of(first, last)));
    return hn::IfThenElse(hn::Lt(clearance, hn::Zero(Floats())), ratio, of(infinity));
  }
  Vector value_at(Vector line, Vector height) const {
    const Vector back = hn::Sub(of(static_cast<float>(above.end.line)), line);
    return hn::Mul(above.value_at(line, height),
                   hn::Mul(inverse_root(above.u_at(line)), inverse_root(back)));
  }
};

// An objective over heights that are sunk less: by `lift` · u². Straight, or over another earth.
template <class Objective>
struct Lifted {
  Objective inner;
  const SweepTables& t;
  Vector lift;

  Vector lifted(Vector height, Vector u) const { return plus_product(lift, hn::Mul(u, u), height); }
  Vector lifted(Vector height, int line) const { return lifted(height, of(entry(t.u, line))); }

  Vector value(int line, Vector height) const { return inner.value(line, lifted(height, line)); }
  Vector bound(int first, int last, Vector height) const {
    return inner.bound(first, last, lifted(height, last));
  }
  Vector value_at(Vector line, Vector height) const {
    return inner.value_at(line, lifted(height, hn::Add(line, of(entry(t.u, 0)))));
  }
};

// An objective on some lines only, each ray's own.
template <class Objective>
struct Between {
  Objective inner;
  Vector first;
  Vector last;

  Vector only(Mask inside, Vector value) const {
    return hn::IfThenElse(inside, value, of(-infinity));
  }
  Vector value(int line, Vector height) const {
    return value_on(of(static_cast<float>(line)), inner.value(line, height));
  }
  Vector bound(int low, int high, Vector height) const {
    const Mask inside = hn::And(hn::Ge(of(static_cast<float>(high)), first),
                                hn::Le(of(static_cast<float>(low)), last));
    return only(inside, inner.bound(low, high, height));
  }
  Vector value_at(Vector line, Vector height) const {
    return value_on(line, inner.value_at(line, height));
  }

 private:
  Vector value_on(Vector line, Vector value) const {
    return only(hn::And(hn::Ge(line, first), hn::Le(line, last)), value);
  }
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
