// SPDX-License-Identifier: Apache-2.0
// The order core <- geo <- sim <- apps, held by reading every #include line.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;  ///< relative to the root
  int line = 0;
  std::string target;
};

std::vector<fs::path> sources_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".hpp" || extension == ".cpp") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<Include> includes_of(const std::string& folder) {
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  const fs::path root = GIGACITY_SOURCE_DIR;
  std::vector<Include> includes;
  for (const auto& file : sources_of(root / folder)) {
    std::ifstream stream(file);
    std::string text;
    for (int line = 1; std::getline(stream, text); ++line) {
      std::smatch match;
      if (std::regex_search(text, match, pattern))
        includes.push_back({file.lexically_relative(root).generic_string(), line, match[1]});
    }
  }
  return includes;
}

bool is_gis(const std::string& target) {
  static const std::regex pattern(
      R"(^(gdal|ogr|cpl_|vrt|geos|proj|geodesic)[^/]*\.h$|^(gdal|geos)/)");
  return std::regex_search(target, pattern);
}

bool is_under(const std::string& target, const std::vector<std::string>& folders) {
  return std::ranges::any_of(folders,
                             [&](const auto& folder) { return target.starts_with(folder + "/"); });
}

/// Includes of `folder` that match `forbidden`, as "file:line includes target".
template <class Forbidden>
std::string offences(const std::string& folder, Forbidden forbidden) {
  std::string text;
  for (const auto& include : includes_of(folder)) {
    if (forbidden(include))
      text +=
          include.file + ":" + std::to_string(include.line) + " includes " + include.target + "\n";
  }
  return text;
}

bool is_header(const Include& include) {
  return include.file.ends_with(".hpp");
}

TEST(Layering, FindsIncludesAtAll) {
  for (const char* folder : {"core", "geo", "sim", "apps"})
    EXPECT_GT(includes_of(folder).size(), 10U) << folder;
}

TEST(Layering, RecognisesGisHeaders) {
  for (const char* name : {"gdal_priv.h", "ogrsf_frmts.h", "cpl_conv.h", "geos_c.h", "proj.h",
                           "geodesic.h", "geos/geom/Point.h"})
    EXPECT_TRUE(is_gis(name)) << name;
  for (const char* name : {"core/geometry.hpp", "geo/crs.hpp", "vector", "progress.h"})
    EXPECT_FALSE(is_gis(name)) << name;
}

TEST(Layering, CoreUsesNothingOfOurs) {
  EXPECT_EQ(offences("core",
                     [](const Include& i) {
                       return is_under(i.target, {"geo", "sim", "apps"}) || is_gis(i.target);
                     }),
            "");
}

TEST(Layering, GeoUsesOnlyCore) {
  EXPECT_EQ(offences("geo",
                     [](const Include& i) {
                       return is_under(i.target, {"sim", "apps"});
                     }),
            "");
}

TEST(Layering, GeoHeadersExposeNoGisLibrary) {
  EXPECT_EQ(offences("geo",
                     [](const Include& i) {
                       // detail/ is for geo's own sources.
                       return is_header(i) && !i.file.starts_with("geo/detail/") &&
                              is_gis(i.target);
                     }),
            "");
}

TEST(Layering, DetailOfGeoStaysInGeo) {
  for (const char* folder : {"core", "sim", "apps"})
    EXPECT_EQ(
        offences(folder, [](const Include& i) { return i.target.starts_with("geo/detail/"); }), "");
}

TEST(Layering, SimUsesOnlyCore) {
  EXPECT_EQ(offences("sim",
                     [](const Include& i) {
                       return is_under(i.target, {"geo", "apps"}) || is_gis(i.target);
                     }),
            "");
}

TEST(Layering, PartsOfSimSeeEachOtherInOneOrder) {
  const auto check = [](const std::string& folder, const std::vector<std::string>& forbidden) {
    EXPECT_EQ(offences(folder, [&](const Include& i) { return is_under(i.target, forbidden); }),
              "");
  };
  check("sim/propagation", {"sim/radio", "sim/fibre", "sim/criteria"});
  check("sim/radio", {"sim/fibre", "sim/criteria"});
  check("sim/fibre", {"sim/propagation", "sim/radio", "sim/criteria"});
}

TEST(Layering, AppsUseNoGisLibrary) {
  EXPECT_EQ(offences("apps", [](const Include& i) { return is_gis(i.target); }), "");
}

TEST(Layering, IncludesOfOursStartAtTheRoot) {
  for (const char* folder : {"core", "geo", "sim", "apps", "tests"})
    EXPECT_EQ(offences(folder, [](const Include& i) { return i.target.starts_with("."); }), "");
}

}  // namespace
