// SPDX-License-Identifier: Apache-2.0
// verdict.json read again: judged anew, and compared with.
#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "apps/run/verdict_record.hpp"
#include "core/diagnostic.hpp"
#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/profile_check.hpp"

namespace gigacity::apps {

namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what,
                         const std::string& hint) {
  InputLocation where;
  where.source = file.string();
  throw InputError(Diagnostic{where, what, hint});
}

constexpr const char* how_to_get_one = "give the folder of results of gigacity run or check";

json parsed(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) refuse(file, "cannot be read", how_to_get_one);
  try {
    auto record = json::parse(stream);
    if (record.value("format", "") != "gigacity verdict")
      refuse(file, "is no verdict of gigacity", how_to_get_one);
    if (record.value("format_version", 0) != 1)
      refuse(file,
             fmt::format("is of format version {}; this program reads version 1",
                         record.value("format_version", 0)),
             "make it again with gigacity run or check");
    return record;
  } catch (const json::exception& error) {
    refuse(file, fmt::format("is no JSON of a verdict: {}", error.what()), how_to_get_one);
  }
}

std::optional<double> number_if_any(const json& record, const char* key) {
  const auto& value = record.at(key);
  if (value.is_null()) return std::nullopt;
  return value.get<double>();
}

criteria::RadioTest test_of(const json& record) {
  criteria::RadioTest test;
  test.rsrp_dbm = record.at("rsrp_dbm").get<double>();
  test.sinr_db = record.at("sinr_db").get<double>();
  test.share = record.at("share").get<double>();
  test.source = record.at("source").get<std::string>();
  test.certainty = record.at("certainty").get<std::string>();
  test.downlink_mbps = number_if_any(record, "downlink_mbps");
  test.uplink_mbps = number_if_any(record, "uplink_mbps");
  return test;
}

/// The word that one of the enumeration's values is written as.
template <class Enumeration>
Enumeration named(const std::string& word, std::initializer_list<Enumeration> values) {
  for (const auto value : values)
    if (word == criteria::to_string(value)) return value;
  throw std::invalid_argument(fmt::format("\"{}\" is not known", word));
}

criteria::Indicator indicator_of(const json& record) {
  using criteria::Comparison;
  using criteria::GapKind;
  criteria::Indicator indicator;
  indicator.id = record.at("id").get<std::string>();
  indicator.title_en = record.at("title_en").get<std::string>();
  indicator.title_zh = record.at("title_zh").get<std::string>();
  indicator.definition = record.at("definition").get<std::string>();
  indicator.unit = record.at("unit").get<std::string>();
  indicator.formula = record.at("formula").get<std::string>();
  indicator.comparison =
      named(record.at("comparison").get<std::string>(),
            {Comparison::at_least, Comparison::at_most, Comparison::report_only});
  indicator.threshold = number_if_any(record, "threshold");
  indicator.gaps = named(record.at("gaps").get<std::string>(),
                         {GapKind::none, GapKind::key_place, GapKind::deep_place, GapKind::village,
                          GapKind::premises, GapKind::area});
  indicator.source = record.at("source").get<std::string>();
  indicator.date = record.at("date").get<std::string>();
  indicator.certainty = record.at("certainty").get<std::string>();
  for (const auto& level : record.at("scope"))
    if (level != "city") indicator.levels.push_back(level.get<std::string>());
  return indicator;
}

criteria::Profile profile_of(const json& record, const std::filesystem::path& file) {
  const auto& of = record.at("profile");
  criteria::Profile profile;
  profile.file = file.string();
  profile.id = of.at("id").get<std::string>();
  profile.title_en = of.at("title_en").get<std::string>();
  profile.title_zh = of.at("title_zh").get<std::string>();
  profile.description = of.at("description").get<std::string>();
  profile.nr = test_of(of.at("nr_test"));
  profile.lte = test_of(of.at("lte_test"));
  profile.key_place_kinds = of.at("key_place_kinds").get<std::vector<std::string>>();
  for (const auto& scene : of.at("scenes"))
    profile.scenes.push_back(
        {scene.at("id").get<std::string>(), scene.at("title_en").get<std::string>(),
         scene.at("title_zh").get<std::string>(), scene.at("kinds").get<std::vector<std::string>>(),
         test_of(scene.at("nr_test")), test_of(scene.at("lte_test"))});
  for (const auto& measure : of.at("derived_measures"))
    profile.measures.push_back(
        {measure.at("id").get<std::string>(), measure.at("definition").get<std::string>(),
         measure.at("unit").get<std::string>(), measure.at("formula").get<std::string>(), 0});
  for (const auto& indicator : record.at("indicators"))
    profile.indicators.push_back(indicator_of(indicator));
  return profile;
}

criteria::MeasureSet measures_of(const json& record) {
  using criteria::Provenance;
  criteria::MeasureSet measures;
  for (const auto& [name, measure] : record.items()) {
    if (measure.at("value").is_null()) continue;
    measures.values[name] = {
        measure.at("value").get<double>(), measure.at("unit").get<std::string>(),
        named(measure.at("provenance").get<std::string>(),
              {Provenance::simulated, Provenance::declared, Provenance::counted})};
  }
  return measures;
}

/// Rows with their names; units are numbered level by level as they come.
void read_units(const json& record, JudgedCity& judged, std::vector<criteria::LevelNames>& levels) {
  judged.measured.push_back({-1, -1, measures_of(record.at("measures"))});
  for (const auto& [name, what] : record.at("measures_missing").items())
    judged.measured.back().measures.missing[name] = what.get<std::string>();
  judged.names.push_back({"city", "", judged.scenario, ""});
  for (const auto& unit : record.at("units")) {
    const auto name = unit.at("name").get<std::string>();
    const auto code = unit.at("code").get<std::string>();
    const auto level = unit.at("level").get<std::string>();
    auto found = std::ranges::find(levels, level, &criteria::LevelNames::level);
    if (found == levels.end()) found = levels.insert(levels.end(), {level, {}});
    const bool none = code.empty() && name.starts_with("(outside ");
    judged.measured.push_back({static_cast<std::int32_t>(found - levels.begin()),
                               none ? -1 : static_cast<std::int32_t>(found->units.size()),
                               measures_of(unit.at("measures"))});
    judged.measured.back().measures.missing = judged.measured.front().measures.missing;
    if (!none) found->units.push_back(name.empty() ? code : name);
    judged.names.push_back({level, code, name, unit.at("parent_code").get<std::string>()});
  }
}

bool same_test(const criteria::RadioTest& a, const criteria::RadioTest& b) {
  return a.rsrp_dbm == b.rsrp_dbm && a.sinr_db == b.sinr_db && a.share == b.share &&
         a.downlink_mbps == b.downlink_mbps && a.uplink_mbps == b.uplink_mbps;
}

/// Measures taken with one profile's tests say nothing of another's.
void require_same_tests(const criteria::Profile& taken, const criteria::Profile& wanted,
                        const std::filesystem::path& file) {
  const auto differ = [&](const std::string& what) {
    refuse(
        wanted.file,
        fmt::format("{} differs from what the measures in {} were taken with", what, file.string()),
        "simulate again: gigacity check SCENARIO --criteria PROFILE");
  };
  if (!same_test(taken.nr, wanted.nr)) differ("[radio.nr]");
  if (!same_test(taken.lte, wanted.lte)) differ("[radio.lte]");
  if (taken.key_place_kinds != wanted.key_place_kinds) differ("key_places.kinds");
  for (const auto& scene : wanted.scenes) {
    const auto known = std::ranges::find(taken.scenes, scene.id, &criteria::Scene::id);
    if (known == taken.scenes.end() || known->kinds != scene.kinds ||
        !same_test(known->nr, scene.nr) || !same_test(known->lte, scene.lte))
      differ(fmt::format("[[scene]] {}", scene.id));
  }
}

std::vector<criteria::UnitKey> keys_of(const JudgedCity& judged) {
  std::vector<criteria::UnitKey> keys;
  for (std::size_t row = 0; row < judged.names.size(); ++row)
    keys.push_back(judged.measured[row].level < 0
                       ? criteria::UnitKey{}
                       : criteria::UnitKey{judged.names[row].level, judged.names[row].code});
  return keys;
}

}  // namespace

JudgedCity read_verdict(const std::filesystem::path& file, const criteria::Profile* profile) {
  const auto record = parsed(file);
  JudgedCity judged;
  std::vector<criteria::LevelNames> levels;
  std::map<std::string, std::int64_t> gaps;
  try {
    judged.scenario = record.at("scenario").get<std::string>();
    judged.profile = profile_of(record, file);
    read_units(record, judged, levels);
    for (const auto& indicator : record.at("indicators"))
      gaps[indicator.at("id").get<std::string>()] = indicator.at("gap_count").get<std::int64_t>();
  } catch (const json::exception& error) {
    refuse(file, fmt::format("is no whole verdict: {}", error.what()), how_to_get_one);
  } catch (const std::invalid_argument& error) {
    refuse(file, error.what(), how_to_get_one);
  }
  if (profile != nullptr) {
    require_same_tests(judged.profile, *profile, file);
    judged.profile = *profile;
    for (auto& row : judged.measured) derive(judged.profile, row.measures);
  }
  for (const auto& indicator : judged.profile.indicators)
    judged.gaps.push_back(profile == nullptr ? gaps[indicator.id] : 0);
  judged.verdict = criteria::judge(judged.profile, judged.measured, levels);
  return judged;
}

criteria::EarlierValues read_earlier_values(const std::filesystem::path& folder) {
  const auto file = folder / "verdict.json";
  const auto record = parsed(file);
  criteria::EarlierValues values;
  try {
    for (const auto& indicator : record.at("indicators"))
      if (const auto value = number_if_any(indicator, "value"))
        values[{"", "", indicator.at("id").get<std::string>()}] = *value;
    for (const auto& unit : record.at("units"))
      for (const auto& [id, result] : unit.at("indicators").items())
        if (const auto value = number_if_any(result, "value"))
          values[{unit.at("level").get<std::string>(), unit.at("code").get<std::string>(), id}] =
              *value;
  } catch (const json::exception& error) {
    refuse(file, fmt::format("is no whole verdict: {}", error.what()), how_to_get_one);
  }
  return values;
}

void compare_with_earlier(const std::filesystem::path& folder, JudgedCity& judged) {
  if (folder.empty()) return;
  const auto earlier = read_earlier_values(folder);
  criteria::compare_with(earlier, keys_of(judged), judged.verdict);
  judged.baseline = folder.filename().empty() ? folder.parent_path().filename().string()
                                              : folder.filename().string();
}

}  // namespace gigacity::apps
