// SPDX-License-Identifier: Apache-2.0
// People keep their number: from rasters of people, from what units state, and from both.
#include "apps/run/population.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "geo/library.hpp"
#include "tests/apps/admin_support.hpp"
#include "tests/support/command.hpp"

namespace gigacity::apps {
namespace {

using test::box;
using test::texts_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Float pixels hold 24 bits: sums of many are this exact.
constexpr double float_sum = 1e-6;

/// A city of 200 by 100 pixels of 10 m, all inside, with two towns, west and east.
struct SmallCity {
  City city;
  geo::Crs crs{"EPSG:32650"};

  explicit SmallCity(MultiPolygon area = box(500'000, 3'999'000, 502'000, 4'000'000)) {
    city.area = std::move(area);
    city.grid = aligned_grid(bounds(city.area), 10.0);
    Raster<float> inside(city.grid, no_value);
    Raster<float> zone(city.grid, no_value);
    for (int row = 0; row < city.grid.height; ++row) {
      for (int column = 0; column < city.grid.width; ++column) {
        const Pixel p{column, row};
        if (!contains(city.area, city.grid.centre_of(p))) continue;
        inside.at(p) = 1.0F;
        zone.at(p) = column < city.grid.width / 2 ? 0.0F : 1.0F;
      }
    }
    city.inside = std::make_shared<MemoryRasterSource>(inside);
    AdminUnit west;
    west.name = "West";
    AdminUnit east;
    east.name = "East";
    city.admin.push_back(
        {"town", {west, east}, false, std::make_shared<MemoryRasterSource>(std::move(zone))});
  }

  void add_building(MapPoint point, int dwellings) {
    Building building;
    building.point = point;
    building.dwellings = dwellings;
    const double middle = city.grid.box().centre().x_m;
    building.unit = {point.x_m < middle ? 0 : 1};
    city.buildings.push_back(building);
  }
  double residents_of_buildings() const {
    double sum = 0.0;
    for (const auto& building : city.buildings) sum += building.residents;
    return sum;
  }
  double sum(int from_column = 0, int to_column = 1 << 20) const {
    const auto people = city.people->read(city.grid.full());
    double total = 0.0;
    for (int row = 0; row < people.height(); ++row)
      for (int column = from_column; column < std::min(to_column, people.width()); ++column)
        if (const float value = people.at({column, row}); !std::isnan(value)) total += value;
    return total;
  }
  float people_at(MapPoint point) const {
    return city.people->read(city.grid.full()).at(city.grid.pixel_of(point));
  }
};

class Population : public ::testing::Test {
 protected:
  void SetUp() override {
    geo::initialise_libraries();
    // One for each test: they run side by side.
    folder = test::fresh_folder(std::string("population-") +
                                testing::UnitTest::GetInstance()->current_test_info()->name());
  }

  /// An ASCII grid and its CRS beside it, as a person could write them.
  std::string raster_file(const std::string& name, double west, double south, double pixel,
                          const std::vector<std::vector<double>>& rows, const std::string& epsg) {
    std::string text =
        "ncols " + std::to_string(rows.front().size()) + "\nnrows " + std::to_string(rows.size());
    text += "\nxllcorner " + std::to_string(west) + "\nyllcorner " + std::to_string(south);
    char size[64];
    std::snprintf(size, sizeof(size), "\ncellsize %.17g\nNODATA_value -9999\n", pixel);
    text += size;
    for (const auto& row : rows) {
      for (const double value : row) {
        std::snprintf(size, sizeof(size), "%.9g ", value);
        text += size;
      }
      text += "\n";
    }
    test::write_text(folder / (name + ".asc"), text);
    const auto result = test::run_command({"gdal_translate", "-q", "-a_srs", epsg,
                                           folder / (name + ".asc"), folder / (name + ".tif")});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return (folder / (name + ".tif")).string();
  }

  std::unique_ptr<PopulationRaster> read(SmallCity& small, const std::string& file) {
    const geo::RasterLayer layer{{file}, "population.raster"};
    auto raster = geo::CountRaster::open(layer, small.crs, findings);
    EXPECT_TRUE(raster);
    if (!raster) return nullptr;
    return std::make_unique<PopulationRaster>(std::move(*raster), layer, small.city, progress,
                                              findings);
  }

  void place(SmallCity& small, const PopulationRaster* raster,
             std::optional<double> persons_per_household = std::nullopt) {
    add_people(
        small.city, raster, persons_per_household,
        [&](const std::string&, const auto& tile) {
          return std::make_shared<MemoryRasterSource>(tile(small.city.grid.full()));
        },
        findings);
  }

  std::filesystem::path folder;
  SilentProgress progress;
  Findings findings;
};

TEST_F(Population, OfAPixelGoesToItsDwellingsElseOverItsSurface) {
  SmallCity small;
  small.add_building({500'110, 3'999'910}, 1);  // both in the pixel of 80
  small.add_building({500'190, 3'999'990}, 3);
  small.add_building({500'310, 3'999'910}, 0);  // nobody lives in it
  small.add_building({501'500, 3'999'500}, 2);  // where the raster has nobody
  std::vector<std::vector<double>> rows(10, std::vector<double>(20, 0.0));
  rows[0][1] = 80.0;
  rows[0][3] = 50.0;
  rows[9][19] = -9999.0;
  const auto raster = read(small, raster_file("p", 500'000, 3'999'000, 100, rows, "EPSG:32650"));
  place(small, raster.get());
  EXPECT_THAT(findings.errors(), IsEmpty());
  EXPECT_DOUBLE_EQ(raster->people(), 130.0);
  EXPECT_DOUBLE_EQ(small.city.buildings[0].residents, 20.0);
  EXPECT_DOUBLE_EQ(small.city.buildings[1].residents, 60.0);
  EXPECT_EQ(small.city.buildings[2].residents, 0.0);
  EXPECT_EQ(small.city.buildings[3].residents, 0.0);
  EXPECT_FLOAT_EQ(small.people_at({500'110, 3'999'910}), 20.0F);
  EXPECT_FLOAT_EQ(small.people_at({500'345, 3'999'945}), 0.5F);
  EXPECT_EQ(small.people_at({500'205, 3'999'945}), 0.0F);
  EXPECT_NEAR(small.sum(), 130.0, 130.0 * float_sum);
  // Both units say nothing: they are given what the raster has in them.
  EXPECT_NEAR(*small.city.admin[0].units[0].residents, 130.0, 130.0 * float_sum);
  EXPECT_EQ(*small.city.admin[0].units[1].residents, 0.0);
}

TEST_F(Population, BeyondTheAreaIsLeftOutByItsShare) {
  // The area cuts 30 m into the first column and 60 m into the last: shares 0.7 and 0.6, and 0.25
  // of the last row.
  SmallCity small(box(500'030, 3'999'075, 501'960, 4'000'000));
  RandomStream random(4, 1);
  std::vector<std::vector<double>> rows;
  double expected = 0.0;
  for (int row = 0; row < 10; ++row) {
    auto& values = rows.emplace_back();
    for (int column = 0; column < 20; ++column) {
      values.push_back(std::round(random.uniform(0.0, 1000.0)));
      expected += values.back() *
                  (column == 0    ? 0.7
                   : column == 19 ? 0.6
                                  : 1.0) *
                  (row == 9 ? 0.25 : 1.0);
    }
  }
  const auto file = raster_file("p", 500'000, 3'999'000, 100, rows, "EPSG:32650");
  const auto raster = read(small, file);
  EXPECT_NEAR(raster->people(), expected, 1e-9 * expected);
  place(small, raster.get());
  EXPECT_NEAR(small.sum(), expected, expected * float_sum);

  // The same with buildings, some of them on pixels that the border has cut off.
  SmallCity built(small.city.area);
  for (int i = 0; i < 300; ++i)
    built.add_building(
        {random.uniform(500'030.1, 501'959.9), random.uniform(3'999'075.1, 3'999'999.9)},
        1 + random.index(5));
  built.add_building({500'500, 3'999'075.5}, 7);  // its pixel's centre is outside
  const auto built_raster = read(built, file);
  place(built, built_raster.get());
  EXPECT_NEAR(built.sum(), expected, expected * float_sum);
  EXPECT_GT(built.residents_of_buildings(), 0.5 * expected);
}

TEST_F(Population, KeepsItsNumberAcrossCoordinateSystems) {
  // Mollweide keeps areas: with the same count in every pixel, people are area times density,
  // whatever the shape. The area as GDAL's other programs have it in Mollweide.
  const MultiPolygon triangle{
      {{{500'300, 3'999'100}, {501'900, 3'999'400}, {500'900, 3'999'960}, {500'300, 3'999'100}},
       {}}};
  test::write_text(folder / "area.csv",
                   "id,wkt\n1,\"POLYGON((500300 3999100,501900 3999400,500900 3999960,500300 "
                   "3999100))\"\n");
  const auto moved = test::run_command(
      {"ogr2ogr", "-segmentize", "10", "-s_srs", "EPSG:32650", "-t_srs", "ESRI:54009", "-nln",
       "area", folder / "area.gpkg", folder / "area.csv", "-oo", "GEOM_POSSIBLE_NAMES=wkt"});
  ASSERT_EQ(moved.exit_code, 0) << moved.err;
  const auto area = test::run_command(
      {"ogrinfo", "-q", "-dialect", "sqlite", "-sql",
       "SELECT ST_Area(geom) AS m2, ST_MinX(geom) AS west, ST_MinY(geom) AS south FROM area",
       folder / "area.gpkg"});
  const auto value = [&](const std::string& name) {
    const auto at = area.out.find(name + " (Real) = ");
    EXPECT_NE(at, std::string::npos) << area.out << area.err;
    return at == std::string::npos ? 0.0
                                   : std::strtod(area.out.c_str() + at + name.size() + 10, nullptr);
  };
  const double west = std::floor(value("west") / 100.0) * 100.0 - 400.0;
  const double south = std::floor(value("south") / 100.0) * 100.0 - 400.0;
  const std::vector<std::vector<double>> rows(40, std::vector<double>(40, 3.0));
  const auto file = raster_file("mollweide", west, south, 100, rows, "ESRI:54009");
  SmallCity small(triangle);
  const auto raster = read(small, file);
  place(small, raster.get());
  const double expected = value("m2") / 10'000.0 * 3.0;
  // Mollweide's scale changes within a pixel, and straight edges bend, by less than this.
  EXPECT_NEAR(raster->people(), expected, 1e-6 * expected);
  EXPECT_NEAR(small.sum(), raster->people(), raster->people() * float_sum);
}

TEST_F(Population, OfAGlobalLatticeIsAllThereWhereItLiesInside) {
  // Degrees, all people well inside the area: what gdalinfo finds in the file is what comes out.
  std::vector<std::vector<double>> rows(14, std::vector<double>(26, 0.0));
  RandomStream random(4, 2);
  for (int row = 3; row < 10; ++row)
    for (int column = 3; column < 22; ++column)
      rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] =
          random.uniform(0.0, 300.0);
  // 117 E is the zone's middle, x = 500 km; 36.1345 N lies about y = 3 999 000.
  const auto file = raster_file("degrees", 117.0, 36.1355, 1.0 / 1200.0, rows, "EPSG:4326");
  const auto info = test::run_command({"gdalinfo", "-stats", file});
  const auto at = info.out.find("Mean=");
  ASSERT_NE(at, std::string::npos) << info.out << info.err;
  const double expected = std::strtod(info.out.c_str() + at + 5, nullptr) * 14 * 26;

  SmallCity small;
  for (int i = 0; i < 100; ++i)
    small.add_building({random.uniform(500'300, 501'500), random.uniform(3'999'200, 3'999'800)}, 1);
  const auto raster = read(small, file);
  // gdalinfo prints three decimals of the mean.
  EXPECT_NEAR(raster->people(), expected, 0.0005 * 14 * 26 + expected * 1e-7);
  place(small, raster.get());
  EXPECT_NEAR(small.sum(), raster->people(), raster->people() * float_sum);
  EXPECT_GT(small.residents_of_buildings(), 0.0);
  EXPECT_LT(small.residents_of_buildings(), expected);
}

TEST_F(Population, IsBroughtToWhatUnitsState) {
  SmallCity small;
  small.add_building({500'150, 3'999'950}, 2);
  std::vector<std::vector<double>> rows(10, std::vector<double>(20, 1.0));
  small.city.admin[0].units[0].residents = 5'000.0;
  small.city.admin[0].units[1].residents = 300.0;
  const auto raster = read(small, raster_file("p", 500'000, 3'999'000, 100, rows, "EPSG:32650"));
  place(small, raster.get());
  EXPECT_NEAR(small.sum(0, 100), 5'000.0, 5'000.0 * float_sum);
  EXPECT_NEAR(small.sum(100, 200), 300.0, 300.0 * float_sum);
  EXPECT_NEAR(small.city.buildings[0].residents, 50.0, 50.0 * float_sum);
  EXPECT_THAT(texts_of(findings.warnings()),
              ElementsAre(HasSubstr("state 5300 residents, the raster has 200 in them")));
}

TEST_F(Population, OfAUnitWithoutAnybodyInTheRasterGoesToItsDwellings) {
  SmallCity small;
  small.add_building({501'150, 3'999'950}, 1);
  small.add_building({501'950, 3'999'050}, 3);
  std::vector<std::vector<double>> rows(10, std::vector<double>(20, 0.0));
  rows[5][5] = 10.0;
  small.city.admin[0].units[0].residents = 100.0;
  small.city.admin[0].units[1].residents = 40.0;
  const auto file = raster_file("p", 500'000, 3'999'000, 100, rows, "EPSG:32650");
  const auto raster = read(small, file);
  place(small, raster.get());
  EXPECT_DOUBLE_EQ(small.city.buildings[0].residents, 10.0);
  EXPECT_DOUBLE_EQ(small.city.buildings[1].residents, 30.0);
  EXPECT_NEAR(small.sum(100, 200), 40.0, 40.0 * float_sum);
  EXPECT_NEAR(small.sum(0, 100), 100.0, 100.0 * float_sum);

  SmallCity bare;
  bare.city.admin[0].units[0].residents = 100.0;
  bare.city.admin[0].units[1].residents = 40.0;
  const auto bare_raster = read(bare, file);
  place(bare, bare_raster.get());
  EXPECT_NEAR(bare.sum(), 140.0, 140.0 * float_sum);
  EXPECT_FLOAT_EQ(bare.people_at({501'995, 3'999'005}), 40.0F / 10'000.0F);
}

TEST_F(Population, WithoutRasterStaysWithTheUnits) {
  // A border that cuts off pixels on which people live: nobody is lost.
  SmallCity small(box(500'000, 3'999'004, 502'000, 4'000'000));
  small.add_building({500'150, 3'999'004.5}, 2);
  small.add_building({500'150, 3'999'950}, 2);
  small.city.admin[0].units[0].residents = 1'000.0;
  small.city.admin[0].units[1].residents = 500.0;
  place(small, nullptr);
  EXPECT_EQ(small.city.buildings[0].residents, 500.0);
  EXPECT_NEAR(small.sum(0, 100), 1'000.0, 1'000.0 * float_sum);
  EXPECT_NEAR(small.sum(100, 200), 500.0, 500.0 * float_sum);
}

TEST_F(Population, HouseholdsFollowTheirSource) {
  const auto households = [&](const std::function<void(SmallCity&)>& change,
                              std::optional<double> persons) {
    SmallCity small;
    small.add_building({500'150, 3'999'950}, 2);
    small.city.admin[0].units[0].residents = 100.0;
    change(small);
    findings = {};
    place(small, nullptr, persons);
    return std::pair(small.city.buildings[0].households,
                     small.city.admin[0].units[0].households.value_or(-1.0));
  };
  const auto nothing = [](SmallCity&) {};
  EXPECT_EQ(households(nothing, std::nullopt), std::pair(2.0, -1.0));
  EXPECT_EQ(households(nothing, 2.5), std::pair(40.0, 40.0));
  EXPECT_THAT(findings.warnings(), IsEmpty());
  const auto stated = [](SmallCity& small) { small.city.admin[0].units[0].households = 30.0; };
  EXPECT_EQ(households(stated, 2.5), std::pair(30.0, 30.0));
  EXPECT_THAT(texts_of(findings.warnings()), ElementsAre(HasSubstr("persons_per_household")));
}

TEST_F(Population, RastersWithoutPeopleOrWithNegativesAreErrors) {
  SmallCity small;
  std::vector<std::vector<double>> rows(10, std::vector<double>(20, 0.0));
  read(small, raster_file("empty", 500'000, 3'999'000, 100, rows, "EPSG:32650"));
  EXPECT_THAT(texts_of(findings.errors()), ElementsAre(HasSubstr("nobody anywhere")));
  findings = {};
  read(small, raster_file("far", 600'000, 3'999'000, 100, {{5.0}}, "EPSG:32650"));
  EXPECT_THAT(texts_of(findings.errors()), ElementsAre(HasSubstr("nobody anywhere")));
  findings = {};
  rows[2][3] = -3.4e38;
  read(small, raster_file("negative", 500'000, 3'999'000, 100, rows, "EPSG:32650"));
  EXPECT_THAT(texts_of(findings.errors()), ElementsAre(HasSubstr("column 3 and row 2")));
}

TEST_F(Population, IsTheSameForAnyNumberOfThreadsAndTiles) {
  RandomStream random(4, 3);
  std::vector<std::vector<double>> rows(40, std::vector<double>(40));
  for (auto& row : rows)
    for (auto& value : row) value = random.uniform(0.0, 90.0);
  const auto file = raster_file("p", 499'990, 3'998'990, 60, rows, "EPSG:32650");
  const auto run = [&](int threads, int side) {
    const ThreadLimit limit(threads);
    SmallCity small(
        {{{{500'007, 3'999'003}, {501'991, 3'999'203}, {501'703, 3'999'992}, {500'007, 3'999'003}},
          {}}});
    small.add_building({501'000, 3'999'300}, 2);
    const auto raster = read(small, file);
    add_people(
        small.city, raster.get(), std::nullopt,
        [&](const std::string&, const auto& tile) {
          Raster<float> all(small.city.grid, no_value);
          for (const auto& window : tiles_of(small.city.grid, side)) {
            const auto part = tile(window);
            for (int row = 0; row < window.height; ++row)
              for (int column = 0; column < window.width; ++column)
                all.at({window.column + column, window.row + row}) = part.at({column, row});
          }
          return std::make_shared<MemoryRasterSource>(all);
        },
        findings);
    const auto people = small.city.people->read(small.city.grid.full());
    return std::vector<float>(people.values().begin(), people.values().end());
  };
  const auto expected = run(1, 512);
  const auto same = [](const std::vector<float>& a, const std::vector<float>& b) {
    return std::ranges::equal(
        a, b, [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
  };
  EXPECT_TRUE(same(run(4, 512), expected));
  EXPECT_TRUE(same(run(4, 37), expected));
}

}  // namespace
}  // namespace gigacity::apps
