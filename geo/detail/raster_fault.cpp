// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/raster_fault.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

std::optional<FileFault> fault_of_place(GDALDatasetH dataset) {
  std::array<double, 6> t{};
  if (GDALGetGeoTransform(dataset, t.data()) != CE_None) {
    return FileFault{"has no georeference",
                     "give its corners, for example with gdal_edit.py -a_ullr, or a world file"};
  }
  const double pixel = t[1] * t[5] - t[2] * t[4];
  if (!std::ranges::all_of(t, [](double v) { return std::isfinite(v); }) || pixel == 0.0) {
    return FileFault{"has a georeference in which pixels have no extent",
                     "give its corners, for example with gdal_edit.py -a_ullr"};
  }
  OGRSpatialReferenceH reference = GDALGetSpatialRef(dataset);
  if (reference == nullptr || OSRIsLocal(reference) != 0) {
    return FileFault{"has no coordinate reference system",
                     "assign it one, for example with gdal_edit.py -a_srs EPSG:4326"};
  }
  if (OSRIsGeographic(reference) == 0 && OSRIsProjected(reference) == 0) {
    const char* name = OSRGetName(reference);
    return FileFault{fmt::format("has '{}' as its coordinate reference system, which is neither "
                                 "geographic nor projected",
                                 name == nullptr ? "unnamed" : name),
                     "assign it the right one, for example with gdal_edit.py -a_srs EPSG:4326"};
  }
  return std::nullopt;
}

bool is_feet(const std::string& unit) {
  constexpr std::array<std::string_view, 9> names{
      "ft",   "foot",           "feet",           "us-ft",         "us_ft",
      "ftus", "us survey foot", "us survey feet", "us_survey_foot"};
  return std::ranges::find(names, unit) != names.end();
}

/// Metres in a unit of the raster's heights; 1 where nothing is known of it.
double unit_of_heights_m(GDALDatasetH dataset) {
  const std::string unit = folded(GDALGetRasterUnitType(GDALGetRasterBand(dataset, 1)));
  if (is_feet(unit)) return 0.3048;
  OGRSpatialReferenceH reference = GDALGetSpatialRef(dataset);
  if (!unit.empty() || reference == nullptr || OSRIsCompound(reference) == 0) return 1.0;
  return OSRGetTargetLinearUnits(reference, "VERT_CS", nullptr);
}

}  // namespace

std::optional<FileFault> fault_of_raster(GDALDatasetH dataset) {
  if (auto fault = fault_of_place(dataset)) return fault;
  const GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
  if (GDALDataTypeIsComplex(GDALGetRasterDataType(band)) != 0) {
    return FileFault{"holds complex numbers",
                     "take the part that is meant, for example with gdal_calc.py"};
  }
  const double scale = GDALGetRasterScale(band, nullptr);
  const double offset = GDALGetRasterOffset(band, nullptr);
  if (!std::isfinite(scale) || scale == 0.0 || !std::isfinite(offset)) {
    return FileFault{fmt::format("has a scale of {} and an offset of {}, which leave it no values",
                                 scale, offset),
                     "correct them with gdal_edit.py -scale 1 -offset 0"};
  }
  return std::nullopt;
}

std::optional<FileFault> fault_of_heights(GDALDatasetH dataset) {
  const GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
  const GDALColorInterp meaning = GDALGetRasterColorInterpretation(band);
  if (meaning == GCI_RedBand) {
    return FileFault{"is a picture: its bands are colours, not heights",
                     "name the elevation data themselves, one band of metres"};
  }
  if (meaning == GCI_PaletteIndex) {
    return FileFault{"is a map of classes: its values are entries of a colour table, not heights",
                     "name the elevation data themselves, one band of metres"};
  }
  if (const double metres = unit_of_heights_m(dataset); std::abs(metres - 1.0) > 1e-9) {
    return FileFault{
        fmt::format("holds heights in a unit of {:g} m; expected metres", metres),
        fmt::format("convert it: gdal_calc.py -A in.tif --calc=\"A*{:g}\" --outfile=out.tif, then "
                    "gdal_edit.py -units m out.tif",
                    metres)};
  }
  return std::nullopt;
}

}  // namespace gigacity::geo::detail
