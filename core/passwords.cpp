// SPDX-License-Identifier: Apache-2.0
#include "core/passwords.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace gigacity {

namespace {

constexpr std::string_view hidden = "***";

/// [begin, end) of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

/// End of a value that begins at `at`: behind its closing quote, else where the next key may begin.
/// The character before the key tells which kind of list it stands in: a=1&b=2, a=1;b=2, a=1 b=2.
std::size_t end_of_value(std::string_view text, std::size_t at, char before_key) {
  const char open = at < text.size() ? text[at] : ' ';
  if (open == '\'' || open == '"' || open == '{') {
    const char close = open == '{' ? '}' : open;
    for (++at; at < text.size() && text[at] != close; ++at)
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
    return std::min(at + 1, text.size());
  }
  const bool address = before_key == '?' || before_key == '&';
  while (at < text.size() && !(before_key == ';' ? text[at] == ';' : is_blank(text[at])) &&
         !(address && (text[at] == '&' || text[at] == '\'')) &&
         !(before_key == ',' && text[at] == ','))
    ++at;
  return at;
}

/// password=secret, password = 'a secret', ?token=secret&...
void find_values(std::string_view text, const std::string& lower, std::string_view key,
                 std::vector<Span>& found) {
  for (std::size_t at = 0; (at = lower.find(key, at)) != std::string::npos;) {
    // Where the word that ends with the key begins: "password" of "sslpassword".
    std::size_t word = at;
    while (word > 0 &&
           (std::isalnum(static_cast<unsigned char>(text[word - 1])) != 0 || text[word - 1] == '_'))
      --word;
    at = skip_blanks(text, at + key.size());
    if (at >= text.size() || text[at] != '=') continue;
    at = skip_blanks(text, at + 1);
    const auto end = end_of_value(text, at, word > 0 ? text[word - 1] : ' ');
    if (end > at) found.push_back({at, end});
    at = end;
  }
}

/// scheme://user:secret@host
void find_in_addresses(std::string_view text, std::vector<Span>& found) {
  for (std::size_t at = 0; (at = text.find("://", at)) != std::string_view::npos;) {
    const auto database =
        text.substr(0, at).ends_with("postgresql") || text.substr(0, at).ends_with("postgres");
    at += 3;
    // Of a database, whatever stands before the last '@': a secret's '/' may not have been escaped.
    const auto end = text.find_first_of(database ? " ?\n" : " /?\n", at);
    const auto authority = text.substr(at, end == std::string_view::npos ? end : end - at);
    const auto at_sign = authority.rfind('@');
    const auto colon = authority.find(':');
    if (at_sign != std::string_view::npos && colon < at_sign)
      found.push_back({at + colon + 1, at + at_sign});
  }
}

/// OCI:user/secret@host, ODBC:user/secret@name
void find_after_slash(std::string_view text, const std::string& lower, std::string_view scheme,
                      std::vector<Span>& found) {
  for (std::size_t at = 0; (at = lower.find(scheme, at)) != std::string::npos;) {
    at += scheme.size();
    const auto slash = text.find('/', at);
    const auto at_sign = text.find('@', at);
    if (slash < at_sign && at_sign != std::string_view::npos) found.push_back({slash + 1, at_sign});
  }
}

std::vector<Span> secrets_of(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  std::vector<Span> found;
  constexpr std::array<std::string_view, 7> keys{"password", "passwd",  "pwd",   "token",
                                                 "apikey",   "api_key", "secret"};
  for (const auto key : keys) find_values(text, lower, key, found);
  for (const std::string_view key : {"?sig", "&sig"}) find_values(text, lower, key, found);
  find_in_addresses(text, found);
  for (const std::string_view scheme : {"oci:", "odbc:"})
    find_after_slash(text, lower, scheme, found);
  std::ranges::sort(found, {}, &Span::begin);
  return found;
}

}  // namespace

std::string without_passwords(std::string_view text) {
  std::string shown;
  std::size_t done = 0;
  for (const Span& secret : secrets_of(text)) {
    if (secret.begin >= done) {
      shown += text.substr(done, secret.begin - done);
      shown += hidden;
    }
    done = std::max(done, secret.end);
  }
  shown += text.substr(done);
  return shown;
}

std::string without_passwords(std::string_view text, std::string_view source) {
  std::string shown(text);
  for (const Span& secret : secrets_of(source)) {
    auto value = source.substr(secret.begin, secret.end - secret.begin);
    if (value.size() > 2 && value.front() == '\'' && value.back() == '\'')
      value = value.substr(1, value.size() - 2);
    // Also the parts that a parser may have cut it into; a letter or two would hide half the text.
    for (std::size_t begin = 0; begin < value.size();) {
      const auto end = std::min(value.find_first_of("/@:? ", begin), value.size());
      const auto part = value.substr(begin, end - begin);
      constexpr std::size_t shortest_hidden = 3;
      for (auto at = shown.find(part); part.size() >= shortest_hidden && at != std::string::npos;
           at = shown.find(part, at + hidden.size()))
        shown.replace(at, part.size(), hidden);
      begin = end + 1;
    }
  }
  return without_passwords(shown);
}

}  // namespace gigacity
