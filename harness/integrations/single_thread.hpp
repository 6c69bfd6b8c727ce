// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// Throws std::runtime_error, with advice, if this process has threads other than the
/// calling one. Waits up to one second for threads that are ending.
void require_single_thread();

}  // namespace leakproof
