// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <cstddef>
#include <string_view>

namespace leakproof::server {

constexpr std::size_t operator""_KiB(unsigned long long n) { return n * 1024; }

/// Printable bytes to send, `size` of them and 64 KiB at most, always the same
/// and always there.
std::string_view filler(std::size_t size);

/// Replies with `body` without copying it; it must outlive the reply. It goes
/// out as it is, where httplib would compress a body that it holds itself.
void reply_with(httplib::Response&, std::string_view body,
                const char* type = "application/octet-stream");

}  // namespace leakproof::server
