// SPDX-License-Identifier: Apache-2.0
#include "apps/run/site_presets.hpp"

#include "apps/run/anfr.hpp"
#include "apps/run/layer_schemas.hpp"
#include "apps/run/opencellid.hpp"

namespace gigacity::apps {

std::vector<geo::Feature> read_site_rows(const RadioSection& section, const geo::Crs& crs,
                                         const MapBox& area, std::vector<LayerRecord>& layers,
                                         Assumptions& assumptions, Findings& findings) {
  const auto& sites = section.sites;
  if (sites.preset == "anfr") return read_anfr(sites, crs, area, layers, assumptions, findings);
  if (sites.preset == "opencellid")
    return read_opencellid(sites, crs, area, layers, assumptions, findings);
  auto rows = geo::read_layer(sites, site_schema(section), crs, area, findings);
  layers.push_back(
      {sites.section, sites.source, static_cast<std::int64_t>(rows.size()), sites.datum});
  return rows;
}

void check_sites(const RadioSection& section, Findings& findings) {
  if (section.sites.preset == "anfr") {
    check_anfr(section.sites, findings);
  } else if (section.sites.preset == "opencellid") {
    check_opencellid(section.sites, findings);
  } else {
    geo::check_layer(section.sites, site_schema(section), true, findings);
  }
}

}  // namespace gigacity::apps
