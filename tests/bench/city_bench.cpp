// SPDX-License-Identifier: Apache-2.0
// The coverage engine on a whole scenario:
//   city_bench SCENARIO [--radius-km R]... [--moves N] [--set key=value]...
// For each radius (the scenario's unless given or moves are asked for): every tile of the area once, without writing it.
// Prints sites, links (pixels of the area within the radius of a site; its cells share them) and what they took.
// With --moves: N sites are moved by some hundred metres, each from the scenario's network; the tiles it touches are
// brought up to date, and compared with new ones byte for byte.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "apps/run/city_rasters.hpp"
#include "apps/run/land_rasters.hpp"
#include "apps/run/load_city.hpp"
#include "apps/run/load_network.hpp"
#include "apps/run/scratch_folder.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"
#include "geo/library.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::apps {
namespace {

using radio::CoverageEngine;
using radio::CoverageTile;

constexpr std::size_t in_flight = 8;

struct Asked {
  std::filesystem::path scenario;
  std::vector<double> radii_km;
  int moves = 0;
  std::vector<std::string> overrides;
};

Asked asked_of(const std::vector<std::string>& words) {
  Asked asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    if (words[i] == "--radius-km" && !last)
      asked.radii_km.push_back(std::stod(words[++i]));
    else if (words[i] == "--moves" && !last)
      asked.moves = std::stoi(words[++i]);
    else if (words[i] == "--set" && !last)
      asked.overrides.push_back(words[++i]);
    else
      asked.scenario = words[i];
  }
  return asked;
}

class Stopwatch {
 public:
  double wall_s() const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - m_start;
    return took.count();
  }
  double cpu_s() const { return static_cast<double>(std::clock() - m_cpu) / CLOCKS_PER_SEC; }

 private:
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
  std::clock_t m_cpu = std::clock();
};

double links_of(const City& city, const radio::RadioNetwork& network, double radius_m) {
  const GridSpec& grid = city.grid;
  const double r = radius_m / grid.pixel_m;
  std::vector<std::vector<bool>> rows;
  for (const Window& strip : tiles_of(grid, grid.width)) {
    const auto inside = city.inside->read(strip);
    for (int row = 0; row < strip.height; ++row) {
      std::vector<bool>& bits = rows.emplace_back();
      for (const float v : inside.row(row)) bits.push_back(v == 1.0F);
    }
  }
  // Pixels of the area before each column, so that a site's disc is a difference a row.
  double links = 0.0;
  std::vector<std::vector<std::int32_t>> before(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    before[row].push_back(0);
    for (const bool in : rows[row]) before[row].push_back(before[row].back() + (in ? 1 : 0));
  }
  for (const auto& site : network.sites) {
    const double x = (site.point.x_m - grid.west_m) / grid.pixel_m - 0.5;
    const double y = (grid.north_m - site.point.y_m) / grid.pixel_m - 0.5;
    for (int row = std::max(0, static_cast<int>(y - r));
         row < std::min(grid.height, static_cast<int>(y + r) + 2); ++row) {
      const double half2 = r * r - (row - y) * (row - y);
      if (half2 < 0.0) continue;
      const int first =
          std::clamp(static_cast<int>(std::ceil(x - std::sqrt(half2))), 0, grid.width);
      const int end =
          std::clamp(static_cast<int>(std::floor(x + std::sqrt(half2))) + 1, first, grid.width);
      const auto& sums = before[static_cast<std::size_t>(row)];
      links += sums[static_cast<std::size_t>(end)] - sums[static_cast<std::size_t>(first)];
    }
  }
  return links;
}

bool same_bytes(const Raster<float>& a, const Raster<float>& b) {
  return std::memcmp(a.values().data(), b.values().data(), a.values().size_bytes()) == 0;
}

// A moves to B: tiles reduced by the engine before become those of the engine after.
void move_sites(const City& city, const radio::RadioNetwork& network,
                const radio::CoverageOptions& options, int moves) {
  const std::vector<radio::Service> services{radio::Technology::nr, radio::Technology::lte};
  const SilentProgress silent;
  const auto engine_of = [&](const radio::RadioNetwork& n) {
    return CoverageEngine(n, *city.terrain, *city.surface, *city.inside, options);
  };
  fmt::print(
      "\n| move | tiles | wall, s | CPU, s | same bytes |\n| --: | --: | --: | --: | --- |\n");
  const CoverageEngine before = engine_of(network);
  RandomStream random(3, 5);
  for (int m = 0; m < moves; ++m) {
    radio::RadioNetwork moved = network;
    auto& point =
        moved.sites[static_cast<std::size_t>(random.index(static_cast<int>(moved.sites.size())))]
            .point;
    point.x_m += random.uniform(-400.0, 400.0);
    point.y_m += random.uniform(-400.0, 400.0);
    const CoverageEngine after = engine_of(moved);
    std::vector<CoverageTile> tiles;
    for (const Window& window : tiles_of(city.grid))
      if (after.differs(before, window)) tiles.emplace_back().window = window;
    parallel_for(tiles.size(), [&](std::size_t t) {
      tiles[t] = before.reduce(services, tiles[t].window, silent);
    });
    std::vector<std::vector<radio::ServiceTile>> layers(tiles.size());
    const Stopwatch watch;
    parallel_for(tiles.size(), [&](std::size_t t) {
      after.update(tiles[t], before, silent);
      layers[t] = after.layers(tiles[t]);
    });
    const double wall = watch.wall_s();
    const double cpu = watch.cpu_s();
    std::atomic<bool> same = true;
    parallel_for(tiles.size(), [&](std::size_t t) {
      const auto fresh = after.compute(services, tiles[t].window, silent);
      for (std::size_t k = 0; k < fresh.size(); ++k)
        if (!same_bytes(fresh[k].rsrp_dbm, layers[t][k].rsrp_dbm) ||
            !same_bytes(fresh[k].sinr_db, layers[t][k].sinr_db) ||
            !same_bytes(fresh[k].best_server, layers[t][k].best_server))
          same = false;
    });
    fmt::print("| {} | {} | {:.2f} | {:.2f} | {} |\n", m + 1, tiles.size(), wall, cpu,
               same ? "yes" : "NO");
    std::fflush(stdout);
  }
}

void measure(const Asked& asked) {
  const Scenario scenario = read_scenario(asked.scenario, asked.overrides);
  SilentProgress progress;
  Findings findings;
  LoadedCity loaded = load_city(scenario, progress, findings);
  std::vector<double> radii_m;
  for (const double km : asked.radii_km) radii_m.push_back(1000.0 * km);
  if (radii_m.empty() && asked.moves == 0) radii_m.push_back(scenario.radio->options.radius_m);
  const MapBox box = bounds(loaded.city.area);
  double farthest_m = scenario.radio->options.radius_m;
  for (const double radius_m : radii_m) farthest_m = std::max(farthest_m, radius_m);
  const auto network =
      load_network(*scenario.radio, loaded.crs, box.inflated(farthest_m), loaded.layers, findings);
  findings.throw_if_errors();
  const ScratchFolder scratch(std::filesystem::temp_directory_path() / "city-bench");
  add_land(scenario, land_grid(loaded.city.grid, network), GIGACITY_SOURCE_DIR "/data",
           scratch.path(), loaded, progress, findings);
  add_rasters(scenario, scratch.path(), loaded, progress, findings);
  const City& city = loaded.city;
  const std::vector<radio::Service> services{radio::Technology::nr, radio::Technology::lte};
  if (!radii_m.empty())
    fmt::print(
        "| sites | cells | radius, km | links, million | wall, s | CPU, s | CPU, ns a link |\n"
        "| --: | --: | --: | --: | --: | --: | --: |\n");
  radio::CoverageOptions options = scenario.radio->options;
  for (const double radius_m : radii_m) {
    options.radius_m = radius_m;
    const CoverageEngine engine(network, *city.terrain, *city.surface, *city.inside, options);
    const auto tiles = tiles_of(city.grid);
    const Stopwatch watch;
    parallel_ordered<std::vector<radio::ServiceTile>>(
        tiles.size(), in_flight,
        [&](std::size_t i) { return engine.compute(services, tiles[i], progress); },
        [](std::size_t, std::vector<radio::ServiceTile>&&) {});
    const double wall = watch.wall_s();
    const double cpu = watch.cpu_s();
    const double links = links_of(city, network, radius_m);
    fmt::print("| {} | {} | {:g} | {:.0f} | {:.1f} | {:.1f} | {:.1f} |\n", network.sites.size(),
               network.cells.size(), radius_m / 1000.0, 1e-6 * links, wall, cpu, 1e9 * cpu / links);
    std::fflush(stdout);
  }
  if (asked.moves > 0) move_sites(city, network, options, asked.moves);  // at the last radius
}

}  // namespace
}  // namespace gigacity::apps

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    fmt::print(stderr, "city_bench SCENARIO [--radius-km R]... [--moves N] [--set key=value]...\n");
    return 2;
  }
  try {
    gigacity::geo::initialise_libraries();
    gigacity::apps::measure(gigacity::apps::asked_of(words));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
