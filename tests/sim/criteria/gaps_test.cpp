// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/gaps.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "core/parallel.hpp"
#include "sim/criteria/radio_reason.hpp"
#include "sim/radio/coverage.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

using testing::city_value;
using ::testing::HasSubstr;
using testing::SampleCity;

struct Found {
  Measured measured;
  std::vector<Gap> gaps;

  std::vector<Gap> of(const std::string& criterion) const {
    std::vector<Gap> out;
    std::ranges::copy_if(gaps, std::back_inserter(out),
                         [&](const Gap& gap) { return gap.criterion == criterion; });
    return out;
  }
  double sum(const std::string& criterion, double Gap::*field) const {
    double total = 0.0;
    for (const auto& gap : of(criterion)) total += gap.*field;
    return total;
  }
};

Found found_in(const SampleCity& sample, const Profile& profile = testing::sample_profile(),
               int threads = 0) {
  const ThreadLimit limit(threads);
  SilentProgress progress;
  const auto results = sample.results();
  Found found;
  found.measured = measure(results, profile, progress);
  found.gaps =
      find_gaps(results, profile, found.measured, {}, &testing::runs_as_polygons, progress);
  return found;
}

const Gap& gap_of(const std::vector<Gap>& gaps, const std::string& id) {
  const auto found = std::ranges::find(gaps, id, &Gap::id);
  if (found == gaps.end()) throw std::runtime_error("no gap " + id);
  return *found;
}

TEST(Gaps, CountedAndGapsMakeTheDenominator) {
  for (const bool stated : {false, true}) {
    const auto found = found_in(testing::sample_city(stated));
    const auto value = [&](const char* name) { return city_value(found.measured, name); };
    const auto rows = [&](const char* criterion) {
      return static_cast<double>(found.of(criterion).size());
    };
    EXPECT_GT(rows("places"), 0.0);
    EXPECT_EQ(value("key_places_reached_nr") + rows("places"), value("key_places"));
    EXPECT_EQ(value("key_places_reached_lte") + rows("places4"), value("key_places"));
    EXPECT_EQ(value("villages_reached_nr") + rows("villages"), value("villages"));
    EXPECT_EQ(value("premises_gigabit") + rows("buildings"), value("premises"));
    const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * b); };
    near(value("households_gigabit") + found.sum("homes", &Gap::households), value("households"));
    near(value("urban_households_gigabit") + found.sum("urban_homes", &Gap::households),
         value("urban_households"));
    near(value("residents_covered_nr") + found.sum("people", &Gap::residents), value("residents"));
    near(value("area_covered_lte_km2") + 1e-6 * found.sum("land", &Gap::area_m2),
         value("area_km2"));
  }
}

TEST(Gaps, StatedFiguresThatNothingCarriesAreRowsOfTheirOwn) {
  auto sample = testing::sample_city(true);
  std::erase_if(sample.city.buildings, [](const Building& b) { return b.unit[1] == 2; });
  for (std::size_t i = 0; i < sample.premises_building.size(); ++i)
    sample.premises_building[i] = static_cast<std::int32_t>(i % sample.city.buildings.size());
  Raster<float> people = sample.city.people->read(sample.city.grid.full());
  for (int r = 0; r < people.height(); ++r)
    for (int c = 300; c < 400; ++c) people.at({c, r}) = 0.0F;
  sample.city.people = std::make_shared<MemoryRasterSource>(people);

  const auto found = found_in(sample);
  const auto& homes = gap_of(found.gaps, "premises-unlocated-T2");
  EXPECT_EQ(homes.households, 4600.0);
  EXPECT_EQ(homes.admin_codes, (std::vector<std::string>{"C0", "T2"}));
  EXPECT_EQ(gap_of(found.gaps, "area-nr-unlocated-T3").residents, 13'000.0);
  const double households = city_value(found.measured, "households");
  EXPECT_NEAR(
      city_value(found.measured, "households_gigabit") + found.sum("homes", &Gap::households),
      households, 1e-9 * households);
  const double urban = city_value(found.measured, "urban_households");
  EXPECT_NEAR(city_value(found.measured, "urban_households_gigabit") +
                  found.sum("urban_homes", &Gap::households),
              urban, 1e-9 * urban);
  const double residents = city_value(found.measured, "residents");
  EXPECT_NEAR(
      city_value(found.measured, "residents_covered_nr") + found.sum("people", &Gap::residents),
      residents, 1e-9 * residents);
}

TEST(Gaps, IdsAreUniqueAndNoFeatureStandsTwice) {
  const auto found = found_in(testing::sample_city(true));
  std::set<std::string> ids;
  std::set<std::pair<std::string, std::string>> features;
  for (const auto& gap : found.gaps) {
    EXPECT_TRUE(ids.insert(gap.id).second) << gap.id;
    if (gap.kind != "area" && gap.kind != "village") {
      EXPECT_TRUE(features.emplace(gap.criterion, gap.name).second)
          << gap.criterion << " " << gap.name;
    }
  }
}

TEST(Gaps, MostResidentsComeFirst) {
  const auto found = found_in(testing::sample_city(false));
  ASSERT_GT(found.gaps.size(), 2U);
  for (std::size_t i = 1; i < found.gaps.size(); ++i) {
    const auto& a = found.gaps[i - 1];
    const auto& b = found.gaps[i];
    EXPECT_TRUE(a.residents > b.residents || (a.residents == b.residents && a.id < b.id));
  }
}

TEST(Gaps, EveryRowIsComplete) {
  for (const auto& gap : found_in(testing::sample_city(true)).gaps) {
    EXPECT_FALSE(gap.reason.empty()) << gap.id;
    EXPECT_FALSE(gap.reason_text.empty()) << gap.id;
    EXPECT_FALSE(gap.remedy.empty()) << gap.id;
    EXPECT_FALSE(gap.requirement.empty()) << gap.id;
    EXPECT_FALSE(gap.measured_unit.empty()) << gap.id;
    EXPECT_GE(gap.shortfall, 0.0) << gap.id;
    EXPECT_TRUE(std::isfinite(gap.measured)) << gap.id;
    EXPECT_EQ(gap.admin_codes.size(), 2U) << gap.id;
    EXPECT_FALSE(std::holds_alternative<std::monostate>(gap.geometry)) << gap.id;
    const bool point = gap.kind == "key_place" || gap.kind == "premises";
    EXPECT_EQ(std::holds_alternative<MapPoint>(gap.geometry), point) << gap.id;
  }
}

TEST(Gaps, PatchesHaveTheAreaOfTheirPolygonsAndDoNotOverlap) {
  const auto found = found_in(testing::sample_city(false));
  for (const auto& gap : found.gaps) {
    if (gap.kind != "area") continue;
    EXPECT_NEAR(area_m2(std::get<MultiPolygon>(gap.geometry)), gap.area_m2, 1e-6) << gap.id;
  }
}

TEST(Gaps, SmallPatchesAreSummedByUnit) {
  const auto found = found_in(testing::sample_city(false));
  int others = 0;
  for (const auto& gap : found.of("people")) {
    if (gap.reason == "scattered") {
      ++others;
      continue;
    }
    EXPECT_TRUE(gap.area_m2 >= 10'000.0 || gap.residents >= 1.0) << gap.id;
  }
  EXPECT_GT(others, 0);
  EXPECT_LE(others, 7);  // six towns and "none"
  EXPECT_NO_THROW(gap_of(found.gaps, "area-nr-other-T0"));
}

TEST(Gaps, AreTheSameForAnyNumberOfThreads) {
  const auto sample = testing::sample_city(true);
  const auto one = found_in(sample, testing::sample_profile(), 1).gaps;
  const auto four = found_in(sample, testing::sample_profile(), 4).gaps;
  ASSERT_EQ(one.size(), four.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].id, four[i].id);
    EXPECT_EQ(one[i].residents, four[i].residents);
    EXPECT_EQ(one[i].shortfall, four[i].shortfall);
    EXPECT_EQ(one[i].reason_text, four[i].reason_text);
  }
}

TEST(Gaps, FibreReasonsNameWhatLacks) {
  const auto sample = testing::sample_city(false);
  const auto found = found_in(sample);
  int checked = 0;
  for (std::size_t i = 0; i < sample.premises_building.size(); ++i) {
    const auto& service = sample.fibre.premises[i];
    if (service.gigabit_ready()) continue;
    const auto& building =
        sample.city.buildings[static_cast<std::size_t>(sample.premises_building[i])];
    const auto& gap = gap_of(found.gaps, "premises-" + building.id);
    EXPECT_EQ(gap.reason, fibre::to_string(service.gap));
    if (service.gap == fibre::FibreGap::budget) {
      EXPECT_EQ(gap.measured_unit, "dB");
      EXPECT_DOUBLE_EQ(gap.shortfall, std::max(0.0, -service.margin_db));
      if (gap.shortfall > 0.0 && gap.shortfall <= 3.2) {
        EXPECT_THAT(gap.remedy, HasSubstr("Split 1:32"));
      }
      if (gap.shortfall > 3.3) {
        EXPECT_THAT(gap.remedy, Not(HasSubstr("Split 1:32")));
      }
    }
    if (service.gap == fibre::FibreGap::reach) {
      EXPECT_DOUBLE_EQ(gap.shortfall, std::max(0.0, service.route_m - 20'000.0));
    }
    if (service.gap == fibre::FibreGap::no_port) {
      EXPECT_THAT(gap.remedy, HasSubstr("port"));
    }
    ++checked;
  }
  EXPECT_GT(checked, 100);
}

TEST(Gaps, TellsHowFarPremisesLieBeyondTheNearestOfTheirPort) {
  auto sample = testing::sample_city(false);
  for (auto& service : sample.fibre.premises) {
    if (service.gap != fibre::FibreGap::reach) continue;
    service.gap = fibre::FibreGap::differential_reach;
    service.route_m = 23'000.0;
    service.port_nearest_m = 1'500.0;
  }
  const auto found = found_in(sample);
  int checked = 0;
  for (std::size_t i = 0; i < sample.premises_building.size(); ++i) {
    const auto& service = sample.fibre.premises[i];
    if (service.gap != fibre::FibreGap::differential_reach) continue;
    const auto& building =
        sample.city.buildings[static_cast<std::size_t>(sample.premises_building[i])];
    const auto& gap = gap_of(found.gaps, "premises-" + building.id);
    EXPECT_EQ(gap.reason, "differential_reach");
    EXPECT_EQ(gap.measured, 23'000.0);
    EXPECT_EQ(gap.measured_unit, "m");
    EXPECT_DOUBLE_EQ(gap.shortfall, 1'500.0);  // 21.5 km apart, where 20 are allowed
    EXPECT_THAT(gap.reason_text, HasSubstr("21.5 km longer than the shortest on its port"));
    EXPECT_THAT(gap.remedy, HasSubstr("A port of OLT "));
    ++checked;
  }
  EXPECT_GT(checked, 10);
}

TEST(Gaps, FullBoxThatStandsIsTheNearestAsset) {
  auto sample = testing::sample_city(false);
  sample.plant.boxes = {{"B1", {100.0, 100.0}, "", 8}};
  sample.fibre.boxes = {sample.plant.boxes.front(), {"assumed", {100.0, 100.0}, "", 8}};
  int asked = 0;
  for (auto& service : sample.fibre.premises)
    if (service.gap == fibre::FibreGap::no_port) service.box = asked++ % 2;
  ASSERT_GT(asked, 2);
  const auto found = found_in(sample);
  for (std::size_t i = 0; i < sample.premises_building.size(); ++i) {
    const auto& service = sample.fibre.premises[i];
    if (service.gap != fibre::FibreGap::no_port) continue;
    const auto& building =
        sample.city.buildings[static_cast<std::size_t>(sample.premises_building[i])];
    const auto& gap = gap_of(found.gaps, "premises-" + building.id);
    const auto& olt = sample.plant.olts[static_cast<std::size_t>(service.olt)];
    const bool stands = service.box == 0;
    EXPECT_EQ(gap.nearest_asset, stands ? "B1" : olt.id);
    EXPECT_DOUBLE_EQ(gap.nearest_distance_m,
                     distance_m(building.point, stands ? MapPoint{100.0, 100.0} : olt.point));
  }
}

// ---- Reasons for radio gaps, each on a scene made for it
// ---------------------------------------------------------

/// One hospital of 10 × 10 pixels in the east, one site in the west of a flat strip.
class RadioReason : public ::testing::Test {
 protected:
  static constexpr GridSpec grid{0.0, 1000.0, 10.0, 300, 100};
  static constexpr float covered = 1.0F;

  void scene(float rsrp_dbm, float sinr_db, float status) {
    m_city.grid = grid;
    m_city.inside = flat(1.0F);
    m_city.people = flat(0.01F);
    if (!m_city.terrain) m_city.terrain = flat(20.0F);
    if (!m_city.surface) m_city.surface = m_city.terrain;
    KeyPlace place;
    place.id = "H1";
    place.name = "Hospital";
    place.kind = "hospital";
    place.point = {2550.0, 500.0};
    place.footprint = testing::rectangle(2500.0, 450.0, 2600.0, 550.0);
    m_city.places = {place};
    m_network.sites = {{"S1", "", "", {505.0, 505.0}}, {"S0", "", "", {2550.0, 505.0}}};
    m_network.sectors = {{0, 30.0, 90.0, {0.0, 3.0}, {}}, {1, 30.0, 90.0, {0.0, 3.0}, {}}};
    m_network.cells = {{"S1-1", 0, radio::Technology::nr, 3500.0, 100.0, 49.0, 0.5},
                       {"S0-1", 1, radio::Technology::lte, 1800.0, 20.0, 46.0, 0.5}};
    m_layers = {flat(rsrp_dbm), flat(sinr_db), flat(covered == status ? 0.0F : no_value),
                flat(status)};
  }

  Gap only_gap() {
    Results results;
    results.city = &m_city;
    results.network = &m_network;
    results.nr = m_layers;
    Profile profile;
    profile.indicators = {testing::indicator("G3", "100 * key_places_reached_nr / key_places", 80.0,
                                             GapKind::key_place)};
    SilentProgress progress;
    GapOptions options;
    options.radius_m = 1500.0;
    const auto measured = measure(results, profile, progress);
    const auto gaps =
        find_gaps(results, profile, measured, options, &testing::runs_as_polygons, progress);
    if (gaps.size() != 1) throw std::runtime_error("expected one gap");
    return gaps.front();
  }

  static std::shared_ptr<const RasterSource> flat(float value) {
    return std::make_shared<MemoryRasterSource>(Raster<float>(grid, value));
  }
  static std::shared_ptr<const RasterSource> wall(int column, float height_m) {
    Raster<float> heights(grid, 20.0F);
    for (int r = 0; r < grid.height; ++r) heights.at({column, r}) = height_m;
    return std::make_shared<MemoryRasterSource>(std::move(heights));
  }

  City m_city;
  radio::RadioNetwork m_network;
  RadioLayers m_layers;
};

TEST_F(RadioReason, TooFarGivesTheMetresBeyondTheRadius) {
  scene(no_value, no_value, 3.0F);
  const auto gap = only_gap();
  EXPECT_EQ(gap.id, "key_place-nr-H1");
  EXPECT_EQ(gap.reason, "too_far");
  EXPECT_EQ(gap.nearest_asset, "S1");  // S0 is nearer, but has no NR
  EXPECT_NEAR(gap.nearest_distance_m, 2045.0, 10.0);
  EXPECT_EQ(gap.measured_unit, "m");
  EXPECT_NEAR(gap.shortfall, 545.0, 10.0);
  EXPECT_THAT(gap.reason_text, HasSubstr("to the W"));
  EXPECT_EQ(gap.area_m2, 10'000.0);
  EXPECT_NEAR(gap.residents, 1.0, 1e-6);
  EXPECT_EQ(gap.requirement, "SS-RSRP >= -105 dBm and SS-SINR >= -3 dB on 95 % of the place");
}

TEST_F(RadioReason, WeakSignalWithAFreeLineOfSight) {
  scene(-111.5F, 5.0F, covered);
  const auto gap = only_gap();
  EXPECT_EQ(gap.reason, "weak_signal");
  EXPECT_EQ(gap.measured_unit, "dBm");
  EXPECT_DOUBLE_EQ(gap.measured, -111.5);
  EXPECT_DOUBLE_EQ(gap.shortfall, 6.5);
  EXPECT_THAT(gap.remedy, HasSubstr("6.5 dB more from cell S1-1"));
}

TEST_F(RadioReason, TerrainShadowNamesTheRidge) {
  m_city.terrain = wall(150, 120.0F);
  scene(-120.0F, 5.0F, covered);
  const auto gap = only_gap();
  EXPECT_EQ(gap.reason, "terrain_shadow");
  // The ridge stands at x = 1505 m, about 1.0 km west of the hospital, some 85 m above the line.
  EXPECT_THAT(gap.reason_text, HasSubstr("the ridge 1.0 km to the W rises 8"));
  EXPECT_THAT(gap.remedy, HasSubstr("A site on the ridge"));
}

TEST_F(RadioReason, BuildingShadowNamesTheRaiseWhereItIsSmall) {
  m_city.surface = wall(100, 50.0F);
  scene(-110.0F, 5.0F, covered);
  const auto gap = only_gap();
  EXPECT_EQ(gap.reason, "building_shadow");
  // Line at 500 m of 2045: 50 - 28.5 × 0.2445 = 43.0; 7.0 above it; × 2045 / 1545 = 9.3 m.
  EXPECT_THAT(gap.remedy, HasSubstr("Raise the antenna of S1 by 10 m"));
}

TEST_F(RadioReason, InterferenceWhereTheLevelSuffices) {
  scene(-90.0F, -7.25F, covered);
  const auto gap = only_gap();
  EXPECT_EQ(gap.reason, "interference");
  EXPECT_EQ(gap.measured_unit, "dB");
  EXPECT_DOUBLE_EQ(gap.shortfall, 4.25);
  EXPECT_THAT(gap.remedy, HasSubstr("S1-1"));
}

TEST_F(RadioReason, BelowTheFloorLooksTowardsTheNearestSite) {
  m_city.terrain = wall(150, 120.0F);
  scene(no_value, no_value, 2.0F);
  const auto gap = only_gap();
  EXPECT_EQ(gap.reason, "terrain_shadow");
  EXPECT_EQ(gap.measured_unit, "%");
  EXPECT_DOUBLE_EQ(gap.shortfall, 95.0);
}

TEST_F(RadioReason, MissingTerrainIsNoReasonOfTheNetwork) {
  scene(no_value, no_value, 4.0F);
  EXPECT_EQ(only_gap().reason, "no_terrain");
}

TEST_F(RadioReason, WithoutAnySiteOfTheTechnology) {
  scene(no_value, no_value, 3.0F);
  m_network.cells.erase(m_network.cells.begin());
  const auto gap = only_gap();
  EXPECT_EQ(gap.reason, "too_far");
  EXPECT_EQ(gap.nearest_asset, "");
}

TEST(RadioSamples, ShortfallIsThatOfTheRequiredShare) {
  constexpr GridSpec grid{0.0, 100.0, 1.0, 100, 1};
  const ::gigacity::criteria::RadioTest test{-105.0, -3.0, 0.95, "", ""};
  RadioSamples samples(test, {0.0, 0.0}, grid);
  for (int i = 0; i < 100; ++i)
    samples.add({i, 0}, {.rsrp_dbm = static_cast<float>(-60 - i),
                         .sinr_db = 10.0F,
                         .best_server = 0.0F,
                         .status = 1.0F});
  EXPECT_EQ(samples.failed(), 54);
  EXPECT_DOUBLE_EQ(samples.level_reached_dbm(), -154.0);  // the 95th best of -60 ... -159
  EXPECT_EQ(samples.main_failure(), RadioSamples::Failure::level);
}

}  // namespace
}  // namespace gigacity::criteria
