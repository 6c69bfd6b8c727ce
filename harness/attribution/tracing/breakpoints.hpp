// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

#include "attribution/tracing/displaced_code.hpp"
#include "posix/process_memory.hpp"

namespace leakproof::tracing {

/// The breakpoints in a process that this thread traces. All bytes are put back at the end.
class Breakpoints {
 public:
  explicit Breakpoints(pid_t pid) : memory_(pid) {}
  ~Breakpoints() { remove_all(); }
  Breakpoints(const Breakpoints&) = delete;
  Breakpoints& operator=(const Breakpoints&) = delete;

  bool has(std::uintptr_t address) const { return originals_.contains(address); }

  /// Does nothing if it is there. Returns false if the code cannot be changed.
  bool add(std::uintptr_t address);
  void remove_all();

  /// Leaves the memory as it is: the process has ended, or runs another program.
  void forget() { originals_.clear(); }

  /// Puts the original code at this address, or the breakpoint again.
  void disable(std::uintptr_t address) { put(address, false); }
  void enable(std::uintptr_t address) { put(address, true); }

  /// The code at an address without breakpoints. What cannot be read is zero.
  std::array<std::byte, DisplacedCode::size> original_code(std::uintptr_t address) const;

  /// Removes them from the memory of a forked child, which has its own copy.
  void remove_from_copy(pid_t child) const;

  /// Reads a pointer; 0 if that fails.
  std::uintptr_t word_at(std::uintptr_t address) const {
    return memory_.value<std::uintptr_t>(address).value_or(0);
  }
  void set_word(std::uintptr_t address, std::uintptr_t word) const { memory_.set(address, word); }

 private:
  void put(std::uintptr_t address, bool is_on);

  ProcessMemory memory_;
  std::map<std::uintptr_t, std::byte> originals_{};
};

}  // namespace leakproof::tracing
