// SPDX-License-Identifier: Apache-2.0
// The measures by which a sweep searches for the highest point behind a receiver. Compiled once for each kind of
// processor.
#if defined(GIGACITY_SWEEP_OBJECTIVES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_OBJECTIVES_INL
#undef GIGACITY_SWEEP_OBJECTIVES_INL
#else
#define GIGACITY_SWEEP_OBJECTIVES_INL
#endif

#include "sim/radio/sweep_search-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

// The receivers of all rays on one line.
struct ReceiversOfLine {
  const SweepTables& t;
  int line;

  Vector inverse_u() const { return of(entry(t.inverse_u, line)); }
  Vector back(int from) const { return of(t.inverse_of(line - from)[0]); }  ///< 1 / lines
  Vector back_root(int from) const { return of(t.inverse_root_of(line - from)[0]); }
};

// Those of one ray on this line and the next ones. Lines from which one looks forward are infinitely far.
struct ReceiversOfRay {
  const SweepTables& t;
  int line;

  Vector inverse_u() const {
    return hn::LoadU(Floats(), t.inverse_u.data() + static_cast<std::size_t>(line));
  }
  Vector back(int from) const { return hn::LoadU(Floats(), t.inverse_of(line - from)); }
  Vector back_root(int from) const { return hn::LoadU(Floats(), t.inverse_root_of(line - from)); }
};

// From the receiver's antenna up to a point, metres a line (P.1812-6 eq. 17, 87c).
template <class Receivers>
struct SlopeBack {
  Receivers receivers;
  Vector antenna;

  Vector value(int line, Vector height) const {
    return hn::Mul(hn::Sub(height, antenna), receivers.back(line));
  }
  Vector bound(int first, int last, Vector height) const {
    return hn::Max(value(first, height), value(last, height));
  }
};
template <class Receivers>
SlopeBack(Receivers, Vector) -> SlopeBack<Receivers>;

// Height above a straight line from the antenna's place to the receiver's (eq. 87a).
template <class Receivers>
struct HeightAbove {
  Receivers receivers;
  Vector from;
  Vector per_line;

  HeightAbove(Receivers on, Vector from_m, Vector to_m)
      : receivers(on), from(from_m), per_line(hn::Mul(hn::Sub(to_m, from_m), on.inverse_u())) {}

  Vector sight(int line) const {
    return plus_product(per_line, of(entry(receivers.t.u, line)), from);
  }
  Vector value(int line, Vector height) const { return hn::Sub(height, sight(line)); }
  Vector bound(int first, int last, Vector height) const {
    return hn::Sub(height, hn::Min(sight(first), sight(last)));
  }
};

// The same over √(d1 d2), both in lines: ν without its constants (eq. 16).
template <class Receivers>
struct ClearanceRatio {
  HeightAbove<Receivers> above;

  Vector inverse_root_of(int near, int far) const {
    return hn::Mul(of(entry(above.receivers.t.inverse_root_u, far)),
                   above.receivers.back_root(near));
  }
  Vector value(int line, Vector height) const {
    return hn::Mul(above.value(line, height), inverse_root_of(line, line));
  }
  Vector bound(int first, int last, Vector height) const {
    const Vector clearance = above.bound(first, last, height);
    const Mask clear = hn::Lt(clearance, hn::Zero(Floats()));
    return hn::Mul(clearance, hn::IfThenElse(clear, inverse_root_of(first, last),
                                             inverse_root_of(last, std::max(first, 1))));
  }
};
template <class Receivers>
ClearanceRatio(HeightAbove<Receivers>) -> ClearanceRatio<Receivers>;

// The same between any two points of a ray, for receivers that each have their own two: the square of ν without its
// constants, with ν's sign. Places are in lines; only those from `first` to `last` count, all of them between the two points.
struct EdgeBetween {
  Vector from;
  Vector from_m;
  Vector to;
  Vector per_line;
  Vector first;
  Vector last;

  EdgeBetween(Vector from_place, Vector from_height, Vector to_place, Vector to_height,
              Vector first_place, Vector last_place)
      : from(from_place),
        from_m(from_height),
        to(to_place),
        per_line(hn::Div(hn::Sub(to_height, from_height), hn::Sub(to_place, from_place))),
        first(first_place),
        last(last_place) {}

  Vector lines() const { return hn::Sub(to, from); }
  Vector sight(Vector place) const { return plus_product(per_line, hn::Sub(place, from), from_m); }
  static Vector signed_square(Vector above) { return hn::Mul(above, hn::Abs(above)); }
  Vector value_at(Vector place, Vector height) const {
    const Mask inside = hn::And(hn::Ge(place, first), hn::Le(place, last));
    const Vector apart = hn::Mul(hn::Sub(place, from), hn::Sub(to, place));
    const Vector square = signed_square(hn::Sub(height, sight(place)));
    return hn::IfThenElse(inside, hn::Div(square, apart), of(-infinity));
  }
  Vector value(int line, Vector height) const {
    return value_at(of(static_cast<float>(line)), height);
  }
  Vector bound(int low, int high, Vector height) const {
    const Vector lowest = hn::Max(of(static_cast<float>(low)), first);
    const Vector highest = hn::Min(of(static_cast<float>(high)), last);
    const Mask inside = hn::Le(lowest, highest);
    const Vector above = hn::Sub(height, hn::Min(sight(lowest), sight(highest)));
    const Mask clear = hn::Lt(above, hn::Zero(Floats()));
    const Vector after = hn::Sub(hn::IfThenElse(clear, highest, lowest), from);
    const Vector before = hn::Sub(to, hn::IfThenElse(clear, lowest, highest));
    return hn::IfThenElse(inside, hn::Div(signed_square(above), hn::Mul(after, before)),
                          of(-infinity));
  }
};

// An objective over heights that are sunk less: by `lift` · u². Straight, or over another earth.
template <class Objective>
struct Lifted {
  Objective inner;
  const SweepTables& t;
  Vector lift;

  Vector lifted(Vector height, int line) const {
    const float u = entry(t.u, line);
    return plus_product(lift, of(u * u), height);
  }
  Vector value(int line, Vector height) const { return inner.value(line, lifted(height, line)); }
  Vector bound(int first, int last, Vector height) const {
    return inner.bound(first, last, lifted(height, last));
  }
};
template <class Objective>
Lifted(Objective, const SweepTables&, Vector) -> Lifted<Objective>;

// An objective on some lines only, each receiver's own.
template <class Objective>
struct Between {
  Objective inner;
  Vector first;
  Vector last;

  Vector only(Mask inside, Vector value) const {
    return hn::IfThenElse(inside, value, of(-infinity));
  }
  Vector value(int line, Vector height) const {
    const Vector at = of(static_cast<float>(line));
    return only(hn::And(hn::Ge(at, first), hn::Le(at, last)), inner.value(line, height));
  }
  Vector bound(int low, int high, Vector height) const {
    const Mask inside = hn::And(hn::Ge(of(static_cast<float>(high)), first),
                                hn::Le(of(static_cast<float>(low)), last));
    return only(inside, inner.bound(low, high, height));
  }
};
template <class Objective>
Between(Objective, Vector, Vector) -> Between<Objective>;

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
