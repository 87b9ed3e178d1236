// SPDX-License-Identifier: Apache-2.0
#include "core/diagnostic.hpp"

#include <gtest/gtest.h>

namespace gigacity {
namespace {

TEST(Diagnostic, SaysWhereWhatAndWhatToDo) {
  const Diagnostic full{
      {"sites.csv", "sites", "12", "height_m", 0, 0}, "is -3", "give metres above ground"};
  EXPECT_EQ(to_string(full),
            "sites.csv: layer sites: feature 12: field height_m: is -3 (give metres above ground)");
}

TEST(Diagnostic, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(to_string({{}, "out of luck", {}}), "out of luck");
  EXPECT_EQ(to_string({{"a.toml", "", "", "", 3, 7}, "is wrong", {}}), "a.toml:3:7: is wrong");
  EXPECT_EQ(to_string({{"", "", "", "name", 0, 0}, "is missing", {}}), "field name: is missing");
}

TEST(InputError, CarriesEveryDiagnostic) {
  const InputError error({Diagnostic{{}, "first", {}}, Diagnostic{{}, "second", {}}});
  EXPECT_EQ(error.diagnostics().size(), 2U);
  EXPECT_STREQ(error.what(), "first\nsecond");
}

TEST(Findings, CountSkippedFeaturesByReasonAndListTheFirst) {
  Findings findings;
  const std::size_t many = Skipped::listed_features + 20;
  for (std::size_t i = 0; i < many; ++i)
    findings.skip({"b.gpkg", "b", std::to_string(i), "", 0, 0}, "empty");
  findings.skip({"b.gpkg", "b", "7", "", 0, 0}, "outside the area");
  findings.skip({"b.gpkg", "b", "", "", 0, 0}, "outside the area");
  ASSERT_EQ(findings.skipped().size(), 2U);
  const auto& empty = findings.skipped()[0];
  EXPECT_EQ(empty.reason, "empty");
  EXPECT_EQ(empty.count, static_cast<std::int64_t>(many));
  EXPECT_EQ(empty.features.size(), Skipped::listed_features);
  EXPECT_EQ(empty.features.back(), std::to_string(Skipped::listed_features - 1));
  EXPECT_EQ(findings.skipped()[1].count, 2);
  EXPECT_EQ(findings.skipped()[1].features, std::vector<std::string>{"7"});
}

TEST(Findings, ThrowOnlyWhereThereAreErrors) {
  Findings findings;
  findings.warning({{}, "odd", {}});
  EXPECT_NO_THROW(findings.throw_if_errors());
  Findings more;
  more.error({{}, "bad", {}});
  more.skip({"a", "b", "1", "", 0, 0}, "empty");
  findings.add(more);
  EXPECT_EQ(findings.warnings().size(), 1U);
  EXPECT_EQ(findings.skipped().size(), 1U);
  try {
    findings.throw_if_errors();
    FAIL() << "expected InputError";
  } catch (const InputError& error) {
    ASSERT_EQ(error.diagnostics().size(), 1U);
    EXPECT_EQ(error.diagnostics().front().message, "bad");
  }
}

}  // namespace
}  // namespace gigacity
