// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// A call stack, innermost frame first, without the frames of the interposer, the worker's
/// loop and the loop's callers.
struct NamedStack {
  std::vector<Place> places{};
  std::vector<std::string> paths{};    // of the module of each place; empty: generated code
  std::optional<std::size_t> yours{};  // index of the first frame of the user, once known
};

/// Resolves addresses in a process to functions and lines. The constructor records which
/// modules are loaded, so addresses can be resolved after the process has ended.
class CodeNames {
 public:
  virtual ~CodeNames() = default;
  virtual NamedStack name(std::span<const std::uintptr_t> return_addresses) = 0;
};

}  // namespace leakproof
