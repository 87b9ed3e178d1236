// SPDX-License-Identifier: Apache-2.0
// Key places by scene, deep places, villages on fibre: counted + gaps = denominator for each of them.
#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "sim/criteria/gaps.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

using testing::city_value;
using ::testing::HasSubstr;
using testing::indicator;
using testing::SampleCity;

/// Where hospitals and bus stops have tests of their own.
Profile profile_with_scenes() {
  auto profile = testing::sample_profile();
  RadioTest strict = profile.nr;
  strict.rsrp_dbm = -90.0;
  strict.share = 0.5;
  profile.scenes = {{"hospitals", "Hospitals", "医院", {"hospital"}, strict, profile.lte},
                    {"stops", "Bus stops", "车站", {"bus_stop"}, profile.nr, profile.lte}};
  profile.indicators = {
      indicator("all", "100 * key_places_reached_nr / key_places", 80.0, GapKind::key_place),
      indicator("hospitals", "100 * key_places_reached_nr[hospitals] / key_places[hospitals]", 80.0,
                GapKind::key_place),
      indicator("stops", "100 * key_places_reached_lte[stops] / key_places[stops]", 80.0,
                GapKind::key_place),
      indicator("deep", "100 * deep_places_covered_nr / deep_places", 80.0, GapKind::deep_place),
      indicator("deep_stops", "deep_places_covered_lte[stops]", 1.0, GapKind::deep_place),
      indicator("village_fibre", "100 * villages_fibre / villages", 100.0, GapKind::village),
      indicator("village_gigabit", "100 * villages_gigabit / villages", 100.0, GapKind::village),
      indicator("fibre", "premises_fibre / premises", 1.0, GapKind::premises)};
  return profile;
}

/// Every fourth place has a car park and a lift; of those, systems serve NR in one half.
std::vector<radio::DeepCoverage> deep_spaces(const City& city) {
  std::vector<radio::DeepCoverage> spaces;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(city.places.size()); i += 4) {
    radio::DeepLevel lost{radio::CoveredBy::nothing, -1, -128.0, 0.2};
    radio::DeepLevel served{radio::CoveredBy::indoor_system, 0, -128.0, 0.2};
    radio::DeepCoverage car_park{i, radio::DeepSpace::underground, {}};
    car_park.of = {i % 8 == 0 ? served : lost, lost};
    radio::DeepCoverage lift{i, radio::DeepSpace::lift, {}};
    lift.of = {served, std::nullopt};
    spaces.push_back(car_park);
    spaces.push_back(lift);
  }
  return spaces;
}

struct Judged {
  SampleCity sample = testing::sample_city(true);
  std::vector<radio::DeepCoverage> deep;
  Profile profile = profile_with_scenes();
  Measured measured;
  std::vector<Gap> gaps;

  void run() {
    auto results = sample.results();
    results.deep = deep;
    SilentProgress progress;
    measured = measure(results, profile, progress);
    gaps = find_gaps(results, profile, measured, {}, &testing::runs_as_polygons, progress);
  }
  double value(const char* name) const { return city_value(measured, name); }
  double rows(const std::string& criterion) const {
    return static_cast<double>(std::ranges::count(gaps, criterion, &Gap::criterion));
  }
};

Judged judged() {
  Judged out;
  out.deep = deep_spaces(out.sample.city);
  out.run();
  return out;
}

TEST(Scenes, CountedAndGapsMakeTheDenominator) {
  const auto found = judged();
  EXPECT_EQ(found.value("key_places[hospitals]"), found.value("key_places"));
  EXPECT_LT(found.value("key_places_reached_nr[hospitals]"), found.value("key_places[hospitals]"));
  EXPECT_NE(found.value("key_places_reached_nr[hospitals]"), found.value("key_places_reached_nr"))
      << "the scene's own test is another";
  EXPECT_EQ(found.value("key_places[stops]"), 20.0);
  EXPECT_EQ(found.value("key_places_reached_nr[hospitals]") + found.rows("hospitals"),
            found.value("key_places[hospitals]"));
  EXPECT_EQ(found.value("key_places_reached_lte[stops]") + found.rows("stops"),
            found.value("key_places[stops]"));
  EXPECT_EQ(found.value("premises_fibre") + found.rows("fibre"), found.value("premises"));
  EXPECT_GT(found.value("premises_fibre"), found.value("premises_gigabit"));
  EXPECT_EQ(found.value("villages_fibre") + found.rows("village_fibre"), found.value("villages"));
  std::set<std::string> ids;
  for (const auto& gap : found.gaps) EXPECT_TRUE(ids.insert(gap.id).second) << gap.id;
}

TEST(Scenes, DeepPlacesNeedAllTheirSpaces) {
  const auto found = judged();
  EXPECT_EQ(found.value("deep_places"), 15.0) << "whatever their kind";
  EXPECT_EQ(found.value("deep_places_covered_nr"), 8.0);
  EXPECT_EQ(found.value("deep_places_covered_lte"), 0.0);
  EXPECT_EQ(found.rows("deep"), 7.0);
  EXPECT_EQ(found.value("deep_places[stops]"), 5.0);
  EXPECT_EQ(found.rows("deep_stops"), 5.0);
  const auto gap = *std::ranges::find(found.gaps, "deep", &Gap::criterion);
  EXPECT_EQ(gap.reason, "indoor_loss");
  EXPECT_EQ(gap.measured, -128.0);
  EXPECT_EQ(gap.shortfall, 18.0);
  EXPECT_EQ(gap.reason_text,
            "No indoor system serves the car park under ground; walls, ceilings and ground leave "
            "-128 dBm from outside.");
  EXPECT_THAT(gap.remedy, HasSubstr("An indoor system with NR in the car park under ground"));
}

TEST(Scenes, WithoutDeepSpacesNothingIsClaimed) {
  Judged found;
  found.run();
  const auto& missing = found.measured.units.front().measures.missing;
  EXPECT_THAT(missing.at("deep_places"), HasSubstr("[radio.indoor]"));
  EXPECT_THAT(missing.at("deep_places_covered_nr[stops]"), HasSubstr("[radio.indoor]"));
}

TEST(Scenes, AVillageIsOnFibreWhereAnyBuildingIs) {
  Judged found;
  // Nobody in town 2 is served; in town 3 only by classes below 10G.
  const auto& city = found.sample.city;
  for (std::size_t i = 0; i < found.sample.premises_building.size(); ++i) {
    const auto b = static_cast<std::size_t>(found.sample.premises_building[i]);
    auto& service = found.sample.fibre.premises[i];
    if (city.buildings[b].unit[1] == 2) service.gap = fibre::FibreGap::no_plant;
    if (city.buildings[b].unit[1] == 3 && service.gap == fibre::FibreGap::none)
      service.gap = fibre::FibreGap::below_10g;
  }
  found.run();
  EXPECT_EQ(found.value("villages_fibre"), 5.0);
  EXPECT_EQ(found.value("villages_gigabit"), 4.0);
  EXPECT_EQ(found.rows("village_fibre"), 1.0);
  EXPECT_EQ(found.rows("village_gigabit"), 2.0);
  const auto gap = *std::ranges::find(found.gaps, "village_fibre", &Gap::criterion);
  EXPECT_EQ(gap.id, "village-fibre-T2");
  EXPECT_EQ(gap.residents, 12'000.0);
  EXPECT_NEAR(gap.households, 4'600.0, 1e-6);
  EXPECT_EQ(gap.reason, "no_plant");
}

TEST(Scenes, RatesAskTheRasters) {
  Judged found;
  found.profile.nr.downlink_mbps = 100.0;
  found.profile.indicators = {
      indicator("people", "100 * residents_covered_nr / residents", 90.0, GapKind::area)};
  const auto sinr = found.sample.nr.sinr_db->read(found.sample.city.grid.full());
  Raster<float> rate(found.sample.city.grid, no_value);
  for (std::size_t i = 0; i < rate.values().size(); ++i)
    rate.values()[i] = 20.0F * sinr.values()[i];  // 100 Mbit/s at 5 dB
  found.sample.nr.downlink_mbps = std::make_shared<MemoryRasterSource>(rate);
  found.run();
  auto by_sinr = found;
  by_sinr.profile.nr.downlink_mbps.reset();
  by_sinr.profile.nr.sinr_db = 5.0;
  by_sinr.run();
  EXPECT_EQ(found.value("residents_covered_nr"), by_sinr.value("residents_covered_nr"));
  double people = 0.0;
  for (const auto& gap : found.gaps) people += gap.residents;
  EXPECT_NEAR(people + found.value("residents_covered_nr"), found.value("residents"), 1e-6);
  // Cells are half loaded: where an empty one would give enough, the load is to blame.
  const auto load = std::ranges::find(found.gaps, "load", &Gap::reason);
  ASSERT_NE(load, found.gaps.end());
  EXPECT_EQ(load->measured_unit, "Mbit/s");
  EXPECT_NEAR(load->measured + load->shortfall, 100.0, 1e-9);
  EXPECT_GE(load->measured, 50.0);
  EXPECT_THAT(load->reason_text, HasSubstr("is 50 % loaded"));
  const auto slow = std::ranges::find(found.gaps, "low_rate", &Gap::reason);
  ASSERT_NE(slow, found.gaps.end());
  EXPECT_LT(slow->measured, 50.0);
}

}  // namespace
}  // namespace gigacity::criteria
