// SPDX-License-Identifier: Apache-2.0
// The demo county with its plant as built: cards, splitters, cables and drops that fit together.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/synth/synth.hpp"
#include "core/diagnostic.hpp"
#include "core/geometry.hpp"
#include "geo/library.hpp"
#include "tests/apps/synth_support.hpp"

namespace gigacity::apps {
namespace {

using geo::Feature;
using geo::FieldType;
using geo::GeometryKind;

std::filesystem::path made(bool as_built) {
  // Tests run side by side, each in a process of its own.
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  auto folder = std::filesystem::path(testing::TempDir()) / "gigacity_synth_plant" / test->name() /
                (as_built ? "built" : "outline");
  geo::initialise_libraries();
  SynthOptions options = preset_options("demo");
  options.as_built = as_built;
  SilentProgress progress;
  synthesise(options, folder, progress);
  return folder;
}

const std::filesystem::path& built_folder() {
  static const std::filesystem::path folder = made(true);
  return folder;
}

std::vector<Feature> points(const std::string& file, std::vector<geo::FieldSpec> fields) {
  return features_of(built_folder() / file, "", GeometryKind::point, std::move(fields));
}

std::vector<std::vector<std::string>> rows(const std::string& file) {
  std::vector<std::vector<std::string>> found;
  std::istringstream lines(bytes_of(built_folder() / file));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    auto& row = found.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return found;
}

/// OLT/shelf/slot/port of all cards, which count their ports from 1.
std::set<std::string> port_names() {
  std::set<std::string> names;
  for (const auto& card : rows("cards.csv"))
    for (int port = 1; port <= std::stoi(card.at(4)); ++port)
      names.insert(card[0] + "/" + card[1] + "/" + card[2] + "/" + std::to_string(port));
  return names;
}

TEST(SynthPlant, CardsHaveThePortsOfTheirOlts) {
  std::map<std::string, int> ports;
  for (const auto& card : rows("cards.csv")) ports[card.at(0)] += std::stoi(card.at(4));
  const auto olts = points("olts.csv", {text("id"), number("ports")});
  ASSERT_EQ(ports.size(), olts.size());
  for (const Feature& olt : olts)
    EXPECT_EQ(ports[olt.text_or("id", "")], olt.number_or("ports", 0.0));
}

TEST(SynthPlant, SplittersStandInTwoStagesBehindPortsOfTheirOwn) {
  const auto ports = port_names();
  std::map<std::string, std::string> olt_of_box;
  for (const Feature& box : points("boxes.csv", {text("id"), text("olt"), number("capacity")}))
    olt_of_box[box.text_or("id", "")] = box.text_or("olt", "");
  std::map<std::string, std::string> olt_of_first;
  std::map<std::string, int> fed;
  std::set<std::string> ports_taken;
  int housed = 0;
  for (const auto& splitter : rows("splitters.csv")) {
    const std::string& id = splitter.at(0);
    EXPECT_EQ(splitter.at(3), "1:8") << id;
    const std::string& fed_by = splitter.at(4);
    if (splitter.size() == 5) {  // nothing behind the last comma: no box
      EXPECT_TRUE(ports.contains(fed_by)) << id << " on " << fed_by;
      EXPECT_TRUE(ports_taken.insert(fed_by).second) << fed_by << " feeds two";
      olt_of_first[id] = fed_by.substr(0, fed_by.find('/'));
      continue;
    }
    ++housed;
    ASSERT_TRUE(olt_of_first.contains(fed_by)) << id;
    EXPECT_EQ(olt_of_first[fed_by], olt_of_box.at(splitter.at(5))) << id;
    EXPECT_LE(++fed[fed_by], 8) << fed_by << " has eight outputs";
  }
  EXPECT_GT(housed, 1000);
}

TEST(SynthPlant, OltsAndBoxesWithPremisesStandAtCables) {
  std::set<std::string> in_use;
  for (const auto& drop : rows("drops.csv")) in_use.insert(drop.at(1));
  const auto boxes = points("boxes.csv", {text("id")});
  // Some exchanges have no port left for their last boxes.
  EXPECT_GT(static_cast<double>(in_use.size()), 0.85 * static_cast<double>(boxes.size()));
  std::vector<LineString> cables;
  for (const Feature& cable : features_of(built_folder() / "cables.csv", "", GeometryKind::line,
                                          {text("id"), text("kind"), number("fibres")}))
    for (const LineString& line : std::get<MultiLineString>(cable.geometry)) {
      cables.push_back(line);
      EXPECT_GE(cable.number_or("fibres", 0.0), 12.0);
    }
  std::vector<MapPoint> ends;
  for (const LineString& line : cables) ends.insert(ends.end(), line.begin(), line.end());
  const auto expect_at_cable = [&](const Feature& plant) {
    const MapPoint at = std::get<MapPoint>(plant.geometry);
    EXPECT_TRUE(std::ranges::any_of(ends, [&](MapPoint p) { return distance_m(p, at) <= 30.0; }))
        << plant.text_or("id", "") << ": farther from a cable than fibre.cable_snap_m";
  };
  for (const Feature& olt : points("olts.csv", {text("id")})) expect_at_cable(olt);
  for (const Feature& box : boxes)
    if (in_use.contains(box.text_or("id", ""))) expect_at_cable(box);
}

TEST(SynthPlant, NoBoxHasMorePremisesThanItCanServe) {
  std::map<std::string, double> dwellings;
  for (const Feature& building :
       features_of(built_folder() / "city.gpkg", "buildings", GeometryKind::polygon,
                   {text("id"), number("dwellings")}))
    dwellings[building.text_or("id", "")] = building.number_or("dwellings", 0.0);
  std::map<std::string, double> used;
  double connected = 0.0;
  for (const auto& drop : rows("drops.csv")) {
    ASSERT_TRUE(dwellings.contains(drop.at(0)));
    used[drop.at(1)] += dwellings[drop.at(0)];
    connected += dwellings[drop.at(0)];
  }
  for (const Feature& box : points("boxes.csv", {text("id"), number("capacity")}))
    EXPECT_LE(used[box.text_or("id", "")], box.number_or("capacity", 0.0));
  double all = 0.0;
  for (const auto& [id, count] : dwellings) all += count;
  EXPECT_NEAR(connected / all, 0.7, 0.1);
}

TEST(SynthPlant, TheRestIsTheCountyWithoutIt) {
  const auto outline = made(false);
  for (const std::string file : {"boxes.csv", "city.gpkg", "olts.csv", "sites.csv", "terrain.tif"})
    EXPECT_TRUE(bytes_of(built_folder() / file) == bytes_of(outline / file)) << file;
  EXPECT_FALSE(std::filesystem::exists(outline / "splitters.csv"));
}

TEST(SynthPlant, IsNotMadeForACity) {
  SilentProgress progress;
  SynthOptions options = preset_options("jining");
  options.share = 0.01;
  options.as_built = true;
  EXPECT_THROW(synthesise(options, "unused", progress), UsageError);
}

}  // namespace
}  // namespace gigacity::apps
