// SPDX-License-Identifier: Apache-2.0
// The tables of the French register of transmitters, joined: supports, and what transmits from them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/row_findings.hpp"
#include "apps/run/run.hpp"
#include "core/point.hpp"
#include "geo/crs.hpp"
#include "geo/layer_reader.hpp"

namespace gigacity::apps {

/// The files of one export, by table; "" where there is none.
struct AnfrFiles {
  bool cartoradio = false;
  std::string supports;   ///< Sites_Cartoradio.csv, SUP_SUPPORT.txt
  std::string antennas;   ///< Antennes_Emetteurs_Bandes_Cartoradio.csv, SUP_ANTENNE.txt
  std::string emitters;   ///< SUP_EMETTEUR.txt
  std::string bands;      ///< SUP_BANDE.txt
  std::string stations;   ///< SUP_STATION.txt
  std::string operators;  ///< SUP_EXPLOITANT.txt
};
/// Nothing, and an error, where the source holds neither export whole.
std::optional<AnfrFiles> find_anfr_files(const geo::LayerSource& sites, Findings& findings);

/// A system of an antenna.
struct AnfrTransmitter {
  std::string row;  ///< for messages
  std::string file;
  std::string id;  ///< of the cell
  std::string support;
  std::string operator_name;
  std::string system;  ///< "LTE 1800"
  bool in_service = true;
  bool omnidirectional = false;  ///< said to be, or without an azimuth
  std::optional<double> azimuth_deg{};
  std::optional<double> height_m{};  ///< of the antenna's lower edge above ground
  struct Block {
    double low_mhz = 0.0;
    double high_mhz = 0.0;
  };
  std::vector<Block> blocks{};  ///< uplink and downlink, as authorised
};

struct AnfrRegister {
  struct Support {
    MapPoint point;
    std::string place;
  };
  std::map<std::string, Support> supports;    ///< inside the area
  std::vector<AnfrTransmitter> transmitters;  ///< on these, of LTE and NR
};

AnfrRegister read_cartoradio(const AnfrFiles& files, const geo::LayerSource& sites,
                             const geo::Crs& crs, const MapBox& area,
                             std::vector<LayerRecord>& layers, Findings& findings);
AnfrRegister read_open_data(const AnfrFiles& files, const geo::LayerSource& sites,
                            const geo::Crs& crs, const MapBox& area,
                            std::vector<LayerRecord>& layers, Findings& findings);

/// One of the export's files as a source; its text is UTF-8 or, as ANFR publishes it, Latin-1.
geo::LayerSource anfr_table(const std::string& file, const geo::LayerSource& sites);

/// "12,5" and "12.5" as a number.
std::optional<double> french_number(const std::string& text);

/// A system's technology is simulated: "LTE 1800", "5G NR 3500". Else why not, as a reason to skip.
std::optional<std::string> system_not_simulated(const std::string& system);

/// Azimuth, height and a block of spectrum of a row, checked; what is no number is an error.
void read_antenna(AnfrTransmitter& into, const geo::Feature& row, RowErrors& errors);
void read_block(AnfrTransmitter& into, const geo::Feature& row, RowErrors& errors);

/// Puts a support in its place, where that is inside the area; else counts it as skipped.
void add_support(AnfrRegister& into, const std::string& id, GeoPoint point,
                 const std::string& place, const geo::Projection& projection, const MapBox& area,
                 const InputLocation& where, Findings& findings);

/// Opens the tables and looks for their columns.
void check_open_data(const AnfrFiles& files, const geo::LayerSource& sites, Findings& findings);
void check_anfr_tables(const AnfrFiles& files, const geo::LayerSource& sites, Findings& findings);

}  // namespace gigacity::apps
