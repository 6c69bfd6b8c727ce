// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/finding.hpp"
#include "model/result.hpp"

namespace leakproof::report {

/// "+24.0 B/fetch [23.8, 24.3]".
std::string growth_text(const Finding&);

/// "would have caught heap_blocks 0.0100/fetch, heap_bytes 1.10 B/fetch": the detection floors
/// of the deciding series. Empty if there are none.
std::string floor_text(const Result&);

}  // namespace leakproof::report
