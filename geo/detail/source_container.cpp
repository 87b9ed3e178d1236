// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/source_container.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <iconv.h>

#include "core/text.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/text_encoding.hpp"
#include "geo/source_name.hpp"

namespace gigacity::geo::detail {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> archive_prefixes{"/vsizip/", "/vsitar/", "/vsirar/"};

bool is_archive(const std::string& gdal_name) {
  return std::ranges::any_of(
      archive_prefixes, [&](std::string_view prefix) { return gdal_name.starts_with(prefix); });
}

/// "/vsizip//data/a.zip", with nothing of what is in it. GDAL takes an archive of one file for that
/// file; its name, by which formats are known, would be lost.
bool is_whole_archive(const std::string& gdal_name) {
  const std::string file = local_file_of(gdal_name).string();
  return is_archive(gdal_name) && !file.empty() && gdal_name.ends_with(file);
}

bool is_folder(const std::string& gdal_name) {
  const GdalMessages quiet;
  VSIStatBufL state{};
  return VSIStatL(gdal_name.c_str(), &state) == 0 && VSI_ISDIR(state.st_mode);
}

std::string missing_file_hint(const fs::path& path) {
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ignored))
    return fmt::format("the folder {} does not exist", folder.string());
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end;
       it.increment(ignored))
    names.push_back(it->path().filename().string());
  std::ranges::sort(names);
  const auto near = nearest_word(path.filename().string(), names);
  if (near) return fmt::format("did you mean {}?", *near);
  return fmt::format("relative paths count from the scenario file; looked in {}", folder.string());
}

unsigned int open_flag(MemberKind kind) {
  return kind == MemberKind::vector ? GDAL_OF_VECTOR : GDAL_OF_RASTER;
}

GDALDriverH driver_of(const std::string& name, MemberKind kind) {
  const GdalMessages quiet;
  return GDALIdentifyDriverEx(name.c_str(), open_flag(kind), nullptr, nullptr);
}

std::string extension_of(const std::string& name) {
  return folded(CPLGetExtension(name.c_str()));
}

/// Files that drivers take for data sources although they only accompany one.
bool accompanies_another(const std::string& name, const std::vector<std::string>& names,
                         MemberKind kind) {
  const std::string extension = extension_of(name);
  const auto is_one_of = [&](std::initializer_list<std::string_view> some) {
    return std::ranges::find(some, extension) != some.end();
  };
  if (kind == MemberKind::raster) return is_one_of({"ovr", "msk", "xml"});
  if (is_one_of({"shx", "sbn", "sbx", "cpg", "prj", "mid", "dat", "map", "id", "ind", "xml"}))
    return true;
  const std::string stem = folded(fs::path(name).replace_extension().string());
  return extension == "dbf" && std::ranges::any_of(names, [&](const std::string& other) {
           return folded(other) == stem + ".shp" || folded(other) == stem + ".tab";
         });
}

/// What macOS and others leave in archives.
bool is_hidden(const std::string& name) {
  return name.starts_with("__MACOSX/") || fs::path(name).filename().string().starts_with(".");
}

/// A name in an archive as people read it. Archives often do not say the encoding of their names; GDAL
/// then takes them for code page 437, which can be undone.
std::string readable(const std::string& name) {
  if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return name;
  const iconv_t descriptor = iconv_open("CP437", "UTF-8");
  std::string bytes(name.size(), '\0');
  std::string from = name;
  char* in = from.data();
  char* out = bytes.data();
  std::size_t left = from.size();
  std::size_t room = bytes.size();
  const bool is_cp437 = iconv(descriptor, &in, &left, &out, &room) != static_cast<std::size_t>(-1);
  iconv_close(descriptor);
  if (!is_cp437) return name;
  bytes.resize(bytes.size() - room);
  TextEvidence evidence;
  evidence.add(bytes);
  evidence.end_of_text();
  if (evidence.is_utf8()) return bytes;
  return evidence.looks_like_gbk() ? Recoder("GB18030").text(bytes) : name;
}

/// Names in a container, sorted; of an archive with their folders, all levels.
std::vector<std::string> names_in(const std::string& container) {
  const GdalMessages quiet;
  const StringListPtr list(is_archive(container) ? VSIReadDirRecursive(container.c_str())
                                                 : VSIReadDir(container.c_str()));
  std::vector<std::string> names(list.get(), list.get() + CSLCount(list.get()));
  std::ranges::sort(names);
  return names;
}

std::string stem_of(const std::string& name) {
  return folded(fs::path(name).stem().string());
}

/// Whether `layer` means this member: "schools", "schools.shp", "east/schools" or "east/schools.shp".
bool is_named(const Member& member, const std::string& layer) {
  const std::string wanted = folded(layer);
  const fs::path path(member.shown);
  return wanted == folded(member.shown) || wanted == folded(path.filename().string()) ||
         wanted == stem_of(member.shown) ||
         wanted == folded(fs::path(path).replace_extension().string());
}

bool holds_layer(const Member& member, const std::string& layer) {
  const GdalMessages quiet;
  const DatasetPtr dataset(GDALOpenEx(member.name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                      nullptr, nullptr, nullptr));
  return dataset && GDALDatasetGetLayerByName(dataset.get(), layer.c_str()) != nullptr;
}

std::string listed(const std::vector<Member>& members) {
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const Member& member : members) names.push_back(member.shown);
  return gigacity::listed(names);
}

std::optional<SourceFile> chosen_member(const std::string& container, const LayerSource& source,
                                        const InputLocation& where, Findings& findings) {
  const auto members = members_of(container, MemberKind::vector);
  if (members.empty() && is_archive(container) && names_in(container).empty()) {
    findings.error({where, "is no archive that can be read", "pack it again, or unpack it"});
    return std::nullopt;
  }
  if (members.empty()) {
    findings.error({where,
                    fmt::format("is {} without any layer that OGR can read",
                                is_archive(container) ? "an archive" : "a folder"),
                    "any format that OGR reads will do: GeoPackage, GeoJSON, Shapefile, CSV ..."});
    return std::nullopt;
  }
  std::vector<SourceFile> chosen;
  for (const Member& member : members)
    if (!source.layer.empty() && is_named(member, source.layer))
      chosen.push_back({member.name, member.shown, true});
  if (chosen.empty()) {
    for (const Member& member : members)
      if (members.size() == 1 || (!source.layer.empty() && holds_layer(member, source.layer)))
        chosen.push_back({member.name, member.shown, false});
  }
  if (chosen.size() == 1) return chosen.front();
  if (source.layer.empty()) {
    findings.error({where, fmt::format("holds several files: {}", listed(members)),
                    "choose one with layer = \"...\", its name without the extension"});
  } else if (chosen.empty()) {
    std::vector<std::string> stems;
    for (const Member& member : members) stems.push_back(fs::path(member.shown).stem().string());
    const auto near = nearest_word(source.layer, stems);
    findings.error(
        {where, fmt::format("has no layer '{}'; its files are {}", source.layer, listed(members)),
         near ? fmt::format("did you mean '{}'?", *near)
              : "set layer to the name of one of these"});
  } else {
    findings.error({where,
                    fmt::format("holds '{}' several times: {}", source.layer, listed(members)),
                    "name the file with its folder and extension in layer"});
  }
  return std::nullopt;
}

}  // namespace

std::string gdal_name(const std::string& source) {
  if (is_connection(source)) return source;
  const std::string name = folded(source);
  std::error_code ignored;
  if (fs::is_directory(source, ignored)) return source;
  // Some formats are archives by themselves: GDAL knows those.
  const auto is_format = [&] {
    return driver_of(source, MemberKind::vector) != nullptr ||
           driver_of(source, MemberKind::raster) != nullptr;
  };
  if (name.ends_with(".zip")) return is_format() ? source : "/vsizip/" + source;
  if (name.ends_with(".tar") || name.ends_with(".tgz") || name.ends_with(".tar.gz"))
    return "/vsitar/" + source;
  if (name.ends_with(".gz")) return is_format() ? source : "/vsigzip/" + source;
  return source;
}

bool is_container(const std::string& gdal_name, MemberKind kind) {
  if (is_whole_archive(gdal_name)) return true;
  if (!is_folder(gdal_name)) return false;
  GDALDriverH driver = driver_of(gdal_name, kind);
  if (driver == nullptr) return true;
  // These drivers take a folder for a set of layers: the files are told apart here instead.
  constexpr std::array<std::string_view, 4> by_file{"ESRI Shapefile", "CSV", "MapInfo File",
                                                    "GPKG"};
  return kind == MemberKind::vector &&
         std::ranges::find(by_file, std::string_view(GDALGetDriverShortName(driver))) !=
             by_file.end();
}

std::vector<Member> members_of(const std::string& container, MemberKind kind) {
  const auto names = names_in(container);
  const bool archive = is_archive(container);
  std::vector<Member> members;
  std::string inside;  // of the folder that is a data source of its own
  for (const std::string& name : names) {
    if (is_hidden(name) || (!inside.empty() && name.starts_with(inside))) continue;
    const std::string whole = CPLFormFilename(container.c_str(), name.c_str(), nullptr);
    if (is_folder(whole)) {
      const std::string folder = name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
      if (extension_of(folder) != "gdb" || kind != MemberKind::vector) continue;
      inside = folder + "/";
      members.push_back({CPLFormFilename(container.c_str(), folder.c_str(), nullptr),
                         archive ? readable(folder) : folder});
    } else if (!accompanies_another(name, names, kind) && driver_of(whole, kind) != nullptr) {
      members.push_back({whole, archive ? readable(name) : name});
    }
  }
  return members;
}

std::optional<SourceFile> file_of(const LayerSource& source, const InputLocation& where,
                                  Findings& findings) {
  if (source.source.empty()) {
    findings.error({where, "no source is given", "set source to a file or data source"});
    return std::nullopt;
  }
  std::error_code ignored;
  if (!is_connection(source.source) && !fs::exists(source.source, ignored)) {
    findings.error({where, "no such file", missing_file_hint(source.source)});
    return std::nullopt;
  }
  const std::string name = gdal_name(source.source);
  if (is_container(name, MemberKind::vector)) return chosen_member(name, source, where, findings);
  return SourceFile{name, {}, false};
}

}  // namespace gigacity::geo::detail
