// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <gdal_alg.h>
#include <gdalwarper.h>

#include "geo/detail/handles.hpp"
#include "geo/detail/raster_sources.hpp"
#include "geo/detail/tiled_raster.hpp"
#include "geo/output_error.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::geo {

namespace {

using detail::SectionNotes;

// No ground lies outside: the shore of the Dead Sea is at -430 m, Everest at 8849 m.
constexpr float lowest_height_m = -500.0F;
constexpr float highest_height_m = 9000.0F;

// What elevation data hold where they know nothing, whether or not their header says so.
constexpr std::array<float, 3> usual_voids{-32768.0F, -32767.0F, -9999.0F};

constexpr double warp_memory_bytes = 64e6;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Edges of a set of rasters, degrees.
struct Extent {
  double west = infinity;
  double south = infinity;
  double east = -infinity;
  double north = -infinity;

  void add(const Extent& other) {
    west = std::min(west, other.west);
    south = std::min(south, other.south);
    east = std::max(east, other.east);
    north = std::max(north, other.north);
  }
  std::string text() const {
    return fmt::format("longitude {:.4f} to {:.4f}, latitude {:.4f} to {:.4f}", west, east, south,
                       north);
  }
};

/// Empty where the raster's CRS does not reach its corners.
Extent extent_of(GDALDatasetH dataset) {
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
  const detail::SpatialReferencePtr crs(OSRClone(GDALGetSpatialRef(dataset)));
  OSRSetAxisMappingStrategy(crs.get(), OAMS_TRADITIONAL_GIS_ORDER);
  const detail::SpatialReferencePtr wgs84 = detail::spatial_reference("EPSG:4326");
  const detail::TransformationPtr transformation(
      OCTNewCoordinateTransformation(crs.get(), wgs84.get()));
  Extent e;
  constexpr int points_per_edge = 21;
  if (!transformation ||
      OCTTransformBounds(transformation.get(), *west, *south, *east, *north, &e.west, &e.south,
                         &e.east, &e.north, points_per_edge) == FALSE)
    return {};
  return e;
}

using TransformerPtr = detail::Owner<void*, GDALDestroyGenImgProjTransformer>;

/// Between pixels of the target and pixels of a source, exact at every pixel. The area of interest
/// pins one coordinate operation, so that no pixel depends on its neighbours.
TransformerPtr transformer_of(GDALDatasetH source, GDALDatasetH target) {
  detail::Options options;
  const Extent area = extent_of(target);
  if (area.west <= area.east) {
    options.set("AREA_OF_INTEREST",
                fmt::format("{},{},{},{}", area.west, area.south, area.east, area.north));
  }
  return TransformerPtr(GDALCreateGenImgProjTransformer2(source, target, options.get()));
}

/// The source's pixels that the target's area touches, from a lattice of points over it.
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
/// How often each of the usual voids occurs in a window of a raster.
std::array<std::int64_t, usual_voids.size()> void_counts(GDALDatasetH dataset,
                                                         const Window& window) {
  std::array<std::int64_t, usual_voids.size()> counts{};
  std::vector<float> row(static_cast<std::size_t>(window.width));
  for (int r = window.row; r < window.end_row(); ++r) {
    if (GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Read, window.column, r, window.width, 1,
                     row.data(), window.width, 1, GDT_Float32, 0, 0) != CE_None)
      return counts;  // the warp meets the same error and reports it
    for (std::size_t i = 0; i < counts.size(); ++i)
      counts[i] += std::count(row.begin(), row.end(), usual_voids[i]);
  }
  return counts;
}

/// Gives a raster that declares no voids the value it uses for them, so that they are not blended
/// into the heights around.
void declare_voids(const detail::RasterFile& raster, const Window& window,
                   const SectionNotes& notes) {
  const auto counts = void_counts(raster.dataset.get(), window);
  const auto most = std::max_element(counts.begin(), counts.end());
  const GDALRasterBandH band = GDALGetRasterBand(raster.dataset.get(), 1);
  if (*most == 0) {
    GDALSetRasterNoDataValue(band, std::numeric_limits<double>::quiet_NaN());
    return;
  }
  const float value = usual_voids[static_cast<std::size_t>(most - counts.begin())];
  GDALSetRasterNoDataValue(band, value);
  notes.warning(raster.name,
                fmt::format("declares no nodata value; {} of its pixels in the area hold {}, which "
                            "is taken as no data",
                            *most, value),
                fmt::format("declare it, for example with gdal_edit.py -a_nodata {}", value));
}

GDALResampleAlg algorithm(Resampling resampling) {
  switch (resampling) {
    case Resampling::nearest:
      return GRA_NearestNeighbour;
    case Resampling::average:
      return GRA_Average;
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

/// Warps one source into windows of the target.
class Warper {
 public:
  Warper(GDALDatasetH source, GDALDatasetH target, const GridSpec& grid, Resampling resampling,
         bool first)
      : m_transformer(transformer_of(source, target)), m_options(GDALCreateWarpOptions()) {
    if (!m_transformer) return;
    GDALWarpOptions& o = *m_options;
    o.hSrcDS = source;
    o.hDstDS = target;
    o.eResampleAlg = algorithm(resampling);
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
    // GDAL derives the size of its kernel from each chunk's shape unless told; told, a pixel's
    // value does not depend on the chunk it is computed in.
    const auto [step_x, step_y] = source_steps(m_transformer.get(), grid);
    set("XSCALE", fmt::format("{:.17g}", 1.0 / step_x));
    set("YSCALE", fmt::format("{:.17g}", 1.0 / step_y));
    m_operation.reset(GDALCreateWarpOperation(&o));
  }

  bool usable() const { return m_operation != nullptr; }
  bool warp(const Window& w) const {
    return GDALChunkAndWarpImage(m_operation.get(), w.column, w.row, w.width, w.height) == CE_None;
  }

 private:
  void set(const char* key, const std::string& value) {
    m_options->papszWarpOptions = CSLSetNameValue(m_options->papszWarpOptions, key, value.c_str());
  }

  TransformerPtr m_transformer;
  detail::Owner<GDALWarpOptions*, GDALDestroyWarpOptions> m_options;
  detail::Owner<GDALWarpOperationH, GDALDestroyWarpOperation> m_operation;
};

detail::DatasetPtr created(const std::filesystem::path& file, const GridSpec& grid,
                           const Crs& working) {
  const detail::GdalMessages messages;
  detail::DatasetPtr dataset = detail::create_tiled_raster(file, grid, working, GDT_Float32);
  if (!dataset)
    throw OutputError(fmt::format("cannot write {}: {}", file.string(), messages.reason()));
  GDALSetRasterNoDataValue(GDALGetRasterBand(dataset.get(), 1), file_nodata);
  return dataset;
}

/// The file being written; removed unless kept.
struct Target {
  std::filesystem::path file;
  detail::DatasetPtr dataset;
  bool kept = false;

  Target(std::filesystem::path path, const GridSpec& grid, const Crs& working)
      : file(std::move(path)), dataset(created(file, grid, working)) {}
  ~Target() {
    const detail::GdalMessages quiet;
    dataset.reset();
    std::error_code ignored;
    if (!kept) std::filesystem::remove(file, ignored);
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  [[noreturn]] void fail(const detail::GdalMessages& messages) const {
    throw OutputError(fmt::format("cannot write {}: {}", file.string(), messages.reason()));
  }
};

/// Takes impossible heights out of a window of the target and counts what is there.
class Census {
 public:
  void take(const Target& target, const Window& w) {
    m_pixels.resize(w.size());
    const detail::GdalMessages messages;
    if (transfer(target, GF_Read, w) != CE_None) target.fail(messages);
    const std::int64_t impossible_before = m_impossible;
    for (float& value : m_pixels) count(value);
    if (m_impossible != impossible_before && transfer(target, GF_Write, w) != CE_None)
      target.fail(messages);
  }
  std::int64_t impossible() const { return m_impossible; }
  WarpStatistics statistics() const {
    WarpStatistics out = m_statistics;
    if (out.pixels == out.without_data) out.minimum = out.maximum = 0.0;
    return out;
  }

 private:
  CPLErr transfer(const Target& target, GDALRWFlag direction, const Window& w) {
    return GDALRasterIO(GDALGetRasterBand(target.dataset.get(), 1), direction, w.column, w.row,
                        w.width, w.height, m_pixels.data(), w.width, w.height, GDT_Float32, 0, 0);
  }
  void count(float& value) {
    ++m_statistics.pixels;
    const bool known = value != file_nodata && !std::isnan(value);
    const bool possible = value >= lowest_height_m && value <= highest_height_m;
    if (known && !possible) ++m_impossible;
    if (!known || !possible) {
      ++m_statistics.without_data;
      value = file_nodata;
      return;
    }
    m_statistics.minimum = std::min(m_statistics.minimum, static_cast<double>(value));
    m_statistics.maximum = std::max(m_statistics.maximum, static_cast<double>(value));
  }

  std::vector<float> m_pixels;
  std::int64_t m_impossible = 0;
  WarpStatistics m_statistics{.minimum = infinity, .maximum = -infinity};
};

/// Leaves out the rasters beside the grid, tiles of a country's folder for example, and finds out
/// what the others use for voids.
std::vector<detail::RasterFile> overlapping(std::vector<detail::RasterFile> rasters,
                                            GDALDatasetH target, const GridSpec& grid,
                                            const SectionNotes& notes) {
  std::vector<detail::RasterFile> kept;
  Extent all;
  for (detail::RasterFile& raster : rasters) {
    const detail::GdalMessages quiet;
    all.add(extent_of(raster.dataset.get()));
    const TransformerPtr transformer = transformer_of(raster.dataset.get(), target);
    if (!transformer) continue;
    const Window window = touched_window(transformer.get(), grid, raster.dataset.get());
    if (window.empty()) continue;
    if (!raster.declares_void) declare_voids(raster, window, notes);
    kept.push_back(std::move(raster));
  }
  if (kept.empty()) {
    notes.error(rasters.front().name,
                fmt::format("does not overlap the area: the data cover {}; the area covers {}",
                            all.text(), extent_of(target).text()),
                "name the data of this area, or correct [area]");
  }
  return kept;
}

void report(const Census& census, const std::string& source, const SectionNotes& notes) {
  const WarpStatistics statistics = census.statistics();
  if (census.impossible() > 0) {
    notes.warning(source,
                  fmt::format("{} pixels of the area lie below {} m or above {} m; they are "
                              "taken as without data",
                              census.impossible(), lowest_height_m, highest_height_m));
  }
  if (statistics.without_data == statistics.pixels) {
    notes.error(source, "has no data anywhere in the area");
  } else if (statistics.without_data > 0) {
    const double share = 100.0 * static_cast<double>(statistics.without_data) /
                         static_cast<double>(statistics.pixels);
    notes.warning(source,
                  fmt::format("leaves {:.3g} % of the area without data ({} of {} pixels)", share,
                              statistics.without_data, statistics.pixels),
                  "add the rasters that are missing, or make the area smaller");
  }
}

}  // namespace

void check_rasters(const RasterLayer& layer, Findings& findings) {
  detail::opened_rasters(layer.sources, SectionNotes{layer.section, findings});
}

WarpStatistics warp_onto_grid(const RasterLayer& layer, const GridSpec& grid, const Crs& working,
                              Resampling resampling, const std::filesystem::path& file,
                              Progress& progress, Findings& findings, int chunk_side) {
  const SectionNotes notes{layer.section, findings};
  const auto all = static_cast<std::int64_t>(grid.size());
  const WarpStatistics nothing{.pixels = all, .without_data = all};
  const std::size_t errors_before = findings.errors().size();
  std::vector<detail::RasterFile> rasters = detail::opened_rasters(layer.sources, notes);
  if (rasters.empty() || findings.errors().size() > errors_before) return nothing;

  Target target(file, grid, working);
  rasters = overlapping(std::move(rasters), target.dataset.get(), grid, notes);
  if (rasters.empty()) return nothing;
  const std::vector<detail::SharedDatasetPtr> mosaics = detail::mosaics_of(rasters);

  const detail::GdalMessages messages;
  std::vector<Warper> warpers;
  for (const detail::SharedDatasetPtr& mosaic : mosaics) {
    warpers.emplace_back(mosaic.get(), target.dataset.get(), grid, resampling, warpers.empty());
    if (!warpers.back().usable()) {
      notes.error(layer.sources.front(),
                  "cannot be brought into the working CRS: " + messages.reason());
      return nothing;
    }
  }

  const std::vector<Window> chunks = tiles_of(grid, chunk_side);
  progress.begin(layer.section, static_cast<std::int64_t>(chunks.size()));
  Census census;
  for (const Window& chunk : chunks) {
    progress.throw_if_cancelled();
    for (const Warper& warper : warpers) {
      if (!warper.warp(chunk)) {
        notes.error(layer.sources.front(), "cannot be warped: " + messages.reason());
        return nothing;
      }
    }
    census.take(target, chunk);
    progress.advance();
  }

  GDALFlushCache(target.dataset.get());
  if (!detail::close(target.dataset, messages)) target.fail(messages);
  target.kept = true;
  report(census, layer.sources.front(), notes);
  return census.statistics();
}

}  // namespace gigacity::geo
