// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/void_fill.hpp"
#include "geo/detail/aside_file.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/raster_fault.hpp"
#include "geo/detail/raster_sources.hpp"
#include "geo/detail/tiled_raster.hpp"
#include "geo/detail/warper.hpp"
#include "geo/output_error.hpp"
#include "geo/raster_reader.hpp"
#include "geo/scratch_raster.hpp"

namespace gigacity::geo {

namespace {

using detail::SectionNotes;

// No ground lies outside: the shore of the Dead Sea is at -430 m, Everest at 8849 m.
constexpr float lowest_height_m = -500.0F;
constexpr float highest_height_m = 9000.0F;

// What elevation data hold where they know nothing, whether or not their header says so.
constexpr std::array<float, 3> usual_voids{-32768.0F, -32767.0F, -9999.0F};

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Pixels of a raster that are looked through for voids, at most: the 16,384 x 16,384 of an area 16 km
/// wide at 1 m.
constexpr std::int64_t most_inspected = std::int64_t{1} << 28;

/// How often each of the usual voids occurs in a window of a raster; of a very large one, in bands of
/// rows spread over it.
std::array<std::int64_t, usual_voids.size()> void_counts(GDALDatasetH dataset,
                                                         const Window& window) {
  std::array<std::int64_t, usual_voids.size()> counts{};
  // By pieces of whole blocks, as files usually have them, so that each block is read once, however
  // wide the raster.
  constexpr int side = 512;
  const auto size = static_cast<std::int64_t>(window.width) * window.height;
  const std::int64_t every = (size - 1) / most_inspected + 1;
  const auto start = [](int pixel) { return pixel / side * side; };
  std::vector<float> pixels;
  for (int row = start(window.row); row < window.end_row(); row += side) {
    if ((row / side - window.row / side) % every != 0) continue;
    for (int column = start(window.column); column < window.end_column(); column += side) {
      const Window w = Window{column, row, side, side}.intersection(window);
      pixels.resize(w.size());
      if (GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Read, w.column, w.row, w.width, w.height,
                       pixels.data(), w.width, w.height, GDT_Float32, 0, 0) != CE_None)
        return counts;  // the warp meets the same error and reports it
      for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i] += std::count(pixels.begin(), pixels.end(), usual_voids[i]);
    }
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

detail::DatasetPtr created(const std::filesystem::path& file, const GridSpec& grid,
                           const Crs& working) {
  const detail::GdalMessages messages;
  detail::DatasetPtr dataset = detail::create_tiled_raster(file, grid, working, GDT_Float32);
  if (!dataset) detail::fail_writing(file, messages.reason());
  GDALSetRasterNoDataValue(GDALGetRasterBand(dataset.get(), 1), file_nodata);
  return dataset;
}

/// The raster being written.
struct Target {
  const std::filesystem::path& file;
  detail::DatasetPtr dataset;

  Target(const std::filesystem::path& path, const GridSpec& grid, const Crs& working)
      : file(path), dataset(created(path, grid, working)) {}
  ~Target() {
    const detail::GdalMessages quiet;
    dataset.reset();
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  [[noreturn]] void fail(const detail::GdalMessages& messages) const {
    detail::fail_writing(file, messages.reason());
  }
};

/// Takes impossible heights out of a window of the target and counts what is there.
class Census {
 public:
  Census(const WarpOptions& options, const Window& counted)
      : m_heights(options.heights), m_counted(counted) {}

  void take(const Target& target, const Window& w) {
    m_pixels.resize(w.size());
    const detail::GdalMessages messages;
    if (transfer(target, GF_Read, w) != CE_None) target.fail(messages);
    bool changed = false;
    for (std::size_t i = 0; i < m_pixels.size(); ++i) {
      const auto width = static_cast<std::size_t>(w.width);
      const bool counts = m_counted.contains(w.column + static_cast<int>(i % width),
                                             w.row + static_cast<int>(i / width));
      changed = cleaned(m_pixels[i], counts) || changed;
    }
    if (changed && transfer(target, GF_Write, w) != CE_None) target.fail(messages);
  }
  std::int64_t impossible() const { return m_impossible; }
  bool any_void() const { return m_any_void; }
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
  /// True where the pixel had to be changed.
  bool cleaned(float& value, bool counts) {
    const bool known = value != file_nodata && !std::isnan(value);
    const bool possible = !m_heights || (value >= lowest_height_m && value <= highest_height_m);
    if (counts) ++m_statistics.pixels;
    if (known && possible) {
      if (!counts) return false;
      m_statistics.minimum = std::min(m_statistics.minimum, static_cast<double>(value));
      m_statistics.maximum = std::max(m_statistics.maximum, static_cast<double>(value));
      return false;
    }
    m_any_void = true;
    if (counts) ++m_statistics.without_data;
    if (counts && known) ++m_impossible;
    const bool changed = value != file_nodata;
    value = file_nodata;
    return changed;
  }

  bool m_heights;
  Window m_counted;
  std::vector<float> m_pixels;
  std::int64_t m_impossible = 0;
  bool m_any_void = false;
  WarpStatistics m_statistics{.minimum = infinity, .maximum = -infinity};
};

/// No pixel may be that small: reading them all would take days. What claims so has a wrong size or
/// georeference.
void check_fineness(const detail::RasterFile& raster, const Window& window, const GridSpec& grid,
                    const SectionNotes& notes) {
  constexpr double most_pixels = 1e12;
  const double pixels = static_cast<double>(window.width) * window.height;
  if (pixels <= most_pixels) return;
  const MapBox box = grid.box();
  throw InputError(Diagnostic{
      notes.at(raster.name),
      fmt::format(
          "claims {:.2g} pixels in the area, each about {:.2g} m wide; expected at most {:.0e}",
          pixels, std::sqrt(box.width_m() * box.height_m() / pixels), most_pixels),
      "correct its georeference, or name a coarser raster"});
}

/// Leaves out the rasters beside the grid, tiles of a country's folder for example, and finds out
/// what the others use for voids.
std::vector<detail::RasterFile> overlapping(std::vector<detail::RasterFile> rasters,
                                            GDALDatasetH target, const GridSpec& grid,
                                            const SectionNotes& notes) {
  std::vector<detail::RasterFile> kept;
  detail::DegreeBox all;
  for (detail::RasterFile& raster : rasters) {
    const detail::GdalMessages quiet;
    all.add(detail::degree_box_of(raster.dataset.get()));
    const detail::TransformerPtr transformer = detail::transformer_of(raster.dataset.get(), target);
    if (!transformer) continue;
    const Window window = detail::touched_window(transformer.get(), grid, raster.dataset.get());
    if (window.empty()) continue;
    check_fineness(raster, window, grid, notes);
    if (!raster.declares_void) declare_voids(raster, window, notes);
    kept.push_back(std::move(raster));
  }
  if (kept.empty()) {
    notes.error(rasters.front().name,
                fmt::format("does not overlap the area: the data cover {}; the area covers {}",
                            all.text(), detail::degree_box_of(target).text()),
                "name the data of this area, or correct [area]");
  }
  return kept;
}

/// Fills voids of `from` into `to`; how many of the counted pixels were filled.
std::int64_t fill_voids(const std::filesystem::path& from, const std::filesystem::path& to,
                        const Crs& working, const WarpOptions& options, const Window& counted,
                        Progress& progress) {
  const FileRasterSource source(from);
  std::atomic<std::int64_t> filled = 0;
  progress.begin("voids", static_cast<std::int64_t>(tiles_of(source.grid()).size()));
  make_scratch_raster(
      to, source.grid(), working,
      [&](const Window& w) {
        Raster<float> values = voids_filled(source, w, options.fill_reach_pixels);
        const Window seen = w.intersection(counted);
        const Raster<float> before = source.read(seen);
        std::int64_t count = 0;
        for (int row = 0; row < seen.height; ++row)
          for (int column = 0; column < seen.width; ++column)
            if (std::isnan(before.at({column, row})) &&
                !std::isnan(values.at({seen.column - w.column + column, seen.row - w.row + row})))
              ++count;
        filled += count;
        return values;
      },
      progress);
  return filled;
}

void report(const WarpStatistics& statistics, std::int64_t impossible, const WarpOptions& options,
            const std::string& source, const SectionNotes& notes) {
  if (impossible > 0) {
    notes.warning(source,
                  fmt::format("{} pixels of the area lie below {} m or above {} m; they are "
                              "taken as without data",
                              impossible, lowest_height_m, highest_height_m));
  }
  const auto& [pixels, without_data, filled, minimum, maximum, methods] = statistics;
  const double share = 100.0 * static_cast<double>(without_data) /
                       static_cast<double>(std::max<std::int64_t>(pixels, 1));
  const bool known = without_data < pixels;
  constexpr std::int64_t many = 10'000;  // a square kilometre of 10 m pixels
  if (options.heights && known && pixels >= many && minimum == maximum) {
    notes.warning(source, fmt::format("has the height {} m everywhere in the area", minimum),
                  "no ground is that even; is it the elevation data that was meant?");
  }
  if (!known) {
    notes.error(source, "has no data anywhere in the area");
  } else if (filled > 0) {
    notes.warning(source,
                  fmt::format("has no data in {} of {} pixels of the area; {} of them were filled "
                              "from the ground around them, {} are left without data ({:.3g} %)",
                              without_data + filled, pixels, filled, without_data, share));
  } else if (without_data > 0 && !options.partial) {
    notes.warning(source,
                  fmt::format("leaves {:.3g} % of the area without data ({} of {} pixels)", share,
                              without_data, pixels),
                  "add the rasters that are missing, or make the area smaller");
  }
}

}  // namespace

const char* to_string(Resampling resampling) {
  switch (resampling) {
    case Resampling::nearest:
      return "nearest";
    case Resampling::average:
      return "average";
    case Resampling::mode:
      return "mode";
    case Resampling::upper_quartile:
      return "upper quartile";
    case Resampling::bilinear:
      break;
  }
  return "bilinear";
}

void check_rasters(const RasterLayer& layer, Findings& findings) {
  detail::opened_rasters(layer.sources, SectionNotes{layer.section, findings});
}

std::optional<double> resolution_m_of(const RasterLayer& layer, Findings& findings) {
  std::optional<double> finest_m;
  for (const auto& raster : detail::opened_rasters(layer.sources, {layer.section, findings})) {
    const detail::DegreeBox box = detail::degree_box_of(raster.dataset.get());
    if (!(box.west < box.east && box.south < box.north)) continue;
    const GeoPoint middle{0.5 * (box.west + box.east), 0.5 * (box.south + box.north)};
    const double width_deg = (box.east - box.west) / GDALGetRasterXSize(raster.dataset.get());
    const double height_deg = (box.north - box.south) / GDALGetRasterYSize(raster.dataset.get());
    const double pixel_m =
        std::min(geodesic_distance_m(middle, {middle.lon_deg + width_deg, middle.lat_deg}),
                 geodesic_distance_m(middle, {middle.lon_deg, middle.lat_deg + height_deg}));
    finest_m = std::min(finest_m.value_or(infinity), pixel_m);
  }
  return finest_m;
}

WarpStatistics warp_onto_grid(const RasterLayer& layer, const GridSpec& grid, const Crs& working,
                              const WarpOptions& options, const std::filesystem::path& file,
                              Progress& progress, Findings& findings) {
  const SectionNotes notes{layer.section, findings};
  const Window counted = options.counted.value_or(grid.full());
  const auto all = static_cast<std::int64_t>(counted.size());
  WarpStatistics nothing{.pixels = all, .without_data = all};
  const std::size_t errors_before = findings.errors().size();
  std::vector<detail::RasterFile> rasters = detail::opened_rasters(layer.sources, notes);
  if (options.heights) {
    for (const auto& raster : rasters)
      if (const auto fault = detail::fault_of_heights(raster.file.get()))
        notes.error(raster.name, fault->message, fault->hint);
  }
  if (rasters.empty() || findings.errors().size() > errors_before) return nothing;

  detail::Leftover result(file);
  detail::Leftover unfilled(std::filesystem::path(file).concat(".unfilled.tif"));
  const bool may_fill = options.fill_reach_pixels > 0;
  Target target(may_fill ? unfilled.file() : result.file(), grid, working);
  rasters = overlapping(std::move(rasters), target.dataset.get(), grid, notes);
  if (rasters.empty()) return nothing;
  const std::vector<detail::SharedDatasetPtr> mosaics = detail::mosaics_of(rasters);

  const detail::GdalMessages messages;
  std::vector<detail::Warper> warpers;
  std::vector<std::string> methods;
  for (const detail::SharedDatasetPtr& mosaic : mosaics) {
    warpers.emplace_back(mosaic.get(), target.dataset.get(), grid, options.resampling,
                         warpers.empty());
    if (!warpers.back().usable()) {
      notes.error(layer.sources.front(),
                  "cannot be brought into the working CRS: " + messages.reason());
      return nothing;
    }
    const std::string method = to_string(warpers.back().resampling());
    if (std::ranges::find(methods, method) == methods.end()) methods.push_back(method);
  }

  const std::vector<Window> chunks = tiles_of(grid, options.chunk_side);
  progress.begin(layer.section, static_cast<std::int64_t>(chunks.size()));
  Census census(options, counted);
  for (const Window& chunk : chunks) {
    progress.throw_if_cancelled();
    for (const detail::Warper& warper : warpers) {
      if (!warper.warp(chunk)) {
        notes.error(layer.sources.front(), "cannot be read to its end: " + messages.reason(),
                    "the file is damaged or incomplete; get it again");
        return nothing;
      }
    }
    census.take(target, chunk);
    progress.advance();
  }

  GDALFlushCache(target.dataset.get());
  if (!detail::close(target.dataset, messages)) target.fail(messages);
  WarpStatistics statistics = census.statistics();
  statistics.resampling = std::move(methods);
  if (may_fill && census.any_void()) {
    statistics.filled = fill_voids(unfilled.file(), file, working, options, counted, progress);
    statistics.without_data -= statistics.filled;
  } else if (may_fill) {
    std::filesystem::rename(unfilled.file(), file);
  }
  result.keep();
  report(statistics, census.impossible(), options, layer.sources.front(), notes);
  return statistics;
}

}  // namespace gigacity::geo
