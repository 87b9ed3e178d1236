// SPDX-License-Identifier: Apache-2.0
// One broken layer in a small city that is otherwise sound: what the program must say of it, and how it
// must end.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/command.hpp"

namespace gigacity::test {

/// How the program ends.
enum class Ending {
  refused,  ///< exit code 1 and an error
  warned,   ///< exit code 0 and a warning: the rest of the layer is of use
};

struct BadLayer {
  std::string name;
  /// Writes what the case needs into the folder; the overrides of the scenario that name it.
  std::function<std::vector<std::string>(const std::filesystem::path& folder)> overrides;
  std::vector<std::string> said;  ///< each stands in what the program prints on stderr
  Ending ending = Ending::refused;
  std::string command = "validate";  ///< "run" for what only reading every pixel shows
};

/// How GoogleTest names the case; the function's name is GoogleTest's.
// NOLINTNEXTLINE(readability-identifier-naming)
void PrintTo(const BadLayer& layer, std::ostream* out);

/// Runs the case and checks code and messages. A program that does not end by itself within half a
/// minute, or that crashes, fails as well.
void expect_told(const BadLayer& layer);

/// The folder of the bundled city.
const std::string& demo_folder();

/// Overrides that make `file` the only buildings, roads, terrain ...; `more` are further keys of the
/// table: "layer = \"x\"".
std::vector<std::string> as_buildings(const std::string& source, const std::string& more = {});
std::vector<std::string> as_roads(const std::string& source, const std::string& more = {});
std::vector<std::string> as_county(const std::string& source, const std::string& more = {});
std::vector<std::string> as_sites(const std::string& source);
std::vector<std::string> as_terrain(const std::string& source);
std::vector<std::string> as_population(const std::string& source);
std::vector<std::string> as_olts(const std::string& source);
std::vector<std::string> as_boxes(const std::string& source);

/// Writes `text` as `name` into the folder; its path.
std::string written(const std::filesystem::path& folder, const std::string& name,
                    const std::string& text);
/// Runs a program of GDAL's that must succeed.
void gdal(const std::vector<std::string>& command);
/// Copies a part of a file: its first `share`, with the bytes from `from` to `to` (shares of the whole)
/// overwritten.
std::string damaged(const std::filesystem::path& folder, const std::string& file, double share,
                    double from = 0.0, double to = 0.0);

/// GeoJSON of features with these geometries; `properties` of each.
std::string geojson(const std::vector<std::string>& geometries,
                    const std::string& properties = "{}");
/// A square polygon in the demo's county, `side` degrees wide.
std::string square(double lon = 116.93, double lat = 35.40, double side = 0.001);

/// Cases as tests of their own: TEST_P(suite, IsTold), named by the case.
class BadLayers : public testing::TestWithParam<BadLayer> {};
std::string name_of_case(const testing::TestParamInfo<BadLayer>& case_info);

}  // namespace gigacity::test
