// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// A stack as the client's author knows it, innermost first: without the interposer, the
/// worker's loop and what called that.
struct NamedStack {
  std::vector<Place> places{};
  std::optional<std::size_t> yours{};  // index of the first outside of system libraries
};

/// Names the code of a process. What is loaded is looked up once, at construction, so that
/// a process that has ended since can still be named.
class CodeNames {
 public:
  virtual ~CodeNames() = default;
  virtual NamedStack name(std::span<const std::uintptr_t> return_addresses) = 0;
};

}  // namespace leakproof
