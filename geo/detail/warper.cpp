// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/warper.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/raster.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr double warp_memory_bytes = 64e6;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// From this many pixels of the source along both sides of a pixel of the grid on, the source is
/// the finer one.
constexpr double fine_steps = 2.0;

GDALResampleAlg algorithm(Resampling resampling) {
  switch (resampling) {
    case Resampling::nearest:
      return GRA_NearestNeighbour;
    case Resampling::average:
      return GRA_Average;
    case Resampling::mode:
      return GRA_Mode;
    case Resampling::upper_quartile:
      return GRA_Q3;
    case Resampling::bilinear:
      break;
  }
  return GRA_Bilinear;
}

/// Source pixels per target pixel along the source's x and y, at the middle of the target.
std::array<double, 2> source_steps(void* transformer, const GridSpec& grid) {
  const double column = std::floor(0.5 * grid.width);
  const double row = std::floor(0.5 * grid.height);
  std::array<double, 3> x{column, column + 1.0, column};
  std::array<double, 3> y{row, row, row + 1.0};
  std::array<double, 3> z{};
  std::array<int, 3> success{};
  GDALGenImgProjTransform(transformer, TRUE, 3, x.data(), y.data(), z.data(), success.data());
  if (std::accumulate(success.begin(), success.end(), 0) != 3) return {1.0, 1.0};
  return {std::hypot(x[1] - x[0], x[2] - x[0]), std::hypot(y[1] - y[0], y[2] - y[0])};
}

}  // namespace

void DegreeBox::add(const DegreeBox& other) {
  west = std::min(west, other.west);
  south = std::min(south, other.south);
  east = std::max(east, other.east);
  north = std::max(north, other.north);
}

std::string DegreeBox::text() const {
  return fmt::format("longitude {:.4f} to {:.4f}, latitude {:.4f} to {:.4f}", west, east, south,
                     north);
}

DegreeBox degree_box_of(GDALDatasetH dataset) {
  std::array<double, 6> t{};
  GDALGetGeoTransform(dataset, t.data());
  const double width = GDALGetRasterXSize(dataset);
  const double height = GDALGetRasterYSize(dataset);
  const std::array<double, 4> x{t[0], t[0] + width * t[1], t[0] + height * t[2],
                                t[0] + width * t[1] + height * t[2]};
  const std::array<double, 4> y{t[3], t[3] + width * t[4], t[3] + height * t[5],
                                t[3] + width * t[4] + height * t[5]};
  const auto [west, east] = std::minmax_element(x.begin(), x.end());
  const auto [south, north] = std::minmax_element(y.begin(), y.end());
  const SpatialReferencePtr crs(OSRClone(GDALGetSpatialRef(dataset)));
  OSRSetAxisMappingStrategy(crs.get(), OAMS_TRADITIONAL_GIS_ORDER);
  const SpatialReferencePtr wgs84 = spatial_reference("EPSG:4326");
  const TransformationPtr transformation(OCTNewCoordinateTransformation(crs.get(), wgs84.get()));
  DegreeBox e;
  constexpr int points_per_edge = 21;
  if (!transformation ||
      OCTTransformBounds(transformation.get(), *west, *south, *east, *north, &e.west, &e.south,
                         &e.east, &e.north, points_per_edge) == FALSE)
    return {};
  return e;
}

TransformerPtr transformer_of(GDALDatasetH source, GDALDatasetH target) {
  Options options;
  const DegreeBox area = degree_box_of(target);
  if (area.west <= area.east) {
    options.set("AREA_OF_INTEREST",
                fmt::format("{},{},{},{}", area.west, area.south, area.east, area.north));
  }
  return TransformerPtr(GDALCreateGenImgProjTransformer2(source, target, options.get()));
}

Window touched_window(void* transformer, const GridSpec& grid, GDALDatasetH source) {
  constexpr int steps = 20;
  double west = infinity;
  double north = west;
  double east = -west;
  double south = -west;
  for (int j = 0; j <= steps; ++j) {
    for (int i = 0; i <= steps; ++i) {
      double x = static_cast<double>(grid.width) * i / steps;
      double y = static_cast<double>(grid.height) * j / steps;
      double z = 0.0;
      int success = FALSE;
      GDALGenImgProjTransform(transformer, TRUE, 1, &x, &y, &z, &success);
      if (success == FALSE) continue;
      west = std::min(west, x);
      east = std::max(east, x);
      north = std::min(north, y);
      south = std::max(south, y);
    }
  }
  const double width = GDALGetRasterXSize(source);
  const double height = GDALGetRasterYSize(source);
  west = std::floor(std::max(west, 0.0));
  north = std::floor(std::max(north, 0.0));
  east = std::ceil(std::min(east, width));
  south = std::ceil(std::min(south, height));
  if (!(west < east && north < south)) return {};
  return {static_cast<int>(west), static_cast<int>(north), static_cast<int>(east - west),
          static_cast<int>(south - north)};
}

Warper::Warper(GDALDatasetH source, GDALDatasetH target, const GridSpec& grid,
               const ResamplingRule& rule, bool first)
    : m_transformer(transformer_of(source, target)), m_options(GDALCreateWarpOptions()) {
  if (!m_transformer) return;
  const auto [step_x, step_y] = source_steps(m_transformer.get(), grid);
  m_resampling = std::min(step_x, step_y) >= fine_steps ? rule.fine : rule.coarse;
  GDALWarpOptions& o = *m_options;
  o.hSrcDS = source;
  o.hDstDS = target;
  o.eResampleAlg = algorithm(m_resampling);
  o.eWorkingDataType = GDT_Float32;
  o.dfWarpMemoryLimit = warp_memory_bytes;
  o.pfnTransformer = GDALGenImgProjTransform;
  o.pTransformerArg = m_transformer.get();
  GDALWarpInitDefaultBandMapping(&o, 1);
  int known = FALSE;
  const double nodata = GDALGetRasterNoDataValue(GDALGetRasterBand(source, 1), &known);
  if (known != FALSE) GDALWarpInitSrcNoDataReal(&o, nodata);
  GDALWarpInitDstNoDataReal(&o, file_nodata);
  if (first) set("INIT_DEST", "NO_DATA");
  // GDAL derives the size of its kernel from each chunk's shape unless told; told, a pixel's value
  // does not depend on the chunk it is computed in. Where the source is finer than the grid, the
  // kernel of bilinear grows to two pixels of the grid.
  set("XSCALE", fmt::format("{:.17g}", 1.0 / step_x));
  set("YSCALE", fmt::format("{:.17g}", 1.0 / step_y));
  m_operation.reset(GDALCreateWarpOperation(&o));
}

bool Warper::warp(const Window& w) const {
  return GDALChunkAndWarpImage(m_operation.get(), w.column, w.row, w.width, w.height) == CE_None;
}

void Warper::set(const char* key, const std::string& value) {
  m_options->papszWarpOptions = CSLSetNameValue(m_options->papszWarpOptions, key, value.c_str());
}

}  // namespace gigacity::geo::detail
