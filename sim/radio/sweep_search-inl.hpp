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
#include <cstdint>
#include <cstring>
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

inline float entry(const std::vector<float>& table, int index) {
  return table[static_cast<std::size_t>(index)];
}

// Of a figure kept line by line, a vector each: of one ray, each lane on its own line.
inline Vector of_lines_of(const float* figures, Vector line, int ray) {
  const auto lanes = static_cast<std::int32_t>(hn::Lanes(Floats()));
  return hn::GatherIndex(Floats(), figures + ray,
                         hn::Mul(hn::ConvertTo(Ints(), line), hn::Set(Ints(), lanes)));
}

// The heights under a bundle of rays, line by line, a vector each; and the greatest of each block and group.
class Series {
 public:
  static std::size_t vectors(int last_line) {
    return static_cast<std::size_t>(last_line / group + 1) * (group + block + 2);
  }
  Series(float* memory, int last_line) {
    const std::size_t groups =
        static_cast<std::size_t>(last_line / group + 1) * hn::Lanes(Floats());
    m_of_line = memory;
    m_of_block = m_of_line + groups * group;
    m_of_group = m_of_block + groups * block;
    m_up_to_group = m_of_group + groups;
    put(0, of(-infinity));  // the antenna's own line is no obstacle
  }

  void put(int line, Vector height) {
    store(m_of_line, line, height);
    if (line % block != block - 1) return;
    const int b = line / block;
    store(m_of_block, b, greatest(m_of_line, b));
    if (b % block != block - 1) return;
    const int g = b / block;
    const Vector top = greatest(m_of_block, g);
    store(m_of_group, g, top);
    store(m_up_to_group, g, g == 0 ? top : hn::Max(top, load(m_up_to_group, g - 1)));
  }
  Vector of_line(int line) const { return load(m_of_line, line); }  ///< of all rays
  /// Of one ray, in all lanes.
  Vector of_line(int line, int ray) const { return all(m_of_line, line, ray); }
  /// Of one ray, each lane on its own line.
  Vector of_lines(Vector line, int ray) const { return of_lines_of(m_of_line, line, ray); }
  Vector of_block(int index, int ray) const { return all(m_of_block, index, ray); }
  Vector of_group(int index, int ray) const { return all(m_of_group, index, ray); }
  Vector up_to_group(int index, int ray) const { return all(m_up_to_group, index, ray); }

 private:
  static Vector load(const float* from, int index) {
    return hn::Load(Floats(), from + static_cast<std::size_t>(index) * hn::Lanes(Floats()));
  }
  static Vector all(const float* from, int index, int ray) {
    return of(from[static_cast<std::size_t>(index) * hn::Lanes(Floats()) +
                   static_cast<std::size_t>(ray)]);
  }
  static void store(float* to, int index, Vector value) {
    hn::Store(value, Floats(), to + static_cast<std::size_t>(index) * hn::Lanes(Floats()));
  }
  static Vector greatest(const float* from, int index) {
    Vector top = load(from, index * block);
    for (int i = 1; i < block; ++i) top = hn::Max(top, load(from, index * block + i));
    return top;
  }

  float* m_of_line;
  float* m_of_block;
  float* m_of_group;
  float* m_up_to_group;
};

// A tile is as many lines as there are rays in a bundle. What its receivers search for among the tile's own lines, all
// rays search for together; what lies before, the receivers of one ray, which mostly look for the same: the largest
// value of an objective over all lines that a ray has passed before the receiver.
// An objective has value(line, height), and bound(first, last, height), which no value on these lines exceeds, `height`
// being the greatest there. Its lanes are the rays on one line or the receivers on one ray: Receivers below.

// Of the lines first ... end - 1 and `best`, for all rays.
template <class Objective>
HWY_INLINE Vector largest_near(const Series& heights, int first, int end,
                               const Objective& objective, Vector best) {
  for (int i = first; i < end; ++i) best = hn::Max(best, objective.value(i, heights.of_line(i)));
  return best;
}

// The same, and where it is, if not where `line` says.
template <class Objective>
HWY_INLINE Vector largest_near(const Series& heights, int first, int end,
                               const Objective& objective, Vector best, Vector& line) {
  for (int i = end - 1; i >= first; --i) {
    const Vector value = objective.value(i, heights.of_line(i));
    const Mask better = hn::Gt(value, best);
    best = hn::IfThenElse(better, value, best);
    line = hn::IfThenElse(better, of(static_cast<float>(i)), line);
  }
  return best;
}

// Of all lines before `end` and `best`, for the receivers of one ray. Stretches of lines are passed over where none of
// them can exceed what is found already. The block `hint` is tried first, then near ones; it becomes the one that raised
// the value last. `line`, if not null, says where the value is: of equal ones the nearest, so no hint is taken then.
template <class Objective>
HWY_INLINE Vector largest_before(const Series& heights, int ray, int end,
                                 const Objective& objective, int& hint, Vector best, Vector* line) {
  const Floats d;
  const auto value = [&](int i) HWY_ATTR { return objective.value(i, heights.of_line(i, ray)); };
  const auto look_at = [&](int b, int from, int to) HWY_ATTR {
    Vector top = value(from);
    for (int i = from + 1; i < to; ++i) top = hn::Max(top, value(i));
    if (hn::AllFalse(d, hn::Gt(top, best))) return;
    hint = b;
    if (line == nullptr) {
      best = hn::Max(best, top);
      return;
    }
    for (int i = to - 1; i >= from; --i) {
      const Vector here = value(i);
      const Mask better = hn::Gt(here, best);
      best = hn::IfThenElse(better, here, best);
      *line = hn::IfThenElse(better, of(static_cast<float>(i)), *line);
    }
  };
  const auto promising = [&](int first, int last, Vector greatest) HWY_ATTR {
    return !hn::AllFalse(d, hn::Gt(objective.bound(first, last, greatest), best));
  };
  int tried = -1;
  const auto look_into_block = [&](int b) HWY_ATTR {
    const int first = b * block;
    if (b != tried && promising(first, first + block - 1, heights.of_block(b, ray)))
      look_at(b, first, first + block);
  };

  int b = end / block;
  if (b * block < end) look_at(b, b * block, end);
  if (line == nullptr && hint < b) {
    tried = hint;
    look_at(hint, hint * block, hint * block + block);
  }
  while (b % block != 0) look_into_block(--b);
  for (int g = b / block - 1; g >= 0; --g) {
    const int first = g * group;
    const int last = first + group - 1;
    if (!promising(first, last, heights.of_group(g, ray))) {
      if (!promising(0, last, heights.up_to_group(g, ray))) break;
      continue;
    }
    for (int k = g * block + block - 1; k >= g * block; --k) look_into_block(k);
  }
  return best;
}

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
