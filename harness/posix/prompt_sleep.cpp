// SPDX-License-Identifier: MIT
#include "posix/prompt_sleep.hpp"

#include <sys/prctl.h>

#include <thread>

namespace leakproof {

void sleep_promptly(std::chrono::microseconds duration) {
  constexpr unsigned long shortest = 1;       // ns
  constexpr unsigned long as_by_default = 0;  // a process that is started has it, too
  ::prctl(PR_SET_TIMERSLACK, shortest, 0UL, 0UL, 0UL);
  std::this_thread::sleep_for(duration);
  ::prctl(PR_SET_TIMERSLACK, as_by_default, 0UL, 0UL, 0UL);
}

}  // namespace leakproof
