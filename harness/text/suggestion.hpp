// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace leakproof {

/// The candidate closest to a mistyped word; empty if none is close.
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace leakproof
