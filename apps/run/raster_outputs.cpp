// SPDX-License-Identifier: Apache-2.0
#include "apps/run/raster_outputs.hpp"

#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "apps/run/fibre_raster.hpp"
#include "apps/run/operators.hpp"
#include "core/clutter.hpp"
#include "core/random.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::apps {

namespace {

using Colour = std::array<unsigned char, 3>;

/// Perceptually even and readable without red-green vision (after matplotlib's viridis).
std::vector<geo::ColourStop> level_ramp() {
  return {{-130.0, {68, 1, 84}, "-130 dBm"},
          {-115.0, {59, 82, 139}, "-115 dBm"},
          {-105.0, {33, 145, 140}, "-105 dBm"},
          {-85.0, {94, 201, 98}, "-85 dBm"},
          {-60.0, {253, 231, 37}, "-60 dBm"}};
}

/// As above, after matplotlib's plasma.
std::vector<geo::ColourStop> quality_ramp() {
  return {{-10.0, {13, 8, 135}, "-10 dB"},
          {-3.0, {126, 3, 168}, "-3 dB"},
          {5.0, {204, 71, 120}, "5 dB"},
          {15.0, {248, 149, 64}, "15 dB"},
          {25.0, {240, 249, 33}, "25 dB"}};
}

std::vector<geo::ColourStop> margin_ramp() {
  return {{0.0, {215, 48, 39}, "0 dB"},
          {3.0, {253, 174, 97}, "3 dB"},
          {6.0, {255, 255, 191}, "6 dB"},
          {12.0, {116, 173, 209}, "12 dB"},
          {20.0, {49, 54, 149}, "20 dB"}};
}

std::vector<geo::ColourStop> sight_ramp() {
  return {{0.0, {60, 60, 60}, "0"},
          {1.0, {68, 1, 84}, "1"},
          {3.0, {59, 82, 139}, "3"},
          {10.0, {33, 145, 140}, "10"},
          {30.0, {253, 231, 37}, "30"}};
}

/// 0, 1 ... and the last, which stands for all above too.
std::vector<geo::RasterClass> counted_classes(int most, const std::string& last) {
  std::vector<geo::RasterClass> classes;
  for (int n = 0; n <= most; ++n) {
    const double share = static_cast<double>(n) / static_cast<double>(most);
    const auto between = [share](double first, double end) {
      return static_cast<unsigned char>(std::lround(first + share * (end - first)));
    };
    classes.push_back({n,
                       n == most ? last : std::to_string(n),
                       {between(33, 215), between(145, 48), between(140, 39)}});
  }
  return classes;
}

std::vector<geo::ColourStop> rsrq_ramp() {
  return {{-20.0, {13, 8, 135}, "-20 dB"},
          {-17.0, {126, 3, 168}, "-17 dB"},
          {-14.0, {204, 71, 120}, "-14 dB"},
          {-11.0, {248, 149, 64}, "-11 dB"},
          {-8.0, {240, 249, 33}, "-8 dB"}};
}

/// After matplotlib's cividis.
std::vector<geo::ColourStop> rate_ramp() {
  return {{0.0, {0, 34, 78}, "0 Mbit/s"},         {5.0, {53, 69, 108}, "5 Mbit/s"},
          {20.0, {102, 105, 112}, "20 Mbit/s"},   {100.0, {148, 142, 119}, "100 Mbit/s"},
          {500.0, {200, 184, 102}, "500 Mbit/s"}, {1000.0, {254, 232, 56}, "1000 Mbit/s"}};
}

std::vector<geo::ColourStop> people_ramp() {
  return {{0.0, {247, 251, 255}, "0"},
          {1.0, {198, 219, 239}, "1"},
          {10.0, {107, 174, 214}, "10"},
          {50.0, {33, 113, 181}, "50"},
          {200.0, {8, 48, 107}, "200"}};
}

std::vector<geo::RasterClass> status_classes() {
  const auto code = [](radio::PixelStatus status) { return static_cast<int>(status); };
  return {{code(radio::PixelStatus::outside), "outside the area", {255, 255, 255}},
          {code(radio::PixelStatus::covered), "computed", {33, 145, 140}},
          {code(radio::PixelStatus::below_floor), "computed, below the floor", {253, 174, 97}},
          {code(radio::PixelStatus::no_cell), "no cell within its radius", {215, 48, 39}},
          {code(radio::PixelStatus::no_terrain), "no terrain data", {120, 120, 120}}};
}

/// Neighbouring servers must differ: hues from a hash of the index, medium lightness.
Colour server_colour(int index) {
  RandomStream stream(7, static_cast<std::uint64_t>(index));
  const double hue = stream.uniform(0.0, 2.0 * std::numbers::pi);
  const auto channel = [&](double shift) {
    return static_cast<unsigned char>(std::lround(140.0 + 95.0 * std::cos(hue + shift)));
  };
  return {channel(0.0), channel(-2.0 * std::numbers::pi / 3.0),
          channel(2.0 * std::numbers::pi / 3.0)};
}

std::vector<geo::RasterClass> server_classes(const radio::Service& service,
                                             const radio::RadioNetwork& network) {
  std::vector<geo::RasterClass> classes;
  for (std::size_t i = 0; i < network.cells.size(); ++i) {
    if (!radio::serves(network, network.cells[i], service)) continue;
    const auto code = static_cast<int>(i);
    classes.push_back({code, network.cells[i].id, server_colour(code)});
  }
  return classes;
}

}  // namespace

namespace {

RasterOutput output_of_any(RadioLayer layer, const radio::Service& service,
                           const radio::RadioNetwork& network) {
  const bool nr = service.technology == radio::Technology::nr;
  const std::string stem = nr ? "nr_" : "lte_";
  const std::string measured = nr ? "nr_ss_" : "lte_";  // by the synchronisation signal
  const std::string title = nr ? "5G NR: " : "4G LTE: ";
  const bool indoors = service.penetration.building.has_value();
  const std::string building = indoors ? propagation::to_string(*service.penetration.building) : "";
  const std::string where =
      indoors ? " of the best server, inside a " + building + " building that would stand there"
              : " of the best server";
  std::map<std::string, std::string> metadata;
  if (indoors) metadata["building"] = building;
  switch (layer) {
    case RadioLayer::rsrp:
    case RadioLayer::indoor_rsrp: {
      const std::string name = nr ? "SS-RSRP" : "RSRP";
      return {measured + (indoors ? "indoor_rsrp.tif" : "rsrp.tif"),
              title + name + where,
              {.name = name, .unit = "dBm", .ramp = level_ramp(), .metadata = metadata}};
    }
    case RadioLayer::sinr:
    case RadioLayer::indoor_sinr: {
      const std::string name = nr ? "SS-SINR" : "SINR";
      return {measured + (indoors ? "indoor_sinr.tif" : "sinr.tif"),
              title + name + where,
              {.name = name, .unit = "dB", .ramp = quality_ramp(), .metadata = metadata}};
    }
    case RadioLayer::downlink_mbps:
      return {stem + "dl_mbps.tif",
              title + "downlink rate of one more user",
              {.name = "downlink rate", .unit = "Mbit/s", .ramp = rate_ramp()}};
    case RadioLayer::uplink_mbps:
      return {stem + "ul_mbps.tif",
              title + "uplink rate of one more user",
              {.name = "uplink rate", .unit = "Mbit/s", .ramp = rate_ramp()}};
    case RadioLayer::rsrq: {
      const std::string name = nr ? "SS-RSRQ" : "RSRQ";
      return {measured + "rsrq.tif",
              title + name + " of the best server",
              {.name = name, .unit = "dB", .ramp = rsrq_ramp()}};
    }
    case RadioLayer::best_server:
      return {stem + "best_server.tif",
              title + "best server",
              {.name = "best server (index of the cell in layer cells)",
               .unit = "",
               .type = geo::PixelType::int32,
               .nodata = -1.0,
               .classes = server_classes(service, network)}};
    case RadioLayer::second_server:
      return {
          stem + "second_server.tif",
          title + "second server",
          {.name = "second server on the best one's frequency (index of the cell in layer cells)",
           .unit = "",
           .type = geo::PixelType::int32,
           .nodata = -1.0,
           .classes = server_classes(service, network)}};
    case RadioLayer::server_margin:
      return {stem + "server_margin.tif",
              title + "margin of the best server over the second",
              {.name = "best less second server", .unit = "dB", .ramp = margin_ramp()}};
    case RadioLayer::servers:
      return {stem + "servers.tif",
              title + "servers nearly as strong as the best",
              {.name = "cells on the best one's frequency within overlap_db of it",
               .unit = "",
               .type = geo::PixelType::byte,
               .nodata = 255.0,
               .classes = counted_classes(8, "8 or more")}};
    case RadioLayer::sites_in_sight:
      return {stem + "sites_in_sight.tif",
              title + "sites in sight",
              {.name = "sites in sight within radius_km",
               .unit = "",
               .type = geo::PixelType::int32,
               .nodata = -1.0,
               .ramp = sight_ramp()}};
    case RadioLayer::status:
      break;
  }
  return {stem + "status.tif",
          title + "what was computed",
          {.name = "status",
           .unit = "",
           .type = geo::PixelType::byte,
           .nodata = 255.0,
           .classes = status_classes()}};
}

}  // namespace

RasterOutput radio_output(RadioLayer layer, const radio::Service& service, const std::string& slug,
                          const radio::RadioNetwork& network) {
  auto output = output_of_any(layer, service, network);
  if (!service.operator_name) return output;
  constexpr std::size_t ending = 4;  // ".tif"
  output.file.insert(output.file.size() - ending, "_" + slug);
  output.title += ", " + shown_operator(*service.operator_name);
  output.description.metadata["operator"] = *service.operator_name;
  return output;
}

RasterOutput people_output() {
  return {"people.tif",
          "Residents per pixel",
          {.name = "residents", .unit = "people", .ramp = people_ramp()}};
}

RasterOutput landcover_output() {
  // By the codes of Clutter.
  constexpr std::array<Colour, clutter_categories.size()> colours{{{70, 130, 180},
                                                                   {240, 232, 190},
                                                                   {244, 165, 130},
                                                                   {214, 96, 77},
                                                                   {60, 130, 70},
                                                                   {140, 25, 40}}};
  std::vector<geo::RasterClass> classes;
  for (std::size_t i = 0; i < colours.size(); ++i)
    classes.push_back({static_cast<int>(clutter_categories[i].category),
                       std::string(clutter_categories[i].title), colours[i]});
  return {"landcover.tif",
          "Land cover",
          {.name = "category of clutter (ITU-R P.1812)",
           .unit = "",
           .type = geo::PixelType::byte,
           .nodata = 0.0,
           .classes = std::move(classes)}};
}

RasterOutput fibre_output() {
  using fibre::FibreGap;
  const std::array<std::tuple<FibreGap, const char*, Colour>, 7> states{
      {{FibreGap::none, "gigabit-ready", {33, 145, 140}},
       {FibreGap::below_10g, "served below 10G", {161, 218, 180}},
       {FibreGap::no_port, "no free port", {254, 224, 139}},
       {FibreGap::budget, "loss above the budget", {253, 174, 97}},
       {FibreGap::reach, "beyond reach, differential reach or split", {244, 109, 67}},
       {FibreGap::no_route, "no route", {171, 89, 179}},
       {FibreGap::no_plant, "no plant near enough", {165, 0, 38}}}};
  std::vector<geo::RasterClass> classes;
  for (const auto& [gap, title, colour] : states)
    classes.push_back({fibre_code(gap), title, colour});
  return {"fibre_gigabit.tif",
          "Fibre: premises, gigabit-ready or why not",
          {.name = "state of premises, the worst in the pixel",
           .unit = "",
           .type = geo::PixelType::byte,
           .nodata = 0.0,
           .classes = std::move(classes)}};
}

}  // namespace gigacity::apps
