// SPDX-License-Identifier: Apache-2.0
// What a simulation says of cells outside its model's range, and whether it does what it says.
#include "apps/run/range_warnings.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/radio/path.hpp"

namespace gigacity::apps {
namespace {

using propagation::Environment;
using radio::Model;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct OneCell {
  double frequency_mhz = 3500.0;
  double height_m = 30.0;
};

std::vector<std::string> warnings(Model model, const std::vector<OneCell>& cells,
                                  double radius_m = 4000.0, double receiver_height_m = 1.5,
                                  double pixel_m = 10.0,
                                  std::optional<Environment> environment = std::nullopt) {
  radio::RadioNetwork network;
  network.sites.emplace_back();
  for (const auto& cell : cells) {
    network.cells.push_back({.id = "C",
                             .sector = static_cast<std::int32_t>(network.sectors.size()),
                             .frequency_mhz = cell.frequency_mhz});
    network.sectors.emplace_back().height_m = cell.height_m;
  }
  RadioSection section;
  section.sites.source = "sites.csv";
  section.options.model = model;
  section.options.radius_m = radius_m;
  section.options.receiver_height_m = receiver_height_m;
  section.options.environment = environment;
  Findings findings;
  warn_of_ranges(network, section, pixel_m, findings);
  std::vector<std::string> out;
  for (const auto& warning : findings.warnings()) {
    EXPECT_EQ(warning.where.source, "sites.csv");
    out.push_back(warning.message + " | " + warning.hint);
  }
  return out;
}

/// On flat ground at sea level, in sight of each other.
double loss_db(Model model, Environment environment, double distance_m, double antenna_m,
               double receiver_m, double frequency_mhz) {
  return radio::path_loss_db(model, environment,
                             radio::path_geometry({0.0, antenna_m, 0.0, receiver_m}, distance_m),
                             frequency_mhz);
}

constexpr const char* carried_on = " | they are computed all the same: the formulae are carried on";
constexpr const char* nearest_end =
    " | they are computed all the same: the nearest end of the range counts";
constexpr const char* near_as_10_m =
    " | they are computed all the same: nearer than 10 m counts as 10 m, and beyond the farthest "
    "the formulae are carried on";
constexpr const char* urban_base =
    " | they are computed all the same: the formulae are carried on, with antennas lower than 2 m "
    "as if at 2 m";

TEST(RangeWarnings, AreSilentWithinTheRange) {
  EXPECT_THAT(warnings(Model::free_space, {{100'000.0, 500.0}}, 90'000.0, 300.0), IsEmpty());
  EXPECT_THAT(warnings(Model::p526, {{6000.0, 30.0}, {30.0, 1.0}}, 90'000.0, 1.0, 250.0),
              IsEmpty());
  EXPECT_THAT(warnings(Model::tr38901, {{500.0, 3.0}, {100'000.0, 60.0}}, 5000.0), IsEmpty());
  EXPECT_THAT(
      warnings(Model::tr38901, {{30'000.0, 150.0}}, 10'000.0, 1.0, 10.0, Environment::rural_macro),
      IsEmpty());
}

TEST(RangeWarnings, OfFreeSpace) {
  EXPECT_THAT(warnings(Model::free_space, {{}, {}}, 4000.0, 1.5, 0.5),
              ElementsAre("2 cells have pixels nearer than the 1 m from which on the model holds, "
                          "up to 6.2e-06 % of those within the radius | they are computed all the "
                          "same: nearer than 1 m counts as 1 m"));
  const auto loss = [](double distance_m) {
    return loss_db(Model::free_space, {}, distance_m, 1.5, 1.5, 3500.0);
  };
  EXPECT_EQ(loss(0.5), loss(1.0));
  EXPECT_NEAR(loss(0.0), 32.45 + 20.0 * std::log10(3.5), 0.01);  // P.525-4 eq. 4, d in km
}

TEST(RangeWarnings, OfP526) {
  EXPECT_THAT(
      warnings(Model::p526, {{26'500.0, 30.0}, {3500.0, 0.5}, {39'000.0, 30.0}}, 200.0, 0.5, 250.0),
      ElementsAre(std::string("2 cells outside the model's range, e.g. p526: frequency 26500 MHz "
                              "is outside 30 to 6000 MHz") +
                      carried_on,
                  std::string("3 cells outside the model's range, e.g. p526: distance 200 m is "
                              "outside 250 to 3000000 m") +
                      carried_on,
                  std::string("1 cells outside the model's range, e.g. p526: transmitter height "
                              "0.5 m is outside 1 to 3000 m") +
                      carried_on,
                  std::string("3 cells outside the model's range, e.g. p526: receiver height "
                              "0.5 m is outside 1 to 3000 m") +
                      carried_on));
  EXPECT_THAT(warnings(Model::p526, {{}, {}}, 1000.0),
              ElementsAre(std::string("2 cells have pixels nearer than the 250 m from which on "
                                      "the model holds, up to 6.2 % of those within the radius") +
                          carried_on));
  // Free space is carried on from 30 to 6000 MHz and from 250 m: by its own slope.
  const auto loss = [](double distance_m, double frequency_mhz) {
    return loss_db(Model::p526, {}, distance_m, 1.5, 1.5, frequency_mhz);
  };
  EXPECT_NEAR(loss(25.0, 3500.0), loss(250.0, 3500.0) - 20.0, 1e-9);
  EXPECT_NEAR(loss(250.0, 60'000.0), loss(250.0, 6000.0) + 20.0, 1e-9);
}

TEST(RangeWarnings, OfKnifeEdges) {
  EXPECT_THAT(warnings(Model::knife_edges, {{26'500.0, 30.0}, {3500.0, 30.0}}, 250.0, 1.5, 250.0),
              ElementsAre(std::string("1 cells outside the model's range, e.g. p526-knife-edges: "
                                      "frequency 26500 MHz is outside 30 to 6000 MHz") +
                          carried_on));
  const auto loss = [](double distance_m, double frequency_mhz) {
    return loss_db(Model::knife_edges, {}, distance_m, 1.5, 1.5, frequency_mhz);
  };
  EXPECT_NEAR(loss(25.0, 3500.0), loss(250.0, 3500.0) - 20.0, 1e-9);
  EXPECT_NEAR(loss(250.0, 60'000.0), loss(250.0, 6000.0) + 20.0, 1e-9);
}

TEST(RangeWarnings, OfTr38901InTowns) {
  EXPECT_THAT(
      warnings(Model::tr38901, {{450.0, 30.0}, {3500.0, 80.0}, {3500.0, 1.0}}, 8000.0, 1.0, 5.0),
      ElementsAre(std::string("3 cells have pixels nearer than the 10 m from which on the model "
                              "holds, up to 0.00016 % of those within the radius") +
                      near_as_10_m,
                  std::string("1 cells outside the model's range, e.g. 3gpp-38901 urban macro: "
                              "frequency 450 MHz is outside 500 to 100000 MHz") +
                      carried_on,
                  std::string("3 cells outside the model's range, e.g. 3gpp-38901 urban macro: "
                              "distance 8000 m is outside 10 to 5000 m") +
                      near_as_10_m,
                  std::string("2 cells outside the model's range, e.g. 3gpp-38901 urban macro: "
                              "transmitter height 80 m is outside 10 to 60 m") +
                      urban_base,
                  std::string("3 cells outside the model's range, e.g. 3gpp-38901 urban macro: "
                              "receiver height 1 m is outside 1.5 to 22.5 m") +
                      nearest_end));
  for (const auto environment : {Environment::urban_micro, Environment::urban_macro}) {
    const auto loss = [&](double distance_m, double antenna_m, double receiver_m,
                          double frequency_mhz = 3500.0) {
      return loss_db(Model::tr38901, environment, distance_m, antenna_m, receiver_m, frequency_mhz);
    };
    EXPECT_EQ(loss(3.0, 15.0, 1.5), loss(10.0, 15.0, 1.5));
    EXPECT_EQ(loss(300.0, 15.0, 0.5), loss(300.0, 15.0, 1.5));
    EXPECT_EQ(loss(300.0, 15.0, 40.0), loss(300.0, 15.0, 22.5));
    EXPECT_EQ(loss(300.0, 1.0, 1.5), loss(300.0, 2.0, 1.5));
    EXPECT_NE(loss(300.0, 2.0, 1.5), loss(300.0, 3.0, 1.5));
    EXPECT_NE(loss(300.0, 80.0, 1.5), loss(300.0, 60.0, 1.5));
    // Beyond the breakpoint (table 7.4.1-1): 40 dB a decade of distance, over 5 km too.
    EXPECT_NEAR(loss(50'000.0, 3.0, 1.5), loss(5000.0, 3.0, 1.5) + 40.0, 1e-4);
    EXPECT_NEAR(loss(20.0, 15.0, 1.5, 400.0), loss(20.0, 15.0, 1.5, 4000.0) - 20.0, 1e-9);
  }
}

TEST(RangeWarnings, OfTr38901InTheCountry) {
  EXPECT_THAT(
      warnings(Model::tr38901, {{39'000.0, 200.0}}, 20'000.0, 12.0, 10.0, Environment::rural_macro),
      ElementsAre(std::string("1 cells outside the model's range, e.g. 3gpp-38901 rural macro: "
                              "frequency 39000 MHz is outside 500 to 30000 MHz") +
                      carried_on,
                  std::string("1 cells outside the model's range, e.g. 3gpp-38901 rural macro: "
                              "distance 20000 m is outside 10 to 10000 m") +
                      near_as_10_m,
                  std::string("1 cells outside the model's range, e.g. 3gpp-38901 rural macro: "
                              "transmitter height 200 m is outside 10 to 150 m") +
                      nearest_end,
                  std::string("1 cells outside the model's range, e.g. 3gpp-38901 rural macro: "
                              "receiver height 12 m is outside 1 to 10 m") +
                      nearest_end));
  const auto loss = [](double distance_m, double antenna_m, double receiver_m,
                       double frequency_mhz = 800.0) {
    return loss_db(Model::tr38901, Environment::rural_macro, distance_m, antenna_m, receiver_m,
                   frequency_mhz);
  };
  EXPECT_EQ(loss(3.0, 30.0, 1.5), loss(10.0, 30.0, 1.5));
  EXPECT_EQ(loss(3000.0, 200.0, 1.5), loss(3000.0, 150.0, 1.5));
  EXPECT_EQ(loss(3000.0, 5.0, 1.5), loss(3000.0, 10.0, 1.5));
  EXPECT_EQ(loss(3000.0, 30.0, 0.5), loss(3000.0, 30.0, 1.0));
  EXPECT_EQ(loss(3000.0, 30.0, 30.0), loss(3000.0, 30.0, 10.0));
  EXPECT_NEAR(loss(100'000.0, 10.0, 1.5), loss(10'000.0, 10.0, 1.5) + 40.0, 1e-4);
  EXPECT_NEAR(loss(300.0, 30.0, 1.5, 60'000.0), loss(300.0, 30.0, 1.5, 6000.0) + 20.0, 1e-9);
}

}  // namespace
}  // namespace gigacity::apps
