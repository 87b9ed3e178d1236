// SPDX-License-Identifier: Apache-2.0
// What the receivers of a sweep find out, and where it goes. Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_RECEIVERS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_RECEIVERS_INL
#undef GIGACITY_SWEEP_RECEIVERS_INL
#else
#define GIGACITY_SWEEP_RECEIVERS_INL
#endif

#include <cmath>
#include <functional>
#include <type_traits>

#include "sim/radio/sweep_edges-inl.hpp"
#include "sim/radio/sweep_horizons-inl.hpp"
#include "sim/radio/sweep_itm-inl.hpp"
#include "sim/radio/sweep_near-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

// Stands for what a geometry has no memory for.
struct Unasked {
  template <class... Arguments>
  explicit Unasked(const Arguments&...) {}
};

template <SweepGeometry geometry>
class Receivers {
 public:
  static constexpr bool has_smooth_earth =
      geometry == SweepGeometry::surface_diffraction || geometry == SweepGeometry::p1812;
  static constexpr bool has_itm = geometry == SweepGeometry::itm;
  static constexpr bool has_edges = geometry == SweepGeometry::knife_edges;
  static constexpr bool keeps_ground = geometry != SweepGeometry::line_of_sight;
  static constexpr bool sees_ground =
      keeps_ground && !has_edges && geometry != SweepGeometry::surface_diffraction;
  static constexpr bool keeps_surface = has_smooth_earth || has_edges;

  Receivers(const SweepFan& fan, const SweepTables& tables, SweepProfiles& profiles,
            SweepOutput& output, const std::function<void()>& hand_over)
      : m_fan(fan),
        m_t(tables),
        m_out(output),
        m_hand_over(hand_over),
        m_surface(profiles.reserve((2 * Series::vectors(fan.last_line) +
                                    (has_itm ? ItmSweep::vectors(fan.last_line) +
                                                   NearGround::vectors(fan.last_line)
                                             : 0) +
                                    (has_edges ? KnifeEdges::vectors(fan.last_line) : 0)) *
                                   hn::Lanes(Floats())),
                  fan.last_line),
        m_ground(profiles.values.get() + Series::vectors(fan.last_line) * hn::Lanes(Floats()),
                 fan.last_line),
        m_itm(fan, tables, output,
              profiles.values.get() + 2 * Series::vectors(fan.last_line) * hn::Lanes(Floats())),
        m_tile(tables),
        m_horizons(tables, fan.antenna_m),
        m_near(profiles.values.get() +
               (2 * Series::vectors(fan.last_line) + ItmSweep::vectors(fan.last_line)) *
                   hn::Lanes(Floats())),
        m_edges(fan, tables,
                profiles.values.get() + 2 * Series::vectors(fan.last_line) * hn::Lanes(Floats()),
                fan.last_line) {}

  // Before the first line of a bundle; `first_line` is the first with receivers.
  void begin(const Bundle& rays, int first_line) {
    if constexpr (has_itm) {
      m_itm.start(rays.step, rays.half_bulge, first_line);
      m_near.start();
    }
    for (Hints* hints : {&m_horizon, &m_nearest, &m_beta_horizon, &m_beta_nearest, &m_highest,
                         &m_straight_horizon})
      hints->fill(0);
    m_horizons.begin();
    if constexpr (has_edges) m_edges.begin();
  }
  // Before the receivers of a line: the ground below them, bridged where there is none.
  HWY_INLINE void pass_height(int line, Vector height_m) { m_itm.pass(line, height_m); }
  // After the receivers of a line: what they will be behind.
  HWY_INLINE void pass_ground(int line, Vector sunk_m) { m_ground.put(line, sunk_m); }
  HWY_INLINE void pass_near(int line, Vector rise, const Passed& passed) {
    m_near.pass(line, rise, passed.ground_slope, passed.ground_line, passed.ground_rise);
  }
  HWY_INLINE void pass_surface(int line, Vector sunk_m) { m_surface.put(line, sunk_m); }
  HWY_INLINE void pass_rise(int line, Vector rise) { m_edges.pass(line, rise); }

  // A line that asks for nothing but sight.
  HWY_INLINE void receive(const Bundle& rays, const End& end, const Passed& passed) {
    const Owned pixels = owned(m_fan, rays, end);
    put(pixels, end, sees(end, passed));
    advance(pixels);
  }

  // A line, whose receivers wait for those of their tile.
  HWY_INLINE void remember(const Bundle& rays, const End& end, const Passed& passed) {
    Line& l = m_tile.line(end.line);
    l.end = end;
    l.owned = owned(m_fan, rays, end);
    // Not more than is asked for: lines are many.
    l.passed.surface_slope = passed.surface_slope;
    if constexpr (sees_ground && !has_itm) l.passed.ground_slope = passed.ground_slope;
    if constexpr (has_smooth_earth) {
      l.passed.straight_slope = passed.straight_slope;
      l.passed.v1 = passed.v1;
      l.passed.v2 = passed.v2;
    }
    if constexpr (geometry == SweepGeometry::p1812) {
      l.passed.beta_slope = passed.beta_slope;
      l.passed.ground_line = passed.ground_line;
    }
  }

  // The lines `first` ... `end` - 1, of one tile.
  HWY_INLINE void receive(const Bundle& rays, int first, int end) {
    m_tile.begin(rays, first, end);
    if constexpr (has_smooth_earth) {
      find_edges<false>(rays, m_horizon, m_nearest, m_nu_root);
      find_obstacles(rays);
    }
    if constexpr (has_edges) m_edges.find(rays, m_tile, m_surface, m_ground);
    if constexpr (geometry == SweepGeometry::ground_diffraction) find_ground_edges(rays);
    if constexpr (has_itm) find_sunk_horizons(rays);
    if constexpr (geometry == SweepGeometry::p1812) {
      if (m_fan.half_bulge_beta_m > 0.0F)
        find_edges<true>(rays, m_beta_horizon, m_beta_nearest, m_beta_nu_root);
      m_horizons.find(m_tile, m_ground);
      m_horizons.find_roughness(rays, m_tile, m_ground);
    }
    for (int k = first; k < end; ++k) {
      const Line& l = m_tile.line(k);
      const Mask mine = l.owned.mine;
      put(l.owned, l.end, sees(l.end, l.passed));
      if constexpr (has_edges) put_edges(mine, k - m_tile.start());
      if constexpr (!has_itm && !has_edges)
        keep(m_nu_root.row(k - m_tile.start()), mine, m_out.nu_root_m);
      if constexpr (has_smooth_earth) put_smooth_earth(rays, l, k - m_tile.start());
      if constexpr (geometry == SweepGeometry::p1812) {
        if (m_fan.half_bulge_beta_m > 0.0F)
          keep(m_beta_nu_root.row(k - m_tile.start()), mine, m_out.beta_nu_root_m);
        put_horizons(rays, l, k - m_tile.start());
      }
      if constexpr (has_itm) m_itm.receive(l.end, horizons_of(rays, l, k - m_tile.start()), mine);
      advance(l.owned);
    }
  }

 private:
  HWY_INLINE void advance(const Owned& pixels) {
    m_out.count += hn::CountTrue(Floats(), pixels.mine);
    if (m_out.count >= SweepOutput::capacity) m_hand_over();
  }

  Vector slope_of(const End& end) const { return slope_to(end, m_fan.antenna_m); }
  Mask sees(const End& end, const Passed& passed) const {
    return hn::Gt(slope_of(end), passed.surface_slope);
  }

  template <bool lifted, class Objective>
  auto on_earth(const Objective& objective, Vector lift) const {
    if constexpr (lifted) {
      return Lifted<Objective>{objective, m_t, lift};
    } else {
      return objective;
    }
  }

  // ν √λ of Bullington's edge over the surface, or with `beta` over it on the earth of a_β.
  template <bool beta>
  HWY_INLINE void find_edges(const Bundle& rays, Hints& horizon, Hints& nearest, Square& nu_root) {
    const Vector from = of(m_fan.antenna_m);
    const Vector u = m_tile.of_lines(m_t.u);
    const Vector u2 = hn::Mul(u, u);
    const Vector lift = beta ? rays.lift_beta : hn::Zero(Floats());
    const auto lift_of = [&](int ray)
                             HWY_ATTR { return beta ? m_tile.lift_beta(ray) : hn::Zero(Floats()); };
    const auto antenna = [&](const Line& l) HWY_ATTR {
      return plus_product(lift, of(l.end.u * l.end.u), l.end.sunk_antenna);
    };
    const auto antenna_of = [&](int ray) HWY_ATTR {
      return plus_product(lift_of(ray), u2, m_tile.sunk_antenna(ray));
    };
    const auto own_slope = [&](const Line& l) HWY_ATTR {
      return beta ? l.passed.beta_slope : l.passed.surface_slope;
    };
    const auto in_sight = [&](const Line& l) HWY_ATTR {
      return hn::Gt(hn::Mul(hn::Sub(antenna(l), from), of(l.end.inverse_u)), own_slope(l));
    };
    const auto least_ratio = [&](const Line& l) HWY_ATTR {
      return hn::Mul(rays.step_root, of(m_fan.least_nu_root_m / std::sqrt(2.0F * l.end.u)));
    };

    Square slopes;
    const bool hidden = m_tile.find(
        m_surface, horizon, [&](const Line& l) HWY_ATTR { return hn::Not(in_sight(l)); },
        [&](const Line&) HWY_ATTR { return of(-infinity); },
        [&](const Line& l) HWY_ATTR {
          return on_earth<beta>(SlopeBack{m_tile.of_line(l), antenna(l)}, lift);
        },
        [&](int ray) HWY_ATTR {
          return on_earth<beta>(SlopeBack{m_tile.of_ray(), antenna_of(ray)}, lift_of(ray));
        },
        slopes);
    Square ratios;
    const bool seen = m_tile.find(
        m_surface, nearest, in_sight, least_ratio,
        [&](const Line& l) HWY_ATTR {
          return on_earth<beta>(ClearanceRatio{HeightAbove{m_tile.of_line(l), from, antenna(l)}},
                                lift);
        },
        [&](int ray) HWY_ATTR {
          return on_earth<beta>(ClearanceRatio{HeightAbove{m_tile.of_ray(), from, antenna_of(ray)}},
                                lift_of(ray));
        },
        ratios);
    for (int k = m_tile.first(); k < m_tile.end(); ++k) {
      const Line& l = m_tile.line(k);
      Vector edge = of(-infinity);
      if (hidden)
        edge =
            edge_of_horizons(l.end, m_fan.antenna_m, own_slope(l), slopes.row(k - m_tile.start()),
                             hn::Sub(rays.half_bulge, lift), rays);
      if (seen) {
        const Vector root = of(std::sqrt(2.0F * l.end.u));
        const Vector clear = hn::Div(hn::Mul(ratios.row(k - m_tile.start()), root), rays.step_root);
        edge = hn::IfThenElse(in_sight(l), clear, edge);
      }
      nu_root.put(k - m_tile.start(), edge);
    }
  }

  // Bullington's edge over the bare ground, where that obstructs.
  HWY_INLINE void find_ground_edges(const Bundle& rays) {
    const auto obstructed = [&](const Line& l)
                                HWY_ATTR { return hn::Le(slope_of(l.end), l.passed.ground_slope); };
    Square slopes;
    const bool any = m_tile.find(
        m_ground, m_horizon, obstructed, [&](const Line&) HWY_ATTR { return of(-infinity); },
        [&](const Line& l) HWY_ATTR {
          return SlopeBack{m_tile.of_line(l), l.end.sunk_antenna};
        },
        [&](int ray) HWY_ATTR {
          return SlopeBack{m_tile.of_ray(), m_tile.sunk_antenna(ray)};
        },
        slopes);
    for (int k = m_tile.first(); k < m_tile.end(); ++k) {
      const Line& l = m_tile.line(k);
      Vector edge = of(-infinity);
      if (any)
        edge =
            hn::IfThenElse(obstructed(l),
                           edge_of_horizons(l.end, m_fan.antenna_m, l.passed.ground_slope,
                                            slopes.row(k - m_tile.start()), rays.half_bulge, rays),
                           edge);
      m_nu_root.put(k - m_tile.start(), edge);
    }
  }

  // Horizons where the ground hides the antenna: what is near, then what is farther away and steeper.
  HWY_INLINE void find_sunk_horizons(const Bundle& rays) {
    for (int k = m_tile.first(); k < m_tile.end(); ++k)
      near_of(k) = m_near.find(m_ground, m_t, m_fan, rays, m_tile.line(k));
    m_any_beyond = m_tile.find(
        m_ground, m_horizon,
        [&](const Line& l) HWY_ATTR { return m_near.beyond(l.end, m_fan.antenna_m); },
        [&](const Line& l) HWY_ATTR { return near_of(l.end.line).receiver_slope; },
        [&](const Line& l) HWY_ATTR {
          return SlopeBack{m_tile.of_line(l), l.end.sunk_antenna};
        },
        [&](int ray) HWY_ATTR {
          return Between{SlopeBack{m_tile.of_ray(), m_tile.sunk_antenna(ray)}, of(0.0F),
                         hn::Sub(m_tile.lines(), of(static_cast<float>(NearGround::reach)))};
        },
        m_horizon_slope, &m_horizon_line, NearGround::reach);
  }
  HWY_INLINE SunkHorizons horizons_of(const Bundle& rays, const Line& l, int row) {
    SunkHorizons out = near_of(l.end.line);
    if (!m_any_beyond) return out;
    const Mask found = hn::And(m_near.beyond(l.end, m_fan.antenna_m),
                               hn::Gt(m_horizon_slope.row(row), out.receiver_slope));
    const Vector slope = hn::Add(m_horizon_slope.row(row),
                                 m_near.steeper_back(m_fan, rays, l, m_horizon_line.row(row)));
    const Mask far = hn::And(found, hn::Gt(slope, out.receiver_slope));
    out.receiver_slope = hn::IfThenElse(far, slope, out.receiver_slope);
    out.receiver_line = hn::IfThenElse(far, m_horizon_line.row(row), out.receiver_line);
    return out;
  }
  SunkHorizons& near_of(int line) {
    return m_near_found[static_cast<std::size_t>(line % most_lanes)];
  }

  // By how much the ground before a receiver is steeper than the straight line to it.
  Vector over_line(const Line& l) const {
    return hn::Sub(l.passed.straight_slope, straight_per_line(l));
  }
  Vector straight_per_line(const Line& l) const {
    return hn::Mul(hn::Sub(l.end.antenna, of(m_fan.antenna_m)), of(l.end.inverse_u));
  }

  // What stands above the line between the antennas (eq. 87).
  HWY_INLINE void find_obstacles(const Bundle& rays) {
    const Vector from = of(m_fan.antenna_m);
    const auto obstructed = [&](const Line& l)
                                HWY_ATTR { return hn::Gt(over_line(l), hn::Zero(Floats())); };
    const auto least = [&](const Line&) HWY_ATTR { return of(-infinity); };
    const auto lift_of = [&](int ray) HWY_ATTR { return m_tile.half_bulge(ray); };
    m_obstructed = false;
    for (int k = m_tile.first(); k < m_tile.end(); ++k)
      m_obstructed |=
          !hn::AllFalse(Floats(), hn::And(obstructed(m_tile.line(k)), m_tile.line(k).owned.mine));
    if (!m_obstructed) return;
    m_tile.fill(m_antenna, [&](const Line& l) HWY_ATTR { return l.end.antenna; });
    m_antenna.turn();
    m_tile.find(
        m_ground, m_highest, obstructed, least,
        [&](const Line& l) HWY_ATTR {
          return Lifted{HeightAbove{m_tile.of_line(l), from, l.end.antenna}, m_t, rays.half_bulge};
        },
        [&](int ray) HWY_ATTR {
          return Lifted{HeightAbove{m_tile.of_ray(), from, m_antenna.row(ray)}, m_t, lift_of(ray)};
        },
        m_obstacle);
    m_tile.find(
        m_ground, m_straight_horizon, obstructed, least,
        [&](const Line& l) HWY_ATTR {
          return Lifted{SlopeBack{m_tile.of_line(l), l.end.antenna}, m_t, rays.half_bulge};
        },
        [&](int ray) HWY_ATTR {
          return Lifted{SlopeBack{m_tile.of_ray(), m_antenna.row(ray)}, m_t, lift_of(ray)};
        },
        m_obstacle_back);
  }

  // The smooth earth by least squares (eq. 85 and 86) and what stands above the line between the antennas (eq. 87).
  HWY_INLINE void put_smooth_earth(const Bundle& rays, const Line& l, int row) {
    const Mask mine = l.owned.mine;
    keep(smooth_transmitter_m(l.end, l.passed), mine, m_out.smooth_transmitter_m);
    keep(smooth_receiver_m(l.end, l.passed), mine, m_out.smooth_receiver_m);
    const Vector zero = hn::Zero(Floats());
    if (!m_obstructed) {
      for (auto* out :
           {&m_out.obstacle_m, &m_out.obstacle_transmitter_slope, &m_out.obstacle_receiver_slope})
        keep(zero, mine, *out);
      return;
    }
    const Vector slope = over_line(l);
    const Mask obstructed = hn::Gt(slope, zero);
    const auto per_metre = [&](Vector by_line) HWY_ATTR {
      return hn::IfThenElseZero(obstructed, hn::Div(by_line, rays.step));
    };
    keep(hn::IfThenElseZero(obstructed, m_obstacle.row(row)), mine, m_out.obstacle_m);
    keep(per_metre(slope), mine, m_out.obstacle_transmitter_slope);
    keep(per_metre(hn::Add(m_obstacle_back.row(row), straight_per_line(l))), mine,
         m_out.obstacle_receiver_slope);
  }

  HWY_INLINE void put_edges(Mask mine, int row) {
    keep(m_edges.principal(row), mine, m_out.nu_root_m);
    keep(m_edges.transmitter_side(row), mine, m_out.transmitter_side_nu_root_m);
    keep(m_edges.receiver_side(row), mine, m_out.receiver_side_nu_root_m);
  }

  // `l` is row `row` of the tile.
  HWY_INLINE void put_horizons(const Bundle& rays, const Line& l, int row) {
    const Mask mine = l.owned.mine;
    const Mask beyond = m_horizons.beyond(l);
    const Vector bulge = hn::Mul(rays.half_bulge, of(l.end.u));
    const Vector t_line = m_horizons.transmitter_line(row);
    const Vector r_line = m_horizons.receiver_line(row);
    const Vector down = hn::Mul(hn::Sub(of(m_fan.antenna_m), l.end.antenna), of(l.end.inverse_u));
    Vector t_slope = slope_of(l.end);
    Vector r_slope = hn::Sub(down, bulge);
    if (l.end.line > 1 && !hn::AllFalse(Floats(), beyond)) {
      const Vector up = hn::Sub(m_horizons.slope_back(row), hn::Add(bulge, bulge));
      t_slope = hn::IfThenElse(beyond, l.passed.ground_slope, t_slope);
      r_slope = hn::IfThenElse(beyond, up, r_slope);
    }
    const Vector n = of(static_cast<float>(l.end.line));
    const Vector offset = of(entry(m_t.u, 0));
    keep(hn::Mul(hn::Add(t_line, offset), rays.step), mine, m_out.horizon_transmitter_m);
    keep(hn::Mul(hn::Sub(n, r_line), rays.step), mine, m_out.horizon_receiver_m);
    keep(hn::Div(t_slope, rays.step), mine, m_out.horizon_transmitter_slope);
    keep(hn::Div(r_slope, rays.step), mine, m_out.horizon_receiver_slope);
    const Mask some = hn::And(hn::Le(t_line, r_line), hn::Gt(n, of(1.0F)));
    keep(hn::IfThenElseZero(some, m_horizons.roughness_m(row)), mine, m_out.roughness_m);
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
  Series m_surface;
  Series m_ground;
  ItmSweep m_itm;
  Tile m_tile;
  GroundHorizons m_horizons;
  NearGround m_near;
  std::conditional_t<has_edges, KnifeEdges, Unasked> m_edges;
  Hints m_horizon;
  Hints m_nearest;
  Hints m_highest;
  Hints m_straight_horizon;
  Hints m_beta_horizon;
  Hints m_beta_nearest;

  // Of the tile at work, by lines.
  bool m_obstructed = false;
  Square m_antenna;  // turned
  Square m_nu_root;
  Square m_beta_nu_root;
  Square m_obstacle;
  Square m_obstacle_back;
  Square m_horizon_slope;
  Square m_horizon_line;
  bool m_any_beyond = false;
  std::array<SunkHorizons, static_cast<std::size_t>(most_lanes)> m_near_found;
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
