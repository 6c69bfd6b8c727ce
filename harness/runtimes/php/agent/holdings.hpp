// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof::php {

inline constexpr std::string_view nothing_explained = "explains zend-memory-handlers 0\n";

/// The answer to "explain": which lines hold the memory that PHP's own allocator was asked for
/// since the first call. Only for who has taken the turn.
std::string_view explain();

}  // namespace leakproof::php
