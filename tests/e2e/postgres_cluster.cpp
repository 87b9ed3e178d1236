// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/postgres_cluster.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp and setenv are POSIX
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/command.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace gigacity::test {

namespace {

namespace fs = std::filesystem;

/// Debian's folder of the newest server's programs; empty where there is none.
fs::path programs() {
  fs::path newest;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const auto folder = entry.path() / "bin";
    if (fs::exists(folder / "initdb") && fs::exists(folder / "postgres") && folder > newest)
      newest = folder;
  }
  return newest;
}

/// PostgreSQL refuses to run as root: these words before a command run it as Debian's own user.
std::vector<std::string> unprivileged(std::vector<std::string> command, bool ends_with_us) {
  std::vector<std::string> words{"setpriv"};
  if (geteuid() == 0)
    words.insert(words.end(), {"--reuid=postgres", "--regid=postgres", "--clear-groups"});
  if (ends_with_us) words.emplace_back("--pdeathsig=QUIT");
  if (words.size() == 1) return command;
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int port = 0;
  if (bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    port = ntohs(address.sin_port);
  close(descriptor);
  return port;
}

CommandResult checked(const std::vector<std::string>& command) {
  auto result = run_command(command);
  if (result.exit_code != 0)
    throw std::runtime_error(command.front() + ": " + result.err + result.out);
  return result;
}

}  // namespace

std::optional<std::string> PostgresCluster::missing() {
  const auto folder = programs();
  if (folder.empty()) return "no PostgreSQL server is installed";
  const auto extension = fs::path("/usr/share/postgresql") / folder.parent_path().filename() /
                         "extension" / "postgis.control";
  if (!fs::exists(extension)) return "PostGIS is not installed for PostgreSQL";
  return std::nullopt;
}

PostgresCluster::PostgresCluster() {
  std::string name = (fs::temp_directory_path() / "gigacity-postgres-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  m_folder = name;
  try {
    initialise();
    start();
  } catch (...) {
    stop();
    throw;
  }
}

PostgresCluster::~PostgresCluster() {
  stop();
}

void PostgresCluster::initialise() const {
  write_text(m_folder / "password", std::string(password) + "\n");
  if (geteuid() == 0) checked({"chown", "-R", "postgres", m_folder});
  checked(unprivileged({programs() / "initdb", "-D", m_folder / "data", "-U", user,
                        "--auth=scram-sha-256", "--pwfile=" + (m_folder / "password").string(),
                        "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"},
                       false));
}

void PostgresCluster::start() {
  m_port = free_port();
  const auto log = m_folder / "log";
  // The server stays a child of ours and in its own folder; nothing of it need last.
  const auto command =
      unprivileged({programs() / "postgres", "-D", m_folder / "data", "-p", std::to_string(m_port),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
                    "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"},
                   true);
  std::vector<char*> argv;
  for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int error = posix_spawnp(&m_server, argv.front(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + command.front());

  setenv("PGPASSWORD", password, 1);  // for psql and ogr2ogr; tests of the program take it away
  using namespace std::chrono_literals;
  for (int attempt = 0; attempt < 200; ++attempt) {
    if (waitpid(m_server, nullptr, WNOHANG) == m_server) {
      m_server = -1;
      break;
    }
    const auto ready = run_command({programs() / "pg_isready", "-q", "-h", "127.0.0.1", "-p",
                                    std::to_string(m_port), "-U", user, "-d", "postgres"});
    if (ready.exit_code == 0) return;
    std::this_thread::sleep_for(100ms);
  }
  throw std::runtime_error("PostgreSQL did not start: " + read_text(log));
}

void PostgresCluster::stop() noexcept {
  if (m_server > 0) {
    kill(m_server, SIGQUIT);  // at once, without tidying up
    waitpid(m_server, nullptr, 0);
    m_server = -1;
  }
  std::error_code ignored;
  fs::remove_all(m_folder, ignored);
}

std::string PostgresCluster::parameters(const std::string& database) const {
  return "host=127.0.0.1 port=" + std::to_string(m_port) + " user=" + user + " dbname=" + database;
}

std::string PostgresCluster::source(const std::string& database) const {
  return "PG:" + parameters(database) + " password='" + password + "'";
}

void PostgresCluster::run(const std::string& database, const std::string& sql) const {
  checked({programs() / "psql", "-q", "-v", "ON_ERROR_STOP=1", parameters(database), "-c", sql});
}

}  // namespace gigacity::test
