// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace leakproof::server {

constexpr std::size_t operator""_KiB(unsigned long long n) { return n * 1024; }

/// Printable bytes to send, `size` of them and 64 KiB at most, always the same
/// and always there.
std::string_view filler(std::size_t size);

}  // namespace leakproof::server
