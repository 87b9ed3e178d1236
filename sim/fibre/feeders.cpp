// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/feeders.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::fibre {

namespace {

/// What a FeederName names.
struct Named {
  std::int32_t splitter = -1;  ///< else an OLT, or one of its ports
  std::int32_t olt = -1;
  std::int32_t card = -1;
  int port = 0;
};

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The id of a card's ports without the number: "OLT-01/1/3".
std::string card_id(const OpticalLineTerminal& olt, const PonCard& card) {
  const auto id = port_id(olt, card, 0);
  return id.substr(0, id.size() - 2);
}

class Names {
 public:
  explicit Names(const FibrePlant& plant) : m_plant(plant) {
    for (std::size_t s = 0; s < plant.splitters.size(); ++s)
      m_splitters.try_emplace(plant.splitters[s].id, static_cast<std::int32_t>(s));
    for (std::size_t o = 0; o < plant.olts.size(); ++o) {
      const auto olt = static_cast<std::int32_t>(o);
      m_olts.try_emplace(plant.olts[o].id, olt);
      const auto& cards = plant.olts[o].cards;
      for (std::size_t c = 0; c < cards.size(); ++c)
        m_cards.try_emplace(card_id(plant.olts[o], cards[c]), olt, static_cast<std::int32_t>(c));
    }
  }

  std::optional<Named> find(const FeederName& name) const {
    if (const auto splitter = m_splitters.find(name); splitter != m_splitters.end())
      return Named{.splitter = splitter->second};
    if (const auto olt = m_olts.find(name); olt != m_olts.end()) return Named{.olt = olt->second};
    const auto slash = name.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    const auto card = m_cards.find(name.substr(0, slash));
    const auto port = whole_number(std::string_view(name).substr(slash + 1));
    if (card == m_cards.end() || !port) return std::nullopt;
    const auto [olt, of_olt] = card->second;
    const auto& ports =
        m_plant.olts[static_cast<std::size_t>(olt)].cards[static_cast<std::size_t>(of_olt)].ports;
    if (*port < 1 || *port > ports) return std::nullopt;
    return Named{.olt = olt, .card = of_olt, .port = *port};
  }

  /// The OLT or splitter whose id is most like it.
  std::optional<std::string> nearest(const FeederName& name) const {
    std::vector<std::string> known;
    known.reserve(m_olts.size() + m_splitters.size());
    for (const auto& [id, olt] : m_olts) known.push_back(id);
    for (const auto& [id, splitter] : m_splitters) known.push_back(id);
    return nearest_word(name, known);
  }

 private:
  const FibrePlant& m_plant;
  std::map<std::string, std::int32_t> m_splitters;
  std::map<std::string, std::int32_t> m_olts;
  std::map<std::string, std::pair<std::int32_t, std::int32_t>> m_cards;
};

Feed feed_of(const FibrePlant& plant, const Names& names, FeederName name) {
  Feed feed;
  while (!name.empty()) {
    const auto named = names.find(name).value();
    if (named.splitter < 0) {
      feed.olt = named.olt;
      feed.card = named.card;
      feed.port = named.port;
      break;
    }
    feed.splitters.push_back(named.splitter);
    name = plant.splitters[static_cast<std::size_t>(named.splitter)].fed_by;
  }
  std::ranges::reverse(feed.splitters);
  return feed;
}

/// Reports in the layer's words.
class Report {
 public:
  Report(const char* layer, std::vector<Diagnostic>& found) : m_layer(layer), m_found(found) {}
  void operator()(const std::string& id, const char* field, std::string message,
                  std::string hint) const {
    m_found.push_back({{"", m_layer, id, field, 0, 0}, std::move(message), std::move(hint)});
  }

 private:
  const char* m_layer;
  std::vector<Diagnostic>& m_found;
};

/// Ids of splitters, which must not be OLTs' either, or names would be ambiguous.
void check_ids(const FibrePlant& plant, const Report& report) {
  std::set<std::string> olts;
  std::set<std::string> seen;
  for (const auto& olt : plant.olts) olts.insert(olt.id);
  for (const auto& splitter : plant.splitters) {
    if (olts.contains(splitter.id))
      report(splitter.id, "id", "is the id of an OLT already",
             "give splitters ids that no OLT has: both may be named as feeders");
    else if (!seen.insert(splitter.id).second)
      report(splitter.id, "id", "is the id of another splitter already",
             "give every splitter an id of its own");
  }
}

/// True where the name leads to an OLT, to nothing (the nearest OLT), or on to a splitter.
bool check_name(const Names& names, const std::string& id, const FeederName& name,
                const Report& report) {
  if (name.empty() || names.find(name)) return true;
  const auto near = names.nearest(name);
  report(id, "fed_by", fmt::format("names \"{}\", which is no OLT, port or splitter", name),
         near ? fmt::format("did you mean \"{}\"?", *near)
              : "name an OLT, a port as \"OLT/shelf/slot/port\" or a splitter; leave it empty for "
                "the nearest OLT");
  return false;
}

/// True where following the splitter's feeders comes back to one that was passed.
bool in_circle(const FibrePlant& plant, const Names& names, std::size_t splitter) {
  std::set<std::int32_t> passed{static_cast<std::int32_t>(splitter)};
  for (auto name = plant.splitters[splitter].fed_by; !name.empty();) {
    const auto named = names.find(name);
    if (!named || named->splitter < 0) return false;
    if (!passed.insert(named->splitter).second) return true;
    name = plant.splitters[static_cast<std::size_t>(named->splitter)].fed_by;
  }
  return false;
}

/// A port's fibre goes into one splitter; a splitter's outputs are so many.
void check_fan_out(const FibrePlant& plant, const Names& names, const Report& report) {
  std::vector<int> fed(plant.splitters.size(), 0);
  std::map<std::tuple<std::int32_t, std::int32_t, int>, std::string> of_port;
  for (const auto& splitter : plant.splitters) {
    const auto named = names.find(splitter.fed_by);
    if (!named) continue;
    if (named->splitter >= 0) {
      const auto parent = static_cast<std::size_t>(named->splitter);
      if (++fed[parent] == plant.splitters[parent].ratio + 1)
        report(plant.splitters[parent].id, "ratio",
               fmt::format("is 1:{}, but more splitters name it as their feeder",
                           plant.splitters[parent].ratio),
               "correct the ratio, or what feeds them");
    } else if (named->port > 0) {
      const auto [entry, fresh] =
          of_port.try_emplace({named->olt, named->card, named->port}, splitter.id);
      if (!fresh)
        report(splitter.id, "fed_by",
               fmt::format("names port {}, which feeds splitter {} already", splitter.fed_by,
                           entry->second),
               "give each first splitter a port of its own");
    }
  }
}

}  // namespace

Feeds feeds(const FibrePlant& plant) {
  const Names names(plant);
  Feeds feeds;
  feeds.splitters.reserve(plant.splitters.size());
  for (const auto& splitter : plant.splitters)
    feeds.splitters.push_back(feed_of(plant, names, splitter.fed_by));
  feeds.boxes.reserve(plant.boxes.size());
  for (const auto& box : plant.boxes) feeds.boxes.push_back(feed_of(plant, names, box.fed_by));
  return feeds;
}

std::vector<int> free_outputs(const FibrePlant& plant, const Feeds& feeds) {
  std::vector<int> outputs;
  outputs.reserve(plant.splitters.size());
  for (const auto& splitter : plant.splitters) outputs.push_back(splitter.ratio);
  for (const auto& feed : feeds.splitters)
    if (!feed.splitters.empty()) --outputs[static_cast<std::size_t>(feed.splitters.back())];
  return outputs;
}

void check_feeders(const FibrePlant& plant, std::vector<Diagnostic>& found) {
  const Names names(plant);
  const Report of_splitters("splitters", found);
  const Report of_boxes("boxes", found);
  check_ids(plant, of_splitters);
  std::set<std::string> boxes;
  for (const auto& box : plant.boxes) {
    check_name(names, box.id, box.fed_by, of_boxes);
    if (!boxes.insert(box.id).second)
      of_boxes(box.id, "id", "is the id of another box already", "give every box an id of its own");
  }
  for (std::size_t s = 0; s < plant.splitters.size(); ++s) {
    const auto& splitter = plant.splitters[s];
    if (!splitter.box.empty() && !boxes.contains(splitter.box))
      of_splitters(splitter.id, "box", fmt::format("names \"{}\", which is no box", splitter.box),
                   "name an id of the boxes layer, or leave it empty");
    if (check_name(names, splitter.id, splitter.fed_by, of_splitters) && in_circle(plant, names, s))
      of_splitters(splitter.id, "fed_by", "leads round in a circle",
                   "let the first splitter name an OLT or one of its ports");
  }
  check_fan_out(plant, names, of_splitters);
}

}  // namespace gigacity::fibre
