// SPDX-License-Identifier: Apache-2.0
// Every row of every published vector that fits a model, and what the vectors say beyond figures.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/sim/propagation/clutter_vectors.hpp"
#include "tests/sim/propagation/ehata_vectors.hpp"
#include "tests/sim/propagation/itm_vectors.hpp"
#include "tests/sim/propagation/p1812_vectors.hpp"
#include "tests/sim/propagation/vector_set.hpp"

namespace gigacity::propagation {
namespace {

class Vectors : public ::testing::TestWithParam<VectorSource> {};

TEST_P(Vectors, EveryRow) {
  const auto sets = GetParam().read(validation_folder());
  ASSERT_FALSE(sets.empty());
  if (std::ranges::all_of(sets, [](const VectorSet& set) { return set.rows == 0; }))
    GTEST_SKIP() << "no vectors in " << validation_folder();
  for (const VectorSet& set : sets) {
    SCOPED_TRACE(std::string(set.file) + ": " + std::string(set.what));
    EXPECT_EQ(set.rows, set.expected_rows);
    EXPECT_GE(set.figures.size(), 1U);
    for (const VectorFigure& figure : set.figures) {
      const double difference = std::abs(figure.computed - figure.expected);
      if (figure.known_difference.empty())
        ASSERT_LE(difference, set.tolerance)
            << figure.place << ": " << figure.computed << ", expected " << figure.expected;
      else
        ASSERT_GT(difference, set.tolerance) << figure.place << ": no longer differs";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Vectors,
                         ::testing::ValuesIn(vector_sources().begin(), vector_sources().end()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(P1812Vectors, FourLogsPrintTheWrongDiffractionLoss) {
  const auto cases = read_p1812_python_cases(validation_folder());
  if (cases.empty()) GTEST_SKIP() << "no P.1812 validation set";
  const auto misprinted = std::ranges::count_if(cases, [](const P1812Case& c) {
    return std::abs(c.logged("lbd (db)") - c.logged("lb0p") - c.logged("ldp (db)")) > 0.01;
  });
  EXPECT_EQ(misprinted, 4);
}

TEST(ItmVectors, PrintedWithoutWarningInLineOfSight) {
  const auto printouts = read_itm_printouts(validation_folder());
  if (printouts.empty()) GTEST_SKIP() << "no ITM vectors";
  for (const ItmPrintout& p : printouts) {
    EXPECT_EQ(p.value.at("ITM Warning Flags"), "0x0000") << p.name;
    if (!p.value.contains("A_ref__db")) continue;
    const ItmQuestion question(validation_folder(), p);
    const ItmReference reference = question.loss(question.path()).reference;
    EXPECT_TRUE(reference.warnings.none()) << p.name << ' ' << reference.warnings;
    EXPECT_EQ(p.value.at("Mode of Propagation"), "1") << p.name;
    EXPECT_EQ(reference.propagation, ItmPropagation::line_of_sight) << p.name;
  }
}

TEST(EhataVectors, OneRidgeIsMissedByRounding) {
  const auto sets = ehata_vectors(validation_folder());
  if (sets.front().rows == 0) GTEST_SKIP() << "no extended Hata test data";
  EXPECT_EQ(std::ranges::count_if(
                sets.front().figures,
                [](const VectorFigure& figure) { return !figure.known_difference.empty(); }),
            1);
}

// The default: NTIA's present program. Four links have a ridge nearer to the base station than the curves
// begin, 15 km; the fifth is the one above.
TEST(EhataVectors, LimitedRidgeCurvesDifferOnRidgesOnly) {
  constexpr double tolerance_db = 0.01;
  const auto cases = read_ehata_cases(validation_folder(), "test-inputs-wfmod.csv");
  if (cases.empty()) GTEST_SKIP() << "no extended Hata test data";
  int ridges = 0;
  for (const EhataCase& c : cases) {
    const EhataPath path = path_of(c);
    const double loss_db = ehata_loss(path, c.frequency_mhz, c.area).basic_db;
    if (path.single_horizon && std::abs(loss_db - c.loss_db) > tolerance_db) {
      ++ridges;
      EXPECT_NEAR(loss_db, c.loss_db, 1.0) << c.name;
    } else {
      EXPECT_NEAR(loss_db, c.loss_db, tolerance_db) << c.name;
    }
  }
  EXPECT_EQ(ridges, 5);
}

// Rows with a return code are refused by NTIA; here the range of that quantity, and of no other, says
// so, and a loss is computed all the same.
TEST(P2108Vectors, RefusedRowsAreOutOfRange) {
  auto cases = read_p2108_height_gain(validation_folder());
  if (cases.empty()) GTEST_SKIP() << "no P.2108 test data";
  for (const auto& more :
       {read_p2108_terrestrial(validation_folder()), read_p2108_slant_path(validation_folder())})
    cases.insert(cases.end(), more.begin(), more.end());
  ASSERT_EQ(cases.size(), 48U);
  for (const P2108Case& c : cases) {
    const auto out = exceeded(*find_model("p2108", c.variant), c.link);
    EXPECT_TRUE(std::isfinite(c.computed_db)) << c.place;
    if (c.return_code == 0) {
      EXPECT_TRUE(out.none()) << c.place;
      continue;
    }
    ASSERT_TRUE(c.refused) << c.place << ": an unknown return code " << c.return_code;
    EXPECT_EQ(out.count(), 1U) << c.place;
    EXPECT_TRUE(out.test(static_cast<std::size_t>(*c.refused))) << c.place;
  }
}

TEST(ValidationReport, SaysWhatItSkips) {
  const auto report = validation_report(read_every_set("/no such folder"));
  EXPECT_NE(report.find("Skipped: the validation folder has no itm/NTIA_itm/area.csv.\n"),
            std::string::npos)
      << report;
}

TEST(ValidationReport, SummarisesAbsoluteDifferences) {
  VectorSet set{"model", "file.csv", "losses, dB", 0.5, 100, 100};
  for (int i = 1; i <= 100; ++i)
    set.figures.push_back({"", 10.0, 10.0 + (i % 2 == 0 ? 0.01 : -0.01) * i});
  set.figures.back().known_difference = "for a reason";
  const Differences differences = differences_of(set);
  EXPECT_NEAR(differences.median, 0.50, 1e-12);
  EXPECT_NEAR(differences.percentile_99, 0.99, 1e-12);
  EXPECT_NEAR(differences.worst, 1.00, 1e-12);
  const std::string report = validation_report(std::span(&set, 1));
  EXPECT_NE(report.find("| model | `file.csv` | 100 | 100 losses, dB | 0.5 | 0.5 | 0.99 | 1 |\n"),
            std::string::npos)
      << report;
  EXPECT_NE(report.find("\nKnown to differ by more than asked, 1: for a reason.\n"),
            std::string::npos)
      << report;
}

TEST(ValidationReport, StandsInTheReadme) {
  const auto sets = read_every_set(validation_folder());
  if (std::ranges::any_of(sets, [](const VectorSet& set) { return set.rows == 0; }))
    GTEST_SKIP() << "not every vector is in " << validation_folder();
  std::ifstream in(GIGACITY_SOURCE_DIR "/README.md");
  std::ostringstream readme;
  readme << in.rdbuf();
  const std::string text = readme.str();
  const std::string begin = "<!-- validation_report -->\n";
  const std::string end = "<!-- end of validation_report -->";
  const auto from = text.find(begin);
  const auto to = text.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  EXPECT_EQ(text.substr(from + begin.size(), to - from - begin.size()), validation_report(sets))
      << "put what bin/validation_report prints between the README's markers";
}

}  // namespace
}  // namespace gigacity::propagation
