// SPDX-License-Identifier: Apache-2.0
// What the Irregular Terrain Model takes from the ground under each path (sim/propagation/itm_path.cpp), for a bundle of rays. Mean
// height and lines of least squares come from sums along the rays, so that any part of a profile costs the
// same; the irregularity is measured on some lines only. Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_ITM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_ITM_INL
#undef GIGACITY_SWEEP_ITM_INL
#else
#define GIGACITY_SWEEP_ITM_INL
#endif

#include <algorithm>
#include <cstddef>
#include <numbers>

#include <hwy/highway.h>

#include "sim/radio/sweep_near-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

// e^x for x up to 80.
HWY_INLINE Vector exp_of(Vector x) {
  const Ints whole;
  const Vector octaves = hn::Mul(hn::Max(x, of(-80.0F)), of(std::numbers::log2e_v<float>));
  const Vector nearest = hn::Round(octaves);
  const Vector f = hn::Mul(hn::Sub(octaves, nearest), of(std::numbers::ln2_v<float>));
  Vector sum = of(1.0F / 720.0F);
  for (const float c : {1.0F / 120.0F, 1.0F / 24.0F, 1.0F / 6.0F, 0.5F, 1.0F, 1.0F})
    sum = plus_product(sum, f, of(c));
  const Whole power = hn::Add(hn::ConvertTo(whole, nearest), hn::Set(whole, 127));
  return hn::Mul(sum, hn::BitCast(Floats(), hn::ShiftLeft<23>(power)));
}

// A vector of floats in double precision, by halves.
using Half = hn::Half<Floats>;
using Doubles = hn::Rebind<double, Half>;
struct Wide {
  hn::Vec<Doubles> low;
  hn::Vec<Doubles> high;
};

// The halves of a single lane are the lane itself, twice.
template <class Of, class Lanes>
HWY_INLINE auto upper_half(Of half, Lanes x) {
#if HWY_TARGET == HWY_SCALAR
  return hn::LowerHalf(half, x);
#else
  return hn::UpperHalf(half, x);
#endif
}
HWY_INLINE Wide wide(Vector x) {
  return {hn::PromoteTo(Doubles(), hn::LowerHalf(Half(), x)),
          hn::PromoteTo(Doubles(), upper_half(Half(), x))};
}
HWY_INLINE Vector narrow(Wide x) {
#if HWY_TARGET == HWY_SCALAR
  return hn::DemoteTo(Half(), x.low);
#else
  return hn::Combine(Floats(), hn::DemoteTo(Half(), x.high), hn::DemoteTo(Half(), x.low));
#endif
}
HWY_INLINE Wide sum_of(Wide a, Wide b) {
  return {hn::Add(a.low, b.low), hn::Add(a.high, b.high)};
}
HWY_INLINE Wide difference_of(Wide a, Wide b) {
  return {hn::Sub(a.low, b.low), hn::Sub(a.high, b.high)};
}
HWY_INLINE Wide product_of(Wide a, Wide b) {
  return {hn::Mul(a.low, b.low), hn::Mul(a.high, b.high)};
}
HWY_INLINE Wide product_of(Wide a, double b) {
  const auto factor = hn::Set(Doubles(), b);
  return {hn::Mul(a.low, factor), hn::Mul(a.high, factor)};
}

// A line through part of a profile; places count from the antenna, in lines.
struct FittedLine {
  Vector mean;
  Vector slope;
  Vector middle;

  Vector at(Vector place) const { return plus_product(slope, hn::Sub(place, middle), mean); }
};

class ItmSweep {
 public:
  // Vectors of floats that it keeps, for lines 0 ... last_line.
  static std::size_t vectors(int last_line) {
    return 5 * (static_cast<std::size_t>(last_line) + 2);
  }
  // The irregularity is measured on multiples of this and held between them: profiles that differ by 1/32.
  static int interval(int line) {
    int out = 1;
    while (64 * out <= line) out *= 2;
    return out;
  }

  ItmSweep(const SweepFan& fan, const SweepTables& tables, SweepOutput& output, float* memory)
      : m_fan(fan), m_t(tables), m_out(output), m_heights(memory) {
    const std::size_t floats = (static_cast<std::size_t>(fan.last_line) + 2) * m_lanes;
    m_sums = reinterpret_cast<double*>(memory + floats);
    m_moments = m_sums + floats;
  }

  // A bundle of rays begins; the antenna's ground is at height 0.
  void start(Vector step, Vector half_bulge, int first_line) {
    const Vector zero = hn::Zero(Floats());
    m_step = step;
    m_per_step = hn::Div(of(1.0F), step);
    m_half_bulge = half_bulge;
    m_first_line = first_line;
    m_before = zero;
    m_sum = m_moment = wide(zero);
    m_range = zero;
    m_line.mean = m_line.slope = m_line.middle = zero;
    m_fitted_to = of(-1.0F);
    m_transmitter_fit = zero;
    put(0, zero);
  }

  // The ground's height on the next line, bridged where it has none.
  HWY_INLINE void pass(int line, Vector height) {
    const auto k = static_cast<double>(line);
    const Wide here = wide(height);
    const Wide there = wide(m_before);
    m_sum = sum_of(m_sum, product_of(sum_of(here, there), 0.5));
    m_moment =
        sum_of(m_moment, sum_of(product_of(here, 0.5 * k), product_of(there, 0.5 * (k - 1.0))));
    m_before = height;
    put(line, height);
  }

  // After `pass` of the receiver's line.
  HWY_INLINE void receive(const End& end, const SunkHorizons& seen, Mask mine) {
    const Floats d;
    const Vector n = of(end.u);
    const Vector offset = of(entry(m_t.u, 0));
    const Mask obstructed = seen.obstructed;
    const Vector t_horizon = hn::IfThenElse(obstructed, hn::Add(seen.transmitter_line, offset), n);
    const Vector r_horizon = hn::IfThenElse(
        obstructed, hn::Sub(of(static_cast<float>(end.line)), seen.receiver_line), n);
    // The ground about a terminal says nothing of the path.
    const auto own = [&](float height, Vector horizon) HWY_ATTR {
      return hn::Min(hn::Mul(of(15.0F * height), m_per_step), hn::Mul(of(0.1F), horizon));
    };
    const Vector begin = own(m_fan.antenna_m, t_horizon);
    const Vector last = hn::Sub(n, own(m_fan.receiver_height_m, r_horizon));
    // All rays are measured, whether or not they have a pixel here: what the receiver's horizon would take off is not known.
    const Mask all = hn::FirstN(d, m_lanes);
    Mask due = all;
    if (end.line != m_first_line && end.line % interval(end.line) != 0)
      due = hn::Gt(hn::Abs(hn::Sub(end.ground, m_line.at(of(static_cast<float>(end.line))))),
                   plus_product(of(2.0F), m_range, of(unlike_m)));
    if (!hn::AllFalse(d, due))
      measure(end, begin, hn::Sub(n, own(m_fan.receiver_height_m, n)), due);

    // Refractivity and the effective earth at the path's mean height.
    const Vector mean = hn::Add(of(m_fan.reference_m), system_height(end.line));
    const Vector refractivity = hn::Min(
        hn::Mul(of(m_fan.refractivity), exp_of(hn::Mul(mean, of(-1.0F / 9460.0F)))), of(450.0F));
    const Vector curvature = hn::Mul(
        of(157e-9F),
        less_product(of(0.04665F), exp_of(hn::Mul(refractivity, of(1.0F / 179.3F))), of(1.0F)));

    const Vector long_path =
        exp_of(hn::Mul(hn::Sub(last, begin), hn::Mul(m_step, of(-1.0F / 50e3F))));
    const Vector irregularity = hn::Div(m_range, less_product(of(0.8F), long_path, of(1.0F)));

    const Vector points = of(static_cast<float>(end.line));
    const Vector to = last_point(end, last);
    Vector t_effective = hn::Zero(d);
    Vector r_effective = t_effective;
    Vector t_distance = hn::Mul(t_horizon, m_step);
    Vector r_distance = hn::Mul(r_horizon, m_step);
    Vector t_angle = t_effective;
    Vector r_angle = t_effective;
    const auto above = [&](float height, Vector ground, Vector fitted) HWY_ATTR {
      return hn::Add(of(height), hn::Max(hn::Sub(ground, fitted), hn::Zero(d)));
    };
    if (!hn::AllFalse(d, obstructed)) {
      t_effective =
          above(m_fan.antenna_m, hn::Zero(d), transmitter_fit(end.line, begin, t_horizon));
      const Vector from = first_point(hn::Sub(n, hn::Mul(of(0.9F), r_horizon)));
      r_effective = above(m_fan.receiver_height_m, end.ground, fit(end.line, from, to).at(points));
      // Found over the reference's earth; the path's own differs a little.
      const Vector bend = hn::Mul(of(0.5F), curvature);
      const Vector excess = hn::Sub(hn::Mul(hn::Mul(m_half_bulge, m_per_step), m_per_step), bend);
      t_angle = plus_product(excess, t_distance, hn::Mul(seen.transmitter_slope, m_per_step));
      const Vector turned =
          less_product(hn::Add(m_half_bulge, m_half_bulge), n, seen.receiver_slope);
      r_angle = plus_product(excess, r_distance, hn::Mul(turned, m_per_step));
    }
    if (!hn::AllTrue(d, obstructed)) {
      const FittedLine line = fit(end.line, first_point(begin), to);
      Vector t_height = above(m_fan.antenna_m, hn::Zero(d), line.at(hn::Zero(d)));
      Vector r_height = above(m_fan.receiver_height_m, end.ground, line.at(points));
      const Vector per_bend = hn::Div(of(2.0F), curvature);
      const auto smooth = [&](Vector height)
                              HWY_ATTR { return hn::Sqrt(hn::Mul(height, per_bend)); };
      const auto usual = [&](Vector height) HWY_ATTR {
        const Vector root = hn::Sqrt(hn::Div(irregularity, hn::Max(height, of(5.0F))));
        return hn::Mul(smooth(height), exp_of(hn::Mul(of(-0.07F), root)));
      };
      Vector t_usual = usual(t_height);
      Vector r_usual = usual(r_height);
      const Vector distance = hn::Mul(n, m_step);
      const Vector sum = hn::Add(t_usual, r_usual);
      const Mask too_short = hn::Le(sum, distance);
      if (!hn::AllFalse(d, hn::AndNot(obstructed, too_short))) {
        const Vector q = hn::Div(distance, sum);
        const Vector stretch = hn::IfThenElse(too_short, hn::Mul(q, q), of(1.0F));
        t_height = hn::Mul(t_height, stretch);
        r_height = hn::Mul(r_height, stretch);
        t_usual = hn::IfThenElse(too_short, usual(t_height), t_usual);
        r_usual = hn::IfThenElse(too_short, usual(r_height), r_usual);
      }
      const auto angle = [&](Vector height, Vector horizon) HWY_ATTR {
        const Vector whole = smooth(height);
        const Vector beyond = hn::Sub(hn::Div(whole, horizon), of(1.0F));
        const Vector rise = hn::Mul(hn::Mul(of(0.65F), irregularity), beyond);
        return hn::Div(less_product(of(2.0F), height, rise), whole);
      };
      const auto put_in_sight = [&](Vector& figure, Vector value) HWY_ATTR {
        figure = hn::IfThenElse(obstructed, figure, value);
      };
      put_in_sight(t_angle, angle(t_height, t_usual));
      put_in_sight(r_angle, angle(r_height, r_usual));
      put_in_sight(t_effective, t_height);
      put_in_sight(r_effective, r_height);
      put_in_sight(t_distance, t_usual);
      put_in_sight(r_distance, r_usual);
    }
    keep(t_effective, mine, m_out.effective_transmitter_m);
    keep(r_effective, mine, m_out.effective_receiver_m);
    keep(t_distance, mine, m_out.horizon_transmitter_m);
    keep(r_distance, mine, m_out.horizon_receiver_m);
    keep(t_angle, mine, m_out.horizon_transmitter_slope);
    keep(r_angle, mine, m_out.horizon_receiver_slope);
    keep(irregularity, mine, m_out.irregularity_m);
    keep(refractivity, mine, m_out.refractivity);
  }

 private:
  static constexpr int samples = 96;
  // Ground this much farther off the line than twice the range is another country: a coast after the sea, whose irregularity of 0
  // would have the model lose hundreds of dB behind the first cliff.
  static constexpr float unlike_m = 3.0F;
  static constexpr int halvings = 5;

  std::size_t at(int line) const { return static_cast<std::size_t>(line) * m_lanes; }

  Vector height(int line) const { return hn::Load(Floats(), m_heights + at(line)); }

  static Wide load(const double* from) {
    const Doubles d;
    return {hn::Load(d, from), hn::Load(d, from + hn::Lanes(d))};
  }
  static void store(Wide value, double* to) {
    const Doubles d;
    hn::Store(value.low, d, to);
    hn::Store(value.high, d, to + hn::Lanes(d));
  }
  // Each ray's own line.
  Wide gather(const double* from, Vector line) const {
    const Doubles d;
    const hn::RebindToSigned<Doubles> longs;
    const hn::Half<Ints> ints;
    const Ints whole;
    const Whole index = hn::Add(
        hn::Mul(hn::ConvertTo(whole, line), hn::Set(whole, static_cast<std::int32_t>(m_lanes))),
        hn::Iota(whole, 0));
    return {hn::GatherIndex(d, from, hn::PromoteTo(longs, hn::LowerHalf(ints, index))),
            hn::GatherIndex(d, from, hn::PromoteTo(longs, upper_half(ints, index)))};
  }

  HWY_INLINE void put(int line, Vector height) {
    hn::Store(height, Floats(), m_heights + at(line));
    store(m_sum, m_sums + at(line));
    store(m_moment, m_moments + at(line));
  }

  HWY_INLINE void keep(Vector value, Mask mine, SweepOutput::Row<float>& out) const {
    hn::StoreU(hn::Compress(value, mine), Floats(), out.data() + m_out.count);
  }

  // Mean height without the first and last tenth, [TN101 eq. 4.3].
  HWY_INLINE Vector system_height(int line) const {
    const int tenth = line / 10;
    const Vector ends = hn::Add(height(tenth), height(line - tenth));
    const Vector between =
        narrow(difference_of(load(m_sums + at(line - tenth)), load(m_sums + at(tenth))));
    return hn::Mul(plus_product(of(0.5F), ends, between),
                   of(1.0F / static_cast<float>(line - 2 * tenth + 1)));
  }

  // The points that a part of a profile begins and ends with; places and points count from the antenna.
  Vector first_point(Vector begin) const {
    return hn::Floor(hn::Max(hn::Sub(begin, of(entry(m_t.u, 0))), hn::Zero(Floats())));
  }
  Vector last_point(const End& end, Vector last) const {
    const Vector left_out = hn::Max(hn::Sub(of(end.u), last), hn::Zero(Floats()));
    return hn::Sub(of(static_cast<float>(end.line)), hn::Floor(left_out));
  }

  // Least squares from point to point, over at least one step.
  HWY_INLINE FittedLine fit(int line, Vector from, Vector to) const {
    const Floats d;
    const Vector n = of(static_cast<float>(line));
    from = hn::Min(from, n);
    to = hn::Max(to, hn::Zero(d));
    const Mask none = hn::Le(to, from);
    from = hn::IfThenElse(none, hn::Max(hn::Sub(from, of(1.0F)), hn::Zero(d)), from);
    to = hn::IfThenElse(none, hn::Min(hn::Add(to, of(1.0F)), n), to);

    Wide sum = load(m_sums + at(line));
    Wide moment = load(m_moments + at(line));
    if (!hn::AllTrue(d, hn::Eq(to, n))) {
      sum = gather(m_sums, to);
      moment = gather(m_moments, to);
    }
    sum = difference_of(sum, gather(m_sums, from));
    moment = difference_of(moment, gather(m_moments, from));
    const Vector length = hn::Sub(to, from);
    const Vector middle = less_product(of(0.5F), length, to);
    moment = difference_of(moment, product_of(wide(middle), sum));
    const Vector per_length = hn::Div(of(1.0F), length);
    const Vector spread = plus_product(length, length, of(2.0F));
    return {hn::Mul(narrow(sum), per_length),
            hn::Div(hn::Mul(hn::Mul(of(12.0F), narrow(moment)), per_length), spread), middle};
  }

  // Of the ground towards the transmitter's horizon, at the antenna: the same for all receivers beyond.
  HWY_INLINE Vector transmitter_fit(int line, Vector begin, Vector horizon) {
    const Floats d;
    if (!hn::AllTrue(d, hn::Eq(horizon, m_fitted_to))) {
      const Vector to = hn::Ceil(hn::Sub(hn::Mul(of(0.9F), horizon), of(entry(m_t.u, 0))));
      m_transmitter_fit = fit(line, first_point(begin), to).at(hn::Zero(d));
      m_fitted_to = horizon;
    }
    return m_transmitter_fit;
  }

  // The interdecile range of heights about their fitted line, for the rays on which it is due.
  HWY_INLINE void measure(const End& end, Vector begin, Vector last, Mask due) {
    const Floats d;
    constexpr int together = 4;  // sums that do not wait for each other
    static_assert(samples % together == 0);
    const FittedLine line = fit(end.line, first_point(begin), last_point(end, last));
    const float spacing = static_cast<float>(end.line) / samples;
    const Vector offset = of(entry(m_t.u, 0));
    const Vector from = hn::Sub(begin, offset);
    const Vector to = hn::Sub(last, offset);
    HWY_ALIGN float residual[samples * hn::MaxLanes(Floats())];
    const auto of_sample = [&](int j) HWY_ATTR {
      return residual + static_cast<std::size_t>(j) * m_lanes;
    };
    const Vector zero = hn::Zero(d);
    const Vector one = of(1.0F);
    Vector high[together];
    Vector low[together];
    Vector count[together];
    for (int i = 0; i < together; ++i) {
      high[i] = of(-infinity);
      low[i] = of(infinity);
      count[i] = zero;
    }
    for (int first = 0; first < samples; first += together) {
      for (int i = 0; i < together; ++i) {
        const float place = (static_cast<float>(first + i) + 0.5F) * spacing;
        const int before = static_cast<int>(place);
        const Vector h = height(before);
        const Vector between =
            plus_product(of(place - static_cast<float>(before)), hn::Sub(height(before + 1), h), h);
        const Vector at = of(place);
        const Vector r = hn::Sub(between, line.at(at));
        const Mask counts = hn::And(hn::Ge(at, from), hn::Le(at, to));
        high[i] = hn::IfThenElse(counts, hn::Max(high[i], r), high[i]);
        low[i] = hn::IfThenElse(counts, hn::Min(low[i], r), low[i]);
        count[i] = hn::Add(count[i], hn::IfThenElseZero(counts, one));
        // NaN compares with nothing.
        hn::Store(hn::IfThenElse(counts, r, hn::NaN(d)), d, of_sample(first + i));
      }
    }
    const auto sum_of = [](const Vector* parts) HWY_ATTR {
      return hn::Add(hn::Add(parts[0], parts[1]), hn::Add(parts[2], parts[3]));
    };
    const Vector all = sum_of(count);
    const Vector highest = hn::Max(hn::Max(high[0], high[1]), hn::Max(high[2], high[3]));
    const Vector lowest = hn::Min(hn::Min(low[0], low[1]), hn::Min(low[2], low[3]));
    // Between these there is a tenth beyond: halved again and again, then as if they lay evenly.
    const Vector tenth = hn::Mul(of(0.1F), all);
    Vector upper[2] = {lowest, highest};
    Vector upper_beyond[2] = {all, zero};
    Vector lower[2] = {highest, lowest};
    Vector lower_beyond[2] = {all, zero};
    for (int pass = 0; pass < halvings; ++pass) {
      const Vector up = hn::Mul(of(0.5F), hn::Add(upper[0], upper[1]));
      const Vector down = hn::Mul(of(0.5F), hn::Add(lower[0], lower[1]));
      Vector above[together];
      Vector below[together];
      for (int i = 0; i < together; ++i) above[i] = below[i] = zero;
      for (int first = 0; first < samples; first += together) {
        for (int i = 0; i < together; ++i) {
          const Vector r = hn::Load(d, of_sample(first + i));
          above[i] = hn::Add(above[i], hn::IfThenElseZero(hn::Gt(r, up), one));
          below[i] = hn::Add(below[i], hn::IfThenElseZero(hn::Lt(r, down), one));
        }
      }
      const auto narrow_down = [&](Vector* ends, Vector* beyond, Vector at, Vector found) HWY_ATTR {
        const Mask enough = hn::Ge(found, tenth);
        ends[0] = hn::IfThenElse(enough, at, ends[0]);
        beyond[0] = hn::IfThenElse(enough, found, beyond[0]);
        ends[1] = hn::IfThenElse(enough, ends[1], at);
        beyond[1] = hn::IfThenElse(enough, beyond[1], found);
      };
      narrow_down(upper, upper_beyond, up, sum_of(above));
      narrow_down(lower, lower_beyond, down, sum_of(below));
    }
    const auto between = [&](const Vector* ends, const Vector* beyond) HWY_ATTR {
      const Vector share =
          hn::Div(hn::Sub(beyond[0], tenth), hn::Max(hn::Sub(beyond[0], beyond[1]), of(1e-3F)));
      return plus_product(share, hn::Sub(ends[1], ends[0]), ends[0]);
    };
    const Vector range = hn::Sub(between(upper, upper_beyond), between(lower, lower_beyond));
    const Mask enough = hn::And(hn::Ge(hn::Sub(last, begin), of(2.0F)), hn::Gt(all, one));
    const auto renew = [&](Vector& kept, Vector value)
                           HWY_ATTR { kept = hn::IfThenElse(due, value, kept); };
    renew(m_range, hn::IfThenElseZero(enough, hn::Max(range, zero)));
    renew(m_line.mean, line.mean);
    renew(m_line.slope, line.slope);
    renew(m_line.middle, line.middle);
  }

  const SweepFan& m_fan;
  const SweepTables& m_t;
  SweepOutput& m_out;
  const std::size_t m_lanes = hn::Lanes(Floats());
  float* m_heights;
  double* m_sums;
  double* m_moments;
  int m_first_line = 1;
  Vector m_step;
  Vector m_per_step;
  Vector m_half_bulge;
  Vector m_before;
  Wide m_sum;
  Wide m_moment;
  Vector m_range;
  FittedLine m_line;  ///< that it is about
  Vector m_fitted_to;
  Vector m_transmitter_fit;
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
