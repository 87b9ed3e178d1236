// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/rate_rows.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/radio/duplex.hpp"
#include "sim/radio/reference_quality.hpp"

namespace gigacity::radio {
namespace {

RadioNetwork network_of_three() {
  RadioNetwork network;
  Cell wide;
  wide.load = 0.25;
  wide.layers = 4;
  wide.symbols = *symbol_shares_of("DDDSU");
  Cell lte;
  lte.technology = Technology::lte;
  lte.frequency_mhz = 1842.5;
  lte.bandwidth_mhz = 20.0;
  lte.uplink_load = 0.75;
  Cell busy = wide;
  busy.load = 1.0;
  network.cells = {wide, lte, busy};
  return network;
}

float of_64ths(double value) {
  return static_cast<float>(std::round(value * 64.0) / 64.0);
}

// Every row is what the functions of one link say: for floats of levels in 1/64 dB the same up to a step of rounding.
TEST(RateRows, AreWhatSingleLinksHave) {
  const RadioNetwork network = network_of_three();
  const RateOptions rates;
  const UplinkOptions uplink;
  const RateRows rows(network, rates, uplink);
  std::vector<float> sinr_db;
  std::vector<float> rsrp_dbm;
  std::vector<float> server;
  RandomStream random(1, 1);
  for (int i = 0; i < 20'000; ++i) {
    sinr_db.push_back(of_64ths(random.uniform(-40.0, 80.0)));
    rsrp_dbm.push_back(of_64ths(random.uniform(-150.0, -20.0)));
    server.push_back(static_cast<float>(random.index(3)));
  }
  std::vector<float> down(server.size());
  std::vector<float> up(server.size());
  std::vector<float> quality(server.size());
  rows.downlink_mbps(sinr_db, server, down);
  rows.uplink_mbps(rsrp_dbm, server, up);
  rows.rsrq_db(sinr_db, server, quality);
  constexpr double step = 1.0 / 64.0;
  for (std::size_t i = 0; i < server.size(); ++i) {
    const Cell& cell = network.cells[static_cast<std::size_t>(server[i])];
    EXPECT_NEAR(down[i],
                loaded_mbps(downlink_mbps(cell, static_cast<double>(sinr_db[i]), rates), cell.load),
                step);
    EXPECT_NEAR(quality[i], rsrq_db(static_cast<double>(sinr_db[i]), cell.load, idle_share(cell)),
                step);
    // The reference power is no multiple of 1/64 dB: the coupling loss is rounded by half a step.
    const double loss_db =
        std::max(reference_signal_power_dbm(cell) - static_cast<double>(rsrp_dbm[i]), 0.0);
    const double left = 1.0 - cell.uplink_load.value_or(cell.load);
    const double more = uplink_rate(cell, std::max(loss_db - 0.51 * step, 0.0), uplink, rates).mbps;
    const double less = uplink_rate(cell, loss_db + 0.51 * step, uplink, rates).mbps;
    EXPECT_LE(static_cast<double>(up[i]), more * left + step);
    EXPECT_GE(static_cast<double>(up[i]), less * left - step);
  }
}

TEST(RateRows, KnowNothingWhereNobodyServes) {
  const RateRows rows(network_of_three(), {}, {});
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> level{nan, 10.0F};
  const std::vector<float> server{0.0F, nan};
  std::vector<float> out(2);
  rows.downlink_mbps(level, server, out);
  EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[1]));
  rows.uplink_mbps(level, server, out);
  EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[1]));
  rows.rsrq_db(level, server, out);
  EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[1]));
}

}  // namespace
}  // namespace gigacity::radio
