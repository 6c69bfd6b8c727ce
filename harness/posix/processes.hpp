// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// The IDs of all processes in /proc.
std::vector<pid_t> all_processes();

/// True if the process was started with this in its environment ("NAME=value"). Descendants
/// inherit it, whatever their parent or group is.
bool started_with(pid_t, std::string_view variable);

/// Which of these processes owns the TCP socket between these two ports of 127.0.0.1, on
/// the side of `port`; nullopt if none does.
std::optional<pid_t> owner_of_connection(int port, int peer_port, std::span<const pid_t>);

/// False if the process exists but this process may not look into its descriptors.
bool may_list_descriptors(pid_t);

/// Raises its soft limit on open files to its hard limit.
void raise_descriptor_limit(pid_t);

/// True if no thread of the process is running. Also true after it has ended.
bool is_asleep(pid_t);

/// The command line of the process, its words separated by spaces; empty if it has gone.
std::string command_line(pid_t);

}  // namespace leakproof
