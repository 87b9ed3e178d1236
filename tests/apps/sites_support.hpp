// SPDX-License-Identifier: Apache-2.0
// What the tests of the sites layer share: tables written on the spot, read as a run reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/run/load_network.hpp"
#include "geo/library.hpp"

namespace gigacity::apps {

/// A network, its messages as text.
struct SitesReading {
  radio::RadioNetwork network;
  Findings findings;
  std::vector<LayerRecord> layers;

  std::string errors() const { return joined(findings.errors()); }
  std::string warnings() const { return joined(findings.warnings()); }
  std::int64_t skipped(const std::string& reason) const {
    std::int64_t count = 0;
    for (const Skipped& s : findings.skipped())
      if (s.reason == reason) count += s.count;
    return count;
  }
  const radio::Sector& sector(std::size_t cell) const {
    return network.sectors.at(static_cast<std::size_t>(network.cells.at(cell).sector));
  }
  /// Of a cell whose antenna is one of those that need no file.
  const propagation::SectorAntenna& sector_antenna(std::size_t cell) const {
    return std::get<propagation::SectorAntenna>(sector(cell).antenna);
  }
  /// Mechanical and electrical together.
  double tilt_deg(std::size_t cell) const {
    return sector(cell).tilts.mechanical_deg + sector(cell).tilts.electrical_deg;
  }
  const radio::Site& site(std::size_t cell) const {
    return network.sites.at(static_cast<std::size_t>(sector(cell).site));
  }

 private:
  static std::string joined(const std::vector<Diagnostic>& all) {
    std::string text;
    for (const Diagnostic& diagnostic : all) text += to_string(diagnostic) + '\n';
    return text;
  }
};

class SitesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    geo::initialise_libraries();
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    m_folder = std::filesystem::path(::testing::TempDir()) / "sites" / test->test_suite_name() /
               test->name();
    std::filesystem::remove_all(m_folder);
    std::filesystem::create_directories(m_folder);
  }

  std::string write(const std::string& name, const std::string& text) const {
    const auto file = m_folder / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  static RadioSection section(const std::string& source, const std::string& preset = {}) {
    RadioSection out;
    out.sites.source = source;
    out.sites.section = "radio.sites";
    out.sites.preset = preset;
    return out;
  }
  SitesReading read(const RadioSection& from) const {
    SitesReading reading;
    reading.network = load_network(from, m_crs, m_area, reading.layers, reading.findings);
    return reading;
  }
  SitesReading read(const std::string& table) const { return read(section(write("t.csv", table))); }
  /// A table of one cell: columns beside those that every cell needs.
  SitesReading one(const std::string& columns, const std::string& values,
                   const std::string& technology = "NR") const {
    return read("site_id,cell_id,lon,lat,height_m,technology," + columns + "\nS,C,117,35,30," +
                technology + "," + values + "\n");
  }
  /// Of one cell, its frequency.
  double frequency(const std::string& technology, const std::string& columns,
                   const std::string& values) const {
    const auto r = one("azimuth_deg," + columns, "0," + values, technology);
    EXPECT_EQ(r.errors(), "") << columns << ' ' << values;
    return r.network.cells.empty() ? 0.0 : r.network.cells.front().frequency_mhz;
  }

  std::filesystem::path m_folder;
  geo::Crs m_crs{"EPSG:32650"};
  MapBox m_area{0.0, 3'000'000.0, 1'000'000.0, 5'000'000.0};
};

}  // namespace gigacity::apps
