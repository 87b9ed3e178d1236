// SPDX-License-Identifier: Apache-2.0
// What the tests of layers share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "geo/layer_reader.hpp"
#include "geo/library.hpp"

namespace gigacity::geo {

/// What read_layer gave, its messages as text.
struct Reading {
  std::vector<Feature> features;
  Findings findings;

  std::string errors() const { return joined(findings.errors()); }
  std::string warnings() const { return joined(findings.warnings()); }
  std::int64_t skipped(const std::string& reason) const {
    for (const Skipped& s : findings.skipped())
      if (s.reason == reason) return s.count;
    return 0;
  }

 private:
  static std::string joined(const std::vector<Diagnostic>& all) {
    std::string text;
    for (const Diagnostic& diagnostic : all) text += to_string(diagnostic) + '\n';
    return text;
  }
};

/// Writes sources below a folder of the test and reads them.
class LayerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    initialise_libraries();
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    m_folder = std::filesystem::path(::testing::TempDir()) / "layers" / test->test_suite_name() /
               test->name();
    std::filesystem::remove_all(m_folder);
    std::filesystem::create_directories(m_folder);
  }

  std::string file(const std::string& name) const { return (m_folder / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }
  std::string write_wkt(const std::string& wkt, const std::string& name = "shapes.csv") const {
    return write(name, "id,wkt\na,\"" + wkt + "\"\n");
  }
  Reading read(const LayerSource& source, const LayerSchema& schema,
               const std::optional<MapBox>& clip = {}) const {
    Reading reading;
    reading.features = read_layer(source, schema, m_crs, clip, reading.findings);
    return reading;
  }
  Reading read(const std::string& source, const LayerSchema& schema,
               const std::optional<MapBox>& clip = {}) const {
    return read(from(source), schema, clip);
  }
  static LayerSource from(const std::string& source) {
    LayerSource out;
    out.source = source;
    out.section = "section";
    return out;
  }
  static LayerSchema schema(GeometryKind kind, std::vector<FieldSpec> fields = {}) {
    return {"things", kind, std::move(fields), false};
  }
  static FieldSpec number(const std::string& name) {
    FieldSpec spec;
    spec.name = name;
    spec.type = FieldType::number;
    return spec;
  }
  static FieldSpec text(const std::string& name) {
    FieldSpec spec;
    spec.name = name;
    return spec;
  }

  std::filesystem::path m_folder;
  Crs m_crs{"EPSG:32650"};
};

}  // namespace gigacity::geo
