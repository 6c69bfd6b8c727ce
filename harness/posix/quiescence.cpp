// SPDX-License-Identifier: MIT
#include "posix/quiescence.hpp"

#include <algorithm>

#include "posix/prompt_sleep.hpp"

namespace leakproof {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int often_in_vain = 3;

}  // namespace

QuiescenceLimit::Duration QuiescenceLimit::longest_wait() const {
  return std::clamp<Duration>(4 * most_needed_, 200ms, 2s);
}

QuiescenceLimit::Duration QuiescenceLimit::longest_run() const {
  return in_vain_ < often_in_vain ? 20ms : 1ms;
}

void QuiescenceLimit::came_to_rest(Duration waited) {
  most_needed_ = std::max(most_needed_, waited);
  in_vain_ = 0;
}

void QuiescenceLimit::did_not(Duration ran) {
  if (ran >= longest_run()) ++in_vain_;
}

bool Quiescence::wait() {
  const auto start = Clock::now();
  auto pause = std::chrono::microseconds(20);
  Activity before = threads_.look();
  const auto ran_at_start = before.ran;
  while (true) {
    // One thread that is blocked is not woken by another.
    if (before.is_running || before.threads > 1) sleep_promptly(pause);
    const Activity now = threads_.look();
    const bool agree = !before.is_running && !now.is_running && now.ran == before.ran &&
                       now.threads == before.threads;
    if (agree || now.threads == 0) {
      limit_.came_to_rest(Clock::now() - start);
      return true;
    }
    if (limit_.is_over(Clock::now() - start, now.ran - ran_at_start)) {
      limit_.did_not(now.ran - ran_at_start);
      return false;
    }
    before = now;
    pause = std::min(2 * pause, std::chrono::microseconds(500));
  }
}

}  // namespace leakproof
