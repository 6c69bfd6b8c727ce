// SPDX-License-Identifier: MIT
#pragma once

#include <sys/user.h>

#include <map>
#include <optional>

#include "attribution/tracing/allocation_functions.hpp"
#include "attribution/tracing/live_allocations.hpp"
#include "attribution/tracing/stack_walk.hpp"
#include "attribution/tracing/traced_threads.hpp"

namespace leakproof::tracing {

/// Follows the calls of allocation functions in traced threads.
class AllocationLog {
 public:
  /// All must outlive it.
  AllocationLog(TracedThreads& threads, const StackWalk& walk,
                const std::map<std::uintptr_t, FunctionKind>& functions)
      : threads_(threads), walk_(walk), functions_(functions) {}

  /// The thread stands at a breakpoint. Without an epoch, only what is freed is recorded.
  void hit(pid_t thread, const user_regs_struct&, std::optional<std::uint32_t> epoch);

  OutstandingAllocations by_stack() const { return live_.by_stack(); }

 private:
  struct Call {
    FunctionKind kind{};
    std::uintptr_t return_address = 0;
    std::uintptr_t stack_pointer = 0;
    std::uintptr_t old = 0;  // the block to be replaced, or where its address is to be stored
    std::int64_t bytes = 0;
    std::uint32_t epoch = 0;
    LiveAllocations::Stack stack{};
  };

  void begin(pid_t thread, const user_regs_struct&, FunctionKind,
             std::optional<std::uint32_t> epoch);
  void end(const Call&, const user_regs_struct&);

  TracedThreads& threads_;
  const StackWalk& walk_;
  const std::map<std::uintptr_t, FunctionKind>& functions_;
  std::map<pid_t, Call> calls_{};  // under way; an allocator's own inner calls are part of them
  LiveAllocations live_{};
};

}  // namespace leakproof::tracing
