// SPDX-License-Identifier: Apache-2.0
// People on the city's grid: each where a pixel is computed, so that the raster's sum is everybody.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "apps/run/population_raster.hpp"
#include "core/city.hpp"
#include "core/raster.hpp"

namespace gigacity::apps {

/// For each point the pixel it lies in, or, where that is not inside the area (its centre is not),
/// the inside pixel with the nearest centre. Nothing where no pixel is inside.
std::vector<std::optional<Pixel>> inside_pixels(const City& city, std::span<const MapPoint> points);

/// The admin unit at each pixel, -1 for none.
std::vector<std::int32_t> units_at(const City& city, std::size_t level,
                                   std::span<const std::optional<Pixel>> pixels);

/// People at points, and people who live somewhere in a unit.
class PlacedPeople {
 public:
  explicit PlacedPeople(const City& city) : m_city(city) {}
  void add(std::optional<Pixel> pixel, double people);
  /// Spreads people evenly over the pixels of units of one level; `people` has one entry for each
  /// unit. Reads the level's zone raster once. Units without pixels leave theirs nowhere.
  void spread(std::size_t level, std::span<const double> people);
  /// Call once, when all are added.
  void sort();
  void add_to(Raster<double>& people, const Window& window) const;

 private:
  struct At {
    Pixel pixel;
    double people = 0.0;
  };
  const City& m_city;
  std::vector<At> m_points;  ///< by row and column
  std::size_t m_level = 0;
  std::vector<double> m_even;  ///< for each unit of the level: people per pixel
};

/// Adds the people of a population raster's open pixels to the pixels of a window: evenly over each
/// one's surface, as far as that is inside.
void add_open_people(const City& city, const PopulationRaster& raster, Raster<double>& people,
                     const Window& window);

/// Those that add_open_people() finds no place for, since no inside pixel touches theirs: their
/// middles and how many they are.
std::vector<std::pair<MapPoint, double>> people_beside_the_pixels(const City& city,
                                                                  const PopulationRaster& raster);

/// A raster of people as it is stored: NaN outside the area.
Raster<float> inside_only(const City& city, const Raster<double>& people, const Window& window);

}  // namespace gigacity::apps
