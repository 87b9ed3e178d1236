// SPDX-License-Identifier: Apache-2.0
// What the models over a terrain profile promise for any profile: finite for every finite figure; and
// on ordinary ground the same in both directions, and growing where the standard says so.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/parallel.hpp"
#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/itm.hpp"
#include "sim/propagation/knife_edges.hpp"
#include "sim/propagation/p1812.hpp"
#include "tests/sim/propagation/wild_figures.hpp"

namespace gigacity::propagation {
namespace {

constexpr double earth_m = 8.5e6;  // effective radius

/// A path, its terminals and its carrier.
struct Path {
  double step_m = 0.0;
  std::vector<double> distance_m;
  std::vector<double> ground_m;
  std::vector<double> surface_m;
  std::vector<RadioClimaticZone> zone;
  TerminalPair height_m;
  double frequency_mhz = 0.0;
  Polarisation wave = Polarisation::vertical;

  double transmitter_m() const { return ground_m.front() + height_m.transmitter; }
  double receiver_m() const { return ground_m.back() + height_m.receiver; }
  P1812Profile p1812() const {
    return {.distance_m = distance_m,
            .ground_m = ground_m,
            .surface_m = surface_m,
            .zone = zone,
            .transmitter_height_m = height_m.transmitter,
            .receiver_height_m = height_m.receiver};
  }
};

RadioClimaticZone zone_of(WildFigures& draw) {
  constexpr std::array zones{RadioClimaticZone::water, RadioClimaticZone::coastal_land,
                             RadioClimaticZone::inland};
  return zones[draw.below(zones.size())];
}

/// Any figures, distances ascending from 0 as the profiles' contract has it.
void make_wild(WildFigures& draw, Path& path) {
  const std::size_t points = 3 + draw.below(10);
  path.step_m = draw(30.0, 2000.0);
  const double step_m = std::min(std::abs(path.step_m), 1e306);
  path.distance_m.resize(points);
  path.ground_m.resize(points);
  path.surface_m.resize(points);
  path.zone.resize(points);
  for (std::size_t i = 0; i < points; ++i) {
    path.distance_m[i] = step_m * static_cast<double>(i);
    path.ground_m[i] = draw(0.0, 500.0);
    path.surface_m[i] = draw.below(2) == 0 ? path.ground_m[i] : draw(0.0, 500.0);
    path.zone[i] = zone_of(draw);
  }
  path.height_m = {draw(1.0, 300.0), draw(1.0, 30.0)};
  path.frequency_mhz = draw(30.0, 6000.0);
  path.wave = draw.one_of<Polarisation>(0, 1);
}

/// Ground as there is, flat to mountains, from 300 m on.
void make_ordinary_of(std::size_t points, WildFigures& draw, Path& path) {
  path.step_m = std::pow(10.0, draw.within(2.0, 3.7));
  const double relief_m = std::pow(10.0, draw.within(0.0, 3.0));
  path.distance_m.resize(points);
  path.ground_m.resize(points);
  path.surface_m.resize(points);
  path.zone.resize(points);
  for (std::size_t i = 0; i < points; ++i) {
    path.distance_m[i] = path.step_m * static_cast<double>(i);
    path.ground_m[i] = draw.within(0.0, relief_m);
    path.surface_m[i] = path.ground_m[i] + draw.within(0.0, 20.0);
    path.zone[i] = zone_of(draw);
  }
  path.surface_m.front() = path.ground_m.front();
  path.surface_m.back() = path.ground_m.back();
  path.height_m = {draw.within(1.0, 300.0), draw.within(1.0, 30.0)};
  path.frequency_mhz = std::pow(10.0, draw.within(1.5, 3.7));
  path.wave = draw.one_of<Polarisation>(0, 1);
}

void make_ordinary(WildFigures& draw, Path& path) {
  make_ordinary_of(4 + draw.below(30), draw, path);
}

void make_short(WildFigures& draw, Path& path) {
  make_ordinary_of(4 + draw.below(7), draw, path);
}

/// The same from the other end; steps are equal.
Path reversed(Path path) {
  std::ranges::reverse(path.ground_m);
  std::ranges::reverse(path.surface_m);
  std::ranges::reverse(path.zone);
  std::swap(path.height_m.transmitter, path.height_m.receiver);
  return path;
}

/// Draws and checks `count` paths on every processor, in blocks of their own seeds; `check` says what is
/// wrong, or nothing.
template <class Make, class Check>
void for_paths(std::size_t count, Make make, Check check) {
  constexpr std::size_t blocks = 50;
  std::vector<std::string> wrong(blocks);
  parallel_for(blocks, [&](std::size_t block) {
    WildFigures draw(1812 + block);
    Path path;
    for (std::size_t i = 0; i < count / blocks && wrong[block].empty(); ++i) {
      make(draw, path);
      wrong[block] = check(draw, path);
      if (!wrong[block].empty())
        wrong[block] += " (path " + std::to_string(i) + " of block " + std::to_string(block) + ')';
    }
  });
  const auto first =
      std::ranges::find_if(wrong, [](const std::string& message) { return !message.empty(); });
  if (first != wrong.end()) FAIL() << *first;
}

constexpr std::size_t wild_paths = 1'000'000;
constexpr std::size_t ordinary_paths = 50'000;

std::string unless_finite(const char* what, double value) {
  return std::isfinite(value) ? "" : std::string(what) + " is " + std::to_string(value);
}

TEST(ProfileModels, DiffractionIsFinite) {
  for_paths(wild_paths, make_wild, [](WildFigures& draw, const Path& path) {
    const DeltaBullington delta =
        delta_bullington(path.distance_m, path.ground_m, path.surface_m, path.transmitter_m(),
                         path.receiver_m(), earth_m);
    const double sea_fraction = draw.within(0.0, 1.0);
    const double delta_db =
        delta_bullington_loss_db(delta, path.frequency_mhz, path.wave, sea_fraction);
    const KnifeEdges edges = knife_edges(path.distance_m, path.surface_m, path.transmitter_m(),
                                         path.receiver_m(), earth_m);
    return unless_finite("delta-Bullington", delta_db) +
           unless_finite("knife edges", knife_edges_loss_db(edges, draw(0.05, 10.0)));
  });
}

TEST(ProfileModels, P1812IsFiniteAndAtLeastItsLineOfSight) {
  for_paths(wild_paths, make_wild, [](WildFigures& draw, const Path& path) {
    const RadioClimate climate{draw(30.0, 60.0), draw(300.0, 400.0), draw(-90.0, 90.0)};
    P1812Profile profile = path.p1812();
    profile.coast_m = {draw(0.0, 5e5), draw(0.0, 5e5)};
    const P1812Loss loss =
        p1812_loss(p1812_path(profile, climate), {.frequency_mhz = path.frequency_mhz,
                                                  .polarisation = path.wave,
                                                  .time_percent = draw(1.0, 50.0),
                                                  .location_percent = draw(1.0, 99.0),
                                                  .location_deviation_db = draw(0.0, 10.0)});
    for (const auto part :
         {&P1812Loss::line_of_sight_db, &P1812Loss::diffraction_db, &P1812Loss::ducting_db,
          &P1812Loss::minimum_ducting_db, &P1812Loss::modified_db, &P1812Loss::troposcatter_db,
          &P1812Loss::median_location_db, &P1812Loss::basic_db}) {
      if (!std::isfinite(loss.*part)) return unless_finite("a part of the loss", loss.*part);
    }
    return std::string(loss.basic_db < loss.line_of_sight_db ? "less than line of sight" : "");
  });
}

TEST(ProfileModels, ItmIsFinite) {
  for_paths(wild_paths, make_wild, [](WildFigures& draw, const Path& path) {
    const ItmEnvironment environment{
        draw.one_of<ItmClimate>(1, 7), draw(250.0, 400.0), {draw(4.0, 81.0), draw(0.001, 5.0)}};
    const ItmVariability variability{draw(0.0, 100.0),   draw(0.0, 100.0),
                                     draw(0.0, 100.0),   draw.one_of<ItmVariabilityMode>(0, 3),
                                     draw.below(2) == 0, draw.below(2) == 0};
    const auto basic_db = [&](const ItmPath& over) {
      return itm_loss(over, path.frequency_mhz, path.wave, environment, variability).basic_db;
    };
    const ItmPath over = itm_path(path.ground_m, path.step_m, path.height_m, environment.n0);
    const ItmSitings sitings{draw.one_of<ItmSiting>(0, 2), draw.one_of<ItmSiting>(0, 2)};
    const double distance_m = draw(1e3, 1e6);
    const double irregularity_m = draw(0.0, 500.0);
    const ItmPath area =
        itm_area_path(distance_m, irregularity_m, path.height_m, sitings, environment.n0);
    return unless_finite("point to point", basic_db(over)) + unless_finite("area", basic_db(area));
  });
}

std::string unless_near(const char* what, double there_db, double back_db, double tolerance_db) {
  return std::abs(there_db - back_db) <= tolerance_db
             ? ""
             : std::string(what) + ' ' + std::to_string(there_db) + " dB there and " +
                   std::to_string(back_db) + " dB back";
}

TEST(ProfileModels, DiffractionIsTheSameInBothDirections) {
  for_paths(ordinary_paths, make_ordinary, [](WildFigures&, const Path& path) {
    const auto delta_db = [](const Path& p) {
      return delta_bullington_loss_db(delta_bullington(p.distance_m, p.ground_m, p.surface_m,
                                                       p.transmitter_m(), p.receiver_m(), earth_m),
                                      p.frequency_mhz, p.wave, 0.3);
    };
    const auto edges_db = [](const Path& p) {
      return knife_edges_loss_db(
          knife_edges(p.distance_m, p.surface_m, p.transmitter_m(), p.receiver_m(), earth_m),
          300.0 / p.frequency_mhz);
    };
    const Path back = reversed(path);
    return unless_near("delta-Bullington", delta_db(path), delta_db(back), 1e-6) +
           unless_near("knife edges", edges_db(path), edges_db(back), 1e-6);
  });
}

TEST(ProfileModels, P1812IsTheSameInBothDirections) {
  for_paths(ordinary_paths, make_ordinary, [](WildFigures& draw, const Path& path) {
    const double percent = draw.within(1.0, 50.0);
    const auto loss_db = [&](const Path& p) {
      return p1812_loss(p1812_path(p.p1812(), {45.0, 325.0, 35.0}),
                        {.frequency_mhz = p.frequency_mhz,
                         .polarisation = p.wave,
                         .time_percent = percent})
          .basic_db;
    };
    return unless_near("P.1812", loss_db(path), loss_db(reversed(path)), 1e-6);
  });
}

// One ridge is the horizon of both ends: the terrain between the horizons is that point, however its
// distances from either end are rounded.
TEST(ProfileModels, P1812FindsTheRoughnessOfASingleRidge) {
  WildFigures draw(7);
  for (int i = 0; i < 10'000; ++i) {
    Path path;
    make_ordinary(draw, path);
    const std::size_t ridge = 1 + draw.below(path.ground_m.size() - 2);
    path.ground_m[ridge] = path.transmitter_m() + path.receiver_m() + 4000.0;
    path.surface_m = path.ground_m;
    const P1812Path over = p1812_path(path.p1812(), {45.0, 325.0, 35.0});
    ASSERT_TRUE(over.beyond_horizon);
    ASSERT_GT(over.roughness_m, 3000.0) << i;
  }
}

// Of at most ten points: the model fits its lines from whole steps on, and nine tenths of a horizon ten
// steps away are a whole number but for rounding, which need not be the same from both ends.
TEST(ProfileModels, ItmIsTheSameInBothDirections) {
  for_paths(ordinary_paths, make_short, [](WildFigures&, const Path& path) {
    const auto loss_db = [](const Path& p) {
      const ItmEnvironment environment;
      return itm_loss(itm_path(p.ground_m, p.step_m, p.height_m, environment.n0), p.frequency_mhz,
                      p.wave, environment, {})
          .basic_db;
    };
    return unless_near("ITM", loss_db(path), loss_db(reversed(path)), 1e-6);
  });
}

/// What is wrong where the loss falls from one percentage to the next.
template <class LossDb>
std::string unless_growing(const char* what, LossDb loss_db) {
  double before_db = loss_db(1.0);
  for (const double percent : {2.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 75.0, 90.0, 99.0}) {
    const double now_db = loss_db(percent);
    if (now_db < before_db - 1e-9) {
      return std::string(what) + " falls to " + std::to_string(now_db) + " from " +
             std::to_string(before_db) + " dB at " + std::to_string(percent) + " %";
    }
    before_db = now_db;
  }
  return "";
}

// A loss not exceeded for more of the time, or at more of the places, is no smaller one.
TEST(ProfileModels, P1812GrowsWithTheShareOfTimeAndOfLocations) {
  for_paths(ordinary_paths, make_ordinary, [](WildFigures& draw, const Path& path) {
    const P1812Path over = p1812_path(path.p1812(), {45.0, 325.0, draw.within(-60.0, 60.0)});
    const P1812Question median{.frequency_mhz = path.frequency_mhz,
                               .polarisation = path.wave,
                               .location_deviation_db = 5.5};
    const auto loss_db = [&](double P1812Question::*share, double percent) {
      P1812Question question = median;
      question.*share = percent;
      return p1812_loss(over, question).basic_db;
    };
    return unless_growing(
               "time",
               [&](double percent) { return loss_db(&P1812Question::time_percent, percent); }) +
           unless_growing("location", [&](double percent) {
             return loss_db(&P1812Question::location_percent, percent);
           });
  });
}

TEST(ProfileModels, ItmGrowsWithTheShareOfTimeLocationsAndSituations) {
  for_paths(ordinary_paths, make_ordinary, [](WildFigures& draw, const Path& path) {
    const ItmEnvironment environment{draw.one_of<ItmClimate>(1, 7), 301.0, {15.0, 0.005}};
    const ItmPath over = itm_path(path.ground_m, path.step_m, path.height_m, environment.n0);
    const ItmVariability median{draw.within(1.0, 99.0), draw.within(1.0, 99.0),
                                draw.within(1.0, 99.0), draw.one_of<ItmVariabilityMode>(0, 3)};
    const auto loss_db = [&](double ItmVariability::*share, double percent) {
      ItmVariability variability = median;
      variability.*share = percent;
      return itm_loss(over, path.frequency_mhz, path.wave, environment, variability).basic_db;
    };
    std::string wrong;
    for (const auto& [name, share] : {std::pair{"time", &ItmVariability::time_percent},
                                      std::pair{"location", &ItmVariability::location_percent},
                                      std::pair{"situation", &ItmVariability::situation_percent}}) {
      wrong += unless_growing(name, [&, s = share](double percent) { return loss_db(s, percent); });
    }
    return wrong;
  });
}

TEST(ProfileModels, AnEdgeLosesMoreTheHigherItStands) {
  double before_db = 0.0;
  for (int i = -3000; i <= 30'000; ++i) {
    const double loss_db = knife_edge_loss_db(0.001 * i);
    ASSERT_GE(loss_db, before_db) << i;
    before_db = loss_db;
  }
}

}  // namespace
}  // namespace gigacity::propagation
