// SPDX-License-Identifier: Apache-2.0
#include "geo/library.hpp"

#include <fmt/format.h>

#include "geo/detail/handles.hpp"

namespace gigacity::geo {

void initialise_libraries() {
  // GDAL keeps the last message of each thread whatever the handler does: errors are read where the
  // call was made, and nothing is printed.
  CPLSetErrorHandler([](CPLErr, CPLErrorNum, const char*) {});
  // The time a GeoPackage says it was changed; with today's, two runs would differ.
  CPLSetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
  // The OSM driver keeps its index of nodes in memory up to here (MB), beyond in a temporary file.
  CPLSetConfigOption("OSM_MAX_TMPFILE_SIZE", "1000");
  // By default GDAL keeps blocks up to a twentieth of the machine's memory. What is read twice soon
  // fits into this, and the memory of a run does not depend on the machine.
  constexpr GIntBig block_cache_bytes = GIntBig{128} << 20;
  if (CPLGetConfigOption("GDAL_CACHEMAX", nullptr) == nullptr) GDALSetCacheMax64(block_cache_bytes);
  GDALAllRegister();
}

std::string library_versions() {
  const PJ_INFO proj = proj_info();
  // GEOSversion() says "3.11.1-CAPI-1.17.1": the first part is GEOS' own.
  const std::string geos = GEOSversion();
  return fmt::format("GDAL {}, GEOS {}, PROJ {}", GDALVersionInfo("RELEASE_NAME"),
                     geos.substr(0, geos.find('-')), proj.version);
}

}  // namespace gigacity::geo
