// SPDX-License-Identifier: Apache-2.0
// What lies beside the rays of a sweep, on the straight way to the middle of a receiver's pixel. Compiled once for each
// kind of processor.
#if defined(GIGACITY_SWEEP_BESIDE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_BESIDE_INL
#undef GIGACITY_SWEEP_BESIDE_INL
#else
#define GIGACITY_SWEEP_BESIDE_INL
#endif

#include <cstddef>

#include "sim/radio/sweep_tile-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

// How the ground rises along the lines under a bundle of rays, for a pixel times u: what lies beside a ray follows from it.
class RiseSeries {
 public:
  static std::size_t vectors(int last_line) {
    return Series::vectors(last_line) + static_cast<std::size_t>(last_line) + 1;
  }
  RiseSeries(float* memory, int last_line)
      : m_steepest(memory, last_line),
        m_rise(memory + Series::vectors(last_line) * hn::Lanes(Floats())) {
    hn::Store(hn::Zero(Floats()), Floats(), m_rise);
  }

  void put(int line, Vector rise) {
    hn::Store(rise, Floats(), at(line));
    m_steepest.put(line, hn::Abs(rise));
  }
  Vector of_line(int line) const { return hn::Load(Floats(), at(line)); }
  Vector of_line(int line, int ray) const { return of(at(line)[ray]); }
  Vector of_lines(Vector line, int ray) const { return of_lines_of(m_rise, line, ray); }
  /// The steepest, up or down, of a block, a group, or all lines up to the end of a group: what a search passes over.
  Vector steepest(int first, int last, int ray) const {
    if (first == 0 && last >= group - 1) return m_steepest.up_to_group(last / group, ray);
    return last - first == block - 1 ? m_steepest.of_block(first / block, ray)
                                     : m_steepest.of_group(first / group, ray);
  }

 private:
  float* at(int line) const {
    return m_rise + static_cast<std::size_t>(line) * hn::Lanes(Floats());
  }

  Series m_steepest;
  float* m_rise;
};

// An objective over heights on the way to the middles of the receivers' pixels, beside the ray: of the rays on one line,
// and of the receivers on one ray.
template <class Objective>
struct BesideRays {
  Objective inner;
  const RiseSeries& rises;
  Vector beside;

  Vector value(int line, Vector height) const {
    return inner.value(line, plus_product(rises.of_line(line), beside, height));
  }
};
template <class Objective>
BesideRays(Objective, const RiseSeries&, Vector) -> BesideRays<Objective>;

template <class Objective>
struct BesideRay {
  Objective inner;
  const RiseSeries& rises;
  Vector beside;
  int ray;

  Vector value(int line, Vector height) const {
    return inner.value(line, plus_product(rises.of_line(line, ray), beside, height));
  }
  Vector bound(int first, int last, Vector height) const {
    return inner.bound(first, last,
                       plus_product(rises.steepest(first, last, ray), hn::Abs(beside), height));
  }
};
template <class Objective>
BesideRay(Objective, const RiseSeries&, Vector, int) -> BesideRay<Objective>;

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
