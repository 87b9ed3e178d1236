// SPDX-License-Identifier: Apache-2.0
// Walking through a layer's features.
#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/layer_source.hpp"

namespace gigacity::geo::detail {

namespace {

void walk(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit) {
  OGR_L_ResetReading(layer.layer);
  while (const FeaturePtr feature{OGR_L_GetNextFeature(layer.layer)}) visit(feature.get());
}

/// An OSM file holds nodes, ways and relations in turn: its layers are read together, or the driver
/// would have to keep all features of the others.
void walk_osm(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit) {
  GDALDatasetResetReading(layer.dataset.get());
  OGRLayerH from = nullptr;
  while (const FeaturePtr feature{
      GDALDatasetGetNextFeature(layer.dataset.get(), &from, nullptr, nullptr, nullptr)}) {
    if (from == layer.layer || std::ranges::find(layer.also, from) != layer.also.end())
      visit(feature.get());
  }
}

/// Multipolygons and boundaries that an extract cuts through lack ways; the driver leaves them out
/// and says so in debug messages only.
class IncompleteRelations {
 public:
  void hear(const std::string& message) {
    const std::string start = "Relation ";
    const auto at = message.find(start);
    const auto end = message.find(" has missing ways");
    if (at == std::string::npos || end == std::string::npos) return;
    m_ids.push_back(message.substr(at + start.size(), end - at - start.size()));
  }
  void report(const OpenedLayer& layer, Findings& findings) const {
    const std::string_view last =
        OGR_L_GetName(layer.also.empty() ? layer.layer : layer.also.back());
    if (m_ids.empty() || !last.starts_with("multi")) return;
    findings.warning({layer.where,
                      fmt::format("{} relations lack some of their ways and are left out: {}",
                                  m_ids.size(), listed(m_ids)),
                      "use an extract that holds complete relations"});
  }

 private:
  std::vector<std::string> m_ids;
};

/// Switches debug messages of the OSM driver on for this thread, and back.
class OsmDebugMessages {
 public:
  OsmDebugMessages() {
    const char* before = CPLGetThreadLocalConfigOption("CPL_DEBUG", nullptr);
    if (before != nullptr) m_before = before;
    CPLSetThreadLocalConfigOption("CPL_DEBUG", "OSM");
  }
  ~OsmDebugMessages() {
    CPLSetThreadLocalConfigOption("CPL_DEBUG", m_before ? m_before->c_str() : nullptr);
  }
  OsmDebugMessages(const OsmDebugMessages&) = delete;
  OsmDebugMessages& operator=(const OsmDebugMessages&) = delete;

 private:
  std::optional<std::string> m_before;
};

}  // namespace

bool for_each_feature(const OpenedLayer& layer, const std::function<void(OGRFeatureH)>& visit,
                      Findings& findings) {
  IncompleteRelations incomplete;
  const GdalMessages messages([&](const std::string& text) { incomplete.hear(text); });
  if (layer.kind == SourceKind::osm) {
    const OsmDebugMessages debug;
    walk_osm(layer, visit);
  } else {
    walk(layer, visit);
  }
  incomplete.report(layer, findings);
  if (!messages.failed()) return true;
  findings.error({layer.where, "reading broke off: " + messages.reason(),
                  "check the source; a filter in where may also be at fault"});
  return false;
}

}  // namespace gigacity::geo::detail
