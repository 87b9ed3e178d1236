// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_encoding.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace gigacity::geo::detail {

namespace {

/// What a shapefile says of its own encoding.
struct ShapefileSays {
  std::string encoding;   ///< as encoding_named gives it; empty: nothing
  std::string otherwise;  ///< where the bytes tell nothing either
  std::string driver;     ///< what the driver made of it; empty: text as it is
};

std::string metadata(OGRLayerH layer, const char* item) {
  const char* value = GDALGetMetadataItem(layer, item, "SHAPEFILE");
  return value == nullptr ? std::string() : value;
}

ShapefileSays told_by_shapefile(OGRLayerH layer) {
  ShapefileSays says;
  says.driver = metadata(layer, "SOURCE_ENCODING");
  const auto named = [](const std::string& name) { return encoding_named(name).value_or(""); };
  if (const auto cpg = metadata(layer, "CPG_VALUE"); !cpg.empty()) {
    says.encoding = named(cpg);  // of "System" nothing
  } else if (metadata(layer, "LDID_VALUE") == "87") {
    // "The computer's own": Chinese programs write it over GBK text.
    says.otherwise = "ISO-8859-1";
  } else {
    says.encoding = named(says.driver);
  }
  return says;
}

/// Bytes of the names of fields and of every text in the layer.
TextEvidence evidence_of(const OpenedLayer& opened) {
  const GdalMessages quiet;
  std::array<const char*, 3> unread{"OGR_GEOMETRY", "OGR_STYLE", nullptr};
  const bool partly = OGR_L_TestCapability(opened.layer, OLCIgnoreFields) != FALSE;
  if (partly) OGR_L_SetIgnoredFields(opened.layer, unread.data());
  TextEvidence evidence;
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(opened.layer);
  std::vector<int> texts;
  for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
    OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
    const std::string_view name = OGR_Fld_GetNameRef(field);
    evidence.add(name);
    constexpr std::size_t dbf_name = 10;
    evidence.end_of_text(name.size() == dbf_name);
    if (OGR_Fld_GetType(field) == OFTString) texts.push_back(i);
  }
  OGR_L_ResetReading(opened.layer);
  while (const FeaturePtr feature{OGR_L_GetNextFeature(opened.layer)}) {
    for (const int i : texts) {
      if (OGR_F_IsFieldSetAndNotNull(feature.get(), i) == 0) continue;
      const std::string_view text = OGR_F_GetFieldAsString(feature.get(), i);
      evidence.add(text);
      const int width = OGR_Fld_GetWidth(OGR_FD_GetFieldDefn(definition, i));
      evidence.end_of_text(width > 0 && static_cast<int>(text.size()) == width);
    }
  }
  OGR_L_ResetReading(opened.layer);
  if (partly) OGR_L_SetIgnoredFields(opened.layer, nullptr);
  return evidence;
}

/// The encoding that the bytes tell, else `otherwise`; nothing, and an error, where that is empty.
std::optional<std::string> told_by_bytes(const OpenedLayer& opened, const std::string& otherwise,
                                         Findings& findings) {
  const TextEvidence evidence = evidence_of(opened);
  if (evidence.is_utf8()) return "UTF-8";
  if (evidence.looks_like_gbk()) {
    findings.warning({opened.where,
                      "does not say its encoding; its text is not UTF-8 and was read as GBK",
                      "state it: encoding = \"GBK\""});
    return "GB18030";
  }
  if (!otherwise.empty()) return otherwise;
  findings.error({opened.where, "does not say its encoding; its text is neither UTF-8 nor GBK",
                  "state it, for example encoding = \"ISO-8859-1\""});
  return std::nullopt;
}

void settle_shapefile(OpenedLayer& opened, const std::string& stated,
                      const std::function<bool(const Options&)>& reopen, Findings& findings) {
  const auto says = told_by_shapefile(opened.layer);
  std::string encoding = stated.empty() ? says.encoding : stated;
  std::string current = says.driver;
  const auto read_as = [&](const std::string& name) {
    current = name;
    return reopen(Options().set("ENCODING", name));
  };
  if (encoding.empty()) {
    if (!current.empty() && !read_as("")) return;
    const auto told = told_by_bytes(opened, says.otherwise, findings);
    if (!told) return;
    encoding = *told;
  }
  if (encoding != current) read_as(encoding);
}

}  // namespace

std::optional<std::string> stated_encoding(const LayerSource& source, const InputLocation& where,
                                           Findings& findings) {
  if (source.encoding.empty()) return std::string();
  if (auto name = encoding_named(source.encoding)) return name;
  auto at = where;
  at.field = "encoding";
  const auto near = nearest_encoding(source.encoding);
  findings.error({at, fmt::format("'{}' is no known character encoding", source.encoding),
                  near ? fmt::format("did you mean '{}'?", *near)
                       : "`iconv -l` lists the known ones, GBK and UTF-8 among them"});
  return std::nullopt;
}

void settle_encoding(OpenedLayer& opened, const std::string& stated,
                     const std::function<bool(const Options&)>& reopen, Findings& findings) {
  if (opened.kind != SourceKind::plain) return;  // a CSV file's text is UTF-8 by now
  const std::string_view driver =
      GDALGetDriverShortName(GDALGetDatasetDriver(opened.dataset.get()));
  if (driver == "ESRI Shapefile") {
    settle_shapefile(opened, stated, reopen, findings);
    return;
  }
  const bool gives_utf8 = OGR_L_TestCapability(opened.layer, OLCStringsAsUTF8) != FALSE;
  std::string encoding = stated;
  if (encoding.empty() && !gives_utf8)
    encoding = told_by_bytes(opened, {}, findings).value_or("UTF-8");
  if (encoding.empty() || encoding == "UTF-8") return;
  opened.recoder = std::make_shared<Recoder>(encoding);
  opened.recodes_all = !gives_utf8;
}

}  // namespace gigacity::geo::detail
