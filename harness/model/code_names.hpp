// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// A stack as the client's author knows it: without the interposer, the worker's
/// loop and what called that. Innermost first.
struct NamedStack {
  std::vector<Place> places{};
  std::optional<std::size_t> yours{};  // the first outside of system libraries
};

/// What a process's code is called. Knows what was loaded when this was made, and
/// goes on knowing it once the process has gone.
class CodeNames {
 public:
  virtual ~CodeNames() = default;
  virtual NamedStack name(std::span<const std::uintptr_t> return_addresses) = 0;
};

}  // namespace leakproof
