// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/outputs.hpp"

#include <algorithm>

#include <unistd.h>

namespace gigacity::test {

std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

nlohmann::json json_of(const std::filesystem::path& file) {
  return nlohmann::json::parse(read_text(file));
}

void expect_rasters_are_sound(const std::filesystem::path& folder) {
  int rasters = 0;
  for (const auto& name : files_in(folder)) {
    if (!name.ends_with(".tif")) continue;
    SCOPED_TRACE(name);
    ++rasters;
    const auto info = run_command({"gdalinfo", "-json", "-stats", folder / name});
    ASSERT_EQ(info.exit_code, 0) << info.err;
    EXPECT_EQ(info.err, "");
    const auto described = nlohmann::json::parse(info.out);
    EXPECT_EQ(described["metadata"]["IMAGE_STRUCTURE"]["LAYOUT"], "COG");
    const auto& band = described["bands"][0];
    EXPECT_TRUE(band.contains("noDataValue"));
    EXPECT_FALSE(band.value("description", "").empty());
    EXPECT_TRUE(described["coordinateSystem"]["wkt"].get<std::string>().starts_with("PROJCRS"));
  }
  EXPECT_GT(rasters, 0);
}

void expect_vectors_are_sound(const std::filesystem::path& folder) {
  for (const auto* name : {"results.gpkg", "gaps.geojson", "gaps.csv", "statistics.csv"}) {
    SCOPED_TRACE(name);
    const auto info = run_command({"ogrinfo", "-ro", "-al", "-q", folder / name});
    EXPECT_EQ(info.exit_code, 0);
    EXPECT_EQ(info.err, "");
    EXPECT_FALSE(info.out.empty());
  }
}

double sum_over_units(const nlohmann::json& verdict, const std::string& level,
                      const std::string& measure) {
  double sum = 0.0;
  for (const auto& unit : verdict["units"]) {
    if (unit["level"] != level || !unit["measures"].contains(measure)) continue;
    sum += unit["measures"][measure]["value"].get<double>();
  }
  return sum;
}

std::string rendered_report(const std::filesystem::path& folder) {
  const auto profile = fresh_folder("chromium-" + std::to_string(getpid()));
  std::vector<std::string> chromium{"chromium",
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--enable-logging=stderr",
                                    "--window-size=1400,2400",
                                    "--virtual-time-budget=4000",
                                    "--user-data-dir=" + profile.string()};
  const auto page = "file://" + std::filesystem::absolute(folder / "report.html").string();
  auto picture = chromium;
  picture.push_back("--screenshot=" + (folder / "report.png").string());
  picture.push_back(page);
  const auto drawn = run_command(picture);
  EXPECT_EQ(drawn.exit_code, 0) << drawn.err;
  for (const auto* complaint : {"Uncaught", "CONSOLE:ERROR", "net::ERR"})
    EXPECT_THAT(drawn.err, testing::Not(testing::HasSubstr(complaint)));
  chromium.insert(chromium.end(), {"--dump-dom", page});
  return run_command(chromium).out;
}

}  // namespace gigacity::test
