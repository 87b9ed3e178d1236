// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/coverage_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "sim/criteria/measures.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

using testing::rectangle;
using testing::sample_profile;

const std::vector<double> levels_dbm{-110.0, -105.0, -95.0, -85.0};

MeasuredService service_of(radio::Technology technology, const RadioLayers& layers,
                           const RadioTest& test) {
  return {technology,
          test.share,
          {{"rsrp", "dBm", levels_dbm, {{layers.rsrp_dbm, levels_dbm}}},
           {"criteria",
            "",
            {0.0},
            {{layers.rsrp_dbm, {test.rsrp_dbm}}, {layers.sinr_db, {test.sinr_db}}}}}};
}

std::vector<MeasuredService> services_of(const testing::SampleCity& sample) {
  const auto profile = sample_profile();
  return {service_of(radio::Technology::nr, sample.nr, profile.nr),
          service_of(radio::Technology::lte, sample.lte, profile.lte)};
}

/// Units of the sample city are axis-parallel: their intersection is that of the boxes.
MultiPolygon box_intersection(const MultiPolygon& a, const MultiPolygon& b) {
  const MapBox p = bounds(a);
  const MapBox q = bounds(b);
  return rectangle(std::max(p.min_x_m, q.min_x_m), std::max(p.min_y_m, q.min_y_m),
                   std::min(p.max_x_m, q.max_x_m), std::min(p.max_y_m, q.max_y_m));
}

Statistics statistics_of(const City& city, const std::vector<MeasuredService>& services,
                         int threads = 0) {
  const ThreadLimit limit(threads);
  SilentProgress progress;
  return coverage_statistics(city, services, box_intersection, progress);
}

/// Roads across the whole city, along and across its units' borders.
void add_roads(City& city) {
  for (int i = 0; i < 40; ++i) {
    RandomStream random(11, static_cast<std::uint64_t>(i));
    Road road;
    road.road_class = i % 3 == 0 ? "primary" : "residential";
    const MapBox box = city.grid.box();
    for (int k = 0; k < 6; ++k)
      road.line.push_back({random.uniform(box.min_x_m - 100.0, box.max_x_m + 100.0),
                           random.uniform(box.min_y_m - 100.0, box.max_y_m + 100.0)});
    city.roads.push_back(road);
  }
}

/// The sample city with borders that pixels do not know: towns end between two columns' sides.
testing::SampleCity slanted_city(bool stated) {
  auto sample = testing::sample_city(stated);
  auto& city = sample.city;
  const MapBox box = city.grid.box();
  city.area =
      rectangle(box.min_x_m + 47.0, box.min_y_m + 53.5, box.max_x_m - 48.0, box.max_y_m - 51.0);
  const auto border = [&](int town) {
    // From south to north; towns 0 and 3 begin where their county does.
    LineString line;
    for (int i = 0; i <= 12; ++i) {
      const double y = box.min_y_m + (box.height_m() * i) / 12.0;
      const double bend = town == 0 || town == 6 ? 0.0 : 83.0 * std::sin(i + town);
      line.push_back(
          {box.min_x_m + 1000.0 * std::min(town, 6) - (town == 6 ? 203.0 : 0.0) + bend, y});
    }
    return line;
  };
  const auto between = [](const LineString& west, const LineString& east) {
    Ring ring(east.begin(), east.end());
    ring.insert(ring.end(), west.rbegin(), west.rend());
    ring.push_back(ring.front());
    return MultiPolygon{{ring, {}}};
  };
  // Cut to the area by hand: box_intersection() cannot.
  const auto clipped = [&](LineString line) {
    const MapBox area = bounds(city.area);
    for (auto& p : line) {
      p.x_m = std::clamp(p.x_m, area.min_x_m, area.max_x_m);
      p.y_m = std::clamp(p.y_m, area.min_y_m, area.max_y_m);
    }
    return line;
  };
  for (int t = 0; t < 6; ++t)
    city.admin[1].units[static_cast<std::size_t>(t)].footprint =
        between(clipped(border(t)), clipped(border(t + 1)));
  city.admin[0].units[0].footprint = between(clipped(border(0)), clipped(border(3)));
  city.admin[0].units[1].footprint = between(clipped(border(3)), clipped(border(6)));
  add_roads(city);
  return sample;
}

const StatisticsRow* find(const Statistics& statistics, int level, int unit, Quantity quantity,
                          const std::optional<std::string>& kind = {}) {
  const auto found = std::ranges::find_if(statistics.rows, [&](const StatisticsRow& row) {
    return row.level == level && row.unit == unit &&
           statistics.quantities[row.quantity] == QuantityKind{quantity, kind};
  });
  return found == statistics.rows.end() ? nullptr : &*found;
}

const StatisticsRow& row_of(const Statistics& statistics, int level, int unit, Quantity quantity,
                            const std::optional<std::string>& kind = {}) {
  const auto* row = find(statistics, level, unit, quantity, kind);
  if (row == nullptr) throw std::runtime_error("no such row");
  return *row;
}

void expect_levels_add_up(const Statistics& statistics, int levels) {
  // Sums of doubles in another order differ in the last digits only.
  constexpr double relative = 1e-12;
  for (std::size_t q = 0; q < statistics.quantities.size(); ++q) {
    const auto sum = [&](int level) {
      StatisticsRow all;
      all.covered.assign(statistics.tests.size(), 0.0);
      for (const auto& row : statistics.rows) {
        if (row.level != level || row.quantity != q) continue;
        all.total += row.total;
        for (std::size_t t = 0; t < row.covered.size(); ++t) all.covered[t] += row.covered[t];
      }
      return all;
    };
    const auto city = sum(-1);
    for (int level = 0; level < levels; ++level) {
      SCOPED_TRACE(std::string(to_string(statistics.quantities[q].quantity)) + " " +
                   statistics.quantities[q].kind.value_or("all") + ", level " +
                   std::to_string(level));
      const auto units = sum(level);
      EXPECT_NEAR(units.total, city.total, relative * city.total);
      for (std::size_t t = 0; t < city.covered.size(); ++t)
        EXPECT_NEAR(units.covered[t], city.covered[t], relative * city.total) << t;
    }
  }
}

TEST(CoverageStatistics, EveryLevelAddsUpToTheCity) {
  for (const bool stated : {false, true}) {
    const auto sample = slanted_city(stated);
    const auto statistics = statistics_of(sample.city, services_of(sample));
    for (const auto quantity :
         {Quantity::area_km2, Quantity::people, Quantity::households, Quantity::premises,
          Quantity::dwellings, Quantity::road_km, Quantity::key_places, Quantity::villages}) {
      const auto& row = row_of(statistics, -1, -1, quantity);
      EXPECT_GT(row.total, 0.0);
      EXPECT_LT(row.covered[1], row.total);
      // Of a whole town, the sample's village, patchy coverage never reaches the share asked for.
      EXPECT_EQ(row.covered[1] > 0.0, quantity != Quantity::villages);
    }
    expect_levels_add_up(statistics, 2);
  }
}

TEST(CoverageStatistics, AUnitWithinAnotherAddsUpToIt) {
  const auto sample = slanted_city(true);
  const auto statistics = statistics_of(sample.city, services_of(sample));
  for (const auto quantity : {Quantity::area_km2, Quantity::people, Quantity::road_km}) {
    double towns = 0.0;
    for (int town = 0; town < 3; ++town) towns += row_of(statistics, 1, town, quantity).covered[1];
    const double county = row_of(statistics, 0, 0, quantity).covered[1];
    EXPECT_NEAR(towns, county, 1e-12 * county) << to_string(quantity);
  }
}

TEST(CoverageStatistics, AreasAreThoseOfTheOutlines) {
  const auto sample = slanted_city(false);
  const auto& city = sample.city;
  const auto statistics = statistics_of(city, services_of(sample));
  EXPECT_NEAR(row_of(statistics, -1, -1, Quantity::area_km2).total, area_m2(city.area) * 1e-6,
              1e-10);
  for (int town = 0; town < 6; ++town)
    EXPECT_NEAR(row_of(statistics, 1, town, Quantity::area_km2).total,
                area_m2(city.admin[1].units[static_cast<std::size_t>(town)].footprint) * 1e-6,
                1e-10)
        << town;
}

TEST(CoverageStatistics, UnitsKeepTheResidentsAndHouseholdsThatTheyState) {
  const auto sample = slanted_city(true);
  const auto statistics = statistics_of(sample.city, services_of(sample));
  for (int town = 0; town < 6; ++town) {
    const auto& unit = sample.city.admin[1].units[static_cast<std::size_t>(town)];
    EXPECT_NEAR(row_of(statistics, 1, town, Quantity::people).total, *unit.residents, 1e-7);
    EXPECT_NEAR(row_of(statistics, 1, town, Quantity::households).total, *unit.households, 1e-7);
  }
}

TEST(CoverageStatistics, SameBytesForAnyNumberOfThreads) {
  const auto sample = slanted_city(true);
  const auto one = statistics_of(sample.city, services_of(sample), 1);
  for (const int threads : {2, 4, 16}) {
    const auto many = statistics_of(sample.city, services_of(sample), threads);
    ASSERT_EQ(many.rows.size(), one.rows.size());
    for (std::size_t i = 0; i < one.rows.size(); ++i) {
      EXPECT_EQ(many.rows[i].total, one.rows[i].total);
      EXPECT_EQ(many.rows[i].covered, one.rows[i].covered);
    }
  }
}

/// Where borders run along pixels' sides, pixel centres say the same as shares.
TEST(CoverageStatistics, EqualsTheMeasuresOfCriteriaWhereBordersRunAlongPixels) {
  for (const bool stated : {false, true}) {
    auto sample = testing::sample_city(stated);
    const MapBox box = sample.city.grid.box();
    // The sample's pixels inside: a margin of 5 all around.
    sample.city.area =
        rectangle(box.min_x_m + 50.0, box.min_y_m + 50.0, box.max_x_m - 50.0, box.max_y_m - 50.0);
    const auto statistics = statistics_of(sample.city, services_of(sample));
    auto profile = sample_profile();
    profile.key_place_kinds.clear();
    SilentProgress progress;
    const auto measured = measure(sample.results(), profile, progress);
    for (const auto& unit : measured.units) {
      const auto expect = [&](Quantity quantity, const std::string& total,
                              const std::string& covered) {
        const auto* row = find(statistics, unit.level, unit.unit, quantity);
        const double expected = unit.measures.values.at(total).value;
        SCOPED_TRACE(total + " of " + std::to_string(unit.level) + ", " +
                     std::to_string(unit.unit));
        if (row == nullptr) {
          EXPECT_EQ(expected, 0.0);
          return;
        }
        EXPECT_NEAR(row->total, expected, 1e-11 * expected);
        if (covered.empty()) return;
        for (std::size_t t = 0; t < statistics.tests.size(); ++t) {
          const auto& service = statistics.services[statistics.tests[t].service];
          if (service.metrics[statistics.tests[t].metric].name != "criteria") continue;
          const char* technology =
              service.service.technology == radio::Technology::nr ? "nr" : "lte";
          const std::string name =
              covered + technology + (quantity == Quantity::area_km2 ? "_km2" : "");
          EXPECT_NEAR(row->covered[t], unit.measures.values.at(name).value, 1e-11 * expected)
              << name;
        }
      };
      expect(Quantity::area_km2, "area_km2", "area_covered_");
      expect(Quantity::people, "residents", "residents_covered_");
      expect(Quantity::key_places, "key_places", "key_places_reached_");
      expect(Quantity::villages, "villages", "villages_reached_");
      expect(Quantity::premises, "premises", "");
      expect(Quantity::dwellings, "dwellings", "");
      expect(Quantity::households, "households", "");
    }
  }
}

/// Everything that is counted along a border, by many points in each pixel.
TEST(CoverageStatistics, EqualsWhatManyPointsOfEachPixelSay) {
  const auto sample = slanted_city(false);
  const auto& city = sample.city;
  const auto statistics = statistics_of(city, services_of(sample));
  constexpr int side = 10;  // points across a pixel
  const auto rsrp = sample.nr.rsrp_dbm->read(city.grid.full());
  std::vector<double> covered(6, 0.0);
  for (int row = 0; row < city.grid.height * side; ++row) {
    const double y = city.grid.north_m - (row + 0.5) * city.grid.pixel_m / side;
    // Where each outline begins and ends on this line.
    for (std::size_t town = 0; town < 6; ++town) {
      const auto& ring = city.admin[1].units[town].footprint.front().shell;
      std::vector<double> xs;
      for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        if ((ring[i].y_m > y) != (ring[i + 1].y_m > y))
          xs.push_back(ring[i].x_m + (y - ring[i].y_m) / (ring[i + 1].y_m - ring[i].y_m) *
                                         (ring[i + 1].x_m - ring[i].x_m));
      std::ranges::sort(xs);
      for (std::size_t i = 0; i + 1 < xs.size(); i += 2)
        for (int c = 0; c < city.grid.width * side; ++c) {
          const double x = city.grid.west_m + (c + 0.5) * city.grid.pixel_m / side;
          if (x < xs[i] || x >= xs[i + 1]) continue;
          if (rsrp.at({c / side, row / side}) >= -105.0F)
            covered[town] += city.grid.pixel_m * city.grid.pixel_m / (side * side) * 1e-6;
        }
    }
  }
  // The points along a border of 5.4 km are off by at most 0.29 of a point's square on average, one by one as by a
  // coin's toss: 1 m² × sqrt(5400 × 2) for both borders; what has no pixel's centre in the area is left out here,
  // less than a row or column at its edge.
  for (int town = 1; town < 5; ++town)
    EXPECT_NEAR(row_of(statistics, 1, town, Quantity::area_km2).covered[1],
                covered[static_cast<std::size_t>(town)], 100e-6 + 2.0 * 1000.0 * 4.0 * 1e-6)
        << town;
}

TEST(CoverageStatistics, RoadsAreCutAtBordersAndAddUpToTheirLength) {
  City city;
  city.grid = {0.0, 1000.0, 10.0, 100, 100};
  city.area = rectangle(0, 0, 1000, 1000);
  city.inside = std::make_shared<MemoryRasterSource>(Raster<float>(city.grid, 1.0F));
  AdminLevel level;
  level.units.resize(2);
  // A border that slants through pixels: from (400, 0) to (600, 1000).
  level.units[0].footprint = {{{{0, 0}, {400, 0}, {600, 1000}, {0, 1000}, {0, 0}}, {}}};
  level.units[1].footprint = {{{{400, 0}, {1000, 0}, {1000, 1000}, {600, 1000}, {400, 0}}, {}}};
  city.admin = {level};
  city.roads = {{"a", "primary", {{-500, 505}, {700, 505}}},
                {"b", "", {{100, 100}, {100, 900}}},
                {"c", "primary", {{400, 0}, {600, 1000}}}};
  Raster<float> levels(city.grid, -90.0F);
  for (int row = 0; row < 100; ++row) levels.at({20, row}) = -120.0F;
  const auto source = std::make_shared<MemoryRasterSource>(levels);
  const MeasuredService service{
      radio::Technology::nr, 1.0, {{"rsrp", "dBm", {-105.0}, {{source, {-105.0}}}}}};
  const auto statistics = statistics_of(city, {service});
  const double border = std::hypot(0.2, 1.0);
  EXPECT_NEAR(row_of(statistics, -1, -1, Quantity::road_km).total, 0.7 + 0.8 + border, 1e-12);
  EXPECT_NEAR(row_of(statistics, -1, -1, Quantity::road_km, "primary").total, 0.7 + border, 1e-12);
  EXPECT_NEAR(row_of(statistics, -1, -1, Quantity::road_km, "").total, 0.8, 1e-12);
  // Column 20 is not covered: 10 m of road a.
  EXPECT_NEAR(row_of(statistics, -1, -1, Quantity::road_km).covered[0], 0.69 + 0.8 + border, 1e-12);
  // Road a meets the border at x = 400 + 0.2 * 505; what runs along the border is in one of the two.
  const double a_in_west = 0.501;
  const double west = row_of(statistics, 0, 0, Quantity::road_km).total;
  const double east = row_of(statistics, 0, 1, Quantity::road_km).total;
  EXPECT_EQ(find(statistics, 0, -1, Quantity::road_km), nullptr);
  EXPECT_NEAR(row_of(statistics, 0, 0, Quantity::road_km, "").total, 0.8, 1e-12);
  EXPECT_NEAR(west + east, 0.7 + 0.8 + border, 1e-12);
  EXPECT_GE(west, a_in_west + 0.8 - 1e-12);
  EXPECT_GE(east, 0.7 - a_in_west - 1e-12);
}

TEST(CoverageStatistics, APixelWithoutItsCentreInTheAreaGoesWithItsNeighbour) {
  City city;
  city.grid = {0.0, 30.0, 10.0, 3, 3};
  // Of the east column 3 m, of the south row 4 m.
  city.area = rectangle(0, 6, 23, 30);
  Raster<float> inside(city.grid, no_value);
  Raster<float> levels(city.grid, no_value);
  for (const Pixel p : {Pixel{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
    inside.at(p) = 1.0F;
    levels.at(p) = p == Pixel{1, 1} ? -80.0F : -120.0F;
  }
  city.inside = std::make_shared<MemoryRasterSource>(inside);
  const auto source = std::make_shared<MemoryRasterSource>(levels);
  const MeasuredService service{
      radio::Technology::nr, 1.0, {{"rsrp", "dBm", {-105.0}, {{source, {-105.0}}}}}};
  const auto statistics = statistics_of(city, {service});
  const auto& row = row_of(statistics, -1, -1, Quantity::area_km2);
  EXPECT_NEAR(row.total * 1e6, 23.0 * 24.0, 1e-9);
  // Pixel (1, 1), beside it in the east 10 × 3 m, in the south 10 × 4 m, at the corner 3 × 4 m.
  EXPECT_NEAR(row.covered[0] * 1e6, 100.0 + 30.0 + 40.0 + 12.0, 1e-9);
}

TEST(CoverageStatistics, AMetricWhoseConditionsDoNotFitItIsRefused) {
  const auto sample = testing::sample_city(false);
  auto services = services_of(sample);
  services[0].metrics[0].conditions[0].at_least.pop_back();
  EXPECT_THROW(statistics_of(sample.city, services), std::invalid_argument);
}

TEST(CoverageStatistics, NothingWithoutServices) {
  EXPECT_TRUE(statistics_of(testing::sample_city(false).city, {}).rows.empty());
}

}  // namespace
}  // namespace gigacity::criteria
