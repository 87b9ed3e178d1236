// SPDX-License-Identifier: Apache-2.0
// All threading goes through here. Results never depend on the number of threads: each index is
// computed on its own, and whatever combines them does so in index order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace gigacity {

/// Number of threads that parallel work uses; 0 asks for all processors. Lives as long as the
/// value.
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// Calls `work(i)` for each i in [0, count), in any order, on several threads. The first exception
/// (one of them, where several were thrown) stops the rest and is rethrown here.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work);

/// Calls `produce(i)` for each i in [0, count) on several threads and `consume(i, result)` one at a
/// time in index order; at most `in_flight` results exist at once. This is how tiles are computed
/// in parallel and written in a fixed order within bounded memory.
template <class Result>
void parallel_ordered(std::size_t count, std::size_t in_flight,
                      const std::function<Result(std::size_t)>& produce,
                      const std::function<void(std::size_t, Result&&)>& consume);

namespace detail {
void parallel_ordered(std::size_t count, std::size_t in_flight,
                      const std::function<std::shared_ptr<void>(std::size_t)>& produce,
                      const std::function<void(std::size_t, void*)>& consume);
}

template <class Result>
void parallel_ordered(std::size_t count, std::size_t in_flight,
                      const std::function<Result(std::size_t)>& produce,
                      const std::function<void(std::size_t, Result&&)>& consume) {
  detail::parallel_ordered(
      count, in_flight,
      [&](std::size_t i) -> std::shared_ptr<void> { return std::make_shared<Result>(produce(i)); },
      [&](std::size_t i, void* result) { consume(i, std::move(*static_cast<Result*>(result))); });
}

}  // namespace gigacity
