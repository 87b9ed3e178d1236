// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/signals.hpp"

#include <atomic>
#include <csignal>

#include <unistd.h>

namespace gigacity::apps {

namespace {

// A handler can only speak through a global, and only through a lock-free one.
std::atomic<bool> requested = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_stop_signal(int signal) {
  if (requested.exchange(true)) _exit(128 + signal);
}

}  // namespace

void catch_stop_signals() {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool stop_requested() {
  return requested.load(std::memory_order_relaxed);
}

}  // namespace gigacity::apps
