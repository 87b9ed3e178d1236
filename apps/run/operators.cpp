// SPDX-License-Identifier: Apache-2.0
#include "apps/run/operators.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::apps {

namespace {

constexpr std::size_t longest_base = 40;

struct Slug {
  std::string base;
  bool lossy = false;
};

Slug plain_slug(const std::string& name) {
  if (name.empty()) return {"unnamed", false};
  Slug slug;
  for (const char byte : folded(name)) {
    const bool kept = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    if (kept)
      slug.base += byte;
    else if (!slug.base.empty() && slug.base.back() != '-')
      slug.base += '-';
    slug.lossy |= static_cast<unsigned char>(byte) >= 0x80;
  }
  slug.lossy |= slug.base.size() > longest_base;
  slug.base.resize(std::min(slug.base.size(), longest_base));
  while (slug.base.ends_with('-')) slug.base.pop_back();
  slug.lossy |= slug.base.empty();
  return slug;
}

/// FNV-1a of the name's bytes: the same in every run, whoever else there is.
std::string digits_of(const std::string& name) {
  std::uint32_t hash = 2166136261U;
  for (const char byte : name) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
  return fmt::format("{:08x}", hash);
}

}  // namespace

std::map<std::string, std::string> operator_slugs(std::span<const std::string> names) {
  std::map<std::string, int> users;
  for (const auto& name : names) ++users[plain_slug(name).base];
  std::map<std::string, std::string> slugs;
  std::set<std::string> taken;
  for (const auto& name : names) {
    const auto [base, lossy] = plain_slug(name);
    std::string slug = "op";
    if (!base.empty()) slug += "-" + base;
    if (lossy || users[base] > 1) slug += "-" + digits_of(name);
    const std::string first = slug;
    for (int n = 2; !taken.insert(slug).second; ++n) slug = fmt::format("{}-{}", first, n);
    slugs.emplace(name, slug);
  }
  return slugs;
}

std::string shown_operator(const std::string& name) {
  return name.empty() ? "(no operator named)" : name;
}

void warn_of_operators(const radio::RadioNetwork& network, const RadioSection& section,
                       Findings& findings) {
  if (section.options.per_operator) return;
  auto names = radio::operators_of(network);
  if (names.size() < 2) return;
  std::ranges::transform(names, names.begin(), shown_operator);
  InputLocation where{.source = section.sites.source, .layer = section.sites.section};
  where.field = "operator";
  findings.warning(
      {std::move(where),
       fmt::format("cells of {} operators ({}) count as one network: a pixel is served "
                   "by the best of them all",
                   names.size(), listed(names, 5)),
       "radio.per_operator = true delivers rasters of each operator as well; "
       "radio.sites.where chooses one"});
}

}  // namespace gigacity::apps
