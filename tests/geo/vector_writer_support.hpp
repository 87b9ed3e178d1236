// SPDX-License-Identifier: Apache-2.0
// Layers to write, and a folder to write them to.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "geo/library.hpp"
#include "geo/output_error.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::geo {

namespace fs = std::filesystem;

inline Ring square(double x, double y, double side) {
  // Clockwise: the wrong way round for RFC 7946.
  return {{x, y}, {x, y + side}, {x + side, y + side}, {x + side, y}, {x, y}};
}

class VectorWriter : public testing::Test {
 protected:
  void SetUp() override {
    initialise_libraries();
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    m_folder = fs::path(testing::TempDir()) / "vector_writer" / test->name();
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }

  static std::string bytes_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(m_folder))
      names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }
  template <class Write>
  static std::string output_error(const Write& write) {
    try {
      write();
    } catch (const OutputError& error) {
      return error.what();
    }
    return "no error";
  }

  static OutputLayer gaps() {
    OutputLayer layer;
    layer.name = "gaps";
    layer.title = "Where coverage is missing";
    layer.geometry = GeometryKind::polygon;
    layer.colour = {200, 30, 40};
    layer.fields = {{"name"}, {"residents", FieldType::number}, {"rank", FieldType::integer}};
    layer.features = {
        {MultiPolygon{{square(500000, 3900000, 1000), {square(500200, 3900200, 100)}}},
         {"Nordvorstadt, \"alt\"", 0.1, std::int64_t{1}}},
        {MultiPolygon{{square(510000, 3900000, 500), {}}, {square(512000, 3900000, 500), {}}},
         {"济宁", 12345.5, std::int64_t{9007199254740993}}},
        {MultiPolygon{{square(520000, 3900000, 500), {}}}, {}},
    };
    return layer;
  }
  static OutputLayer places() {
    OutputLayer layer;
    layer.name = "places";
    layer.title = "Key places";
    layer.geometry = GeometryKind::point_or_polygon;
    layer.colour = {1, 2, 3};
    layer.fields = {{"id"}};
    layer.features = {{MapPoint{500000, 3900000}, {"p"}},
                      {MultiPolygon{{square(500000, 3900000, 10), {}}}, {"q"}}};
    return layer;
  }
  static OutputLayer roads() {
    OutputLayer layer;
    layer.name = "roads";
    layer.geometry = GeometryKind::line;
    layer.fields = {{"id"}};
    layer.features = {{MultiLineString{{{500000, 3900000}, {500000, 3900100}}}, {"short"}},
                      {MultiLineString{{{500000, 3900000}, {500000, 3900100}},
                                       {{501000, 3900000}, {501100, 3900000}, {501200, 3900000}}},
                       {"long"}}};
    return layer;
  }

  fs::path m_folder;
  Crs m_crs{"EPSG:32650"};
};

}  // namespace gigacity::geo
