// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_fault.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "core/text.hpp"

namespace gigacity::geo::detail {

namespace {

bool opens_as_raster(const std::string& name) {
  const GdalMessages quiet;
  return DatasetPtr(GDALOpenEx(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, nullptr,
                               nullptr)) != nullptr;
}

/// Whether one of a data source's files has this extension.
bool has_file(GDALDatasetH dataset, const std::string& extension) {
  const StringListPtr files(GDALGetFileList(dataset));
  const auto names = std::span(files.get(), static_cast<std::size_t>(CSLCount(files.get())));
  return std::ranges::any_of(
      names, [&](const char* name) { return folded(CPLGetExtension(name)) == extension; });
}

}  // namespace

std::optional<FileFault> fault_of_opened(GDALDatasetH dataset, const GdalMessages& messages) {
  if (messages.failed()) {
    return FileFault{"is not sound: " + messages.reason(),
                     "correct it, for example by converting it with ogr2ogr"};
  }
  const std::string_view driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
  if (driver == "ESRI Shapefile" && has_file(dataset, "shp") && !has_file(dataset, "dbf")) {
    return FileFault{"lacks its .dbf file, which holds the attributes",
                     "copy it beside the .shp: .shp, .shx, .dbf and .prj belong together"};
  }
  return std::nullopt;
}

FileFault fault_of_unopened(const std::string& gdal_name, const std::string& reason) {
  if (opens_as_raster(gdal_name))
    return {"is a raster; expected a vector layer", "name a vector data source"};
  const std::string message = "cannot be opened as a vector layer";
  if (!reason.empty() && reason.find("not recognized") == std::string::npos)
    return {message + ": " + reason, "check the source"};
  const std::string extension = folded(CPLGetExtension(gdal_name.c_str()));
  if (extension == "csv" || extension == "tsv") {
    return {
        message,
        "a CSV file has a header of at least two names, separated by commas, semicolons or tabs"};
  }
  return {message, "any format that OGR reads will do: GeoPackage, GeoJSON, Shapefile, CSV ..."};
}

}  // namespace gigacity::geo::detail
