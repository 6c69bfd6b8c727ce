// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace leakproof::tracing {

/// An instruction of x86-64 that is executed at another address than its own, because a breakpoint
/// is there.
struct DisplacedCode {
  /// No instruction is longer than 15 bytes.
  static constexpr std::size_t size = 16;

  std::array<std::byte, size> bytes{};
  bool returns = false;  // it goes to an absolute address
  bool calls = false;    // it stores the address of the next one

  /// The length of a call: e8 and four bytes.
  static constexpr std::uintptr_t length_of_call = 5;
};

/// The code that has the effect at `to` that `code` has at `from`, apart from the instruction
/// pointer. nullopt if it is not of the kinds with which functions begin and go on after a call.
std::optional<DisplacedCode> displaced(std::span<const std::byte, DisplacedCode::size> code,
                                       std::uintptr_t from, std::uintptr_t to);

}  // namespace leakproof::tracing
