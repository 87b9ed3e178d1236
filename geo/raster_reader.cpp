// SPDX-License-Identifier: Apache-2.0
#include "geo/raster_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include "geo/detail/handles.hpp"

namespace gigacity::geo {

namespace {

[[noreturn]] void unreadable(const std::string& file, const std::string& message,
                             std::string hint = {}) {
  InputLocation where;
  where.source = file;
  throw InputError(Diagnostic{std::move(where), message, std::move(hint)});
}

detail::DatasetPtr opened(const std::string& file) {
  const detail::GdalMessages messages;
  detail::DatasetPtr dataset(GDALOpenEx(file.c_str(),
                                        GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                        nullptr, nullptr, nullptr));
  if (!dataset) unreadable(file, "cannot be opened as a raster: " + messages.reason());
  return dataset;
}

GridSpec grid_of(GDALDatasetH dataset, const std::string& file) {
  std::array<double, 6> t{};
  if (GDALGetGeoTransform(dataset, t.data()) != CE_None)
    unreadable(file, "has no georeference; expected a raster on a grid");
  const bool north_up = t[2] == 0.0 && t[4] == 0.0 && t[1] > 0.0 && t[5] < 0.0;
  if (!north_up || std::abs(t[1] + t[5]) > 1e-9 * t[1]) {
    unreadable(file, "is not north-up with square pixels",
               "warp it with gdalwarp -tr to one pixel size for x and y");
  }
  return {t[0], t[3], t[1], GDALGetRasterXSize(dataset), GDALGetRasterYSize(dataset)};
}

}  // namespace

struct FileRasterSource::State {
  std::string file;
  int band = 1;
  GridSpec grid;
  std::optional<float> nodata;
  double scale = 1.0;
  double offset = 0.0;
  std::mutex mutex;
  std::vector<detail::DatasetPtr> idle;  // a GDAL dataset serves one thread at a time

  ~State() {
    const detail::GdalMessages quiet;
    idle.clear();
  }

  detail::DatasetPtr borrow() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        detail::DatasetPtr dataset = std::move(idle.back());
        idle.pop_back();
        return dataset;
      }
    }
    return opened(file);
  }

  void give_back(detail::DatasetPtr dataset) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(dataset));
  }

  float cleaned(float value) const {
    if (nodata && value == *nodata) return no_value;
    if (scale == 1.0 && offset == 0.0) return value;
    return static_cast<float>(value * scale + offset);
  }
};

FileRasterSource::FileRasterSource(const std::filesystem::path& file, int band)
    : m_state(std::make_unique<State>()) {
  m_state->file = file.string();
  m_state->band = band;
  detail::DatasetPtr dataset = opened(m_state->file);
  const int bands = GDALGetRasterCount(dataset.get());
  if (band < 1 || band > bands) {
    unreadable(m_state->file, "has " + std::to_string(bands) + " bands; band " +
                                  std::to_string(band) + " was asked for");
  }
  m_state->grid = grid_of(dataset.get(), m_state->file);
  const GDALRasterBandH handle = GDALGetRasterBand(dataset.get(), band);
  int known = FALSE;
  const double nodata = GDALGetRasterNoDataValue(handle, &known);
  if (known != FALSE) m_state->nodata = static_cast<float>(nodata);
  m_state->scale = GDALGetRasterScale(handle, &known);
  m_state->offset = GDALGetRasterOffset(handle, &known);
  m_state->give_back(std::move(dataset));
}

FileRasterSource::~FileRasterSource() = default;

const GridSpec& FileRasterSource::grid() const {
  return m_state->grid;
}

Raster<float> FileRasterSource::read(const Window& window) const {
  State& s = *m_state;
  Raster<float> out(s.grid.part(window), no_value);
  const Window inside = window.intersection(s.grid.full());
  if (inside.empty()) return out;

  detail::DatasetPtr dataset = s.borrow();
  {
    const detail::GdalMessages messages;
    float* first = &out.at({inside.column - window.column, inside.row - window.row});
    const CPLErr result =
        GDALRasterIO(GDALGetRasterBand(dataset.get(), s.band), GF_Read, inside.column, inside.row,
                     inside.width, inside.height, first, inside.width, inside.height, GDT_Float32,
                     0, window.width * static_cast<int>(sizeof(float)));
    if (result != CE_None) unreadable(s.file, "cannot be read: " + messages.reason());
  }
  s.give_back(std::move(dataset));

  for (int row = inside.row; row < inside.end_row(); ++row) {
    const auto pixels = out.row(row - window.row)
                            .subspan(static_cast<std::size_t>(inside.column - window.column),
                                     static_cast<std::size_t>(inside.width));
    for (float& value : pixels) value = s.cleaned(value);
  }
  return out;
}

}  // namespace gigacity::geo
