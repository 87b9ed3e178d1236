// SPDX-License-Identifier: Apache-2.0
#include "apps/path/load_path.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "apps/run/land_rasters.hpp"
#include "apps/run/load_city.hpp"
#include "apps/run/load_network.hpp"
#include "apps/run/scratch_folder.hpp"
#include "core/text.hpp"
#include "geo/raster_reader.hpp"
#include "sim/radio/path.hpp"

namespace gigacity::apps {

namespace {

constexpr double shortest_path_m = 1.0;
/// Pixels of the land around a path: 2 GB.
constexpr double most_pixels = 2.5e8;

ScratchFolder scratch_folder() {
  return ScratchFolder(std::filesystem::temp_directory_path() /
                       fmt::format("gigacity-path-{}", getpid()));
}

/// The figure that all cells of a site share; nothing where they differ.
template <class Figure>
std::optional<double> shared(const std::vector<std::size_t>& cells, Figure figure) {
  const double first = figure(cells.front());
  const bool all = std::ranges::all_of(cells, [&](std::size_t c) { return figure(c) == first; });
  return all ? std::optional(first) : std::nullopt;
}

/// An end before its ground is known.
struct PlacedEnd {
  MapPoint point;
  std::optional<double> height_m;
  std::optional<double> frequency_mhz;
  std::optional<PathCell> cell;
};

/// Finds sites and cells by their ids.
class EndFinder {
 public:
  EndFinder(const radio::RadioNetwork& network, const geo::Projection& projection,
            std::string source)
      : m_network(network), m_projection(projection), m_source(std::move(source)) {}

  /// A cell goes before a site of the same id.
  PlacedEnd find(const EndRequest& end) const {
    if (end.point) return {m_projection.to_map(*end.point), {}, {}, {}};
    const auto cell = std::ranges::find(m_network.cells, end.text, &radio::Cell::id);
    if (cell != m_network.cells.end()) {
      const auto& sector = sector_of(*cell);
      const auto& site = site_of(sector);
      return {site.point, sector.height_m, cell->frequency_mhz, PathCell{site.id, *cell, sector}};
    }
    const auto site = std::ranges::find(m_network.sites, end.text, &radio::Site::id);
    if (site != m_network.sites.end()) return at_site(*site);
    throw unknown(end.text);
  }

 private:
  const radio::Sector& sector_of(const radio::Cell& cell) const {
    return m_network.sectors[static_cast<std::size_t>(cell.sector)];
  }
  const radio::Site& site_of(const radio::Sector& sector) const {
    return m_network.sites[static_cast<std::size_t>(sector.site)];
  }

  /// Its antennas' height and carrier where they have but one; it is a lone cell if it has one.
  PlacedEnd at_site(const radio::Site& site) const {
    std::vector<std::size_t> cells;
    for (std::size_t c = 0; c < m_network.cells.size(); ++c)
      if (&site_of(sector_of(m_network.cells[c])) == &site) cells.push_back(c);
    const auto& all = m_network.cells;
    PlacedEnd end{site.point, {}, {}, {}};
    if (cells.empty()) return end;
    end.height_m = shared(cells, [&](std::size_t c) { return sector_of(all[c]).height_m; });
    end.frequency_mhz = shared(cells, [&](std::size_t c) { return all[c].frequency_mhz; });
    if (cells.size() == 1) {
      const auto& cell = all[cells.front()];
      end.cell = PathCell{site.id, cell, sector_of(cell)};
    }
    return end;
  }

  InputError unknown(const std::string& id) const {
    std::vector<std::string> known;
    for (const auto& site : m_network.sites) known.push_back(site.id);
    for (const auto& cell : m_network.cells) known.push_back(cell.id);
    const auto nearest = nearest_word(id, known);
    return InputError(
        Diagnostic{{.source = m_source, .layer = "radio.sites", .feature = id},
                   "is no site or cell of the scenario",
                   nearest ? fmt::format("did you mean {}? a position is written LON,LAT", *nearest)
                           : "name a site, a cell, or a position as LON,LAT"});
  }

  const radio::RadioNetwork& m_network;
  const geo::Projection& m_projection;
  std::string m_source;
};

/// What an end has that was asked for or is known; UsageError where it is neither.
double settled(const std::optional<double>& asked, const std::optional<double>& known,
               const char* option, const std::string& what) {
  if (asked) return *asked;
  if (known) return *known;
  throw UsageError(fmt::format("--{} is missing: {}", option, what));
}

void settle(LoadedPath& path, const PathRequest& request, const PlacedEnd& from,
            const PlacedEnd& to) {
  path.from.name = request.from.text;
  path.to.name = request.to.text;
  path.from.point = from.point;
  path.to.point = to.point;
  path.from.height_m = settled(
      request.transmitter_height_m, from.height_m, "tx-height-m",
      "the transmitter's antenna above ground; " + request.from.text + " has no one height");
  path.to.height_m =
      request.receiver_height_m.value_or(to.height_m.value_or(path.options.receiver_height_m));
  path.frequency_mhz = settled(request.frequency_mhz, from.frequency_mhz, "frequency-mhz",
                               "the carrier; " + request.from.text + " has no one frequency");
  path.cell = from.cell;
  if (request.earth_factor) path.options.effective_earth_radius_factor = *request.earth_factor;
  const double distance = distance_m(from.point, to.point);
  if (!(distance >= shortest_path_m)) {
    throw InputError(
        Diagnostic{{},
                   fmt::format("{} and {} are {:.2g} m apart; expected at least {} m",
                               request.from.text, request.to.text, distance, shortest_path_m),
                   "name two places"});
  }
}

/// Of the land, as much as the path needs.
Window window_of(const GridSpec& grid, const LoadedPath& path) {
  MapBox box;
  box.add(path.from.point);
  box.add(path.to.point);
  return radio::window_around(grid, box).inflated(radio::ground_search_pixels);
}

void check_size(const Window& window, double pixel_m) {
  const double pixels = static_cast<double>(window.width) * window.height;
  if (pixels <= most_pixels) return;
  throw InputError(Diagnostic{
      {},
      fmt::format("the land around the path has {:.2g} pixels of {:.4g} m; expected at most {:.2g}",
                  pixels, pixel_m, most_pixels),
      "choose a coarser step or resolution"});
}

double ground_under(const RasterSource& terrain, const PathEnd& end, const std::string& source) {
  const auto ground = radio::ground_at(terrain, end.point);
  if (ground) return *ground;
  throw InputError(Diagnostic{{.source = source, .layer = "terrain", .feature = end.name},
                              "no terrain data at or near this end of the path",
                              "add the terrain of this place, or check its position"});
}

void sample(LoadedPath& path, const RasterSource& terrain, const RasterSource& surface,
            const geo::Projection& projection, const std::string& source) {
  for (PathEnd* end : {&path.from, &path.to}) {
    end->position = projection.to_geo(end->point);
    end->ground_m = ground_under(terrain, *end, source);
  }
  const GridSpec& grid = terrain.grid();
  const radio::Landscape land(terrain, surface, window_of(grid, path));
  radio::ProfileSampler sampler(1);
  const TerrainProfile profile = sampler.sample(land, path.from.point, path.to.point);
  path.pixel_m = grid.pixel_m;
  path.step_m = profile.step_m;
  path.ground_m.assign(profile.ground_m.begin(), profile.ground_m.end());
  path.surface_m.assign(profile.surface_m.begin(), profile.surface_m.end());
  const auto unknown = std::ranges::count_if(path.surface_m, [](float h) { return std::isnan(h); });
  if (unknown > 0) {
    path.findings.warning(
        {{.source = source, .layer = "terrain"},
         fmt::format("{} of the path's {} points are without data", unknown, profile.size()),
         "the ground there is drawn from what is around, and obstructs nothing"});
  }
  for (std::size_t i = 0; i < profile.size(); ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(profile.size() - 1);
    path.positions.push_back(
        projection.to_geo({path.from.point.x_m + t * (path.to.point.x_m - path.from.point.x_m),
                           path.from.point.y_m + t * (path.to.point.y_m - path.from.point.y_m)}));
  }
}

/// The scenario without what no wave meets.
Scenario scenario_of_waves(const PathRequest& request) {
  Scenario scenario = read_scenario(*request.scenario, request.overrides);
  scenario.places.clear();
  scenario.roads.reset();
  scenario.population.reset();
  scenario.fibre.reset();
  scenario.admin.resize(1);
  return scenario;
}

void warn_of_unknown_buildings(const Scenario& scenario, const MapBox& read, LoadedPath& path) {
  if (!scenario.buildings) return;
  for (const PathEnd& end : {path.from, path.to}) {
    if (read.contains(end.point)) continue;
    path.findings.warning({{.source = scenario.buildings->layer.source, .layer = "buildings"},
                           fmt::format("{} lies outside of where buildings are read", end.name),
                           "the path is computed without those around it"});
  }
}

LoadedPath load_from_scenario(const PathRequest& request, const std::filesystem::path& data_folder,
                              Progress& progress) {
  const Scenario scenario = scenario_of_waves(request);
  LoadedPath path;
  LoadedCity loaded = load_city(scenario, progress, path.findings);
  const MapBox area = bounds(loaded.city.area);
  radio::RadioNetwork network;
  MapBox read = area;
  if (scenario.radio) {
    path.options = scenario.radio->options;
    path.model = radio::to_string(path.options.model);
    path.budget = scenario.radio->budget_question();
    read = area.inflated(path.options.radius_m);
    network = load_network(*scenario.radio, loaded.crs, read, loaded.layers, path.findings);
  }
  path.findings.throw_if_errors();
  const geo::Projection projection(loaded.crs);
  const EndFinder finder(network, projection, scenario.file.string());
  settle(path, request, finder.find(request.from), finder.find(request.to));
  warn_of_unknown_buildings(scenario, read, path);

  // The same pixels as the run's: on its lattice, and with the ground that its voids are filled from.
  GridSpec& grid = loaded.city.grid;
  const Window around = window_of(grid, path);
  check_size(around, grid.pixel_m);
  const GridSpec land =
      grid.part(around.inflated(fill_reach_pixels(scenario.terrain, grid.pixel_m)));
  grid = grid.part(around);
  const ScratchFolder scratch = scratch_folder();
  add_land(scenario, land, data_folder, scratch.path(), loaded, progress, path.findings);
  path.findings.throw_if_errors();
  path.land = fmt::format("{}, {}", scenario.name, scenario.file.string());
  path.map = loaded.crs.name();
  sample(path, *loaded.city.terrain, *loaded.city.surface, projection,
         scenario.terrain.ground.sources.front());
  return path;
}

LoadedPath load_from_terrain(const PathRequest& request, Progress& progress) {
  LoadedPath path;
  const geo::RasterLayer layer{request.terrain, "terrain"};
  const geo::Crs crs = geo::map_along(*request.from.point, *request.to.point);
  const geo::Projection projection(crs);
  settle(path, request, {projection.to_map(*request.from.point), {}, {}, {}},
         {projection.to_map(*request.to.point), {}, {}, {}});

  const auto resolution_m = geo::resolution_m_of(layer, path.findings);
  path.findings.throw_if_errors();
  const double pixel_m = request.step_m.value_or(resolution_m.value_or(30.0));
  MapBox box;
  box.add(path.from.point);
  box.add(path.to.point);
  const GridSpec around = aligned_grid(box, pixel_m);
  const Window window = window_of(around, path).inflated(1);
  check_size(window, pixel_m);
  const GridSpec grid = around.part(window);
  const ScratchFolder scratch = scratch_folder();
  const auto file = scratch.path() / "terrain.tif";
  geo::warp_onto_grid(layer, grid, crs, {}, file, progress, path.findings);
  path.findings.throw_if_errors();
  path.land = "bare terrain, " + joined(request.terrain, ", ");
  path.map = "oblique Mercator along the path";
  const geo::FileRasterSource terrain(file);
  sample(path, terrain, terrain, projection, request.terrain.front());
  return path;
}

}  // namespace

EndRequest end_request(const std::string& option, const std::string& text) {
  const auto comma = text.find(',');
  if (comma == std::string::npos) return {text, std::nullopt};
  const auto lon = parsed_number(text.substr(0, comma));
  const auto lat = parsed_number(text.substr(comma + 1));
  if (!lon || !lat) return {text, std::nullopt};
  if (!(std::abs(*lon) <= 180.0 && std::abs(*lat) <= 90.0)) {
    throw UsageError(fmt::format("--{} is \"{}\"; expected longitude,latitude in degrees, or an id",
                                 option, text));
  }
  return {text, GeoPoint{*lon, *lat}};
}

LoadedPath load_path(const PathRequest& request, const std::filesystem::path& data_folder,
                     Progress& progress) {
  LoadedPath path = request.scenario ? load_from_scenario(request, data_folder, progress)
                                     : load_from_terrain(request, progress);
  progress.finish();
  return path;
}

}  // namespace gigacity::apps
