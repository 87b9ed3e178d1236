// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/propagation/p1812_vectors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/text.hpp"
#include "sim/propagation/diffraction.hpp"
#include "sim/propagation/free_space.hpp"
#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

namespace fs = std::filesystem;

P1812LoggedProfile read_profile(const fs::path& file) {
  P1812LoggedProfile out;
  bool begun = false;
  for (const VectorRow& row : read_vectors(file, 1)) {
    if (folded(row.fields[0]) == "{begin of profile}") begun = true;
    if (folded(row.fields[0]) == "{end of profile}") break;
    if (!begun || !parsed_number(row.fields[0]) || row.fields.size() < 5) continue;
    out.distance_m.push_back(1000.0 * row.number(0));
    out.ground_m.push_back(row.number(1));
    out.surface_m.push_back(out.ground_m.back() + row.number(3));
    out.zone.push_back(static_cast<RadioClimaticZone>(row.number(4)));
  }
  return out;
}

std::map<std::string, double> read_log(const fs::path& file) {
  std::map<std::string, double> out;
  for (const VectorRow& row : read_vectors(file, 1)) {
    if (row.fields.size() < 4) continue;
    const auto value = parsed_number(row.fields[3]);
    if (!value) continue;
    out[folded(row.fields[0]) + "|" + folded(row.fields[1])] = *value;
    out[folded(row.fields[0])] = *value;
  }
  return out;
}

// "rburg_urban_with_clutter_3.csv" and "..._3_log.csv" belong to the profile
// "rburg_urban_with_clutter.csv".
std::vector<P1812Case> read_cases(const fs::path& folder, const std::string& ending,
                                  bool median_parts) {
  if (!fs::exists(folder)) return {};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder / "validation_results")) {
    if (entry.path().filename() != "combined_results.csv") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<P1812Case> out;
  for (const fs::path& file : files) {
    std::string name = file.filename().string();
    name.resize(name.size() - ending.size());
    const std::string profile = name.substr(0, name.rfind('_')) + ".csv";
    out.push_back({name, read_profile(folder / "validation_profiles" / profile), read_log(file),
                   median_parts});
  }
  return out;
}

double frequency_mhz(const P1812Case& c) {
  return 1000.0 * c.logged("f (ghz)");
}

Polarisation polarisation(const P1812Case& c) {
  return c.logged("pol") == 1.0 ? Polarisation::horizontal : Polarisation::vertical;
}

double transmitter_m(const P1812Case& c) {
  return c.profile.ground_m.front() + c.logged("htg (m)");
}

double receiver_m(const P1812Case& c) {
  return c.profile.ground_m.back() + c.logged("hrg (m)");
}

P1812Path path_of(const P1812Case& c) {
  const P1812Profile profile{
      .distance_m = c.profile.distance_m,
      .ground_m = c.profile.ground_m,
      .surface_m = c.profile.surface_m,
      .zone = c.profile.zone,
      .transmitter_height_m = c.logged("htg (m)"),
      .receiver_height_m = c.logged("hrg (m)"),
      .coast_m = {1000.0 * c.logged("dct (km)"), 1000.0 * c.logged("dcr (km)")}};
  return p1812_path(profile, {c.logged("dn"), c.logged("n0"), c.logged("phi (deg)")});
}

P1812Loss loss_of(const P1812Case& c, const P1812Path& path) {
  return p1812_loss(path, {.frequency_mhz = frequency_mhz(c),
                           .polarisation = polarisation(c),
                           .time_percent = c.logged("p (%)"),
                           .location_percent = c.logged("pl (%)"),
                           .location_deviation_db = c.logged("sigmal (db)")});
}

/// P.525 and P.526 on their own, at the log's radius.
void add_diffraction(const P1812Case& c, VectorSet& set) {
  const auto add = [&](const std::string& quantity, double computed) {
    set.figures.push_back({c.name + ' ' + quantity, c.logged(quantity), computed});
  };
  const double f = frequency_mhz(c);
  // P.1812-6 eq. 8 rounds its constant to 92.4 where P.525 has 20 log10(4π 10¹²/c) = 92.4478.
  const double rounding_db = free_space_loss_db(1000.0, 1000.0) - 92.4;
  const double slant_m = std::hypot(c.profile.distance_m.back(), transmitter_m(c) - receiver_m(c));
  add("lbfs", free_space_loss_db(slant_m, f) - rounding_db);

  const auto path_at = [&](double radius_m) {
    return delta_bullington(c.profile.distance_m, c.profile.ground_m, c.profile.surface_m,
                            transmitter_m(c), receiver_m(c), radius_m);
  };
  const DeltaBullington median = path_at(1000.0 * c.logged("ae (km)"));
  const DeltaBullington beta = path_at(3.0 * 6371e3);  // eq. 7b, k_β = 3
  const DeltaBullington& logged = c.median_parts ? median : beta;
  const double lambda = wavelength_m(f);
  const double sea = c.logged("w");
  add("lbulla (db)", bullington_loss_db(logged.terrain, lambda));
  add("lbulls (db)", bullington_loss_db(logged.smooth, lambda));
  add("ldsph (db)", spherical_earth_loss_db(logged.sphere, f, polarisation(c), sea));
  add("ld50 (db)", delta_bullington_loss_db(median, f, polarisation(c), sea));
  add("ldb (db)", delta_bullington_loss_db(beta, f, polarisation(c), sea));
}

void add_losses(const P1812Case& c, const P1812Loss& loss, VectorSet& set) {
  const std::array<std::pair<const char*, double P1812Loss::*>, 15> parts{
      {{"lbfs", &P1812Loss::free_space_db},
       {"lb0p", &P1812Loss::line_of_sight_db},
       {"lb0b", &P1812Loss::line_of_sight_beta_db},
       {"ld50 (db)", &P1812Loss::median_diffraction_db},
       {"ldb (db)", &P1812Loss::beta_diffraction_db},
       {"ldp (db)", &P1812Loss::diffraction_db},
       {"lbd50 (db)", &P1812Loss::median_with_diffraction_db},
       {"lminb0p (db)", &P1812Loss::minimum_line_of_sight_db},
       {"lba (db)", &P1812Loss::ducting_db},
       {"lminbap (db)", &P1812Loss::minimum_ducting_db},
       {"lbda (db)", &P1812Loss::diffraction_and_ducting_db},
       {"lbam (db)", &P1812Loss::modified_db},
       {"lbs (db)", &P1812Loss::troposcatter_db},
       {"lbc (db)", &P1812Loss::median_location_db},
       {"lb (db)", &P1812Loss::basic_db}}};
  for (const auto& [quantity, part] : parts)
    set.figures.push_back({c.name + ' ' + quantity, c.logged(quantity), loss.*part});
  // Four logs of the Python set print L_bda a second time where L_bd belongs: eq. 43 over the log's own
  // terms says so.
  set.figures.push_back(
      {c.name + " lbd (db)", c.logged("lb0p") + c.logged("ldp (db)"), loss.with_diffraction_db});
  set.figures.push_back({c.name + " ep (dbuv/m)", c.logged("ep (dbuv/m)"),
                         field_strength_dbuv_per_m(loss.basic_db, frequency_mhz(c))});
}

void add_lengths(const P1812Case& c, const P1812Path& path, VectorSet& set) {
  const SmoothEarth earth =
      smooth_earth(c.profile.distance_m, c.profile.ground_m, transmitter_m(c), receiver_m(c));
  const auto add = [&](const std::string& quantity, double computed, double unit_m = 1.0) {
    set.figures.push_back({c.name + ' ' + quantity, unit_m * c.logged(quantity), computed});
  };
  constexpr double km = 1000.0;
  add("hst (m)|eq (85)", earth.transmitter_m);
  add("hsr (m)|eq (86)", earth.receiver_m);
  add("hstd (m)", earth.transmitter_diffraction_m);
  add("hsrd (m)", earth.receiver_diffraction_m);
  add(c.median_parts ? "htc' (m)" : "htc (m)|eq (37a)",
      transmitter_m(c) - earth.transmitter_diffraction_m);
  add(c.median_parts ? "hrc' (m)" : "hrc (m)|eq (37b)",
      receiver_m(c) - earth.receiver_diffraction_m);
  add("dlt (km)", path.horizon_m.transmitter, km);
  add("dlr (km)", path.horizon_m.receiver, km);
  add("dtm (km)", path.land_m, km);
  add("dlm (km)", path.inland_m, km);
  add("hte (m)", path.effective_m.transmitter);
  add("hre (m)", path.effective_m.receiver);
  add("hm (m)", path.roughness_m);
}

void add_angles(const P1812Case& c, const P1812Path& path, VectorSet& set) {
  set.figures.push_back({c.name + " th_t", c.logged("th_t (mrad)"), path.horizon_mrad.transmitter});
  set.figures.push_back({c.name + " th_r", c.logged("th_r (mrad)"), path.horizon_mrad.receiver});
  set.figures.push_back({c.name + " th", c.logged("th (mrad)"), path.angular_distance_mrad});
}

void add_shares(const P1812Case& c, const P1812Path& path, const P1812Loss& loss, VectorSet& set) {
  const auto add = [&](const char* quantity, double computed, double percent = 100.0) {
    set.figures.push_back({c.name + ' ' + quantity, percent * c.logged(quantity), computed});
  };
  add("w", 100.0 * path.sea_fraction);
  add("b0 (%)", path.beta0_percent, 1.0);
  add("fi", 100.0 * loss.interpolation);
  add("fj", 100.0 * loss.angular_interpolation);
  add("fk", 100.0 * loss.distance_interpolation);
}

/// Field strengths at the transmitter's power. Six rows each name a profile that is not in the set
/// (b2iseac_dense_urban_land).
void add_combined(const fs::path& folder, const std::vector<P1812Case>& cases, VectorSet& set) {
  for (const VectorRow& row : read_vectors(folder / "validation_results/combined_results.csv")) {
    const std::string file = folded(row.fields.at(1));
    const std::string name =
        file.substr(0, file.size() - 4) + '_' + std::to_string(static_cast<int>(row.number(2)));
    const auto found = std::ranges::find(cases, name, &P1812Case::name);
    if (found == cases.end()) continue;
    ++set.rows;
    const double power_db = 10.0 * std::log10(found->logged("ptx (kw)"));
    set.figures.push_back({row.place, row.number(3),
                           field_strength_dbuv_per_m(loss_of(*found, path_of(*found)).basic_db,
                                                     frequency_mhz(*found)) +
                               power_db});
  }
}

void add_folder(const fs::path& folder, std::string_view name, std::string_view combined_name,
                const std::vector<P1812Case>& cases, std::vector<VectorSet>& sets) {
  // The logs' wavelength uses 2.998e8 m/s, worth some 1e-4 dB.
  constexpr double tolerance_db = 0.01;
  constexpr std::size_t logs = 57;
  const auto set = [&](std::string_view model, std::string_view what, double tolerance) {
    return VectorSet{model, name, what, tolerance, logs, cases.size()};
  };
  VectorSet diffraction = set("P.525-4, P.526-15", "losses, dB", tolerance_db);
  VectorSet losses = set("P.1812-6", "levels, dB", tolerance_db);
  VectorSet lengths = set("P.1812-6", "lengths, m", 0.005);
  VectorSet angles = set("P.1812-6", "angles, mrad", 1e-5);
  VectorSet shares = set("P.1812-6", "shares, %", 1e-7);
  VectorSet combined{"P.1812-6", combined_name, "field strengths, dB", tolerance_db, logs};
  for (const P1812Case& c : cases) {
    const P1812Path path = path_of(c);
    const P1812Loss loss = loss_of(c, path);
    add_diffraction(c, diffraction);
    add_losses(c, loss, losses);
    add_lengths(c, path, lengths);
    add_angles(c, path, angles);
    add_shares(c, path, loss, shares);
  }
  add_combined(folder, cases, combined);
  for (VectorSet* each : {&diffraction, &losses, &lengths, &angles, &shares, &combined})
    sets.push_back(std::move(*each));
}

}  // namespace

std::vector<P1812Case> read_p1812_matlab_cases(const fs::path& folder) {
  return read_cases(folder / "p1812/matlab", ".csv", true);
}

std::vector<P1812Case> read_p1812_python_cases(const fs::path& folder) {
  return read_cases(folder / "p1812/Py1812_tests", "_log.csv", false);
}

std::vector<VectorSet> p1812_vectors(const fs::path& folder) {
  std::vector<VectorSet> sets;
  add_folder(folder / "p1812/matlab", "p1812/matlab logs", "p1812/matlab combined_results.csv",
             read_p1812_matlab_cases(folder), sets);
  add_folder(folder / "p1812/Py1812_tests", "p1812/Py1812_tests logs",
             "p1812/Py1812_tests combined_results.csv", read_p1812_python_cases(folder), sets);
  return sets;
}

}  // namespace gigacity::propagation
