// SPDX-License-Identifier: Apache-2.0
// A queue in order of distance, near enough for shortest paths.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace gigacity {

/// Hands values out bucket by bucket: those of one bucket, which spans `width` of distance, in the
/// order they came. A search that takes a node up again whenever its distance has sunk still ends
/// with exact distances, while putting in and taking out cost a few instructions (Dial 1969; Meyer
/// and Sanders 2003). Distances must not be less than the last one handed out by more than what its
/// bucket spans. Those beyond the wheel of buckets wait in a list until it has turned so far.
class BucketQueue {
 public:
  /// For steps of about `width`, none longer than `longest`; `width` > 0.
  BucketQueue(double width, double longest) : m_per_width(1.0 / width) {
    constexpr double most = 1 << 14;
    std::size_t buckets = 64;
    while (static_cast<double>(buckets) < std::min(longest * m_per_width + 2.0, most)) buckets *= 2;
    m_wheel.resize(buckets);
  }

  void push(double distance, std::int32_t value) {
    const auto at = bucket(distance);
    if (at - m_now < static_cast<std::int64_t>(m_wheel.size())) {
      of(at).push_back(value);
      ++m_in_wheel;
    } else {
      m_far.emplace_back(at, value);
      m_least_far = std::min(m_least_far, at);
    }
  }

  /// A value that is to be handed out `count` values later, or -1: for fetching what it needs.
  std::int32_t ahead(std::size_t count) const {
    const auto& now = m_wheel[static_cast<std::size_t>(m_now) & (m_wheel.size() - 1)];
    return m_taken + count < now.size() ? now[m_taken + count] : -1;
  }

  /// The next value; -1: there is none.
  std::int32_t pop() {
    while (true) {
      auto& now = of(m_now);
      if (m_taken < now.size()) {
        --m_in_wheel;
        return now[m_taken++];
      }
      now.clear();
      m_taken = 0;
      if (m_in_wheel > 0) {
        ++m_now;
      } else if (!m_far.empty()) {
        m_now = m_least_far;
      } else {
        return -1;
      }
      if (m_least_far - m_now < static_cast<std::int64_t>(m_wheel.size() / 2)) turn();
    }
  }

 private:
  std::int64_t bucket(double distance) const {
    return std::max(static_cast<std::int64_t>(std::min(distance * m_per_width, 4e18)), m_now);
  }
  std::vector<std::int32_t>& of(std::int64_t bucket) {
    return m_wheel[static_cast<std::size_t>(bucket) & (m_wheel.size() - 1)];
  }

  void turn() {
    const auto end = m_now + static_cast<std::int64_t>(m_wheel.size());
    m_least_far = none_far;
    std::erase_if(m_far, [&](const auto& far) {
      if (far.first < end) {
        of(far.first).push_back(far.second);
        ++m_in_wheel;
        return true;
      }
      m_least_far = std::min(m_least_far, far.first);
      return false;
    });
  }

  static constexpr std::int64_t none_far = std::numeric_limits<std::int64_t>::max();

  double m_per_width;
  std::vector<std::vector<std::int32_t>> m_wheel;
  std::vector<std::pair<std::int64_t, std::int32_t>> m_far;
  std::int64_t m_least_far = none_far;
  std::int64_t m_now = 0;
  std::size_t m_taken = 0;  ///< of the bucket now
  std::size_t m_in_wheel = 0;
};

}  // namespace gigacity
