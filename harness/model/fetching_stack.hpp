// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "model/owner.hpp"

namespace leakproof {

/// Where a runtime knows what holds memory, or which thread was left, but not the line that made
/// it, the stack of the thread that fetches follows. It begins so: "fetch by thread main".
constexpr std::string_view fetch_by = "fetch by ";

/// Where a runtime knows which code started a thread, that stack follows the one in which the
/// thread waits. It begins so: "started by thread main".
constexpr std::string_view started_by = "started by ";

/// The number of frames before that stack, which may be all.
inline std::size_t frames_before_fetch(const Owner& owner) {
  const auto found = std::ranges::find_if(
      owner.stack, [](const Place& place) { return place.function.starts_with(fetch_by); });
  return static_cast<std::size_t>(found - owner.stack.begin());
}

/// Owner::yours, unless that line only fetches.
inline std::optional<std::size_t> yours_before_fetch(const Owner& owner) {
  const std::size_t before = frames_before_fetch(owner);
  return owner.yours && (before == 0 || *owner.yours < before) ? owner.yours : std::nullopt;
}

}  // namespace leakproof
