// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/sweep_fan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

// Highway compiles what stands between HWY_BEFORE_NAMESPACE and HWY_AFTER_NAMESPACE once for each kind of processor,
// and picks one on the first call.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/radio/sweep_fan.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/radio/sweep_receivers-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

// An annulus ends where rays a pixel apart at its rim are this share of a pixel apart.
constexpr float thinnest = 0.5F;
constexpr float rounding = 1.0F / 2048.0F;  // of a place along a line, in pixels
constexpr int fetched_ahead = 8;            // lines
constexpr int innermost = 24;               // lines; not worth thinning any more

template <SweepGeometry geometry>
class Sweeper {
  static constexpr bool has_smooth_earth = Receivers<geometry>::has_smooth_earth;
  static constexpr bool keeps_ground = Receivers<geometry>::keeps_ground;
  static constexpr bool keeps_surface = Receivers<geometry>::keeps_surface;

 public:
  Sweeper(const SweepFan& fan, const SweepTables& tables, SweepProfiles& profiles,
          SweepOutput& output, const std::function<void()>& hand_over)
      : m_fan(fan), m_t(tables), m_receivers(fan, tables, profiles, output, hand_over) {}

  void sweep() {
    for (int last = m_fan.rim_line; last >= m_fan.first_line;) {
      const int before =
          last <= innermost ? 0 : static_cast<int>(static_cast<float>(last) * thinnest);
      if (before < m_fan.last_line) annulus(before, last);
      last = before;
    }
  }

 private:
  // The lines after `before` up to `rim`, by rays through the middles of the rim's pixels.
  void annulus(int before, int rim) {
    const float u = m_t.u[static_cast<std::size_t>(rim)];
    const int end = static_cast<int>(std::floor(m_fan.x + u)) + 2;
    for (int position = static_cast<int>(std::floor(m_fan.x - u)) - 1; position < end;
         position += static_cast<int>(m_lanes))
      bundle(position, before, rim);
  }

  // The last line on which the rays at these positions of the rim pass anything that is asked for; `before` if none.
  int last_line_of(int position, int before, int rim) const {
    const int first = std::max(before + 1, m_fan.first_line);
    const int last = std::min(rim, m_fan.last_line);
    if (last < first) return before;
    const float inverse_rim = m_t.inverse_u[static_cast<std::size_t>(rim)];
    const float low = (static_cast<float>(position) - m_fan.x) * inverse_rim;
    const float high =
        (static_cast<float>(position + static_cast<int>(m_lanes)) - m_fan.x) * inverse_rim;
    const float near = m_t.u[static_cast<std::size_t>(first)];
    const float far = m_t.u[static_cast<std::size_t>(last)];
    const float leftmost = m_fan.x + std::min(low * near, low * far);
    const float rightmost = m_fan.x + std::max(high * near, high * far);
    if (rightmost < static_cast<float>(m_fan.asked_first) - 1.0F) return before;
    if (leftmost > static_cast<float>(m_fan.asked_end) + 1.0F) return before;
    // Beyond the radius no line is needed.
    const float least = low > 0.0F ? low : high < 0.0F ? high : 0.0F;
    const float reach = m_fan.radius / std::sqrt(1.0F + least * least);
    return std::min(last, static_cast<int>(reach) + 2);
  }

  void bundle(int position, int before, int rim) {
    const Floats d;
    const int last = last_line_of(position, before, rim);
    // The irregularity is held from a line on which it is measured: it must not depend on what was asked for.
    const int aligned =
        geometry == SweepGeometry::itm
            ? m_fan.first_line - m_fan.first_line % ItmSweep::interval(m_fan.first_line)
            : m_fan.first_line;
    const int first = std::max(before + 1, aligned);
    if (last < first) return;

    const Vector rim_inverse = of(m_t.inverse_u[static_cast<std::size_t>(rim)]);
    const Vector lane = hn::Iota(d, static_cast<float>(position));
    const auto towards = [&](float part) HWY_ATTR {
      return hn::Mul(hn::Add(lane, of(part - m_fan.x)), rim_inverse);
    };
    Bundle rays;
    rays.slope = towards(0.5F);
    rays.below = towards(0.0F);
    rays.above = towards(1.0F);
    const Vector length2 = plus_product(rays.slope, rays.slope, of(1.0F));
    rays.half_bulge = hn::Mul(length2, of(m_fan.half_bulge_m));
    rays.lift_beta = hn::Mul(length2, of(m_fan.half_bulge_m - m_fan.half_bulge_beta_m));
    rays.step = hn::Mul(hn::Sqrt(length2), of(m_fan.pixel_m));
    rays.step_root = hn::Sqrt(rays.step);

    const Vector reference = of(m_fan.reference_m);
    const Vector from = of(m_fan.antenna_m);
    const Vector none = of(-infinity);
    // Not by default initialisers: a constructor that the compiler makes is not compiled for this processor.
    Passed passed{none, none, none, of(1.0F), hn::Zero(d), none, hn::Zero(d), hn::Zero(d)};
    Vector h_before = hn::Zero(d);  // the antenna's ground
    float u_before = 0.0F;
    m_receivers.begin(rays, first);
    const float* ground_line = m_fan.ground_m;
    const float* surface_line = m_fan.surface_m;
    for (int k = 1; k <= last; ++k) {
      ground_line += m_fan.line_stride;
      surface_line += m_fan.line_stride;
      const float u = entry(m_t.u, k);
      const float inverse_u = entry(m_t.inverse_u, k);
      fetch_ahead(ground_line, surface_line, hn::GetLane(rays.slope), k, last);
      // The pixels the rays pass lie side by side: one read, then each lane takes its own two and what is between them.
      const Vector x = plus_product(rays.slope, of(u), of(m_fan.x - 0.5F));
      // At the rim rays meet the middles of pixels to rounding: which must not take some to the pixel before.
      const Vector whole = hn::Floor(hn::Add(x, of(rounding)));
      const Vector part = hn::Max(hn::Sub(x, whole), hn::Zero(d));
      const Whole at = hn::ConvertTo(Ints(), whole);
      const int first_read =
          std::clamp(static_cast<int>(hn::GetLane(at)), m_fan.first_position, m_fan.end_position);
      const Whole lane_at =
          hn::Min(hn::Max(hn::Sub(at, hn::Set(Ints(), first_read)), hn::Zero(Ints())),
                  hn::Set(Ints(), static_cast<int>(m_lanes) - 1));
      const auto which = hn::IndicesFromVec(d, lane_at);
      const Mask before_middle = hn::Lt(part, of(0.5F));
      const auto read = [&](const float* line)
                            HWY_ATTR { return hn::TableLookupLanes(hn::LoadU(d, line), which); };
      const Vector ground_a = read(ground_line + first_read);
      const Vector ground_b = read(ground_line + first_read + 1);
      const Vector own_ground = hn::IfThenElse(before_middle, ground_a, ground_b);
      const Vector own_surface = hn::IfThenElse(before_middle, read(surface_line + first_read),
                                                read(surface_line + first_read + 1));
      const Vector ground_read = plus_product(part, hn::Sub(ground_b, ground_a), ground_a);
      const Mask known = hn::Eq(ground_read, ground_read);
      const Vector h = hn::IfThenElse(known, hn::Sub(ground_read, reference), h_before);
      const Vector fall = hn::Mul(rays.half_bulge, of(u * u));
      const Vector top = hn::Add(hn::Sub(h, fall), hn::Sub(own_surface, own_ground));
      const Vector s = hn::IfThenElse(known, top, of(nothing_m));

      if constexpr (has_smooth_earth) {  // eq. 83 and 84
        const float step = u - u_before;
        passed.v1 = plus_product(hn::Add(h, h_before), of(step), passed.v1);
        passed.v2 =
            hn::Add(passed.v2, plus_product(h, of(step * (2.0F * u + u_before)),
                                            hn::Mul(h_before, of(step * (u + 2.0F * u_before)))));
      }
      if constexpr (geometry == SweepGeometry::itm) m_receivers.pass_height(k, h);
      if (k >= first) {
        // The ground on the ray, as that before it: the pixel's own, up to half a pixel beside, would stand on another slope.
        const Vector own = hn::IfThenElse(known, h, hn::Sub(own_ground, reference));
        const Vector antenna = hn::Add(own, of(m_fan.receiver_height_m));
        const Mask has_ground = hn::Eq(own_ground, own_ground);
        const End end{own, antenna, hn::Sub(antenna, fall), has_ground, u, inverse_u, k};
        if constexpr (geometry == SweepGeometry::line_of_sight) {
          m_receivers.receive(rays, end, passed);
        } else {
          m_receivers.remember(rays, end, passed);
        }
      }

      const auto slope_to = [&](Vector height)
                                HWY_ATTR { return hn::Mul(hn::Sub(height, from), of(inverse_u)); };
      passed.surface_slope = hn::Max(passed.surface_slope, slope_to(s));
      if constexpr (keeps_ground) {
        const Vector g = hn::IfThenElse(known, hn::Sub(h, fall), of(nothing_m));
        m_receivers.pass_ground(k, g);
        if constexpr (Receivers<geometry>::sees_ground) {
          const Vector slope = slope_to(g);
          const Mask steeper = hn::Gt(slope, passed.ground_slope);
          passed.ground_slope = hn::IfThenElse(steeper, slope, passed.ground_slope);
          passed.ground_line =
              hn::IfThenElse(steeper, of(static_cast<float>(k)), passed.ground_line);
        }
        if constexpr (geometry == SweepGeometry::itm) {
          const Vector rise = hn::IfThenElseZero(known, hn::Sub(ground_b, ground_a));
          passed.ground_rise = hn::IfThenElse(hn::Eq(passed.ground_line, of(static_cast<float>(k))),
                                              rise, passed.ground_rise);
          m_receivers.pass_near(k, hn::Mul(rise, of(u)), passed);
        }
      }
      if constexpr (has_smooth_earth) {
        passed.straight_slope = hn::Max(passed.straight_slope, slope_to(h));
      }
      if constexpr (keeps_surface) m_receivers.pass_surface(k, s);
      if constexpr (geometry == SweepGeometry::knife_edges) {
        const Vector rise = hn::IfThenElseZero(known, hn::Sub(ground_b, ground_a));
        m_receivers.pass_rise(k, hn::Mul(rise, of(u)));
      }
      if constexpr (geometry == SweepGeometry::p1812) {
        const Vector beta = plus_product(rays.lift_beta, of(u * u), s);
        passed.beta_slope = hn::Max(passed.beta_slope, slope_to(beta));
      }
      h_before = h;
      u_before = u;
      if constexpr (geometry != SweepGeometry::line_of_sight) {
        if (k >= first && (k == last || (k + 1) % most_lanes == 0))
          m_receivers.receive(rays, std::max(first, k - k % most_lanes), k + 1);
      }
    }
  }

  // Lines are far apart in memory: what the rays will read some lines further out is asked for now.
  HWY_INLINE void fetch_ahead(const float* ground, const float* surface, float slope, int line,
                              int last) const {
    const int ahead = std::min(line + fetched_ahead, last);
    const int position = static_cast<int>(slope * entry(m_t.u, ahead) + m_fan.x - 1.0F);
    const std::ptrdiff_t at = (ahead - line) * m_fan.line_stride +
                              std::clamp(position, m_fan.first_position, m_fan.end_position);
    const auto past = at + static_cast<std::ptrdiff_t>(m_lanes);
    hwy::Prefetch(ground + at);
    hwy::Prefetch(ground + past);
    hwy::Prefetch(surface + at);
    hwy::Prefetch(surface + past);
  }

  const SweepFan& m_fan;
  const SweepTables& m_t;
  const std::size_t m_lanes = hn::Lanes(Floats());
  Receivers<geometry> m_receivers;
};

void sweep_fan(const SweepFan& fan, const SweepTables& tables, SweepProfiles& profiles,
               SweepOutput& output, const std::function<void()>& hand_over) {
  switch (fan.geometry) {
    case SweepGeometry::line_of_sight:
      return Sweeper<SweepGeometry::line_of_sight>(fan, tables, profiles, output, hand_over)
          .sweep();
    case SweepGeometry::surface_diffraction:
      return Sweeper<SweepGeometry::surface_diffraction>(fan, tables, profiles, output, hand_over)
          .sweep();
    case SweepGeometry::knife_edges:
      return Sweeper<SweepGeometry::knife_edges>(fan, tables, profiles, output, hand_over).sweep();
    case SweepGeometry::p1812:
      return Sweeper<SweepGeometry::p1812>(fan, tables, profiles, output, hand_over).sweep();
    case SweepGeometry::itm:
      return Sweeper<SweepGeometry::itm>(fan, tables, profiles, output, hand_over).sweep();
    case SweepGeometry::ground_diffraction:
      return Sweeper<SweepGeometry::ground_diffraction>(fan, tables, profiles, output, hand_over)
          .sweep();
  }
}

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::radio {

HWY_EXPORT(sweep_fan);

void sweep_fan(const SweepFan& fan, const SweepTables& tables, SweepProfiles& profiles,
               SweepOutput& output, const std::function<void()>& hand_over) {
  HWY_DYNAMIC_DISPATCH(sweep_fan)(fan, tables, profiles, output, hand_over);
}

}  // namespace gigacity::radio
#endif
