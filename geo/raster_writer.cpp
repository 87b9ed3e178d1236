// SPDX-License-Identifier: Apache-2.0
#include "geo/raster_writer.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "geo/detail/aside_file.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/tiled_raster.hpp"
#include "geo/output_error.hpp"

namespace gigacity::geo {

namespace {

namespace fs = std::filesystem;

fs::path suffixed(fs::path file, const char* suffix) {
  file += suffix;
  return file;
}

void remove_quietly(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

GDALDataType data_type(PixelType type) {
  switch (type) {
    case PixelType::int32:
      return GDT_Int32;
    case PixelType::byte:
      return GDT_Byte;
    case PixelType::float32:
      break;
  }
  return GDT_Float32;
}

bool representable(double value, PixelType type) {
  if (type == PixelType::float32)
    return std::isfinite(value) && std::abs(value) <= std::numeric_limits<float>::max();
  const bool byte = type == PixelType::byte;
  const double low = byte ? 0.0 : std::numeric_limits<std::int32_t>::min();
  const double high = byte ? 255.0 : std::numeric_limits<std::int32_t>::max();
  return value >= low && value <= high && value == std::floor(value);
}

std::string hex(const std::array<unsigned char, 3>& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

std::string xml_text(const std::string& text) {
  const detail::CplStringPtr escaped(
      CPLEscapeString(text.c_str(), static_cast<int>(text.size()), CPLES_XML));
  return escaped.get();
}

/// The renderer of a class raster.
std::string paletted_renderer(const std::vector<RasterClass>& classes) {
  std::string xml =
      "    <rasterrenderer type=\"paletted\" band=\"1\" opacity=\"1\" alphaBand=\"-1\">\n"
      "      <colorPalette>\n";
  for (const RasterClass& c : classes) {
    xml += fmt::format(
        "        <paletteEntry value=\"{}\" label=\"{}\" color=\"{}\" alpha=\"255\"/>\n", c.code,
        xml_text(c.name), hex(c.colour));
  }
  return xml + "      </colorPalette>\n    </rasterrenderer>\n";
}

/// The renderer of a continuous raster: between the stops colours are interpolated, outside
/// clamped.
std::string ramp_renderer(const std::vector<ColourStop>& ramp, const std::string& unit) {
  const double low = ramp.front().value;
  const double high = ramp.back().value;
  std::string xml = fmt::format(
      "    <rasterrenderer type=\"singlebandpseudocolor\" band=\"1\" opacity=\"1\" alphaBand=\"-1\""
      " classificationMin=\"{0}\" classificationMax=\"{1}\">\n"
      "      <rastershader>\n"
      "        <colorrampshader colorRampType=\"INTERPOLATED\" classificationMode=\"1\" clip=\"0\""
      " minimumValue=\"{0}\" maximumValue=\"{1}\">\n",
      low, high);
  for (const ColourStop& stop : ramp) {
    const std::string label = stop.label.empty()
                                  ? fmt::format("{}{}{}", stop.value, unit.empty() ? "" : " ", unit)
                                  : stop.label;
    xml += fmt::format("          <item value=\"{}\" label=\"{}\" color=\"{}\" alpha=\"255\"/>\n",
                       stop.value, xml_text(label), hex(stop.colour));
  }
  return xml + "        </colorrampshader>\n      </rastershader>\n    </rasterrenderer>\n";
}

/// A QGIS layer style, empty where the description has neither classes nor a ramp.
std::string qgis_style(const RasterDescription& description) {
  if (description.classes.empty() && description.ramp.empty()) return {};
  const std::string renderer = description.classes.empty()
                                   ? ramp_renderer(description.ramp, description.unit)
                                   : paletted_renderer(description.classes);
  return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
         "<qgis version=\"3.22\" styleCategories=\"Symbology\">\n  <pipe>\n" +
         renderer +
         "    <brightnesscontrast/>\n    <huesaturation/>\n"
         "    <rasterresampler maxOversampling=\"2\"/>\n"
         "  </pipe>\n  <blendMode>0</blendMode>\n</qgis>\n";
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream) detail::fail_writing(file, "the disk is full or the folder is not writable");
}

void rename_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) detail::fail_writing(to, error.message());
}

/// Gives `from`, which need not exist, the name of a sidecar; without one no stale sidecar may
/// stay.
void place_sidecar(const fs::path& from, const fs::path& to) {
  if (fs::exists(from))
    rename_file(from, to);
  else
    remove_quietly(to);
}

int CPL_STDCALL keep_going(double, const char*, void* progress) {
  return static_cast<const Progress*>(progress)->cancelled() ? FALSE : TRUE;
}

// The palette covers a band's codes from 0 on; others have their colours and names in the QML
// alone.
void set_classes(GDALRasterBandH band, const std::vector<RasterClass>& classes) {
  const detail::Owner<GDALColorTableH, GDALDestroyColorTable> table(GDALCreateColorTable(GPI_RGB));
  std::vector<std::string> names;
  for (const RasterClass& c : classes) {
    if (c.code < 0 || c.code > 255) continue;
    const GDALColorEntry entry{c.colour[0], c.colour[1], c.colour[2], 255};
    GDALSetColorEntry(table.get(), c.code, &entry);
    names.resize(std::max(names.size(), static_cast<std::size_t>(c.code) + 1));
    names[static_cast<std::size_t>(c.code)] = c.name;
  }
  GDALSetRasterColorTable(band, table.get());
  detail::StringListPtr list;
  for (const std::string& name : names) list.reset(CSLAddString(list.release(), name.c_str()));
  GDALSetRasterCategoryNames(band, list.get());
}

}  // namespace

struct CogWriter::State {
  fs::path file;
  GridSpec grid;
  RasterDescription description;
  detail::Leftover scratch;
  detail::Leftover scratch_sidecar;  // where GDAL keeps names of classes
  detail::DatasetPtr dataset;
  bool any_value = false;
  std::vector<float> buffer;

  State(fs::path target, const GridSpec& raster_grid, RasterDescription raster_description)
      : file(std::move(target)),
        grid(raster_grid),
        description(std::move(raster_description)),
        scratch(suffixed(file, ".scratch.tif")),
        scratch_sidecar(suffixed(scratch.file(), ".aux.xml")) {}

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  ~State() {
    const detail::GdalMessages quiet;
    dataset.reset();
  }

  GDALRasterBandH band() const { return GDALGetRasterBand(dataset.get(), 1); }

  void open(const Crs& crs);
  void describe();
  void set_statistics(const Progress& progress);
  void copy_to(const fs::path& target, const Progress& progress);
};

void CogWriter::State::open(const Crs& crs) {
  const detail::GdalMessages messages;
  dataset = detail::create_tiled_raster(scratch.file(), grid, crs, data_type(description.type));
  if (!dataset) detail::fail_writing(file, messages.reason());
  describe();
  if (messages.failed()) detail::fail_writing(file, messages.reason());
}

// All of it before the first pixel: a TIFF's directory is fixed once data follows it.
void CogWriter::State::describe() {
  for (const auto& [key, value] : description.metadata)
    GDALSetMetadataItem(dataset.get(), key.c_str(), value.c_str(), nullptr);
  GDALSetRasterNoDataValue(band(), description.nodata);
  GDALSetDescription(band(), description.name.c_str());
  if (!description.unit.empty()) GDALSetRasterUnitType(band(), description.unit.c_str());
  if (!description.classes.empty() && description.type == PixelType::byte)
    set_classes(band(), description.classes);
}

// GDAL keeps them as metadata of the scratch band, and the copy takes them over. Without a single
// value there are none, which GDAL would call an error.
void CogWriter::State::set_statistics(const Progress& progress) {
  if (!any_value) return;
  detail::GdalMessages messages;
  double minimum = 0.0;
  double maximum = 0.0;
  double mean = 0.0;
  double deviation = 0.0;
  const CPLErr result =
      GDALComputeRasterStatistics(band(), FALSE, &minimum, &maximum, &mean, &deviation, keep_going,
                                  const_cast<Progress*>(&progress));
  progress.throw_if_cancelled();
  // Values that were overwritten by NaN leave nothing to compute: the one failure that is none.
  if (result != CE_None && messages.reason().find("no valid pixels") == std::string::npos)
    detail::fail_writing(file, messages.reason());
}

void CogWriter::State::copy_to(const fs::path& target, const Progress& progress) {
  const detail::GdalMessages messages;
  const bool classes = !description.classes.empty();
  detail::Options options;
  options.set("COMPRESS", "DEFLATE")
      .set("PREDICTOR", "YES")
      .set("OVERVIEW_COMPRESS", "DEFLATE")
      .set("OVERVIEW_PREDICTOR", "YES")
      .set("BLOCKSIZE", "512")
      .set("BIGTIFF", "IF_SAFER")
      .set("OVERVIEW_RESAMPLING", classes ? "NEAREST" : "AVERAGE");
  detail::DatasetPtr copy(GDALCreateCopy(GDALGetDriverByName("COG"), target.c_str(), dataset.get(),
                                         TRUE, options.get(), keep_going,
                                         const_cast<Progress*>(&progress)));
  progress.throw_if_cancelled();
  if (!copy) detail::fail_writing(file, messages.reason());
  if (!detail::close(copy, messages)) detail::fail_writing(file, messages.reason());
}

CogWriter::CogWriter(std::filesystem::path file, const GridSpec& grid, const Crs& crs,
                     RasterDescription description)
    : m_state(std::make_unique<State>(std::move(file), grid, std::move(description))) {
  if (!representable(m_state->description.nodata, m_state->description.type)) {
    throw std::invalid_argument(fmt::format("{}: nodata {} is no value of the raster's pixel type",
                                            m_state->file.string(), m_state->description.nodata));
  }
  if (grid.width <= 0 || grid.height <= 0)
    throw std::invalid_argument(m_state->file.string() + ": the raster has no pixels");
  m_state->open(crs);
}

CogWriter::~CogWriter() = default;
CogWriter::CogWriter(CogWriter&&) noexcept = default;
CogWriter& CogWriter::operator=(CogWriter&&) noexcept = default;

void CogWriter::write(const Window& window, const Raster<float>& values) {
  State& s = *m_state;
  if (!s.dataset) throw std::logic_error(s.file.string() + ": written to after finish()");
  if (values.width() != window.width || values.height() != window.height ||
      window.intersection(s.grid.full()) != window)
    throw std::invalid_argument(s.file.string() + ": pixels and window do not agree");
  if (window.empty()) return;
  const detail::GdalMessages messages;
  const auto nodata = static_cast<float>(s.description.nodata);
  s.buffer.assign(values.values().begin(), values.values().end());
  for (float& value : s.buffer) {
    if (std::isnan(value))
      value = nodata;
    else
      s.any_value = s.any_value || value != nodata;
  }
  const CPLErr result =
      GDALRasterIO(s.band(), GF_Write, window.column, window.row, window.width, window.height,
                   s.buffer.data(), window.width, window.height, GDT_Float32, 0, 0);
  if (result != CE_None || messages.failed()) detail::fail_writing(s.file, messages.reason());
}

void CogWriter::finish(const Progress& progress) {
  State& s = *m_state;
  if (!s.dataset) throw std::logic_error(s.file.string() + ": finished twice");
  progress.throw_if_cancelled();
  {
    const detail::GdalMessages messages;
    // Success of RasterIO is not written data: a full disk shows only now.
    const CPLErr flushed = GDALFlushRasterCache(s.band());
    GDALFlushCache(s.dataset.get());
    if (flushed != CE_None || messages.failed()) detail::fail_writing(s.file, messages.reason());
  }
  s.set_statistics(progress);

  const detail::Leftover cog(suffixed(s.file, ".part"));
  const detail::Leftover cog_sidecar(suffixed(cog.file(), ".aux.xml"));
  const detail::Leftover cog_overviews(suffixed(cog.file(), ".ovr.tmp"));
  const detail::Leftover style(suffixed(s.file, ".qml.part"));
  s.copy_to(cog.file(), progress);
  const std::string style_text = qgis_style(s.description);
  if (!style_text.empty()) write_text(style.file(), style_text);

  place_sidecar(cog_sidecar.file(), suffixed(s.file, ".aux.xml"));
  place_sidecar(style.file(), fs::path(s.file).replace_extension(".qml"));
  rename_file(cog.file(), s.file);

  const detail::GdalMessages quiet;
  s.dataset.reset();
  remove_quietly(s.scratch.file());
  remove_quietly(s.scratch_sidecar.file());
}

}  // namespace gigacity::geo
