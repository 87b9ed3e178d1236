// SPDX-License-Identifier: Apache-2.0
// The receivers on some lines under a bundle of rays, as many as there are rays, and how they search for what they have
// in common. Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_TILE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_TILE_INL
#undef GIGACITY_SWEEP_TILE_INL
#else
#define GIGACITY_SWEEP_TILE_INL
#endif

#include <algorithm>
#include <array>
#include <vector>

#include "sim/radio/sweep_objectives-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

constexpr int most_lanes = static_cast<int>(hn::MaxLanes(Floats()));

// A bundle of neighbouring rays, one a lane.
struct Bundle {
  Vector slope;       ///< pixels along the line for a pixel outwards
  Vector below;       ///< the same of the border to the ray before,
  Vector above;       ///< and after
  Vector half_bulge;  ///< of the earth at u = 1, along the ray
  Vector lift_beta;   ///< by how much less at a_β
  Vector step;        ///< metres from line to line along the ray
  Vector step_root;   ///< its root
};

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

// What the rays have passed so far. Slopes are metres a line, from the antenna; "sunk" as in End.
struct Passed {
  Vector surface_slope;
  Vector beta_slope;  ///< the same over the earth of a_β
  Vector ground_slope;
  Vector ground_line;     ///< of the point of that slope
  Vector ground_rise;     ///< there, along the line, a pixel
  Vector straight_slope;  ///< of the ground, not sunk
  Vector v1;              ///< eq. 83
  Vector v2;              ///< eq. 84
};

// Which rays stand for a pixel of a line, which one, and how far from the antenna its middle is (in pixels, squared).
struct Owned {
  Mask mine;
  Vector position;
  Vector distance2;
};

HWY_INLINE Owned owned(const SweepFan& fan, const Bundle& rays, const End& end) {
  // A ray has the pixel whose middle is the first one between its borders to its neighbours; they are not farther
  // apart than a pixel. Neighbours work out the border between them alike: no pixel is lost or found twice.
  const Vector low = plus_product(rays.below, of(end.u), of(fan.x - 0.5F));
  const Vector high = plus_product(rays.above, of(end.u), of(fan.x - 0.5F));
  Owned out;
  out.position = hn::Ceil(low);
  const Vector off = hn::Abs(hn::Add(out.position, of(0.5F - fan.x)));
  out.distance2 = plus_product(off, off, of(end.u * end.u));
  Mask mine = hn::And(end.known, hn::Lt(out.position, high));
  mine = hn::And(mine, fan.owns_diagonals ? hn::Le(off, of(end.u))
                                          : hn::Or(hn::Lt(off, of(end.u)),
                                                   hn::Eq(out.position, hn::Zero(Floats()))));
  mine = hn::And(mine, hn::Le(out.distance2, of(fan.radius * fan.radius)));
  const float first = end.line < fan.first_line ? infinity : static_cast<float>(fan.asked_first);
  mine = hn::And(mine, hn::Ge(out.position, of(first)));
  out.mine = hn::And(mine, hn::Lt(out.position, of(static_cast<float>(fan.asked_end))));
  return out;
}

// Of the line from the antenna to a receiver.
HWY_INLINE Vector slope_to(const End& end, float antenna_m) {
  return hn::Mul(hn::Sub(end.sunk_antenna, of(antenna_m)), of(end.inverse_u));
}

// Eq. 85 and 86.
HWY_INLINE Vector smooth_transmitter_m(const End& end, const Passed& passed) {
  return hn::Mul(hn::Sub(hn::Mul(passed.v1, of(2.0F * end.u)), passed.v2),
                 of(end.inverse_u * end.inverse_u));
}
HWY_INLINE Vector smooth_receiver_m(const End& end, const Passed& passed) {
  return hn::Mul(hn::Sub(passed.v2, hn::Mul(passed.v1, of(end.u))),
                 of(end.inverse_u * end.inverse_u));
}

// ν √λ of the edge that two horizons make (eq. 18 and 19), their slopes in the tangent frames.
HWY_INLINE Vector edge_of_horizons(const End& end, float from, Vector transmitter_slope,
                                   Vector receiver_slope, Vector half_bulge, const Bundle& rays) {
  const Vector d = of(end.u);
  const Vector bulge = hn::Mul(half_bulge, d);
  const Vector s_t = hn::Add(transmitter_slope, bulge);
  const Vector s_r = hn::Sub(receiver_slope, bulge);
  const Vector rise = hn::Sub(end.antenna, of(from));
  const Vector at = hn::Div(plus_product(s_r, d, rise), hn::Add(s_t, s_r));
  const Vector back = hn::Sub(d, at);
  const Vector over = hn::Mul(at, less_product(rise, of(end.inverse_u), s_t));
  const Vector product = hn::Mul(at, back);
  // A grazing obstacle at an end gives 0/0: the limit is 0.
  const Mask inside = hn::Gt(product, hn::Zero(Floats()));
  const Vector nu = hn::Mul(over, hn::Sqrt(hn::Div(of(2.0F * end.u), product)));
  return hn::Div(hn::IfThenElseZero(inside, nu), rays.step_root);
}

// The receivers on a line, and what lies before them.
struct Line {
  End end;
  Passed passed;
  Owned owned;
};

// How far the middle of the receiver's pixel is beside the ray, for each line of the way: the way to it runs beside the ray
// ever less towards the antenna.
HWY_INLINE Vector beside_per_u(const SweepFan& fan, const Bundle& rays, const Line& l) {
  const Vector middle = hn::Add(l.owned.position, of(0.5F - fan.x));
  return hn::Mul(less_product(rays.slope, of(l.end.u), middle), of(l.end.inverse_u));
}

// A figure of every receiver on a tile: a vector for each line, or, turned, for each ray.
class Square {
 public:
  Vector row(int index) const { return hn::Load(Floats(), at(index)); }
  void put(int index, Vector value) { hn::Store(value, Floats(), at(index)); }

  // Exchanges lines and rays, by squares of four by four: those a vector's blocks of 128 bits hold are turned at once.
  HWY_INLINE void turn() {
#if HWY_TARGET != HWY_SCALAR
    const Floats d;
    const hn::Repartition<std::uint64_t, Floats> pairs;
    constexpr std::size_t n = hn::MaxLanes(Floats());
    alignas(64) float turned[n * n];
    const auto as_pairs = [&](Vector v) HWY_ATTR { return hn::BitCast(pairs, v); };
    for (std::size_t g = 0; g < n; g += 4) {
      const int i = static_cast<int>(g);
      const auto low_ab = as_pairs(hn::InterleaveLower(d, row(i), row(i + 1)));
      const auto high_ab = as_pairs(hn::InterleaveUpper(d, row(i), row(i + 1)));
      const auto low_cd = as_pairs(hn::InterleaveLower(d, row(i + 2), row(i + 3)));
      const auto high_cd = as_pairs(hn::InterleaveUpper(d, row(i + 2), row(i + 3)));
      alignas(64) float columns[4][n];
      const auto store = [&](auto v, int k)
                             HWY_ATTR { hn::Store(hn::BitCast(d, v), d, columns[k]); };
      store(hn::InterleaveLower(pairs, low_ab, low_cd), 0);
      store(hn::InterleaveUpper(pairs, low_ab, low_cd), 1);
      store(hn::InterleaveLower(pairs, high_ab, high_cd), 2);
      store(hn::InterleaveUpper(pairs, high_ab, high_cd), 3);
      for (std::size_t j = 0; j < n; ++j)
        std::memcpy(turned + j * n + g, columns[j % 4] + (j - j % 4), 4 * sizeof(float));
    }
    std::memcpy(m_values, turned, sizeof turned);
#endif
  }

 private:
  float* at(int index) {
    return m_values + static_cast<std::size_t>(index) * hn::Lanes(Floats());
  }
  const float* at(int index) const {
    return m_values + static_cast<std::size_t>(index) * hn::Lanes(Floats());
  }
  alignas(64) float m_values[hn::MaxLanes(Floats()) * hn::MaxLanes(Floats())];
};

// For each ray, the block in which the last tile's search ended.
using Hints = std::array<int, static_cast<std::size_t>(most_lanes)>;

class Tile {
 public:
  explicit Tile(const SweepTables& tables) : m_t(tables) {}

  Line& line(int k) { return m_lines[static_cast<std::size_t>(k % most_lanes)]; }
  const Line& line(int k) const { return m_lines[static_cast<std::size_t>(k % most_lanes)]; }

  // Its receivers on the lines `first` ... `end` - 1 are at work.
  HWY_INLINE void begin(const Bundle& rays, int first, int end) {
    m_start = first - first % most_lanes;
    m_first = first;
    m_end = end;
    m_turned = false;
    hn::Store(rays.half_bulge, Floats(), m_half_bulge);
    hn::Store(rays.lift_beta, Floats(), m_lift_beta);
    hn::Store(rays.step, Floats(), m_step);
  }
  int start() const { return m_start; }  ///< its first line
  int first() const { return m_first; }
  int end() const { return m_end; }

  // A figure of each receiver asked for; 0 elsewhere.
  template <class Figure>
  HWY_INLINE void fill(Square& square, const Figure& figure) const {
    for (int i = 0; i < most_lanes; ++i) {
      const int k = m_start + i;
      square.put(i, k >= m_first && k < m_end ? figure(line(k)) : hn::Zero(Floats()));
    }
  }

  // Searches for the receivers that are `wanted`, for what exceeds `least`. Both give a vector for each line; `near` and
  // `far` give the objective of a line and of a ray. The last `gap` lines before a receiver are left out; of them `far` must take
  // care.
  template <class Wanted, class Least, class Near, class Far>
  HWY_INLINE bool find(const Series& heights, Hints& hints, const Wanted& wanted,
                       const Least& least, const Near& near, const Far& far, Square& found,
                       Square* lines = nullptr, int gap = 0) {
    const Floats d;
    bool any = false;
    for (int i = 0; i < most_lanes; ++i) {
      const int k = m_start + i;
      Vector best = of(infinity);
      Vector at = of(1.0F);
      if (k >= m_first && k < m_end) {
        const Mask who = hn::And(wanted(line(k)), line(k).owned.mine);
        if (!hn::AllFalse(d, who)) {
          any = true;
          best = hn::IfThenElse(who, least(line(k)), best);
          if (lines != nullptr) {
            best = largest_near(heights, m_start, k - gap, near(line(k)), best, at);
          } else {
            best = largest_near(heights, m_start, k - gap, near(line(k)), best);
          }
        }
      }
      found.put(i, best);
      if (lines != nullptr) lines->put(i, at);
    }
    if (!any) return false;
    const int end = m_start - std::max(0, gap - most_lanes);
    if (end <= 0) return true;
    if (!m_turned) {
      fill(m_sunk_antenna, [&](const Line& l) HWY_ATTR { return l.end.sunk_antenna; });
      m_sunk_antenna.turn();
      m_turned = true;
    }
    found.turn();
    if (lines != nullptr) lines->turn();
    for (int r = 0; r < most_lanes; ++r) {
      const Vector best = found.row(r);
      if (hn::AllTrue(d, hn::Eq(best, of(infinity)))) continue;
      Vector at = lines != nullptr ? lines->row(r) : best;
      found.put(r, largest_before(heights, r, end, far(r), hints[static_cast<std::size_t>(r)], best,
                                  lines != nullptr ? &at : nullptr));
      if (lines != nullptr) lines->put(r, at);
    }
    found.turn();
    if (lines != nullptr) lines->turn();
    return true;
  }

  ReceiversOfLine of_line(const Line& l) const { return {m_t, l.end.line}; }
  ReceiversOfRay of_ray() const { return {m_t, m_start}; }
  /// The lines of a ray's receivers.
  Vector lines() const { return hn::Iota(Floats(), static_cast<float>(m_start)); }
  Vector of_lines(const std::vector<float>& table) const {
    return hn::LoadU(Floats(), table.data() + static_cast<std::size_t>(m_start));
  }
  Vector half_bulge(int ray) const { return of(m_half_bulge[static_cast<std::size_t>(ray)]); }
  Vector lift_beta(int ray) const { return of(m_lift_beta[static_cast<std::size_t>(ray)]); }
  float step_m(int ray) const { return m_step[static_cast<std::size_t>(ray)]; }
  /// Of a ray's receivers; once something was searched for.
  Vector sunk_antenna(int ray) const { return m_sunk_antenna.row(ray); }

 private:
  const SweepTables& m_t;
  int m_start = 0;
  int m_first = 0;
  int m_end = 0;
  bool m_turned = false;
  std::array<Line, static_cast<std::size_t>(most_lanes)> m_lines;
  alignas(64) float m_half_bulge[most_lanes];
  alignas(64) float m_lift_beta[most_lanes];
  alignas(64) float m_step[most_lanes];
  Square m_sunk_antenna;  // turned
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
