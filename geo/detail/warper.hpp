// SPDX-License-Identifier: Apache-2.0
// One raster warped into windows of another, such that no pixel depends on the window it is
// computed in. Private to geo.
#pragma once

#include <array>
#include <limits>
#include <string>

#include <gdal_alg.h>
#include <gdalwarper.h>

#include "core/grid.hpp"
#include "geo/detail/handles.hpp"
#include "geo/raster_reader.hpp"

namespace gigacity::geo::detail {

/// Edges of a set of rasters, degrees.
struct DegreeBox {
  double west = std::numeric_limits<double>::infinity();
  double south = std::numeric_limits<double>::infinity();
  double east = -std::numeric_limits<double>::infinity();
  double north = -std::numeric_limits<double>::infinity();

  void add(const DegreeBox& other);
  /// "longitude 1.2000 to 1.4000, latitude ..."
  std::string text() const;
};

/// Empty where the raster's CRS does not reach its corners.
DegreeBox degree_box_of(GDALDatasetH dataset);

using TransformerPtr = Owner<void*, GDALDestroyGenImgProjTransformer>;

/// Between pixels of the target and pixels of a source, exact at every pixel. The area of interest
/// pins one coordinate operation, so that no pixel depends on its neighbours. Null where there is
/// none.
TransformerPtr transformer_of(GDALDatasetH source, GDALDatasetH target);

/// The source's pixels that the target's area touches, from a lattice of points over it.
Window touched_window(void* transformer, const GridSpec& grid, GDALDatasetH source);

/// Warps one source into windows of the target.
class Warper {
 public:
  /// `first`: what the source does not cover becomes nodata, instead of keeping what is there.
  Warper(GDALDatasetH source, GDALDatasetH target, const GridSpec& grid, const ResamplingRule& rule,
         bool first);

  bool usable() const { return m_operation != nullptr; }
  Resampling resampling() const { return m_resampling; }
  /// False where GDAL fails; the messages that the caller holds know why.
  bool warp(const Window& window) const;

 private:
  void set(const char* key, const std::string& value);

  TransformerPtr m_transformer;
  Owner<GDALWarpOptions*, GDALDestroyWarpOptions> m_options;
  Owner<GDALWarpOperationH, GDALDestroyWarpOperation> m_operation;
  Resampling m_resampling = Resampling::nearest;
};

}  // namespace gigacity::geo::detail
