// SPDX-License-Identifier: Apache-2.0
// NTIA's published cases of the Irregular Terrain Model: tables of point-to-point and area mode, and
// the printed output of its driver. Each must agree within half of the last printed digit.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/text.hpp"
#include "sim/propagation/itm.hpp"

namespace gigacity::propagation {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(GIGACITY_SOURCE_DIR) / "../shared/validation/itm/NTIA_itm";

std::vector<double> numbers_in(const std::string& line, char separator) {
  std::vector<double> out;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, separator);)
    if (const auto number = parsed_number(field)) out.push_back(*number);
  return out;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

/// Count of steps, their length, heights.
struct Profile {
  double step_m = 0.0;
  std::vector<double> ground_m;
};

Profile profile_of(const std::string& line) {
  const auto numbers = numbers_in(line, ',');
  return {numbers.at(1), {numbers.begin() + 2, numbers.end()}};
}

/// The driver's code: the mode, plus 10 without location variability, plus 20 without that of
/// situations.
ItmVariability variability(int code, double time, double location, double situation) {
  return {
      time,      location, situation, static_cast<ItmVariabilityMode>(code % 10), code % 20 >= 10,
      code >= 20};
}

Polarisation polarisation(double code) {
  return code == 0.0 ? Polarisation::horizontal : Polarisation::vertical;
}

class ItmVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(folder)) GTEST_SKIP() << "no ITM vectors in " << folder;
  }
};

TEST_F(ItmVectors, PointToPointTable) {
  const auto cases = lines_of(folder / "p2p.csv");
  const auto profiles = lines_of(folder / "pfls.csv");
  ASSERT_EQ(cases.size(), 6U);
  for (std::size_t i = 1; i < cases.size(); ++i) {
    const auto c = numbers_in(cases[i], ',');
    const Profile profile = profile_of(profiles.at(i - 1));
    const ItmEnvironment environment{static_cast<ItmClimate>(c[7]), c[4], {c[2], c[3]}};
    const ItmPath path = itm_path(profile.ground_m, profile.step_m, {c[0], c[1]}, environment.n0);
    const ItmLoss loss = itm_loss(path, c[5], polarisation(c[6]), environment,
                                  variability(static_cast<int>(c[11]), c[8], c[9], c[10]));
    EXPECT_NEAR(loss.basic_db, c[12], 0.005 + 1e-9) << "case " << i;
  }
}

TEST_F(ItmVectors, AreaTable) {
  const auto cases = lines_of(folder / "area.csv");
  ASSERT_EQ(cases.size(), 6U);
  for (std::size_t i = 1; i < cases.size(); ++i) {
    const auto c = numbers_in(cases[i], ',');
    const ItmEnvironment environment{static_cast<ItmClimate>(c[12]), c[9], {c[7], c[8]}};
    const ItmSitings sitings{static_cast<ItmSiting>(c[5]), static_cast<ItmSiting>(c[6])};
    const ItmPath path = itm_area_path(1000.0 * c[4], c[2], {c[0], c[1]}, sitings, environment.n0);
    const ItmLoss loss = itm_loss(path, c[10], polarisation(c[11]), environment,
                                  variability(static_cast<int>(c[3]), c[13], c[14], c[15]));
    EXPECT_NEAR(loss.basic_db, c[16], 0.05 + 1e-9) << "case " << i;
  }
}

/// What the driver printed: "name  value(s)  (unit)", and tables of bare numbers.
struct Printout {
  std::map<std::string, std::string> value;
  std::vector<std::vector<double>> table;

  double number(const std::string& name) const { return numbers_in(value.at(name), ',').at(0); }
};

Printout printout(const std::string& name) {
  Printout out;
  for (const std::string& line : lines_of(folder / "cmd_examples" / name)) {
    auto row = numbers_in(line, ' ');
    if (row.size() >= 4) {
      out.table.push_back(std::move(row));
      continue;
    }
    const auto gap = line.find("  ");
    if (gap == std::string::npos) continue;
    const std::string rest = line.substr(line.find_first_not_of(' ', gap));
    out.value[line.substr(0, gap)] = rest.substr(0, rest.find(' '));
  }
  return out;
}

/// The path and percentages of a printout, whichever mode it is.
struct Question {
  explicit Question(const Printout& p)
      : environment{static_cast<ItmClimate>(p.number("climate")),
                    p.number("N_0"),
                    {p.number("epsilon"), p.number("sigma")}},
        height_m{p.number("h_tx__meter"), p.number("h_rx__meter")},
        frequency_mhz(p.number("f__mhz")),
        wave(polarisation(p.number("pol"))),
        mode(static_cast<int>(p.number("mdvar"))) {}

  ItmEnvironment environment;
  TerminalPair height_m;
  double frequency_mhz = 0.0;
  Polarisation wave;
  int mode = 0;

  ItmPath over_profile() const {
    const Profile profile = profile_of(lines_of(folder / "cmd_examples" / "pfl.txt").at(0));
    return itm_path(profile.ground_m, profile.step_m, height_m, environment.n0);
  }
  ItmPath over_area(double distance_km, const Printout& p) const {
    return itm_area_path(1000.0 * distance_km, p.number("delta_h__meter"), height_m,
                         {static_cast<ItmSiting>(p.number("tx_site_criteria")),
                          static_cast<ItmSiting>(p.number("rx_site_criteria"))},
                         environment.n0);
  }
  ItmLoss loss(const ItmPath& path, double time, double location, double situation) const {
    return itm_loss(path, frequency_mhz, wave, environment,
                    variability(mode, time, location, situation));
  }
};

void expect_intermediate_values(const Printout& p, const ItmPath& path, const ItmLoss& loss) {
  EXPECT_NEAR(loss.basic_db, p.number("Basic Transmission Loss"), 0.05);
  EXPECT_NEAR(loss.free_space_db, p.number("Free Space"), 0.05);
  EXPECT_NEAR(1e3 * path.horizon_rad.transmitter, p.number("theta_hzn_tx"), 0.0005);
  EXPECT_NEAR(1e3 * path.horizon_rad.receiver, p.number("theta_hzn_rx"), 0.0005);
  EXPECT_NEAR(path.horizon_m.transmitter, p.number("d_hzn_tx__meter"), 0.5);
  EXPECT_NEAR(path.horizon_m.receiver, p.number("d_hzn_rx__meter"), 0.5);
  EXPECT_NEAR(path.effective_height_m.transmitter, p.number("h_e_tx__meter"), 0.05);
  EXPECT_NEAR(path.effective_height_m.receiver, p.number("h_e_rx__meter"), 0.05);
  EXPECT_NEAR(path.refractivity, p.number("N_s"), 0.05);
  EXPECT_NEAR(path.irregularity_m, p.number("delta_h__meter"), 0.05);
  EXPECT_NEAR(loss.reference.attenuation_db, p.number("A_ref__db"), 0.05);
  EXPECT_EQ(loss.reference.propagation, ItmPropagation::line_of_sight);
}

TEST_F(ItmVectors, PrintedPaths) {
  for (const std::string name : {"o_p2pcr.txt", "o_p2ptls.txt", "o_areacr.txt", "o_areatls.txt"}) {
    SCOPED_TRACE(name);
    const Printout p = printout(name);
    const Question question(p);
    const bool whole = p.value.contains("time");
    const double time = p.number(whole ? "time" : "reliability");
    const double location = whole ? p.number("location") : 50.0;
    const double situation = p.number(whole ? "situation" : "confidence");
    const ItmPath path = p.value.contains("tx_site_criteria")
                             ? question.over_area(p.number("d__km"), p)
                             : question.over_profile();
    expect_intermediate_values(p, path, question.loss(path, time, location, situation));
  }
}

TEST_F(ItmVectors, PrintedTableOfReliability) {
  const Printout p = printout("o_p2pcr_tbl.txt");
  const Question question(p);
  const ItmPath path = question.over_profile();
  const auto confidence = numbers_in(p.value.at("confidence"), ',');
  ASSERT_EQ(p.table.size(), 3U);
  for (const auto& row : p.table)
    for (std::size_t i = 0; i < confidence.size(); ++i)
      EXPECT_NEAR(question.loss(path, row[0], 50.0, confidence[i]).basic_db, row[i + 1], 0.05)
          << row[0] << " % with " << confidence[i];
}

TEST_F(ItmVectors, PrintedTableOfDistances) {
  const Printout p = printout("o_areacr_tbl.txt");
  const Question question(p);
  const auto confidence = numbers_in(p.value.at("confidence"), ',');
  const double time = p.number("reliability");
  ASSERT_EQ(p.table.size(), 19U);
  for (const auto& row : p.table) {
    const ItmPath path = question.over_area(row[0], p);
    for (std::size_t i = 0; i < confidence.size(); ++i) {
      const ItmLoss loss = question.loss(path, time, 50.0, confidence[i]);
      EXPECT_NEAR(loss.free_space_db, row[1], 0.05) << row[0] << " km";
      EXPECT_NEAR(loss.basic_db, row[i + 2], 0.05) << row[0] << " km with " << confidence[i];
    }
  }
}

}  // namespace
}  // namespace gigacity::propagation
