// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

/// Connects to the socket that LEAKPROOF_WORKER names, on which the orders then come instead of
/// standard input. Returns its descriptor; -1 if the variable is not set. Throws
/// std::system_error.
int connect_to_supervisor();

}  // namespace leakproof
