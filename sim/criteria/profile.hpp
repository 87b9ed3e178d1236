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
  /// What one more user gets beside the load there, at least; absent: any rate will do.
  std::optional<double> downlink_mbps{};
  std::optional<double> uplink_mbps{};

  bool asks_for_rates() const { return downlink_mbps || uplink_mbps; }
};

/// Key places of some kinds, judged by tests of their own. Measures of it are written with its id:
/// key_places_reached_nr[hospitals].
struct Scene {
  std::string id;  ///< "" for the key places of the whole profile
  std::string title_en;
  std::string title_zh;
  std::vector<std::string> kinds;  ///< that count; empty: every kind
  RadioTest nr;
  RadioTest lte;
};

/// A figure that the profile itself makes of others, so that formulas can share it.
struct DerivedMeasure {
  std::string id;
  std::string definition;  ///< in words
  std::string unit;
  std::string formula;  ///< over measures, also other derived ones
  int line = 0;         ///< in the profile file, for messages
};

enum class Comparison { at_least, at_most, report_only };

/// "at_least", "at_most", "report_only".
const char* to_string(Comparison comparison);

/// What kind of feature the indicator's gaps are.
enum class GapKind { none, key_place, deep_place, village, premises, area };

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
  /// Admin levels at which every unit must meet the threshold too; empty: the city as a whole.
  std::vector<std::string> levels{};
  std::string date{};  ///< of the source: "2021-03-24", "2021-03", "2021"; "" where not known
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
  std::vector<Scene> scenes{};
  std::vector<DerivedMeasure> measures{};
};

/// The key places of the whole profile first, then its scenes.
std::vector<Scene> all_scenes(const Profile& profile);

/// True where the scene has places of this kind; blanks, case, underscores and hyphens do not matter.
bool counts_kind(const Scene& scene, const std::string& kind);

/// Whether some test of the profile asks for a rate.
bool asks_for_rates(const Profile& profile);

/// Derived measures in an order in which each needs only those before it; those of a circle are
/// left out.
std::vector<const DerivedMeasure*> in_order(const std::vector<DerivedMeasure>& measures);

}  // namespace gigacity::criteria
