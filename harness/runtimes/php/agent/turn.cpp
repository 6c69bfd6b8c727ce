// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/turn.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <ctime>

namespace leakproof::php {
namespace {

enum Turn : int { of_php, of_nobody, of_agent };

constinit std::atomic<int> turn = of_php;
constinit thread_local bool is_php = false;
constinit thread_local int depth = 0;  // of calls that may block: a signal may come during one

void futex(int operation, int value) {
  ::syscall(SYS_futex, reinterpret_cast<int*>(&turn), operation, value, nullptr, nullptr, 0);
}

}  // namespace

void run_php_here() {
  is_php = true;
  turn = of_php;
}

bool take_turn() {
  constexpr int most_looks = 200;
  constexpr timespec between_looks{.tv_sec = 0, .tv_nsec = 500'000};
  for (int look = 0; look < most_looks; ++look) {
    int nobody = of_nobody;
    if (turn.compare_exchange_strong(nobody, of_agent)) return true;
    // Not nanosleep(), which is intercepted.
    ::syscall(SYS_nanosleep, &between_looks, nullptr);
  }
  return false;
}

void return_turn() {
  turn = of_nobody;
  futex(FUTEX_WAKE_PRIVATE, 1);
}

Blocked::Blocked() {
  if (is_php && depth++ == 0) turn.store(of_nobody, std::memory_order_release);
}

Blocked::~Blocked() {
  if (!is_php || --depth > 0) return;
  const int saved = errno;
  for (;;) {
    int nobody = of_nobody;
    if (turn.compare_exchange_strong(nobody, of_php)) break;
    futex(FUTEX_WAIT_PRIVATE, of_agent);
  }
  errno = saved;
}

}  // namespace leakproof::php
