// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// Throws std::runtime_error that says what to do where this process has threads beside
/// the calling one. Waits up to a second for those that are ending.
void require_single_thread();

}  // namespace leakproof
