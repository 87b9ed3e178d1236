// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <gdal_utils.h>
#include <gdalwarper.h>

#include "core/diagnostic.hpp"
#include "core/units.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/transformation.hpp"
#include "geo/raster_writer.hpp"

namespace gigacity::geo {

namespace {

using Rgba = std::array<unsigned char, 4>;
constexpr Rgba transparent{0, 0, 0, 0};

// EPSG:3857 is a sphere of this radius.
constexpr double mercator_radius_m = 6'378'137.0;

/// Web Mercator, by its code where it is about Greenwich.
std::string mercator_about(double meridian_deg) {
  if (meridian_deg == 0.0) return "EPSG:3857";
  return fmt::format(
      "+proj=merc +a={0:.0f} +b={0:.0f} +lon_0={1} +units=m +nadgrids=@null +no_defs",
      mercator_radius_m, meridian_deg);
}

/// The meridian to draw about: 180 where a raster lies across it, since Web Mercator ends there.
double meridian_of(GDALDatasetH raster) {
  std::array<double, 6> t{};
  OGRSpatialReferenceH reference = GDALGetSpatialRef(raster);
  if (reference == nullptr || GDALGetGeoTransform(raster, t.data()) != CE_None) return 0.0;
  const detail::LayerTransformation to_degrees(reference, MapDatum::wgs84,
                                               detail::spatial_reference("EPSG:4326").get());
  if (!to_degrees.usable()) return 0.0;
  const auto box = detail::geographic_bounds({t[0], t[3] + GDALGetRasterYSize(raster) * t[5],
                                              t[0] + GDALGetRasterXSize(raster) * t[1], t[3]},
                                             to_degrees);
  return box && box->east_deg > 180.0 ? 180.0 : 0.0;
}

double longitude_deg(double x_m) {
  return degrees(x_m / mercator_radius_m);
}
double latitude_deg(double y_m) {
  return degrees(std::atan(std::sinh(y_m / mercator_radius_m)));
}

[[noreturn]] void cannot_be_drawn(const std::filesystem::path& file,
                                  const detail::GdalMessages& messages) {
  InputLocation where;
  where.source = file.string();
  throw InputError(Diagnostic{std::move(where), "cannot be drawn: " + messages.reason(), {}});
}

/// A raster in Web Mercator, NaN where it has no data.
struct Drawing {
  detail::DatasetPtr dataset;
  int width = 0;
  int height = 0;
  std::array<double, 6> transform{};
  double meridian_deg = 0.0;  ///< where x is 0

  std::vector<float> values() const {
    std::vector<float> out(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    if (GDALRasterIO(GDALGetRasterBand(dataset.get(), 1), GF_Read, 0, 0, width, height, out.data(),
                     width, height, GDT_Float32, 0, 0) != CE_None)
      out.assign(out.size(), no_value);
    return out;
  }
  double south_m() const { return transform[3] + height * transform[5]; }
  double east_m() const { return transform[0] + width * transform[1]; }
};

/// A part of a raster as a raster of its own, which refers to `whole`.
detail::DatasetPtr part_of(GDALDatasetH whole, const Window& window) {
  const std::vector<std::string> words{"-of",
                                       "VRT",
                                       "-srcwin",
                                       std::to_string(window.column),
                                       std::to_string(window.row),
                                       std::to_string(window.width),
                                       std::to_string(window.height)};
  detail::StringListPtr list;
  for (const std::string& word : words) list.reset(CSLAddString(list.release(), word.c_str()));
  const detail::Owner<GDALTranslateOptions*, GDALTranslateOptionsFree> options(
      GDALTranslateOptionsNew(list.get(), nullptr));
  return detail::DatasetPtr(GDALTranslate("", whole, options.get(), nullptr));
}

/// As large as the raster's own pixels allow, but no side longer than `max_side`; of `window`, or
/// of the whole raster.
Drawing drawing_of(const std::filesystem::path& file, const std::optional<Window>& window,
                   int max_side, const char* resampling, const detail::GdalMessages& messages) {
  const detail::DatasetPtr whole(
      GDALOpenEx(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                 nullptr, nullptr));
  if (!whole) cannot_be_drawn(file, messages);
  const Window drawn = window.value_or(
      Window{0, 0, GDALGetRasterXSize(whole.get()), GDALGetRasterYSize(whole.get())});
  const detail::DatasetPtr source = part_of(whole.get(), drawn);
  if (!source) cannot_be_drawn(file, messages);

  const double meridian_deg = meridian_of(source.get());
  const std::string mercator = mercator_about(meridian_deg);
  detail::Options options;
  options.set("DST_SRS", mercator);
  const detail::Owner<void*, GDALDestroyGenImgProjTransformer> transformer(
      GDALCreateGenImgProjTransformer2(source.get(), nullptr, options.get()));
  std::array<double, 6> natural{};
  std::array<double, 4> extent{};  // west, south, east, north
  int width = 0;
  int height = 0;
  if (!transformer ||
      GDALSuggestedWarpOutput2(source.get(), GDALGenImgProjTransform, transformer.get(),
                               natural.data(), &width, &height, extent.data(), 0) != CE_None)
    cannot_be_drawn(file, messages);
  const double scale = std::min(1.0, static_cast<double>(max_side) / std::max(width, height));
  Drawing out;
  out.meridian_deg = meridian_deg;
  out.width = std::max(1, static_cast<int>(std::lround(width * scale)));
  out.height = std::max(1, static_cast<int>(std::lround(height * scale)));

  const std::vector<std::string> words{"-of",
                                       "MEM",
                                       "-ot",
                                       "Float32",
                                       "-t_srs",
                                       mercator,
                                       "-r",
                                       resampling,
                                       "-et",
                                       "0",
                                       "-dstnodata",
                                       "nan",
                                       "-te",
                                       fmt::format("{:.17g}", extent[0]),
                                       fmt::format("{:.17g}", extent[1]),
                                       fmt::format("{:.17g}", extent[2]),
                                       fmt::format("{:.17g}", extent[3]),
                                       "-ts",
                                       std::to_string(out.width),
                                       std::to_string(out.height)};
  detail::StringListPtr list;
  for (const std::string& word : words) list.reset(CSLAddString(list.release(), word.c_str()));
  const detail::Owner<GDALWarpAppOptions*, GDALWarpAppOptionsFree> warp(
      GDALWarpAppOptionsNew(list.get(), nullptr));
  GDALDatasetH from = source.get();
  out.dataset.reset(GDALWarp("", nullptr, 1, &from, warp.get(), nullptr));
  if (!out.dataset || GDALGetGeoTransform(out.dataset.get(), out.transform.data()) != CE_None)
    cannot_be_drawn(file, messages);
  return out;
}

unsigned char mixed(unsigned char a, unsigned char b, double share) {
  return static_cast<unsigned char>(std::lround(a + (b - a) * share));
}

/// Linear between the stops, which rise; the first and last colours beyond them.
Rgba ramp_colour(std::span<const ColourStop> ramp, double value) {
  const auto opaque = [](const std::array<unsigned char, 3>& c) {
    return Rgba{c[0], c[1], c[2], 255};
  };
  const auto above =
      std::upper_bound(ramp.begin(), ramp.end(), value,
                       [](double v, const ColourStop& stop) { return v < stop.value; });
  if (above == ramp.begin()) return opaque(ramp.front().colour);
  if (above == ramp.end()) return opaque(ramp.back().colour);
  const ColourStop& low = *(above - 1);
  const double share = (value - low.value) / (above->value - low.value);
  return {mixed(low.colour[0], above->colour[0], share),
          mixed(low.colour[1], above->colour[1], share),
          mixed(low.colour[2], above->colour[2], share), 255};
}

/// By code; of several with one code the first.
using ClassColours = std::unordered_map<double, Rgba>;

ClassColours class_colours(std::span<const RasterClass> classes) {
  ClassColours colours;
  for (const RasterClass& c : classes)
    colours.try_emplace(static_cast<double>(c.code),
                        Rgba{c.colour[0], c.colour[1], c.colour[2], 255});
  return colours;
}

Rgba colour_of(const RasterDescription& description, const ClassColours& classes, float value) {
  if (std::isnan(value)) return transparent;
  if (!description.classes.empty()) {
    const auto found = classes.find(static_cast<double>(value));
    return found == classes.end() ? transparent : found->second;
  }
  if (!description.ramp.empty()) return ramp_colour(description.ramp, static_cast<double>(value));
  return transparent;
}

/// `channels` bytes for each pixel, the last of them opacity.
std::vector<unsigned char> png_of(std::vector<unsigned char>& pixels, int channels, int width,
                                  int height, const std::filesystem::path& file,
                                  const detail::GdalMessages& messages) {
  const detail::DatasetPtr picture(
      GDALCreate(GDALGetDriverByName("MEM"), "", width, height, channels, GDT_Byte, nullptr));
  if (!picture || GDALDatasetRasterIO(picture.get(), GF_Write, 0, 0, width, height, pixels.data(),
                                      width, height, GDT_Byte, channels, nullptr, channels,
                                      channels * width, 1) != CE_None)
    cannot_be_drawn(file, messages);
  GDALSetRasterColorInterpretation(GDALGetRasterBand(picture.get(), channels), GCI_AlphaBand);
  // Nothing else that exists now has this address.
  const std::string name = fmt::format("/vsimem/gigacity-{}.png", fmt::ptr(pixels.data()));
  detail::DatasetPtr png(GDALCreateCopy(GDALGetDriverByName("PNG"), name.c_str(), picture.get(),
                                        FALSE, nullptr, nullptr, nullptr));
  const bool written = png != nullptr && detail::close(png, messages);
  vsi_l_offset size = 0;
  const detail::Owner<GByte*, VSIFree> bytes(VSIGetMemFileBuffer(name.c_str(), &size, TRUE));
  if (!written || !bytes) cannot_be_drawn(file, messages);
  return {bytes.get(), bytes.get() + size};
}

MapPicture picture_of(const Drawing& drawing, std::vector<unsigned char>& pixels, int channels,
                      const std::filesystem::path& file, const detail::GdalMessages& messages) {
  return {png_of(pixels, channels, drawing.width, drawing.height, file, messages),
          drawing.meridian_deg + longitude_deg(drawing.transform[0]),
          latitude_deg(drawing.south_m()), drawing.meridian_deg + longitude_deg(drawing.east_m()),
          latitude_deg(drawing.transform[3])};
}

}  // namespace

MapPicture map_picture(const std::filesystem::path& file, const RasterDescription& description,
                       int max_side) {
  const detail::GdalMessages messages;
  const Drawing drawing = drawing_of(file, std::nullopt, max_side, "near", messages);
  const std::vector<float> values = drawing.values();
  const ClassColours classes = class_colours(description.classes);
  std::vector<unsigned char> pixels;
  pixels.reserve(4 * values.size());
  for (const float value : values) {
    const Rgba colour = colour_of(description, classes, value);
    pixels.insert(pixels.end(), colour.begin(), colour.end());
  }
  return picture_of(drawing, pixels, 4, file, messages);
}

MapPicture hillshade_picture(const std::filesystem::path& terrain, const Window& window,
                             int max_side) {
  const detail::GdalMessages messages;
  const Drawing drawing = drawing_of(terrain, window, max_side, "bilinear", messages);

  // Web Mercator stretches distances by 1 / cos(latitude): heights are stretched alike.
  const double middle_m = 0.5 * (drawing.transform[3] + drawing.south_m());
  const std::string stretch = fmt::format("{:.17g}", std::cosh(middle_m / mercator_radius_m));
  const std::array<const char*, 7> words{
      "-of", "MEM", "-compute_edges", "-multidirectional", "-z", stretch.c_str(), nullptr};
  const detail::Owner<GDALDEMProcessingOptions*, GDALDEMProcessingOptionsFree> options(
      GDALDEMProcessingOptionsNew(const_cast<char**>(words.data()), nullptr));
  const detail::DatasetPtr shade(
      GDALDEMProcessing("", drawing.dataset.get(), "hillshade", nullptr, options.get(), nullptr));
  if (!shade) cannot_be_drawn(terrain, messages);

  const std::vector<float> heights = drawing.values();
  std::vector<unsigned char> grey(heights.size());
  if (GDALRasterIO(GDALGetRasterBand(shade.get(), 1), GF_Read, 0, 0, drawing.width, drawing.height,
                   grey.data(), drawing.width, drawing.height, GDT_Byte, 0, 0) != CE_None)
    cannot_be_drawn(terrain, messages);
  std::vector<unsigned char> pixels;
  pixels.reserve(2 * heights.size());
  for (std::size_t i = 0; i < heights.size(); ++i) {
    // GDAL leaves 0 where a neighbour is missing: there is no slope, not a black one.
    const bool known = !std::isnan(heights[i]) && grey[i] != 0;
    pixels.insert(pixels.end(), {grey[i], static_cast<unsigned char>(known ? 255 : 0)});
  }
  return picture_of(drawing, pixels, 2, terrain, messages);
}

}  // namespace gigacity::geo
