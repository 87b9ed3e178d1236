// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/transformation.hpp"

namespace gigacity::geo::detail {

namespace {

using TransformationOptionsPtr =
    Owner<OGRCoordinateTransformationOptionsH, OCTDestroyCoordinateTransformationOptions>;

std::string datum_of(OGRSpatialReferenceH reference) {
  const char* name = OSRGetAttrValue(reference, "DATUM", 0);
  return name == nullptr ? "" : name;
}

bool is_wgs84(const std::string& datum) {
  return datum == "WGS_1984" || datum.find("World Geodetic System 1984") != std::string::npos;
}

bool coincide(const std::string& a, const std::string& b) {
  return (is_cgcs2000(a) && is_wgs84(b)) || (is_wgs84(a) && is_cgcs2000(b));
}

SpatialReferencePtr horizontal(OGRSpatialReferenceH reference) {
  SpatialReferencePtr copy(OSRClone(reference));
  if (OSRIsCompound(copy.get()) != 0) OSRStripVertical(copy.get());
  OSRDemoteTo2D(copy.get(), nullptr);
  return copy;
}

}  // namespace

bool is_cgcs2000(const std::string& datum) {
  return datum == "China 2000" || datum == "China_2000" || datum == "D_China_2000";
}

bool is_cgcs2000(PJ_CONTEXT* context, const PJ* crs) {
  const PjPtr datum(proj_crs_get_datum_forced(context, crs));
  const char* name = datum ? proj_get_name(datum.get()) : nullptr;
  return name != nullptr && is_cgcs2000(std::string(name));
}

TransformationPtr transformation(OGRSpatialReferenceH from, OGRSpatialReferenceH to) {
  const GdalMessages quiet;
  const TransformationOptionsPtr options(OCTNewCoordinateTransformationOptions());
  OCTCoordinateTransformationOptionsSetBallparkAllowed(options.get(),
                                                       coincide(datum_of(from), datum_of(to)));
  const SpatialReferencePtr flat_from = horizontal(from);
  const SpatialReferencePtr flat_to = horizontal(to);
  return TransformationPtr(
      OCTNewCoordinateTransformationEx(flat_from.get(), flat_to.get(), options.get()));
}

}  // namespace gigacity::geo::detail
