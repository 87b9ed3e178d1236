// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/plant.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::fibre {

double splitter_loss_db(const PassiveLosses& losses, int split) {
  const auto entry = std::ranges::find(losses.splitter_db, split, &std::pair<int, double>::first);
  if (entry == losses.splitter_db.end())
    throw std::invalid_argument(fmt::format("the splitter table has no 1:{} splitter", split));
  return entry->second;
}

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

std::string port_id(const OpticalLineTerminal& olt, const PonCard& card, int port) {
  std::string id = olt.id;
  for (const auto& part : {card.shelf, card.slot, std::to_string(port)})
    if (!part.empty()) id += '/' + part;
  return id;
}

namespace {

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
    for (const auto& card : olt.cards) {
      if (card.pon_class < 0 || static_cast<std::size_t>(card.pon_class) >= plant.classes.size())
        report("pon_class", "is none of the PON classes", "name a class of the PON class table");
      if (card.ports < 0)
        report("ports", fmt::format("is {}; expected 0 or more PON ports", card.ports), "");
      if (std::ranges::find(table, card.split, &std::pair<int, double>::first) == table.end()) {
        std::vector<std::string> known;
        known.reserve(table.size());
        for (const auto& [split, loss_db] : table) known.push_back(std::to_string(split));
        report("split",
               fmt::format("is {}; the splitter table has {}", card.split, joined(known, ", ")),
               "use a ratio of the table, or add its loss to the table");
      }
    }
  }
}

void check_boxes(const FibrePlant& plant, std::vector<Diagnostic>& found) {
  std::vector<std::string> olts;
  olts.reserve(plant.olts.size());
  for (const auto& olt : plant.olts) olts.push_back(olt.id);
  std::vector<std::string> sorted = olts;
  std::ranges::sort(sorted);
  for (const auto& box : plant.boxes) {
    const auto report = [&](const char* field, std::string message, std::string hint) {
      found.push_back({{"", "boxes", box.id, field, 0, 0}, std::move(message), std::move(hint)});
    };
    if (!box.fed_by.empty() && !std::ranges::binary_search(sorted, box.fed_by)) {
      const auto near = nearest_word(box.fed_by, olts);
      report("olt", fmt::format("names the OLT \"{}\", which there is not", box.fed_by),
             near ? fmt::format("did you mean \"{}\"?", *near)
                  : "name an OLT of the olts layer, or leave it empty for the nearest one");
    }
    if (box.capacity < 0)
      report("capacity", fmt::format("is {}; expected 0 or more dwellings", box.capacity), "");
  }
}

}  // namespace

std::vector<Diagnostic> check(const FibrePlant& plant) {
  std::vector<Diagnostic> found;
  check_olts(plant, found);
  check_boxes(plant, found);
  return found;
}

}  // namespace gigacity::fibre
