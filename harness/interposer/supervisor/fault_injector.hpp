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

/// Which calls of a fetch are to fail: `repeat` in a row, from number `first` on.
struct FaultOrder {
  FaultKind kind = FaultKind::allocation;
  std::int64_t first = 1;
  std::int64_t repeat = 1;
};

struct FaultReport {
  std::int64_t reached = 0;  // calls that were made, failed ones included
  bool fired = false;
  std::string_view call{};              // that failed first: "allocation", "connect" …
  std::vector<std::uintptr_t> stack{};  // its return addresses, innermost first
};

/// Makes calls of a preloaded process fail. Exact to the call where the worker's
/// loop marks its fetches; elsewhere what the loop itself does counts as well.
class FaultInjector {
 public:
  /// The table must outlive it. Without effect where the process is not observed.
  FaultInjector(const HeapTable& table, pid_t pid) : fault_(table.fault(pid)) {}

  /// For the next fetch. The process has to be idle, and to have fetched before.
  void arm(const FaultOrder&);

  /// What came of it; works on a process that has died, too.
  FaultReport disarm();

 private:
  preload::Fault* fault_;
};

}  // namespace leakproof
