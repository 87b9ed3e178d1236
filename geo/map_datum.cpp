// SPDX-License-Identifier: Apache-2.0
#include "geo/map_datum.hpp"

namespace gigacity::geo {

const char* to_string(MapDatum datum) {
  switch (datum) {
    case MapDatum::gcj02:
      return "gcj02";
    case MapDatum::bd09:
      return "bd09";
    case MapDatum::wgs84:
      break;
  }
  return "wgs84";
}

std::optional<MapDatum> map_datum_named(std::string_view name) {
  for (const MapDatum datum : {MapDatum::wgs84, MapDatum::gcj02, MapDatum::bd09}) {
    if (name == to_string(datum)) return datum;
  }
  return std::nullopt;
}

}  // namespace gigacity::geo
