// SPDX-License-Identifier: Apache-2.0
// Figures as fields of vector results: what is not known is null.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geo/vector_writer.hpp"

namespace gigacity::apps {

inline geo::FieldValue real(double value) {
  if (std::isnan(value)) return std::monostate{};
  return value;
}

inline geo::FieldValue real(const std::optional<double>& value) {
  if (!value) return std::monostate{};
  return *value;
}

inline geo::FieldValue whole(std::int64_t value) {
  return value;
}

/// To three decimals: millimetres and thousandths of a dB, so that files hold no digits without
/// meaning.
inline geo::FieldValue thousandths(double value) {
  return real(std::round(value * 1000.0) / 1000.0);
}

/// A layer without geometry, empty.
inline geo::OutputLayer plain_table(std::string name, std::string title,
                                    std::vector<geo::OutputField> fields) {
  geo::OutputLayer layer;
  layer.name = std::move(name);
  layer.title = std::move(title);
  layer.fields = std::move(fields);
  layer.spatial = false;
  return layer;
}

}  // namespace gigacity::apps
