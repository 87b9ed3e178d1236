// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/wording.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"

namespace gigacity::criteria {

std::string distance_text(double distance_m) {
  if (distance_m < 999.5) return fmt::format("{:.0f} m", distance_m);
  return fmt::format("{:.1f} km", distance_m / 1000.0);
}

const char* direction_text(MapPoint from, MapPoint to) {
  static constexpr std::array<const char*, 8> names{"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
  if (from == to) return "here";
  const double azimuth_deg = degrees(std::atan2(to.x_m - from.x_m, to.y_m - from.y_m));
  const int sector = static_cast<int>(std::lround(azimuth_deg / 45.0)) & 7;
  return names[static_cast<std::size_t>(sector)];
}

std::string way_text(MapPoint from, MapPoint to) {
  if (distance_m(from, to) < 1.0) return "here";
  return fmt::format("{} to the {}", distance_text(distance_m(from, to)), direction_text(from, to));
}

std::string requirement_text(const RadioTest& test, radio::Technology technology,
                             const std::string& whole) {
  auto text = fmt::format("{} >= {} dBm and {} >= {} dB", level_name(technology), test.rsrp_dbm,
                          sinr_name(technology), test.sinr_db);
  if (test.downlink_mbps) text += fmt::format(" and downlink >= {:g} Mbit/s", *test.downlink_mbps);
  if (test.uplink_mbps) text += fmt::format(" and uplink >= {:g} Mbit/s", *test.uplink_mbps);
  if (!whole.empty()) text += fmt::format(" on {:g} % of {}", 100.0 * test.share, whole);
  return text;
}

const char* level_name(radio::Technology technology) {
  return technology == radio::Technology::nr ? "SS-RSRP" : "RSRP";
}

const char* sinr_name(radio::Technology technology) {
  return technology == radio::Technology::nr ? "SS-SINR" : "SINR";
}

}  // namespace gigacity::criteria
