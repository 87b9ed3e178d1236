// SPDX-License-Identifier: Apache-2.0
// NTIA's test data for its P.2108 library. Losses are printed to a tenth of a decibel: 0.05 dB. Rows
// with a return code are refused there; here the range of that quantity, and of no other, must say so.
#include <cmath>

#include <gtest/gtest.h>

#include "sim/propagation/model_info.hpp"
#include "sim/propagation/p2108.hpp"
#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

constexpr double printed_db = 0.05 + 1e-9;

std::vector<VectorRow> cases(const std::string& name) {
  return read_vectors(validation_folder() / "p2108/NTIA_p2108-test-data" / name);
}

void expect_only(const char* variant, Quantity quantity, const LinkFigures& link,
                 const std::string& place) {
  const auto out = exceeded(*find_model("p2108", variant), link);
  EXPECT_EQ(out.count(), 1U) << place;
  EXPECT_TRUE(out.test(static_cast<std::size_t>(quantity))) << place;
}

TEST(P2108Vectors, HeightGain) {
  const auto rows = cases("HeightGainTerminalCorrectionModelTestData.csv");
  if (rows.empty()) GTEST_SKIP() << "no P.2108 test data";
  ASSERT_EQ(rows.size(), 23U);
  for (const VectorRow& row : rows) {
    const double mhz = 1000.0 * row.number(0);
    const ClutteredTerminal terminal{row.number(1), row.number(3), row.number(2),
                                     static_cast<ClutterType>(row.number(4))};
    const LinkFigures link{.frequency_mhz = mhz,
                           .receiver_height_m = terminal.height_m,
                           .clutter_height_m = terminal.clutter_height_m,
                           .street_width_m = terminal.street_width_m};
    const double loss_db = height_gain_correction_db(mhz, terminal);
    switch (static_cast<int>(row.number(5))) {
      case 0:
        EXPECT_NEAR(loss_db, row.number(6), printed_db) << row.place;
        EXPECT_TRUE(exceeded(*find_model("p2108", "height gain"), link).none()) << row.place;
        break;
      case 32:
        expect_only("height gain", Quantity::frequency_mhz, link, row.place);
        break;
      case 33:
        expect_only("height gain", Quantity::receiver_height_m, link, row.place);
        break;
      case 34:
        expect_only("height gain", Quantity::street_width_m, link, row.place);
        break;
      case 35:
        expect_only("height gain", Quantity::clutter_height_m, link, row.place);
        break;
      default:
        ADD_FAILURE() << row.place << ": an unknown return code";
    }
    EXPECT_TRUE(std::isfinite(loss_db)) << row.place;
  }
}

TEST(P2108Vectors, Terrestrial) {
  const auto rows = cases("TerrestrialStatisticalModelTestData.csv");
  if (rows.empty()) GTEST_SKIP() << "no P.2108 test data";
  ASSERT_EQ(rows.size(), 12U);
  for (const VectorRow& row : rows) {
    const LinkFigures link{.frequency_mhz = 1000.0 * row.number(0),
                           .distance_m = 1000.0 * row.number(1),
                           .location_percent = row.number(2)};
    const double loss_db =
        terrestrial_clutter_loss_db(link.frequency_mhz, link.distance_m, link.location_percent);
    switch (static_cast<int>(row.number(3))) {
      case 0:
        EXPECT_NEAR(loss_db, row.number(4), printed_db) << row.place;
        EXPECT_TRUE(exceeded(*find_model("p2108", "terrestrial"), link).none()) << row.place;
        break;
      case 48:
        expect_only("terrestrial", Quantity::frequency_mhz, link, row.place);
        break;
      case 49:
        expect_only("terrestrial", Quantity::distance_m, link, row.place);
        break;
      case 50:
        expect_only("terrestrial", Quantity::location_percent, link, row.place);
        break;
      default:
        ADD_FAILURE() << row.place << ": an unknown return code";
    }
    EXPECT_TRUE(std::isfinite(loss_db)) << row.place;
  }
}

TEST(P2108Vectors, SlantPath) {
  const auto rows = cases("AeronauticalStatisticalModelTestData.csv");
  if (rows.empty()) GTEST_SKIP() << "no P.2108 test data";
  ASSERT_EQ(rows.size(), 13U);
  for (const VectorRow& row : rows) {
    const LinkFigures link{.frequency_mhz = 1000.0 * row.number(0),
                           .location_percent = row.number(2),
                           .elevation_deg = row.number(1)};
    const double loss_db =
        slant_path_clutter_loss_db(link.frequency_mhz, link.elevation_deg, link.location_percent);
    switch (static_cast<int>(row.number(3))) {
      case 0:
        EXPECT_NEAR(loss_db, row.number(4), printed_db) << row.place;
        EXPECT_TRUE(exceeded(*find_model("p2108", "slant path"), link).none()) << row.place;
        break;
      case 64:
        expect_only("slant path", Quantity::frequency_mhz, link, row.place);
        break;
      case 65:
        expect_only("slant path", Quantity::elevation_deg, link, row.place);
        break;
      case 66:
        expect_only("slant path", Quantity::location_percent, link, row.place);
        break;
      default:
        ADD_FAILURE() << row.place << ": an unknown return code";
    }
    EXPECT_TRUE(std::isfinite(loss_db)) << row.place;
  }
}

}  // namespace
}  // namespace gigacity::propagation
