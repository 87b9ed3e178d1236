// SPDX-License-Identifier: Apache-2.0
#include "apps/run/anfr.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "apps/run/anfr_tables.hpp"
#include "core/text.hpp"
#include "sim/radio/operating_bands.hpp"

namespace gigacity::apps {

namespace {

using radio::OperatingBand;
using radio::Technology;

/// The bands that France names by round figures of MHz; the first is the usual one.
struct FrenchBand {
  Technology technology;
  int figure_mhz;
  std::array<int, 2> bands;
};
constexpr std::array french_bands{
    FrenchBand{Technology::lte, 700, {28}},     FrenchBand{Technology::lte, 800, {20}},
    FrenchBand{Technology::lte, 900, {8}},      FrenchBand{Technology::lte, 1400, {32}},
    FrenchBand{Technology::lte, 1800, {3}},     FrenchBand{Technology::lte, 2100, {1}},
    FrenchBand{Technology::lte, 2600, {7, 38}}, FrenchBand{Technology::lte, 3500, {42}},
    FrenchBand{Technology::nr, 700, {28}},      FrenchBand{Technology::nr, 800, {20}},
    FrenchBand{Technology::nr, 900, {8}},       FrenchBand{Technology::nr, 1400, {75}},
    FrenchBand{Technology::nr, 1800, {3}},      FrenchBand{Technology::nr, 2100, {1}},
    FrenchBand{Technology::nr, 2600, {7, 38}},  FrenchBand{Technology::nr, 3500, {78}},
    FrenchBand{Technology::nr, 26'000, {258}}};

/// Of "LTE 1800" and "5G NR 3500".
const FrenchBand* band_of(const std::string& system) {
  const auto at = system.find_last_of(' ');
  const auto figure = at == std::string::npos ? std::nullopt : parsed_number(system.substr(at + 1));
  const bool lte = folded(system).starts_with("lte");
  const auto found = std::ranges::find_if(french_bands, [&](const FrenchBand& band) {
    return figure && band.technology == (lte ? Technology::lte : Technology::nr) &&
           band.figure_mhz == static_cast<int>(*figure);
  });
  return found == french_bands.end() ? nullptr : &*found;
}

/// Whether the base station transmits there: the block lies in the downlink of one of the bands.
bool is_downlink(const FrenchBand& bands, const AnfrTransmitter::Block& block) {
  return std::ranges::any_of(bands.bands, [&](int number) {
    const auto* band = radio::find_band(bands.technology, number);
    return band != nullptr && band->holds(block.low_mhz) && band->holds(block.high_mhz);
  });
}

geo::Feature row_of(const AnfrTransmitter& transmitter, const AnfrRegister::Support& support,
                    Technology technology, Assumptions& assumptions) {
  geo::Feature row;
  row.id = transmitter.row;
  row.geometry = support.point;
  row.texts = {{"site_id", transmitter.operator_name.empty()
                               ? transmitter.support
                               : transmitter.support + "-" + transmitter.operator_name},
               {"site_name", support.place.empty()
                                 ? transmitter.support
                                 : fmt::format("{} {}", support.place, transmitter.support)},
               {"operator", transmitter.operator_name},
               {"technology", radio::to_string(technology)}};
  if (transmitter.omnidirectional) {
    row.texts.emplace("pattern", "omni");
    if (!transmitter.azimuth_deg) assumptions.add("azimuth", "none, omnidirectional");
  } else {
    row.numbers.emplace("azimuth_deg", *transmitter.azimuth_deg);
  }
  if (transmitter.height_m) row.numbers.emplace("height_m", *transmitter.height_m);
  return row;
}

/// The cells of a transmitter: one for each downlink block.
class Cells {
 public:
  Cells(const AnfrRegister& from, const InputLocation& where, Assumptions& assumptions,
        Findings& findings)
      : m_from(from), m_where(where), m_assumptions(assumptions), m_findings(findings) {}

  void add(const AnfrTransmitter& transmitter) {
    if (!transmitter.in_service) return skip(transmitter, "not in service yet");
    const auto* bands = band_of(transmitter.system);
    if (bands == nullptr)
      return skip(transmitter, fmt::format("the band of {} is not known", transmitter.system));
    auto blocks = transmitter.blocks;
    std::erase_if(blocks, [&](const auto& block) { return !is_downlink(*bands, block); });
    std::ranges::sort(blocks, {}, &AnfrTransmitter::Block::low_mhz);
    auto row = row_of(transmitter, m_from.supports.at(transmitter.support), bands->technology,
                      m_assumptions);
    if (blocks.empty()) {
      row.texts["cell_id"] = transmitter.id;
      row.texts["band"] = fmt::format("{}", bands->bands.front());
      m_rows.push_back(std::move(row));
      return;
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const double width_mhz = blocks[i].high_mhz - blocks[i].low_mhz;
      const double centre_mhz = 0.5 * (blocks[i].low_mhz + blocks[i].high_mhz);
      const auto channel = radio::widest_channel_mhz(bands->technology, centre_mhz, width_mhz);
      if (!channel) {
        skip(transmitter, "a block of spectrum that holds no channel");
        continue;
      }
      auto cell = row;
      cell.texts["cell_id"] = i == 0 ? transmitter.id : fmt::format("{}-{}", transmitter.id, i + 1);
      cell.numbers["frequency_mhz"] = centre_mhz;
      cell.numbers["bandwidth_mhz"] = *channel;
      m_assumptions.add("carrier", "the widest channel in the middle of the authorised block");
      m_rows.push_back(std::move(cell));
    }
  }

  std::vector<geo::Feature> take() { return std::move(m_rows); }

 private:
  void skip(const AnfrTransmitter& transmitter, const std::string& reason) {
    auto where = m_where;
    where.source = transmitter.file;
    where.feature = transmitter.row;
    m_findings.skip(where, reason);
  }

  const AnfrRegister& m_from;
  InputLocation m_where;
  Assumptions& m_assumptions;
  Findings& m_findings;
  std::vector<geo::Feature> m_rows;
};

}  // namespace

std::vector<geo::Feature> read_anfr(const geo::LayerSource& sites, const geo::Crs& crs,
                                    const MapBox& area, std::vector<LayerRecord>& layers,
                                    Assumptions& assumptions, Findings& findings) {
  const auto files = find_anfr_files(sites, findings);
  if (!files) return {};
  const auto anfr = files->cartoradio ? read_cartoradio(*files, sites, crs, area, layers, findings)
                                      : read_open_data(*files, sites, crs, area, layers, findings);
  Cells cells(anfr, {.source = sites.source, .layer = sites.section}, assumptions, findings);
  for (const auto& transmitter : anfr.transmitters) cells.add(transmitter);
  return cells.take();
}

void check_anfr(const geo::LayerSource& sites, Findings& findings) {
  if (const auto files = find_anfr_files(sites, findings))
    check_anfr_tables(*files, sites, findings);
}

}  // namespace gigacity::apps
