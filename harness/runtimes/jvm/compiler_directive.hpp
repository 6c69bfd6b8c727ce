// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include "runtimes/jvm/attach_socket.hpp"

namespace leakproof {

/// Lets HotSpot compile no more methods with its optimising compiler, C2: with C1 alone they run
/// nearly as fast, and what C2 allocates while it compiles neither hides a leak in the native heap
/// nor looks like one. For a JVM that does not know the command, nothing changes.
void compile_without_c2(pid_t, const AttachSocket&, AttachSocket::Time deadline);

}  // namespace leakproof
