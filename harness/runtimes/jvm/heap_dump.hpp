// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "runtimes/jvm/attach_socket.hpp"
#include "runtimes/jvm/heap_graph.hpp"
#include "runtimes/jvm/users_classes.hpp"

namespace leakproof {

/// The largest heap that is dumped: 64 MiB take about 0.5 s.
constexpr std::int64_t largest_dumped_heap = std::int64_t{64} << 20;

/// Makes a JVM dump its live objects into a temporary file, and reads that. The file is removed.
/// nullopt if the JVM does not support this, or is not done by then.
std::optional<HeapGraph> dump_heap(pid_t, const AttachSocket&, const UsersClasses&,
                                   AttachSocket::Time deadline);

}  // namespace leakproof
