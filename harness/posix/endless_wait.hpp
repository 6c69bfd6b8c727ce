// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace leakproof {

/// Does every thread of the process wait for an event, and none for time to pass? False if that
/// cannot be told.
bool waits_without_limit(pid_t);

}  // namespace leakproof
