// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/coverage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "core/units.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::radio {
namespace {

constexpr double thermal_noise_dbm_per_hz = -174.0;  // k T at 290 K

// The cell as the inner loop needs it.
struct Server {
  std::int32_t cell = 0;
  const Sector* sector = nullptr;
  /// Its antenna, where that is a sector antenna that hangs upright: the case most have, and quick.
  const propagation::SectorAntenna* upright = nullptr;
  double reference_dbm = 0.0;
  double load = 0.0;
};

// Cells of one station that share a carrier frequency, and with it the path loss.
struct Band {
  double frequency_mhz = 0.0;
  std::size_t carrier = 0;  ///< index into State::carriers
  std::vector<Server> servers;
};

// The antennas of a site that hang at one height: they share the geometry of every path.
struct Station {
  std::int32_t site = 0;
  MapPoint point;
  double ground_m = 0.0;
  double height_m = 0.0;
  propagation::Environment environment = propagation::Environment::urban_macro;
  std::vector<Band> bands;
};

// What interferes with each other: the cells of one technology on one frequency.
struct Carrier {
  Technology technology = Technology::nr;
  double frequency_mhz = 0.0;
  friend bool operator==(const Carrier&, const Carrier&) = default;
};

// What a tile keeps of one carrier: its best cell, and the sum of all the others. Without pixels
// where the carrier was not asked for.
struct CarrierTile {
  explicit CarrierTile(std::size_t pixels)
      : level_dbm(pixels, -std::numeric_limits<float>::infinity()),
        cell(pixels, -1),
        power_mw(pixels, 0.0),
        interference_mw(pixels, 0.0) {}

  std::vector<float> level_dbm;  ///< rounded
  std::vector<std::int32_t> cell;
  std::vector<double> power_mw;  ///< per resource element, not rounded
  std::vector<double> interference_mw;

  bool wanted() const { return !cell.empty(); }
};

double power_mw(double level_dbm) {
  return std::exp(level_dbm * (0.1 * std::numbers::ln10));
}

double distance_to_box_m(MapPoint p, const MapBox& box) {
  const double dx = std::max({box.min_x_m - p.x_m, 0.0, p.x_m - box.max_x_m});
  const double dy = std::max({box.min_y_m - p.y_m, 0.0, p.y_m - box.max_y_m});
  return std::hypot(dx, dy);
}

}  // namespace

const char* to_string(Model model) {
  switch (model) {
    case Model::free_space:
      return "free-space";
    case Model::p526:
      return "p526";
    case Model::tr38901:
      break;
  }
  return "3gpp-38901";
}

std::optional<Model> model_named(std::string_view name) {
  for (const Model model : {Model::free_space, Model::p526, Model::tr38901}) {
    if (name == to_string(model)) return model;
  }
  return std::nullopt;
}

struct CoverageEngine::State {
  const RadioNetwork& network;
  const RasterSource& terrain;
  const RasterSource& surface;
  const RasterSource& inside;
  CoverageOptions options;
  Window area;                  ///< the grid of `inside` within that of the terrain
  double earth_radius_m = 0.0;  ///< effective
  std::size_t points = 0;       ///< of the longest profile
  propagation::StepTables tables;
  std::vector<Carrier> carriers;
  std::vector<Station> stations;  ///< in order of site, then of their first cell
  std::vector<double> noise_mw;   ///< per resource element, for each cell
  std::vector<std::int32_t> without_ground;

  State(const RadioNetwork& network_in, const RasterSource& terrain_in,
        const RasterSource& surface_in, const RasterSource& inside_in,
        const CoverageOptions& options_in, const Window& area_in)
      : network(network_in),
        terrain(terrain_in),
        surface(surface_in),
        inside(inside_in),
        options(options_in),
        area(area_in),
        earth_radius_m(earth_radius_m_of(options_in)),
        points(profile_points(terrain_in.grid(), options_in.radius_m)),
        tables(points) {}

  static double earth_radius_m_of(const CoverageOptions& options) {
    return options.effective_earth_radius_factor * gigacity::earth_radius_m;
  }

  void add_cells();
  void add_station(const Station& station, const Landscape& land, const Window& window,
                   const Raster<float>& inside_tile, std::vector<CarrierTile>& tiles,
                   ProfileSampler& sampler, const Progress& progress) const;
  void finish(Technology technology, const std::vector<CarrierTile>& tiles,
              TechnologyTile& tile) const;
};

void CoverageEngine::State::add_cells() {
  std::vector<std::optional<double>> ground_m;
  ground_m.reserve(network.sites.size());
  for (const Site& site : network.sites) ground_m.push_back(ground_at(terrain, site.point));

  std::map<std::pair<std::int32_t, double>, std::size_t> station_index;
  for (std::size_t i = 0; i < network.cells.size(); ++i) {
    const Cell& cell = network.cells[i];
    const Sector& sector = network.sectors[static_cast<std::size_t>(cell.sector)];
    const auto index = static_cast<std::int32_t>(i);
    const double spacing_hz =
        1e3 * subcarrier_spacing_khz(cell.technology, cell.frequency_mhz, cell.bandwidth_mhz);
    noise_mw.push_back(
        power_mw(thermal_noise_dbm_per_hz + db_from_linear(spacing_hz) + options.noise_figure_db));
    const auto& ground = ground_m[static_cast<std::size_t>(sector.site)];
    if (!ground) {
      without_ground.push_back(index);
      continue;
    }
    const Carrier of_cell{cell.technology, cell.frequency_mhz};
    const auto carrier = std::ranges::find(carriers, of_cell);
    const auto carrier_index = static_cast<std::size_t>(carrier - carriers.begin());
    if (carrier == carriers.end()) carriers.push_back(of_cell);

    const auto [known, is_new] =
        station_index.try_emplace({sector.site, sector.height_m}, stations.size());
    if (is_new) {
      stations.push_back({sector.site,
                          network.sites[static_cast<std::size_t>(sector.site)].point,
                          *ground,
                          sector.height_m,
                          environment_of(options, sector.height_m),
                          {}});
    }
    Station& station = stations[known->second];
    auto band = std::ranges::find(station.bands, carrier_index, &Band::carrier);
    if (band == station.bands.end()) {
      station.bands.push_back({cell.frequency_mhz, carrier_index, {}});
      band = station.bands.end() - 1;
    }
    const auto* upright = sector.tilts.mechanical_deg == 0.0
                              ? std::get_if<propagation::SectorAntenna>(&sector.antenna)
                              : nullptr;
    band->servers.push_back({index, &sector, upright, reference_signal_power_dbm(cell), cell.load});
  }
  std::ranges::stable_sort(stations, {}, &Station::site);
}

void CoverageEngine::State::add_station(const Station& station, const Landscape& land,
                                        const Window& window, const Raster<float>& inside_tile,
                                        std::vector<CarrierTile>& tiles, ProfileSampler& sampler,
                                        const Progress& progress) const {
  const GridSpec& grid = terrain.grid();
  const double r = options.radius_m;
  const Window reached = window_around(grid, MapBox{station.point.x_m - r, station.point.y_m - r,
                                                    station.point.x_m + r, station.point.y_m + r})
                             .intersection(window);
  for (int row = reached.row; row < reached.end_row(); ++row) {
    progress.throw_if_cancelled();
    for (int column = reached.column; column < reached.end_column(); ++column) {
      const MapPoint centre = grid.centre_of({column, row});
      const double dx = centre.x_m - station.point.x_m;
      const double dy = centre.y_m - station.point.y_m;
      const Pixel in_tile{column - window.column, row - window.row};
      const float ground = land.at({column, row}).ground_m;
      if (dx * dx + dy * dy > r * r || inside_tile.at(in_tile) != 1.0F || std::isnan(ground))
        continue;

      const PathEnds ends{station.ground_m, station.height_m, ground, options.receiver_height_m};
      const PathGeometry path =
          needs_profile(options.model)
              ? path_geometry(options.model, ends, sampler.sample(land, station.point, centre),
                              earth_radius_m, tables)
              : path_geometry(ends, std::sqrt(dx * dx + dy * dy));
      const double d = path.distance_m;
      const double drop = ends.transmitter_m() - ends.receiver_m() + 0.5 * d * d / earth_radius_m;
      const double azimuth_deg = degrees(std::atan2(dx, dy));
      const double elevation_deg = degrees(std::atan2(-drop, d));

      const std::size_t pixel = inside_tile.grid().index_of(in_tile);
      for (const Band& band : station.bands) {
        CarrierTile& carrier = tiles[band.carrier];
        if (!carrier.wanted()) continue;
        const double loss_db =
            path_loss_db(options.model, station.environment, path, band.frequency_mhz);
        for (const Server& server : band.servers) {
          const Sector& sector = *server.sector;
          const double antenna_dbi =
              server.upright != nullptr
                  ? propagation::gain_dbi(*server.upright, azimuth_deg - sector.azimuth_deg,
                                          elevation_deg, sector.tilts.electrical_deg)
                  : gain_dbi(sector, azimuth_deg, elevation_deg);
          const double level_dbm = server.reference_dbm - loss_db + antenna_dbi;
          const float level = rounded_level(level_dbm);
          const double power = power_mw(level_dbm);
          const std::int32_t best = carrier.cell[pixel];
          const bool better = level > carrier.level_dbm[pixel] ||
                              (level == carrier.level_dbm[pixel] && server.cell < best);
          if (!better) {
            carrier.interference_mw[pixel] += server.load * power;
            continue;
          }
          // The best so far joins the interferers. So nothing is ever taken off a sum, where a weak
          // remainder would drown in the rounding of a strong term.
          if (best >= 0) {
            const double load = network.cells[static_cast<std::size_t>(best)].load;
            carrier.interference_mw[pixel] += load * carrier.power_mw[pixel];
          }
          carrier.level_dbm[pixel] = level;
          carrier.cell[pixel] = server.cell;
          carrier.power_mw[pixel] = power;
        }
      }
    }
  }
}

// From the carriers' best cells to the technology's, for the pixels that status says are
// computable.
void CoverageEngine::State::finish(Technology technology, const std::vector<CarrierTile>& tiles,
                                   TechnologyTile& tile) const {
  const auto status = tile.status.values();
  for (std::size_t i = 0; i < status.size(); ++i) {
    if (status[i] != static_cast<float>(PixelStatus::no_cell)) continue;
    const CarrierTile* best = nullptr;
    for (std::size_t c = 0; c < tiles.size(); ++c) {
      const CarrierTile& carrier = tiles[c];
      if (carriers[c].technology != technology || carrier.cell[i] < 0) continue;
      if (best == nullptr || carrier.level_dbm[i] > best->level_dbm[i] ||
          (carrier.level_dbm[i] == best->level_dbm[i] && carrier.cell[i] < best->cell[i])) {
        best = &carrier;
      }
    }
    if (best == nullptr) continue;
    if (!(best->level_dbm[i] >= options.floor_dbm)) {
      status[i] = static_cast<float>(PixelStatus::below_floor);
      continue;
    }
    const double noise = noise_mw[static_cast<std::size_t>(best->cell[i])];
    status[i] = static_cast<float>(PixelStatus::covered);
    tile.rsrp_dbm.values()[i] = best->level_dbm[i];
    tile.sinr_db.values()[i] =
        rounded_level(db_from_linear(best->power_mw[i] / (noise + best->interference_mw[i])));
    tile.best_server.values()[i] = static_cast<float>(best->cell[i]);
  }
}

CoverageEngine::CoverageEngine(const RadioNetwork& network, const RasterSource& terrain,
                               const RasterSource& surface, const RasterSource& inside,
                               const CoverageOptions& options) {
  if (surface.grid() != terrain.grid())
    throw std::invalid_argument("terrain and surface are on different grids");
  const auto area = window_within(inside.grid(), terrain.grid());
  if (!area) throw std::invalid_argument("the grid of the area is no part of the terrain's");
  m_state = std::make_unique<State>(network, terrain, surface, inside, options, *area);
  m_state->add_cells();
}

CoverageEngine::~CoverageEngine() = default;

bool CoverageEngine::has(Technology technology) const {
  return std::ranges::find(m_state->carriers, technology, &Carrier::technology) !=
         m_state->carriers.end();
}

std::span<const std::int32_t> CoverageEngine::cells_without_ground() const {
  return m_state->without_ground;
}

TechnologyTile CoverageEngine::compute(Technology technology, const Window& window,
                                       const Progress& progress) const {
  return std::move(compute(std::span(&technology, 1), window, progress).front());
}

std::vector<TechnologyTile> CoverageEngine::compute(std::span<const Technology> technologies,
                                                    const Window& tile,
                                                    const Progress& progress) const {
  const State& s = *m_state;
  const GridSpec& grid = s.terrain.grid();
  const GridSpec tile_grid = s.inside.grid().part(tile);
  const Window window = tile.shifted(s.area.column, s.area.row);  // from here on, of the terrain
  const Raster<float> unknown(tile_grid, no_value);
  Raster<float> status(tile_grid, static_cast<float>(PixelStatus::outside));
  progress.throw_if_cancelled();
  const Raster<float> inside = s.inside.read(tile);
  if (std::ranges::none_of(inside.values(), [](float v) { return v == 1.0F; }))
    return {technologies.size(), TechnologyTile{unknown, unknown, unknown, status}};

  std::vector<CarrierTile> tiles;
  for (const Carrier& carrier : s.carriers) {
    const bool wanted = std::ranges::find(technologies, carrier.technology) != technologies.end();
    tiles.emplace_back(wanted ? window.size() : 0);
  }
  const MapBox box = tile_grid.box();
  MapBox reach = box;
  std::vector<const Station*> stations;
  for (const Station& station : s.stations) {
    const bool serves = std::ranges::any_of(
        station.bands, [&](const Band& band) { return tiles[band.carrier].wanted(); });
    if (!serves || distance_to_box_m(station.point, box) > s.options.radius_m) continue;
    stations.push_back(&station);
    reach.add(station.point);
  }
  const Landscape land(s.terrain, s.surface, window_around(grid, reach));
  for (int row = 0; row < window.height; ++row) {
    for (int column = 0; column < window.width; ++column) {
      if (inside.at({column, row}) != 1.0F) continue;
      const bool known = !std::isnan(land.at({column + window.column, row + window.row}).ground_m);
      status.at({column, row}) =
          static_cast<float>(known ? PixelStatus::no_cell : PixelStatus::no_terrain);
    }
  }

  ProfileSampler sampler(s.points);
  for (const Station* station : stations)
    s.add_station(*station, land, window, inside, tiles, sampler, progress);
  std::vector<TechnologyTile> results;
  for (const Technology technology : technologies) {
    results.push_back({unknown, unknown, unknown, status});
    s.finish(technology, tiles, results.back());
  }
  return results;
}

}  // namespace gigacity::radio
