// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/coverage_statistics.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <utility>

#include "core/parallel.hpp"
#include "core/pixel_runs.hpp"
#include "core/tile_index.hpp"
#include "sim/criteria/stated_scale.hpp"
#include "sim/criteria/statistics_tile.hpp"

namespace gigacity::criteria {

namespace {

constexpr std::size_t tiles_in_flight = 16;
constexpr double m_per_km = 1000.0;

/// Quantities in the order of their rows; of roads and places all together, then by kind.
std::vector<QuantityKind> quantities_of(const std::set<std::string>& road_classes,
                                        const std::set<std::string>& place_kinds) {
  std::vector<QuantityKind> quantities;
  for (const auto quantity : {Quantity::area_km2, Quantity::people, Quantity::households,
                              Quantity::premises, Quantity::dwellings})
    quantities.push_back({quantity, std::nullopt});
  const auto add = [&](Quantity quantity, const std::set<std::string>& kinds) {
    quantities.push_back({quantity, std::nullopt});
    for (const auto& kind : kinds) quantities.push_back({quantity, kind});
  };
  add(Quantity::road_km, road_classes);
  add(Quantity::key_places, place_kinds);
  quantities.push_back({Quantity::villages, std::nullopt});
  return quantities;
}

/// Total and covered parts of each row and quantity.
class Table {
 public:
  Table(const RankLayout& layout, std::size_t tests) : m_layout(layout), m_tests(tests) {}

  struct Entry {
    double total = 0.0;
    std::vector<double> covered;
  };

  Entry& at(std::size_t row, std::size_t quantity) {
    auto& entry = m_entries[{row, quantity}];
    entry.covered.resize(m_tests);
    return entry;
  }

  void add_total(std::size_t row, std::size_t quantity, double amount) {
    at(row, quantity).total += amount;
  }

  void add(std::size_t row, std::size_t quantity, std::span<const double> bins, double factor) {
    auto& entry = at(row, quantity);
    std::size_t test = 0;
    for (std::size_t m = 0; m < m_layout.metrics().size(); ++m) {
      const std::size_t steps = m_layout.metrics()[m]->thresholds.size();
      const auto of_metric = bins.subspan(m_layout.first_bin(m), steps + 1);
      double met = 0.0;
      for (std::size_t step = steps; step > 0; --step) {
        met += of_metric[step];
        entry.covered[test + step - 1] += factor * met;
      }
      if (m == 0) entry.total += factor * (met + of_metric[0]);
      test += steps;
    }
  }

  const std::map<std::pair<std::size_t, std::size_t>, Entry>& entries() const { return m_entries; }

 private:
  const RankLayout& m_layout;
  std::size_t m_tests;
  std::map<std::pair<std::size_t, std::size_t>, Entry> m_entries;
};

class Statistician {
 public:
  Statistician(const City& city, Statistics& statistics, const Intersection& intersection,
               Progress& progress)
      : m_city(city),
        m_progress(progress),
        m_rows(city),
        m_statistics(statistics),
        m_layout(statistics.services),
        m_households(household_scale(city)),
        m_tiles(tiles_of(city.grid)),
        m_features(m_tiles.size()) {
    m_shared.city = &city;
    m_shared.rows = &m_rows;
    m_shared.layout = &m_layout;
    m_shared.stated_level = stated_level(city, &AdminUnit::residents);
    find_outlines(intersection);
    list_tests_and_quantities();
  }

  void run() {
    spread_buildings();
    spread_roads();
    spread_features();
    sum_tiles();
    count_points_of_features();
    Table table(m_layout, m_statistics.tests.size());
    add_sums(table);
    add_people(table);
    add_unlocated_households(table);
    add_features(table);
    for (const auto& [key, entry] : table.entries()) {
      if (!(entry.total > 0.0)) continue;
      const auto [level, unit] = m_rows.at(key.first);
      m_statistics.rows.push_back({level, unit, key.second, entry.total, entry.covered});
    }
  }

 private:
  void find_outlines(const Intersection& intersection) {
    const auto beyond = units_beyond(m_city);
    for (std::size_t level = 0; level < m_city.admin.size(); ++level) {
      auto& units = m_shared.outlines.emplace_back();
      for (const auto& unit : m_city.admin[level].units) units.outline.push_back(&unit.footprint);
      for (const auto u : beyond[level]) {
        m_progress.throw_if_cancelled();
        auto& outline = units.outline[static_cast<std::size_t>(u)];
        outline = &m_clipped.emplace_back(intersection(*outline, m_city.area));
      }
      for (const auto* outline : units.outline) units.box.push_back(bounds(*outline));
    }
  }

  void list_tests_and_quantities() {
    for (std::size_t s = 0; s < m_statistics.services.size(); ++s) {
      const auto& metrics = m_statistics.services[s].metrics;
      for (std::size_t m = 0; m < metrics.size(); ++m)
        for (std::size_t step = 0; step < metrics[m].thresholds.size(); ++step)
          m_statistics.tests.push_back({s, m, step});
    }
    std::set<std::string> classes;
    std::set<std::string> kinds;
    for (const auto& road : m_city.roads) classes.insert(road.road_class);
    for (const auto& place : m_city.places) kinds.insert(place.kind);
    m_statistics.quantities = quantities_of(classes, kinds);
    for (const auto& road : m_city.roads)
      m_shared.class_of_road.push_back(
          static_cast<std::int32_t>(std::distance(classes.begin(), classes.find(road.road_class))));
  }

  std::size_t index_of(Quantity quantity, const std::optional<std::string>& kind = {}) const {
    const auto found = std::ranges::find(m_statistics.quantities, QuantityKind{quantity, kind});
    return static_cast<std::size_t>(found - m_statistics.quantities.begin());
  }

  std::size_t tile_of(Pixel p) const {
    const auto across = static_cast<std::size_t>((m_city.grid.width + tile_side - 1) / tile_side);
    return static_cast<std::size_t>(p.row / tile_side) * across +
           static_cast<std::size_t>(p.column / tile_side);
  }

  void spread_buildings() {
    m_shared.households.resize(m_city.buildings.size());
    for (std::size_t b = 0; b < m_city.buildings.size(); ++b) {
      const auto& building = m_city.buildings[b];
      if (building.dwellings <= 0) continue;
      const double factor = m_households.level < 0
                                ? 1.0
                                : m_households.factor_of(unit_of(
                                      building.unit, static_cast<std::size_t>(m_households.level)));
      m_shared.households[b] = factor * building.households;
      m_features[tile_of(nearest_pixel(m_city.grid, building.point))].buildings.push_back(b);
    }
  }

  void spread_roads() {
    std::vector<RoadSegment> segments;
    std::vector<MapBox> boxes;
    for (std::size_t r = 0; r < m_city.roads.size(); ++r) {
      const auto& line = m_city.roads[r].line;
      for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        segments.push_back({r, i});
        auto& box = boxes.emplace_back();
        box.add(line[i]);
        box.add(line[i + 1]);
      }
    }
    const TileIndex index(m_city.grid, boxes);
    for (std::size_t t = 0; t < m_tiles.size(); ++t)
      for (const auto s : index.touching(m_tiles[t]))
        m_features[t].roads.push_back(segments[static_cast<std::size_t>(s)]);
  }

  /// Places, then villages.
  void spread_features() {
    const auto spread = [this](const MultiPolygon& footprint, MapPoint point) {
      for (const auto& run : runs_of(footprint, m_city.grid)) {
        for (int begin = run.begin; begin < run.end;) {
          const int end = std::min(run.end, (begin / tile_side + 1) * tile_side);
          m_features[tile_of({begin, run.row})].runs.push_back(
              {m_points.size(), {run.row, begin, end}});
          begin = end;
        }
      }
      m_points.push_back(point);
    };
    for (const auto& place : m_city.places) spread(place.footprint, place.point);
    if (m_city.admin.empty()) return;
    for (const auto& unit : m_city.admin.back().units)
      spread(unit.footprint, centroid(unit.footprint));
  }

  void sum_tiles() {
    m_counts.assign(m_points.size(), CountsOfFeature(m_layout.bins()));
    m_progress.begin("statistics", static_cast<std::int64_t>(m_tiles.size()));
    parallel_ordered<TileSums>(
        m_tiles.size(), tiles_in_flight,
        [&](std::size_t i) {
          m_progress.throw_if_cancelled();
          return sum_tile(m_shared, m_tiles[i], m_features[i]);
        },
        [&](std::size_t, TileSums&& tile) {
          for (const auto& [key, bins] : tile.sums) {
            auto& sum = m_sums[key];
            sum.resize(bins.size());
            std::ranges::transform(sum, bins, sum.begin(), std::plus<>());
          }
          for (const auto& [feature, counts] : tile.features) {
            auto& count = m_counts[feature];
            std::ranges::transform(count, counts, count.begin(), std::plus<>());
          }
          m_progress.advance();
        });
  }

  /// A feature without the centre of any pixel is judged by the pixel of its point, as criteria do.
  void count_points_of_features() {
    for (std::size_t f = 0; f < m_points.size(); ++f) {
      if (std::ranges::any_of(m_counts[f], [](std::int64_t count) { return count > 0; })) continue;
      const auto pixel = m_city.grid.pixel_inside(m_points[f]);
      if (!pixel) continue;
      m_progress.throw_if_cancelled();
      for (std::size_t m = 0; m < m_layout.metrics().size(); ++m) {
        const auto& metric = *m_layout.metrics()[m];
        std::size_t met = metric.thresholds.size();
        for (const auto& condition : metric.conditions)
          met = std::min<std::size_t>(
              met, steps_met(condition.at_least,
                             condition.values->read({pixel->column, pixel->row, 1, 1}).at({0, 0})));
        ++m_counts[f][m_layout.first_bin(m) + met];
      }
    }
  }

  void add_sums(Table& table) const {
    const double pixel_km2 = m_city.grid.pixel_m * m_city.grid.pixel_m / (m_per_km * m_per_km);
    for (const auto& [key, bins] : m_sums) {
      const auto& [row, quantity, kind, stated] = key;
      const std::size_t all = index_of(quantity);
      switch (quantity) {
        case Quantity::people:
          break;  // add_people()
        case Quantity::area_km2:
          table.add(row, all, bins, pixel_km2);
          break;
        case Quantity::road_km:
          table.add(row, all, bins, 1.0 / m_per_km);
          table.add(row, all + 1 + static_cast<std::size_t>(kind), bins, 1.0 / m_per_km);
          break;
        default:
          table.add(row, all, bins, 1.0);
      }
    }
  }

  void add_people(Table& table) const {
    if (!m_city.people) return;
    const std::int32_t level = m_shared.stated_level;
    const auto people_of = [this](std::size_t row, std::int32_t stated) {
      const auto bins = m_sums.find({row, Quantity::people, 0, stated});
      if (bins == m_sums.end()) return 0.0;
      const std::size_t of_first_metric = m_layout.metrics().front()->thresholds.size() + 1;
      return std::accumulate(bins->second.begin(),
                             bins->second.begin() + static_cast<std::ptrdiff_t>(of_first_metric),
                             0.0);
    };
    std::vector<double> found;
    if (level >= 0) {
      const auto units = m_city.admin[static_cast<std::size_t>(level)].units.size();
      for (std::size_t u = 0; u < units; ++u) {
        const auto unit = static_cast<std::int32_t>(u);
        found.push_back(people_of(m_rows.row(static_cast<std::size_t>(level), unit), unit));
      }
    }
    const auto scale = stated_scale(m_city, &AdminUnit::residents, level, found);
    const std::size_t quantity = index_of(Quantity::people);
    for (const auto& [key, bins] : m_sums)
      if (std::get<1>(key) == Quantity::people)
        table.add(std::get<0>(key), quantity, bins, scale.factor_of(std::get<3>(key)));
    add_unlocated(table, quantity, scale);
  }

  /// Of what a unit states and nothing on the map carries nothing is covered.
  void add_unlocated(Table& table, std::size_t quantity, const StatedScale& scale) const {
    for (std::size_t u = 0; u < scale.unlocated.size(); ++u) {
      if (scale.unlocated[u] == 0.0) continue;
      for_rows_of_unit(scale.level, static_cast<std::int32_t>(u), [&](std::size_t row) {
        table.add_total(row, quantity, scale.unlocated[u]);
      });
    }
  }

  void add_unlocated_households(Table& table) const {
    const bool any =
        std::ranges::any_of(m_city.buildings, [](const Building& b) { return b.dwellings > 0; });
    if (any) add_unlocated(table, index_of(Quantity::households), m_households);
  }

  /// The city's row and one of each level.
  template <class Add>
  void for_rows(std::span<const std::int32_t> units, const Add& add) const {
    add(UnitRows::city_row);
    for (std::size_t level = 0; level < m_rows.levels(); ++level)
      add(m_rows.row(level, unit_of(units, level)));
  }
  /// As for_rows for a unit of `level`: its ancestors, and "none" at finer levels.
  template <class Add>
  void for_rows_of_unit(std::int32_t level, std::int32_t unit, const Add& add) const {
    for_rows(lineage(m_city, level, unit), add);
  }

  void add_features(Table& table) const {
    const std::size_t places = index_of(Quantity::key_places);
    for (std::size_t f = 0; f < m_city.places.size(); ++f) {
      const auto& place = m_city.places[f];
      const std::size_t of_kind = index_of(Quantity::key_places, place.kind);
      for_rows(place.unit, [&](std::size_t row) {
        add_feature(table, row, places, f);
        add_feature(table, row, of_kind, f);
      });
    }
    const auto finest = static_cast<std::int32_t>(m_city.admin.size()) - 1;
    const std::size_t villages = index_of(Quantity::villages);
    for (std::size_t f = m_city.places.size(); f < m_points.size(); ++f)
      for_rows_of_unit(finest, static_cast<std::int32_t>(f - m_city.places.size()),
                       [&](std::size_t row) { add_feature(table, row, villages, f); });
  }

  void add_feature(Table& table, std::size_t row, std::size_t quantity, std::size_t feature) const {
    auto& entry = table.at(row, quantity);
    entry.total += 1.0;
    std::size_t metric = 0;
    std::size_t test = 0;
    for (const auto& service : m_statistics.services) {
      for (const auto& each : service.metrics) {
        const std::size_t steps = each.thresholds.size();
        const auto counts =
            std::span(m_counts[feature]).subspan(m_layout.first_bin(metric), steps + 1);
        const auto pixels = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
        std::int64_t met = 0;
        for (std::size_t step = steps; step > 0; --step) {
          met += counts[step];
          const bool covered =
              pixels > 0 &&
              static_cast<double>(met) / static_cast<double>(pixels) >= service.place_share;
          if (covered) entry.covered[test + step - 1] += 1.0;
        }
        test += steps;
        ++metric;
      }
    }
  }

  const City& m_city;
  Progress& m_progress;
  UnitRows m_rows;
  Statistics& m_statistics;
  RankLayout m_layout;
  StatedScale m_households;
  std::vector<Window> m_tiles;
  std::vector<TileFeatures> m_features;
  std::deque<MultiPolygon> m_clipped;
  StatisticsCity m_shared;
  std::vector<MapPoint> m_points;  ///< of each feature
  std::vector<CountsOfFeature> m_counts;
  SumsByKey m_sums;
};

}  // namespace

const char* to_string(Quantity quantity) {
  switch (quantity) {
    case Quantity::area_km2:
      return "area_km2";
    case Quantity::people:
      return "people";
    case Quantity::households:
      return "households";
    case Quantity::premises:
      return "premises";
    case Quantity::dwellings:
      return "dwellings";
    case Quantity::road_km:
      return "road_km";
    case Quantity::key_places:
      return "key_places";
    case Quantity::villages:
      break;
  }
  return "villages";
}

Statistics coverage_statistics(const City& city, std::vector<MeasuredService> services,
                               const Intersection& intersection, Progress& progress) {
  Statistics statistics;
  statistics.services = std::move(services);
  if (std::ranges::all_of(statistics.services,
                          [](const MeasuredService& s) { return s.metrics.empty(); }))
    return statistics;
  Statistician(city, statistics, intersection, progress).run();
  return statistics;
}

}  // namespace gigacity::criteria
