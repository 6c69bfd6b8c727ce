// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "interposer/supervisor/allocation_tracker.hpp"

namespace leakproof::tracing {

/// What a traced process has allocated since tracing began and not freed.
class LiveAllocations {
 public:
  using Stack = std::vector<std::uintptr_t>;

  /// An address that is known already was freed without being seen.
  void add(ResourceKind, std::uintptr_t address, std::int64_t bytes, std::uint32_t epoch, Stack);
  void remove(std::uintptr_t address) { live_.erase(address); }

  OutstandingAllocations by_stack() const;

 private:
  struct Allocation {
    ResourceKind kind{};
    std::int64_t bytes = 0;
    std::uint32_t epoch = 0;
    std::size_t stack = 0;
  };
  static constexpr std::size_t most = 200'000;

  std::map<Stack, std::size_t> stacks_{};
  std::unordered_map<std::uintptr_t, Allocation> live_{};
  std::int64_t lost_ = 0;
};

}  // namespace leakproof::tracing
