// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "core/parallel.hpp"
#include "core/units.hpp"
#include "sim/radio/noise.hpp"
#include "sim/radio/station.hpp"
#include "sim/radio/station_rows.hpp"

namespace gigacity::radio {
namespace {

// Where the best server is looked for again, in squares of this many pixels.
constexpr int block_side = 32;

// What is done with what a station gives.
enum class Part { add, take_away, find_again };

// Pixels that lost their best server, and do not know the second.
using Lost = std::vector<std::int32_t>;

void insert(ServerKey key, PixelSums& pixel) {
  const bool better = pixel.best < key;
  pixel.second = better ? pixel.best : std::max(pixel.second, key);
  pixel.best = better ? key : pixel.best;
}

// Whether the pixel is lost.
bool take_out(ServerKey key, PixelSums& pixel) {
  if (pixel.second == key) pixel.second = ServerKey::unknown();
  if (pixel.best != key) return false;
  const bool lost = pixel.second == ServerKey::unknown();
  pixel.best = lost ? ServerKey() : pixel.second;
  if (lost || !pixel.second.exists())
    pixel.second = {};
  else
    pixel.second = ServerKey::unknown();
  return lost;
}

void merge(const StationRows::Row& row, Part part, std::span<PixelSums> sums, Lost& lost) {
  // Rays cross the tile's rows: what they need next is asked for in time.
  constexpr std::size_t ahead = 24;
  const std::size_t n = row.pixel.size();
  for (std::size_t i = 0; i < n; ++i) {
    __builtin_prefetch(&sums[static_cast<std::size_t>(row.pixel[std::min(i + ahead, n - 1)])], 1);
    PixelSums& pixel = sums[static_cast<std::size_t>(row.pixel[i])];
    const ServerKey key(row.best[i]);
    switch (part) {
      case Part::add:
        insert(key, pixel);
        pixel.power += row.power[i];
        break;
      case Part::take_away:
        if (take_out(key, pixel)) lost.push_back(row.pixel[i]);
        pixel.power -= row.power[i];
        break;
      case Part::find_again:  // pixels beside lost ones know it
        if (key != pixel.best && key != pixel.second) insert(key, pixel);
        break;
    }
  }
}

void rank(StationRows::Pixels pixel, std::span<const std::int64_t> key,
          std::span<StrongestCells> cells) {
  for (std::size_t i = 0; i < pixel.size(); ++i) {
    StrongestCells& best = cells[static_cast<std::size_t>(pixel[i])];
    const ServerKey ours(key[i]);
    if (!(best.back() < ours)) continue;
    std::size_t place = best.size() - 1;
    for (; place > 0 && best[place - 1] < ours; --place) best[place] = best[place - 1];
    best[place] = ours;
  }
}

// Stations of a site come one after the other.
void see(std::int32_t site, StationRows::Pixels pixel, std::span<const std::uint8_t> in_sight,
         std::span<SitesInSight> seen) {
  for (std::size_t i = 0; i < pixel.size(); ++i) {
    SitesInSight& at = seen[static_cast<std::size_t>(pixel[i])];
    if (in_sight[i] == 0 || at.last == site) continue;
    at = {site, at.count + 1};
  }
}

std::vector<std::optional<double>> ground_of_sites(const RadioNetwork& network,
                                                   const RasterSource& terrain) {
  std::vector<std::optional<double>> ground_m;
  ground_m.reserve(network.sites.size());
  for (const Site& site : network.sites) ground_m.push_back(ground_at(terrain, site.point));
  return ground_m;
}

// Other operators' cells interfere, so that they are too.
bool is_asked_for(const Carrier& carrier, std::span<const Service> services) {
  return std::ranges::find(services, carrier.technology, &Service::technology) != services.end();
}

// Of the window, those that hold any of the pixels.
std::vector<Window> blocks_around(const Lost& pixels, const Window& window) {
  const auto blocks_of = [](int side) { return (side + block_side - 1) / block_side; };
  const int columns = blocks_of(window.width);
  std::vector<bool> hit(static_cast<std::size_t>(columns) *
                        static_cast<std::size_t>(blocks_of(window.height)));
  for (const std::int32_t pixel : pixels) {
    const int block =
        pixel / window.width / block_side * columns + pixel % window.width / block_side;
    hit[static_cast<std::size_t>(block)] = true;
  }
  std::vector<Window> blocks;
  for (std::size_t i = 0; i < hit.size(); ++i) {
    if (!hit[i]) continue;
    const int block = static_cast<int>(i);
    blocks.push_back(Window{window.column + block % columns * block_side,
                            window.row + block / columns * block_side, block_side, block_side}
                         .intersection(window));
  }
  return blocks;
}

// The smallest window that holds the pixels of the area.
Window inside_part(const Raster<float>& inside, const Window& window) {
  int first_row = window.height;
  int last_row = -1;
  int first_column = window.width;
  int last_column = -1;
  for (int row = 0; row < window.height; ++row) {
    for (int column = 0; column < window.width; ++column) {
      if (inside.at({column, row}) != 1.0F) continue;
      first_row = std::min(first_row, row);
      last_row = row;
      first_column = std::min(first_column, column);
      last_column = std::max(last_column, column);
    }
  }
  return {window.column + first_column, window.row + first_row, last_column - first_column + 1,
          last_row - first_row + 1};
}

}  // namespace

struct CoverageEngine::State {
  const RadioNetwork& network;
  const RasterSource& terrain;
  const RasterSource& surface;
  const RasterSource& inside;
  CoverageOptions options;
  Window area;  ///< the grid of `inside` within that of the terrain
  Stations stations;
  // For each cell:
  std::vector<float> noise_mw;  ///< per resource element
  std::vector<float> log2_loads;
  std::vector<std::vector<std::size_t>> interfering;  ///< carriers, for each carrier: itself too

  State(const RadioNetwork& network_in, const RasterSource& terrain_in,
        const RasterSource& surface_in, const RasterSource& inside_in,
        const CoverageOptions& options_in, const Window& area_in)
      : network(network_in),
        terrain(terrain_in),
        surface(surface_in),
        inside(inside_in),
        options(options_in),
        area(area_in),
        stations(network_in, ground_of_sites(network_in, terrain_in), options_in) {
    for (const Cell& cell : network.cells) {
      // Set against powers before the body takes its part of them.
      noise_mw.push_back(static_cast<float>(linear_from_db(
          noise_per_element_dbm(cell, options.noise_figure_db) + options.body_loss_db)));
      log2_loads.push_back(log2_load(cell.load));
    }
    const auto carriers = stations.carriers();
    for (const Carrier& carrier : carriers) {
      auto& others = interfering.emplace_back();
      for (std::size_t c = 0; c < carriers.size(); ++c)
        if (interfere(carrier, carriers[c])) others.push_back(c);
    }
  }

  void check(std::span<const Service> services) const {
    if (!options.per_operator &&
        !std::ranges::all_of(services, [](const Service& s) { return !s.operator_name; }))
      throw std::invalid_argument("an operator's service, but carriers are not kept by operator");
  }

  std::vector<const Station*> reaching(const Window& window) const {
    return stations.reaching(inside.grid().part(window).box(), options.radius_m);
  }

  bool is_of(const Station& station, const Service& service) const {
    return std::ranges::any_of(station.bands, [&](const Band& band) {
      return serves(stations.carriers()[band.carrier], service);
    });
  }

  /// All that paths between `asked` and the stations cross.
  StationLand land_between(const Window& asked, std::span<const Station* const> of) const;
  void apply(const StationLand& land, std::span<const Station* const> of, const Window& asked,
             Part part, CoverageTile& tile, Lost& lost, const Progress& progress) const;
  void find_best_again(std::span<const Window> blocks, CoverageTile& tile,
                       const Progress& progress) const;
  void finish(const Service& service, const CoverageTile& tile, ServiceTile& layers) const;
  void finish_servers(const Service& service, const CoverageTile& tile, ServiceTile& layers) const;
};

StationLand CoverageEngine::State::land_between(const Window& asked,
                                                std::span<const Station* const> of) const {
  MapBox reach = inside.grid().part(asked).box();
  for (const Station* station : of) reach.add(station->point);
  return {options, terrain, surface, window_around(terrain.grid(), reach)};
}

// Stations and `asked` are those of the engine, the tile's window holds `asked`.
void CoverageEngine::State::apply(const StationLand& land, std::span<const Station* const> of,
                                  const Window& asked, Part part, CoverageTile& tile, Lost& lost,
                                  const Progress& progress) const {
  StationRows rows(options, land, tile.window.shifted(area.column, area.row));
  const Window asked_of_land = asked.shifted(area.column, area.row);
  const Station* current = nullptr;
  StationRows::Sinks sinks;
  sinks.wanted = [&](std::size_t carrier) { return !tile.carriers[carrier].empty(); };
  sinks.carrier = [&](std::size_t carrier, const StationRows::Row& row) {
    merge(row, part, tile.carriers[carrier], lost);
  };
  if (options.servers)
    sinks.cell = [&](std::size_t carrier, StationRows::Pixels pixel,
                     std::span<const std::int64_t> key) {
      rank(pixel, key, tile.strongest[carrier]);
    };
  if (options.sight)
    sinks.sight = [&](StationRows::Pixels pixel, std::span<const std::uint8_t> in_sight) {
      for (std::size_t s = 0; s < tile.services.size(); ++s)
        if (is_of(*current, tile.services[s])) see(current->site, pixel, in_sight, tile.sight[s]);
    };
  for (const Station* station : of) {
    current = station;
    rows.compute(*station, asked_of_land, progress, sinks);
  }
}

void CoverageEngine::State::find_best_again(std::span<const Window> blocks, CoverageTile& tile,
                                            const Progress& progress) const {
  if (blocks.empty()) return;
  Window all = blocks.front();
  for (const Window& block : blocks) all = all.united(block);
  const StationLand land = land_between(all, reaching(all));
  // Blocks share no pixels.
  parallel_for(blocks.size(), [&](std::size_t b) {
    Lost none;
    apply(land, reaching(blocks[b]), blocks[b], Part::find_again, tile, none, progress);
  });
}

// From the carriers' best cells to the service's, for the pixels that status says are
// computable.
void CoverageEngine::State::finish(const Service& service, const CoverageTile& tile,
                                   ServiceTile& layers) const {
  const auto status = layers.status.values();
  std::vector<std::size_t> ours;
  for (std::size_t c = 0; c < tile.carriers.size(); ++c)
    if (serves(stations.carriers()[c], service) && !tile.carriers[c].empty()) ours.push_back(c);
  const double off_db = options.body_loss_db + options.fading_margin_db;
  std::vector<std::int32_t> walls;  // of each carrier, 1/64 dB
  std::vector<float> louder;
  for (const Carrier& carrier : stations.carriers()) {
    walls.push_back(static_cast<std::int32_t>(
        std::lround(64.0 * penetration_loss_db(service.penetration, options.penetration,
                                               carrier.frequency_mhz))));
    louder.push_back(static_cast<float>(linear_from_db(walls.back() / 64.0)));
  }
  std::vector<std::size_t> covered;
  std::vector<std::int64_t> best_of;
  std::vector<PowerQuanta> power_of;
  std::vector<float> load_of;
  std::vector<float> noise_of;
  for (std::size_t i = 0; i < status.size(); ++i) {
    if (status[i] != static_cast<float>(PixelStatus::no_cell)) continue;
    ServerKey best;
    std::size_t carrier = 0;
    for (const std::size_t c : ours) {
      const ServerKey key = tile.carriers[c][i].best.weakened(walls[c]);
      if (best < key) {
        best = key;
        carrier = c;
      }
    }
    if (!best.exists()) continue;
    const float level =
        off_db == 0.0 ? best.level_dbm() : rounded_level(best.unrounded_dbm() - off_db);
    if (!(static_cast<double>(level) >= options.floor_dbm)) {
      status[i] = static_cast<float>(PixelStatus::below_floor);
      continue;
    }
    const std::int32_t cell = best.cell();
    status[i] = static_cast<float>(PixelStatus::covered);
    layers.rsrp_dbm.values()[i] = level;
    layers.best_server.values()[i] = static_cast<float>(cell);
    covered.push_back(i);
    best_of.push_back(tile.carriers[carrier][i].best.bits());
    PowerQuanta power = 0;
    for (const std::size_t c : interfering[carrier]) power += tile.carriers[c][i].power;
    power_of.push_back(power);
    load_of.push_back(log2_loads[static_cast<std::size_t>(cell)]);
    // Walls weaken signal and interference alike, which is as much as more noise.
    noise_of.push_back(noise_mw[static_cast<std::size_t>(cell)] * louder[carrier]);
  }
  std::vector<float> sinr(covered.size());
  sinrs_db(best_of, power_of, load_of, noise_of, sinr);
  for (std::size_t k = 0; k < covered.size(); ++k)
    layers.sinr_db.values()[covered[k]] =
        rounded_level(static_cast<double>(sinr[k]) - options.fading_margin_db);
}

void CoverageEngine::State::finish_servers(const Service& service, const CoverageTile& tile,
                                           ServiceTile& layers) const {
  const auto most = static_cast<int>(StrongestCells().size());
  for (std::size_t i = 0; i < tile.window.size(); ++i) {
    if (layers.status.values()[i] != static_cast<float>(PixelStatus::covered)) continue;
    // Carriers on the best server's frequency.
    std::size_t best_carrier = 0;
    ServerKey best;
    for (std::size_t c = 0; c < tile.strongest.size(); ++c) {
      if (tile.strongest[c].empty() || !serves(stations.carriers()[c], service)) continue;
      if (best < tile.strongest[c][i].front()) {
        best = tile.strongest[c][i].front();
        best_carrier = c;
      }
    }
    ServerKey second;
    int count = 0;
    for (const std::size_t c : interfering[best_carrier]) {
      if (!serves(stations.carriers()[c], service)) continue;
      for (const ServerKey key : tile.strongest[c][i]) {
        if (!key.exists()) break;
        if (key != best) second = std::max(second, key);
        const double level_dbm = key.level() / 64.0;
        if (best.level() / 64.0 - level_dbm <= options.overlap_db &&
            level_dbm >= options.overlap_dbm)
          ++count;
      }
    }
    layers.servers.values()[i] = static_cast<float>(std::min(count, most));
    if (!second.exists()) continue;
    layers.second_server.values()[i] = static_cast<float>(second.cell());
    layers.server_margin_db.values()[i] = best.level_dbm() - second.level_dbm();
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
}

CoverageEngine::~CoverageEngine() = default;

bool CoverageEngine::has(const Service& service) const {
  return std::ranges::any_of(m_state->stations.all(), [&](const Station& station) {
    return m_state->is_of(station, service);
  });
}

std::span<const std::int32_t> CoverageEngine::cells_without_ground() const {
  return m_state->stations.cells_without_ground();
}

ServiceTile CoverageEngine::compute(const Service& service, const Window& window,
                                    const Progress& progress) const {
  return std::move(compute(std::span(&service, 1), window, progress).front());
}

std::vector<ServiceTile> CoverageEngine::compute(std::span<const Service> services,
                                                 const Window& window,
                                                 const Progress& progress) const {
  return layers(reduce(services, window, progress));
}

CoverageTile CoverageEngine::reduce(std::span<const Service> services, const Window& window,
                                    const Progress& progress) const {
  const State& s = *m_state;
  progress.throw_if_cancelled();
  s.check(services);
  CoverageTile tile;
  tile.window = window;
  tile.services.assign(services.begin(), services.end());
  for (const Carrier& carrier : s.stations.carriers()) {
    const bool wanted = is_asked_for(carrier, services);
    tile.carriers.emplace_back(wanted ? window.size() : 0);
    if (s.options.servers) tile.strongest.emplace_back(wanted ? window.size() : 0);
  }
  if (s.options.sight) tile.sight.assign(services.size(), std::vector<SitesInSight>(window.size()));
  const Window asked = inside_part(s.inside.read(window), window);
  if (asked.empty()) return tile;
  const auto stations = s.reaching(asked);
  Lost none;
  s.apply(s.land_between(asked, stations), stations, asked, Part::add, tile, none, progress);
  return tile;
}

std::vector<ServiceTile> CoverageEngine::layers(const CoverageTile& tile) const {
  const State& s = *m_state;
  const GridSpec grid = s.inside.grid().part(tile.window);
  const Raster<float> unknown(grid, no_value);
  Raster<float> status(grid, static_cast<float>(PixelStatus::outside));
  const Raster<float> inside = s.inside.read(tile.window);
  const Raster<float> ground = s.terrain.read(tile.window.shifted(s.area.column, s.area.row));
  for (std::size_t i = 0; i < status.values().size(); ++i) {
    if (inside.values()[i] != 1.0F) continue;
    status.values()[i] = static_cast<float>(std::isnan(ground.values()[i]) ? PixelStatus::no_terrain
                                                                           : PixelStatus::no_cell);
  }
  std::vector<ServiceTile> results;
  for (std::size_t k = 0; k < tile.services.size(); ++k) {
    const Service& service = tile.services[k];
    ServiceTile& layers = results.emplace_back();
    layers.rsrp_dbm = layers.sinr_db = layers.best_server = unknown;
    layers.status = status;
    s.finish(service, tile, layers);
    if (s.options.servers && service.penetration == Penetration()) {
      layers.second_server = layers.server_margin_db = layers.servers = unknown;
      s.finish_servers(service, tile, layers);
    }
    if (!s.options.sight) continue;
    layers.sites_in_sight = unknown;
    for (std::size_t i = 0; i < tile.window.size(); ++i)
      if (status.values()[i] == static_cast<float>(PixelStatus::no_cell))  // so far
        layers.sites_in_sight.values()[i] = static_cast<float>(tile.sight[k][i].count);
  }
  return results;
}

void CoverageEngine::for_each_cell(std::span<const Service> services, const Window& window,
                                   const Progress& progress, const CellLevels& levels) const {
  const State& s = *m_state;
  progress.throw_if_cancelled();
  s.check(services);
  const Window asked = inside_part(s.inside.read(window), window);
  if (asked.empty()) return;
  const auto stations = s.reaching(asked);
  const StationLand land = s.land_between(asked, stations);
  StationRows rows(s.options, land, window.shifted(s.area.column, s.area.row));
  StationRows::Sinks sinks;
  sinks.wanted = [&](std::size_t carrier) {
    return is_asked_for(s.stations.carriers()[carrier], services);
  };
  sinks.cell = [&](std::size_t, StationRows::Pixels pixel, std::span<const std::int64_t> key) {
    levels(pixel, key);
  };
  for (const Station* station : stations)
    rows.compute(*station, asked.shifted(s.area.column, s.area.row), progress, sinks);
}

namespace {

// Those of `ours` that `others` do not have; both reach the same place.
std::vector<const Station*> only_in(std::span<const Station* const> ours,
                                    std::span<const Station* const> others) {
  std::vector<const Station*> found;
  std::ranges::copy_if(ours, std::back_inserter(found), [&](const Station* station) {
    return std::ranges::none_of(others,
                                [&](const Station* other) { return same(*station, *other); });
  });
  return found;
}

}  // namespace

bool CoverageEngine::differs(const CoverageEngine& before, const Window& window) const {
  const auto now = m_state->reaching(window);
  const auto then = before.m_state->reaching(window);
  return !only_in(now, then).empty() || !only_in(then, now).empty();
}

void CoverageEngine::update(CoverageTile& tile, const CoverageEngine& before,
                            const Progress& progress) const {
  const State& s = *m_state;
  if (!std::ranges::equal(s.stations.carriers(), before.m_state->stations.carriers()))
    throw std::invalid_argument("the carriers of a network changed");
  const Window asked = inside_part(s.inside.read(tile.window), tile.window);
  if (asked.empty()) return;
  const auto now = s.reaching(asked);
  const auto then = before.m_state->reaching(asked);
  const auto gone = only_in(then, now);
  const auto come = only_in(now, then);
  auto changed = gone;
  changed.insert(changed.end(), come.begin(), come.end());
  if (changed.empty()) return;
  if (s.options.servers || s.options.sight) {
    const auto services = tile.services;
    tile = reduce(services, tile.window, progress);
    return;
  }
  const StationLand land = s.land_between(asked, changed);
  Lost lost;
  s.apply(land, gone, asked, Part::take_away, tile, lost, progress);
  s.apply(land, come, asked, Part::add, tile, lost, progress);
  s.find_best_again(blocks_around(lost, tile.window), tile, progress);
}

}  // namespace gigacity::radio
