// SPDX-License-Identifier: MIT
#pragma once

#include <elfutils/libdwfl.h>
#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace leakproof::tracing {

/// Unwinds threads of a process that the calling thread has stopped by ptrace.
class StackWalk {
 public:
  explicit StackWalk(pid_t);
  ~StackWalk();
  StackWalk(const StackWalk&) = delete;
  StackWalk& operator=(const StackWalk&) = delete;

  Dwfl* session() const { return session_; }

  /// The stack of a thread, innermost first: where it is, as if that were the address behind a
  /// call, and its return addresses.
  std::vector<std::uintptr_t> stack(pid_t thread) const;

  /// The return addresses of a thread that is at the first instruction of a function, innermost
  /// first.
  std::vector<std::uintptr_t> callers(pid_t thread) const;

 private:
  Dwfl* session_;
};

}  // namespace leakproof::tracing
