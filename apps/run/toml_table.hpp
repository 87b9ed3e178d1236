// SPDX-License-Identifier: Apache-2.0
// TOML files of the data folder and of users: found, parsed, and read key by key with the place of
// every problem.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <toml++/toml.h>

#include "core/diagnostic.hpp"

namespace gigacity::apps {

/// Reads keys of one table and notes what is wrong; never stops at the first problem.
class TomlTable {
 public:
  /// `name` is the table's path in the file, "" at the top; `file` and `problems` outlive it.
  TomlTable(const toml::table& table, std::string name, const std::string& file,
            std::vector<Diagnostic>& problems)
      : m_table(table), m_name(std::move(name)), m_file(file), m_problems(problems) {}

  void allow_only(std::span<const std::string> known) const;

  std::string text(const std::string& key, bool required = true) const;
  std::optional<double> number(const std::string& key, bool required) const;
  /// As number(), which lies in [low, high]; `hint` says why.
  std::optional<double> number(const std::string& key, bool required, double low, double high,
                               const std::string& hint = {}) const;
  /// A text, or a date of TOML's as ISO 8601 has it; "" where it is neither.
  std::string date_text(const std::string& key) const;
  std::optional<int> integer(const std::string& key, bool required) const;
  std::vector<int> integers(const std::string& key) const;
  bool flag(const std::string& key) const;
  std::vector<std::string> texts(const std::string& key) const;
  /// A title in both languages.
  void title(std::string& en, std::string& zh) const;
  /// A word of a list, "" where it is not given or wrong.
  std::string word_of(const std::string& key, std::span<const std::string> words,
                      bool required) const;
  std::optional<TomlTable> table(const std::string& key, bool required) const;
  /// The tables of a [[key]], of which there must be one.
  std::vector<TomlTable> tables(const std::string& key) const;

  bool has(const std::string& key) const { return m_table.contains(key); }
  toml::source_position position() const { return m_table.source().begin; }
  toml::source_position position(const std::string& key) const;
  std::string path(const std::string& key) const;

  void missing(const std::string& key, const std::string& expected) const;
  void add(const std::string& field, toml::source_position at, std::string message,
           std::string hint) const;

 private:
  void wrong_type(const std::string& key, const toml::node& node,
                  const std::string& expected) const;

  const toml::table& m_table;
  std::string m_name;
  const std::string& m_file;
  std::vector<Diagnostic>& m_problems;
};

/// Throws InputError where the file cannot be read or is not TOML; `what` it should be: "a criteria
/// profile".
toml::table parsed_toml(const std::filesystem::path& file, const std::string& what);

/// Throws InputError with the problems in the order of the file, where there are any.
void throw_if_any(std::vector<Diagnostic> problems);

/// A kind of files in the data folder, and the scenario's key that names one of them.
struct DataFileKind {
  std::string folder;   ///< in the data folder: "criteria"
  std::string section;  ///< of the scenario: "scenario"
  std::string key;      ///< of the section: "criteria"
  std::string what;     ///< for messages: "criteria profile"
};

/// The file that `id_or_path` names: a path if it has a slash or ends in ".toml" (relative to the
/// scenario's folder), else the id of a file `<id>.toml` in the kind's data folder or in the
/// scenario's folder. Throws InputError that lists the files there are.
std::filesystem::path find_data_file(const DataFileKind& kind, const std::string& id_or_path,
                                     const std::filesystem::path& data_folder,
                                     const std::filesystem::path& scenario_folder);

}  // namespace gigacity::apps
