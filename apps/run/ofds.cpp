// SPDX-License-Identifier: Apache-2.0
#include "apps/run/ofds.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "sim/fibre/route_lines.hpp"

namespace gigacity::apps {

namespace {

using nlohmann::ordered_json;

constexpr std::array node_types{
    std::pair<std::string_view, OfdsNode>{"exchange", OfdsNode::olt},
    std::pair<std::string_view, OfdsNode>{"pop", OfdsNode::olt},
    std::pair<std::string_view, OfdsNode>{"dataCentre", OfdsNode::olt},
    std::pair<std::string_view, OfdsNode>{"cabinet", OfdsNode::box},
    std::pair<std::string_view, OfdsNode>{"aggregationPoint", OfdsNode::closure}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string_view> words_of(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    const auto begin = std::ranges::find_if(list, is_letter);
    const auto end = std::find_if_not(begin, list.end(), is_letter);
    if (begin != end) words.emplace_back(begin, end);
    list = {end, list.end()};
  }
  return words;
}

/// Features of one collection, each with its network, as the standard wants it.
class Collection {
 public:
  Collection(const RunOutcome& outcome, std::string feature_type)
      : m_projection(outcome.loaded.crs), m_feature_type(std::move(feature_type)) {
    constexpr auto url_name_space = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
    m_network = {
        {"id", name_based_uuid(url_name_space, "gigacity:" + outcome.city_name)},
        {"name", outcome.city_name},
        {"crs",
         {{"name", "urn:ogc:def:crs:OGC::CRS84"},
          {"uri", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}},
        {"links",
         {{{"rel", "describedby"},
           {"href",
            "https://raw.githubusercontent.com/Open-Telecoms-Data/open-fibre-data-standard/0__3__0/"
            "schema/network-schema.json"}}}}};
    if (outcome.city_name.empty()) m_network.erase("name");
  }

  ordered_json position(MapPoint point) const {
    constexpr double per_degree = 1e7;
    const auto rounded = [](double degrees) {
      return std::round(degrees * per_degree) / per_degree;
    };
    const auto geo = m_projection.to_geo(point);
    return {rounded(geo.lon_deg), rounded(geo.lat_deg)};
  }

  /// Ids are unique in the collection: a second one like it gets its kind before it.
  std::string unique_id(const std::string& kind, const std::string& id) {
    for (std::string candidate = id;; candidate = kind + "/" + candidate)
      if (m_ids.insert(candidate).second) return candidate;
  }

  void add(ordered_json geometry, ordered_json properties) {
    properties["featureType"] = m_feature_type;
    properties["network"] = m_network;
    const ordered_json feature{{"type", "Feature"},
                               {"geometry", std::move(geometry)},
                               {"properties", std::move(properties)}};
    m_text += m_text.empty() ? "" : ",\n";
    m_text += feature.dump();
  }

  std::string text() const {
    return "{\"type\":\"FeatureCollection\",\"features\":[\n" + m_text + "\n]}\n";
  }

 private:
  geo::Projection m_projection;
  std::string m_feature_type;
  ordered_json m_network;
  std::set<std::string> m_ids;
  std::string m_text;
};

const char* status_of(bool assumed) {
  return assumed ? "proposed" : "operational";
}

void add_node(Collection& nodes, const std::string& kind, const std::string& id,
              const std::string& name, MapPoint point, const char* type, bool assumed) {
  ordered_json properties{{"id", nodes.unique_id(kind, id)}};
  if (!name.empty()) properties["name"] = name;
  properties["status"] = status_of(assumed);
  properties["type"] = ordered_json::array({type});
  nodes.add({{"type", "Point"}, {"coordinates", nodes.position(point)}}, std::move(properties));
}

void add_span(Collection& spans, const std::string& id, const std::string& name,
              fibre::CableKind kind, const LineString& line, const ordered_json& more,
              bool assumed) {
  auto coordinates = ordered_json::array();
  for (const auto& point : line) coordinates.push_back(spans.position(point));
  ordered_json properties{{"id", spans.unique_id("cable", id)}};
  if (!name.empty()) properties["name"] = name;
  properties["status"] = status_of(assumed);
  properties["transmissionMedium"] = ordered_json::array({"fibre"});
  properties["kind"] = fibre::to_string(kind);
  properties.update(more);
  spans.add({{"type", "LineString"}, {"coordinates", std::move(coordinates)}},
            std::move(properties));
}

/// "G.652D" is G.652 of the closed codelist, with a subtype.
ordered_json fibre_of(const fibre::FibreCable& cable) {
  constexpr std::array codes{"G.651.1", "G.652", "G.653", "G.654", "G.655", "G.656", "G.657"};
  ordered_json properties = ordered_json::object();
  if (cable.fibres > 0) properties["fibreCount"] = cable.fibres;
  const auto code = std::ranges::find_if(
      codes, [&](const char* known) { return cable.fibre_type.starts_with(known); });
  if (code == codes.end()) return properties;
  properties["fibreType"] = *code;
  if (cable.fibre_type != *code)
    properties["fibreTypeDetails"] = {{"fibreSubtype", cable.fibre_type}};
  return properties;
}

}  // namespace

OfdsNode ofds_node_named(std::string_view types) {
  const auto words = words_of(types);
  for (const auto& [code, node] : node_types)
    if (std::ranges::find(words, code) != words.end()) return node;
  return OfdsNode::none;
}

bool ofds_operational(std::string_view status) {
  return status.empty() || status == "operational";
}

std::string name_based_uuid(const std::string& name_space, const std::string& name) {
  std::string bytes;
  std::string digits;
  for (const char c : name_space)
    if (c != '-') digits += c;
  constexpr int hexadecimal = 16;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, hexadecimal));
  bytes += name;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr);
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0FU) | 0x50U);  // version
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3FU) | 0x80U);  // variant
  std::string uuid;
  for (std::size_t i = 0; i < hexadecimal; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += fmt::format("{:02x}", digest.at(i));
  }
  return uuid;
}

std::string ofds_nodes(const RunOutcome& outcome) {
  const auto& plant = *outcome.plant;
  const auto& fibre = *outcome.fibre;
  Collection nodes(outcome, "node");
  for (const auto& olt : plant.olts)
    add_node(nodes, "olt", olt.id, olt.name, olt.point, "exchange", false);
  for (const auto& closure : plant.closures)
    add_node(nodes, "closure", closure.id, "", closure.point, "aggregationPoint", false);
  for (std::size_t i = 0; i < fibre.boxes.size(); ++i)
    add_node(nodes, "box", fibre.boxes[i].id, "", fibre.boxes[i].point, "cabinet",
             i >= plant.boxes.size());
  for (std::size_t i = 0; i < fibre.splitters.size(); ++i) {
    const auto& splitter = fibre.splitters[i];
    add_node(nodes, "splitter", splitter.id, fmt::format("splitter 1:{}", splitter.ratio),
             splitter.point, "splitter", i >= plant.splitters.size());
  }
  return nodes.text();
}

std::string ofds_spans(const RunOutcome& outcome) {
  Collection spans(outcome, "span");
  for (const auto& cable : outcome.plant->cables)
    for (std::size_t i = 0; i < cable.lines.size(); ++i)
      add_span(spans, i == 0 ? cable.id : fmt::format("{}/{}", cable.id, i + 1), "", cable.kind,
               cable.lines[i], fibre_of(cable), false);
  std::size_t number = 0;
  fibre::route_lines(outcome.fibre_graphs.networks(), outcome.fibre->segments,
                     [&](fibre::RouteLine&& route) {
                       if (!route.assumed || route.line.size() < 2) return;
                       const auto& olt = outcome.plant->olts[static_cast<std::size_t>(route.olt)];
                       add_span(spans, fmt::format("assumed/{}", ++number),
                                fmt::format("{} of {}", fibre::to_string(route.kind), olt.id),
                                route.kind, route.line, {{"fibreCount", route.fibres}}, true);
                     });
  return spans.text();
}

}  // namespace gigacity::apps
