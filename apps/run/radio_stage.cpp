// SPDX-License-Identifier: Apache-2.0
#include "apps/run/radio_stage.hpp"

#include <array>

#include "core/parallel.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::apps {

namespace {

/// Computed tiles that wait for their turn to be written, at most.
constexpr std::size_t tiles_in_flight = 8;

constexpr std::array layers{RadioLayer::rsrp, RadioLayer::sinr, RadioLayer::best_server,
                            RadioLayer::status};

const Raster<float>& raster_of(RadioLayer layer, const radio::TechnologyTile& tile) {
  switch (layer) {
    case RadioLayer::rsrp:
      return tile.rsrp_dbm;
    case RadioLayer::sinr:
      return tile.sinr_db;
    case RadioLayer::best_server:
      return tile.best_server;
    case RadioLayer::status:
      break;
  }
  return tile.status;
}

std::vector<radio::Technology> technologies_of(const radio::CoverageEngine& engine) {
  std::vector<radio::Technology> technologies;
  for (const auto technology : {radio::Technology::nr, radio::Technology::lte})
    if (engine.has(technology)) technologies.push_back(technology);
  return technologies;
}

}  // namespace

geo::CogWriter RasterFolder::writer(const RasterOutput& raster) const {
  return {folder / raster.file, grid, crs, raster.description};
}

std::shared_ptr<const RasterSource> RasterFolder::read(const RasterOutput& raster) const {
  return std::make_shared<geo::FileRasterSource>(folder / raster.file);
}

std::vector<RadioRaster> deliver_coverage(const radio::CoverageEngine& engine,
                                          const radio::RadioNetwork& network,
                                          const RasterFolder& to, Progress& progress) {
  const auto technologies = technologies_of(engine);
  std::vector<RadioRaster> rasters;
  std::vector<geo::CogWriter> writers;
  for (const auto technology : technologies) {
    for (const auto layer : layers) {
      rasters.push_back({technology, layer, radio_output(layer, technology, network)});
      writers.push_back(to.writer(rasters.back().output));
    }
  }
  const auto tiles = tiles_of(to.grid);
  progress.begin("radio coverage", static_cast<std::int64_t>(tiles.size()));
  parallel_ordered<std::vector<radio::TechnologyTile>>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) { return engine.compute(technologies, tiles[i], progress); },
      [&](std::size_t i, std::vector<radio::TechnologyTile>&& results) {
        auto writer = writers.begin();
        for (const auto& result : results)
          for (const auto layer : layers) (writer++)->write(tiles[i], raster_of(layer, result));
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
