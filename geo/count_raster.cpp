// SPDX-License-Identifier: Apache-2.0
#include "geo/count_raster.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/raster_sources.hpp"
#include "geo/detail/transformation.hpp"

namespace gigacity::geo {

namespace {

using detail::SectionNotes;

/// The raster as one thread uses it.
struct Handle {
  std::vector<detail::RasterFile> files;
  detail::SharedDatasetPtr mosaic;
  detail::TransformationPtr to_map;
  detail::TransformationPtr to_source;
};

/// Points of one CRS in another, NaN where they have no place there.
void transform(OGRCoordinateTransformationH transformation, std::vector<double>& x,
               std::vector<double>& y) {
  const detail::GdalMessages quiet;
  std::vector<int> success(x.size(), FALSE);
  OCTTransformEx(transformation, static_cast<int>(x.size()), x.data(), y.data(), nullptr,
                 success.data());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (success[i] == FALSE || !std::isfinite(x[i]) || !std::isfinite(y[i]))
      x[i] = y[i] = std::nan("");
}

/// Words by which publishers say that values are per area, not per pixel.
bool speaks_of_density(const std::string& text) {
  const std::string words = folded(text);
  for (const char* word : {"density", "/km", "per km", "km-2", "km^-2", "/sq", "per sq", "/ha",
                           "per ha", "/m2", "/m²", "per m"})
    if (words.find(word) != std::string::npos) return true;
  return false;
}

void refuse_densities(const std::vector<detail::RasterFile>& files, const SectionNotes& notes) {
  for (const auto& file : files) {
    GDALRasterBandH band = GDALGetRasterBand(file.file.get(), 1);
    for (const std::string& text :
         {std::string(GDALGetRasterUnitType(band)), std::string(GDALGetDescription(band))}) {
      if (!speaks_of_density(text)) continue;
      notes.error(
          file.name,
          fmt::format("says that it holds '{}'; expected a number per pixel, not per area", text),
          "multiply it by the area of its pixels, or use the publisher's raster of counts");
      break;
    }
  }
}

std::optional<Handle> handle_of(const RasterLayer& layer, const Crs& working,
                                const SectionNotes& notes) {
  const auto errors = notes.findings.errors().size();
  Handle handle;
  handle.files = detail::opened_rasters(layer.sources, notes);
  refuse_densities(handle.files, notes);
  if (handle.files.empty() || notes.findings.errors().size() > errors) return std::nullopt;
  auto mosaics = detail::mosaics_of(handle.files);
  if (mosaics.size() > 1) {
    notes.error(layer.sources.front(),
                "is on another lattice of pixels than the rasters named with it; where they meet "
                "their counts cannot be joined",
                "name tiles of one data set only");
    return std::nullopt;
  }
  handle.mosaic = std::move(mosaics.front());

  const detail::SpatialReferencePtr crs(OSRClone(GDALGetSpatialRef(handle.mosaic.get())));
  OSRSetAxisMappingStrategy(crs.get(), OAMS_TRADITIONAL_GIS_ORDER);
  const auto target = detail::spatial_reference(working.wkt());
  handle.to_map = detail::transformation(crs.get(), target.get());
  handle.to_source = detail::transformation(target.get(), crs.get());
  if (!handle.to_map || !handle.to_source) {
    notes.error(
        layer.sources.front(),
        fmt::format("no exact transformation is known from its CRS to '{}'", working.name()),
        "bring it into a coordinate system with a known datum first");
    return std::nullopt;
  }
  return handle;
}

}  // namespace

struct CountRaster::State {
  RasterLayer layer;
  Crs working;
  int width = 0;
  int height = 0;
  std::array<double, 6> to_source_crs{};  ///< from pixels to the source's CRS
  std::array<double, 6> to_pixels{};
  mutable std::mutex mutex;
  mutable std::vector<Handle> idle;

  /// Hands a handle to the calling thread until the loan ends.
  class Loan {
   public:
    explicit Loan(const State& state) : m_state(state), m_handle(state.take()) {}
    ~Loan() {
      const std::lock_guard lock(m_state.mutex);
      m_state.idle.push_back(std::move(m_handle));
    }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    const Handle& operator*() const { return m_handle; }

   private:
    const State& m_state;
    Handle m_handle;
  };

  Handle take() const {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        Handle handle = std::move(idle.back());
        idle.pop_back();
        return handle;
      }
    }
    Findings known;  // whatever there is to say was said when the first one was opened
    auto handle = handle_of(layer, working, {layer.section, known});
    if (!handle) throw InputError(known.errors());
    return std::move(*handle);
  }

  Window full() const { return {0, 0, width, height}; }
};

CountRaster::CountRaster(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CountRaster::~CountRaster() = default;
CountRaster::CountRaster(CountRaster&&) noexcept = default;
CountRaster& CountRaster::operator=(CountRaster&&) noexcept = default;

std::optional<CountRaster> CountRaster::open(const RasterLayer& layer, const Crs& working,
                                             Findings& findings) {
  auto handle = handle_of(layer, working, {layer.section, findings});
  if (!handle) return std::nullopt;
  auto state = std::unique_ptr<State>(new State{layer, working, 0, 0, {}, {}, {}, {}});
  state->width = GDALGetRasterXSize(handle->mosaic.get());
  state->height = GDALGetRasterYSize(handle->mosaic.get());
  GDALGetGeoTransform(handle->mosaic.get(), state->to_source_crs.data());
  if (GDALInvGeoTransform(state->to_source_crs.data(), state->to_pixels.data()) == FALSE) {
    findings.error({{.source = layer.sources.front(), .layer = layer.section},
                    "has a georeference without extent",
                    ""});
    return std::nullopt;
  }
  state->idle.push_back(std::move(*handle));
  return CountRaster(std::move(state));
}

std::int64_t CountRaster::number_of(const CountedPixel& pixel) const {
  return static_cast<std::int64_t>(pixel.row) * m_state->width + pixel.column;
}

std::vector<std::int64_t> CountRaster::numbers_at(std::span<const MapPoint> points) const {
  std::vector<double> x;
  std::vector<double> y;
  for (const MapPoint p : points) {
    x.push_back(p.x_m);
    y.push_back(p.y_m);
  }
  const State& s = *m_state;
  const State::Loan loan(s);
  transform((*loan).to_source.get(), x, y);
  std::vector<std::int64_t> numbers;
  numbers.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    double column = 0.0;
    double row = 0.0;
    GDALApplyGeoTransform(const_cast<double*>(s.to_pixels.data()), x[i], y[i], &column, &row);
    const bool inside = column >= 0.0 && row >= 0.0 && column < s.width && row < s.height;
    numbers.push_back(
        inside ? static_cast<std::int64_t>(row) * s.width + static_cast<std::int64_t>(column) : -1);
  }
  return numbers;
}

Window CountRaster::window_of(const MapBox& box) const {
  const State& s = *m_state;
  if (box.empty()) return {};
  // A lattice over the box, dense enough that its sides and the pixels between it bend by less than
  // the margin.
  constexpr int steps = 100;
  constexpr double margin = 2.0;
  std::vector<double> x;
  std::vector<double> y;
  for (int j = 0; j <= steps; ++j) {
    for (int i = 0; i <= steps; ++i) {
      x.push_back(box.min_x_m + box.width_m() * i / steps);
      y.push_back(box.min_y_m + box.height_m() * j / steps);
    }
  }
  {
    const State::Loan loan(s);
    transform((*loan).to_source.get(), x, y);
  }
  MapBox pixels;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) continue;
    MapPoint p;
    GDALApplyGeoTransform(const_cast<double*>(s.to_pixels.data()), x[i], y[i], &p.x_m, &p.y_m);
    pixels.add(p);
  }
  if (pixels.empty()) return {};
  const auto patch_from = [](double pixel, int size) {
    const double inside = std::clamp(pixel - margin, 0.0, static_cast<double>(size));
    return inside >= size ? size : static_cast<int>(inside) / patch_side * patch_side;
  };
  const auto patch_to = [](double pixel, int size) {
    const double inside = std::clamp(pixel + margin, 0.0, static_cast<double>(size));
    const int patches = (static_cast<int>(std::ceil(inside)) + patch_side - 1) / patch_side;
    return std::min(patches * patch_side, size);
  };
  const int west = patch_from(pixels.min_x_m, s.width);
  const int north = patch_from(pixels.min_y_m, s.height);
  const Window window{west, north, patch_to(pixels.max_x_m, s.width) - west,
                      patch_to(pixels.max_y_m, s.height) - north};
  return window.empty() ? Window{} : window;
}

std::vector<Window> CountRaster::blocks_of(const MapBox& box) const {
  constexpr int side = 16 * patch_side;
  const Window all = window_of(box);
  std::vector<Window> blocks;
  for (int row = all.row; row < all.end_row(); row += side)
    for (int column = all.column; column < all.end_column(); column += side)
      blocks.push_back(Window{column, row, side, side}.intersection(all));
  return blocks;
}

CountedPixels CountRaster::read(const Window& asked) const {
  const State& s = *m_state;
  const Window window = asked.intersection(s.full());
  CountedPixels out;
  if (window.empty()) return out;
  const State::Loan loan(s);
  const detail::GdalMessages messages;
  std::vector<float> values(window.size());
  std::vector<unsigned char> known(window.size());
  GDALRasterBandH band = GDALGetRasterBand((*loan).mosaic.get(), 1);
  const auto fetch = [&](GDALRasterBandH from, void* into, GDALDataType type) {
    if (GDALRasterIO(from, GF_Read, window.column, window.row, window.width, window.height, into,
                     window.width, window.height, type, 0, 0) != CE_None)
      throw InputError(Diagnostic{{.source = s.layer.sources.front(), .layer = s.layer.section},
                                  "cannot be read: " + messages.reason(),
                                  ""});
  };
  fetch(band, values.data(), GDT_Float32);
  fetch(GDALGetMaskBand(band), known.data(), GDT_Byte);

  const auto across = static_cast<std::size_t>(window.width) + 1;
  std::vector<double> x;
  std::vector<double> y;
  for (int row = 0; row <= window.height; ++row) {
    for (int column = 0; column <= window.width; ++column) {
      double x_source = 0.0;
      double y_source = 0.0;
      GDALApplyGeoTransform(const_cast<double*>(s.to_source_crs.data()), window.column + column,
                            window.row + row, &x_source, &y_source);
      x.push_back(x_source);
      y.push_back(y_source);
    }
  }
  transform((*loan).to_map.get(), x, y);

  for (int row = 0; row < window.height; ++row) {
    for (int column = 0; column < window.width; ++column) {
      const auto i = static_cast<std::size_t>(row) * static_cast<std::size_t>(window.width) +
                     static_cast<std::size_t>(column);
      const double count = values[i];
      if (known[i] == 0 || std::isnan(count) || count == 0.0) continue;
      CountedPixel pixel{window.column + column, window.row + row, count, {}};
      const std::size_t north_west =
          static_cast<std::size_t>(row) * across + static_cast<std::size_t>(column);
      const std::array<std::size_t, 5> corners{north_west, north_west + across,
                                               north_west + across + 1, north_west + 1, north_west};
      bool on_map = true;
      for (std::size_t k = 0; k < corners.size(); ++k) {
        pixel.outline[k] = {x[corners[k]], y[corners[k]]};
        on_map = on_map && !std::isnan(x[corners[k]]);
      }
      if (!on_map) continue;  // beyond the edge of the world that the working CRS can show
      if (count > 0.0 && std::isfinite(count)) {
        out.pixels.push_back(pixel);
      } else {
        ++out.impossible;
        if (!out.first_impossible) out.first_impossible = pixel;
      }
    }
  }
  return out;
}

}  // namespace gigacity::geo
