// SPDX-License-Identifier: Apache-2.0
// Knife edges before the receivers of a tile, as sim/propagation/knife_edges.hpp has them: the point of largest ν, and
// those of largest ν between either end and that one. Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_EDGES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_EDGES_INL
#undef GIGACITY_SWEEP_EDGES_INL
#else
#define GIGACITY_SWEEP_EDGES_INL
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/propagation/knife_edges.hpp"
#include "sim/radio/sweep_beside-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

class KnifeEdges {
 public:
  // Vectors of floats that it keeps, for lines 0 ... last_line.
  static std::size_t vectors(int last_line) {
    return RiseSeries::vectors(last_line) + static_cast<std::size_t>(last_line) + 1;
  }
  KnifeEdges(const SweepFan& fan, const SweepTables& tables, float* memory, int last_line)
      : m_fan(fan),
        m_t(tables),
        m_rises(memory, last_line),
        m_known(memory + RiseSeries::vectors(last_line) * hn::Lanes(Floats())) {}

  void begin() { m_hints.fill(0); }
  // After the receivers of a line: how the ground rises along it, for a pixel times u.
  void pass(int line, Vector rise) {
    m_rises.put(line, rise);
    hn::Store(of(unknown), Floats(),
              m_known + static_cast<std::size_t>(line) * hn::Lanes(Floats()));
  }

  // Rows of the tile: ν √λ, -inf where there is no such edge.
  Vector principal(int row) const { return m_principal.row(row); }
  Vector transmitter_side(int row) const { return m_transmitter_side.row(row); }
  Vector receiver_side(int row) const { return m_receiver_side.row(row); }

  HWY_INLINE void find(const Bundle& rays, Tile& tile, const Series& surface,
                       const Series& ground) {
    const Floats d;
    const Vector from = of(m_fan.antenna_m);
    const auto least = [&](const Line& l) HWY_ATTR {
      return hn::Mul(rays.step_root, of(m_fan.least_nu_root_m / std::sqrt(2.0F * l.end.u)));
    };
    const auto own = [&](const Line& l) HWY_ATTR {
      return plus_product(m_rises.of_line(l.end.line), beside_per_u(m_fan, rays, l),
                          l.end.sunk_antenna);
    };
    tile.fill(m_own, own);
    tile.fill(m_beside, [&](const Line& l) HWY_ATTR { return beside_per_u(m_fan, rays, l); });
    m_own.turn();
    m_beside.turn();
    tile.find(
        surface, m_hints, [](const Line& l) HWY_ATTR { return l.end.known; }, least,
        [&](const Line& l) HWY_ATTR {
          return BesideRays{ClearanceRatio{HeightAbove{tile.of_line(l), from, own(l)}}, m_rises,
                            beside_per_u(m_fan, rays, l)};
        },
        [&](int ray) HWY_ATTR {
          return BesideRay{ClearanceRatio{HeightAbove{tile.of_ray(), from, m_own.row(ray)}},
                           m_rises, m_beside.row(ray), ray};
        },
        m_principal, &m_line);
    // Where there is none, its line is the antenna's.
    for (int i = 0; i < most_lanes; ++i) {
      const int k = tile.start() + i;
      Vector line = hn::Zero(d);
      if (k >= tile.first() && k < tile.end()) {
        const Line& l = tile.line(k);
        const Mask found = hn::And(l.owned.mine, hn::Gt(m_principal.row(i), least(l)));
        line = hn::IfThenElseZero(found, m_line.row(i));
      }
      m_line.put(i, line);
    }
    tile.fill(m_sample, [](const Line& l) HWY_ATTR {
      return hn::Div(of(l.end.u), hn::Max(hn::Ceil(hn::Sqrt(l.owned.distance2)), of(1.0F)));
    });
    for (Square* square : {&m_line, &m_sample}) square->turn();
    for (int r = 0; r < most_lanes; ++r) find_on_ray(tile, surface, ground, r);
    for (Square* square : {&m_principal, &m_transmitter_side, &m_receiver_side}) square->turn();
  }

 private:
  // A point of the exact profile.
  struct Sample {
    Vector place;  ///< in lines
    Vector height;
    Vector square;  ///< as EdgeBetween has it
  };

  // Of the exact profiles of a ray's receivers, the sample of largest ν next to the edge that was found on `line`: it has
  // equal steps of at most a pixel, and between two lines what is between their heights; buildings are the nearest line's.
  HWY_INLINE Sample sample_beside(const Series& surface, const Series& ground,
                                  const EdgeBetween& section, Vector line, Vector receiver_line,
                                  int ray) const {
    const Floats d;
    const Vector beside = m_beside.row(ray);
    const auto ground_on = [&](Vector on) HWY_ATTR {
      const Vector sunk = hn::IfThenZeroElse(hn::Eq(on, hn::Zero(d)), ground.of_lines(on, ray));
      return plus_product(m_rises.of_lines(on, ray), beside, sunk);
    };
    const auto building_on = [&](Vector on) HWY_ATTR {
      const Mask at_end = hn::Or(hn::Eq(on, hn::Zero(d)), hn::Eq(on, receiver_line));
      return hn::IfThenZeroElse(at_end,
                                hn::Sub(surface.of_lines(on, ray), ground.of_lines(on, ray)));
    };
    const Vector before = hn::Max(hn::Sub(line, of(1.0F)), hn::Zero(d));
    const Vector after = hn::Add(line, of(1.0F));
    const Vector own_ground = ground_on(line);
    const Vector fall = hn::Sub(own_ground, ground_on(before));
    const Vector rise = hn::Sub(ground_on(after), own_ground);
    const Vector own_building = building_on(line);
    const Vector building_before = building_on(before);
    const Vector building_after = building_on(after);

    const Vector offset = of(entry(m_t.u, 0));
    const Vector step = m_sample.row(ray);
    const Vector nearest = hn::Round(hn::Div(hn::Add(line, offset), step));
    const Vector own_height = hn::Add(own_ground, own_building);
    Sample out{line, own_height, of(-infinity)};
    for (const float more : {0.0F, -1.0F, 1.0F}) {
      const Vector place = hn::Sub(hn::Mul(hn::Add(nearest, of(more)), step), offset);
      const Vector past = hn::Sub(place, line);
      const Mask back = hn::Lt(past, hn::Zero(d));
      const Vector here = plus_product(hn::IfThenElse(back, fall, rise), past, own_ground);
      const Vector far_building = hn::IfThenElse(back, building_before, building_after);
      const Mask near = hn::Le(hn::Abs(past), of(0.5F));
      const Vector height = hn::Add(here, hn::IfThenElse(near, own_building, far_building));
      const Vector square = section.value_at(place, height);
      const Mask better =
          hn::And(hn::Le(hn::Abs(past), of(1.0F + rounding)), hn::Gt(square, out.square));
      out.place = hn::IfThenElse(better, place, out.place);
      out.height = hn::IfThenElse(better, height, out.height);
      out.square = hn::IfThenElse(better, square, out.square);
    }
    const Mask none = hn::Eq(out.square, of(-infinity));
    out.square = hn::IfThenElse(none, section.value_at(line, own_height), out.square);
    return out;
  }

  HWY_INLINE void find_on_ray(Tile& tile, const Series& surface, const Series& ground, int r) {
    const Floats d;
    const Vector line = m_line.row(r);
    const Mask asked = hn::Gt(line, hn::Zero(d));
    if (hn::AllFalse(d, asked)) {
      for (Square* square : {&m_principal, &m_transmitter_side, &m_receiver_side})
        square->put(r, of(-infinity));
      return;
    }
    const float step_m = tile.step_m(r);
    const auto nu_of = [&](const EdgeBetween& section, Mask found, Vector square) HWY_ATTR {
      const Vector lines = section.lines();
      const Vector root =
          hn::Sqrt(hn::Div(hn::Mul(hn::Abs(square), hn::Add(lines, lines)), of(step_m)));
      return hn::IfThenElse(found, hn::CopySign(root, square), of(-infinity));
    };
    // ν that costs nothing.
    const float least_square = m_fan.least_nu_root_m * std::abs(m_fan.least_nu_root_m);
    const auto least = [&](const EdgeBetween& section) HWY_ATTR {
      return hn::Div(of(0.5F * step_m * least_square), section.lines());
    };
    // The line of the edge, of those who ask; the antenna's where there is none.
    const auto search = [&](Mask who, int end, const auto& objective,
                            const EdgeBetween& section) HWY_ATTR {
      Vector at = hn::Zero(d);
      int hint = 0;  // where lines are asked for none is taken
      largest_before(surface, r, end, objective, hint,
                     hn::IfThenElse(who, least(section), of(infinity)), &at);
      return at;
    };

    const Vector antenna_line = of(-entry(m_t.u, 0));
    const Vector antenna = of(m_fan.antenna_m);
    const Vector receiver_line = tile.lines();
    const Vector receiver = m_own.row(r);
    const Vector reach = of(static_cast<float>(propagation::another_obstacle_m) / step_m);
    const Vector first = hn::Add(antenna_line, of(0.25F));
    const Vector last = hn::Sub(receiver_line, of(0.5F));
    const EdgeBetween whole(antenna_line, antenna, receiver_line, receiver, first, last);
    const Sample top = sample_beside(surface, ground, whole, line, receiver_line, r);
    m_principal.put(r, nu_of(whole, asked, top.square));

    // Towards the antenna an edge has one neighbour, whoever stands behind it.
    Vector t_line = hn::IfThenElseZero(asked, of_lines_of(m_known, line, r));
    const Mask fresh = hn::IsNaN(t_line);
    if (!hn::AllFalse(d, fresh)) {
      const int end =
          static_cast<int>(hn::GetLane(hn::MaxOfLanes(d, hn::IfThenElseZero(fresh, line))));
      const EdgeBetween section(antenna_line, antenna, line, surface.of_lines(line, r), first,
                                hn::Sub(line, reach));
      const Vector found = search(fresh, end, section, section);
      t_line = hn::IfThenElse(fresh, found, t_line);
      remember(line, r, t_line);
    }
    const EdgeBetween t_section(antenna_line, antenna, top.place, top.height, first,
                                hn::Sub(top.place, reach));
    m_transmitter_side.put(
        r, nu_of(t_section, hn::And(asked, hn::Gt(t_line, hn::Zero(d))),
                 sample_beside(surface, ground, t_section, t_line, receiver_line, r).square));

    const EdgeBetween r_section(top.place, top.height, receiver_line, receiver,
                                hn::Add(top.place, reach), last);
    const Vector r_line =
        search(asked, tile.end() - 1, BesideRay{r_section, m_rises, m_beside.row(r), r}, r_section);
    m_receiver_side.put(
        r, nu_of(r_section, hn::And(asked, hn::Gt(r_line, hn::Zero(d))),
                 sample_beside(surface, ground, r_section, r_line, receiver_line, r).square));
  }

  void remember(Vector line, int ray, Vector figure) {
    alignas(64) float lines[most_lanes];
    alignas(64) float figures[most_lanes];
    hn::Store(line, Floats(), lines);
    hn::Store(figure, Floats(), figures);
    for (std::size_t i = 0; i < hn::Lanes(Floats()); ++i)
      if (lines[i] > 0.0F)
        m_known[static_cast<std::size_t>(lines[i]) * hn::Lanes(Floats()) +
                static_cast<std::size_t>(ray)] = figures[i];
  }

  static constexpr float rounding = 1e-4F;  // of a place, in lines
  static constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

  const SweepFan& m_fan;
  const SweepTables& m_t;
  RiseSeries m_rises;
  float*
      m_known;  ///< for each line as the principal edge's, the line of the edge towards the antenna
  Hints m_hints;
  Square m_own;     ///< turned: antennas above the middles of their pixels, sunk
  Square m_beside;  ///< turned: beside_per_u
  Square m_sample;  ///< turned: from sample to sample of the exact profile, in lines
  Square m_line;    ///< of the principal edge; 0: there is none
  Square m_principal;
  Square m_transmitter_side;
  Square m_receiver_side;
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
