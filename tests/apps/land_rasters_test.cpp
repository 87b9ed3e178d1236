// SPDX-License-Identifier: Apache-2.0
// Ground, land cover and buildings brought together into the surface.
#include "apps/run/land_rasters.hpp"

#include <cmath>
#include <fstream>

#include <gmock/gmock.h>

#include "tests/geo/raster_support.hpp"

namespace gigacity::apps {
namespace {

using geo::test::values_of;
using geo::test::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

const std::filesystem::path data_folder = std::filesystem::path(GIGACITY_SOURCE_DIR) / "data";
constexpr GridSpec city_grid{500'000, 4'700'000, 10, 40, 30};
constexpr float nan = no_value;

MultiPolygon pixel_block(const Window& w) {
  const MapBox b = city_grid.part(w).box();
  return {{{{b.min_x_m, b.min_y_m},
            {b.max_x_m, b.min_y_m},
            {b.max_x_m, b.max_y_m},
            {b.min_x_m, b.max_y_m},
            {b.min_x_m, b.min_y_m}},
           {}}};
}

class LandRasters : public ::testing::Test {
 protected:
  void SetUp() override {
    geo::test::initialise();
    m_loaded.city.grid = city_grid;
    m_loaded.city.area = pixel_block(city_grid.full());
    give(m_scenario.terrain.ground, "terrain", [](Pixel) { return 100.0F; });
    m_scenario.terrain.surface.section = "terrain.surface";
  }

  /// Writes a raster on `raster_grid` and names it in the scenario.
  void give(geo::RasterLayer& layer, const std::string& section,
            const std::function<float(Pixel)>& value, const GridSpec& raster_grid = city_grid) {
    std::vector<double> values;
    for (int row = 0; row < raster_grid.height; ++row)
      for (int column = 0; column < raster_grid.width; ++column) {
        const float v = value({column, row});
        values.push_back(std::isnan(v) ? -9999.0 : v);
      }
    const auto file = m_folder / (section + ".tif");
    write_file(file, raster_grid, values, {.nodata = -9999});
    layer = {{file.string()}, section};
  }
  void give_landcover(const std::function<float(Pixel)>& code,
                      const std::string& classes = "esa-worldcover") {
    m_scenario.landcover.emplace().classes = classes;
    give(m_scenario.landcover->raster, "landcover", code);
  }
  void give_building(const Window& pixels, double height_m, bool assumed = false) {
    if (!m_scenario.buildings) m_scenario.buildings.emplace();
    Building building;
    building.footprint = pixel_block(pixels);
    building.height_m = height_m;
    building.height_origin = assumed ? HeightOrigin::building_type : HeightOrigin::storeys;
    m_loaded.city.buildings.push_back(building);
  }
  void make() {
    std::filesystem::create_directories(m_folder / "scratch");
    m_record = add_land(m_scenario, land_grid(m_loaded.city.grid, m_network), data_folder,
                        m_folder / "scratch", m_loaded, m_progress, m_findings);
  }
  float surface_at(Pixel p) const {
    return m_loaded.city.surface->read({p.column, p.row, 1, 1}).at({0, 0});
  }
  std::string warnings() const {
    std::string out;
    for (const Diagnostic& d : m_findings.warnings()) out += to_string(d) + "\n";
    return out;
  }

  geo::test::ScratchFolder m_folder;
  Scenario m_scenario;
  radio::RadioNetwork m_network;
  LoadedCity m_loaded{geo::Crs("EPSG:32631"), {}, {}, nullptr};
  SilentProgress m_progress;
  Findings m_findings;
  LandRecord m_record;
};

TEST_F(LandRasters, WithoutAnythingTheSurfaceIsTheGround) {
  make();
  EXPECT_EQ(warnings(), "");
  EXPECT_EQ(surface_at({3, 4}), 100.0F);
  EXPECT_EQ(m_loaded.city.clutter, nullptr);
  EXPECT_EQ(m_loaded.city.terrain->grid(), city_grid);
}

TEST_F(LandRasters, ClutterStandsWhereNoBuildingDoes) {
  // Forest in the west, a lake, a town, and codes that nobody knows.
  give_landcover([](Pixel p) {
    return p.column < 10 ? 10.0F : p.column < 20 ? 80.0F : p.column < 30 ? 50.0F : 77.0F;
  });
  give_building({5, 5, 2, 2}, 30.0);
  make();
  EXPECT_EQ(surface_at({2, 2}), 115.0F);    // trees of 15 m
  EXPECT_EQ(surface_at({5, 5}), 130.0F);    // the building, not the trees
  EXPECT_EQ(surface_at({15, 10}), 100.0F);  // water
  EXPECT_EQ(surface_at({25, 10}), 100.0F);  // a street: buildings are known here
  EXPECT_EQ(surface_at({35, 10}), 100.0F);  // unknown: open
  const auto clutter = m_loaded.city.clutter->read(city_grid.full());
  EXPECT_EQ(clutter.at({2, 2}), static_cast<float>(Clutter::forest));
  EXPECT_EQ(clutter.at({15, 2}), static_cast<float>(Clutter::water));
  EXPECT_EQ(clutter.at({25, 2}), static_cast<float>(Clutter::suburban));
  EXPECT_EQ(clutter.at({35, 2}), static_cast<float>(Clutter::open));
  EXPECT_THAT(m_record.unknown_codes, ElementsAre(Pair(77, 300)));
  EXPECT_THAT(warnings(), HasSubstr("300 pixels of the area have codes that"));
  EXPECT_THAT(warnings(), HasSubstr("77 (300 pixels)"));
}

TEST_F(LandRasters, BuiltUpClassesStandInForBuildingsThatNobodyKnows) {
  give_landcover([](Pixel) { return 50.0F; });
  make();
  EXPECT_EQ(surface_at({25, 10}), 110.0F);
}

TEST_F(LandRasters, WaterVoidAndZeroStayThreeThings) {
  give(m_scenario.terrain.ground, "terrain", [](Pixel p) {
    return p.column < 10 ? 0.0F : p.column < 20 ? 5.0F : p.column >= 38 ? nan : 50.0F;
  });
  give_landcover([](Pixel p) {
    return p.column < 5 ? 80.0F : p.row < 3 ? nan : p.row < 6 ? 0.0F : 40.0F;
  });
  make();
  EXPECT_EQ(surface_at({2, 10}), 0.0F);  // the sea, at 0 m
  EXPECT_EQ(surface_at({7, 10}), 0.0F);  // a field, at 0 m
  EXPECT_TRUE(std::isnan(surface_at({39, 10})));
  const auto clutter = m_loaded.city.clutter->read(city_grid.full());
  EXPECT_EQ(clutter.at({2, 10}), static_cast<float>(Clutter::water));
  EXPECT_EQ(clutter.at({7, 10}), static_cast<float>(Clutter::open));
  EXPECT_EQ(clutter.at({39, 10}), static_cast<float>(Clutter::open));
  EXPECT_TRUE(std::isnan(clutter.at({10, 1})));  // no data in the file
  EXPECT_TRUE(std::isnan(clutter.at({10, 4})));  // a code that says: no data
  EXPECT_EQ(m_record.ground.without_data, 60);   // beyond the edge nothing is filled
}

TEST_F(LandRasters, ASurfaceModelIsTheSurfaceWhereItHasData) {
  give(m_scenario.terrain.surface, "terrain.surface", [](Pixel p) {
    if (p.column >= 30) return nan;
    return p.column < 10 ? 98.0F : 112.0F;  // now below the ground, now trees of 12 m
  });
  give_landcover([](Pixel) { return 10.0F; });
  give_building({12, 2, 2, 2}, 25.0);        // measured, higher than the model
  give_building({16, 2, 2, 2}, 5.0);         // measured, lower
  give_building({20, 2, 2, 2}, 25.0, true);  // assumed: the model knows better
  give_building({35, 2, 2, 2}, 25.0, true);  // assumed, without a model
  make();
  EXPECT_EQ(surface_at({5, 20}), 100.0F);
  EXPECT_EQ(surface_at({15, 20}), 112.0F);  // not ground and the trees of the land cover
  EXPECT_EQ(surface_at({12, 2}), 125.0F);
  EXPECT_EQ(surface_at({16, 2}), 112.0F);
  EXPECT_EQ(surface_at({20, 2}), 112.0F);
  EXPECT_EQ(surface_at({35, 2}), 125.0F);
  EXPECT_EQ(surface_at({35, 20}), 115.0F);
  EXPECT_EQ(warnings(), "");
}

TEST_F(LandRasters, AnotherVerticalDatumShows) {
  give(m_scenario.terrain.surface, "terrain.surface",
       [](Pixel p) { return p.row % 3 == 0 ? 104.0F : 92.3F; });
  make();
  EXPECT_THAT(warnings(), HasSubstr("lies below the terrain: the median difference is -7."));
  EXPECT_THAT(warnings(), HasSubstr("vertical datum"));

  m_findings = {};
  give(m_scenario.terrain.surface, "terrain.surface",
       [](Pixel p) { return p.row % 3 == 0 ? 160.0F : 142.0F; });
  make();
  EXPECT_THAT(warnings(), HasSubstr("lies above the terrain everywhere"));

  m_findings = {};
  give(m_scenario.terrain.surface, "terrain.surface",
       [](Pixel p) { return p.row % 3 == 0 ? 100.0F : 125.0F; });  // a forest with clearings
  make();
  EXPECT_EQ(warnings(), "");
}

TEST_F(LandRasters, TheLandReachesOutToSitesAndNoFarther) {
  m_network.sites.push_back({"inside", "", "", city_grid.box().centre()});
  EXPECT_EQ(land_grid(city_grid, m_network), city_grid);
  m_network.sites.push_back({"west", "", "", {499'905.0, 4'699'855.0}});
  const GridSpec land = land_grid(city_grid, m_network);
  EXPECT_EQ(land, city_grid.part({-14, 0, 54, 30}));
  EXPECT_EQ(window_within(city_grid, land), (Window{14, 0, 40, 30}));

  // Terrain of the area alone: what is missing around it is no reason for a warning.
  give_building({0, 5, 1, 1}, 20.0);
  Building obstacle;
  obstacle.footprint = pixel_block({-10, 5, 2, 2});
  obstacle.height_m = 40.0;
  m_loaded.city.obstacles.push_back(obstacle);
  make();
  EXPECT_EQ(warnings(), "");
  EXPECT_EQ(m_record.ground.pixels, 1200);
  EXPECT_TRUE(std::isnan(surface_at({4, 5})));

  // With terrain around it, what stands there is an obstacle.
  give(
      m_scenario.terrain.ground, "terrain", [](Pixel) { return 100.0F; },
      city_grid.part({-20, -20, 80, 70}));
  make();
  EXPECT_EQ(surface_at({4, 5}), 140.0F);
  EXPECT_EQ(surface_at({14, 5}), 120.0F);
  EXPECT_EQ(surface_at({8, 5}), 100.0F);
  EXPECT_EQ(m_record.ground.without_data, 0);
}

TEST_F(LandRasters, VoidsAreFilledAsFarAsTheScenarioSays) {
  give(m_scenario.terrain.ground, "terrain", [](Pixel p) {
    return p.column >= 10 && p.column < 16 && p.row >= 10 && p.row < 16 ? nan : 100.0F;
  });
  make();
  EXPECT_EQ(m_record.ground.filled, 36);
  EXPECT_EQ(surface_at({12, 12}), 100.0F);
  m_findings = {};
  m_scenario.terrain.fill_voids_m = 0.0;
  make();
  EXPECT_EQ(m_record.ground.filled, 0);
  EXPECT_EQ(m_record.ground.without_data, 36);
  EXPECT_THAT(warnings(), HasSubstr("without data (36 of 1200 pixels)"));
}

TEST_F(LandRasters, ChecksLookAtEveryRaster) {
  std::filesystem::create_directories(m_folder / "scratch");
  m_scenario.terrain.surface.sources = {(m_folder / "nowhere.tif").string()};
  m_scenario.landcover = {{{(m_folder / "nothing.tif").string()}, "landcover"}, "esa-worldcover"};
  check_land(m_scenario, data_folder, m_folder / "scratch", m_loaded, m_progress, m_findings);
  ASSERT_EQ(m_findings.errors().size(), 2U);
  EXPECT_THAT(to_string(m_findings.errors()[0]), HasSubstr("terrain.surface"));
  EXPECT_THAT(to_string(m_findings.errors()[1]), HasSubstr("landcover"));
}

// LiDAR heights of Gothenburg at 1 m, brought onto pixels of 5 m: against gdalwarp, and against the
// canopy model that was made apart from them.
TEST_F(LandRasters, HeightsOfGothenburg) {
  const std::filesystem::path data = GIGACITY_SOURCE_DIR "/../shared/realdata/gothenburg";
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "the heights of Gothenburg are not here";
  const GridSpec area{147'740, 6'398'760, 5, 38, 36};
  m_loaded = LoadedCity{geo::Crs("EPSG:3007"), {}, {}, nullptr};
  m_loaded.city.grid = area;
  m_scenario.terrain.ground = {{(data / "DEM_KRbig.tif").string()}, "terrain"};
  m_scenario.terrain.surface = {{(data / "DSM_KRbig.tif").string()}, "terrain.surface"};
  m_scenario.landcover = {{{(data / "landcover.tif").string()}, "landcover"},
                          (m_folder / "classes.toml").string()};
  std::ofstream(m_folder / "classes.toml") << R"([table]
title = "Classes of UMEP"
[[class]]
code = 1
name = "Paved"
category = "open"
[[class]]
code = 2
name = "Buildings"
category = "urban"
[[class]]
code = 5
name = "Grass"
category = "open"
[[class]]
code = 7
name = "Water"
category = "water"
)";
  make();
  EXPECT_EQ(warnings(), "");
  EXPECT_THAT(m_record.ground.resampling, ElementsAre("average"));
  EXPECT_THAT(m_record.surface_model->resampling, ElementsAre("upper quartile"));
  const auto ground = m_loaded.city.terrain->read(area.full());
  const auto surface = m_loaded.city.surface->read(area.full());
  const auto clutter = m_loaded.city.clutter->read(area.full());
  EXPECT_THAT(m_record.cover->resampling, ElementsAre("mode"));
  EXPECT_THAT(m_record.unknown_codes, IsEmpty());
  int roofs = 0;
  int classed = 0;
  for (std::size_t i = 0; i < area.size(); ++i) {
    ASSERT_GE(surface.values()[i], ground.values()[i]);
    roofs += surface.values()[i] > ground.values()[i] + 10.0F ? 1 : 0;
    classed += clutter.values()[i] == static_cast<float>(Clutter::urban) ? 1 : 0;
  }
  EXPECT_NEAR(classed / static_cast<double>(area.size()), 0.5, 0.05);
  // Of the landcover raster that comes with them, 49.6 % is buildings (class 2); they are of three
  // storeys and more.
  EXPECT_NEAR(static_cast<double>(roofs) / static_cast<double>(area.size()), 0.5, 0.1);
  if (!geo::test::has_program("gdalwarp")) GTEST_SKIP() << "gdalwarp is not installed";
  for (const auto& [file, method, ours] :
       {std::tuple{"DEM_KRbig.tif", "average", &ground}, {"DSM_KRbig.tif", "q3", &surface}}) {
    const auto theirs_file = m_folder / (std::string(method) + ".tif");
    const MapBox b = area.box();
    const auto run =
        geo::test::run_program("gdalwarp -q -r " + std::string(method) + " -dstnodata -9999 -te " +
                               std::to_string(b.min_x_m) + " " + std::to_string(b.min_y_m) + " " +
                               std::to_string(b.max_x_m) + " " + std::to_string(b.max_y_m) +
                               " -tr 5 5 " + (data / file).string() + " " + theirs_file.string());
    ASSERT_EQ(run.status, 0) << run.output;
    const auto theirs = geo::FileRasterSource(theirs_file).read(area.full());
    for (std::size_t i = 0; i < area.size(); ++i) {
      // The surface is never below the ground, gdalwarp's may be by decimetres.
      const float expected = std::max(theirs.values()[i], ground.values()[i]);
      ASSERT_NEAR(ours->values()[i], expected, 1e-3) << file << ' ' << i;
    }
  }
}

}  // namespace
}  // namespace gigacity::apps
