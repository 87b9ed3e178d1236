// SPDX-License-Identifier: Apache-2.0
#include "apps/report/report.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>

#include "apps/report/page.hpp"

namespace gigacity::report {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& key, const std::string& problem) {
  throw std::invalid_argument("report data: " + key + " " + problem);
}

/// An object of the data together with its place, for messages.
struct Node {
  const json& value;
  std::string path;

  std::string path_of(std::string_view key) const {
    return path.empty() ? std::string(key) : path + "." + std::string(key);
  }

  const json* find(std::string_view key) const {
    const auto found = value.find(key);
    return found == value.end() || found->is_null() ? nullptr : &*found;
  }

  const json& require(std::string_view key) const {
    const json* const found = find(key);
    if (found == nullptr) refuse(path_of(key), "is missing");
    return *found;
  }

  void require_text(std::string_view key) const {
    if (!require(key).is_string()) refuse(path_of(key), "must be text");
  }

  void require_one_of(std::string_view key, std::initializer_list<std::string_view> allowed) const {
    require_text(key);
    const auto& text = require(key).get_ref<const std::string&>();
    if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
      std::string list;
      for (const std::string_view each : allowed) {
        list.append(list.empty() ? "" : ", ").append(each);
      }
      refuse(path_of(key), "is \"" + text + "\", which is none of " + list);
    }
  }

  void number_if_present(std::string_view key) const {
    const json* const found = find(key);
    if (found != nullptr && !found->is_number()) refuse(path_of(key), "must be a number");
  }

  Node require_object(std::string_view key) const {
    const json& found = require(key);
    if (!found.is_object()) refuse(path_of(key), "must be an object");
    return {found, path_of(key)};
  }

  const json& require_array(std::string_view key) const {
    const json& found = require(key);
    if (!found.is_array()) refuse(path_of(key), "must be an array");
    return found;
  }

  template <typename Check>
  void for_each_object(std::string_view key, Check check) const {
    const json& items = require_array(key);
    for (std::size_t index = 0; index < items.size(); ++index) {
      const std::string place = path_of(key) + "[" + std::to_string(index) + "]";
      if (!items[index].is_object()) refuse(place, "must be an object");
      check(Node{items[index], place});
    }
  }

  template <typename Check>
  void for_each_object_if_present(std::string_view key, Check check) const {
    if (find(key) != nullptr) for_each_object(key, check);
  }

  void require_bounds() const {
    const json& bounds = require_array("bounds");
    const bool numbers = std::all_of(bounds.begin(), bounds.end(),
                                     [](const json& each) { return each.is_number(); });
    if (bounds.size() != 4 || !numbers) {
      refuse(path_of("bounds"), "must be four numbers: west, south, east, north");
    }
    if (!(bounds[0] < bounds[2]) || !(bounds[1] < bounds[3])) {
      refuse(path_of("bounds"), "must have west < east and south < north");
    }
  }
};

void check_indicator(const Node& indicator) {
  indicator.require_text("id");
  indicator.require_text("title_en");
  indicator.require_one_of("comparison", {"at_least", "at_most", "report_only"});
  indicator.require_one_of("outcome", {"pass", "fail", "not_assessable", "reported"});
  for (const char* const key : {"threshold", "value", "margin", "gap_count"}) {
    indicator.number_if_present(key);
  }
  indicator.for_each_object_if_present("inputs",
                                       [](const Node& input) { input.require_text("name"); });
}

void check_unit(const Node& unit) {
  unit.require_text("level");
  unit.require_text("code");
  if (unit.find("indicators") != nullptr) unit.require_object("indicators");
}

void check_statistics(const Node& statistics) {
  statistics.for_each_object("tests", [](const Node& test) {
    for (const char* const key : {"technology", "operator", "metric"}) test.require_text(key);
    test.number_if_present("threshold");
  });
  statistics.for_each_object("quantities",
                             [](const Node& quantity) { quantity.require_text("quantity"); });
  const auto tests = statistics.require_array("tests").size();
  const auto quantities = statistics.require_array("quantities").size();
  statistics.for_each_object("rows", [&](const Node& row) {
    row.require_text("level");
    row.require_text("code");
    row.number_if_present("total");
    const json& quantity = row.require("quantity");
    if (!quantity.is_number_unsigned() || quantity.get<std::size_t>() >= quantities)
      refuse(row.path_of("quantity"), "must be an index of quantities");
    if (row.require_array("covered").size() != tests)
      refuse(row.path_of("covered"), "must have one figure for each test");
  });
}

void check_fibre(const Node& fibre) {
  fibre.for_each_object("units", [](const Node& unit) {
    unit.require_text("level");
    unit.require_text("code");
    for (const char* const key : {"dwellings", "homes_passed", "gigabit_ready", "gaps", "ports",
                                  "ports_10g", "ports_used", "lines_used"})
      unit.require(key);
  });
  fibre.for_each_object_if_present("bill", [](const Node& item) {
    item.require_text("item");
    item.require_text("unit");
    item.require("quantity");
  });
}

void check(const Node& data) {
  data.require_text("title");
  data.require_text("program");
  data.require_object("area").require_bounds();
  data.require_object("profile").require_text("title_en");
  data.require_one_of("outcome", {"pass", "fail", "not_assessable", "reported"});
  data.for_each_object("indicators", check_indicator);
  const json& levels = data.require_array("levels");
  if (!std::all_of(levels.begin(), levels.end(),
                   [](const json& each) { return each.is_string(); })) {
    refuse("levels", "must be texts");
  }
  data.for_each_object("units", check_unit);
  if (data.find("statistics") != nullptr) check_statistics(data.require_object("statistics"));
  if (data.find("fibre") != nullptr) check_fibre(data.require_object("fibre"));
  data.require_object("gaps").for_each_object("features", [](const Node&) {});
  data.number_if_present("gaps_total");
  data.for_each_object_if_present("pictures", [](const Node& picture) {
    picture.require_text("id");
    picture.require_text("title");
    picture.require_text("png_base64");
    picture.require_bounds();
  });
  data.for_each_object_if_present("layers", [](const Node& layer) {
    layer.require_text("title");
    layer.require_object("geojson");
  });
}

std::string escape_markup(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += letter;
    }
  }
  return escaped;
}

/// Inside <script> only "<" can end the element or open a comment, and in JSON it stands in strings
/// only.
void append_json(std::string& page, std::string_view text) {
  for (const char letter : text) {
    if (letter == '<') {
      page += "\\u003c";
    } else {
      page += letter;
    }
  }
}

/// Text with bytes that are not UTF-8 replaced.
std::string readable(const json& text) {
  return json::parse(text.dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

std::string report_html(const json& data) {
  if (!data.is_object()) throw std::invalid_argument("report data: must be an object");
  check({data, ""});
  const std::string text = data.dump(-1, ' ', false, json::error_handler_t::replace);
  std::string page;
  page.reserve(page_before_title.size() + page_before_data.size() + page_after_data.size() +
               text.size() + text.size() / 16);
  page += page_before_title;
  page += escape_markup(readable(data["title"]));
  page += page_before_data;
  append_json(page, text);
  page += page_after_data;
  return page;
}

}  // namespace gigacity::report
