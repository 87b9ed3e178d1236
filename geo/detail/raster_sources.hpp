// SPDX-License-Identifier: Apache-2.0
// The rasters a scenario names, opened and made alike, so that warping need not know their formats.
// Private to geo.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "geo/detail/handles.hpp"

namespace gigacity::geo::detail {

/// One raster of a mosaic.
struct RasterFile {
  std::string name;
  DatasetPtr file;     ///< before the dataset, which refers to it
  DatasetPtr dataset;  ///< its first band as Float32, scale and offset applied
  std::array<double, 6> transform{};
  int bands = 1;
  bool masked = false;         ///< by an alpha band or a mask, not by a nodata value
  bool declares_void = false;  ///< has a nodata value or a mask
};

/// Findings of one section of the scenario.
struct SectionNotes {
  const std::string& section;
  Findings& findings;

  InputLocation at(const std::string& source) const { return {.source = source, .layer = section}; }
  void error(const std::string& source, const std::string& message, std::string hint = {}) const {
    findings.error({at(source), message, std::move(hint)});
  }
  void warning(const std::string& source, const std::string& message, std::string hint = {}) const {
    findings.warning({at(source), message, std::move(hint)});
  }
};

/// Every raster of the sources, folders replaced by their files in order of name. What cannot be
/// used is an error; in a folder, a picture without a place on earth is skipped.
std::vector<RasterFile> opened_rasters(const std::vector<std::string>& sources,
                                       const SectionNotes& notes);

/// A dataset that others may refer to, too.
using SharedDatasetPtr = Owner<GDALDatasetH, GDALReleaseDataset>;

/// Datasets to warp one after the other, later over earlier: consecutive rasters on one lattice
/// become one virtual mosaic, so that nothing shows where tiles meet. They refer to `rasters`,
/// which must live as long. Throws InputError where GDAL refuses.
std::vector<SharedDatasetPtr> mosaics_of(const std::vector<RasterFile>& rasters);

}  // namespace gigacity::geo::detail
