// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// A call stack, innermost frame first, without the frames of the interposer, the worker's
/// loop and the loop's callers.
struct NamedStack {
  std::vector<Place> places{};
  std::optional<std::size_t> yours{};  // index of the first frame outside system libraries
};

/// Resolves addresses in a process to functions and lines. The constructor records which
/// modules are loaded, so addresses can be resolved after the process has ended.
class CodeNames {
 public:
  virtual ~CodeNames() = default;
  virtual NamedStack name(std::span<const std::uintptr_t> return_addresses) = 0;
};

}  // namespace leakproof
