// SPDX-License-Identifier: Apache-2.0
#include "apps/run/deep_spaces.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

constexpr std::array<std::string_view, 11> underground_words{"undergroundcarpark",
                                                             "undergroundparking",
                                                             "carpark",
                                                             "parkinggarage",
                                                             "basement",
                                                             "underground",
                                                             "地下车库",
                                                             "车库",
                                                             "地下停车场",
                                                             "停车场",
                                                             "地下室"};
constexpr std::array<std::string_view, 5> lift_words{"lift", "lifts", "elevator", "elevators",
                                                     "电梯"};
constexpr std::array<std::string_view, 5> efficient_words{"thermallyefficient", "highloss",
                                                          "energyefficient", "modern", "节能"};
constexpr std::array<std::string_view, 5> traditional_words{"traditional", "lowloss", "old", "普通",
                                                            "传统"};

/// Without case, blanks, '_' and '-'.
std::string plain(std::string_view word) {
  std::string out = folded(word);
  std::erase_if(out, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return out;
}

bool among(std::span<const std::string_view> words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::vector<std::string> listed_words(std::string text) {
  for (const std::string_view separator : {"、", "；", "，", ";", "|", "/"}) {
    for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, at))
      text.replace(at, separator.size(), ",");
  }
  std::vector<std::string> words;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find(',', start), text.size());
    auto word = text.substr(start, end - start);
    word.erase(0, word.find_first_not_of(" \t"));
    word.erase(word.find_last_not_of(" \t") + 1);
    if (!word.empty()) words.push_back(std::move(word));
    start = end + 1;
  }
  return words;
}

std::string unknown_space(const std::string& word) {
  return fmt::format("\"{}\" is no space of deep coverage", word);
}

DeepSpaces deep_spaces_named(const std::string& words) {
  DeepSpaces spaces;
  for (const auto& word : listed_words(words)) {
    const auto name = plain(word);
    if (among(underground_words, name))
      spaces.underground = true;
    else if (among(lift_words, name))
      spaces.lifts = true;
    else if (!spaces.unknown)
      spaces.unknown = word;
  }
  return spaces;
}

std::optional<bool> thermally_efficient_named(const std::string& word) {
  const auto name = plain(word);
  if (among(efficient_words, name)) return true;
  if (among(traditional_words, name)) return false;
  return std::nullopt;
}

}  // namespace gigacity::apps
