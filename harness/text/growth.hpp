// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

// Every rate per fetch that a report or message shows is formatted here. The unit is
// "B", a noun in the plural, or empty: "24.0 B/fetch", "1.00 blocks/fetch", "3.00/fetch".

/// A measured amount: "24.0 B/fetch".
std::string rate_text(double per_fetch, std::string_view unit);

/// A measured change, with its sign: "+24.0 B/fetch".
std::string growth_text(double per_fetch, std::string_view unit);

/// The same with the slowest and the fastest window: "+24.0 B/fetch [23.6, 24.3]".
std::string growth_text(double per_fetch, double low, double high, std::string_view unit);

/// A limit that somebody set, with the digits that it has: "16 B/fetch".
std::string limit_text(double per_fetch, std::string_view unit);

}  // namespace leakproof
