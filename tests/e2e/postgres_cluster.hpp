// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server with PostGIS of a test's own: on loopback, on a free port, in its own folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace gigacity::test {

class PostgresCluster {
 public:
  static constexpr const char* user = "planner";
  static constexpr const char* password = "s3cret-of-the-test";

  /// Why there can be no cluster here: programs that are absent. Nothing where there can be one.
  static std::optional<std::string> missing();

  /// Starts it; throws std::runtime_error with the server's log where it does not come up. The server
  /// also ends when this process does, however it ends.
  PostgresCluster();
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  int port() const { return m_port; }
  /// "host=127.0.0.1 port=... user=planner dbname=city", without the password.
  std::string parameters(const std::string& database) const;
  /// A data source for GDAL, with the password.
  std::string source(const std::string& database) const;
  /// Runs SQL with psql; throws where it fails.
  void run(const std::string& database, const std::string& sql) const;

 private:
  void initialise() const;
  void start();
  void stop() noexcept;

  std::filesystem::path m_folder;
  int m_port = 0;
  pid_t m_server = -1;
};

}  // namespace gigacity::test
