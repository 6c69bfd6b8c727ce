// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof {

/// "-12" → -12. Empty unless the text is an integer that fits into 64 bits.
std::optional<std::int64_t> whole_number(std::string_view);

/// 22782 → "22,782".
std::string grouped(std::int64_t);

/// Three significant digits below 100, a grouped integer from 100 on, never an exponent:
/// "0.0500", "24.0", "33,344".
std::string figure(double);

/// 24576 → "24.0 KiB".
std::string size_text(std::int64_t bytes);

/// "0.4 s", "3 min 20 s", "7 h 12 min", "2 d 3 h".
std::string duration_text(double seconds);

}  // namespace leakproof
