// SPDX-License-Identifier: Apache-2.0
// Layers in a real PostGIS: the same bytes as from files, and errors that help.
#include <chrono>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX
#include <sys/socket.h>
#include <unistd.h>

#include "tests/e2e/outputs.hpp"
#include "tests/e2e/postgres_cluster.hpp"
#include "tests/support/command.hpp"

namespace gigacity::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string demo = GIGACITY_SOURCE_DIR "/data/demo/";

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

void load(const std::vector<std::string>& more) {
  std::vector<std::string> command{"ogr2ogr", "-f", "PostgreSQL"};
  command.insert(command.end(), more.begin(), more.end());
  const auto result = run_command(command);
  if (result.exit_code != 0) throw std::runtime_error("ogr2ogr: " + result.err);
}

class PostGis : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (PostgresCluster::missing()) return;
    try {
      s_cluster = std::make_unique<PostgresCluster>();
      load_demo();
    } catch (const std::exception& error) {
      s_failure = error.what();  // thrown here, it would make the tests skipped instead of failed
    }
  }
  static void TearDownTestSuite() { s_cluster.reset(); }

  static void load_demo() {
    s_cluster->run("postgres", "CREATE DATABASE city");
    s_cluster->run("city", "CREATE EXTENSION postgis; CREATE SCHEMA planning");
    const auto city = s_cluster->source("city");
    load({city, demo + "city.gpkg"});
    const std::vector<std::string> points{
        "-a_srs", "EPSG:4326", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"};
    const auto load_csv = [&](const std::string& name, const std::vector<std::string>& options) {
      std::vector<std::string> words{city, demo + name + ".csv", "-nln", "planning." + name};
      words.insert(words.end(), options.begin(), options.end());
      load(words);
    };
    load_csv("sites", points);
    load_csv("olts", {"-oo", "AUTODETECT_TYPE=YES"});
    load_csv("boxes", points);
    // What years of use make of tables: rows in any order on disk, and columns of many types.
    const auto shuffle = [](const std::string& table, const std::string& key) {
      for (const auto* some : {" % 3 = 1", " % 2 = 0"})
        s_cluster->run("city",
                       "UPDATE " + table + " SET " + key + " = " + key + " WHERE " + key + some);
    };
    for (const auto* table : {"towns", "villages", "buildings", "roads", "places"})
      shuffle(table, "fid");
    for (const auto* table : {"sites", "olts", "boxes"})
      shuffle(std::string("planning.") + table, "ogc_fid");
    s_cluster->run("city",
                   "ALTER TABLE planning.sites "
                   "ALTER height_m TYPE numeric(6,2) USING height_m::numeric, "
                   "ALTER azimuth_deg TYPE int8 USING azimuth_deg::float8::int8, "
                   "ALTER frequency_mhz TYPE float8 USING frequency_mhz::float8, "
                   "ALTER site_id TYPE char(12), ALTER operator TYPE varchar(80)");
    s_cluster->run("city",
                   "ALTER TABLE villages ALTER residents TYPE numeric USING residents::numeric");
  }

  void SetUp() override {
    if (const auto missing = PostgresCluster::missing()) GTEST_SKIP() << *missing;
    ASSERT_EQ(s_failure, "");
    unsetenv("PGPASSWORD");  // the program gets the password only where the test gives it
  }

  static const PostgresCluster& cluster() { return *s_cluster; }
  static void sql(const std::string& statements) {
    setenv("PGPASSWORD", PostgresCluster::password, 1);
    cluster().run("city", statements);
    unsetenv("PGPASSWORD");
  }
  static std::string city() { return cluster().source("city"); }

  /// The demo, coarse and near, where only the way of reading matters.
  static CommandResult demo_run(const std::filesystem::path& out,
                                const std::vector<std::string>& more) {
    std::vector<std::string> arguments{
        GIGACITY_PROGRAM, "run",   demo + "scenario.toml", "-o",    out,
        "--quiet",        "--set", "area.resolution_m=40", "--set", "radio.radius_km=1.5"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_command(arguments);
  }
  static CommandResult validated(const std::vector<std::string>& overrides) {
    std::vector<std::string> arguments{GIGACITY_PROGRAM, "validate", demo + "scenario.toml",
                                       "--quiet"};
    for (const auto& each : overrides) arguments.insert(arguments.end(), {"--set", each});
    return run_command(arguments);
  }
  /// `validate` with one layer elsewhere must fail within seconds and say each of `said`.
  static void expect_refused(const std::vector<std::string>& overrides,
                             const std::vector<std::string>& said) {
    const auto start = std::chrono::steady_clock::now();
    const auto result = validated(overrides);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(15));
    EXPECT_EQ(result.exit_code, 1) << result.err;
    for (const auto& text : said) EXPECT_THAT(result.err, HasSubstr(text));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr(PostgresCluster::password)));
  }

 private:
  static std::unique_ptr<PostgresCluster> s_cluster;
  static std::string s_failure;
};

std::unique_ptr<PostgresCluster> PostGis::s_cluster;
std::string PostGis::s_failure;

/// The data of a report, without what must name the sources.
nlohmann::json report_data(const std::filesystem::path& file) {
  const auto page = read_text(file);
  const std::string start = "id=\"report-data\">";
  const auto begin = page.find(start) + start.size();
  auto data = nlohmann::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
  for (auto& input : data["inputs"]) {
    input.erase("source");
    input.erase("sha256");
  }
  for (auto& skipped : data["skipped"]) {
    skipped.erase("source");
    skipped.erase("layer");
    skipped.erase("features");  // lines of a file, keys of a table
  }
  return data;
}

TEST_F(PostGis, GivesTheSameBytesAsFiles) {
  const auto folder = fresh_folder("postgis");
  ASSERT_EQ(demo_run(folder / "files", {}).exit_code, 0);
  std::vector<std::string> overrides;
  const auto from_database = [&](const std::string& section, const std::string& layer) {
    overrides.insert(overrides.end(), {"--set", section + ".source=" + quoted(city())});
    overrides.insert(overrides.end(), {"--set", section + ".layer=" + quoted(layer)});
  };
  from_database("area", "county");
  from_database("admin[0]", "county");
  from_database("admin[1]", "towns");
  from_database("admin[2]", "villages");
  from_database("buildings", "buildings");
  from_database("roads", "roads");
  from_database("places[0]", "places");
  from_database("places[1]", "public.places");
  from_database("radio.sites", "planning.sites");
  from_database("fibre.olts", "planning.olts");  // positions in its columns lon and lat
  from_database("fibre.boxes", "planning.boxes");
  const auto result = demo_run(folder / "database", overrides);
  ASSERT_EQ(result.exit_code, 0) << result.err;

  const auto names = files_in(folder / "files");
  EXPECT_EQ(files_in(folder / "database"), names);
  for (const auto& name : names) {
    SCOPED_TRACE(name);
    const auto text = read_text(folder / "database" / name);
    EXPECT_EQ(text.find(PostgresCluster::password), std::string::npos);
    // The record and the report name their sources; the report differs in nothing else.
    if (name == "run.json") continue;
    if (name == "report.html") {
      EXPECT_EQ(report_data(folder / "database" / name), report_data(folder / "files" / name));
      continue;
    }
    EXPECT_TRUE(text == read_text(folder / "files" / name));
  }
  const auto inputs = json_of(folder / "database" / "run.json")["inputs"];
  const auto of_files = json_of(folder / "files" / "run.json")["inputs"];
  ASSERT_EQ(inputs.size(), of_files.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_EQ(inputs[i]["features"], of_files[i]["features"]) << inputs[i];
    if (inputs[i]["section"] != "radio.sites") continue;
    EXPECT_EQ(inputs[i]["source"], "PG:" + cluster().parameters("city") + " password=***");
    EXPECT_EQ(inputs[i]["sha256"], "");
  }
}

TEST_F(PostGis, ReadsViewsInAnOrderOfTheirOwn) {
  // No column of this view could be a key: the rows' text gives the order.
  sql("CREATE VIEW planning.houses AS SELECT height_m, floors AS levels, dwellings, geom "
      "FROM buildings");
  const auto folder = fresh_folder("postgis-view");
  const std::vector<std::string> overrides{"--set", "buildings.source=" + quoted(city()),
                                           "--set", "buildings.layer=\"planning.houses\"",
                                           "--set", "buildings.fields={}"};
  ASSERT_EQ(demo_run(folder / "before", overrides).exit_code, 0);
  sql("UPDATE buildings SET fid = fid WHERE fid % 5 = 0");  // other places on disk
  ASSERT_EQ(demo_run(folder / "after", overrides).exit_code, 0);
  for (const auto& name : files_in(folder / "before")) {
    if (name == "run.json") continue;
    EXPECT_TRUE(read_text(folder / "before" / name) == read_text(folder / "after" / name)) << name;
  }
}

TEST_F(PostGis, FiltersInTheDatabase) {
  const auto result =
      validated({"radio.sites.source=" + quoted(city()), "radio.sites.layer=\"planning.sites\"",
                 "radio.sites.where=\"technology LIKE 'N%' AND height_m::int > 20\""});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("radio.sites"));
  EXPECT_THAT(result.out, Not(HasSubstr(PostgresCluster::password)));
  expect_refused({"radio.sites.source=" + quoted(city()), "radio.sites.layer=\"planning.sites\"",
                  "radio.sites.where=\"technolgy = 'NR'\""},
                 {"planning.sites", "where = \"technolgy = 'NR'\" is not understood", "technolgy"});
}

TEST_F(PostGis, TakesThePasswordFromTheEnvironment) {
  const auto without = "PG:" + cluster().parameters("city");
  setenv("PGPASSWORD", PostgresCluster::password, 1);
  const auto result =
      validated({"radio.sites.source=" + quoted(without), "radio.sites.layer=\"planning.sites\""});
  unsetenv("PGPASSWORD");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(PostgresCluster::password)));
}

TEST_F(PostGis, TakesTheConnectionFromAServiceFile) {
  const auto folder = fresh_folder("postgis-service");
  write_text(folder / "services",
             "[city]\nhost=127.0.0.1\nport=" + std::to_string(cluster().port()) +
                 "\nuser=" + PostgresCluster::user +
                 "\ndbname=city\npassword=" + PostgresCluster::password + "\n");
  setenv("PGSERVICEFILE", (folder / "services").c_str(), 1);
  const auto result =
      validated({"radio.sites.source=\"PG:service=city\"", "radio.sites.layer=\"planning.sites\""});
  unsetenv("PGSERVICEFILE");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto address = std::string("postgresql://") + PostgresCluster::user + ":" +
                       PostgresCluster::password +
                       "@127.0.0.1:" + std::to_string(cluster().port()) + "/city";
  EXPECT_EQ(
      validated({"radio.sites.source=" + quoted(address), "radio.sites.layer=\"planning.sites\""})
          .exit_code,
      0);
}

TEST_F(PostGis, ChoosesAmongGeometryColumns) {
  sql("CREATE TABLE planning.two AS SELECT ogc_fid, site_id, cell_id, technology, height_m, "
      "azimuth_deg, ST_Translate(wkb_geometry, 10, 0)::geometry(Point,4326) AS far_away, "
      "wkb_geometry FROM planning.sites; ALTER TABLE planning.two ADD PRIMARY KEY (ogc_fid)");
  const std::vector<std::string> source{"radio.sites.source=" + quoted(city())};
  expect_refused({source[0], "radio.sites.layer=\"planning.two\""},
                 {"several geometry columns", "planning.two(far_away)", "does not overlap"});
  const auto chosen = validated({source[0], "radio.sites.layer=\"planning.two(wkb_geometry)\""});
  EXPECT_EQ(chosen.exit_code, 0) << chosen.err;
}

TEST_F(PostGis, SaysWhatIsWrong) {
  const auto sites_from = [](const std::string& source, const std::string& layer) {
    return std::vector<std::string>{"radio.sites.source=" + quoted(source),
                                    "radio.sites.layer=" + quoted(layer)};
  };
  const auto parameters = cluster().parameters("city");
  expect_refused(sites_from("PG:" + parameters + " password=wrong-one", "planning.sites"),
                 {"dbname=city password=***", "password authentication failed"});
  expect_refused(sites_from("PG:" + parameters, "planning.sites"), {"no password supplied"});
  expect_refused(sites_from(cluster().source("nowhere"), "planning.sites"),
                 {"database \"nowhere\" does not exist"});
  expect_refused(sites_from(city(), "planning.sitez"),
                 {"has no layer 'planning.sitez'", "did you mean 'planning.sites'?"});
  expect_refused(sites_from(city(), ""), {"holds several layers", "planning.sites"});
  sql("CREATE TABLE planning.nowhere (id serial PRIMARY KEY, site_id text, cell_id text, "
      "technology "
      "text, height_m int, azimuth_deg int, geom geometry); INSERT INTO planning.nowhere (geom) "
      "VALUES (ST_Point(116.95, 35.4))");
  expect_refused(sites_from(city(), "planning.nowhere"),
                 {"planning.nowhere", "no coordinate reference system", "SRID"});
  sql("CREATE TABLE planning.bare (id serial PRIMARY KEY, site_id text)");
  expect_refused(sites_from(city(), "planning.bare"), {"planning.bare", "no coordinate columns"});
  expect_refused(sites_from("PG:host=127.0.0.1 port=1 dbname=city", "a"), {"Connection refused"});
}

/// A server that takes connections and never says a word.
class SilentServer {
 public:
  SilentServer() : m_descriptor(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(m_descriptor, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(m_descriptor, 16) != 0)
      throw std::runtime_error("no port to listen on");
    getsockname(m_descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
  }
  ~SilentServer() { close(m_descriptor); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  int port() const { return m_port; }

 private:
  int m_descriptor;
  int m_port = 0;
};

TEST_F(PostGis, DoesNotWaitForAServerThatIsSilent) {
  const SilentServer server;
  const auto source = quoted("PG:host=127.0.0.1 port=" + std::to_string(server.port()) +
                             " dbname=city connect_timeout=2");
  // Several layers of one server wait for it once.
  expect_refused(
      {"area.source=" + source, "area.layer=\"county\"", "admin[0].source=" + source,
       "roads.source=" + source, "buildings.source=" + source, "radio.sites.source=" + source},
      {"layer radio.sites: cannot be opened: ", "timeout expired"});
}

TEST_F(PostGis, WaitsTenSecondsUnlessToldOtherwise) {
  const SilentServer server;
  expect_refused(
      {"roads.source=" +
       quoted("PG:host=127.0.0.1 port=" + std::to_string(server.port()) + " dbname=city")},
      {"timeout expired"});
}

}  // namespace
}  // namespace gigacity::test
