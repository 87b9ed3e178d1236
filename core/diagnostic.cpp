// SPDX-License-Identifier: Apache-2.0
#include "core/diagnostic.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/passwords.hpp"

namespace gigacity {

std::string to_string(const Diagnostic& diagnostic) {
  const auto& where = diagnostic.where;
  std::string text = where.source;
  if (where.line > 0) text += fmt::format(":{}:{}", where.line, where.column);
  const auto add = [&text](const char* what, const std::string& name) {
    if (name.empty()) return;
    if (!text.empty()) text += ": ";
    text += fmt::format("{} {}", what, name);
  };
  add("layer", where.layer);
  add("feature", where.feature);
  add("field", where.field);
  if (!text.empty()) text += ": ";
  text += diagnostic.message;
  if (!diagnostic.hint.empty()) text += fmt::format(" ({})", diagnostic.hint);
  return text;
}

namespace {

/// What a diagnostic says may come from connection strings, its own words and a library's.
Diagnostic without_passwords(Diagnostic diagnostic) {
  for (auto* text : {&diagnostic.where.source, &diagnostic.message, &diagnostic.hint})
    *text = gigacity::without_passwords(*text);
  return diagnostic;
}

std::vector<Diagnostic> without_passwords(std::vector<Diagnostic> diagnostics) {
  for (auto& diagnostic : diagnostics) diagnostic = without_passwords(std::move(diagnostic));
  return diagnostics;
}

std::string all_messages(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += to_string(diagnostic);
  }
  return text;
}

}  // namespace

InputError::InputError(Diagnostic diagnostic)
    : InputError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(all_messages(without_passwords(diagnostics))),
      m_diagnostics(without_passwords(std::move(diagnostics))) {}

void Findings::error(Diagnostic diagnostic) {
  diagnostic = without_passwords(std::move(diagnostic));
  const auto text = to_string(diagnostic);
  const auto same = [&](const Diagnostic& known) { return to_string(known) == text; };
  if (std::ranges::none_of(m_errors, same)) m_errors.push_back(std::move(diagnostic));
}

void Findings::warning(Diagnostic diagnostic) {
  m_warnings.push_back(without_passwords(std::move(diagnostic)));
}

void Findings::skip(const InputLocation& where, const std::string& reason) {
  const auto source = gigacity::without_passwords(where.source);
  auto entry = std::ranges::find_if(m_skipped, [&](const Skipped& s) {
    return s.source == source && s.layer == where.layer && s.reason == reason;
  });
  if (entry == m_skipped.end()) {
    m_skipped.push_back({source, where.layer, reason, 0, {}});
    entry = m_skipped.end() - 1;
  }
  ++entry->count;
  if (entry->features.size() < Skipped::listed_features && !where.feature.empty())
    entry->features.push_back(where.feature);
}

void Findings::add(const Findings& other) {
  for (const auto& diagnostic : other.m_errors) error(diagnostic);
  m_warnings.insert(m_warnings.end(), other.m_warnings.begin(), other.m_warnings.end());
  m_skipped.insert(m_skipped.end(), other.m_skipped.begin(), other.m_skipped.end());
}

void Findings::throw_if_errors() const {
  if (!m_errors.empty()) throw InputError(m_errors);
}

}  // namespace gigacity
