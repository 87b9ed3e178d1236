// SPDX-License-Identifier: Apache-2.0
// Horizons over the ground of the receivers of a tile, and how rough it is between them: Attachment 1 to Annex 1 of
// P.1812-6, §5.3 to §5.6. Compiled once for each kind of processor.
#if defined(GIGACITY_SWEEP_HORIZONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_SWEEP_HORIZONS_INL
#undef GIGACITY_SWEEP_HORIZONS_INL
#else
#define GIGACITY_SWEEP_HORIZONS_INL
#endif

#include "sim/radio/sweep_tile-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::radio::HWY_NAMESPACE {

class GroundHorizons {
 public:
  GroundHorizons(const SweepTables& tables, float antenna_m)
      : m_t(tables), m_antenna_m(antenna_m) {}

  void begin() {
    for (Hints* hints : {&m_horizon, &m_nearest, &m_roughest}) hints->fill(0);
  }
  // Rows of the tile: lines of the horizons, slope back up to the receiver's, and roughness.
  Vector transmitter_line(int row) const { return m_transmitter_line.row(row); }
  Vector receiver_line(int row) const { return m_receiver_line.row(row); }
  Vector slope_back(int row) const { return m_slope.row(row); }
  Vector roughness_m(int row) const { return m_roughness.row(row); }

  // Whether the ground hides the antenna.
  Mask beyond(const Line& l) const {
    return hn::Gt(l.passed.ground_slope, slope_to(l.end, m_antenna_m));
  }

  // Horizons over the ground: Attachment 1 to Annex 1, §5.3. The line of the receiver's is found, and on a path in sight
  // that of the point nearest to the straight line (eq. 80 and 81).
  HWY_INLINE void find(Tile& tile, const Series& ground) {
    const Vector from = of(m_antenna_m);
    const auto least = [&](const Line&) HWY_ATTR { return of(-infinity); };
    const auto beyond = [&](const Line& l) HWY_ATTR { return this->beyond(l); };
    const bool any_beyond = tile.find(
        ground, m_horizon, beyond, least,
        [&](const Line& l) HWY_ATTR {
          return SlopeBack{tile.of_line(l), l.end.sunk_antenna};
        },
        [&](int ray) HWY_ATTR {
          return SlopeBack{tile.of_ray(), tile.sunk_antenna(ray)};
        },
        m_slope, &m_receiver_line);
    Square ratios;
    Square nearest;
    const bool any_before = tile.find(
        ground, m_nearest, [&](const Line& l) HWY_ATTR { return hn::Not(beyond(l)); }, least,
        [&](const Line& l) HWY_ATTR {
          return ClearanceRatio{HeightAbove{tile.of_line(l), from, l.end.sunk_antenna}};
        },
        [&](int ray) HWY_ATTR {
          return ClearanceRatio{HeightAbove{tile.of_ray(), from, tile.sunk_antenna(ray)}};
        },
        ratios, &nearest);
    for (int k = tile.first(); k < tile.end(); ++k) {
      const Line& l = tile.line(k);
      const int row = k - tile.start();
      const Vector middle = of(0.5F * static_cast<float>(k));
      Vector t_line = middle;
      Vector r_line = middle;
      if (k > 1) {
        if (any_before) t_line = r_line = nearest.row(row);
        if (any_beyond) {
          t_line = hn::IfThenElse(beyond(l), l.passed.ground_line, t_line);
          r_line = hn::IfThenElse(beyond(l), m_receiver_line.row(row), r_line);
        }
      }
      m_transmitter_line.put(row, t_line);
      m_receiver_line.put(row, r_line);
    }
  }

  // The ground's roughness between the horizons, eq. 90, 91, 93.
  HWY_INLINE void find_roughness(const Bundle& rays, Tile& tile, const Series& ground) {
    const auto from = [&](const Line& l) HWY_ATTR {
      return hn::Min(smooth_transmitter_m(l.end, l.passed), hn::Zero(Floats()));
    };
    const auto to = [&](const Line& l) HWY_ATTR {
      return hn::Min(smooth_receiver_m(l.end, l.passed), l.end.ground);
    };
    const auto t_line = [&](const Line& l)
                            HWY_ATTR { return m_transmitter_line.row(l.end.line - tile.start()); };
    const auto r_line = [&](const Line& l)
                            HWY_ATTR { return m_receiver_line.row(l.end.line - tile.start()); };
    Square starts;
    Square ends;
    Square first;
    Square last;
    tile.fill(starts, from);
    tile.fill(ends, to);
    tile.fill(first, t_line);
    tile.fill(last, r_line);
    for (Square* square : {&starts, &ends, &first, &last}) square->turn();
    tile.find(
        ground, m_roughest, [&](const Line& l) HWY_ATTR { return hn::Le(t_line(l), r_line(l)); },
        [&](const Line&) HWY_ATTR { return of(nothing_m); },
        [&](const Line& l) HWY_ATTR {
          return Between{Lifted{HeightAbove{tile.of_line(l), from(l), to(l)}, m_t, rays.half_bulge},
                         t_line(l), r_line(l)};
        },
        [&](int ray) HWY_ATTR {
          return Between{Lifted{HeightAbove{tile.of_ray(), starts.row(ray), ends.row(ray)}, m_t,
                                tile.half_bulge(ray)},
                         first.row(ray), last.row(ray)};
        },
        m_roughness);
  }

 private:
  const SweepTables& m_t;
  float m_antenna_m;
  Hints m_horizon;
  Hints m_nearest;
  Hints m_roughest;
  Square m_slope;
  Square m_transmitter_line;
  Square m_receiver_line;
  Square m_roughness;
};

}  // namespace gigacity::radio::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
