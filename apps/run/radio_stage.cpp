// SPDX-License-Identifier: Apache-2.0
#include "apps/run/radio_stage.hpp"

#include <algorithm>

#include "apps/run/operators.hpp"
#include "core/parallel.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::apps {

namespace {

/// Computed tiles that wait for their turn to be written, at most.
constexpr std::size_t tiles_in_flight = 8;

const Raster<float>& raster_of(RadioLayer layer, const radio::ServiceTile& tile) {
  switch (layer) {
    case RadioLayer::rsrp:
      return tile.rsrp_dbm;
    case RadioLayer::sinr:
      return tile.sinr_db;
    case RadioLayer::best_server:
      return tile.best_server;
    case RadioLayer::second_server:
      return tile.second_server;
    case RadioLayer::server_margin:
      return tile.server_margin_db;
    case RadioLayer::servers:
      return tile.servers;
    case RadioLayer::sites_in_sight:
      return tile.sites_in_sight;
    case RadioLayer::status:
      break;
  }
  return tile.status;
}

bool judged(RadioLayer layer) {
  return layer == RadioLayer::rsrp || layer == RadioLayer::sinr ||
         layer == RadioLayer::best_server || layer == RadioLayer::status;
}

/// Of any operator first.
std::vector<radio::Service> services_of(const radio::CoverageEngine& engine,
                                        std::span<const std::string> operators) {
  std::vector<radio::Service> services;
  for (const auto technology : {radio::Technology::nr, radio::Technology::lte}) {
    if (!engine.has(technology)) continue;
    services.emplace_back(technology);
    for (const auto& name : operators)
      if (engine.has({technology, name})) services.emplace_back(technology, name);
  }
  return services;
}

}  // namespace

geo::CogWriter RasterFolder::writer(const RasterOutput& raster) const {
  return {folder / raster.file, grid, crs, raster.description};
}

std::shared_ptr<const RasterSource> RasterFolder::read(const RasterOutput& raster) const {
  return std::make_shared<geo::FileRasterSource>(folder / raster.file);
}

void ask_for(std::span<const RadioLayer> layers, radio::CoverageOptions& options) {
  for (const auto layer : layers) {
    options.servers |= layer == RadioLayer::second_server || layer == RadioLayer::server_margin ||
                       layer == RadioLayer::servers;
    options.sight |= layer == RadioLayer::sites_in_sight;
  }
}

std::vector<RadioRaster> deliver_coverage(const radio::CoverageEngine& engine,
                                          const radio::RadioNetwork& network,
                                          const RadioRastersWanted& wanted, Progress& progress) {
  std::vector<std::string> operators;
  if (wanted.per_operator) operators = radio::operators_of(network);
  const auto slugs = operator_slugs(operators);
  const auto services = services_of(engine, operators);
  std::vector<RadioRaster> rasters;
  std::vector<geo::CogWriter> writers;
  std::vector<std::size_t> service_of;  // of each raster
  for (std::size_t s = 0; s < services.size(); ++s) {
    const auto& service = services[s];
    const auto slug = service.operator_name ? slugs.at(*service.operator_name) : "";
    for (const auto& known : radio_layer_names) {
      const bool delivered = std::ranges::find(wanted.layers, known.layer) != wanted.layers.end();
      if (!delivered && (service.operator_name || !judged(known.layer))) continue;
      rasters.push_back(
          {service, known.layer, radio_output(known.layer, service, slug, network), delivered});
      writers.push_back(
          (delivered ? wanted.delivered : wanted.aside).writer(rasters.back().output));
      service_of.push_back(s);
    }
  }
  const auto tiles = tiles_of(wanted.delivered.grid);
  progress.begin("radio coverage", static_cast<std::int64_t>(tiles.size()));
  parallel_ordered<std::vector<radio::ServiceTile>>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) { return engine.compute(services, tiles[i], progress); },
      [&](std::size_t i, std::vector<radio::ServiceTile>&& results) {
        for (std::size_t r = 0; r < rasters.size(); ++r)
          writers[r].write(tiles[i], raster_of(rasters[r].layer, results[service_of[r]]));
        progress.advance();
      });
  progress.begin("rasters", static_cast<std::int64_t>(writers.size()));
  parallel_for(writers.size(), [&](std::size_t i) {
    writers[i].finish(progress);
    progress.advance();
  });
  return rasters;
}

}  // namespace gigacity::apps
