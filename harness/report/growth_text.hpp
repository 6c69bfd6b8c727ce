// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "model/finding.hpp"
#include "model/result.hpp"

namespace leakproof::report {

/// "0.4 s", "3 min 20 s", "7 h 12 min", "2 d 3 h".
std::string duration_text(double seconds);

/// A number a person can take in: three figures, no exponent below a billion.
std::string figure(double);

/// 24576 → "24.0 KiB".
std::string size(std::int64_t bytes);

/// "+24 bytes a fetch  [23.8, 24.3]".
std::string growth_text(const Finding&);

/// "would have caught 1.1 heap bytes a fetch", for each that decided.
std::string floor_text(const Result&);

}  // namespace leakproof::report
