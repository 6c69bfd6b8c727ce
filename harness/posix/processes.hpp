// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// All processes that may be looked at.
std::vector<pid_t> all_processes();

/// Was it started with this in its environment ("NAME=value")? Its children
/// inherit that, wherever they go.
bool started_with(pid_t, std::string_view variable);

/// Which of them holds the TCP socket between these ports of this machine, on
/// the side of `port`. Nothing if none does.
std::optional<pid_t> owner_of_connection(int port, int peer_port, std::span<const pid_t>);

/// Lets it have as many descriptors as it could ask for itself.
void raise_descriptor_limit(pid_t);

/// Do all of its threads sleep? Also true once it has gone.
bool is_asleep(pid_t);

/// Its command line, words parted by blanks; empty if it has gone.
std::string command_line(pid_t);

}  // namespace leakproof
