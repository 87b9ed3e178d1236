// SPDX-License-Identifier: Apache-2.0
#include "apps/run/radio_stage.hpp"

#include <algorithm>
#include <utility>

#include "apps/run/operators.hpp"
#include "core/parallel.hpp"
#include "geo/raster_reader.hpp"
#include "sim/radio/rate_rows.hpp"

namespace gigacity::apps {

namespace {

/// Computed tiles that wait for their turn to be written, at most.
constexpr std::size_t tiles_in_flight = 8;

/// What a layer shows of a tile; those that the engine computes are taken out of it, and come last.
Raster<float> raster_of(RadioLayer layer, radio::ServiceTile& tile, const radio::RateRows& rates) {
  const auto derived = [&](const auto& row) {
    Raster<float> raster(tile.best_server.grid(), no_value);
    row(std::span<const float>(tile.best_server.values()), raster.values());
    return raster;
  };
  switch (layer) {
    case RadioLayer::rsrp:
    case RadioLayer::indoor_rsrp:
      return std::move(tile.rsrp_dbm);
    case RadioLayer::sinr:
    case RadioLayer::indoor_sinr:
      return std::move(tile.sinr_db);
    case RadioLayer::best_server:
      return std::move(tile.best_server);
    case RadioLayer::second_server:
      return std::move(tile.second_server);
    case RadioLayer::server_margin:
      return std::move(tile.server_margin_db);
    case RadioLayer::servers:
      return std::move(tile.servers);
    case RadioLayer::sites_in_sight:
      return std::move(tile.sites_in_sight);
    case RadioLayer::status:
      break;
    case RadioLayer::downlink_mbps:
      return derived(
          [&](auto server, auto out) { rates.downlink_mbps(tile.sinr_db.values(), server, out); });
    case RadioLayer::uplink_mbps:
      return derived(
          [&](auto server, auto out) { rates.uplink_mbps(tile.rsrp_dbm.values(), server, out); });
    case RadioLayer::rsrq:
      return derived(
          [&](auto server, auto out) { rates.rsrq_db(tile.sinr_db.values(), server, out); });
  }
  return std::move(tile.status);
}

bool judged(RadioLayer layer) {
  return layer == RadioLayer::rsrp || layer == RadioLayer::sinr ||
         layer == RadioLayer::best_server || layer == RadioLayer::status;
}

bool is_rate(RadioLayer layer) {
  return layer == RadioLayer::downlink_mbps || layer == RadioLayer::uplink_mbps;
}

bool follows_from_levels(RadioLayer layer) {
  return layer == RadioLayer::rsrp || layer == RadioLayer::sinr || is_rate(layer) ||
         layer == RadioLayer::rsrq || layer == RadioLayer::indoor_rsrp ||
         layer == RadioLayer::indoor_sinr;
}

bool is_indoor(RadioLayer layer) {
  return layer == RadioLayer::indoor_rsrp || layer == RadioLayer::indoor_sinr;
}

/// Index of a service, which is added where it is not there yet.
std::size_t index_of(const radio::Service& service, std::vector<radio::Service>& services) {
  const auto found = std::ranges::find(services, service);
  if (found != services.end()) return static_cast<std::size_t>(found - services.begin());
  services.push_back(service);
  return services.size() - 1;
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
  const auto outdoors = services_of(engine, operators);
  auto services = outdoors;
  std::vector<RadioRaster> rasters;
  std::vector<geo::CogWriter> writers;
  std::vector<std::size_t> service_of;  // of each raster
  for (const auto& service : outdoors) {
    const auto slug = service.operator_name ? slugs.at(*service.operator_name) : "";
    for (const auto& known : radio_layer_names) {
      const bool delivered = std::ranges::find(wanted.layers, known.layer) != wanted.layers.end();
      const bool needed = judged(known.layer) || (wanted.rates_judged && is_rate(known.layer));
      if (!delivered && (service.operator_name || !needed)) continue;
      const auto walls = is_indoor(known.layer) ? radio::Penetration{.building = wanted.building}
                                                : radio::Penetration{};
      const auto shown = service.behind(walls);
      rasters.push_back(
          {service, known.layer, radio_output(known.layer, shown, slug, network), delivered});
      if (follows_from_levels(known.layer))
        rasters.back().output.description.metadata.insert(wanted.level_metadata.begin(),
                                                          wanted.level_metadata.end());
      writers.push_back(
          (delivered ? wanted.delivered : wanted.aside).writer(rasters.back().output));
      service_of.push_back(index_of(shown, services));
    }
  }
  const auto tiles = tiles_of(wanted.delivered.grid);
  progress.begin("radio coverage", static_cast<std::int64_t>(tiles.size()));
  const radio::RateRows rates(network, wanted.rates, wanted.uplink);
  parallel_ordered<std::vector<Raster<float>>>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) {
        auto of_services = engine.compute(services, tiles[i], progress);
        std::vector<Raster<float>> results(rasters.size());
        for (const bool last : {false, true})
          for (std::size_t r = 0; r < rasters.size(); ++r)
            if (judged(rasters[r].layer) == last)
              results[r] = raster_of(rasters[r].layer, of_services[service_of[r]], rates);
        return results;
      },
      [&](std::size_t i, std::vector<Raster<float>>&& results) {
        for (std::size_t r = 0; r < rasters.size(); ++r) writers[r].write(tiles[i], results[r]);
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
