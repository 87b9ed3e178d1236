// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/propagation/itm_vectors.hpp"

#include <sstream>
#include <utility>

#include "core/text.hpp"
#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

namespace fs = std::filesystem;

constexpr double rounding = 1e-9;  // of "half of the last digit" itself

fs::path examples(const fs::path& folder) {
  return folder / "itm/NTIA_itm/cmd_examples";
}

/// A row of count of steps, their length, heights.
struct Profile {
  double step_m = 0.0;
  std::vector<double> ground_m;
};

Profile profile_of(const VectorRow& row) {
  Profile out{row.number(1), {}};
  for (std::size_t i = 2; i < row.fields.size(); ++i) out.ground_m.push_back(row.number(i));
  return out;
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

VectorSet point_to_point(const fs::path& folder, std::string_view file) {
  VectorSet set{"ITM point to point", file, "losses, dB", 0.005 + rounding, 5};
  const auto profiles = read_vectors((folder / file).parent_path() / "pfls.csv", 1);
  const auto rows = read_vectors(folder / file);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const VectorRow& c = rows[i];
    const Profile profile = profile_of(profiles.at(i));
    const ItmEnvironment environment{
        static_cast<ItmClimate>(c.number(7)), c.number(4), {c.number(2), c.number(3)}};
    const ItmPath path =
        itm_path(profile.ground_m, profile.step_m, {c.number(0), c.number(1)}, environment.n0);
    const ItmLoss loss = itm_loss(
        path, c.number(5), polarisation(c.number(6)), environment,
        variability(static_cast<int>(c.number(11)), c.number(8), c.number(9), c.number(10)));
    set.figures.push_back({c.place, c.number(12), loss.basic_db});
  }
  set.rows = rows.size();
  return set;
}

VectorSet area(const fs::path& folder) {
  VectorSet set{"ITM area", "itm/NTIA_itm/area.csv", "losses, dB", 0.05 + rounding, 5};
  for (const VectorRow& c : read_vectors(folder / set.file)) {
    const ItmEnvironment environment{
        static_cast<ItmClimate>(c.number(12)), c.number(9), {c.number(7), c.number(8)}};
    const ItmSitings sitings{static_cast<ItmSiting>(c.number(5)),
                             static_cast<ItmSiting>(c.number(6))};
    const ItmPath path = itm_area_path(1000.0 * c.number(4), c.number(2),
                                       {c.number(0), c.number(1)}, sitings, environment.n0);
    const ItmLoss loss = itm_loss(
        path, c.number(10), polarisation(c.number(11)), environment,
        variability(static_cast<int>(c.number(3)), c.number(13), c.number(14), c.number(15)));
    set.figures.push_back({c.place, c.number(16), loss.basic_db});
    ++set.rows;
  }
  return set;
}

ItmPrintout read_printout(const fs::path& file) {
  ItmPrintout out{file.filename().string(), {}, {}};
  for (const VectorRow& row : read_vectors(file, 1, ' ')) {
    std::vector<double> numbers;
    for (const std::string& field : row.fields)
      if (const auto number = parsed_number(field)) numbers.push_back(*number);
    if (numbers.size() >= 4) out.table.push_back(std::move(numbers));
  }
  for (const VectorRow& row : read_vectors(file, 1, '\n')) {
    const std::string& line = row.fields.at(0);
    const auto gap = line.find("  ");
    if (gap == std::string::npos) continue;
    const std::string rest = line.substr(line.find_first_not_of(' ', gap));
    out.value[line.substr(0, gap)] = rest.substr(0, rest.find(' '));
  }
  return out;
}

/// Every quantity that the driver prints of a path, and its tables.
std::vector<VectorSet> printed(const fs::path& folder) {
  constexpr std::string_view file = "itm/NTIA_itm/cmd_examples";
  constexpr std::size_t printouts = 6;
  const auto cases = read_itm_printouts(folder);
  const auto set = [&](std::string_view what, double tolerance) {
    return VectorSet{"ITM, printed", file, what, tolerance, printouts, cases.size()};
  };
  VectorSet levels = set("levels, dB", 0.05 + rounding);
  VectorSet heights = set("heights, m", 0.05 + rounding);
  VectorSet horizons = set("horizons, m", 0.5 + rounding);
  VectorSet angles = set("angles, mrad", 0.0005 + rounding);
  VectorSet refractivity = set("refractivities, N", 0.05 + rounding);
  for (const ItmPrintout& p : cases) {
    const ItmQuestion question(folder, p);
    if (p.value.contains("theta_hzn_tx")) {
      const ItmPath path = question.path();
      const ItmLoss loss = question.loss(path);
      const auto add = [&](VectorSet& to, const std::string& quantity, double computed) {
        to.figures.push_back({p.name + ' ' + quantity, p.number(quantity), computed});
      };
      if (p.table.empty()) add(levels, "Basic Transmission Loss", loss.basic_db);
      add(levels, "Free Space", loss.free_space_db);
      add(levels, "A_ref__db", loss.reference.attenuation_db);
      add(heights, "h_e_tx__meter", path.effective_height_m.transmitter);
      add(heights, "h_e_rx__meter", path.effective_height_m.receiver);
      add(heights, "delta_h__meter", path.irregularity_m);
      add(horizons, "d_hzn_tx__meter", path.horizon_m.transmitter);
      add(horizons, "d_hzn_rx__meter", path.horizon_m.receiver);
      add(angles, "theta_hzn_tx", 1e3 * path.horizon_rad.transmitter);
      add(angles, "theta_hzn_rx", 1e3 * path.horizon_rad.receiver);
      add(refractivity, "N_s", path.refractivity);
    }
    if (p.table.empty()) continue;
    // Reliability down, or distance and free space down, with confidence across.
    const auto confidence = p.numbers("confidence");
    for (const auto& row : p.table) {
      const std::string place = p.name + ' ' + std::to_string(row[0]);
      const ItmPath path = p.is_area() ? question.path_over(row[0]) : question.path();
      const double time = p.is_area() ? p.number("reliability") : row[0];
      if (p.is_area())
        levels.figures.push_back({place + " km", row[1], question.loss(path).free_space_db});
      const std::size_t first = p.is_area() ? 2 : 1;
      for (std::size_t i = 0; i < confidence.size(); ++i)
        levels.figures.push_back({place + " with " + std::to_string(confidence[i]),
                                  row.at(first + i),
                                  question.loss(path, time, 50.0, confidence[i]).basic_db});
    }
  }
  return {levels, heights, horizons, angles, refractivity};
}

}  // namespace

double ItmPrintout::number(const std::string& quantity) const {
  return numbers(quantity).at(0);
}

std::vector<double> ItmPrintout::numbers(const std::string& quantity) const {
  std::vector<double> out;
  std::istringstream text(value.at(quantity));
  for (std::string field; std::getline(text, field, ',');)
    out.push_back(parsed_number(field).value());
  return out;
}

std::vector<ItmPrintout> read_itm_printouts(const fs::path& folder) {
  if (!fs::exists(examples(folder))) return {};
  std::vector<ItmPrintout> out;
  for (const char* name : {"o_p2pcr.txt", "o_p2ptls.txt", "o_p2pcr_tbl.txt", "o_areacr.txt",
                           "o_areatls.txt", "o_areacr_tbl.txt"})
    out.push_back(read_printout(examples(folder) / name));
  return out;
}

ItmQuestion::ItmQuestion(const fs::path& folder, const ItmPrintout& printout)
    : m_printout(printout),
      m_environment{static_cast<ItmClimate>(printout.number("climate")),
                    printout.number("N_0"),
                    {printout.number("epsilon"), printout.number("sigma")}},
      m_height_m{printout.number("h_tx__meter"), printout.number("h_rx__meter")} {
  const Profile profile = profile_of(read_vectors(examples(folder) / "pfl.txt", 1).at(0));
  m_ground_m = profile.ground_m;
  m_step_m = profile.step_m;
}

ItmPath ItmQuestion::path() const {
  if (m_printout.is_area()) return path_over(m_printout.number("d__km"));
  return itm_path(m_ground_m, m_step_m, m_height_m, m_environment.n0);
}

ItmPath ItmQuestion::path_over(double distance_km) const {
  return itm_area_path(1000.0 * distance_km, m_printout.number("delta_h__meter"), m_height_m,
                       {static_cast<ItmSiting>(m_printout.number("tx_site_criteria")),
                        static_cast<ItmSiting>(m_printout.number("rx_site_criteria"))},
                       m_environment.n0);
}

ItmLoss ItmQuestion::loss(const ItmPath& path) const {
  if (m_printout.value.contains("time"))
    return loss(path, m_printout.number("time"), m_printout.number("location"),
                m_printout.number("situation"));
  return loss(path, m_printout.number("reliability"), 50.0, m_printout.number("confidence"));
}

ItmLoss ItmQuestion::loss(const ItmPath& path, double time, double location,
                          double situation) const {
  return itm_loss(
      path, m_printout.number("f__mhz"), polarisation(m_printout.number("pol")), m_environment,
      variability(static_cast<int>(m_printout.number("mdvar")), time, location, situation));
}

std::vector<VectorSet> itm_vectors(const fs::path& folder) {
  std::vector<VectorSet> sets{point_to_point(folder, "itm/NTIA_itm/p2p.csv"),
                              point_to_point(folder, "crc-covlib/longley-rice/p2p.csv"),
                              area(folder)};
  for (VectorSet& set : printed(folder)) sets.push_back(std::move(set));
  return sets;
}

}  // namespace gigacity::propagation
