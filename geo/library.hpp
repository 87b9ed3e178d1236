// SPDX-License-Identifier: Apache-2.0
// The one piece of global state that GDAL needs.
#pragma once

#include <string>

namespace gigacity::geo {

/// Registers GDAL's drivers and routes its messages to our errors; once, first thing in main (and in
/// each test program). Also pins what would make outputs differ between two runs (file timestamps).
void initialise_libraries();

/// "GDAL 3.6.2, GEOS 3.11.1, PROJ 9.1.1".
std::string library_versions();

}  // namespace gigacity::geo
