// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>

#include "attribution/tracing/breakpoints.hpp"
#include "attribution/tracing/displaced_code.hpp"
#include "posix/process_memory.hpp"

namespace leakproof::tracing {

/// Where a stopped thread can execute the instruction under a breakpoint while the breakpoint
/// stays, so that no other thread passes it unseen: the unused end of the pages of its program or
/// library. One thread at a time.
class SteppingSpace {
 public:
  explicit SteppingSpace(pid_t pid) : pid_(pid), memory_(pid) {}

  struct Placed {
    DisplacedCode code{};
    std::uintptr_t address = 0;
  };

  /// Writes the code of a breakpoint there. Valid until the next; nullopt if that is impossible.
  std::optional<Placed> place(std::uintptr_t address, const Breakpoints&);

  /// Puts the pages back as they were.
  void clear();

  /// Leaves the memory as it is: the process has ended, or runs another program.
  void forget() { spaces_.clear(); }

 private:
  struct Space {
    std::uintptr_t end = 0;      // of the pages
    std::uintptr_t address = 0;  // 0: there is none
    std::uintptr_t holds = 0;    // the address of the breakpoint whose code is there
    std::optional<DisplacedCode> code{};
  };

  Space* space_for(std::uintptr_t address);
  void look_for_spaces();

  pid_t pid_;
  ProcessMemory memory_;
  std::map<std::uintptr_t, Space> spaces_{};  // by the begin of the pages
};

}  // namespace leakproof::tracing
