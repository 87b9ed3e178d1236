// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/station_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "core/units.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/radio/sweep_links.hpp"

namespace gigacity::radio {
namespace {

// Exact profiles are handed over as a sweep's paths are.
constexpr std::size_t longest = SweptPaths::most;

template <class T>
using Memory = std::array<T, longest>;

// Below this ν no edge costs anything, whatever the station's frequencies.
double least_nu_root_m(const Station& station) {
  double least_mhz = station.bands.front().frequency_mhz;
  for (const Band& band : station.bands) least_mhz = std::min(least_mhz, band.frequency_mhz);
  return propagation::least_lossy_nu * std::sqrt(propagation::wavelength_m(least_mhz));
}

void gains_dbi(const Sector& sector, std::span<const float> azimuth_deg,
               std::span<const float> elevation_deg, std::span<float> off_deg,
               std::span<float> gain) {
  const auto* upright = sector.tilts.mechanical_deg == 0.0
                            ? std::get_if<propagation::SectorAntenna>(&sector.antenna)
                            : nullptr;
  if (upright == nullptr) {
    for (std::size_t i = 0; i < gain.size(); ++i)
      gain[i] = static_cast<float>(gain_dbi(sector, static_cast<double>(azimuth_deg[i]),
                                            static_cast<double>(elevation_deg[i])));
    return;
  }
  const auto own_deg = static_cast<float>(sector.azimuth_deg);
  for (std::size_t i = 0; i < gain.size(); ++i) off_deg[i] = azimuth_deg[i] - own_deg;
  propagation::sector_gains_dbi(*upright, sector.tilts.electrical_deg, off_deg, elevation_deg,
                                gain);
}

}  // namespace

StationLand::StationLand(const CoverageOptions& options, const RasterSource& terrain,
                         const RasterSource& surface, const Window& window)
    : m_grid(terrain.grid()) {
  if (options.exact)
    m_profiles.emplace(terrain, surface, window);
  else
    m_sweep.emplace(terrain, surface, window);
}

struct StationRows::State {
  const CoverageOptions& options;
  const StationLand& land;
  Window tile;
  double earth_radius_m = 0.0;

  SweepScratch sweep;
  Memory<std::int32_t> pixel;
  Memory<float> azimuth_deg;
  Memory<float> elevation_deg;
  Memory<float> off_deg;
  Memory<float> loss_db;
  Memory<float> scratch;
  Memory<float> gain_dbi;
  Memory<std::int64_t> best;
  Memory<std::int64_t> own;  ///< of one cell
  Memory<PowerQuanta> power;

  ProfileSampler sampler;
  propagation::StepTables tables;
  std::vector<PathGeometry> paths;
  Memory<float> distance_m;
  Memory<float> receiver_m;
  Memory<std::uint8_t> in_sight;

  State(const CoverageOptions& options_in, const StationLand& land_in, const Window& tile_in)
      : options(options_in),
        land(land_in),
        tile(tile_in),
        earth_radius_m(effective_earth_radius_m(options_in)),
        sampler(options_in.exact ? profile_points(land.grid(), options.radius_m) : 0),
        tables(options_in.exact ? profile_points(land.grid(), options.radius_m) : 1) {}

  RowFrame frame_of(const Station& station, const Window& asked) const {
    const Pixel foot = land.grid().pixel_of(station.point);
    const MapPoint middle = land.grid().centre_of(foot);
    return {asked.column - foot.column,
            asked.row - foot.row,
            middle.x_m - station.point.x_m,
            station.point.y_m - middle.y_m,
            land.grid().pixel_m,
            asked.width,
            station.height_m,
            earth_radius_m};
  }

  // Indices into the tile from those into `asked`.
  std::span<const std::int32_t> in_tile(std::span<const std::int32_t> in_asked,
                                        const Window& asked) {
    const std::int32_t first = (asked.row - tile.row) * tile.width + asked.column - tile.column;
    const std::int32_t more = tile.width - asked.width;
    const float rows_per_pixel = 1.0F / static_cast<float>(asked.width);
    for (std::size_t i = 0; i < in_asked.size(); ++i) {
      const auto row =
          static_cast<std::int32_t>((static_cast<float>(in_asked[i]) + 0.5F) * rows_per_pixel);
      pixel[i] = in_asked[i] + row * more + first;
    }
    return std::span(pixel).first(in_asked.size());
  }

  // `loss_of` fills in the loss of a band.
  template <class LossOf>
  void hand_over(const Station& station, const RowFrame& frame, const Window& asked,
                 std::span<const std::int32_t> pixels, std::span<const float> distances,
                 std::span<const float> receivers, std::span<const std::uint8_t> sight,
                 const Sinks& sinks, LossOf loss_of) {
    const std::size_t n = pixels.size();
    const auto part = [n](auto& memory) { return std::span(memory).first(n); };
    directions_deg(frame, pixels, distances, receivers, part(azimuth_deg), part(elevation_deg));
    const auto indices = in_tile(pixels, asked);
    if (sinks.sight) sinks.sight(indices, sight);
    for (const Band& band : station.bands) {
      if (!sinks.wanted(band.carrier)) continue;
      loss_of(band, part(loss_db));
      std::ranges::fill(part(best), ServerKey().bits());
      std::ranges::fill(part(power), PowerQuanta{0});
      for (const Server& server : band.servers) {
        gains_dbi(server.sector, part(azimuth_deg), part(elevation_deg), part(off_deg),
                  part(gain_dbi));
        if (!sinks.cell) {
          add_cell(server.cell, part(loss_db), part(gain_dbi), part(best), part(power));
          continue;
        }
        std::ranges::fill(part(own), ServerKey().bits());
        add_cell(server.cell, part(loss_db), part(gain_dbi), part(own), part(power));
        sinks.cell(band.carrier, indices, part(own));
        for (std::size_t i = 0; i < n; ++i) best[i] = std::max(best[i], own[i]);
      }
      if (sinks.carrier) sinks.carrier(band.carrier, {indices, part(best), part(power)});
    }
  }

  void by_sweep(const Station& station, const Window& asked, const Progress& progress,
                const Sinks& sinks) {
    SweepQuestion question;
    question.transmitter = station.point;
    question.transmitter_ground_m = station.ground_m;
    question.transmitter_height_m = station.height_m;
    question.receiver_height_m = options.receiver_height_m;
    question.radius_m = options.radius_m;
    question.effective_earth_radius_m = earth_radius_m;
    question.geometry = geometry_of(options);
    if (question.geometry == SweepGeometry::p1812)
      question.beta_earth_radius_m = propagation::beta_earth_radius_m();
    if (question.geometry == SweepGeometry::itm) {
      question.refractivity = itm_environment_of(options).n0;
      question.effective_earth_radius_m =
          propagation::itm_earth_radius_m(question.refractivity, question.transmitter_ground_m);
    }
    question.least_nu_root_m = least_nu_root_m(station);
    question.window = asked;
    const RowFrame frame = frame_of(station, asked);
    gigacity::radio::sweep(*land.for_sweep(), question, sweep, [&](const SweptPaths& swept) {
      progress.throw_if_cancelled();
      hand_over(station, frame, asked, swept.pixel, swept.distance_m, swept.receiver_m,
                swept.in_sight, sinks, [&](const Band& band, std::span<float> loss) {
                  band.loss.loss_db(question, frame.pixel_m, swept,
                                    std::span(scratch).first(loss.size()), loss);
                });
    });
  }

  bool sees(const TerrainProfile& profile, const PathEnds& ends) const {
    return profile.size() < 3 ||  // neighbouring pixels: nothing stands between
           propagation::line_of_sight(profile.step_m, profile.surface_m, ends.transmitter_m(),
                                      ends.receiver_m(), earth_radius_m, tables);
  }

  void by_profile(const Station& station, const Window& asked, const Progress& progress,
                  const Sinks& sinks) {
    const GridSpec& grid = land.grid();
    const RowFrame frame = frame_of(station, asked);
    const double r = options.radius_m;
    const auto environment = environment_of(options, station.height_m);
    Memory<std::int32_t> pixels;
    paths.clear();
    const auto flush = [&] {
      progress.throw_if_cancelled();
      const std::size_t n = paths.size();
      hand_over(station, frame, asked, std::span(pixels).first(n), std::span(distance_m).first(n),
                std::span(receiver_m).first(n), std::span(in_sight).first(n), sinks,
                [&](const Band& band, std::span<float> loss) {
                  for (std::size_t i = 0; i < loss.size(); ++i)
                    loss[i] = static_cast<float>(path_loss_db(options.model, environment, paths[i],
                                                              band.frequency_mhz, options));
                });
      paths.clear();
    };
    for (int row = asked.row; row < asked.end_row(); ++row) {
      for (int column = asked.column; column < asked.end_column(); ++column) {
        const MapPoint centre = grid.centre_of({column, row});
        const double distance = gigacity::distance_m(centre, station.point);
        const float ground = land.for_profiles()->at({column, row}).ground_m;
        if (distance > r || std::isnan(ground)) continue;
        const PathEnds ends{station.ground_m, station.height_m, static_cast<double>(ground),
                            options.receiver_height_m};
        const std::size_t i = paths.size();
        pixels[i] = (row - asked.row) * asked.width + column - asked.column;
        distance_m[i] = static_cast<float>(distance);
        receiver_m[i] = static_cast<float>(ends.receiver_m() - station.ground_m);
        if (needs_profile(options.model) || sinks.sight) {
          const TerrainProfile profile =
              sampler.sample(*land.for_profiles(), station.point, centre);
          paths.push_back(
              path_geometry(options.model, ends, profile, earth_radius_m, tables, options));
          if (sinks.sight) in_sight[i] = sees(profile, ends) ? 1 : 0;
        } else {
          paths.push_back(path_geometry(ends, distance));
        }
        if (paths.size() == longest) flush();
      }
    }
    flush();
  }
};

StationRows::StationRows(const CoverageOptions& options, const StationLand& land,
                         const Window& tile)
    : m_state(std::make_unique<State>(options, land, tile)) {
  constexpr std::size_t most_pixels = std::size_t{1} << 21;
  if (tile.size() > most_pixels) throw std::invalid_argument("a tile of more than 2^21 pixels");
}
StationRows::~StationRows() = default;

void StationRows::compute(const Station& station, const Window& asked, const Progress& progress,
                          const Sinks& sinks) {
  if (m_state->options.exact)
    m_state->by_profile(station, asked, progress, sinks);
  else
    m_state->by_sweep(station, asked, progress, sinks);
}

}  // namespace gigacity::radio
