// SPDX-License-Identifier: Apache-2.0
// The ground next to a receiver, as the exact profile to the pixel's middle meets it: beside the ray by what lies between them, and at
// steps of at most a pixel. Low receivers have their horizon there. Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_NEAR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_NEAR_INL
#undef GIGACITY_SWEEP_NEAR_INL
#else
#define GIGACITY_SWEEP_NEAR_INL
#endif

#include <algorithm>
#include <cstddef>

#include "sim/radio/sweep_tile-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

// The sight of receivers over the ground: their horizons where something stands between; slopes in metres a line, sunk.
struct SunkHorizons {
  Mask obstructed;
  Vector transmitter_slope;
  Vector transmitter_line;
  Vector receiver_slope;
  Vector receiver_line;
};

class NearGround {
 public:
  static constexpr int reach = 32;  ///< lines

  // Vectors of floats that it keeps, for lines 0 ... last_line.
  static std::size_t vectors(int last_line) { return static_cast<std::size_t>(last_line) + 2; }
  explicit NearGround(float* memory) : m_rise(memory) {}

  void start() { hn::Store(hn::Zero(Floats()), Floats(), m_rise); }

  // After the receivers of a line: how the ground rises along the line, for a pixel times u, and the transmitter's horizon up to
  // here, `slope_rise` being the rise there for a pixel.
  HWY_INLINE void pass(int line, Vector rise, Vector slope, Vector slope_line, Vector slope_rise) {
    hn::Store(rise, Floats(), m_rise + static_cast<std::size_t>(line) * hn::Lanes(Floats()));
    put(m_slope, line, slope);
    put(m_line, line, slope_line);
    put(m_slope_rise, line, slope_rise);
  }

  // Whether what is not near hides the antenna.
  HWY_INLINE Mask beyond(const End& end, float antenna_m) const {
    const int last = end.line - reach;
    if (last < 1) return hn::FirstN(Floats(), 0);
    return hn::Gt(get(m_slope, last), slope_to(end, antenna_m));
  }

  // After `pass` of the receivers' line: the horizons, of the receivers' those over what is near.
  HWY_INLINE SunkHorizons find(const Series& ground, const SweepTables& tables, const SweepFan& fan,
                               const Bundle& rays, const Line& l) const {
    const Floats d;
    const End& end = l.end;
    const Vector one = of(1.0F);
    const Vector offset = of(entry(tables.u, 0));
    const Vector antenna = of(fan.antenna_m);
    const Vector beside = beside_per_u(fan, rays, l);
    const Vector own = plus_product(rise(end.line), beside, end.sunk_antenna);
    // Equal steps of at most a pixel.
    const Vector steps = hn::Ceil(hn::Sqrt(l.owned.distance2));
    const Vector per_line = hn::Mul(steps, of(end.inverse_u));
    const Vector step = hn::Div(of(end.u), steps);

    // Only what hides the antenna counts, from the antenna what does so more than all that is farther away.
    const Mask beyond = this->beyond(end, fan.antenna_m);
    const Vector sight = hn::Mul(hn::Sub(own, antenna), of(end.inverse_u));
    const int last = std::max(end.line - reach, 1);
    const Vector far_slope = plus_product(get(m_slope_rise, last), beside, get(m_slope, last));
    const Vector forward_least = hn::IfThenElse(beyond, hn::Max(far_slope, sight), sight);
    const Vector back_least = hn::Neg(sight);
    // Slopes as fractions, compared without division.
    Vector back_rise = back_least;
    Vector back = one;
    Vector forward_rise = forward_least;
    Vector forward = one;
    const auto steeper = [&](Vector rise, Vector away, Vector than, Vector than_away) HWY_ATTR {
      return hn::Gt(hn::Mul(rise, than_away), hn::Mul(than, away));
    };
    Vector near_height = hn::Sub(own, of(fan.receiver_height_m));
    Mask near_counts = hn::FirstN(d, 0);
    const int lines = std::min(reach, end.line - 1);
    constexpr int together = 4;
    Vector heights[together];
    Mask counts[together];
    for (int first = 0; first < lines; first += together) {
      const int some = std::min(together, lines - first);
      Mask any = near_counts;
      for (int i = 0; i < some; ++i) {
        const int line = end.line - first - i - 1;
        heights[i] = plus_product(rise(line), beside, ground.of_line(line));
        counts[i] = hn::Or(steeper(hn::Sub(heights[i], own), of(static_cast<float>(first + i + 1)),
                                   back_rise, back),
                           steeper(hn::Sub(heights[i], antenna), of(entry(tables.u, line)),
                                   forward_rise, forward));
        any = hn::Or(any, counts[i]);
      }
      if (!hn::AllFalse(d, any)) {
        for (int i = 0; i < some; ++i) {
          if (!hn::AllFalse(d, hn::Or(near_counts, counts[i]))) {
            const auto lines_back = static_cast<float>(first + i);
            const Vector whole = hn::Max(hn::Ceil(hn::Mul(of(lines_back), per_line)), one);
            Vector at = hn::Mul(whole, step);
            const Vector fall = hn::Sub(heights[i], near_height);
            for (int sample = 0; sample < 2; ++sample) {
              const Mask here = hn::Lt(at, of(lines_back + 1.0F));
              if (hn::AllFalse(d, here)) break;
              const Vector h = plus_product(fall, hn::Sub(at, of(lines_back)), near_height);
              const Vector over_own = hn::Sub(h, own);
              const Mask best = hn::And(here, steeper(over_own, at, back_rise, back));
              back_rise = hn::IfThenElse(best, over_own, back_rise);
              back = hn::IfThenElse(best, at, back);
              const Vector over_antenna = hn::Sub(h, antenna);
              const Vector away = hn::Sub(of(end.u), at);
              const Mask top = hn::And(here, steeper(over_antenna, away, forward_rise, forward));
              forward_rise = hn::IfThenElse(top, over_antenna, forward_rise);
              forward = hn::IfThenElse(top, away, forward);
              at = hn::Add(at, step);
            }
          }
          near_height = heights[i];
          near_counts = counts[i];
        }
      }
      near_height = heights[some - 1];
      near_counts = counts[some - 1];
    }
    const Vector transmitter_slope = hn::Div(forward_rise, forward);
    const Vector receiver_slope = hn::Div(back_rise, back);
    const Mask t_near = hn::Gt(transmitter_slope, forward_least);
    const Mask r_near = hn::Gt(receiver_slope, back_least);
    const Mask hidden = hn::Or(t_near, r_near);
    const Vector n = of(static_cast<float>(end.line));
    // Where the last digit lets one end see what the other does not, the point is the same.
    const Vector r_line = hn::IfThenElse(r_near, hn::Sub(n, back), hn::Sub(forward, offset));
    const Vector t_line = hn::IfThenElse(t_near, hn::Sub(forward, offset),
                                         hn::IfThenElse(beyond, get(m_line, last), r_line));
    return {hn::Or(beyond, hidden), transmitter_slope, t_line, receiver_slope, r_line};
  }

  // By how much the line back to farther ground is steeper from the pixel's middle than on the ray.
  HWY_INLINE Vector steeper_back(const SweepFan& fan, const Bundle& rays, const Line& l,
                                 Vector line) const {
    const Ints whole;
    const auto lanes = static_cast<std::int32_t>(hn::Lanes(Floats()));
    const Whole index =
        hn::Add(hn::Mul(hn::ConvertTo(whole, line), hn::Set(whole, lanes)), hn::Iota(whole, 0));
    const Vector there = hn::GatherIndex(Floats(), m_rise, index);
    const Vector more = hn::Mul(hn::Sub(there, rise(l.end.line)), beside_per_u(fan, rays, l));
    return hn::Div(more, hn::Sub(of(static_cast<float>(l.end.line)), line));
  }

 private:
  Vector rise(int line) const {
    return hn::Load(Floats(), m_rise + static_cast<std::size_t>(line) * hn::Lanes(Floats()));
  }

  static constexpr int kept = 64;  ///< lines: those in reach of a tile, and the tile
  static_assert(kept >= reach + most_lanes);
  static constexpr std::size_t most = static_cast<std::size_t>(most_lanes);
  using Ring = float[static_cast<std::size_t>(kept) * most];

  static std::size_t at(int line) { return static_cast<std::size_t>(line % kept) * most; }
  static void put(Ring& ring, int line, Vector value) {
    hn::Store(value, Floats(), ring + at(line));
  }
  static Vector get(const Ring& ring, int line) { return hn::Load(Floats(), ring + at(line)); }

  float* m_rise;
  alignas(64) Ring m_slope_rise;
  alignas(64) Ring m_slope;
  alignas(64) Ring m_line;
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
