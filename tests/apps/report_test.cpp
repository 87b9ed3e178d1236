// SPDX-License-Identifier: Apache-2.0
#include "apps/report/report.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigacity::report {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

json fixture() {
  std::ifstream file(GIGACITY_SOURCE_DIR "/tests/apps/fixtures/report_data.json");
  return json::parse(file);
}

json smallest_data() {
  return json::parse(R"({
    "title": "Nowhere", "program": "gigacity 0.1.0",
    "area": {"bounds": [10.0, 50.0, 10.2, 50.1]}, "profile": {"title_en": "the profile"},
    "outcome": "pass", "levels": [], "units": [], "gaps": {"features": []},
    "indicators": [{"id": "A", "title_en": "An indicator", "comparison": "at_least", "outcome": "pass"}]
  })");
}

constexpr std::string_view data_begin = "<script type=\"application/json\" id=\"report-data\">";

std::string data_block(const std::string& page) {
  const auto begin = page.find(data_begin) + data_begin.size();
  return page.substr(begin, page.find("</script>", begin) - begin);
}

std::string without(std::string text, std::string_view part) {
  const auto at = text.find(part);
  return at == std::string::npos ? text : text.erase(at, part.size());
}

std::string message_of(const json& data) {
  try {
    report_html(data);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(ReportHtml, IsOneFileThatLoadsNothing) {
  const std::string page = report_html(fixture());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  EXPECT_THAT(page, Not(HasSubstr("sourceMappingURL")));
  const auto styles_end = page.find("</head>");
  ASSERT_NE(styles_end, std::string::npos);
  EXPECT_THAT(page.substr(0, styles_end), Not(HasSubstr("url(")));
  // Leaflet's own credit is text in its script; the page does not show it.
  const std::string rest = without(page, "<a href=\"https://leafletjs.com\"");
  const std::regex load(R"re((src|href|srcset|action)\s*=\s*["']?\s*(https?:|//))re");
  EXPECT_FALSE(std::regex_search(rest, load));
}

TEST(ReportHtml, CarriesTheDataUnchanged) {
  EXPECT_EQ(json::parse(data_block(report_html(fixture()))), fixture());
}

TEST(ReportHtml, NoTextCanEndTheDataBlock) {
  const std::string page = report_html(fixture());
  EXPECT_THAT(data_block(page), Not(HasSubstr("<")));
  EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
  EXPECT_THAT(page, Not(HasSubstr("<script>document.title")));
}

TEST(ReportHtml, EscapesTheTitle) {
  json data = smallest_data();
  data["title"] = "A</title><script>alert(1)</script> & \"B\"";
  EXPECT_THAT(report_html(data), HasSubstr("<title>A&lt;/title&gt;&lt;script&gt;alert(1)&lt;/"
                                           "script&gt; &amp; &quot;B&quot;</title>"));
}

TEST(ReportHtml, GivesTheSameBytesTwice) {
  EXPECT_EQ(report_html(fixture()), report_html(fixture()));
}

TEST(ReportHtml, IsSmallBesideItsData) {
  const std::size_t page = report_html(fixture()).size();
  const std::size_t data = fixture().dump().size();
  RecordProperty("page_bytes", std::to_string(page));
  // Leaflet is 141 kB minified and 431 kB plain; styles and scripts of ours are below 100 kB.
  EXPECT_GT(page, data + 100'000);
  EXPECT_LT(page, data + 600'000);
}

TEST(ReportHtml, NeedsOnlyTheRequiredKeys) {
  EXPECT_THAT(report_html(smallest_data()), HasSubstr("<title>Nowhere</title>"));
  json data = smallest_data();
  for (const char* const key :
       {"description", "scenario_file", "gaps_total", "pictures", "layers", "statistics", "fibre",
        "model_details", "inputs", "skipped", "warnings", "files"}) {
    data[key] = nullptr;
  }
  EXPECT_NO_THROW(report_html(data));
}

struct RequiredKey {
  const char* pointer;
  const char* name;
};

class ReportRequires : public ::testing::TestWithParam<RequiredKey> {};

TEST_P(ReportRequires, KeyAndNamesItWhenMissing) {
  json data = fixture();
  const json::json_pointer pointer(GetParam().pointer);
  ASSERT_TRUE(data.contains(pointer));
  data.at(pointer.parent_pointer()).erase(pointer.back());
  EXPECT_EQ(message_of(data), std::string("report data: ") + GetParam().name + " is missing");
  data = fixture();
  data.at(pointer) = nullptr;
  EXPECT_EQ(message_of(data), std::string("report data: ") + GetParam().name + " is missing");
}

INSTANTIATE_TEST_SUITE_P(
    Keys, ReportRequires,
    ::testing::Values(RequiredKey{"/title", "title"}, RequiredKey{"/program", "program"},
                      RequiredKey{"/area", "area"}, RequiredKey{"/area/bounds", "area.bounds"},
                      RequiredKey{"/profile", "profile"},
                      RequiredKey{"/profile/title_en", "profile.title_en"},
                      RequiredKey{"/outcome", "outcome"}, RequiredKey{"/indicators", "indicators"},
                      RequiredKey{"/indicators/0/id", "indicators[0].id"},
                      RequiredKey{"/indicators/1/title_en", "indicators[1].title_en"},
                      RequiredKey{"/indicators/2/comparison", "indicators[2].comparison"},
                      RequiredKey{"/indicators/3/outcome", "indicators[3].outcome"},
                      RequiredKey{"/indicators/0/inputs/1/name", "indicators[0].inputs[1].name"},
                      RequiredKey{"/levels", "levels"}, RequiredKey{"/units", "units"},
                      RequiredKey{"/units/2/level", "units[2].level"},
                      RequiredKey{"/units/4/code", "units[4].code"}, RequiredKey{"/gaps", "gaps"},
                      RequiredKey{"/gaps/features", "gaps.features"},
                      RequiredKey{"/statistics/tests", "statistics.tests"},
                      RequiredKey{"/fibre/units/0/gaps", "fibre.units[0].gaps"},
                      RequiredKey{"/fibre/bill/1/unit", "fibre.bill[1].unit"},
                      RequiredKey{"/statistics/rows/0/covered", "statistics.rows[0].covered"},
                      RequiredKey{"/pictures/1/png_base64", "pictures[1].png_base64"},
                      RequiredKey{"/layers/0/geojson", "layers[0].geojson"}));

TEST(ReportHtml, RefusesWrongTypesAndSaysWhere) {
  json data = fixture();
  data["outcome"] = "maybe";
  EXPECT_EQ(
      message_of(data),
      "report data: outcome is \"maybe\", which is none of pass, fail, not_assessable, reported");
  data = fixture();
  data["indicators"][1]["value"] = "90";
  EXPECT_EQ(message_of(data), "report data: indicators[1].value must be a number");
  data = fixture();
  data["area"]["bounds"] = {116.8, 35.2, 116.4, 35.5};
  EXPECT_THAT(message_of(data), HasSubstr("area.bounds must have west < east"));
  data = fixture();
  data["gaps"]["features"][2] = 5;
  EXPECT_EQ(message_of(data), "report data: gaps.features[2] must be an object");
  data = fixture();
  data["statistics"]["rows"][1]["quantity"] = 9;
  EXPECT_EQ(message_of(data),
            "report data: statistics.rows[1].quantity must be an index of quantities");
  data = fixture();
  data["statistics"]["rows"][0]["covered"].push_back(1.0);
  EXPECT_EQ(message_of(data),
            "report data: statistics.rows[0].covered must have one figure for each test");
  EXPECT_EQ(message_of(json::array()), "report data: must be an object");
}

TEST(ReportHtml, TakesNumbersThatAreNotFiniteAndBytesThatAreNotUtf8) {
  json data = smallest_data();
  data["title"] = "Caf\xe9";
  data["indicators"][0]["value"] = std::numeric_limits<double>::quiet_NaN();
  const std::string page = report_html(data);
  EXPECT_THAT(page, HasSubstr("<title>Caf\xef\xbf\xbd</title>"));
  EXPECT_TRUE(json::parse(data_block(page))["indicators"][0]["value"].is_null());
}

// The page in a real browser, where there is one.
class ReportInBrowser : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v chromium >/dev/null 2>&1") != 0) {
      GTEST_SKIP() << "chromium is not installed: the page's scripts are not run by this test";
    }
    m_folder =
        std::filesystem::path(::testing::TempDir()) /
        ("report_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(m_folder);
    std::filesystem::create_directories(m_folder);
  }

  void TearDown() override { std::filesystem::remove_all(m_folder); }

  /// The document after its scripts have run; what the console said is in `console`.
  std::string open(const std::string& page, std::string& console) const {
    std::ofstream(m_folder / "report.html", std::ios::binary) << page;
    const std::string folder = m_folder.string();
    const std::string command =
        "timeout 100 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync "
        "--user-data-dir='" +
        folder +
        "/profile' --window-size=1400,1000 "
        "--virtual-time-budget=5000 --enable-logging=stderr --dump-dom 'file://" +
        folder + "/report.html' >'" + folder + "/dom' 2>'" + folder + "/log'";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::istringstream log(read("log"));
    for (std::string line; std::getline(log, line);) {
      if (line.find("CONSOLE") != std::string::npos) console += line + "\n";
    }
    return read("dom");
  }

 private:
  std::string read(const char* name) const {
    std::ifstream file(m_folder / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  std::filesystem::path m_folder;
};

TEST_F(ReportInBrowser, ShowsTheVerdictWithoutComplaints) {
  std::string console;
  const std::string dom = open(report_html(fixture()), console);
  EXPECT_EQ(console, "");
  EXPECT_THAT(
      dom,
      HasSubstr("Demo County does not meet 1 of 3 criteria of the Gigabit City assessment 2023."));
  EXPECT_THAT(dom, HasSubstr("千兆城市评价指标"));
  // A failed figure is never rounded onto its threshold.
  EXPECT_THAT(dom, HasSubstr("79.98"));
  EXPECT_THAT(dom, Not(HasSubstr("80.0\u202f%")));
  // Of 11 km of road 10.99999 km are covered: not 100 %.
  EXPECT_THAT(dom, HasSubstr("99.9999\u202f%"));
  EXPECT_THAT(dom, HasSubstr("Level ≥\u202f−105&nbsp;dBm"));
  EXPECT_THAT(dom, HasSubstr("Each town"));
  EXPECT_THAT(dom, HasSubstr("no assignment serves more than 38,439."));
  EXPECT_THAT(dom, HasSubstr("To be built"));
  EXPECT_THAT(dom, HasSubstr("三里营小区 11号楼"));
  EXPECT_THAT(dom, HasSubstr("Broken layer is not GeoJSON"));
  EXPECT_THAT(dom, HasSubstr("<a href=\"results.gpkg\">"));
  EXPECT_THAT(dom, Not(HasSubstr("href=\"javascript:")));
  EXPECT_THAT(dom, HasSubstr("gaps that concern most people, of 5."));
}

TEST_F(ReportInBrowser, ShowsTheSmallestDataWithoutComplaints) {
  std::string console;
  const std::string dom = open(report_html(smallest_data()), console);
  EXPECT_EQ(console, "");
  EXPECT_THAT(dom, HasSubstr("Nowhere meets the 1 criterion of the profile."));
}

// With the content security policy taken out, so that nothing else could stop an injected script.
TEST_F(ReportInBrowser, RunsNoScriptFromTheData) {
  std::string page = report_html(fixture());
  page = std::regex_replace(page, std::regex("<meta http-equiv=\"Content-Security-Policy\"[^>]*>"),
                            "");
  const std::string probe =
      "<script>for (const each of document.querySelectorAll('button.disclose')) each.click();"
      "document.querySelector('#gaps-body tbody button.link').click();"
      "for (const each of document.querySelectorAll('#statistics select')) { each.selectedIndex = "
      "1;"
      " each.dispatchEvent(new Event('change')); }"
      "document.body.dataset.probed = 'yes';</script></body>";
  const auto end = page.rfind("</body>");
  ASSERT_NE(end, std::string::npos);
  page.replace(end, std::string("</body>").size(), probe);
  std::string console;
  const std::string dom = open(page, console);
  EXPECT_EQ(console, "");
  EXPECT_THAT(dom, HasSubstr("data-probed=\"yes\""));
  EXPECT_THAT(dom, HasSubstr("leaflet-popup-content"));
  EXPECT_THAT(dom, HasSubstr("<title>Demo County</title>"));
  EXPECT_THAT(dom, Not(HasSubstr("<img src=\"x\"")));
}

}  // namespace
}  // namespace gigacity::report
