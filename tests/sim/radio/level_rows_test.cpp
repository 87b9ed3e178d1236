// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/level_rows.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "tests/sim/propagation/every_processor.hpp"

namespace gigacity::radio {
namespace {

using propagation::on_every_processor;

constexpr RowFrame frame{-40, -25, 3.7, -2.1, 10.0, 81, 30.0, 8.5e6};

struct Receivers {
  std::vector<std::int32_t> pixel;
  std::vector<float> distance_m;
  std::vector<float> receiver_m;
};

Receivers receivers(std::size_t count) {
  Receivers out;
  RandomStream random(7, count);
  for (std::size_t i = 0; i < count; ++i) {
    const int pixel = random.index(81 * 60);
    const double east = (pixel % 81 - 40) * 10.0 + 3.7;
    const int row = pixel / 81;
    const double south = (row - 25) * 10.0 - 2.1;
    out.pixel.push_back(pixel);
    out.distance_m.push_back(static_cast<float>(std::hypot(east, south)));
    out.receiver_m.push_back(static_cast<float>(random.uniform(-300.0, 300.0)));
  }
  return out;
}

TEST(Directions, AreThoseOfTheAntenna) {
  on_every_processor([](const char*) {
    for (const std::size_t count : {1U, 7U, 16U, 1000U}) {
      const Receivers r = receivers(count);
      std::vector<float> azimuth(count);
      std::vector<float> elevation(count);
      directions_deg(frame, r.pixel, r.distance_m, r.receiver_m, azimuth, elevation);
      for (std::size_t i = 0; i < count; ++i) {
        const double east = (r.pixel[i] % 81 - 40) * 10.0 + 3.7;
        const int row = r.pixel[i] / 81;
        const double south = (row - 25) * 10.0 - 2.1;
        const auto d = static_cast<double>(r.distance_m[i]);
        const double rise = static_cast<double>(r.receiver_m[i]) - 30.0 -
                            0.5 * d * d / frame.effective_earth_radius_m;
        // Single precision: 1e-4 degrees is 1e-4 dB at the steepest part of a sector's pattern.
        ASSERT_NEAR(azimuth[i], degrees(std::atan2(east, -south)), 1e-4);
        ASSERT_NEAR(elevation[i], degrees(std::atan2(rise, d)), 1e-4);
      }
    }
  });
}

TEST(Directions, ExistAtTheFootOfTheMast) {
  on_every_processor([](const char*) {
    const RowFrame foot{0, 0, 0.0, 0.0, 10.0, 1, 30.0, 8.5e6};
    const std::vector<std::int32_t> pixel{0};
    const std::vector<float> distance{0.0F};
    const std::vector<float> receiver{1.5F};
    std::vector<float> azimuth(1);
    std::vector<float> elevation(1);
    directions_deg(foot, pixel, distance, receiver, azimuth, elevation);
    EXPECT_TRUE(std::isfinite(azimuth[0]));
    EXPECT_NEAR(elevation[0], -90.0F, 1e-4);
  });
}

// The ends of rows, where a rounding would take a pixel to the next one.
TEST(Directions, KnowRowsAndColumnsOfTheLargestTile) {
  on_every_processor([](const char*) {
    for (const int width : {1448, 2048, 3, 9973}) {
      const int height = (1 << 21) / width;
      const RowFrame corner{0, 0, 5.0, 5.0, 10.0, width, 30.0, 8.5e6};
      std::vector<std::int32_t> pixel;
      for (int row = 0; row < height; row += std::max(1, height / 997)) {
        pixel.push_back(row * width);
        pixel.push_back(row * width + width - 1);
      }
      const std::vector<float> ones(pixel.size(), 1.0F);
      std::vector<float> azimuth(pixel.size());
      std::vector<float> elevation(pixel.size());
      directions_deg(corner, pixel, ones, ones, azimuth, elevation);
      for (std::size_t i = 0; i < pixel.size(); ++i) {
        const double east = pixel[i] % width * 10.0 + 5.0;
        const int row = pixel[i] / width;
        const double south = row * 10.0 + 5.0;
        ASSERT_NEAR(azimuth[i], degrees(std::atan2(east, -south)), 1e-4) << pixel[i];
      }
    }
  });
}

TEST(Slant, IsTheLengthInSpace) {
  on_every_processor([](const char*) {
    const Receivers r = receivers(37);
    std::vector<float> slant(37);
    slant_distances_m(r.distance_m, r.receiver_m, 30.0, slant);
    for (std::size_t i = 0; i < 37; ++i)
      EXPECT_NEAR(slant[i], std::hypot(r.distance_m[i], r.receiver_m[i] - 30.0F), 1e-3);
  });
}

struct Gained {
  std::vector<ServerKey> best;
  std::vector<PowerQuanta> power;
};

Gained given_by(const std::vector<RowCell>& cells, const std::vector<std::vector<float>>& loss) {
  Gained out{std::vector<ServerKey>(loss[0].size()), std::vector<PowerQuanta>(loss[0].size())};
  std::vector<std::int64_t> best(loss[0].size(), ServerKey().bits());
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const std::vector<float> gain(loss[c].size(), 2.0F);
    add_cell(cells[c], loss[c], gain, best, out.power);
  }
  for (std::size_t i = 0; i < best.size(); ++i) out.best[i] = ServerKey(best[i]);
  return out;
}

TEST(Levels, AreRoundedTo64thsAndKeepTheRest) {
  on_every_processor([](const char*) {
    RandomStream random(7, 1);
    std::vector<float> loss(533);
    for (float& l : loss) l = static_cast<float>(random.uniform(60.0, 200.0));
    const auto [best, power] = given_by({{12, 18.0, 0.5}}, {loss});
    for (std::size_t i = 0; i < loss.size(); ++i) {
      const double level = 20.0 - static_cast<double>(loss[i]);
      ASSERT_EQ(best[i].cell(), 12);
      ASSERT_NEAR(best[i].level_dbm(), level, 0.5 / 64.0 + 2e-5);  // a float at 200 dB
      ASSERT_NEAR((best[i].level() + best[i].rest() / 65534.0) / 64.0, level, 2e-5);
      // 2^-60 mW is -180.6 dBm: half a step of it, and single precision.
      const double mw = 0.5 * linear_from_db(level);
      ASSERT_NEAR(std::ldexp(static_cast<double>(power[i]), -quanta_per_mw_log2), mw,
                  1e-5 * mw + 1e-18);
    }
  });
}

TEST(Levels, GoToTheLowerCellWhereTheyAreEqual) {
  on_every_processor([](const char*) {
    const std::vector<float> loss(20, 100.0F);
    const std::vector<float> less(20, 99.9999F);  // the same, rounded
    for (const auto& cells : {std::vector<RowCell>{{3, 18.0, 1.0}, {9, 18.0, 1.0}},
                              std::vector<RowCell>{{9, 18.0, 1.0}, {3, 18.0, 1.0}}}) {
      for (const auto& losses : {std::vector{loss, less}, std::vector{less, loss}})
        EXPECT_EQ(given_by(cells, losses).best[5].cell(), 3);
    }
    const std::vector<float> clearly_less(20, 99.9F);
    EXPECT_EQ(given_by({{3, 18.0, 1.0}, {9, 18.0, 1.0}}, {loss, clearly_less}).best[19].cell(), 9);
    const auto last = given_by({{0x7fffffff, 18.0, 1.0}}, {loss}).best[0];
    EXPECT_TRUE(last.exists());
    EXPECT_EQ(last.cell(), 0x7fffffff);
  });
}

TEST(Levels, SumUpInAnyOrderAndCanBeTakenOff) {
  on_every_processor([](const char*) {
    const std::vector<std::vector<float>> losses{
        std::vector<float>(9, 70.0F), std::vector<float>(9, 131.7F), std::vector<float>(9, 155.3F)};
    const std::vector<RowCell> cells{{0, 18.0, 0.3}, {1, 18.0, 1.0}, {2, 18.0, 0.5}};
    const auto all = given_by(cells, losses);
    const auto backwards =
        given_by({cells[2], cells[1], cells[0]}, {losses[2], losses[1], losses[0]});
    EXPECT_EQ(all.power, backwards.power);
    EXPECT_EQ(all.best, backwards.best);
    const auto weak = given_by({cells[1], cells[2]}, {losses[1], losses[2]});
    // The weak cells stand 62 and 85 dB below the best one: what is left of the sum is they alone.
    const std::vector<std::int64_t> best{all.best[4].bits()};
    const std::vector<PowerQuanta> sum{all.power[4]};
    std::vector<float> sinr(1);
    sinrs_db(best, sum, std::vector<float>{log2_load(0.3)}, std::vector<float>{1e-30F}, sinr);
    const double weak_mw = std::ldexp(static_cast<double>(weak.power[4]), -quanta_per_mw_log2);
    EXPECT_NEAR(sinr[0], -50.0 - db_from_linear(weak_mw), 1e-4);
    EXPECT_GT(weak_mw, 0.0);
  });
}

// However strong, and however weak: no sum turns over, nothing that is not asked for appears.
TEST(Levels, AreHeld) {
  on_every_processor([](const char*) {
    const std::vector<std::vector<float>> losses(32, std::vector<float>(5, -400.0F));
    std::vector<RowCell> cells;
    for (std::int32_t c = 0; c < 32; ++c) cells.push_back({c, 90.0, 1.0});
    EXPECT_EQ(given_by(cells, losses).power[3], std::int64_t{32} << 58);
    const std::vector<float> far(5, 1e30F);
    const auto weak = given_by({{0, 18.0, 1.0}}, {far});
    EXPECT_EQ(weak.power[0], 0);
    EXPECT_EQ(weak.best[0].level_dbm(), -500.0F);
    EXPECT_EQ(given_by({{0, 18.0, 0.0}}, {losses[0]}).power[0], 0) << "a cell without load";
  });
}

}  // namespace
}  // namespace gigacity::radio
