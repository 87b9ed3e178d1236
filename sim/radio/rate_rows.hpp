// SPDX-License-Identifier: Apache-2.0
// What rows of pixels get from their best servers, looked up: rates by SINR and by coupling loss are tables of
// 1/64 dB, the step of levels, one for all cells of a kind.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/radio/uplink.hpp"

namespace gigacity::radio {

/// Const and safe to share between threads.
class RateRows {
 public:
  /// Loads are the network's now. Throws std::invalid_argument for a channel that network.hpp does not know.
  RateRows(const RadioNetwork& network, const RateOptions& rates, const UplinkOptions& uplink);

  /// Rows of one length: levels rounded to 1/64 dB and the index of the cell that serves, NaN (in either) where nothing is
  /// known, which gives NaN. Results are rounded to 1/64.
  ///
  /// What one more user gets on average beside the cell's load: rate of a user alone · (1 − load).
  void downlink_mbps(std::span<const float> sinr_db, std::span<const float> server,
                     std::span<float> mbps) const;
  /// The same on the way back, over the coupling loss: reference power of the server − its RSRP.
  void uplink_mbps(std::span<const float> rsrp_dbm, std::span<const float> server,
                   std::span<float> mbps) const;
  void rsrq_db(std::span<const float> sinr_db, std::span<const float> server,
               std::span<float> rsrq_db) const;

 private:
  struct OfCell {
    std::int32_t kind = 0;
    float reference_dbm = 0.0F;
    float downlink_left = 1.0F;  ///< 1 − load
    float uplink_left = 1.0F;
    float own_share = 1.0F;  ///< of resource elements that the cell itself fills
  };
  struct Kind {
    std::vector<float> by_sinr;
    std::vector<float> by_coupling_loss;
  };

  std::vector<Kind> m_kinds;
  std::vector<float> m_others;  ///< noise and interference over the signal, by SINR
  std::vector<OfCell> m_cells;
};

}  // namespace gigacity::radio
