// SPDX-License-Identifier: Apache-2.0
#include "geo/scratch_raster.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "geo/detail/aside_file.hpp"
#include "geo/detail/tiled_raster.hpp"
#include "geo/output_error.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::geo {

namespace {

/// Tiles that are computed but not yet written at any time.
constexpr std::size_t tiles_in_flight = 8;

}  // namespace

std::shared_ptr<const RasterSource> make_scratch_raster(
    const std::filesystem::path& file, const GridSpec& grid, const Crs& crs,
    const std::function<Raster<float>(const Window&)>& tile, Progress& progress) {
  const detail::GdalMessages messages;
  detail::DatasetPtr dataset = detail::create_tiled_raster(file, grid, crs, GDT_Float32);
  if (!dataset) detail::fail_writing(file, messages.reason());
  GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
  GDALSetRasterNoDataValue(band, file_nodata);

  const auto tiles = tiles_of(grid);
  parallel_ordered<Raster<float>>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        auto values = tile(tiles[i]);
        for (auto& value : values.values())
          if (std::isnan(value)) value = file_nodata;
        return values;
      },
      [&](std::size_t i, Raster<float>&& values) {
        const Window& w = tiles[i];
        const auto error =
            GDALRasterIO(band, GF_Write, w.column, w.row, w.width, w.height, values.values().data(),
                         w.width, w.height, GDT_Float32, 0, 0);
        if (error != CE_None) detail::fail_writing(file, messages.reason());
        progress.advance();
      });
  if (!detail::close(dataset, messages)) detail::fail_writing(file, messages.reason());
  return std::make_shared<FileRasterSource>(file);
}

}  // namespace gigacity::geo
