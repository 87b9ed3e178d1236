// SPDX-License-Identifier: Apache-2.0
// A criteria profile: indicators as data. Adding a country's rule needs no C++.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gigacity::criteria {

/// When a pixel counts as covered and a place as reached.
struct RadioTest {
  double rsrp_dbm = -105.0;
  double sinr_db = -3.0;
  double share = 0.95;  ///< of a place's pixels that must pass
  std::string source;
  std::string certainty;
};

enum class Comparison { at_least, at_most, report_only };

/// What kind of feature the indicator's gaps are.
enum class GapKind { none, key_place, village, premises, area };

struct Indicator {
  std::string id;
  std::string title_en;
  std::string title_zh;
  std::string definition;  ///< in words
  std::string unit;        ///< "%", "stations per 10,000 people", ...
  std::string formula;     ///< over named measures, e.g. "100 * key_places_reached_nr / key_places"
  Comparison comparison = Comparison::at_least;
  std::optional<double> threshold;
  GapKind gaps = GapKind::none;
  std::string source;
  std::string certainty;  ///< "verified", "secondary", "computed", "high", "medium", "low"
  int line = 0;           ///< in the profile file, for messages
};

struct Profile {
  std::string id;
  std::string title_en;
  std::string title_zh;
  std::string description;
  std::string file;
  RadioTest nr;
  RadioTest lte;
  std::vector<std::string> key_place_kinds;  ///< kinds that count; empty: every kind
  std::vector<Indicator> indicators;
};

}  // namespace gigacity::criteria
