// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>
#include <set>
#include <string>

namespace leakproof::tracing {

/// Makes the calling thread the tracer of all threads of a process, which go on running, and adds
/// them to `threads`. Returns why it cannot, as a clause; empty if it has. The options have to
/// include PTRACE_O_TRACECLONE, so that none is missed.
std::string seize(pid_t, unsigned long options,
                  std::set<pid_t>& threads);  // NOLINT(google-runtime-int)

/// The process that a thread belongs to; nullopt if it has gone.
std::optional<pid_t> process_of(pid_t thread);

}  // namespace leakproof::tracing
