// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/border_city.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/random.hpp"

namespace gigacity::bench {

namespace {

constexpr double village_m = 1400.0;
constexpr int steps = 16;  // corners along one side of a village
constexpr int villages_of_a_town = 6;
constexpr MapPoint corner{420'000.0, 3'900'000.0};

/// A corner of the lattice of steps, shaken by less than half a step, so that borders never cross.
MapPoint crooked(int column, int row) {
  constexpr double step_m = village_m / steps;
  RandomStream random(
      11, static_cast<std::uint64_t>(row) * 1'000'003U + static_cast<std::uint64_t>(column));
  const double x = random.uniform(-0.3, 0.3);
  const double y = random.uniform(-0.3, 0.3);
  return {corner.x_m + (column + x) * step_m, corner.y_m + (row + y) * step_m};
}

/// The outline of a square of lattice steps.
MultiPolygon outline(int column, int row, int columns, int rows) {
  Ring ring;
  for (int i = 0; i < columns; ++i) ring.push_back(crooked(column + i, row));
  for (int i = 0; i < rows; ++i) ring.push_back(crooked(column + columns, row + i));
  for (int i = 0; i < columns; ++i) ring.push_back(crooked(column + columns - i, row + rows));
  for (int i = 0; i < rows; ++i) ring.push_back(crooked(column, row + rows - i));
  ring.push_back(ring.front());
  return {{std::move(ring), {}}};
}

std::vector<MultiPolygon> squares(int side, int villages) {
  std::vector<MultiPolygon> out;
  for (int row = 0; row < side; row += villages)
    for (int column = 0; column < side; column += villages)
      out.push_back(outline(column * steps, row * steps, std::min(villages, side - column) * steps,
                            std::min(villages, side - row) * steps));
  return out;
}

}  // namespace

BorderCity border_city(int side) {
  return {outline(0, 0, side * steps, side * steps), squares(side, villages_of_a_town),
          squares(side, 1)};
}

std::vector<MapPoint> premises_points(const BorderCity& city, std::size_t count) {
  const MapBox box = bounds(city.county);
  RandomStream random(11, 7);
  std::vector<MapPoint> points;
  points.reserve(count);
  while (points.size() < count)
    points.push_back(
        {random.uniform(box.min_x_m, box.max_x_m), random.uniform(box.min_y_m, box.max_y_m)});
  return points;
}

MultiPolygon house(MapPoint at, std::size_t number) {
  RandomStream random(13, number);
  const double angle = random.uniform(0.0, std::numbers::pi);
  const double along = random.uniform(4.0, 10.0);
  const double across = random.uniform(4.0, 7.0);
  Ring ring;
  for (const auto& [u, v] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}})
    ring.push_back({at.x_m + u * along * std::cos(angle) - v * across * std::sin(angle),
                    at.y_m + u * along * std::sin(angle) + v * across * std::cos(angle)});
  return {{std::move(ring), {}}};
}

}  // namespace gigacity::bench
