// SPDX-License-Identifier: Apache-2.0
// Two backends: oneTBB, and plain threads. Debian's TBB is not instrumented, so ThreadSanitizer
// would report its internals and, with those suppressed, miss real races; the tsan preset builds
// the second.
#include "core/parallel.hpp"

#ifdef GIGACITY_STD_THREADS
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>
#else
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#endif

namespace gigacity {

#ifdef GIGACITY_STD_THREADS

namespace {

std::atomic<unsigned> thread_limit = 0;

unsigned thread_count() {
  const unsigned limit = thread_limit;
  return limit > 0 ? limit : std::max(1U, std::thread::hardware_concurrency());
}

/// Runs `body` on every thread; the first exception is kept and rethrown once all have ended.
void on_all_threads(const std::function<void(std::atomic<bool>& stop)>& body) {
  std::atomic<bool> stop = false;
  std::exception_ptr error;
  std::mutex error_mutex;
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < thread_count(); ++t) {
      threads.emplace_back([&] {
        try {
          body(stop);
        } catch (...) {
          const std::lock_guard lock(error_mutex);
          if (!error) error = std::current_exception();
          stop = true;
        }
      });
    }
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace

struct ThreadLimit::State {
  unsigned before = 0;
};

ThreadLimit::ThreadLimit(int threads) : m_state(std::make_unique<State>()) {
  m_state->before = thread_limit.exchange(threads > 0 ? static_cast<unsigned>(threads) : 0);
}
ThreadLimit::~ThreadLimit() {
  thread_limit = m_state->before;
}

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  on_all_threads([&](std::atomic<bool>& stop) {
    for (std::size_t i = next++; i < count && !stop; i = next++) work(i);
  });
}

void detail::parallel_ordered(std::size_t count, std::size_t in_flight,
                              const std::function<std::shared_ptr<void>(std::size_t)>& produce,
                              const std::function<void(std::size_t, void*)>& consume) {
  std::mutex mutex;
  std::condition_variable turn;
  std::size_t next = 0;
  std::size_t written = 0;
  on_all_threads([&](std::atomic<bool>& stop) {
    try {
      while (!stop) {
        std::size_t i = 0;
        {
          std::unique_lock lock(mutex);
          turn.wait(lock, [&] { return stop || next >= count || next < written + in_flight; });
          if (stop || next >= count) return;
          i = next++;
        }
        auto result = produce(i);
        std::unique_lock lock(mutex);
        turn.wait(lock, [&] { return stop || written == i; });
        if (stop) return;
        consume(i, result.get());
        result.reset();  // before another may be produced
        ++written;
        turn.notify_all();
      }
    } catch (...) {
      {
        const std::lock_guard lock(mutex);
        stop = true;
      }
      turn.notify_all();
      throw;
    }
  });
}

#else

struct ThreadLimit::State {
  tbb::global_control control;
};

ThreadLimit::ThreadLimit(int threads)
    : m_state(new State{tbb::global_control(
          tbb::global_control::max_allowed_parallelism,
          threads > 0 ? static_cast<std::size_t>(threads)
                      : static_cast<std::size_t>(tbb::info::default_concurrency()))}) {}
ThreadLimit::~ThreadLimit() = default;

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, 1),
                    [&](const tbb::blocked_range<std::size_t>& range) {
                      for (std::size_t i = range.begin(); i != range.end(); ++i) work(i);
                    });
}

void detail::parallel_ordered(std::size_t count, std::size_t in_flight,
                              const std::function<std::shared_ptr<void>(std::size_t)>& produce,
                              const std::function<void(std::size_t, void*)>& consume) {
  struct Item {
    std::size_t index = 0;
    std::shared_ptr<void> result;
  };
  std::size_t next = 0;
  tbb::parallel_pipeline(
      in_flight,
      tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order,
                                          [&](tbb::flow_control& control) -> std::size_t {
                                            if (next < count) return next++;
                                            control.stop();
                                            return count;
                                          }) &
          tbb::make_filter<std::size_t, Item>(tbb::filter_mode::parallel,
                                              [&](std::size_t i) {
                                                return Item{i, produce(i)};
                                              }) &
          tbb::make_filter<Item, void>(tbb::filter_mode::serial_in_order, [&](const Item& item) {
            consume(item.index, item.result.get());
          }));
}

#endif

}  // namespace gigacity
