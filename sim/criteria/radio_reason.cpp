// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/radio_reason.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "sim/criteria/line_of_sight.hpp"
#include "sim/criteria/wording.hpp"

namespace gigacity::criteria {

namespace {

/// Raising an antenna by more than this is no remedy: another mast is.
constexpr double largest_raise_m = 25.0;

/// Loss of level with distance that the distance of a helpful new site is estimated with: TR 38.901
/// UMa NLOS has 39.08 log10 d.
constexpr double db_per_decade = 39.08;

RadioSamples::Failure failure_of(const RadioTest& test, const RadioPixel& pixel) {
  using Failure = RadioSamples::Failure;
  using radio::PixelStatus;
  const float status = pixel.status;
  if (passes(test, pixel)) return Failure::none;
  if (status == static_cast<float>(PixelStatus::no_cell)) return Failure::no_cell;
  if (status == static_cast<float>(PixelStatus::no_terrain)) return Failure::no_terrain;
  if (status == static_cast<float>(PixelStatus::below_floor)) return Failure::level;
  if (status != static_cast<float>(PixelStatus::covered)) return Failure::outside;
  if (!(static_cast<double>(pixel.rsrp_dbm) >= test.rsrp_dbm)) return Failure::level;
  return static_cast<double>(pixel.sinr_db) >= test.sinr_db ? Failure::rate : Failure::sinr;
}

}  // namespace

void RadioSamples::add(Pixel pixel, const RadioPixel& values) {
  m_rsrp_dbm.push_back(values.rsrp_dbm);
  m_sinr_db.push_back(values.sinr_db);
  if (m_test->downlink_mbps) m_downlink_mbps.push_back(values.downlink_mbps);
  if (m_test->uplink_mbps) m_uplink_mbps.push_back(values.uplink_mbps);
  const auto failure = failure_of(*m_test, values);
  ++m_count[static_cast<std::size_t>(failure)];
  if (failure == Failure::none) return;
  if (!std::isnan(values.best_server)) ++m_servers[static_cast<std::int32_t>(values.best_server)];
  const MapPoint point = m_grid->centre_of(pixel);
  const double distance = distance_m(point, m_anchor);
  auto& typical = m_typical[static_cast<std::size_t>(failure)];
  if (!typical.known || distance < typical.distance_m) typical = {distance, point, true};
}

double RadioSamples::passed_share() const {
  return pixels() == 0 ? 0.0 : static_cast<double>(m_count[0]) / static_cast<double>(pixels());
}

RadioSamples::Failure RadioSamples::main_failure() const {
  const auto most = std::max_element(m_count.begin() + 1, m_count.end());
  return *most == 0 ? Failure::outside : static_cast<Failure>(most - m_count.begin());
}

std::int32_t RadioSamples::main_server() const {
  std::int32_t server = -1;
  std::int64_t most = 0;
  for (const auto& [cell, count] : m_servers) {
    if (count <= most) continue;
    most = count;
    server = cell;
  }
  return server;
}

MapPoint RadioSamples::typical_point() const {
  const auto& typical = m_typical[static_cast<std::size_t>(main_failure())];
  return typical.known ? typical.point : m_anchor;
}

double RadioSamples::reached_by_share(std::vector<float> values) const {
  const auto total = values.size();
  auto needed =
      static_cast<std::size_t>(std::ceil(m_test->share * static_cast<double>(total) - 1e-9));
  needed = std::max<std::size_t>(needed, 1);
  std::erase_if(values, [](float v) { return std::isnan(v); });
  if (values.size() < needed) return std::numeric_limits<double>::quiet_NaN();
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(needed - 1);
  std::nth_element(values.begin(), at, values.end(), std::greater<>());
  return static_cast<double>(*at);
}

RadioExplainer::RadioExplainer(const Results& results, radio::Technology technology,
                               const GapOptions& options)
    : m_results(results), m_technology(technology), m_options(options) {
  if (results.network == nullptr) return;
  for (const auto& cell : results.network->cells)
    if (cell.technology == technology)
      m_sites.push_back(results.network->sectors[static_cast<std::size_t>(cell.sector)].site);
  std::ranges::sort(m_sites);
  // std::ranges::unique returns a subrange, which clang 14 cannot compile with this library.
  m_sites.erase(std::unique(m_sites.begin(), m_sites.end()), m_sites.end());
}

RadioExplainer::Nearest RadioExplainer::nearest_site(MapPoint p) const {
  Nearest nearest;
  for (const auto site : m_sites) {
    const double distance =
        distance_m(m_results.network->sites[static_cast<std::size_t>(site)].point, p);
    if (nearest.site < 0 || distance < nearest.distance_m) nearest = {site, distance};
  }
  return nearest;
}

std::int32_t RadioExplainer::highest_cell(std::int32_t site) const {
  const auto& network = *m_results.network;
  std::int32_t best = -1;
  double best_height_m = 0.0;
  for (std::size_t c = 0; c < network.cells.size(); ++c) {
    const auto& sector = network.sectors[static_cast<std::size_t>(network.cells[c].sector)];
    if (network.cells[c].technology != m_technology || sector.site != site) continue;
    if (best >= 0 && sector.height_m <= best_height_m) continue;
    best = static_cast<std::int32_t>(c);
    best_height_m = sector.height_m;
  }
  return best;
}

std::optional<float> RadioExplainer::height_at(const RasterSource& heights, MapPoint p) const {
  const auto pixel = heights.grid().pixel_inside(p);
  if (!pixel) return std::nullopt;
  const float height = heights.read({pixel->column, pixel->row, 1, 1}).at({0, 0});
  if (std::isnan(height)) return std::nullopt;
  return height;
}

void RadioExplainer::name(const Nearest& nearest, Gap& gap) const {
  if (nearest.site < 0) return;
  gap.nearest_asset = m_results.network->sites[static_cast<std::size_t>(nearest.site)].id;
  gap.nearest_distance_m = nearest.distance_m;
}

void RadioExplainer::name_nearest(MapPoint place, Gap& gap) const {
  name(nearest_site(place), gap);
}

void RadioExplainer::explain(const RadioSamples& samples, Gap& gap) const {
  const MapPoint place = samples.typical_point();
  const auto nearest = nearest_site(place);
  name(nearest, gap);
  gap.measured = 100.0 * samples.passed_share();
  gap.measured_unit = std::string("%");
  gap.shortfall = std::max(0.0, 100.0 * samples.test().share - gap.measured);
  switch (samples.main_failure()) {
    case RadioSamples::Failure::no_cell:
      explain_distance(samples, nearest, gap);
      break;
    case RadioSamples::Failure::sinr:
      explain_sinr(samples, gap);
      break;
    case RadioSamples::Failure::rate:
      explain_rate(samples, gap);
      break;
    case RadioSamples::Failure::no_terrain:
      gap.reason = "no_terrain";
      gap.reason_text = "The terrain raster has no data here, so nothing could be computed.";
      gap.remedy = "Give terrain that covers this place.";
      break;
    case RadioSamples::Failure::outside:
      gap.reason = "outside";
      gap.reason_text = "It lies outside the computed area, so nothing was computed.";
      gap.remedy = "Extend the area, or leave this place out of the layer.";
      break;
    default:
      explain_level(samples, nearest, gap);
  }
}

void RadioExplainer::explain_distance(const RadioSamples& samples, const Nearest& nearest,
                                      Gap& gap) const {
  gap.reason = "too_far";
  const char* name = radio::to_string(m_technology);
  const auto radius = distance_text(m_options.radius_m);
  if (nearest.site < 0) {
    gap.reason_text = fmt::format("There is no {} site at all.", name);
    gap.remedy = fmt::format("An {} site within {}.", name, radius);
    return;
  }
  gap.measured = nearest.distance_m;
  gap.measured_unit = std::string("m");
  gap.shortfall = std::max(0.0, nearest.distance_m - m_options.radius_m);
  const auto& site = m_results.network->sites[static_cast<std::size_t>(nearest.site)];
  gap.reason_text = fmt::format("No {} cell within {}; the nearest site, {}, stands {}.", name,
                                radius, site.id, way_text(samples.typical_point(), site.point));
  gap.remedy = fmt::format("An {} site within {}; {} is {} too far.", name, radius, site.id,
                           distance_text(gap.shortfall));
}

void RadioExplainer::explain_sinr(const RadioSamples& samples, Gap& gap) const {
  gap.reason = "interference";
  const double reached_db = samples.sinr_reached_db();
  if (reached_db < samples.test().sinr_db) {
    gap.measured = reached_db;
    gap.measured_unit = std::string("dB");
    gap.shortfall = samples.test().sinr_db - reached_db;
  }
  const auto lacking =
      gap.measured_unit == "dB" ? fmt::format("{:.1f} dB ", gap.shortfall) : std::string();
  gap.reason_text = fmt::format("The level suffices, but {} is {}too low: other cells interfere.",
                                sinr_name(m_technology), lacking);
  const auto server = samples.main_server();
  const bool known = m_results.network != nullptr && server >= 0 &&
                     server < static_cast<std::int32_t>(m_results.network->cells.size());
  gap.remedy = fmt::format(
      "More tilt or less power on the neighbours of cell {}, or a cell nearer by.",
      known ? m_results.network->cells[static_cast<std::size_t>(server)].id : "that serves here");
}

void RadioExplainer::explain_rate(const RadioSamples& samples, Gap& gap) const {
  const auto& test = samples.test();
  // The direction that falls short; where both do, the downlink, which load acts on.
  const double downlink = samples.downlink_reached_mbps();
  const bool down = test.downlink_mbps && !(downlink >= *test.downlink_mbps);
  const double reached_mbps = down ? downlink : samples.uplink_reached_mbps();
  const double wanted_mbps = down ? *test.downlink_mbps : test.uplink_mbps.value_or(0.0);
  const char* direction = down ? "downlink" : "uplink";
  gap.reason = "low_rate";
  gap.reason_text = fmt::format("Level and {} suffice, but the {} rate is too low.",
                                sinr_name(m_technology), direction);
  gap.remedy = "More bandwidth or layers here, or a cell nearer by.";
  if (!(reached_mbps < wanted_mbps))
    return;  // its share of pixels fails only taken all tests together
  gap.measured = reached_mbps;
  gap.measured_unit = std::string("Mbit/s");
  gap.shortfall = wanted_mbps - reached_mbps;
  const auto lacking =
      fmt::format("{:.1f} of {:g} Mbit/s {}", reached_mbps, wanted_mbps, direction);
  const auto server = samples.main_server();
  const auto* network = m_results.network;
  if (network == nullptr || server < 0 ||
      server >= static_cast<std::int32_t>(network->cells.size())) {
    gap.reason_text =
        fmt::format("Level and {} suffice, but they give {}.", sinr_name(m_technology), lacking);
    return;
  }
  const auto& cell = network->cells[static_cast<std::size_t>(server)];
  const double load = down ? cell.load : cell.uplink_load.value_or(cell.load);
  // One more user gets what the load leaves: rate alone × (1 − load).
  const double alone_mbps = load < 1.0 ? reached_mbps / (1.0 - load) : 0.0;
  if (load >= 1.0 || alone_mbps >= wanted_mbps) {
    gap.reason = "load";
    gap.reason_text =
        fmt::format("Cell {} is {:.0f} % loaded and leaves {}.", cell.id, 100.0 * load, lacking);
    gap.remedy =
        load < 1.0
            ? fmt::format(
                  "Bring the load of cell {} under {:.0f} %: another carrier, or a cell "
                  "that takes a part of its users.",
                  cell.id, std::floor(100.0 * (1.0 - wanted_mbps / alone_mbps)))
            : fmt::format("Another carrier for cell {}, or a cell that takes a part of its users.",
                          cell.id);
    return;
  }
  gap.reason_text = fmt::format(
      "Cell {} gives {}, and without any load {:.1f}: {} and bandwidth ({:g} MHz) allow no more.",
      cell.id, lacking, alone_mbps, sinr_name(m_technology), cell.bandwidth_mhz);
}

void RadioExplainer::explain_level(const RadioSamples& samples, const Nearest& nearest,
                                   Gap& gap) const {
  const double reached_dbm = samples.level_reached_dbm();
  if (reached_dbm < samples.test().rsrp_dbm) {
    gap.measured = reached_dbm;
    gap.measured_unit = std::string("dBm");
    gap.shortfall = samples.test().rsrp_dbm - reached_dbm;
  }
  const bool known = gap.measured_unit == "dBm";
  const std::string lacking =
      known ? fmt::format("{:.1f} dB of level lacking", gap.shortfall) : "Too little level";
  gap.reason = "weak_signal";
  gap.reason_text = lacking + ".";
  gap.remedy = fmt::format("An {} site nearer by.", radio::to_string(m_technology));

  std::int32_t cell = samples.main_server();
  const auto* network = m_results.network;
  if (network == nullptr) return;
  if (cell < 0 || cell >= static_cast<std::int32_t>(network->cells.size()))
    cell = nearest.site < 0 ? -1 : highest_cell(nearest.site);
  if (cell < 0) return;
  const auto& server = network->cells[static_cast<std::size_t>(cell)];
  const auto& sector = network->sectors[static_cast<std::size_t>(server.sector)];
  const auto& site = network->sites[static_cast<std::size_t>(sector.site)];
  const MapPoint place = samples.typical_point();
  const double distance = distance_m(site.point, place);
  const auto where = way_text(place, site.point);
  // Where a new site would stand: nearer by what the lacking level is worth.
  const double helpful_m = distance * std::pow(10.0, -std::max(gap.shortfall, 1.0) / db_per_decade);
  gap.reason_text =
      fmt::format("{} from cell {} at {}; the line of sight is free.", lacking, server.id, where);
  gap.remedy =
      fmt::format("{} from cell {} (power, gain, tilt, height), or a site within about {}.",
                  known ? fmt::format("{:.1f} dB more", gap.shortfall) : "More", server.id,
                  distance_text(helpful_m));

  const auto& city = *m_results.city;
  if (!city.terrain) return;
  const auto site_ground = height_at(*city.terrain, site.point);
  const auto place_ground = height_at(*city.terrain, place);
  if (!site_ground || !place_ground) return;
  SightLine line;
  line.transmitter = site.point;
  line.transmitter_height_m = static_cast<double>(*site_ground) + sector.height_m;
  line.receiver = place;
  line.receiver_height_m = static_cast<double>(*place_ground) + m_options.receiver_height_m;
  line.effective_earth_radius_factor = m_options.effective_earth_radius_factor;

  auto blocked = obstruction(line, *city.terrain);
  const bool by_terrain = blocked.has_value();
  if (!by_terrain && city.surface) blocked = obstruction(line, *city.surface);
  if (!blocked) return;
  gap.reason = by_terrain ? "terrain_shadow" : "building_shadow";
  const char* bodies = city.surface_has_trees ? "buildings or trees" : "buildings";
  const char* what = by_terrain ? "the ridge" : bodies;
  gap.reason_text =
      fmt::format("{}: {} {} rise{} {:.0f} m above the line of sight to site {} ({}).", lacking,
                  what, way_text(place, blocked->point), by_terrain ? "s" : "",
                  std::max(1.0, blocked->above_line_m), site.id, where);
  if (blocked->raise_m <= largest_raise_m)
    gap.remedy = fmt::format("Raise the antenna of {} by {:.0f} m, or a site on this side of {}.",
                             site.id, std::ceil(blocked->raise_m), what);
  else if (by_terrain)
    gap.remedy = fmt::format("A site on the ridge {}, or on this side of it.",
                             way_text(place, blocked->point));
  else
    gap.remedy = fmt::format("A site within about {} on this side of the {}.",
                             distance_text(distance_m(place, blocked->point)), bodies);
}

}  // namespace gigacity::criteria
