// SPDX-License-Identifier: Apache-2.0
// How far the radial sweep is from the exact profile of each pixel on real terrain:
//   exactness TILE.hgt...
// Each SRTM tile (named by its south-western corner, N55W003) is brought onto a UTM grid of 30 m. Ten antennas are drawn
// on it, and 20 km around each are swept; diffraction loss (delta-Bullington at 3.5 GHz) and line of sight are compared
// with the profile to the pixel's middle, sampled every 30 m. Prints Markdown.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/progress.hpp"
#include "core/random.hpp"
#include "core/units.hpp"
#include "geo/crs.hpp"
#include "geo/library.hpp"
#include "geo/raster_reader.hpp"
#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/propagation/profile_walk.hpp"
#include "sim/radio/path.hpp"
#include "sim/radio/sweep.hpp"

namespace gigacity::radio {
namespace {

namespace fs = std::filesystem;
using propagation::Polarisation;

constexpr double pixel_m = 30.0;
constexpr double radius_m = 20'000.0;
constexpr double frequency_mhz = 3500.0;
constexpr int antennas = 10;
constexpr int every = 11;  // of the pixels: an exact profile takes a hundred times as long
constexpr double earth_m = 4.0 / 3.0 * earth_radius_m;

/// SRTM's names: "N55W003".
GeoPoint centre_of_tile(const std::string& name) {
  const double latitude = std::stod(name.substr(1, 2)) * (name[0] == 'S' ? -1.0 : 1.0);
  const double longitude = std::stod(name.substr(4, 3)) * (name[3] == 'W' ? -1.0 : 1.0);
  return {longitude + 0.5, latitude + 0.5};
}

/// The profile that the sweep approaches: ground interpolated between the middles of pixels.
class GroundAlong {
 public:
  explicit GroundAlong(const Raster<float>& ground) : m_ground(ground) {}

  /// Empty where a height is missing.
  TerrainProfile sample(MapPoint from, MapPoint to) {
    const double distance = distance_m(from, to);
    const double steps = std::max(1.0, std::ceil(distance / pixel_m));
    m_heights.resize(static_cast<std::size_t>(steps) + 1);
    for (std::size_t i = 0; i < m_heights.size(); ++i) {
      const double share = static_cast<double>(i) / steps;
      m_heights[i] =
          at({from.x_m + (to.x_m - from.x_m) * share, from.y_m + (to.y_m - from.y_m) * share});
      if (std::isnan(m_heights[i])) return {};
    }
    return {distance / steps, m_heights, m_heights};
  }

 private:
  float at(MapPoint p) const {
    const GridSpec& grid = m_ground.grid();
    const double u = (p.x_m - grid.west_m) / pixel_m - 0.5;
    const double v = (grid.north_m - p.y_m) / pixel_m - 0.5;
    // The middle of a pixel in the last row or column has no further neighbour, and needs none.
    const int column = std::clamp(static_cast<int>(std::floor(u)), 0, grid.width - 2);
    const int row = std::clamp(static_cast<int>(std::floor(v)), 0, grid.height - 2);
    const double a = u - column;
    const double b = v - row;
    const auto h = [&](int dx, int dy) {
      return static_cast<double>(m_ground.at({column + dx, row + dy}));
    };
    return static_cast<float>((h(0, 0) * (1.0 - a) + h(1, 0) * a) * (1.0 - b) +
                              (h(0, 1) * (1.0 - a) + h(1, 1) * a) * b);
  }

  const Raster<float>& m_ground;
  std::vector<float> m_heights;
};

propagation::DiffractionLinks links_of(const SweepQuestion& question, const SweptPaths& paths) {
  propagation::DiffractionLinks links;
  links.transmitter_m = question.transmitter_height_m;
  links.step_m = pixel_m;
  links.distance_m = paths.distance_m;
  links.receiver_m = paths.receiver_m;
  links.receiver_ground_m = paths.receiver_ground_m;
  links.nu_root_m = paths.nu_root_m;
  links.smooth_transmitter_m = paths.smooth_transmitter_m;
  links.smooth_receiver_m = paths.smooth_receiver_m;
  links.obstacle_m = paths.obstacle_m;
  links.obstacle_transmitter_slope = paths.obstacle_transmitter_slope;
  links.obstacle_receiver_slope = paths.obstacle_receiver_slope;
  return links;
}

struct Differences {
  std::vector<double> loss_db;
  std::int64_t same_sight = 0;
};

void compare(const Raster<float>& ground, const SweepTerrain& land, const SweepQuestion& question,
             Differences& out) {
  const propagation::SphereTerms terms(frequency_mhz, Polarisation::vertical, earth_m);
  const propagation::StepTables tables(profile_points(ground.grid(), radius_m));
  const double tx = question.transmitter_ground_m + question.transmitter_height_m;
  GroundAlong profiles(ground);
  std::vector<float> swept_db;
  SweepScratch scratch;
  sweep(land, question, scratch, [&](const SweptPaths& paths) {
    swept_db.resize(paths.pixel.size());
    propagation::delta_bullington_losses_db(terms, links_of(question, paths), swept_db);
    for (std::size_t k = 0; k < paths.pixel.size(); ++k) {
      if (paths.pixel[k] % every != 0) continue;
      const Pixel p{paths.pixel[k] % question.window.width + question.window.column,
                    paths.pixel[k] / question.window.width + question.window.row};
      const TerrainProfile profile =
          profiles.sample(question.transmitter, ground.grid().centre_of(p));
      if (profile.size() < 3) continue;
      const double rx = ground.at(p) + question.receiver_height_m;
      const auto exact = propagation::delta_bullington(profile, tx, rx, earth_m, tables);
      const double exact_db =
          propagation::delta_bullington_loss_db(exact, frequency_mhz, Polarisation::vertical, 0.0);
      out.loss_db.push_back(std::abs(static_cast<double>(swept_db[k]) - exact_db));
      out.same_sight += (paths.in_sight[k] != 0) == exact.terrain.line_of_sight ? 1 : 0;
    }
  });
}

void compare_on(const fs::path& tile) {
  const GeoPoint centre = centre_of_tile(tile.stem().string());
  const geo::Crs crs = geo::utm_zone_of(centre);
  const geo::Projection projection(crs);
  MapBox box;
  for (const double dx : {-0.49, 0.49}) {
    for (const double dy : {-0.49, 0.49})
      box.add(projection.to_map({centre.lon_deg + dx, centre.lat_deg + dy}));
  }
  const GridSpec grid = aligned_grid(box, pixel_m);
  const fs::path warped =
      fs::temp_directory_path() / fmt::format("exactness-{}.tif", tile.stem().string());
  SilentProgress progress;
  Findings findings;
  geo::warp_onto_grid({{tile.string()}, "terrain"}, grid, crs, {}, warped, progress, findings);
  findings.throw_if_errors();
  const geo::FileRasterSource terrain(warped);
  const Raster<float> ground = terrain.read(grid.full());

  Differences all;
  RandomStream random(20, 5);
  for (int i = 0; i < antennas; ++i) {
    const auto within = [&](double low, double high) {
      const double margin = std::min(radius_m, 0.3 * (high - low));
      return random.uniform(low + margin, high - margin);
    };
    SweepQuestion question;
    question.transmitter = {within(box.min_x_m, box.max_x_m), within(box.min_y_m, box.max_y_m)};
    question.transmitter_ground_m = ground.at(grid.pixel_of(question.transmitter));
    question.transmitter_height_m = 30.0;
    question.radius_m = radius_m;
    question.effective_earth_radius_m = earth_m;
    question.least_nu_root_m = -0.78 * std::sqrt(propagation::wavelength_m(frequency_mhz));
    question.geometry = SweepGeometry::surface_diffraction;
    question.window = window_around(
        grid, {question.transmitter.x_m - radius_m, question.transmitter.y_m - radius_m,
               question.transmitter.x_m + radius_m, question.transmitter.y_m + radius_m});
    if (std::isnan(question.transmitter_ground_m)) continue;
    compare(ground, SweepTerrain(terrain, terrain, question.window), question, all);
  }
  fs::remove(warped);
  std::ranges::sort(all.loss_db);
  const auto quantile = [&](double share) {
    return all
        .loss_db[static_cast<std::size_t>(share * static_cast<double>(all.loss_db.size() - 1))];
  };
  fmt::print("| {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.1f} | {:.2f} % |\n", tile.stem().string(),
             all.loss_db.size(), quantile(0.5), quantile(0.95), quantile(0.99), all.loss_db.back(),
             100.0 * static_cast<double>(all.same_sight) / static_cast<double>(all.loss_db.size()));
}

}  // namespace
}  // namespace gigacity::radio

int main(int count, char** words) {
  gigacity::geo::initialise_libraries();
  if (count < 2) {
    fmt::print(stderr, "usage: exactness TILE.hgt...\n");
    return 2;
  }
  fmt::print(
      "| terrain | pixels | median, dB | 95 % | 99 % | worst | same line of sight |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (int i = 1; i < count; ++i) gigacity::radio::compare_on(words[i]);
  return 0;
}
