// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/tiled_raster.hpp"

#include <array>
#include <string>

namespace gigacity::geo::detail {

DatasetPtr create_tiled_raster(const std::filesystem::path& file, const GridSpec& grid,
                               const Crs& crs, GDALDataType type) {
  Options options;
  options.set("TILED", "YES")
      .set("BLOCKXSIZE", std::to_string(tile_side))
      .set("BLOCKYSIZE", std::to_string(tile_side))
      .set("BIGTIFF", "IF_SAFER")
      .set("SPARSE_OK", "TRUE");
  DatasetPtr dataset(GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), grid.width, grid.height,
                                1, type, options.get()));
  if (!dataset) return dataset;
  const SpatialReferencePtr reference = spatial_reference(crs.wkt());
  GDALSetSpatialRef(dataset.get(), reference.get());
  std::array<double, 6> transform{grid.west_m, grid.pixel_m, 0.0, grid.north_m, 0.0, -grid.pixel_m};
  GDALSetGeoTransform(dataset.get(), transform.data());
  return dataset;
}

}  // namespace gigacity::geo::detail
