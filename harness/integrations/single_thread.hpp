// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// Throws std::runtime_error, saying what to do, where this process has other
/// threads than the one that asks, once those that are ending have ended.
void require_to_be_alone();

}  // namespace leakproof
