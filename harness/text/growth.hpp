// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

// These functions format every rate per fetch in reports and messages. The unit is "B", a
// plural noun, or empty: "24.0 B/fetch", "1.00 blocks/fetch", "3.00/fetch".

/// A measured amount: "24.0 B/fetch".
std::string rate_text(double per_fetch, std::string_view unit);

/// A measured change, with its sign: "+24.0 B/fetch".
std::string growth_text(double per_fetch, std::string_view unit);

/// A measured change with the slowest and the fastest window: "+24.0 B/fetch [23.6, 24.3]".
std::string growth_text(double per_fetch, double low, double high, std::string_view unit);

/// A configured limit, without rounding: "16 B/fetch".
std::string limit_text(double per_fetch, std::string_view unit);

}  // namespace leakproof
