// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/link_loss.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/propagation/p676.hpp"
#include "sim/propagation/p838.hpp"

namespace gigacity::radio {
namespace {

/// A rough profile with buildings, different for each number.
struct Country {
  std::vector<float> ground;
  std::vector<float> surface;
  Link link;

  explicit Country(std::uint64_t number) {
    RandomStream random(number, 4);
    const auto points = static_cast<std::size_t>(random.uniform(2.0, 400.0));
    double height = random.uniform(0.0, 300.0);
    for (std::size_t i = 0; i < points; ++i) {
      height = std::max(0.0, height + random.uniform(-8.0, 8.0));
      ground.push_back(static_cast<float>(height));
      const bool built = random.uniform(0.0, 1.0) < 0.2 && i > 0 && i + 1 < points;
      surface.push_back(static_cast<float>(height + (built ? random.uniform(3.0, 40.0) : 0.0)));
    }
    link = {{random.uniform(5.0, 60.0), ground, surface},
            {ground.front(), random.uniform(5.0, 60.0), ground.back(), random.uniform(1.5, 10.0)},
            std::pow(10.0, random.uniform(2.0, 3.7)),
            earth_radius_m * 4.0 / 3.0};
  }
};

TEST(LinkLoss, IsTheSumOfItsSummandsForEveryModelAndPath) {
  for (std::uint64_t n = 0; n < 300; ++n) {
    const Country country(n);
    for (const auto& model : link_models({})) {
      const LinkLoss loss = link_loss(model, country.link);
      double sum_db = 0.0;
      for (const LossTerm& term : loss.terms) {
        EXPECT_TRUE(std::isfinite(term.value))
            << loss.model->name << ' ' << term.symbol << ' ' << n;
        if (term.summand) sum_db += term.value;
      }
      ASSERT_NEAR(std::max(sum_db, 0.0), loss.basic_db, 1e-9) << loss.model->name << ' ' << n;
    }
  }
}

TEST(LinkLoss, OfACoverageModelIsWhatACoverageRunComputes) {
  for (std::uint64_t n = 0; n < 100; ++n) {
    const Country country(n);
    const Link& link = country.link;
    const propagation::StepTables tables(link.profile.size());
    int found = 0;
    for (const auto& model : link_models({})) {
      const LinkLoss loss = link_loss(model, link);
      const auto of_run = model_named(loss.model->name);
      if (!of_run) continue;
      ++found;
      const auto path =
          path_geometry(*of_run, link.ends, link.profile, link.effective_earth_radius_m, tables);
      // P.1812's quantile of half of the locations is 0 to 1e-7 only, times some dB of their deviation.
      EXPECT_NEAR(loss.basic_db,
                  path_loss_db(*of_run, environment_of({}, link.ends.transmitter_height_m), path,
                               link.frequency_mhz),
                  *of_run == Model::p1812 ? 1e-6 : 0.0)
          << loss.model->name << ' ' << n;
    }
    EXPECT_EQ(found, 6);
  }
}

TEST(LinkLoss, EveryModelForLinksOutdoorsIsThere) {
  const Country country(1);
  std::set<std::string> have;
  for (const auto& model : link_models({})) have.emplace(info_of(model, country.link).name);
  for (const auto& model : propagation::models()) {
    if (model.use == propagation::ModelUse::additional || model.name == "3gpp-38901-indoor")
      continue;
    EXPECT_TRUE(have.contains(std::string(model.name))) << model.name;
  }
}

TEST(LinkLoss, SettingsReachTheirModels) {
  const Country country(7);
  LinkSettings settings;
  settings.time_percent = 10.0;
  settings.location_percent = 90.0;
  settings.environment = propagation::Environment::rural_macro;
  settings.area = propagation::HataArea::open;
  const auto plain = link_models({});
  const auto changed = link_models(settings);
  std::set<std::string> differ;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const auto loss = link_loss(changed[i], country.link);
    if (loss.basic_db != link_loss(plain[i], country.link).basic_db)
      differ.emplace(loss.model->name);
  }
  EXPECT_EQ(differ, (std::set<std::string>{"p1812", "itm", "3gpp-38901", "okumura-hata",
                                           "cost231-hata", "ehata"}));
  for (const auto& model : changed) {
    const auto& info = info_of(model, country.link);
    if (info.name == "3gpp-38901") {
      EXPECT_EQ(info.variant, "rural macro");
    }
    if (info.name == "itm") {
      EXPECT_EQ(figures_of(model, country.link).time_percent, 10.0);
    }
  }
}

TEST(AdditionalLosses, AreThoseThatAreAskedFor) {
  const Country country(3);
  Link link = country.link;
  link.frequency_mhz = 28'000.0;
  EXPECT_TRUE(additional_losses({}, link).empty());
  AdditionalLosses asked;
  asked.gases = true;
  asked.rain_mm_per_h = 50.0;
  asked.clutter_percent = 50.0;
  asked.building = propagation::BuildingType::traditional;
  const auto losses = additional_losses(asked, link);
  ASSERT_EQ(losses.size(), 4U);
  const double km = 1e-3 * std::hypot(link.profile.distance_m(),
                                      link.ends.transmitter_m() - link.ends.receiver_m());
  EXPECT_NEAR(losses[0].term.value, km * propagation::gas_attenuation(28'000.0).total_db_per_km(),
              1e-9);
  // P.838-3 table 5 at 28 GHz, vertical: k = 0.1964, α = 0.9277 give 7.4 dB/km for 50 mm/h.
  EXPECT_NEAR(losses[1].term.value / km, 0.1964 * std::pow(50.0, 0.9277), 0.1);
  for (const auto& loss : losses) {
    ASSERT_NE(loss.model, nullptr);
    EXPECT_EQ(loss.model->use, propagation::ModelUse::additional);
    EXPECT_GT(loss.term.value, 0.0);
  }
}

}  // namespace
}  // namespace gigacity::radio
