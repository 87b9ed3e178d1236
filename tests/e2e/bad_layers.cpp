// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/bad_layers.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace gigacity::test {

namespace {

std::vector<std::string> table(const std::string& key, const std::string& source,
                               const std::string& more) {
  return {fmt::format("{}={{source = \"{}\"{}{}}}", key, source, more.empty() ? "" : ", ", more)};
}

/// Coarse and without buildings, roads and places, so that a case takes a tenth of a second.
std::filesystem::path base_scenario(const std::filesystem::path& folder) {
  auto file = folder / "city.toml";
  write_text(file, fmt::format(R"(schema = 1
[scenario]
name = "Broken"
[area]
crs = "EPSG:32650"
resolution_m = 50
[terrain]
source = "{0}terrain.tif"
[[admin]]
level = "county"
source = "{0}city.gpkg"
layer = "county"
[radio]
model = "free-space"
radius_km = 1
[radio.sites]
source = "{0}sites.csv"
)",
                               demo_folder()));
  return file;
}

}  // namespace

void PrintTo(const BadLayer& layer, std::ostream* out) {
  *out << layer.name;
}

void expect_told(const BadLayer& layer) {
  const auto folder = fresh_folder("bad-layer-" + layer.name);
  std::vector<std::string> arguments{"timeout",        "--kill-after=1", "30",
                                     GIGACITY_PROGRAM, layer.command,    base_scenario(folder),
                                     "--quiet"};
  for (const auto& override : layer.overrides(folder))
    arguments.insert(arguments.end(), {"--set", override});
  if (layer.command == "run") arguments.insert(arguments.end(), {"-o", folder / "out"});
  const auto result = run_command(arguments);
  const bool refused = layer.ending == Ending::refused;
  EXPECT_EQ(result.exit_code, refused ? 1 : 0) << result.err;
  EXPECT_THAT(result.err, testing::HasSubstr(refused ? "error: " : "warning: "));
  for (const auto& text : layer.said) EXPECT_THAT(result.err, testing::HasSubstr(text));
  EXPECT_FALSE(refused && std::filesystem::exists(folder / "out"));
  std::filesystem::remove_all(folder);
}

std::string name_of_case(const testing::TestParamInfo<BadLayer>& case_info) {
  return case_info.param.name;
}

const std::string& demo_folder() {
  static const std::string folder = GIGACITY_SOURCE_DIR "/data/demo/";
  return folder;
}

std::vector<std::string> as_buildings(const std::string& source, const std::string& more) {
  return table("buildings", source, more);
}

std::vector<std::string> as_roads(const std::string& source, const std::string& more) {
  return table("roads", source, more);
}

std::vector<std::string> as_county(const std::string& source, const std::string& more) {
  return {fmt::format("admin=[{{level = \"county\", source = \"{}\"{}{}}}]", source,
                      more.empty() ? "" : ", ", more)};
}

std::vector<std::string> as_sites(const std::string& source) {
  return {fmt::format("radio.sites.source=\"{}\"", source)};
}

std::vector<std::string> as_terrain(const std::string& source) {
  return {fmt::format("terrain.source=\"{}\"", source)};
}

std::vector<std::string> as_population(const std::string& source) {
  return table("population", source, {});
}

std::vector<std::string> as_olts(const std::string& source) {
  return table("fibre.olts", source, {});
}

std::vector<std::string> as_boxes(const std::string& source) {
  auto overrides = as_olts(demo_folder() + "olts.csv");
  overrides.push_back(table("fibre.boxes", source, {}).front());
  return overrides;
}

std::string written(const std::filesystem::path& folder, const std::string& name,
                    const std::string& text) {
  std::filesystem::create_directories((folder / name).parent_path());
  write_text(folder / name, text);
  return folder / name;
}

void gdal(const std::vector<std::string>& command) {
  const auto result = run_command(command);
  if (result.exit_code != 0) throw std::runtime_error(command.front() + ": " + result.err);
}

std::string damaged(const std::filesystem::path& folder, const std::string& file, double share,
                    double from, double to) {
  auto bytes = read_text(file);
  const auto size = static_cast<double>(bytes.size());
  const auto at = [&](double part) { return static_cast<std::size_t>(part * size); };
  for (std::size_t i = at(from); i < at(to); ++i) bytes[i] = '\xAA';
  bytes.resize(at(share));
  return written(folder, std::filesystem::path(file).filename(), bytes);
}

std::string geojson(const std::vector<std::string>& geometries, const std::string& properties) {
  std::string features;
  for (const auto& geometry : geometries)
    features += fmt::format("{}{{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {}}}",
                            features.empty() ? "" : ", ", properties, geometry);
  return "{\"type\": \"FeatureCollection\", \"features\": [" + features + "]}";
}

std::string square(double lon, double lat, double side) {
  return fmt::format(
      "{{\"type\": \"Polygon\", \"coordinates\": [[[{0}, {1}], [{2}, {1}], [{2}, {3}], [{0}, {3}], "
      "[{0}, {1}]]]}}",
      lon, lat, lon + side, lat + side);
}

}  // namespace gigacity::test
