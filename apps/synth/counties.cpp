// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/counties.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numbers>

#include "apps/synth/noise.hpp"
#include "core/parallel.hpp"

namespace gigacity::apps::synth {

namespace {

double squared_distance_to_line_m2(MapPoint p, MapPoint a, MapPoint b) {
  const double dx = b.x_m - a.x_m;
  const double dy = b.y_m - a.y_m;
  const double length2 = dx * dx + dy * dy;
  const double t =
      length2 > 0.0 ? std::clamp(((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / length2, 0.0, 1.0)
                    : 0.0;
  const double x = p.x_m - a.x_m - t * dx;
  const double y = p.y_m - a.y_m - t * dy;
  return x * x + y * y;
}

/// Index of the least of the squared distances less the weights.
std::size_t nearest_of(const double* squared_m2, const std::vector<double>& weight_m2) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < weight_m2.size(); ++i)
    if (squared_m2[i] - weight_m2[i] < squared_m2[best] - weight_m2[best]) best = i;
  return best;
}

double reach_m(const CountyShape& s) {
  const double length = distance_m(s.from, s.to);
  return (std::sqrt(length * length + std::numbers::pi * s.area_m2) - length) / std::numbers::pi;
}

}  // namespace

Counties::Counties(std::uint64_t seed, std::vector<CountyShape> shapes)
    : m_seed(seed), m_shapes(std::move(shapes)) {
  double area_m2 = 0.0;
  for (const CountyShape& s : m_shapes) {
    area_m2 += s.area_m2;
    const double reach = reach_m(s);
    m_reach_m.push_back(reach);
    m_weight_m2.push_back(reach * reach);
    for (const MapPoint end : {s.from, s.to}) {
      m_box.add(MapPoint{end.x_m - 1.35 * reach, end.y_m - 1.35 * reach});
      m_box.add(MapPoint{end.x_m + 1.35 * reach, end.y_m + 1.35 * reach});
    }
  }
  m_size_m = std::sqrt(area_m2);
  weigh();
  label();
}

/// Where a point is looked up: noise bends the straight borders.
MapPoint Counties::warped(MapPoint p) const {
  const double x = 9.0 * p.x_m / m_size_m;
  const double y = 9.0 * p.y_m / m_size_m;
  const double most_m = 0.035 * m_size_m;
  return {p.x_m + most_m * fractal_noise(m_seed * 31 + 1, x, y, 5),
          p.y_m + most_m * fractal_noise(m_seed * 31 + 2, x, y, 5)};
}

std::vector<double> Counties::squared_distances_m2(MapPoint warped_point) const {
  std::vector<double> squared;
  for (const CountyShape& s : m_shapes)
    squared.push_back(squared_distance_to_line_m2(warped_point, s.from, s.to));
  return squared;
}

double Counties::density(const std::vector<double>& squared_m2) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < m_shapes.size(); ++i)
    sum += std::exp(-squared_m2[i] / (m_reach_m[i] * m_reach_m[i]));
  return sum;
}

int Counties::owner_of(MapPoint p) const {
  const auto squared_m2 = squared_distances_m2(warped(p));
  return density(squared_m2) < m_least_density
             ? Labels::nobody
             : static_cast<int>(nearest_of(squared_m2.data(), m_weight_m2));
}

/// The outline that has the area of all, and weights by which it is shared out as wanted; on a coarse
/// raster of the box.
void Counties::weigh() {
  const double step_m = std::sqrt(m_box.width_m() * m_box.height_m() / 200'000.0);
  struct Sample {
    double density = 0.0;
    MapPoint at;
    std::vector<double> squared_m2;
  };
  std::vector<Sample> samples;
  for (double y = m_box.min_y_m + 0.5 * step_m; y < m_box.max_y_m; y += step_m) {
    for (double x = m_box.min_x_m + 0.5 * step_m; x < m_box.max_x_m; x += step_m) {
      auto squared_m2 = squared_distances_m2(warped({x, y}));
      const double here = density(squared_m2);
      samples.push_back({here, {x, y}, std::move(squared_m2)});
    }
  }
  std::ranges::stable_sort(samples, std::greater<>(), &Sample::density);
  const auto inside =
      std::min(samples.size(), static_cast<std::size_t>(m_size_m * m_size_m / (step_m * step_m)));
  m_least_density = samples[inside - 1].density;
  samples.resize(inside);
  MapBox reached;
  for (const Sample& s : samples) reached.add(s.at);
  for (int round = 0; round < 80; ++round) {
    std::vector<double> area_m2(m_shapes.size(), 0.0);
    for (const Sample& s : samples)
      area_m2[nearest_of(s.squared_m2.data(), m_weight_m2)] += step_m * step_m;
    // By how much a weight changes an area without neighbours; more would swing to and fro.
    for (std::size_t i = 0; i < m_shapes.size(); ++i)
      m_weight_m2[i] +=
          0.7 * (m_shapes[i].area_m2 - area_m2[i]) /
          (std::numbers::pi + distance_m(m_shapes[i].from, m_shapes[i].to) / m_reach_m[i]);
  }
  const MapBox around = reached.inflated(4.0 * step_m);
  constexpr double multiple_m = 120.0;
  m_box = {std::floor(around.min_x_m / multiple_m) * multiple_m,
           std::floor(around.min_y_m / multiple_m) * multiple_m,
           std::ceil(around.max_x_m / multiple_m) * multiple_m,
           std::ceil(around.max_y_m / multiple_m) * multiple_m};
}

/// Ground that the counties enclose belongs to the nearest of them.
void Counties::fill_enclosed(Labels& labels) const {
  std::vector<std::size_t> open;
  std::vector<char> outside(labels.size(), 0);
  const auto reach = [&](int column, int row) {
    if (column < 0 || row < 0 || column >= labels.columns() || row >= labels.rows()) return;
    const std::size_t i = labels.index_of(column, row);
    if (labels[i] != Labels::nobody || outside[i] != 0) return;
    outside[i] = 1;
    open.push_back(i);
  };
  for (int column = 0; column < labels.columns(); ++column) {
    reach(column, 0);
    reach(column, labels.rows() - 1);
  }
  for (int row = 0; row < labels.rows(); ++row) {
    reach(0, row);
    reach(labels.columns() - 1, row);
  }
  const auto columns = static_cast<std::size_t>(labels.columns());
  while (!open.empty()) {
    const std::size_t i = open.back();
    open.pop_back();
    const auto column = static_cast<int>(i % columns);
    const auto row = static_cast<int>(i / columns);
    reach(column - 1, row);
    reach(column + 1, row);
    reach(column, row - 1);
    reach(column, row + 1);
  }
  for (int row = 0; row < labels.rows(); ++row) {
    for (int column = 0; column < labels.columns(); ++column) {
      const std::size_t i = labels.index_of(column, row);
      if (labels[i] != Labels::nobody || outside[i] != 0) continue;
      const double half = 0.5 * m_lattice.step_m;
      const MapPoint corner = m_lattice.point_of({column, row});
      const auto squared_m2 = squared_distances_m2(warped({corner.x_m + half, corner.y_m + half}));
      labels[i] = static_cast<int>(nearest_of(squared_m2.data(), m_weight_m2));
    }
  }
}

void Counties::label() {
  m_lattice.west_m = m_box.min_x_m;
  m_lattice.south_m = m_box.min_y_m;
  m_lattice.columns = static_cast<int>(m_box.width_m() / m_lattice.step_m) + 1;
  m_lattice.rows = static_cast<int>(m_box.height_m() / m_lattice.step_m) + 1;
  Labels labels(m_lattice);
  parallel_for(static_cast<std::size_t>(labels.rows()), [&](std::size_t line) {
    const auto row = static_cast<int>(line);
    for (int column = 0; column < labels.columns(); ++column) {
      // Nobody owns the rim, so that every border has another side.
      if (column == 0 || row == 0 || column + 1 == labels.columns() || row + 1 == labels.rows())
        continue;
      const double half = 0.5 * m_lattice.step_m;
      const MapPoint corner = m_lattice.point_of({column, row});
      labels[labels.index_of(column, row)] = owner_of({corner.x_m + half, corner.y_m + half});
    }
  });
  fill_enclosed(labels);
  labels.heal();
  m_extent.assign(m_shapes.size(), {{labels.columns(), labels.rows()}, {-1, -1}});
  m_county.resize(labels.size());
  for (int row = 0; row < labels.rows(); ++row) {
    for (int column = 0; column < labels.columns(); ++column) {
      const int county = labels.at(column, row);
      m_county[labels.index_of(column, row)] = static_cast<std::int8_t>(county);
      if (county == Labels::nobody) continue;
      auto& [first, last] = m_extent[static_cast<std::size_t>(county)];
      first = {std::min(first.column, column), std::min(first.row, row)};
      last = {std::max(last.column, column), std::max(last.row, row)};
    }
  }
  // Every vertex is needed: units of both sides may end at it.
  m_borders.emplace(
      m_lattice, labels,
      Borders::Rules{[](std::size_t) { return std::nullopt; }, [](std::size_t) { return true; }});
}

int Counties::county_of(Node square) const {
  if (square.column < 0 || square.row < 0 || square.column + 1 >= m_lattice.columns ||
      square.row + 1 >= m_lattice.rows)
    return Labels::nobody;
  return m_county[static_cast<std::size_t>(square.row) *
                      static_cast<std::size_t>(m_lattice.columns - 1) +
                  static_cast<std::size_t>(square.column)];
}

int Counties::county_at(MapPoint p) const {
  return county_of({static_cast<int>(std::floor((p.x_m - m_lattice.west_m) / m_lattice.step_m)),
                    static_cast<int>(std::floor((p.y_m - m_lattice.south_m) / m_lattice.step_m))});
}

Lattice Counties::lattice_of(int county) const {
  const auto& [first, last] = m_extent[static_cast<std::size_t>(county)];
  const MapPoint corner = m_lattice.point_of({first.column - 1, first.row - 1});
  Lattice part = m_lattice;
  part.west_m = corner.x_m;
  part.south_m = corner.y_m;
  part.columns = last.column - first.column + 4;
  part.rows = last.row - first.row + 4;
  return part;
}

std::optional<MapPoint> Counties::border_at(Node node) const {
  return m_lattice.holds(node) ? m_borders->at(m_lattice.index_of(node)) : std::nullopt;
}

MultiPolygon Counties::outline_of_the_city() const {
  Labels all(m_lattice);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (m_county[i] != Labels::nobody) all[i] = 0;
  return m_borders->outlines(all, 1).front();
}

std::vector<BorderCrossing> Counties::crossings(const std::vector<MapPoint>& seats, double apart_m,
                                                const std::function<bool(MapPoint)>& dry) const {
  std::map<std::pair<int, int>, std::vector<Node>> borders;
  for (int row = 1; row + 1 < m_lattice.rows; ++row) {
    for (int column = 1; column + 1 < m_lattice.columns; ++column) {
      const int south_west = county_of({column - 1, row - 1});
      const int south_east = county_of({column, row - 1});
      const int north_west = county_of({column - 1, row});
      const int north_east = county_of({column, row});
      const auto [least, most] = std::minmax({south_west, south_east, north_west, north_east});
      if (least == most || least == Labels::nobody) continue;
      const auto one_of_two = [least = least, most = most](int c) {
        return c == least || c == most;
      };
      if (!one_of_two(south_west) || !one_of_two(south_east) || !one_of_two(north_west)) continue;
      if (!one_of_two(north_east) || !dry(m_lattice.point_of({column, row}))) continue;
      borders[{least, most}].push_back({column, row});
    }
  }
  std::vector<BorderCrossing> result;
  for (const auto& [pair, nodes] : borders) {
    const auto way_m = [&, pair = pair](Node node) {
      const MapPoint p = m_lattice.point_of(node);
      return distance_m(p, seats[static_cast<std::size_t>(pair.first)]) +
             distance_m(p, seats[static_cast<std::size_t>(pair.second)]);
    };
    BorderCrossing crossing{pair.first, pair.second, *std::ranges::min_element(nodes, {}, way_m),
                            std::nullopt};
    double best_m = std::numeric_limits<double>::infinity();
    for (const Node& node : nodes) {
      const double off_m = distance_m(m_lattice.point_of(node), m_lattice.point_of(crossing.road));
      if (off_m < apart_m || way_m(node) >= best_m) continue;
      best_m = way_m(node);
      crossing.motorway = node;
    }
    result.push_back(crossing);
  }
  return result;
}

}  // namespace gigacity::apps::synth
