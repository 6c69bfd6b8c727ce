// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace leakproof::server {

constexpr std::size_t operator""_KiB(unsigned long long n) { return n * 1024; }

/// `size` printable bytes to send, 64 KiB at most. The content is always the same and has
/// static lifetime.
std::string_view filler(std::size_t size);

}  // namespace leakproof::server
