// SPDX-License-Identifier: Apache-2.0
#include "apps/run/cell_carrier.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "apps/run/technology_names.hpp"
#include "core/text.hpp"
#include "core/units.hpp"
#include "sim/radio/duplex.hpp"
#include "sim/radio/operating_bands.hpp"
#include "sim/radio/throughput.hpp"

namespace gigacity::apps {

namespace {

using radio::OperatingBand;
using radio::Technology;

/// Names that operators in China have for their bands, beside 3GPP's.
struct MarketName {
  Technology technology;
  std::string_view word;
  int band;
};
constexpr std::array market_names{
    MarketName{Technology::lte, "a频段", 34},  MarketName{Technology::lte, "f频段", 39},
    MarketName{Technology::lte, "e频段", 40},  MarketName{Technology::lte, "d频段", 41},
    MarketName{Technology::lte, "a", 34},      MarketName{Technology::lte, "f", 39},
    MarketName{Technology::lte, "e", 40},      MarketName{Technology::lte, "d", 41},
    MarketName{Technology::lte, "fdd900", 8},  MarketName{Technology::lte, "fdd1800", 3},
    MarketName{Technology::lte, "fdd2100", 1}, MarketName{Technology::nr, "700m", 28},
    MarketName{Technology::nr, "2.1g", 1},     MarketName{Technology::nr, "2.6g", 41},
    MarketName{Technology::nr, "3.5g", 78},    MarketName{Technology::nr, "4.9g", 79},
};

const OperatingBand* band_of(Technology technology, const std::string& word) {
  if (const auto* band = radio::band_named(technology, word)) return band;
  const std::string text = folded(word);
  const auto found = std::ranges::find_if(market_names, [&](const MarketName& name) {
    return name.technology == technology && name.word == text;
  });
  return found == market_names.end() ? nullptr : radio::find_band(technology, found->band);
}

Technology other(Technology technology) {
  return technology == Technology::lte ? Technology::nr : Technology::lte;
}

double usual_frequency_mhz(Technology technology) {
  return technology == Technology::nr ? 3500.0 : 1800.0;
}

/// What a carrier there usually is: unpaired mid-band and millimetre-wave NR 100 MHz, paired NR and
/// LTE 20 MHz, LTE below 1 GHz 10 MHz.
double usual_bandwidth_mhz(Technology technology, double frequency_mhz) {
  if (technology == Technology::nr) return frequency_mhz >= 2300.0 ? 100.0 : 20.0;
  return frequency_mhz < 1000.0 ? 10.0 : 20.0;
}

double usual_power_dbm(Technology technology) {
  return technology == Technology::nr ? 53.0 : 46.0;
}

/// One row on its way to a cell.
class Carrier {
 public:
  Carrier(const geo::Feature& row, Technology technology, const LinkSection& link,
          RowErrors& errors, Assumptions& assumptions, CarrierRemarks& remarks)
      : m_row(row), m_link(link), m_errors(errors), m_assumptions(assumptions), m_remarks(remarks) {
    m_cell.technology = technology;
  }

  radio::Cell read() {
    read_spectrum();
    read_power();
    m_cell.load = m_row.number_or("load", m_cell.load);
    m_cell.uplink_load = m_row.number("ul_load");
    m_cell.layers = static_cast<int>(m_row.number_or(
        "mimo_layers", radio::usual_layers(m_cell.technology, m_cell.frequency_mhz)));
    return m_cell;
  }

 private:
  void error(const std::string& field, const std::string& message, const std::string& hint) {
    m_errors.add(m_row.id, field, message, hint);
  }

  void read_spectrum() {
    const auto frequency_mhz = m_row.number("frequency_mhz");
    const auto channel_mhz = channel_frequency();
    const auto* band = read_band(frequency_mhz || channel_mhz);
    if (frequency_mhz) {
      m_cell.frequency_mhz = *frequency_mhz;
    } else if (channel_mhz) {
      m_cell.frequency_mhz = *channel_mhz;
    } else if (band != nullptr) {
      m_cell.frequency_mhz = band->centre_mhz();
      m_assumptions.add("frequency", fmt::format("{} MHz, the centre of {}", band->centre_mhz(),
                                                 radio::to_string(*band)));
    } else {
      m_cell.frequency_mhz = usual_frequency_mhz(m_cell.technology);
      m_assumptions.add("frequency", fmt::format("{} MHz for {}", m_cell.frequency_mhz,
                                                 radio::to_string(m_cell.technology)));
    }
    read_bandwidth();
    read_symbols(band);
    if (band != nullptr && !band->holds(m_cell.frequency_mhz))
      error(frequency_mhz ? "frequency_mhz" : "arfcn",
            fmt::format("is {:.6g} MHz; the downlink of {} is {} to {} MHz", m_cell.frequency_mhz,
                        radio::to_string(*band), band->low_mhz, band->high_mhz),
            "correct one of the two");
    // The number may be that of the synchronisation block, which lies anywhere in the carrier.
    if (frequency_mhz && channel_mhz &&
        std::abs(*frequency_mhz - *channel_mhz) > 0.5 * m_cell.bandwidth_mhz)
      error("arfcn",
            fmt::format("stands for {:.6g} MHz, which is not in the carrier at {:.6g} MHz",
                        *channel_mhz, *frequency_mhz),
            "correct one of the two");
  }

  std::optional<double> channel_frequency() {
    const auto channel = m_row.number("arfcn");
    if (!channel) return std::nullopt;
    const auto mhz =
        radio::frequency_of_channel_mhz(m_cell.technology, static_cast<std::int64_t>(*channel));
    if (!mhz)
      error("arfcn",
            fmt::format("is {:.0f}, no downlink channel number of {}", *channel,
                        radio::to_string(m_cell.technology)),
            "give the downlink's EARFCN (LTE, TS 36.101) or NR-ARFCN (NR, TS 38.104)");
    return mhz;
  }

  const OperatingBand* read_band(bool frequency_known) {
    const auto word = m_row.text_or("band", "");
    if (word.empty()) return nullptr;
    if (const auto* band = band_of(m_cell.technology, word)) return band;
    const bool of_the_other = band_of(other(m_cell.technology), word) != nullptr;
    if (frequency_known && !of_the_other) {
      if (m_remarks.unknown_bands++ == 0) m_remarks.unknown_band = word;
      return nullptr;
    }
    error("band",
          of_the_other ? fmt::format("\"{}\" is a band of {}, the cell is {}", word,
                                     radio::to_string(other(m_cell.technology)),
                                     radio::to_string(m_cell.technology))
                       : fmt::format("\"{}\" is no operating band of {} with a downlink", word,
                                     radio::to_string(m_cell.technology)),
          "expected 3GPP's name: B3, n78 ...; or give frequency_mhz or arfcn");
    return nullptr;
  }

  void read_bandwidth() {
    if (const auto bandwidth_mhz = m_row.number("bandwidth_mhz")) {
      m_cell.bandwidth_mhz = *bandwidth_mhz;
    } else {
      m_cell.bandwidth_mhz = usual_bandwidth_mhz(m_cell.technology, m_cell.frequency_mhz);
      m_assumptions.add("bandwidth", fmt::format("{} MHz", m_cell.bandwidth_mhz));
    }
    try {
      radio::subcarriers(m_cell.technology, m_cell.frequency_mhz, m_cell.bandwidth_mhz);
    } catch (const std::invalid_argument& wrong) {
      error("bandwidth_mhz", wrong.what(), "give the channel bandwidth of one carrier");
    }
  }

  void read_symbols(const OperatingBand* band) {
    const auto word = m_row.text_or("tdd_pattern", "");
    if (!word.empty()) {
      if (const auto shares = radio::symbol_shares_of(word))
        m_cell.symbols = *shares;
      else
        error(
            "tdd_pattern", fmt::format("\"{}\" is no TDD pattern", word),
            "expected FDD; slots and the symbols of a special one, DDDSU 10:2:2; SA2, SA2/SSP7; or "
            "4:1, 8:2, 7:3");
      return;
    }
    const bool unpaired = band != nullptr
                              ? radio::is_unpaired(*band)
                              : radio::usually_unpaired(m_cell.technology, m_cell.frequency_mhz,
                                                        m_cell.bandwidth_mhz);
    if (unpaired) m_cell.symbols = m_link.unpaired_shares(m_cell.technology);
  }

  void read_power() {
    const auto dbm = m_row.number("power_dbm");
    const auto watts = m_row.number("power_w");
    const auto from_watts = watts ? std::optional(db_from_linear(*watts * 1e3)) : std::nullopt;
    if (dbm && from_watts && std::abs(*dbm - *from_watts) > 0.5)
      error("power_w",
            fmt::format("is {} W, {:.1f} dBm; power_dbm is {}", *watts, *from_watts, *dbm),
            "keep the right one of the two");
    if (!dbm && !from_watts)
      m_assumptions.add("power", fmt::format("{} dBm for {}", usual_power_dbm(m_cell.technology),
                                             radio::to_string(m_cell.technology)));
    m_cell.feeder_loss_db = m_row.number_or("feeder_loss_db", 0.0);
    m_cell.power_dbm = dbm.value_or(from_watts.value_or(usual_power_dbm(m_cell.technology))) -
                       m_cell.feeder_loss_db;
  }

  const geo::Feature& m_row;
  const LinkSection& m_link;
  RowErrors& m_errors;
  Assumptions& m_assumptions;
  CarrierRemarks& m_remarks;
  radio::Cell m_cell;
};

}  // namespace

std::optional<radio::Cell> carrier_of(const geo::Feature& row, const LinkSection& link,
                                      RowErrors& errors, Assumptions& assumptions,
                                      CarrierRemarks& remarks) {
  const auto word = row.text_or("technology", "");
  const auto technology = technology_named(word);
  if (technology) return Carrier(row, *technology, link, errors, assumptions, remarks).read();
  if (!word.empty())  // an empty one is reported by the reader
    errors.add(row.id, "technology",
               fmt::format("\"{}\" is not a technology; expected LTE (or 4G) or NR (or 5G)", word),
               "correct it, or leave the row out with where");
  return std::nullopt;
}

}  // namespace gigacity::apps
