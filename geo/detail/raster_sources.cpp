// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/raster_sources.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <gdal_utils.h>

#include "core/text.hpp"
#include "geo/detail/file_fault.hpp"
#include "geo/detail/raster_fault.hpp"
#include "geo/detail/source_container.hpp"

namespace gigacity::geo::detail {

namespace {

/// Names in a folder, sorted; empty where it cannot be read.
std::vector<std::string> folder_names(const std::string& folder) {
  const StringListPtr list(VSIReadDir(folder.c_str()));
  const int count = CSLCount(list.get());
  std::vector<std::string> names(list.get(), list.get() + count);
  std::sort(names.begin(), names.end());
  return names;
}

/// The raster files of a source: itself, or those of the folder or archive it names.
std::vector<std::string> files_of(const std::string& source, const SectionNotes& notes) {
  const GdalMessages quiet;
  const std::string name = gdal_name(source);
  VSIStatBufL state{};
  if (VSIStatL(name.c_str(), &state) != 0) {
    // A connection ("WCS:...") or something remote: opening it gives the reason.
    const bool remote = source.starts_with("/vsi") || source.find(':') != std::string::npos;
    if (remote) return {source};
    if (name != source && VSIStatL(source.c_str(), &state) == 0) {
      notes.error(source, "is no archive that can be read", "pack it again, or unpack it");
      return {};
    }
    const std::string folder = CPLGetPath(source.c_str());
    const auto near = nearest_word(CPLGetFilename(source.c_str()), folder_names(folder));
    notes.error(source, "does not exist", near ? "did you mean " + *near + "?" : std::string());
    return {};
  }
  if (!is_container(name, MemberKind::raster)) return {name};
  std::vector<std::string> files;
  for (const Member& member : members_of(name, MemberKind::raster)) files.push_back(member.name);
  if (files.empty()) {
    notes.error(source, name.starts_with("/vsi")
                            ? "is an archive without any raster that GDAL can read"
                            : "is a folder without any raster that GDAL can read");
  }
  return files;
}

int alpha_band_of(GDALDatasetH dataset) {
  for (int band = GDALGetRasterCount(dataset); band > 1; --band) {
    if (GDALGetRasterColorInterpretation(GDALGetRasterBand(dataset, band)) == GCI_AlphaBand)
      return band;
  }
  return 0;
}

/// The first band as a virtual raster that every later step can treat alike.
DatasetPtr first_band(GDALDatasetH dataset, int alpha_band) {
  const std::string mask = std::to_string(alpha_band);
  std::vector<const char*> words{"-of", "VRT", "-ot", "Float32", "-b", "1", "-unscale"};
  if (alpha_band > 0) words.insert(words.end(), {"-mask", mask.c_str()});
  words.push_back(nullptr);
  const Owner<GDALTranslateOptions*, GDALTranslateOptionsFree> options(
      GDALTranslateOptionsNew(const_cast<char**>(words.data()), nullptr));
  return DatasetPtr(GDALTranslate("", dataset, options.get(), nullptr));
}

/// Opens a raster and checks that it has a place on earth.
std::optional<RasterFile> raster_of(const std::string& file, bool from_folder,
                                    const SectionNotes& notes) {
  const GdalMessages messages;
  DatasetPtr dataset(GDALOpenEx(file.c_str(),
                                GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                                nullptr, nullptr));
  if (!dataset) {
    notes.error(file, "is not a raster that GDAL can read: " + messages.reason());
    return std::nullopt;
  }
  if (GDALGetRasterCount(dataset.get()) == 0) {
    const char* inner = GDALGetMetadataItem(dataset.get(), "SUBDATASET_1_NAME", "SUBDATASETS");
    notes.error(file, "holds no raster band of its own",
                inner ? fmt::format("name one of its parts, for example {}", inner) : "");
    return std::nullopt;
  }
  RasterFile raster;
  raster.name = file;
  const bool placed = GDALGetGeoTransform(dataset.get(), raster.transform.data()) == CE_None;
  if (!placed && from_folder) {
    notes.findings.skip(notes.at(file), "picture without georeference in a folder of rasters");
    return std::nullopt;
  }
  if (const auto fault = fault_of_raster(dataset.get())) {
    notes.error(file, fault->message, fault->hint);
    return std::nullopt;
  }
  const GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
  const int alpha_band = alpha_band_of(dataset.get());
  int has_nodata = FALSE;
  GDALGetRasterNoDataValue(band, &has_nodata);
  raster.bands = GDALGetRasterCount(dataset.get()) - (alpha_band > 0 ? 1 : 0);
  raster.masked = alpha_band > 0 || (GDALGetMaskFlags(band) & GMF_PER_DATASET) != 0;
  raster.declares_void = has_nodata != FALSE || raster.masked;
  raster.dataset = first_band(dataset.get(), alpha_band);
  if (!raster.dataset) {
    notes.error(file, "cannot be read: " + messages.reason());
    return std::nullopt;
  }
  raster.file = std::move(dataset);
  return raster;
}

/// Same CRS, same pixels, and pixel edges that coincide.
bool on_one_lattice(const RasterFile& a, const RasterFile& b) {
  const auto& s = a.transform;
  const auto& t = b.transform;
  if (a.masked || b.masked || s[2] != 0.0 || s[4] != 0.0 || t[2] != 0.0 || t[4] != 0.0)
    return false;
  const auto near = [](double x, double y) { return std::abs(x - y) <= 1e-9 * std::abs(x); };
  if (!near(s[1], t[1]) || !near(s[5], t[5]) || s[5] >= 0.0) return false;
  const auto whole = [](double pixels) { return std::abs(pixels - std::round(pixels)) < 1e-3; };
  return whole((t[0] - s[0]) / s[1]) && whole((t[3] - s[3]) / s[5]) &&
         OSRIsSame(GDALGetSpatialRef(a.dataset.get()), GDALGetSpatialRef(b.dataset.get())) != FALSE;
}

SharedDatasetPtr virtual_mosaic(const std::vector<GDALDatasetH>& parts) {
  // Where no part has data the mosaic is NaN, whatever nodata values the parts use.
  std::vector<const char*> words{"-vrtnodata", "nan", nullptr};
  const Owner<GDALBuildVRTOptions*, GDALBuildVRTOptionsFree> options(
      GDALBuildVRTOptionsNew(const_cast<char**>(words.data()), nullptr));
  std::vector<GDALDatasetH> handles = parts;
  return SharedDatasetPtr(GDALBuildVRT("", static_cast<int>(handles.size()), handles.data(),
                                       nullptr, options.get(), nullptr));
}

}  // namespace

std::vector<RasterFile> opened_rasters(const std::vector<std::string>& sources,
                                       const SectionNotes& notes) {
  std::vector<RasterFile> rasters;
  for (const std::string& source : sources) {
    if (const auto fault = fault_of_file(source)) {
      notes.error(source, fault->message, fault->hint);
      continue;
    }
    const std::vector<std::string> files = files_of(source, notes);
    const bool folder = files.size() != 1 || files.front() != gdal_name(source);
    for (const std::string& file : files) {
      if (auto raster = raster_of(file, folder, notes)) rasters.push_back(std::move(*raster));
    }
  }
  const auto several = [](const RasterFile& r) { return r.bands > 1; };
  const auto first = std::find_if(rasters.begin(), rasters.end(), several);
  if (first != rasters.end()) {
    notes.warning(
        first->name,
        fmt::format("has {} bands, as have {} of {} rasters; the first band is used", first->bands,
                    std::count_if(first, rasters.end(), several), rasters.size()));
  }
  return rasters;
}

std::vector<SharedDatasetPtr> mosaics_of(const std::vector<RasterFile>& rasters) {
  std::vector<SharedDatasetPtr> mosaics;
  for (auto first = rasters.begin(); first != rasters.end();) {
    std::vector<GDALDatasetH> parts;
    auto next = first;
    for (; next != rasters.end() && (next == first || on_one_lattice(*first, *next)); ++next)
      parts.push_back(next->dataset.get());
    const GdalMessages messages;
    if (parts.size() == 1) {
      GDALReferenceDataset(parts.front());
      mosaics.emplace_back(parts.front());
    } else {
      mosaics.push_back(virtual_mosaic(parts));
    }
    if (!mosaics.back())
      throw InputError(
          Diagnostic{{.source = first->name}, "cannot be joined: " + messages.reason(), {}});
    first = next;
  }
  return mosaics;
}

}  // namespace gigacity::geo::detail
