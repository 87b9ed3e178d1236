// SPDX-License-Identifier: Apache-2.0
// Why a place, village or patch has no sufficient radio coverage, and what would help most
// directly.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/criteria/gaps.hpp"
#include "sim/criteria/radio_pixels.hpp"

namespace gigacity::criteria {

/// Pixels of one feature as the delivered rasters give them.
class RadioSamples {
 public:
  RadioSamples(const RadioTest& test, MapPoint anchor, const GridSpec& grid)
      : m_test(&test), m_anchor(anchor), m_grid(&grid) {}

  void add(Pixel pixel, const RadioPixel& values);

  /// What is wrong with a pixel that fails.
  enum class Failure { none, no_cell, level, sinr, rate, no_terrain, outside };
  static constexpr std::size_t failures = 7;

  const RadioTest& test() const { return *m_test; }
  std::int64_t pixels() const { return static_cast<std::int64_t>(m_rsrp_dbm.size()); }
  std::int64_t failed() const { return pixels() - m_count[0]; }
  double passed_share() const;
  /// What most failing pixels suffer from; ties: the earlier of the list.
  Failure main_failure() const;
  /// The cell that serves most failing pixels; lower index on a tie; -1 for none.
  std::int32_t main_server() const;
  /// The failing pixel nearest to the anchor, of those with the main failure.
  MapPoint typical_point() const;

  /// The value that the required share of pixels reaches at best; NaN where too few have one.
  double level_reached_dbm() const { return reached_by_share(m_rsrp_dbm); }
  double sinr_reached_db() const { return reached_by_share(m_sinr_db); }
  double downlink_reached_mbps() const { return reached_by_share(m_downlink_mbps); }
  double uplink_reached_mbps() const { return reached_by_share(m_uplink_mbps); }

 private:
  double reached_by_share(std::vector<float> values) const;

  struct Typical {
    double distance_m = 0.0;
    MapPoint point;
    bool known = false;
  };

  const RadioTest* m_test;
  MapPoint m_anchor;
  const GridSpec* m_grid;
  std::vector<float> m_rsrp_dbm;
  std::vector<float> m_sinr_db;
  std::vector<float> m_downlink_mbps;
  std::vector<float> m_uplink_mbps;
  std::array<std::int64_t, failures> m_count{};
  std::array<Typical, failures> m_typical{};
  std::map<std::int32_t, std::int64_t> m_servers;
};

/// Finds reasons for one technology.
class RadioExplainer {
 public:
  RadioExplainer(const Results& results, radio::Technology technology, const GapOptions& options);

  /// Fills in measured, shortfall, reason, nearest asset and remedy. Safe from several threads.
  void explain(const RadioSamples& samples, Gap& gap) const;

  /// The nearest site of the technology and how far it stands; nothing where there is none.
  void name_nearest(MapPoint place, Gap& gap) const;

 private:
  struct Nearest {
    std::int32_t site = -1;
    double distance_m = 0.0;
  };
  Nearest nearest_site(MapPoint p) const;
  void name(const Nearest& nearest, Gap& gap) const;
  /// The highest cell of the technology on a site; lower index on a tie.
  std::int32_t highest_cell(std::int32_t site) const;
  std::optional<float> height_at(const RasterSource& heights, MapPoint p) const;
  void explain_level(const RadioSamples& samples, const Nearest& nearest, Gap& gap) const;
  void explain_sinr(const RadioSamples& samples, Gap& gap) const;
  void explain_rate(const RadioSamples& samples, Gap& gap) const;
  void explain_distance(const RadioSamples& samples, const Nearest& nearest, Gap& gap) const;

  const Results& m_results;
  radio::Technology m_technology;
  const GapOptions& m_options;
  std::vector<std::int32_t> m_sites;  ///< with a cell of the technology, ascending
};

}  // namespace gigacity::criteria
