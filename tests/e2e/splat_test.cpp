// SPDX-License-Identifier: Apache-2.0
// One path at a time beside SPLAT! 1.4.2, on the hills of the Scottish Borders: its point-to-point
// report, and its Longley-Rice over its own profile.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <regex>
#include <span>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/random.hpp"
#include "sim/propagation/itm.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

const std::filesystem::path tile = GIGACITY_SOURCE_DIR "/../shared/realdata/dem/N55W003.hgt";

struct Place {
  double lon_deg = 0.0;
  double lat_deg = 0.0;
  double height_m = 0.0;
};

struct TestLink {
  Place tx;
  Place rx;
  double frequency_mhz = 0.0;
};

/// Over the whole tile, from 5 to 60 km, 100 MHz to 3.5 GHz, masts to handhelds.
std::vector<TestLink> links() {
  constexpr std::array frequencies{100.0, 450.0, 900.0, 1800.0, 3500.0};
  constexpr std::array heights{std::pair{10.0, 2.0}, std::pair{30.0, 10.0}, std::pair{300.0, 2.0},
                               std::pair{300.0, 100.0}};
  RandomStream random(55, 3);
  std::vector<TestLink> out;
  while (out.size() < 20) {
    const std::size_t i = out.size();
    const auto place = [&](double height_m) {
      return Place{std::round(random.uniform(-2950.0, -2050.0)) / 1000.0,
                   std::round(random.uniform(55'050.0, 55'950.0)) / 1000.0, height_m};
    };
    const TestLink link{place(heights[i % 4].first), place(heights[i % 4].second),
                        frequencies[i % 5]};
    const double d_km = std::hypot((link.tx.lon_deg - link.rx.lon_deg) * 63.0,
                                   (link.tx.lat_deg - link.rx.lat_deg) * 111.3);
    if (d_km > 5.0 && d_km < 60.0) out.push_back(link);
  }
  return out;
}

/// What SPLAT! reports of a path.
struct SplatReport {
  double distance_km = 0.0;
  double azimuth_deg = 0.0;
  double back_azimuth_deg = 0.0;
  double free_space_db = 0.0;
  double longley_rice_db = 0.0;
  bool obstructed = false;
  std::vector<double> profile_m{};  ///< from the transmitter
  double step_m = 0.0;
};

/// SPLAT! reports Longley-Rice for the last but two of a path's points ("path.length-1 avoids LR
/// error" is its source's word for it), and free space for the last one.
constexpr std::size_t points_left_out = 2;

std::span<const double> walked(const std::vector<double>& profile_m) {
  return std::span(profile_m).first(profile_m.size() - points_left_out);
}

/// Where SPLAT! has its receiver when it computes Longley-Rice.
Place walked_to(const TestLink& link, std::size_t points) {
  const double share =
      static_cast<double>(points - 1 - points_left_out) / static_cast<double>(points - 1);
  return {link.tx.lon_deg + share * (link.rx.lon_deg - link.tx.lon_deg),
          link.tx.lat_deg + share * (link.rx.lat_deg - link.tx.lat_deg), link.rx.height_m};
}

double figure(const std::string& text, const std::string& before, int nth = 0) {
  const std::regex pattern(before + R"( ?([-+]?[0-9.]+))");
  auto found = std::sregex_iterator(text.begin(), text.end(), pattern);
  for (int i = 0; i < nth && found != std::sregex_iterator(); ++i) ++found;
  if (found == std::sregex_iterator()) {
    ADD_FAILURE() << "SPLAT! did not say \"" << before << "\":\n" << text;
    return 0.0;
  }
  return std::stod((*found)[1]);
}

class Splat : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(tile)) GTEST_SKIP() << "no elevation tile " << tile;
    if (run_command({"sh", "-c", "command -v splat && command -v srtm2sdf"}).exit_code != 0)
      GTEST_SKIP() << "SPLAT! is not installed";
    m_folder = fresh_folder(
        fmt::format("splat-{}", ::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::copy_file(tile, m_folder / tile.filename());
    // SPLAT! takes the nearest pixel where we interpolate: each of ours is cut into equal ones, so that
    // what is between their middles is level.
    const auto cut = in_folder("gdal_translate -q -of VRT -outsize 400% 400% -r nearest " +
                               tile.filename().string() + " nearest.vrt");
    ASSERT_EQ(cut.exit_code, 0) << cut.err;
    const auto converted = in_folder("srtm2sdf " + tile.filename().string());
    ASSERT_EQ(converted.exit_code, 0) << converted.err;
  }

  CommandResult in_folder(const std::string& command) const {
    return run_command({"sh", "-c", fmt::format("cd '{}' && {}", m_folder.string(), command)});
  }

  void write_place(const std::string& name, const Place& place) const {
    write_text(m_folder / (name + ".qth"),  // west is positive there
               fmt::format("{}\n{}\n{}\n{} meters\n", name, place.lat_deg, -place.lon_deg,
                           place.height_m));
  }

  SplatReport splat(const TestLink& link) const {
    write_place("tx", link.tx);
    write_place("rx", link.rx);
    write_text(
        m_folder / "tx.lrp",
        fmt::format("15.000\n0.005\n301.000\n{:.3f}\n5\n1\n0.50\n0.50\n0\n", link.frequency_mhz));
    const std::string options = " -d . -metric -olditm";
    const auto result = in_folder("splat -t tx.qth -r rx.qth" + options);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    // Profiles are drawn from the receiver, over other pixels than the way there: hence the reverse.
    EXPECT_EQ(
        in_folder("cp tx.lrp rx.lrp && splat -t rx.qth -r tx.qth -N -p p.png -gpsav" + options)
            .exit_code,
        0);
    const auto text = read_text(m_folder / "tx-to-rx.txt");
    SplatReport report{.distance_km = figure(text, "Distance to rx:"),
                       .azimuth_deg = figure(text, "Azimuth to rx:"),
                       .back_azimuth_deg = figure(text, "Azimuth to tx:"),
                       .free_space_db = figure(text, "Free space path loss:"),
                       .longley_rice_db = figure(text, "Longley-Rice path loss:"),
                       .obstructed = text.find("No obstructions") == std::string::npos};
    std::istringstream lines(read_text(m_folder / "profile.gp"));
    double last_km = 0.0;
    double km = 0.0;
    for (double height_m = 0.0; lines >> km >> height_m; last_km = km)
      report.profile_m.push_back(height_m);
    report.step_m = 1000.0 * last_km / static_cast<double>(report.profile_m.size() - 1);
    return report;
  }

  /// SPLAT! takes the pixel that is nearest to a point of the path, up to half a pixel of 3" away, and
  /// heights change by tens of metres over that. So our losses are asked with both ends moved as far
  /// in every direction, together and apart: the least and the greatest.
  std::pair<double, double> losses_around(const TestLink& link) const {
    constexpr double half_deg = 1.5 / 3600.0;
    std::pair range{1e9, -1e9};
    for (const double east : {-half_deg, half_deg}) {
      for (const double north : {-half_deg, half_deg}) {
        for (const double turn : {-1.0, 1.0}) {
          TestLink moved = link;
          moved.tx.lon_deg += east;
          moved.tx.lat_deg += north;
          moved.rx.lon_deg += turn * east;
          moved.rx.lat_deg += turn * north;
          const double db = ours(moved, "itm")["losses"][0]["basic_loss_db"].get<double>();
          range = {std::min(range.first, db), std::max(range.second, db)};
        }
      }
    }
    return range;
  }

  nlohmann::json ours(const TestLink& link, const std::string& model) const {
    const auto result = run_command({GIGACITY_PROGRAM,
                                     "path",
                                     "--terrain",
                                     (m_folder / "nearest.vrt").string(),
                                     "--from",
                                     fmt::format("{},{}", link.tx.lon_deg, link.tx.lat_deg),
                                     "--to",
                                     fmt::format("{},{}", link.rx.lon_deg, link.rx.lat_deg),
                                     "--tx-height-m",
                                     fmt::format("{}", link.tx.height_m),
                                     "--rx-height-m",
                                     fmt::format("{}", link.rx.height_m),
                                     "--frequency-mhz",
                                     fmt::format("{}", link.frequency_mhz),
                                     "--model",
                                     model,
                                     "--earth-k",
                                     "1",
                                     "--format",
                                     "json",
                                     "--quiet"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return nlohmann::json::parse(result.out);
  }

 private:
  std::filesystem::path m_folder;
};

/// Greatest and median absolute difference.
struct Spread {
  std::vector<double> differences{};
  void add(double difference) { differences.push_back(std::abs(difference)); }
  double worst() const { return *std::ranges::max_element(differences); }
  double median() {
    std::ranges::sort(differences);
    return differences[differences.size() / 2];
  }
};

TEST_F(Splat, ReportsTheSameLink) {
  Spread loss;
  int obstructed = 0;
  for (const TestLink& link : links()) {
    const auto theirs = splat(link);
    const auto json = ours(link, "free-space");
    const auto& geometry = json["geometry"];
    // SPLAT!'s earth is a sphere of 3959 miles, on which lengths at 55 degrees are up to 0.35 %
    // shorter than on the ellipsoid, and directions up to 0.1 degrees off.
    EXPECT_NEAR(1e-3 * geometry["distance_m"].get<double>() / theirs.distance_km, 1.0, 0.004);
    EXPECT_NEAR(geometry["azimuth_deg"].get<double>(), theirs.azimuth_deg, 0.1);
    EXPECT_NEAR(geometry["back_azimuth_deg"].get<double>(), theirs.back_azimuth_deg, 0.1);
    EXPECT_NEAR(json["losses"][0]["basic_loss_db"].get<double>(), theirs.free_space_db, 0.04);
    // Heights of pixels may differ by how steep they are: an obstruction of some metres is certain.
    const double clearance_m = geometry["first_fresnel_zone"]["clearance_m"].get<double>();
    if (std::abs(clearance_m) > 8.0) {
      EXPECT_EQ(clearance_m < 0.0, theirs.obstructed) << clearance_m;
    }
    obstructed += theirs.obstructed ? 1 : 0;
    const auto [least_db, most_db] =
        losses_around({link.tx, walked_to(link, theirs.profile_m.size()), link.frequency_mhz});
    loss.add(std::max({0.0, least_db - theirs.longley_rice_db, theirs.longley_rice_db - most_db}));
  }
  EXPECT_GT(obstructed, 5);
  EXPECT_LT(obstructed, 20);
  // Both ends move as one here, each point of SPLAT!'s path by itself: hence not all within, and
  // three decibels for the others. Over SPLAT!'s own profile nothing is left (below).
  EXPECT_GE(std::ranges::count(loss.differences, 0.0), 15);
  EXPECT_LT(loss.worst(), 3.0);
  fmt::print(
      "{} links, {} obstructed; {} within half a pixel, the others at most {:.2f} dB beyond\n",
      loss.differences.size(), obstructed, std::ranges::count(loss.differences, 0.0), loss.worst());
}

TEST_F(Splat, HasTheSameLongleyRiceOverItsOwnProfile) {
  using namespace propagation;
  Spread spread;
  for (const TestLink& link : links()) {
    const auto theirs = splat(link);
    const ItmEnvironment environment;
    const auto path = itm_path(walked(theirs.profile_m), theirs.step_m,
                               {link.tx.height_m, link.rx.height_m}, environment.n0);
    const auto loss = itm_loss(path, link.frequency_mhz, Polarisation::vertical, environment, {});
    spread.add(loss.basic_db - theirs.longley_rice_db);
  }
  // Printed to 0.01 dB, and computed from profiles in feet.
  EXPECT_LT(spread.median(), 0.03);
  EXPECT_LT(spread.worst(), 0.1);
  fmt::print("{} links: median {:.3f} dB, worst {:.3f} dB\n", spread.differences.size(),
             spread.median(), spread.worst());
}

}  // namespace
}  // namespace gigacity::test
