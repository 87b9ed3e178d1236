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

#include "sim/radio/sweep_search-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

constexpr int seldom = 4;  // lines between two whole searches for what matters little
// An annulus ends where rays a pixel apart at its rim are this share of a pixel apart.
constexpr float thinnest = 0.5F;
constexpr float rounding = 1.0F / 2048.0F;  // of a place along a line, in pixels
constexpr int fetched_ahead = 8;            // lines
constexpr int innermost = 24;               // lines; not worth thinning any more

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

// What the rays have passed so far. Slopes are metres a line, from the antenna; "sunk" as in End.
struct Passed {
  Vector surface_slope;
  Vector beta_slope;  ///< the same over the earth of a_β
  Vector ground_slope;
  Vector ground_line;     ///< of the point of that slope
  Vector straight_slope;  ///< of the ground, not sunk
  Vector v1;              ///< eq. 83
  Vector v2;              ///< eq. 84
};

template <SweepGeometry geometry>
class Sweeper {
  static constexpr bool has_smooth_earth =
      geometry == SweepGeometry::surface_diffraction || geometry == SweepGeometry::p1812;

 public:
  Sweeper(const SweepFan& fan, const SweepTables& tables, SweepProfiles& profiles,
          SweepOutput& output, const std::function<void()>& hand_over)
      : m_fan(fan),
        m_t(tables),
        m_out(output),
        m_hand_over(hand_over),
        m_surface(profiles.reserve(2 * Series::vectors(fan.last_line) * m_lanes), fan.last_line),
        m_ground(profiles.values.get() + Series::vectors(fan.last_line) * m_lanes, fan.last_line) {}

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
    // From a line on which all is searched: what comes after must not depend on what was asked for.
    const int first = std::max(before + 1, m_fan.first_line - m_fan.first_line % seldom);
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
    Passed passed{none, none, none, of(1.0F), none, hn::Zero(d), hn::Zero(d)};
    Vector h_before = hn::Zero(d);  // the antenna's ground
    float u_before = 0.0F;
    for (Found* found : {&m_horizon, &m_nearest, &m_beta_horizon, &m_beta_nearest, &m_highest,
                         &m_straight_horizon, &m_ground_horizon, &m_ground_nearest, &m_roughest})
      *found = {of(nothing_m), of(1.0F), hn::Zero(d)};
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
      if (k >= first) {
        const Vector own = hn::Sub(own_ground, reference);
        const Vector antenna = hn::Add(own, of(m_fan.receiver_height_m));
        const End end{own, antenna, hn::Sub(antenna, fall), hn::Eq(own, own), u, inverse_u, k};
        receive(rays, end, passed);
      }

      const auto slope_to = [&](Vector height)
                                HWY_ATTR { return hn::Mul(hn::Sub(height, from), of(inverse_u)); };
      passed.surface_slope = hn::Max(passed.surface_slope, slope_to(s));
      if constexpr (geometry != SweepGeometry::line_of_sight) {
        const Vector g = hn::IfThenElse(known, hn::Sub(h, fall), of(nothing_m));
        const Vector slope = slope_to(g);
        const Mask steeper = hn::Gt(slope, passed.ground_slope);
        passed.ground_slope = hn::IfThenElse(steeper, slope, passed.ground_slope);
        passed.ground_line = hn::IfThenElse(steeper, of(static_cast<float>(k)), passed.ground_line);
        m_ground.put(k, g);
      }
      if constexpr (has_smooth_earth) {
        passed.straight_slope = hn::Max(passed.straight_slope, slope_to(h));
        m_surface.put(k, s);
      }
      if constexpr (geometry == SweepGeometry::p1812) {
        const Vector beta = plus_product(rays.lift_beta, of(u * u), s);
        passed.beta_slope = hn::Max(passed.beta_slope, slope_to(beta));
      }
      h_before = h;
      u_before = u;
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

  // Which rays stand for a pixel of a line, which one, and how far from the antenna its middle is (in pixels, squared).
  struct Owned {
    Mask mine;
    Vector position;
    Vector distance2;
  };

  HWY_INLINE Owned owned(const Bundle& rays, const End& end) const {
    // A ray has the pixel whose middle is the first one between its borders to its neighbours; they are not farther
    // apart than a pixel. Neighbours work out the border between them alike: no pixel is lost or found twice.
    const Vector low = plus_product(rays.below, of(end.u), of(m_fan.x - 0.5F));
    const Vector high = plus_product(rays.above, of(end.u), of(m_fan.x - 0.5F));
    Owned out;
    out.position = hn::Ceil(low);
    const Vector off = hn::Abs(hn::Add(out.position, of(0.5F - m_fan.x)));
    out.distance2 = plus_product(off, off, of(end.u * end.u));
    Mask mine = hn::And(end.known, hn::Lt(out.position, high));
    mine = hn::And(mine, m_fan.owns_diagonals ? hn::Le(off, of(end.u))
                                              : hn::Or(hn::Lt(off, of(end.u)),
                                                       hn::Eq(out.position, hn::Zero(Floats()))));
    mine = hn::And(mine, hn::Le(out.distance2, of(m_fan.radius * m_fan.radius)));
    const float first =
        end.line < m_fan.first_line ? infinity : static_cast<float>(m_fan.asked_first);
    mine = hn::And(mine, hn::Ge(out.position, of(first)));
    out.mine = hn::And(mine, hn::Lt(out.position, of(static_cast<float>(m_fan.asked_end))));
    return out;
  }

  HWY_INLINE void receive(const Bundle& rays, const End& end, const Passed& passed) {
    const Floats d;
    const Owned pixels = owned(rays, end);
    const Vector slope = hn::Mul(hn::Sub(end.sunk_antenna, of(m_fan.antenna_m)), of(end.inverse_u));
    const Mask sees = hn::Gt(slope, passed.surface_slope);
    put(pixels, end, sees);

    // Searches are for all rays: which of them own a pixel changes from line to line.
    if constexpr (has_smooth_earth) {
      keep(surface_edge<false>(rays, end, hn::Zero(d), passed.surface_slope, sees, m_horizon,
                               m_nearest),
           pixels.mine, m_out.nu_root_m);
      put_smooth_earth(rays, end, pixels.mine, passed);
    }
    if constexpr (geometry == SweepGeometry::ground_diffraction) {
      Vector nu_root = of(-infinity);
      const Mask obstructed = hn::Le(slope, passed.ground_slope);
      if (!hn::AllFalse(d, obstructed)) {
        const SlopeBack back{m_t, end, end.sunk_antenna};
        const Vector horizon =
            largest(m_ground, end.line, obstructed, of(-infinity), 1, back, m_horizon);
        const Vector edge = edge_of_horizons(end, m_fan.antenna_m, passed.ground_slope, horizon,
                                             rays.half_bulge, rays);
        nu_root = hn::IfThenElse(obstructed, edge, nu_root);
      }
      keep(nu_root, pixels.mine, m_out.nu_root_m);
    }
    if constexpr (geometry == SweepGeometry::p1812) {
      if (m_fan.half_bulge_beta_m > 0.0F) {
        const Vector lifted = plus_product(rays.lift_beta, of(end.u * end.u), end.sunk_antenna);
        const Vector beta_slope = hn::Mul(hn::Sub(lifted, of(m_fan.antenna_m)), of(end.inverse_u));
        const Mask sees_beta = hn::Gt(beta_slope, passed.beta_slope);
        keep(surface_edge<true>(rays, end, rays.lift_beta, passed.beta_slope, sees_beta,
                                m_beta_horizon, m_beta_nearest),
             pixels.mine, m_out.beta_nu_root_m);
      }
      put_horizons(rays, end, pixels.mine, slope, passed);
    }
    m_out.count += hn::CountTrue(d, pixels.mine);
    if (m_out.count >= SweepOutput::capacity) m_hand_over();
  }

  template <bool lifted, class Objective>
  auto on_earth(const Objective& objective, Vector lift) const {
    if constexpr (lifted) {
      return Lifted<Objective>{objective, m_t, lift};
    } else {
      return objective;
    }
  }

  // ν √λ of Bullington's edge over the surface, on an earth that falls away by `lift` · u² less than heights are sunk.
  template <bool lifted>
  HWY_INLINE Vector surface_edge(const Bundle& rays, const End& end, Vector lift,
                                 Vector transmitter_slope, Mask sees, Found& horizon,
                                 Found& nearest) {
    const Floats d;
    const Vector antenna = plus_product(lift, of(end.u * end.u), end.sunk_antenna);
    Vector nu_root = of(-infinity);
    if (!hn::AllTrue(d, sees)) {
      const auto back = on_earth<lifted>(SlopeBack{m_t, end, antenna}, lift);
      const Vector slope =
          largest(m_surface, end.line, hn::Not(sees), of(-infinity), 1, back, horizon);
      nu_root = edge_of_horizons(end, m_fan.antenna_m, transmitter_slope, slope,
                                 hn::Sub(rays.half_bulge, lift), rays);
    }
    if (!hn::AllFalse(d, sees)) {
      const float root = std::sqrt(2.0F * end.u);
      const Vector least = hn::Mul(rays.step_root, of(m_fan.least_nu_root_m / root));
      const auto clearance =
          on_earth<lifted>(ClearanceRatio{{m_t, end, of(m_fan.antenna_m), antenna}}, lift);
      const Vector ratio = largest(m_surface, end.line, sees, least, 1, clearance, nearest);
      nu_root = hn::IfThenElse(sees, hn::Div(hn::Mul(ratio, of(root)), rays.step_root), nu_root);
    }
    return nu_root;
  }

  // The smooth earth by least squares (eq. 85 and 86) and what stands above the line between the antennas (eq. 87).
  HWY_INLINE void put_smooth_earth(const Bundle& rays, const End& end, Mask mine,
                                   const Passed& passed) {
    const Floats d;
    keep(smooth_transmitter_m(end, passed), mine, m_out.smooth_transmitter_m);
    keep(smooth_receiver_m(end, passed), mine, m_out.smooth_receiver_m);

    const Lifted<HeightAbove> above{
        {m_t, end, of(m_fan.antenna_m), end.antenna}, m_t, rays.half_bulge};
    const Vector per_line = above.inner.per_line;
    const Vector slope = hn::Sub(passed.straight_slope, per_line);
    const Mask obstructed = hn::Gt(slope, hn::Zero(d));
    Vector height = hn::Zero(d);
    Vector back = hn::Zero(d);
    if (hn::AllFalse(d, obstructed)) {
      m_highest.sought = m_straight_horizon.sought = hn::Zero(d);
    } else {
      const Lifted<SlopeBack> straight{{m_t, end, end.antenna}, m_t, rays.half_bulge};
      height = largest(m_ground, end.line, obstructed, of(-infinity), seldom, above, m_highest);
      back = largest(m_ground, end.line, obstructed, of(-infinity), seldom, straight,
                     m_straight_horizon);
    }
    const auto per_metre = [&](Vector by_line) HWY_ATTR {
      return hn::IfThenElseZero(obstructed, hn::Div(by_line, rays.step));
    };
    keep(hn::IfThenElseZero(obstructed, height), mine, m_out.obstacle_m);
    keep(per_metre(slope), mine, m_out.obstacle_transmitter_slope);
    keep(per_metre(hn::Add(back, per_line)), mine, m_out.obstacle_receiver_slope);
  }

  Vector smooth_transmitter_m(const End& end, const Passed& passed) const {
    return hn::Mul(hn::Sub(hn::Mul(passed.v1, of(2.0F * end.u)), passed.v2),
                   of(end.inverse_u * end.inverse_u));
  }
  Vector smooth_receiver_m(const End& end, const Passed& passed) const {
    return hn::Mul(hn::Sub(passed.v2, hn::Mul(passed.v1, of(end.u))),
                   of(end.inverse_u * end.inverse_u));
  }

  // Horizons over the ground and its roughness between them: Attachment 1 to Annex 1, §5.3 to §5.6. `slope` is that of
  // the line to the receiver.
  HWY_INLINE void put_horizons(const Bundle& rays, const End& end, Mask mine, Vector slope,
                               const Passed& passed) {
    const Floats d;
    const Vector n = of(static_cast<float>(end.line));
    const Vector offset = of(entry(m_t.u, 0));
    const Vector from = of(m_fan.antenna_m);
    const Mask beyond = hn::Gt(passed.ground_slope, slope);
    const Vector bulge = hn::Mul(rays.half_bulge, of(end.u));
    Vector t_slope = slope;
    Vector r_slope = hn::Sub(hn::Mul(hn::Sub(from, end.antenna), of(end.inverse_u)), bulge);
    Vector t_line = of(0.5F * static_cast<float>(end.line));
    Vector r_line = t_line;
    if (end.line > 1) {
      if (!hn::AllFalse(d, beyond)) {
        const SlopeBack back{m_t, end, end.sunk_antenna};
        const Vector up =
            largest(m_ground, end.line, beyond, of(-infinity), 1, back, m_ground_horizon);
        t_slope = hn::IfThenElse(beyond, passed.ground_slope, t_slope);
        r_slope = hn::IfThenElse(beyond, hn::Sub(up, hn::Add(bulge, bulge)), r_slope);
        t_line = hn::IfThenElse(beyond, passed.ground_line, t_line);
        r_line = hn::IfThenElse(beyond, m_ground_horizon.line, r_line);
      }
      if (!hn::AllTrue(
              d, beyond)) {  // eq. 80 and 81: the point nearest to the line, in Fresnel's measure
        const ClearanceRatio clearance{{m_t, end, from, end.sunk_antenna}};
        largest(m_ground, end.line, hn::Not(beyond), of(-infinity), 1, clearance, m_ground_nearest);
        t_line = hn::IfThenElse(beyond, t_line, m_ground_nearest.line);
        r_line = hn::IfThenElse(beyond, r_line, m_ground_nearest.line);
      }
    }
    keep(hn::Mul(hn::Add(t_line, offset), rays.step), mine, m_out.horizon_transmitter_m);
    keep(hn::Mul(hn::Sub(n, r_line), rays.step), mine, m_out.horizon_receiver_m);
    keep(hn::Div(t_slope, rays.step), mine, m_out.horizon_transmitter_slope);
    keep(hn::Div(r_slope, rays.step), mine, m_out.horizon_receiver_slope);

    Vector roughness = hn::Zero(d);
    if (end.line > 1) {  // eq. 90, 91, 93
      const Vector h_st = hn::Min(smooth_transmitter_m(end, passed), hn::Zero(d));
      const Vector h_sr = hn::Min(smooth_receiver_m(end, passed), end.ground);
      const Lifted<HeightAbove> above{{m_t, end, h_st, h_sr}, m_t, rays.half_bulge};
      const Between<Lifted<HeightAbove>> between{above, t_line, r_line};
      roughness = hn::Max(largest(m_ground, end.line, hn::Le(t_line, r_line), of(-infinity), 1,
                                  between, m_roughest),
                          of(nothing_m));
      roughness = hn::IfThenElse(hn::Le(t_line, r_line), roughness, hn::Zero(d));
    }
    keep(roughness, mine, m_out.roughness_m);
  }

  HWY_INLINE void put(const Owned& pixels, const End& end, Mask sees) {
    const Ints whole;
    const hn::Rebind<std::uint8_t, Ints> bytes;
    const auto mine = hn::RebindMask(whole, pixels.mine);
    const Whole at = hn::ConvertTo(whole, pixels.position);
    const Whole pixel = hn::Add(hn::Mul(at, hn::Set(whole, m_fan.pixel_per_position)),
                                hn::Set(whole, m_fan.pixel_base + end.line * m_fan.pixel_per_line));
    hn::StoreU(hn::Compress(pixel, mine), whole, m_out.pixel.data() + m_out.count);
    const Whole seen = hn::IfThenElseZero(hn::RebindMask(whole, sees), hn::Set(whole, 1));
    hn::StoreU(hn::DemoteTo(bytes, hn::Compress(seen, mine)), bytes,
               m_out.in_sight.data() + m_out.count);
    keep(hn::Mul(hn::Sqrt(pixels.distance2), of(m_fan.pixel_m)), pixels.mine, m_out.distance_m);
    keep(end.antenna, pixels.mine, m_out.receiver_m);
    keep(end.ground, pixels.mine, m_out.receiver_ground_m);
  }

  // Through a register: some processors take hundreds of cycles to compress into memory.
  HWY_INLINE void keep(Vector value, Mask mine, SweepOutput::Row<float>& out) const {
    hn::StoreU(hn::Compress(value, mine), Floats(), out.data() + m_out.count);
  }

  const SweepFan& m_fan;
  const SweepTables& m_t;
  SweepOutput& m_out;
  const std::function<void()>& m_hand_over;
  const std::size_t m_lanes = hn::Lanes(Floats());
  Series m_surface;
  Series m_ground;
  Found m_horizon;
  Found m_nearest;
  Found m_highest;
  Found m_straight_horizon;
  Found m_beta_horizon;
  Found m_beta_nearest;
  Found m_ground_horizon;
  Found m_ground_nearest;
  Found m_roughest;
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
    case SweepGeometry::p1812:
      return Sweeper<SweepGeometry::p1812>(fan, tables, profiles, output, hand_over).sweep();
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
