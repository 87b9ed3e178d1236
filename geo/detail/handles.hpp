// SPDX-License-Identifier: Apache-2.0
// Owners for the handles of GDAL, OGR, PROJ and GEOS, and their errors as text. Private to geo.
#pragma once

// Only GEOS calls that take a context exist for us: the others share global state.
#ifndef GEOS_USE_ONLY_R_API
#define GEOS_USE_ONLY_R_API
#endif

#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <geos_c.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <proj.h>

namespace gigacity::geo::detail {

/// Calls the library's own release function.
template <auto Release>
struct Releaser {
  template <class T>
  void operator()(T* handle) const noexcept {
    Release(handle);
  }
};

/// A GDAL handle type (always a pointer) as an owner.
template <class Handle, auto Release>
using Owner = std::unique_ptr<std::remove_pointer_t<Handle>, Releaser<Release>>;

using DatasetPtr = Owner<GDALDatasetH, GDALClose>;  // to see errors of closing, use close()
using FeaturePtr = Owner<OGRFeatureH, OGR_F_Destroy>;
using GeometryPtr = Owner<OGRGeometryH, OGR_G_DestroyGeometry>;
using SpatialReferencePtr = Owner<OGRSpatialReferenceH, OSRRelease>;
using TransformationPtr = Owner<OGRCoordinateTransformationH, OCTDestroyCoordinateTransformation>;
using StringListPtr = Owner<char**, CSLDestroy>;
using CplStringPtr = Owner<char*, VSIFree>;

using PjContextPtr = Owner<PJ_CONTEXT*, proj_context_destroy>;
using PjPtr = Owner<PJ*, proj_destroy>;

/// A result of a query; it ends before its dataset does.
struct ResultSetCloser {
  GDALDatasetH dataset = nullptr;
  void operator()(OGRLayerH result) const noexcept { GDALDatasetReleaseResultSet(dataset, result); }
};
using ResultSetPtr = std::unique_ptr<std::remove_pointer_t<OGRLayerH>, ResultSetCloser>;

/// Collects what GDAL reports in this thread while it lives, in place of the handler installed
/// before.
class GdalMessages {
 public:
  /// `on_debug` receives debug messages, where the caller has switched them on.
  explicit GdalMessages(std::function<void(const std::string&)> on_debug = {});
  ~GdalMessages();
  GdalMessages(const GdalMessages&) = delete;
  GdalMessages& operator=(const GdalMessages&) = delete;

  /// An error, not only a warning, was reported.
  bool failed() const { return !m_error.empty(); }
  /// The first error, else the last warning, else "GDAL gives no reason".
  std::string reason() const;
  void clear();

 private:
  static void CPL_STDCALL receive(CPLErr kind, CPLErrorNum number, const char* text);
  std::function<void(const std::string&)> m_on_debug;
  std::string m_error;
  std::string m_warning;
};

/// Closes a dataset within `messages`: for many drivers this is when data is really written. True
/// when nothing went wrong, then and before.
bool close(DatasetPtr& dataset, const GdalMessages& messages);

/// GDAL's "KEY=VALUE" lists.
class Options {
 public:
  Options& set(const std::string& key, const std::string& value) {
    m_list.reset(CSLSetNameValue(m_list.release(), key.c_str(), value.c_str()));
    return *this;
  }
  char** get() const { return m_list.get(); }

 private:
  StringListPtr m_list;
};

/// From WKT or a definition PROJ knows, with x = east whatever the authority says; null where
/// unknown.
SpatialReferencePtr spatial_reference(const std::string& definition);

/// A GEOS context and its last error. For one thread at a time.
class GeosContext {
 public:
  GeosContext();
  GEOSContextHandle_t get() const { return m_handle.get(); }
  /// GEOS' reason for the last failure.
  const std::string& reason() const { return *m_message; }

 private:
  std::unique_ptr<std::string> m_message;  // stays in place when the context moves
  Owner<GEOSContextHandle_t, GEOS_finish_r> m_handle;
};

/// Releases GEOS objects, which need their context for it.
template <auto Release>
struct GeosReleaser {
  GEOSContextHandle_t context = nullptr;
  template <class T>
  void operator()(T* object) const noexcept {
    Release(context, object);
  }
};

using GeosGeometryPtr = std::unique_ptr<GEOSGeometry, GeosReleaser<GEOSGeom_destroy_r>>;
using GeosPreparedPtr =
    std::unique_ptr<const GEOSPreparedGeometry, GeosReleaser<GEOSPreparedGeom_destroy_r>>;
using GeosTreePtr = std::unique_ptr<GEOSSTRtree, GeosReleaser<GEOSSTRtree_destroy_r>>;

inline GeosGeometryPtr owned(const GeosContext& context, GEOSGeometry* geometry) {
  return {geometry, {context.get()}};
}

}  // namespace gigacity::geo::detail
