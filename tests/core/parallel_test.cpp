// SPDX-License-Identifier: Apache-2.0
#include "core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/progress.hpp"

namespace gigacity {
namespace {

constexpr std::size_t count = 500;

/// More threads than processors, so that orders differ from run to run.
const std::vector<int> thread_counts = {1, 2, 8};

/// Some work of uneven length, so that later indices overtake earlier ones.
void dawdle(std::size_t i) {
  if (i % 7 == 0) std::this_thread::yield();
  if (i % 31 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
}

TEST(ParallelFor, CallsEveryIndexOnce) {
  for (const int threads : thread_counts) {
    const ThreadLimit limit(threads);
    std::vector<std::atomic<int>> calls(count);
    parallel_for(count, [&](std::size_t i) {
      dawdle(i);
      ++calls[i];
    });
    EXPECT_TRUE(std::ranges::all_of(calls, [](const auto& c) { return c == 1; }));
  }
}

TEST(ParallelFor, WritesOfTheWorkAreSeenAfterwards) {
  std::vector<std::size_t> squares(count, 0);
  parallel_for(count, [&](std::size_t i) { squares[i] = i * i; });
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(squares[i], i * i);
}

TEST(ParallelFor, OfNothingDoesNothing) {
  parallel_for(0, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, RethrowsAndStopsTheRest) {
  for (const int threads : thread_counts) {
    const ThreadLimit limit(threads);
    std::atomic<std::size_t> calls = 0;
    constexpr std::size_t many = 1'000'000;
    EXPECT_THROW(parallel_for(many,
                              [&](std::size_t i) {
                                ++calls;
                                if (i == 3) throw std::runtime_error("no");
                              }),
                 std::runtime_error);
    EXPECT_LT(calls, many);
  }
}

TEST(ParallelFor, LetsCancelledPass) {
  SilentProgress progress;
  progress.cancel();
  EXPECT_THROW(parallel_for(count, [&](std::size_t) { progress.throw_if_cancelled(); }), Cancelled);
}

TEST(ParallelFor, KeepsToTheThreadLimit) {
  for (const int threads : {1, 2}) {
    const ThreadLimit limit(threads);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    parallel_for(count, [&](std::size_t i) {
      const int now = ++running;
      int before = most;
      while (now > before && !most.compare_exchange_weak(before, now)) {
      }
      dawdle(i);
      --running;
    });
    EXPECT_LE(most, threads);
  }
}

TEST(ParallelOrdered, ConsumesInOrderOneAtATime) {
  for (const int threads : thread_counts) {
    const ThreadLimit limit(threads);
    std::vector<std::size_t> seen;
    std::atomic<bool> inside = false;
    parallel_ordered<std::string>(
        count, 4,
        [](std::size_t i) {
          dawdle(i);
          return std::to_string(i);
        },
        [&](std::size_t i, std::string&& text) {
          EXPECT_FALSE(inside.exchange(true));
          EXPECT_EQ(text, std::to_string(i));
          seen.push_back(i);
          inside = false;
        });
    std::vector<std::size_t> expected(count);
    std::iota(expected.begin(), expected.end(), 0U);
    EXPECT_EQ(seen, expected);
  }
}

/// Counts how many of its kind exist.
class Counted {
 public:
  Counted(std::atomic<int>& alive, std::atomic<int>& most) : m_alive(&alive) {
    const int now = ++alive;
    int before = most;
    while (now > before && !most.compare_exchange_weak(before, now)) {
    }
  }
  Counted(Counted&& other) noexcept : m_alive(std::exchange(other.m_alive, nullptr)) {}
  Counted& operator=(Counted&&) = delete;
  ~Counted() {
    if (m_alive != nullptr) --*m_alive;
  }

 private:
  std::atomic<int>* m_alive;
};

TEST(ParallelOrdered, HoldsNoMoreResultsThanAllowed) {
  for (const int threads : thread_counts) {
    for (const int in_flight : {1, 2, 5}) {
      const ThreadLimit limit(threads);
      std::atomic<int> alive = 0;
      std::atomic<int> most = 0;
      parallel_ordered<Counted>(
          count, static_cast<std::size_t>(in_flight),
          [&](std::size_t i) {
            dawdle(i + 1);
            return Counted(alive, most);
          },
          [](std::size_t i, Counted&&) { dawdle(i); });
      EXPECT_LE(most, in_flight);
      EXPECT_EQ(alive, 0);
    }
  }
}

TEST(ParallelOrdered, RethrowsWhatProducersThrow) {
  for (const int threads : thread_counts) {
    const ThreadLimit limit(threads);
    std::size_t consumed = 0;
    EXPECT_THROW(parallel_ordered<int>(
                     count, 3,
                     [](std::size_t i) {
                       if (i == 50) throw std::runtime_error("no");
                       return static_cast<int>(i);
                     },
                     [&](std::size_t i, int&&) {
                       EXPECT_EQ(i, consumed);
                       ++consumed;
                     }),
                 std::runtime_error);
    EXPECT_LE(consumed, 50U);
  }
}

TEST(ParallelOrdered, RethrowsWhatTheConsumerThrows) {
  for (const int threads : thread_counts) {
    const ThreadLimit limit(threads);
    std::size_t consumed = 0;
    EXPECT_THROW(parallel_ordered<int>(
                     count, 3, [](std::size_t i) { return static_cast<int>(i); },
                     [&](std::size_t i, int&&) {
                       if (i == 20) throw std::runtime_error("disk full");
                       ++consumed;
                     }),
                 std::runtime_error);
    EXPECT_EQ(consumed, 20U);
  }
}

TEST(ParallelOrdered, OfNothingDoesNothing) {
  parallel_ordered<int>(
      0, 4, [](std::size_t) { return 0; }, [](std::size_t, int&&) { FAIL(); });
}

TEST(ThreadLimit, EndsWithTheValue) {
  {
    const ThreadLimit one(1);
    const ThreadLimit all(0);
  }
  std::atomic<std::size_t> calls = 0;
  parallel_for(count, [&](std::size_t) { ++calls; });
  EXPECT_EQ(calls, count);
}

}  // namespace
}  // namespace gigacity
