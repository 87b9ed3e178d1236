// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/plant.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "core/text.hpp"
#include "sim/fibre/feeders.hpp"

namespace gigacity::fibre {

const char* to_string(CableKind kind) {
  switch (kind) {
    case CableKind::feeder:
      return "feeder";
    case CableKind::distribution:
      return "distribution";
    case CableKind::drop:
      break;
  }
  return "drop";
}

std::unordered_map<std::string, std::int32_t> box_indices(const FibrePlant& plant) {
  std::unordered_map<std::string, std::int32_t> index;
  for (std::size_t b = 0; b < plant.boxes.size(); ++b)
    index.try_emplace(plant.boxes[b].id, static_cast<std::int32_t>(b));
  return index;
}

std::string port_id(const OpticalLineTerminal& olt, const PonCard& card, int port) {
  std::string id = olt.id;
  for (const auto& part : {card.shelf, card.slot, std::to_string(port)})
    if (!part.empty()) id += '/' + part;
  return id;
}

namespace {

/// "2, 4, 8": the ratios that the table has.
std::string known_ratios(const FibrePlant& plant) {
  std::vector<std::string> known;
  for (const auto& [split, loss_db] : plant.losses.splitter_db)
    known.push_back(std::to_string(split));
  return joined(known, ", ");
}

void check_olts(const FibrePlant& plant, std::vector<Diagnostic>& found) {
  std::map<std::string, std::size_t> first_with;
  const auto& table = plant.losses.splitter_db;
  for (std::size_t i = 0; i < plant.olts.size(); ++i) {
    const auto& olt = plant.olts[i];
    const auto report = [&](const char* field, std::string message, std::string hint) {
      found.push_back({{"", "olts", olt.id, field, 0, 0}, std::move(message), std::move(hint)});
    };
    const auto [entry, fresh] = first_with.try_emplace(olt.id, i);
    if (!fresh)
      report("id", fmt::format("is the id of OLT number {} already", entry->second + 1),
             "give every OLT an id of its own");
    if (olt.cards.empty())
      report("ports", "has no PON ports", "give its ports, or cards that name it");
    for (const auto& card : olt.cards) {
      if (card.pon_class < 0 || static_cast<std::size_t>(card.pon_class) >= plant.classes.size())
        report("pon_class", "is none of the PON classes", "name a class of the PON class table");
      if (card.ports < 0)
        report("ports", fmt::format("is {}; expected 0 or more PON ports", card.ports), "");
      if (std::ranges::find(table, card.split, &std::pair<int, double>::first) == table.end()) {
        report("split",
               fmt::format("is {}; the splitter table has {}", card.split, known_ratios(plant)),
               "use a ratio of the table, or add its loss to the table");
      }
    }
  }
}

void check_boxes(const FibrePlant& plant, std::vector<Diagnostic>& found) {
  for (const auto& box : plant.boxes)
    if (box.capacity < 0)
      found.push_back({{"", "boxes", box.id, "capacity", 0, 0},
                       fmt::format("is {}; expected 0 or more dwellings", box.capacity),
                       ""});
}

void check_splitters(const FibrePlant& plant, std::vector<Diagnostic>& found) {
  const auto& table = plant.losses.splitter_db;
  for (const auto& splitter : plant.splitters)
    if (std::ranges::find(table, splitter.ratio, &std::pair<int, double>::first) == table.end())
      found.push_back(
          {{"", "splitters", splitter.id, "ratio", 0, 0},
           fmt::format("is 1:{}; the splitter table has {}", splitter.ratio, known_ratios(plant)),
           "use a ratio of the table, or add its loss to the table"});
}

}  // namespace

std::vector<Diagnostic> check(const FibrePlant& plant) {
  std::vector<Diagnostic> found;
  check_olts(plant, found);
  check_splitters(plant, found);
  check_boxes(plant, found);
  check_feeders(plant, found);
  return found;
}

}  // namespace gigacity::fibre
