// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace leakproof::testing {

/// Returns whether every process of the group ends; zombies count as ended. Waits one
/// minute at most, because killed processes take some time to end.
bool group_ends(pid_t group);

}  // namespace leakproof::testing
