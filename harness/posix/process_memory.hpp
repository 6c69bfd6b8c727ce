// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include "posix/fd.hpp"

namespace leakproof {

/// The memory of another process. The kernel gives access to it to those who may trace that
/// process (ptrace(2), "Ptrace access mode checking").
class ProcessMemory {
 public:
  explicit ProcessMemory(pid_t);

  bool is_readable() const { return memory_.get() >= 0; }

  /// Reads up to into.size() bytes and returns how many could be read.
  std::size_t read(std::uintptr_t address, std::span<std::byte> into) const;

  /// Reads `size` bytes at each address, one block after the other. Returns how many of the blocks
  /// could be read, up to the first that could not.
  std::size_t read_each(std::span<const std::uintptr_t> addresses, std::size_t size,
                        std::span<std::byte> into) const;

  /// Returns false if it may not be written, or there is no memory.
  bool write(std::uintptr_t address, std::span<const std::byte>) const;

  template <typename T>
  std::optional<T> value(std::uintptr_t address) const {
    static_assert(std::is_trivially_copyable_v<T>);
    std::array<std::byte, sizeof(T)> bytes{};
    if (read(address, bytes) != sizeof(T)) return std::nullopt;
    return std::bit_cast<T>(bytes);
  }

  template <typename T>
  bool set(std::uintptr_t address, T value) const {
    static_assert(std::is_trivially_copyable_v<T>);
    return write(address, std::bit_cast<std::array<std::byte, sizeof(T)>>(value));
  }

 private:
  pid_t pid_;
  Fd memory_;
};

}  // namespace leakproof
