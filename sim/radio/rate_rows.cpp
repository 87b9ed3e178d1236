// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/rate_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <tuple>

#include "core/units.hpp"
#include "sim/radio/reference_quality.hpp"

namespace gigacity::radio {
namespace {

constexpr float steps_per_db = 64.0F;
constexpr float not_known = std::numeric_limits<float>::quiet_NaN();

/// From which dB on, and up to which, something depends on it at all.
struct Span {
  int first_db;
  int last_db;
};
constexpr Span of_sinr{-30, 70};
constexpr Span of_ratio{-150, 100};
constexpr Span of_coupling_loss{0, 220};

template <class Rate>
std::vector<float> table_of(Span span, Rate rate) {
  std::vector<float> table;
  const int steps = static_cast<int>(steps_per_db);
  for (int i = span.first_db * steps; i <= span.last_db * steps; ++i)
    table.push_back(static_cast<float>(rate(i / static_cast<double>(steps_per_db))));
  return table;
}

// Halves away from 0, as std::round, which without SSE4.1 is a call: twice the time of all else here.
int whole(float value) {
  return static_cast<int>(value + (value < 0.0F ? -0.5F : 0.5F));
}

float rounded(float value) {
  return static_cast<float>(whole(value * steps_per_db)) / steps_per_db;
}

float looked_up(const std::vector<float>& table, Span span, float db) {
  const float last = static_cast<float>(table.size() - 1);
  const float at = std::clamp((db - static_cast<float>(span.first_db)) * steps_per_db, 0.0F, last);
  return table[static_cast<std::size_t>(whole(at))];
}

}  // namespace

RateRows::RateRows(const RadioNetwork& network, const RateOptions& rates,
                   const UplinkOptions& uplink) {
  m_others = table_of(of_ratio, [](double db) { return linear_from_db(-db); });
  using Key = std::tuple<Technology, double, double, int, double, double>;
  std::map<Key, std::int32_t> kinds;
  for (const Cell& cell : network.cells) {
    // Frequency counts by the subcarriers' spacing alone.
    const double spacing_khz =
        subcarrier_spacing_khz(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
    const Key key{cell.technology, spacing_khz,           cell.bandwidth_mhz,
                  cell.layers,     cell.symbols.downlink, cell.symbols.uplink};
    const auto [kind, is_new] = kinds.try_emplace(key, static_cast<std::int32_t>(m_kinds.size()));
    if (is_new) {
      m_kinds.push_back(
          {table_of(of_sinr, [&](double db) { return radio::downlink_mbps(cell, db, rates); }),
           table_of(of_coupling_loss,
                    [&](double db) { return uplink_rate(cell, db, uplink, rates).mbps; })});
    }
    const double idle = idle_share(cell);
    m_cells.push_back({kind->second, static_cast<float>(reference_signal_power_dbm(cell)),
                       static_cast<float>(1.0 - cell.load),
                       static_cast<float>(1.0 - cell.uplink_load.value_or(cell.load)),
                       static_cast<float>(idle + (1.0 - idle) * cell.load)});
  }
}

void RateRows::downlink_mbps(std::span<const float> sinr_db, std::span<const float> server,
                             std::span<float> mbps) const {
  for (std::size_t i = 0; i < mbps.size(); ++i) {
    mbps[i] = not_known;
    if (std::isnan(server[i]) || std::isnan(sinr_db[i])) continue;
    const OfCell& cell = m_cells[static_cast<std::size_t>(server[i])];
    const Kind& kind = m_kinds[static_cast<std::size_t>(cell.kind)];
    mbps[i] = rounded(looked_up(kind.by_sinr, of_sinr, sinr_db[i]) * cell.downlink_left);
  }
}

void RateRows::uplink_mbps(std::span<const float> rsrp_dbm, std::span<const float> server,
                           std::span<float> mbps) const {
  for (std::size_t i = 0; i < mbps.size(); ++i) {
    mbps[i] = not_known;
    if (std::isnan(server[i]) || std::isnan(rsrp_dbm[i])) continue;
    const OfCell& cell = m_cells[static_cast<std::size_t>(server[i])];
    const Kind& kind = m_kinds[static_cast<std::size_t>(cell.kind)];
    const float loss_db = cell.reference_dbm - rsrp_dbm[i];
    mbps[i] =
        rounded(looked_up(kind.by_coupling_loss, of_coupling_loss, loss_db) * cell.uplink_left);
  }
}

void RateRows::rsrq_db(std::span<const float> sinr_db, std::span<const float> server,
                       std::span<float> rsrq_db) const {
  constexpr auto db_per_log2 = static_cast<float>(10.0 * std::numbers::ln2 / std::numbers::ln10);
  for (std::size_t i = 0; i < rsrq_db.size(); ++i) {
    rsrq_db[i] = not_known;
    if (std::isnan(server[i]) || std::isnan(sinr_db[i])) continue;
    const OfCell& cell = m_cells[static_cast<std::size_t>(server[i])];
    const float others = looked_up(m_others, of_ratio, sinr_db[i]);
    rsrq_db[i] =
        rounded(-db_per_log2 * std::log2(subcarriers_per_block * (cell.own_share + others)));
  }
}

}  // namespace gigacity::radio
