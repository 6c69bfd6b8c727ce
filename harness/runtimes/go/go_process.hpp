// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "posix/process_memory.hpp"
#include "runtimes/go/layout.hpp"

namespace leakproof::go {

/// Addresses of variables of Go's runtime in a process.
struct Variables {
  std::uintptr_t forcegcperiod = 0;  // ns between two collections in an idle program
  std::uintptr_t mem_profile_rate = 0;
  std::uintptr_t memstats = 0;
  std::uintptr_t gc_controller = 0;
  std::uintptr_t debug = 0;
  std::uintptr_t allgs = 0;
  std::uintptr_t allglen = 0;
  std::uintptr_t allp = 0;
  std::uintptr_t mbuckets = 0;
};

/// One of the goroutines, and how it came to be.
struct Goroutine {
  std::uintptr_t starts_in = 0;                          // its function
  std::vector<std::uintptr_t> waits_at{};                // return addresses, innermost first
  std::vector<std::vector<std::uintptr_t>> ancestors{};  // stacks of its creator, and of theirs
  bool operator<(const Goroutine& other) const {
    return std::tie(starts_in, waits_at, ancestors) <
           std::tie(other.starts_in, other.waits_at, other.ancestors);
  }
};

struct GoroutineGroup {
  std::int64_t count = 0;
  std::int64_t stack_bytes = 0;
};

/// What was allocated by one stack since profiling began and has not been freed.
struct Allocated {
  std::vector<std::uintptr_t> stack{};  // return addresses, innermost first, one per function
  std::int64_t size = 0;                // of each object, in bytes
  std::int64_t objects = 0;
  std::int64_t bytes = 0;
};

/// The Go runtime in a process, read through its memory. Correct only while the program is idle.
class GoProcess {
 public:
  /// nullopt, and in `obstacle` why and what to do, if it cannot be read or written.
  static std::optional<GoProcess> open(pid_t, std::string& obstacle);

  const ProcessMemory& memory() const { return memory_; }
  const Variables& variables() const { return variables_; }
  const Layout& layout() const { return layout_; }

  /// The number of collections so far.
  std::optional<std::uint32_t> collections() const;

  /// Bytes of the heap that the last collection found reachable.
  std::optional<std::int64_t> marked_bytes() const;

  /// Bytes of these that the scheduler keeps for its own use.
  std::int64_t cached_bytes() const;

  /// Is the collector switched off (GOGC=off)?
  bool never_collects() const;

  struct Living {
    std::int64_t goroutines = 0;
    std::int64_t stack_bytes = 0;
  };
  /// nullopt if the list of goroutines cannot be read.
  std::optional<Living> living() const;

  /// All that have not ended; empty if they cannot be read.
  std::map<Goroutine, GoroutineGroup> goroutines() const;

  /// The memory profile (mprof.go); only stacks that hold something.
  std::vector<Allocated> memory_profile() const;

 private:
  GoProcess(ProcessMemory memory, const Variables& variables, const Layout& layout)
      : memory_(std::move(memory)), variables_(variables), layout_(layout) {}

  std::vector<std::vector<std::byte>> living_descriptors() const;
  std::int64_t stack_bytes(const std::vector<std::byte>& goroutine) const;
  std::vector<std::uintptr_t> frames(const std::vector<std::byte>& goroutine) const;
  std::vector<std::vector<std::uintptr_t>> ancestors(std::uintptr_t slice) const;

  ProcessMemory memory_;
  Variables variables_;
  Layout layout_;
};

}  // namespace leakproof::go
