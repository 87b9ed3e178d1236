// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/measures.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "core/diagnostic.hpp"
#include "core/parallel.hpp"
#include "sim/criteria/feature_pixels.hpp"
#include "sim/criteria/known_measures.hpp"
#include "tests/sim/criteria/sample_city.hpp"

namespace gigacity::criteria {
namespace {

using testing::city_value;
using ::testing::HasSubstr;

Measured measured_of(const testing::SampleCity& sample, int threads = 0) {
  const ThreadLimit limit(threads);
  SilentProgress progress;
  return measure(sample.results(), testing::sample_profile(), progress);
}

/// The plainest way: whole rasters, one pixel after the other.
struct PlainSums {
  std::int64_t pixels = 0;
  std::int64_t passed = 0;
  double people = 0.0;
  double people_passed = 0.0;
};

PlainSums plain_sums(const City& city, const RadioLayers& layers, const RadioTest& test, int level,
                     int unit) {
  const auto all = city.grid.full();
  const auto inside = city.inside->read(all);
  const auto people = city.people->read(all);
  const auto rsrp = layers.rsrp_dbm->read(all);
  const auto sinr = layers.sinr_db->read(all);
  const auto status = layers.status->read(all);
  const auto zone =
      level < 0 ? inside : city.admin[static_cast<std::size_t>(level)].zone->read(all);
  PlainSums sums;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (inside.values()[i] != 1.0F) continue;
    const float z = zone.values()[i];
    if (level >= 0 && unit != (std::isnan(z) ? -1 : static_cast<int>(z))) continue;
    const bool ok = status.values()[i] == 1.0F &&
                    static_cast<double>(rsrp.values()[i]) >= test.rsrp_dbm &&
                    static_cast<double>(sinr.values()[i]) >= test.sinr_db;
    const auto here = static_cast<double>(people.values()[i]);
    ++sums.pixels;
    sums.people += here;
    if (ok) ++sums.passed;
    if (ok) sums.people_passed += here;
  }
  return sums;
}

TEST(Measures, ZonalSumsAreThoseOfAPlainLoop) {
  const auto sample = testing::sample_city(false);
  const auto profile = testing::sample_profile();
  const auto measured = measured_of(sample);
  for (const auto& row : measured.units) {
    const auto nr = plain_sums(sample.city, sample.nr, profile.nr, row.level, row.unit);
    const auto lte = plain_sums(sample.city, sample.lte, profile.lte, row.level, row.unit);
    const auto& values = row.measures.values;
    EXPECT_DOUBLE_EQ(values.at("area_km2").value, static_cast<double>(nr.pixels) * 1e-4);
    EXPECT_DOUBLE_EQ(values.at("area_covered_nr_km2").value, static_cast<double>(nr.passed) * 1e-4);
    EXPECT_DOUBLE_EQ(values.at("area_covered_lte_km2").value,
                     static_cast<double>(lte.passed) * 1e-4);
    EXPECT_NEAR(values.at("residents").value, nr.people, 1e-9 * nr.people);
    EXPECT_NEAR(values.at("residents_covered_nr").value, nr.people_passed, 1e-9 * nr.people);
    EXPECT_NEAR(values.at("residents_covered_lte").value, lte.people_passed, 1e-9 * nr.people);
  }
}

TEST(Measures, EveryLevelWithItsNoneRowAddsUpToTheCity) {
  for (const bool stated : {false, true}) {
    const auto sample = testing::sample_city(stated);
    const auto measured = measured_of(sample);
    for (const auto& known : known_measures()) {
      if (known.provenance == Provenance::declared) continue;
      if (std::string(known.name).starts_with("deep_")) continue;  // scenes_test.cpp
      const double city = city_value(measured, known.name);
      for (std::int32_t level = 0; level < 2; ++level) {
        double sum = 0.0;
        for (const auto& row : measured.units)
          if (row.level == level) sum += row.measures.values.at(known.name).value;
        EXPECT_NEAR(sum, city, 1e-9 * std::max(1.0, city)) << known.name << " level " << level;
      }
    }
  }
}

TEST(Measures, UnitsKeepTheResidentsTheyState) {
  const auto sample = testing::sample_city(true);
  const auto measured = measured_of(sample);
  double towns = 0.0;
  for (const auto& row : measured.units) {
    if (row.level != 1 || row.unit < 0) continue;
    const auto& unit = sample.city.admin[1].units[static_cast<std::size_t>(row.unit)];
    EXPECT_NEAR(row.measures.values.at("residents").value, *unit.residents, 1e-6);
    EXPECT_NEAR(row.measures.values.at("households").value, *unit.households, 1e-6);
    EXPECT_LT(row.measures.values.at("residents_covered_nr").value, *unit.residents);
    towns += *unit.residents;
  }
  EXPECT_GT(city_value(measured, "residents"), towns);  // and those of the strip without a unit
}

TEST(Measures, ResidentsThatTheMapDoesNotPlaceStillCount) {
  auto sample = testing::sample_city(true);
  Raster<float> people(sample.city.grid, 0.0F);
  people.at({50, 100}) = 2.0F;  // in town 0
  sample.city.people = std::make_shared<MemoryRasterSource>(people);
  const auto measured = measured_of(sample);
  EXPECT_NEAR(city_value(measured, "residents"), 75'000.0, 1e-6);
  EXPECT_NEAR(measured.residents.factor[0], 5000.0, 1e-9);
  EXPECT_EQ(measured.residents.unlocated[0], 0.0);
  EXPECT_EQ(measured.residents.unlocated[3], 13'000.0);
  EXPECT_LE(city_value(measured, "residents_covered_nr"), 10'000.0);
}

TEST(Measures, CoverageOfPlacesIsThatOfTheirPixels) {
  const auto sample = testing::sample_city(false);
  const auto profile = testing::sample_profile();
  const auto measured = measured_of(sample);
  ASSERT_EQ(measured.scenes.front().nr.size(), sample.city.places.size());
  ASSERT_EQ(measured.villages_lte.size(), 6U);
  const auto rsrp = sample.nr.rsrp_dbm->read(sample.city.grid.full());
  double reached_places = 0.0;
  double places = 0.0;
  for (std::size_t i = 0; i < sample.city.places.size(); ++i) {
    const auto& place = sample.city.places[i];
    std::int64_t pixels = 0;
    for (int r = 0; r < sample.city.grid.height; ++r)
      for (int c = 0; c < sample.city.grid.width; ++c)
        if (contains(place.footprint, sample.city.grid.centre_of({c, r}))) ++pixels;
    EXPECT_EQ(measured.scenes.front().nr[i].pixels, std::max<std::int64_t>(pixels, 1));
    if (place.kind != "Hospital") continue;
    places += 1.0;
    if (measured.scenes.front().nr[i].share() >= profile.nr.share) reached_places += 1.0;
  }
  EXPECT_EQ(city_value(measured, "key_places"), places);
  EXPECT_EQ(city_value(measured, "key_places_reached_nr"), reached_places);
  EXPECT_GT(reached_places, 0.0);
  EXPECT_LT(reached_places, places);
}

TEST(Measures, AVillageHasThePixelsOfItsZone) {
  const auto sample = testing::sample_city(false);
  const auto profile = testing::sample_profile();
  const auto measured = measured_of(sample);
  for (int v = 0; v < 6; ++v) {
    const auto sums = plain_sums(sample.city, sample.nr, profile.nr, 1, v);
    const auto& coverage = measured.villages_nr[static_cast<std::size_t>(v)];
    EXPECT_EQ(coverage.pixels, sums.pixels);
    EXPECT_EQ(coverage.passed, sums.passed);
  }
}

TEST(Measures, StationsAreSitesInsideWithACellOfTheTechnology) {
  const auto measured = measured_of(testing::sample_city(false));
  // Sites 0 to 10 stand inside; of every three, one has no cell, one NR, one NR and LTE. Site 11 is
  // outside.
  EXPECT_EQ(city_value(measured, "base_stations_nr"), 7.0);
  EXPECT_EQ(city_value(measured, "base_stations_lte"), 3.0);
  EXPECT_EQ(city_value(measured, "cells_nr"), 7.0);
}

TEST(Measures, PortsAreCountedByClassAndSplit) {
  const auto measured = measured_of(testing::sample_city(false));
  EXPECT_EQ(city_value(measured, "pon_ports"), 48.0);
  EXPECT_EQ(city_value(measured, "pon_ports_10g"), 40.0);
  EXPECT_EQ(city_value(measured, "pon_port_capacity_10g_dwellings"), 40.0 * 64.0);
  EXPECT_LE(city_value(measured, "urban_pon_ports"), 48.0);
}

TEST(Measures, UrbanIsWhatTheFinestLevelWithTheFieldSays) {
  auto sample = testing::sample_city(false);
  double urban = 0.0;
  double all = 0.0;
  for (const auto& building : sample.city.buildings) {
    all += building.households;
    if (building.unit[1] >= 0 && building.unit[1] % 2 == 0) urban += building.households;
  }
  EXPECT_NEAR(city_value(measured_of(sample), "urban_households"), urban, 1e-9 * all);
  sample.city.admin[1].has_urban_field = false;
  EXPECT_NEAR(city_value(measured_of(sample), "urban_households"), all, 1e-9 * all);
}

TEST(Measures, WhatIsAbsentSaysWhatItTakes) {
  auto sample = testing::sample_city(false);
  sample.declared.clear();
  auto results = sample.results();
  results.nr.reset();
  results.fibre = nullptr;
  results.plant = nullptr;
  SilentProgress progress;
  const auto measured = measure(results, testing::sample_profile(), progress);
  const auto& set = measured.units.front().measures;
  EXPECT_TRUE(measured.scenes.front().nr.empty());
  EXPECT_THAT(set.missing.at("residents_covered_nr"), HasSubstr("NR cells"));
  EXPECT_THAT(set.missing.at("households_gigabit"), HasSubstr("[fibre]"));
  EXPECT_THAT(set.missing.at("mobile_users"), HasSubstr("[subscribers] mobile_users"));
  for (const auto& known : known_measures())
    EXPECT_EQ(set.values.contains(known.name), !set.missing.contains(known.name)) << known.name;
}

TEST(Measures, PlacesOfOtherKindsAreNamed) {
  auto sample = testing::sample_city(false);
  for (auto& place : sample.city.places) place.kind = "bus stop";
  const auto measured = measured_of(sample);
  EXPECT_EQ(measured.units.front().measures.missing.at("key_places"),
            "no place is of a kind that the profile counts (hospital); the layers have bus stop");
}

TEST(Measures, DeclaredFiguresAreForTheWholeCityAndReplaceNothing) {
  auto sample = testing::sample_city(false);
  sample.declared["key_places"] = 7.0;
  const auto measured = measured_of(sample);
  EXPECT_EQ(city_value(measured, "key_places"), 40.0);
  const auto& city = measured.units.front().measures.values.at("broadband_users");
  EXPECT_EQ(city.provenance, Provenance::declared);
  EXPECT_EQ(city.unit, "users");
  EXPECT_THAT(measured.units[1].measures.missing.at("broadband_users"),
              HasSubstr("whole city only"));
}

TEST(Measures, RefusesADeclaredFigureThatNoFormulaCouldRead) {
  auto sample = testing::sample_city(false);
  sample.declared["broadband_user"] = 1.0;
  try {
    measured_of(sample);
    FAIL() << "expected an InputError";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean \"broadband_users\"?"));
  }
}

TEST(Measures, AreTheSameForAnyNumberOfThreads) {
  const auto sample = testing::sample_city(true);
  const auto one = measured_of(sample, 1);
  const auto four = measured_of(sample, 4);
  ASSERT_EQ(one.units.size(), four.units.size());
  for (std::size_t u = 0; u < one.units.size(); ++u)
    for (const auto& [name, measure] : one.units[u].measures.values)
      EXPECT_EQ(measure.value, four.units[u].measures.values.at(name).value) << name;
}

TEST(Measures, StopsOnRequest) {
  const auto sample = testing::sample_city(false);
  SilentProgress progress;
  progress.cancel();
  EXPECT_THROW(measure(sample.results(), testing::sample_profile(), progress), Cancelled);
}

}  // namespace
}  // namespace gigacity::criteria
