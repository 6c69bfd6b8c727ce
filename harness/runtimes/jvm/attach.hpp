// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <vector>

#include "model/worker.hpp"

namespace leakproof {

/// What `jcmd <pid> GC.run` and `GC.heap_info` do and say, without a JVM of their
/// own for each: HotSpot's attach socket (sun.tools.attach.VirtualMachineImpl).
/// Collects, and reports "jvm_heap", the bytes in use. Nothing where that JVM
/// does not answer in time or does not attach (-XX:+DisableAttachMechanism).
std::optional<std::vector<Reported>> settle_jvm(pid_t, std::chrono::milliseconds patience);

/// Takes away what the JVM keeps for us in its /tmp: one that is killed does not.
void leave_jvm(pid_t);

}  // namespace leakproof
