// SPDX-License-Identifier: Apache-2.0
// Reading back what synth wrote.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnostic.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(stream.good()) << file;
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Of a layer that has nothing to complain of.
inline std::vector<geo::Feature> features_of(const std::filesystem::path& file,
                                             const std::string& layer, geo::GeometryKind kind,
                                             std::vector<geo::FieldSpec> fields) {
  Findings findings;
  const geo::LayerSource source{file.string(), layer, "", {}, layer};
  auto found = geo::read_layer(source, {layer, kind, std::move(fields)}, geo::Crs("EPSG:32650"),
                               std::nullopt, findings);
  for (const Diagnostic& error : findings.errors()) ADD_FAILURE() << to_string(error);
  EXPECT_THAT(findings.skipped(), testing::IsEmpty()) << layer;
  return found;
}

inline geo::FieldSpec text(const std::string& name) {
  return {.name = name, .required = true};
}
inline geo::FieldSpec number(const std::string& name) {
  return {.name = name, .type = geo::FieldType::number, .required = true, .minimum = 0.0};
}

}  // namespace gigacity::apps
