// SPDX-License-Identifier: Apache-2.0
// No model returns infinity or not-a-number for any finite input, however far outside its range.
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "sim/propagation/cost231_hata.hpp"
#include "sim/propagation/ehata.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/propagation/normal_quantile.hpp"
#include "sim/propagation/okumura_hata.hpp"
#include "sim/propagation/p2108.hpp"
#include "sim/propagation/p2109.hpp"
#include "sim/propagation/p676.hpp"
#include "sim/propagation/p838.hpp"
#include "sim/propagation/spm.hpp"
#include "sim/propagation/tr38901.hpp"
#include "sim/propagation/tr38901_indoor.hpp"
#include "sim/propagation/tr38901_penetration.hpp"
#include "tests/sim/propagation/wild_figures.hpp"

namespace gigacity::propagation {
namespace {

constexpr int draws = 1'000'000;

TEST(FiniteInputs, Clutter) {
  WildFigures draw(20'240'229);
  for (int i = 0; i < draws; ++i) {
    const double mhz = draw(30.0, 100'000.0);
    const ClutteredTerminal terminal{draw(1.0, 20.0), draw(5.0, 20.0), draw(5.0, 50.0),
                                     draw.one_of<ClutterType>(1, 6)};
    ASSERT_TRUE(std::isfinite(height_gain_correction_db(mhz, terminal))) << i;
    const double percent = draw(0.0, 100.0);
    ASSERT_TRUE(std::isfinite(terrestrial_clutter_loss_db(mhz, draw(250.0, 50e3), percent))) << i;
    ASSERT_TRUE(std::isfinite(slant_path_clutter_loss_db(mhz, draw(0.0, 90.0), percent))) << i;
    ASSERT_TRUE(std::isfinite(
        building_entry_loss_db(mhz, percent, draw.one_of<BuildingType>(1, 2), draw(-90.0, 90.0))))
        << i;
    ASSERT_TRUE(std::isfinite(normal_quantile(percent)));
  }
}

TEST(FiniteInputs, Air) {
  WildFigures draw(20'240'229);
  for (int i = 0; i < draws / 10; ++i) {
    const double mhz = draw(1000.0, 1e6);
    const AirState air{draw(200.0, 1100.0), draw(200.0, 330.0), draw(0.0, 30.0)};
    ASSERT_TRUE(std::isfinite(gas_loss_db(mhz, draw(0.0, 1e5), air))) << i;
  }
  for (int i = 0; i < draws; ++i) {
    ASSERT_TRUE(std::isfinite(rain_attenuation_db_per_km(draw(1000.0, 1e6), draw(0.0, 200.0),
                                                         {draw(0.0, 90.0), draw(0.0, 90.0)})))
        << i;
  }
}

TEST(FiniteInputs, FreeSpaceAndHata) {
  WildFigures draw(20'240'229);
  for (int i = 0; i < draws; ++i) {
    const HataLink link{draw(1000.0, 1e5), draw(150.0, 2000.0), draw(30.0, 200.0), draw(1.0, 10.0)};
    const auto area = draw.one_of<HataArea>(0, 3);
    ASSERT_TRUE(std::isfinite(free_space_loss_db(link.distance_m, link.frequency_mhz))) << i;
    ASSERT_TRUE(std::isfinite(okumura_hata_loss_db(area, link))) << i;
    ASSERT_TRUE(std::isfinite(cost231_hata_loss_db(area, link))) << i;
    const SpmLink spm{link.distance_m, link.base_height_m, link.mobile_height_m,
                      draw(0.0, 60.0), draw(0.0, 20.0),    false};
    ASSERT_TRUE(std::isfinite(spm_loss_db(spm_hata_coefficients(link.frequency_mhz), spm))) << i;
    ASSERT_TRUE(std::isfinite(ehata_median_loss_db(link.distance_m, link.frequency_mhz,
                                                   {link.base_height_m, link.mobile_height_m},
                                                   draw.one_of<EhataArea>(0, 2))))
        << i;
  }
}

TEST(FiniteInputs, Tr38901) {
  WildFigures draw(20'240'229);
  for (int i = 0; i < draws; ++i) {
    const auto environment = draw.one_of<Environment>(0, 2);
    const Link38901 link{draw(10.0, 5000.0), draw(10.0, 150.0), draw(1.0, 22.5),
                         draw(500.0, 100'000.0)};
    const RuralSurroundings around{draw(5.0, 50.0), draw(5.0, 50.0)};
    ASSERT_TRUE(std::isfinite(line_of_sight_loss_db(environment, link, around))) << i;
    ASSERT_TRUE(std::isfinite(obstructed_loss_db(environment, link, around))) << i;
    const double probability =
        line_of_sight_probability(environment, link.distance_m, link.terminal_height_m);
    ASSERT_TRUE(probability >= 0.0 && probability <= 1.0) << i << ' ' << probability;
    ASSERT_TRUE(std::isfinite(building_penetration_loss_db(draw.one_of<BuildingLoss>(0, 2),
                                                           link.frequency_mhz, draw(0.0, 25.0))))
        << i;
  }
}

TEST(FiniteInputs, Tr38901Indoors) {
  WildFigures draw(20'240'229);
  for (int i = 0; i < draws; ++i) {
    const IndoorLink link{draw(1.0, 600.0), draw(500.0, 100'000.0)};
    const auto type = draw.one_of<FactoryType>(0, 3);
    ASSERT_TRUE(std::isfinite(office_obstructed_loss_db(link))) << i;
    ASSERT_TRUE(std::isfinite(factory_obstructed_loss_db(type, link))) << i;
    const double office =
        office_line_of_sight_probability(draw.one_of<OfficeType>(0, 1), link.distance_m);
    const double factory = factory_line_of_sight_probability(
        type, link.distance_m, {draw(1.0, 10.0), draw(0.0, 1.0), draw(1.0, 10.0)},
        {draw(1.5, 10.0), draw(1.0, 3.0)});
    ASSERT_TRUE(office >= 0.0 && office <= 1.0) << i;
    ASSERT_TRUE(factory >= 0.0 && factory <= 1.0) << i << ' ' << factory;
  }
}

TEST(FiniteInputs, Profiles) {
  WildFigures draw(20'240'229);
  std::mt19937_64 random(3);
  for (int i = 0; i < draws / 20; ++i) {
    std::vector<double> ground_m(2 + random() % 60);
    for (double& height : ground_m) height = draw(0.0, 500.0);
    const double step_m = draw(30.0, 2000.0);
    const EhataPath path = ehata_path(ground_m, step_m, {draw(1.0, 200.0), draw(1.0, 10.0)});
    const EhataLoss loss = ehata_loss(path, draw(1500.0, 3000.0), draw.one_of<EhataArea>(0, 2),
                                      draw.one_of<RidgeCurves>(0, 1));
    ASSERT_TRUE(std::isfinite(loss.basic_db)) << i;
    ASSERT_TRUE(std::isfinite(spm_effective_height_m(draw.one_of<SpmHeightMethod>(0, 4), ground_m,
                                                     step_m, draw(1.0, 200.0),
                                                     {draw(0.0, 5000.0), draw(5000.0, 20'000.0)})))
        << i;
  }
}

}  // namespace
}  // namespace gigacity::propagation
