// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "interposer/fault.hpp"
#include "interposer/supervisor/heap_table.hpp"

namespace leakproof {

using preload::FaultKind;

/// Which calls of a fetch must fail: `repeat` consecutive calls, beginning with number
/// `first`.
struct FaultOrder {
  FaultKind kind = FaultKind::allocation;
  std::int64_t first = 1;
  std::int64_t repeat = 1;
};

struct FaultReport {
  std::int64_t reached = 0;  // calls that were made, including failed ones
  bool fired = false;
  std::string_view call{};              // the first that failed: "allocation", "connect" …
  pid_t thread = 0;                     // that made it
  std::vector<std::uintptr_t> stack{};  // its return addresses, innermost first
};

/// Makes calls of a preloaded process fail. If the worker's loop marks its fetches, only
/// the calls of fetches are counted; otherwise those of the loop, too.
class FaultInjector {
 public:
  /// The table must outlive it. Has no effect if the process is not observed.
  FaultInjector(const HeapTable& table, pid_t pid) : fault_(table.fault(pid)) {}

  /// Arms the fault for the next fetch. The process must be idle and must have fetched
  /// before.
  void arm(const FaultOrder&);

  /// Turns the fault off and returns its result. Also works after the process has died.
  FaultReport disarm();

 private:
  preload::Fault* fault_;
};

}  // namespace leakproof
