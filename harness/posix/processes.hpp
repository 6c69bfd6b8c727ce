// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// The IDs of all processes in /proc.
std::vector<pid_t> all_processes();

/// The number of the descriptor by which the process holds this socket; nullopt if it does not.
std::optional<int> descriptor_of_socket(pid_t, std::uint32_t inode);

/// The same, but looks only at the descriptors from `first` up to but not including `end`.
std::optional<int> descriptor_of_socket(pid_t, std::uint32_t inode, int first, int end);

inline bool holds_socket(pid_t pid, std::uint32_t inode) {
  return descriptor_of_socket(pid, inode).has_value();
}

/// The first of these processes that holds this socket; nullopt if none does.
std::optional<pid_t> holder_of_socket(std::uint32_t inode, std::span<const pid_t>);

/// False if the process exists but this process may not look into its descriptors.
bool may_list_descriptors(pid_t);

/// The soft limit of the process on open descriptors; empty if it has gone or may not be asked.
std::optional<std::int64_t> descriptor_limit(pid_t);

/// How many more descriptors the process may open; empty if that is unknown.
std::optional<std::int64_t> free_descriptors(pid_t);

/// Raises its soft limit on open files to its hard limit.
void raise_descriptor_limit(pid_t);

/// The process that started it, or that took it over; 0 if it has gone.
pid_t parent_of(pid_t);

/// Reaps the process if it is a child of this one and has ended. Does not take the stop of a
/// process that a thread of this one traces, which a plain waitpid would.
void reap_if_ended(pid_t);

/// The user whose rights its sockets get; nullopt if it has gone.
std::optional<std::uint32_t> user_of(pid_t);

/// The threads of a process; none if it has gone.
std::vector<pid_t> threads_of(pid_t);

/// The words of the command line of the process; none if it has gone.
std::vector<std::string> command_words(pid_t);

/// The command line of the process, its words separated by spaces; empty if it has gone.
std::string command_line(pid_t);

}  // namespace leakproof
