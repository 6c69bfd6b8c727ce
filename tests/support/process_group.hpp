// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace leakproof::testing {

/// Whether every process of the group ends; zombies have. Waits for those that
/// were killed and are still on their way, for a minute at most.
bool group_ends(pid_t group);

}  // namespace leakproof::testing
