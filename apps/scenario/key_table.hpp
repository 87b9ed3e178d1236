// SPDX-License-Identifier: Apache-2.0
// Every key of the scenario file as data: what checks the file also documents it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/scenario/scenario.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::apps {

enum class KeyType {
  text,
  number,
  integer,
  boolean,
  text_or_list,   ///< one text, or a list of texts
  texts,          ///< a list of texts, which may be empty
  numbers,        ///< a list of numbers, which may be empty
  table_of_text,  ///< free keys, each a text
  box,            ///< [west, south, east, north], degrees
  table,
  tables,  ///< [[key]]: a list of tables
};

/// (low, high] where `above_low`, else [low, high].
struct KeyRange {
  double low = 0.0;
  double high = 0.0;
  bool above_low = false;
};

struct KeySpec {
  std::string key;  ///< pattern: "radio.radius_km", "admin[].level"
  KeyType type = KeyType::text;
  bool required = false;  ///< wherever the table that holds it exists
  std::string default_value;
  std::string meaning;
  std::string unit;
  std::optional<KeyRange> range;    ///< of a number, or of each number of a list
  std::vector<std::string> values;  ///< of a text, or of each text of a list; empty: any
};

const std::vector<KeySpec>& key_table();

/// nullptr where there is no such key.
const KeySpec* find_key(std::string_view pattern);

/// "radio" of "radio.radius_km", "admin[]" of "admin[].level", "" of "radio".
std::string_view parent_of(std::string_view pattern);
/// "radius_km" of "radio.radius_km", "admin" of "admin[]".
std::string_view leaf_of(std::string_view pattern);

/// "a number", "text", ...
std::string_view described(KeyType type);
/// "above 0, at most 1000".
std::string described(const KeyRange& range);

/// The environment of TR 38.901 that a scenario names; nothing for "auto".
std::optional<propagation::Environment> environment_named(std::string_view name);

/// A format of [output] vectors, by the name a scenario gives it.
struct VectorFormat {
  std::string_view name;
  bool VectorOutputs::*wanted;
};
std::span<const VectorFormat> vector_formats();

}  // namespace gigacity::apps
