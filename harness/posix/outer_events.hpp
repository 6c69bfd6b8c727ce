// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace leakproof {

/// Has the process a descriptor on which something may come from outside: a TCP socket other than
/// its connections to this port of this machine, a pipe that others write to, a timer, another
/// process? Unix sockets do not count: agents and event loops have some. True if that cannot be
/// told.
bool may_await_others(pid_t, int server_port);

}  // namespace leakproof
