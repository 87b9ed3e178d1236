// SPDX-License-Identifier: Apache-2.0
// Small OpenStreetMap files for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace gigacity::geo {

/// Collects objects and writes them as .osm XML: nodes, ways, relations.
class OsmText {
 public:
  using Tags = std::vector<std::pair<std::string, std::string>>;

  int node(double lon_deg, double lat_deg, const Tags& tags = {}) {
    m_nodes += fmt::format("<node id=\"{}\" lon=\"{:.7f}\" lat=\"{:.7f}\">{}</node>\n",
                           ++m_last_node, lon_deg, lat_deg, text_of(tags));
    return m_last_node;
  }
  int way(const std::vector<int>& nodes, const Tags& tags) {
    std::string refs;
    for (const int id : nodes) refs += fmt::format("<nd ref=\"{}\"/>", id);
    m_ways += fmt::format("<way id=\"{}\">{}{}</way>\n", ++m_last_way, refs, text_of(tags));
    return m_last_way;
  }
  /// A closed way about a point.
  int square(double lon_deg, double lat_deg, double half_deg, const Tags& tags) {
    const int a = node(lon_deg - half_deg, lat_deg - half_deg);
    const int b = node(lon_deg + half_deg, lat_deg - half_deg);
    const int c = node(lon_deg + half_deg, lat_deg + half_deg);
    const int d = node(lon_deg - half_deg, lat_deg + half_deg);
    return way({a, b, c, d, a}, tags);
  }
  int line(double lon_deg, double lat_deg, const Tags& tags) {
    const int a = node(lon_deg, lat_deg);
    const int b = node(lon_deg + 0.001, lat_deg);
    return way({a, b}, tags);
  }
  int relation(const std::vector<int>& outer_ways, const Tags& tags) {
    std::string members;
    for (const int id : outer_ways)
      members += fmt::format("<member type=\"way\" ref=\"{}\" role=\"outer\"/>", id);
    m_relations += fmt::format("<relation id=\"{}\">{}{}</relation>\n", ++m_last_relation, members,
                               text_of(tags));
    return m_last_relation;
  }
  std::string text() const {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">\n" + m_nodes +
           m_ways + m_relations + "</osm>\n";
  }

 private:
  static std::string text_of(const Tags& tags) {
    std::string text;
    for (const auto& [key, value] : tags)
      text += fmt::format("<tag k=\"{}\" v=\"{}\"/>", key, value);
    return text;
  }
  std::string m_nodes;
  std::string m_ways;
  std::string m_relations;
  int m_last_node = 0;
  int m_last_way = 0;
  int m_last_relation = 0;
};

}  // namespace gigacity::geo
