// SPDX-License-Identifier: Apache-2.0
// How far the radial sweep is from the exact profile of each pixel on real terrain:
//   exactness TILE.hgt...
// Each SRTM tile (named by its south-western corner, N55W003) is brought onto a UTM grid of 30 m. Ten antennas are drawn
// on it, and 20 km around each are swept; diffraction loss (delta-Bullington, and three knife edges), the loss of P.1812 for 10 and 50 % of the time and
// of ITM (medians), all at 3.5 GHz, and line of sight are compared with the profile to the pixel's middle, sampled every 30 m.
// Prints Markdown.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
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
#include "sim/propagation/free_space.hpp"
#include "sim/propagation/profile_walk.hpp"
#include "sim/radio/path.hpp"
#include "sim/radio/sweep_links.hpp"

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

  /// Empty where a height is missing. Begins with the height that the antenna stands on, which is its pixel's.
  TerrainProfile sample(MapPoint from, float from_ground_m, MapPoint to) {
    const double distance = distance_m(from, to);
    const double steps = std::max(1.0, std::ceil(distance / pixel_m));
    m_heights.resize(static_cast<std::size_t>(steps) + 1);
    for (std::size_t i = 0; i < m_heights.size(); ++i) {
      const double share = static_cast<double>(i) / steps;
      m_heights[i] =
          at({from.x_m + (to.x_m - from.x_m) * share, from.y_m + (to.y_m - from.y_m) * share});
      if (std::isnan(m_heights[i])) return {};
    }
    m_heights.front() = from_ground_m;
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

constexpr std::array time_percents{10.0, 50.0};

struct Differences {
  std::vector<double> diffraction_db;
  std::array<std::vector<double>, time_percents.size()> p1812_db;
  std::vector<double> edges_db;
  std::vector<double> itm_db;
  std::int64_t same_sight = 0;
};

constexpr propagation::RadioClimate climate{45.0, 325.0, 45.0};

constexpr double itm_n0 = 301.0;

propagation::P1812Question carrier(double time_percent) {
  propagation::P1812Question question;
  question.frequency_mhz = frequency_mhz;
  question.time_percent = time_percent;
  return question;
}

// Both losses over the exact profile.
class ExactLoss {
 public:
  explicit ExactLoss(std::size_t points) : m_tables(points) {}

  propagation::DeltaBullington diffraction(const TerrainProfile& profile, double tx_m,
                                           double rx_m) const {
    return propagation::delta_bullington(profile, tx_m, rx_m, earth_m, m_tables);
  }

  std::array<double, time_percents.size()> p1812_db(const TerrainProfile& profile,
                                                    double tx_height_m, double rx_height_m) {
    m_distance_m.resize(profile.size());
    for (std::size_t i = 0; i < profile.size(); ++i)
      m_distance_m[i] = static_cast<double>(i) * profile.step_m;
    m_ground_m.assign(profile.ground_m.begin(), profile.ground_m.end());
    const propagation::P1812Profile exact{m_distance_m, m_ground_m,  m_ground_m,
                                          {},           tx_height_m, rx_height_m};
    const propagation::P1812Path path = propagation::p1812_path(exact, climate);
    std::array<double, time_percents.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = propagation::p1812_loss(path, carrier(time_percents[i])).basic_db;
    return out;
  }

  double itm_db(const TerrainProfile& profile, double tx_height_m, double rx_height_m) {
    m_ground_m.assign(profile.ground_m.begin(), profile.ground_m.end());
    const propagation::ItmPath path =
        propagation::itm_path(m_ground_m, profile.step_m, {tx_height_m, rx_height_m}, itm_n0);
    return propagation::itm_loss(path, frequency_mhz, Polarisation::vertical, {}, {}).basic_db;
  }

 private:
  propagation::StepTables m_tables;
  std::vector<double> m_distance_m;
  std::vector<double> m_ground_m;
};

void compare(const Raster<float>& ground, const SweepTerrain& land, const SweepQuestion& question,
             Differences& out) {
  std::vector<propagation::P1812Batch> p1812;
  for (const double percent : time_percents) p1812.emplace_back(carrier(percent), climate);
  const propagation::SphereTerms terms(frequency_mhz, Polarisation::vertical, earth_m);
  ExactLoss exact(profile_points(ground.grid(), radius_m));
  const double tx = question.transmitter_ground_m + question.transmitter_height_m;
  GroundAlong profiles(ground);
  std::vector<float> swept_db;
  SweepScratch scratch;
  const auto each_pixel = [&](const SweptPaths& paths, auto compare_pixel) {
    for (std::size_t k = 0; k < paths.pixel.size(); ++k) {
      if (paths.pixel[k] % every != 0) continue;
      const Pixel p{paths.pixel[k] % question.window.width + question.window.column,
                    paths.pixel[k] / question.window.width + question.window.row};
      const TerrainProfile profile =
          profiles.sample(question.transmitter, static_cast<float>(question.transmitter_ground_m),
                          ground.grid().centre_of(p));
      if (profile.size() < 3) continue;
      compare_pixel(k, profile, ground.at(p) + question.receiver_height_m);
    }
  };
  sweep(land, question, scratch, [&](const SweptPaths& paths) {
    swept_db.resize(paths.pixel.size());
    propagation::delta_bullington_losses_db(terms, diffraction_links(question, pixel_m, paths),
                                            swept_db);
    each_pixel(paths, [&](std::size_t k, const TerrainProfile& profile, double rx) {
      const auto path = exact.diffraction(profile, tx, rx);
      const double exact_db =
          propagation::delta_bullington_loss_db(path, frequency_mhz, Polarisation::vertical, 0.0);
      out.diffraction_db.push_back(std::abs(static_cast<double>(swept_db[k]) - exact_db));
      out.same_sight += (paths.in_sight[k] != 0) == path.terrain.line_of_sight ? 1 : 0;
    });
  });
  SweepQuestion whole = question;
  whole.geometry = SweepGeometry::p1812;
  whole.effective_earth_radius_m = p1812[0].median_radius_m();
  whole.beta_earth_radius_m = p1812[0].beta_radius_m();
  std::array<std::vector<float>, time_percents.size()> p1812_db;
  sweep(land, whole, scratch, [&](const SweptPaths& paths) {
    for (std::size_t i = 0; i < p1812.size(); ++i) {
      p1812_db[i].resize(paths.pixel.size());
      p1812[i].loss_db(p1812_links(whole, pixel_m, paths), p1812_db[i]);
    }
    each_pixel(paths, [&](std::size_t k, const TerrainProfile& profile, double) {
      const auto exact_db =
          exact.p1812_db(profile, question.transmitter_height_m, question.receiver_height_m);
      for (std::size_t i = 0; i < p1812.size(); ++i)
        out.p1812_db[i].push_back(std::abs(static_cast<double>(p1812_db[i][k]) - exact_db[i]));
    });
  });
  SweepQuestion cascaded = question;
  cascaded.geometry = SweepGeometry::knife_edges;
  const double lambda = propagation::wavelength_m(frequency_mhz);
  sweep(land, cascaded, scratch, [&](const SweptPaths& paths) {
    swept_db.resize(paths.pixel.size());
    propagation::knife_edges_losses_db(knife_edges_links(paths), lambda, swept_db);
    each_pixel(paths, [&](std::size_t k, const TerrainProfile& profile, double rx) {
      const PathEnds ends{question.transmitter_ground_m, question.transmitter_height_m,
                          rx - question.receiver_height_m, question.receiver_height_m};
      const double exact_db =
          propagation::knife_edges_loss_db(knife_edges_of(profile, ends, earth_m), lambda);
      out.edges_db.push_back(std::abs(static_cast<double>(swept_db[k]) - exact_db));
    });
  });
  const propagation::ItmBatch itm(frequency_mhz, Polarisation::vertical, {}, {});
  SweepQuestion irregular = question;
  irregular.geometry = SweepGeometry::itm;
  irregular.refractivity = itm_n0;
  irregular.effective_earth_radius_m =
      propagation::itm_earth_radius_m(itm_n0, question.transmitter_ground_m);
  sweep(land, irregular, scratch, [&](const SweptPaths& paths) {
    swept_db.resize(paths.pixel.size());
    itm.loss_db(itm_links(irregular, paths), swept_db);
    each_pixel(paths, [&](std::size_t k, const TerrainProfile& profile, double) {
      const double exact_db =
          exact.itm_db(profile, question.transmitter_height_m, question.receiver_height_m);
      out.itm_db.push_back(std::abs(static_cast<double>(swept_db[k]) - exact_db));
    });
  });
}

void print_row(const std::string& terrain, std::string_view model,
               std::vector<double>& differences_db, double same_sight_percent) {
  std::ranges::sort(differences_db);
  const auto quantile = [&](double share) {
    return differences_db[static_cast<std::size_t>(share *
                                                   static_cast<double>(differences_db.size() - 1))];
  };
  fmt::print("| {} | {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.1f} | {:.2f} % |\n", terrain, model,
             differences_db.size(), quantile(0.5), quantile(0.95), quantile(0.99),
             differences_db.back(), same_sight_percent);
  std::fflush(stdout);
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
    question.least_nu_root_m =
        propagation::least_lossy_nu * std::sqrt(propagation::wavelength_m(frequency_mhz));
    question.geometry = SweepGeometry::surface_diffraction;
    question.window = window_around(
        grid, {question.transmitter.x_m - radius_m, question.transmitter.y_m - radius_m,
               question.transmitter.x_m + radius_m, question.transmitter.y_m + radius_m});
    if (std::isnan(question.transmitter_ground_m)) continue;
    compare(ground, SweepTerrain(terrain, terrain, question.window), question, all);
  }
  fs::remove(warped);
  const std::string name = tile.stem().string();
  const double same_sight =
      100.0 * static_cast<double>(all.same_sight) / static_cast<double>(all.diffraction_db.size());
  print_row(name, "P.526", all.diffraction_db, same_sight);
  print_row(name, "P.526, knife edges", all.edges_db, same_sight);
  for (std::size_t i = 0; i < time_percents.size(); ++i)
    print_row(name, fmt::format("P.1812, {:.0f} %", time_percents[i]), all.p1812_db[i], same_sight);
  print_row(name, "ITM", all.itm_db, same_sight);
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
      "| terrain | model | pixels | median, dB | 95 % | 99 % | worst | same line of sight |\n"
      "| --- | --- | --: | --: | --: | --: | --: | --: |\n");
  for (int i = 1; i < count; ++i) gigacity::radio::compare_on(words[i]);
  return 0;
}
