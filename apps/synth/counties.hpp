// SPDX-License-Identifier: Apache-2.0
// A city's ground shared out among its counties: each lies about a line and has a given area.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "apps/synth/borders.hpp"
#include "apps/synth/plan.hpp"

namespace gigacity::apps::synth {

/// The line about which a county lies, and its area.
struct CountyShape {
  MapPoint from;
  MapPoint to;
  double area_m2 = 0.0;
};

/// Two places on the border of two counties: a road crosses at one, a motorway at the other.
struct BorderCrossing {
  int a = 0;
  int b = 0;
  Node road;                     ///< of the whole lattice
  std::optional<Node> motorway;  ///< where the border is long enough
};

class Counties {
 public:
  /// Areas come out within about a percent.
  Counties(std::uint64_t seed, std::vector<CountyShape> shapes);

  const MapBox& box() const { return m_box; }
  const Lattice& lattice() const { return m_lattice; }
  /// County of a square of the lattice; Labels::nobody outside.
  int county_of(Node square) const;
  int county_at(MapPoint p) const;
  /// The part of the lattice about a county, with a free square on each side.
  Lattice lattice_of(int county) const;
  /// Place of a node on a border, of two counties or of the city; nothing elsewhere.
  std::optional<MapPoint> border_at(Node node) const;
  MultiPolygon outline_of_the_city() const;
  /// For each two neighbours with enough common border, in order of (a, b), the crossings where the
  /// way between `seats` is shortest; `dry` says where a road may be.
  std::vector<BorderCrossing> crossings(const std::vector<MapPoint>& seats, double apart_m,
                                        const std::function<bool(MapPoint)>& dry) const;

 private:
  MapPoint warped(MapPoint p) const;
  /// From each county's line; the county belongs to which it is least, less the county's weight.
  std::vector<double> squared_distances_m2(MapPoint warped_point) const;
  /// Large in the middle of counties, and between those that are near each other.
  double density(const std::vector<double>& squared_m2) const;
  int owner_of(MapPoint p) const;
  void weigh();
  void label();
  void fill_enclosed(Labels& labels) const;

  std::uint64_t m_seed;
  std::vector<CountyShape> m_shapes;
  std::vector<double>
      m_reach_m;  ///< about its line, a county would have its area without neighbours
  std::vector<double> m_weight_m2;
  double m_least_density = 0.0;  ///< in the city
  double m_size_m = 0.0;         ///< side of a square as large as the city
  MapBox m_box;
  Lattice m_lattice;
  std::vector<std::int8_t> m_county;
  std::vector<std::pair<Node, Node>> m_extent;  ///< of each county: first and last column and row
  std::optional<Borders> m_borders;
};

}  // namespace gigacity::apps::synth
