// SPDX-License-Identifier: Apache-2.0
// What is wrong with the user's input: every problem is collected, then the run stops with all of
// them.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace gigacity {

/// Where a problem lies. Whatever is known is filled in, the rest stays empty.
struct InputLocation {
  std::string source{};   ///< file or data source as the user wrote it
  std::string layer{};    ///< layer of the source, or section of the scenario file
  std::string feature{};  ///< feature id or row
  std::string field{};    ///< field or key
  int line = 0;           ///< of a text file, from 1
  int column = 0;
};

struct Diagnostic {
  InputLocation where;
  std::string message;  ///< what is wrong, and what was expected
  std::string hint;     ///< what to do
};

/// "sites.csv: layer sites: feature 12: field height_m: is -3; expected a height above ground ...
/// (hint)"
std::string to_string(const Diagnostic& diagnostic);

/// The user's input is at fault: exit code 1.
class InputError : public std::runtime_error {
 public:
  explicit InputError(Diagnostic diagnostic);
  explicit InputError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return m_diagnostics; }

 private:
  std::vector<Diagnostic> m_diagnostics;
};

/// The command line is at fault: exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Features left out of a layer for one reason. Nothing is dropped silently: these go into
/// run.json.
struct Skipped {
  std::string source;
  std::string layer;
  std::string reason;
  std::int64_t count = 0;
  std::vector<std::string> features;  ///< the first `listed_features` ids
  static constexpr std::size_t listed_features = 100;
};

/// Collects what reading finds, passwords of connection strings hidden. Errors stop the run once a stage is through; warnings and skipped
/// features are reported and go into run.json.
class Findings {
 public:
  /// The same problem is kept once, also where several readers meet it.
  void error(Diagnostic diagnostic);
  void warning(Diagnostic diagnostic);
  void skip(const InputLocation& where, const std::string& reason);
  void add(const Findings& other);

  const std::vector<Diagnostic>& errors() const { return m_errors; }
  const std::vector<Diagnostic>& warnings() const { return m_warnings; }
  const std::vector<Skipped>& skipped() const { return m_skipped; }

  /// Throws InputError with every error found so far, if any.
  void throw_if_errors() const;

 private:
  std::vector<Diagnostic> m_errors;
  std::vector<Diagnostic> m_warnings;
  std::vector<Skipped> m_skipped;
};

}  // namespace gigacity
