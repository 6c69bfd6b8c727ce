// SPDX-License-Identifier: MIT
#include "integrations/single_thread.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <thread>

// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] void __tsan_init();

namespace leakproof {
namespace {

std::ptrdiff_t other_threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  const std::ptrdiff_t own = __tsan_init != nullptr ? 2 : 1;  // TSan starts a thread of its own
  return std::distance(begin(tasks), end(tasks)) - own;
}

}  // namespace

void require_single_thread() {
  using Clock = std::chrono::steady_clock;
  // A thread that was joined remains listed in /proc for a moment.
  const auto patience = Clock::now() + std::chrono::seconds(1);
  while (other_threads() > 0 && Clock::now() < patience) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (const auto count = other_threads(); count > 0) {
    throw std::runtime_error(fmt::format(
        "this process has {} more thread{}, which a forked child would lack, along with the "
        "locks that they hold. Test this before they are started or after they have ended, in a "
        "test program of its own, or make the client a worker (leakproof_add_worker)",
        count, count == 1 ? "" : "s"));
  }
}

}  // namespace leakproof
