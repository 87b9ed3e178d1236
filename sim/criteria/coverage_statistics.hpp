// SPDX-License-Identifier: Apache-2.0
// What share of the area, people, households, premises, roads, places and villages is covered: by service, measure
// and threshold, for the city and each admin unit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/city.hpp"
#include "core/progress.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::criteria {

/// A raster that has to be at least so much.
struct Condition {
  std::shared_ptr<const RasterSource> values;
  std::vector<double> at_least;  ///< one for each step of its metric
};

/// What coverage is measured by, in steps: each step is met only where the ones before it are. A pixel without a
/// value (nothing computed, below the floor) meets none.
struct Metric {
  std::string name;                   ///< "rsrp", "sinr", ...
  std::string unit;                   ///< of the thresholds
  std::vector<double> thresholds;     ///< what each step is called
  std::vector<Condition> conditions;  ///< all have to hold; at least one
};

/// A service and what it is measured by.
struct MeasuredService {
  radio::Service service = radio::Technology::nr;
  double place_share = 1.0;  ///< of its pixels, from which a place or village counts as covered
  std::vector<Metric> metrics;
};

enum class Quantity {
  area_km2,
  people,
  households,
  premises,
  dwellings,
  road_km,
  key_places,
  villages
};
const char* to_string(Quantity quantity);

/// A quantity, of roads and places by class or kind.
struct QuantityKind {
  Quantity quantity = Quantity::area_km2;
  std::optional<std::string>
      kind;  ///< empty text where the layer names none; nothing: all kinds together
  friend bool operator==(const QuantityKind&, const QuantityKind&) = default;
};

/// One step of one metric of one service.
struct StatisticsTest {
  std::size_t service = 0;
  std::size_t metric = 0;
  std::size_t step = 0;
};

struct StatisticsRow {
  std::int32_t level = -1;  ///< as UnitMeasures
  std::int32_t unit = -1;
  std::size_t quantity = 0;     ///< index into Statistics::quantities
  double total = 0.0;           ///< above 0
  std::vector<double> covered;  ///< one for each of Statistics::tests
};

struct Statistics {
  std::vector<MeasuredService> services;
  std::vector<StatisticsTest> tests;
  std::vector<QuantityKind> quantities;
  std::vector<StatisticsRow>
      rows;  ///< the city first, then level by level, unit by unit, each level's "none" last
};

/// GEOS' intersection, which `sim` does not know.
using Intersection = std::function<MultiPolygon(const MultiPolygon&, const MultiPolygon&)>;

/// Reads the rasters once, tile by tile, in parallel, and adds in tile order: the same bytes for any number of
/// threads. Every level's rows, its "none" included, add up to the city's.
///
/// Area: the polygons' own, on the map; a pixel that a border crosses counts for each side by its share. A pixel of
/// which the area has a part, but not the centre, has no result of its own: the nearest beside it speaks for it.
/// People: the people raster, a pixel's by area among units, brought to what units state (StatedScale). Households,
/// premises (buildings with dwellings) and dwellings: covered where the building's point is. Roads: length on the map,
/// cut at pixels and borders. Key places and villages (units of the finest level): covered where MeasuredService::place_share
/// of the pixels is, as criteria count them.
///
/// Throws std::invalid_argument where a condition has not as many steps as its metric, InputError where a raster
/// cannot be read, Cancelled.
Statistics coverage_statistics(const City& city, std::vector<MeasuredService> services,
                               const Intersection& intersection, Progress& progress);

}  // namespace gigacity::criteria
