// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "apps/path/path_report.hpp"

namespace gigacity::apps {

std::string path_csv(const PathReport& report) {
  const radio::Link link = report.link();
  const double d = link.profile.distance_m();
  std::string out =
      "distance_m,lon,lat,ground_m,surface_m,earth_bulge_m,line_m,clearance_m,fresnel_radius_m\n";
  for (std::size_t i = 0; i < link.profile.size(); ++i) {
    const double at = link.profile.step_m * static_cast<double>(i);
    const double ground = link.profile.ground_m[i];
    const double surface = link.profile.surface_m[i];
    const double top = std::isnan(surface) ? ground : surface;
    const double line = radio::line_height_m(link, at);
    const double bulge = radio::earth_bulge_m(link, at);
    fmt::format_to(std::back_inserter(out),
                   "{:.3f},{:.7f},{:.7f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f}\n", at,
                   report.path.positions[i].lon_deg, report.path.positions[i].lat_deg, ground, top,
                   bulge, line, line - top - bulge,
                   radio::fresnel_radius_m(at, std::max(d - at, 0.0), link.frequency_mhz));
  }
  return out;
}

}  // namespace gigacity::apps
