// SPDX-License-Identifier: MIT
#include "attribution/tracing/tracer.hpp"

#include <time.h>

#include <chrono>
#include <optional>
#include <utility>

#if defined(__x86_64__)
#include "attribution/tracing/allocation_log.hpp"
#endif

namespace leakproof::tracing {
namespace {

// Of the processor, for all stops: about twice as long on an idle machine. A busy one lengthens
// them without making them more work.
constexpr std::chrono::milliseconds most_work{1500};
constexpr int eager_looks = 200;  // before the thread sleeps between looks
constexpr std::chrono::microseconds nap{20};

std::chrono::nanoseconds processor_time_of_this_thread() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Tracer::Tracer(pid_t pid) {
  thread_ = std::thread([this, pid] { run(pid); });
  std::unique_lock guard(lock_);
  is_told_.wait(guard, [this] { return is_known_; });
}

Tracer::~Tracer() { end(); }

std::string Tracer::obstacle() {
  const std::scoped_lock guard(lock_);
  return obstacle_;
}

OutstandingAllocations Tracer::end() {
  is_ending_ = true;
  if (thread_.joinable()) thread_.join();
  return std::move(outstanding_);
}

void Tracer::tell(std::string obstacle) {
  const std::scoped_lock guard(lock_);
  obstacle_ = std::move(obstacle);
  is_known_ = true;
  is_told_.notify_all();
}

#if defined(__x86_64__)
void Tracer::run(pid_t pid) {
  TracedThreads threads(pid);
  const StackWalk walk(pid);
  const AllocationFunctions functions = allocation_functions(walk.session());
  if (!functions.obstacle.empty()) return tell(functions.obstacle);
  if (std::string refused = threads.attach(); !refused.empty()) return tell(std::move(refused));
  for (const auto& [address, kind] : functions.by_address) {
    if (!threads.breakpoints().add(address)) {
      return tell("the code of the program cannot be changed");
    }
  }
  threads.go_on_all();
  AllocationLog log(threads, walk, functions.by_address);
  tell("");
  const auto hit = [&](pid_t thread, const user_regs_struct& registers) {
    const std::uint32_t epoch = epoch_;
    log.hit(thread, registers, epoch == no_epoch ? std::nullopt : std::optional(epoch));
  };
  std::chrono::nanoseconds work{};
  int looks = 0;
  while (!is_ending_ && threads.is_alive()) {
    const auto before = processor_time_of_this_thread();
    if (threads.handle_one(hit)) {
      looks = 0;
      work += processor_time_of_this_thread() - before;
    } else if (++looks < eager_looks) {
      std::this_thread::yield();
    } else {
      std::this_thread::sleep_for(nap);
    }
    if (work > most_work) {
      tell("tracing its allocations takes more than 1.5 s of a processor");
      break;
    }
  }
  threads.detach();
  outstanding_ = log.by_stack();
}
#else
void Tracer::run(pid_t) { tell("its allocations are traced from outside only on x86-64"); }
#endif

}  // namespace leakproof::tracing
