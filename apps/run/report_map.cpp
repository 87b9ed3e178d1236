// SPDX-License-Identifier: Apache-2.0
#include "apps/run/report_map.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "apps/run/fibre_layers.hpp"
#include "apps/run/vector_outputs.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps {

namespace {

using nlohmann::ordered_json;

/// Pixels along the longer side of a picture: sharp on a large screen, and a report of a few
/// megabytes.
constexpr int picture_side = 1600;
/// Gaps that the report carries; all of them are in the vector outputs.
constexpr std::size_t most_gaps = 5000;
/// Decimals of degrees in the report's layers: about a metre.
constexpr int map_decimals = 5;

std::string base64(const std::vector<unsigned char>& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string hex(const std::array<unsigned char, 3>& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

ordered_json bounds_of(const geo::MapPicture& picture) {
  return {picture.west_deg, picture.south_deg, picture.east_deg, picture.north_deg};
}

/// A legend names few classes; best servers by the hundred are told by the pop-up, not by a legend.
ordered_json legend_of(const geo::RasterDescription& description) {
  constexpr std::size_t most_entries = 12;
  auto legend = ordered_json::array();
  for (const auto& stop : description.ramp)
    legend.push_back({{"label", stop.label}, {"colour", hex(stop.colour)}});
  if (description.classes.size() <= most_entries)
    for (const auto& entry : description.classes)
      legend.push_back({{"label", entry.name}, {"colour", hex(entry.colour)}});
  return legend;
}

ordered_json picture_record(const std::string& id, const std::string& title,
                            const std::string& unit, const geo::MapPicture& picture,
                            ordered_json legend, bool shown) {
  return {{"id", id},
          {"title", title},
          {"unit", unit},
          {"png_base64", base64(picture.png)},
          {"bounds", bounds_of(picture)},
          {"legend", std::move(legend)},
          {"default", shown}};
}

ordered_json layer_record(const geo::OutputLayer& layer, const geo::Crs& crs,
                          std::vector<std::string> popup, bool shown) {
  return {{"id", layer.name},
          {"title", layer.title},
          {"colour", hex(layer.colour)},
          {"geojson", ordered_json::parse(geo::geojson_text(layer, crs, map_decimals))},
          {"popup", std::move(popup)},
          {"default", shown}};
}

}  // namespace

void add_map(ordered_json& data, const RunOutcome& outcome, const std::filesystem::path& folder,
             const std::vector<RasterOutput>& rasters, const std::filesystem::path& terrain,
             Progress& progress) {
  const auto& crs = outcome.loaded.crs;
  progress.begin("report", static_cast<std::int64_t>(rasters.size()) + 2);
  auto pictures = ordered_json::array();
  const auto& city = outcome.city();
  const auto relief = geo::hillshade_picture(
      terrain, *window_within(city.grid, city.terrain->grid()), picture_side);
  data["area"]["bounds"] = bounds_of(relief);
  pictures.push_back(
      picture_record("hillshade", "Terrain", "", relief, ordered_json::array(), true));
  progress.advance();
  bool first = true;
  for (const auto& raster : rasters) {
    progress.throw_if_cancelled();
    const auto picture = geo::map_picture(folder / raster.file, raster.description, picture_side);
    pictures.push_back(picture_record(std::filesystem::path(raster.file).stem().string(),
                                      raster.title, raster.description.unit, picture,
                                      legend_of(raster.description), first));
    first = false;
    progress.advance();
  }
  data["pictures"] = std::move(pictures);

  data["gaps_total"] = outcome.gaps.size();
  data["gaps"] =
      ordered_json::parse(geo::geojson_text(gap_layer(outcome, most_gaps), crs, map_decimals));

  auto layers = ordered_json::array();
  for (std::size_t level = 0; level < outcome.city().admin.size(); ++level)
    layers.push_back(layer_record(unit_layer(outcome, level), crs, {"name", "code", "residents"},
                                  level + 1 < outcome.city().admin.size() || level == 0));
  layers.push_back(layer_record(key_place_layer(outcome), crs,
                                {"name", "kind", "nr_share_pct", "nr_median_rsrp_dbm"}, true));
  if (!outcome.network.sites.empty())
    layers.push_back(layer_record(site_layer(outcome), crs,
                                  {"name", "id", "operator", "lte_cells", "nr_cells"}, true));
  if (outcome.fibre)
    layers.push_back(
        layer_record(olt_layer(outcome), crs, {"name", "pon_class", "ports", "ports_used"}, false));
  data["layers"] = std::move(layers);
  progress.advance();
}

}  // namespace gigacity::apps
