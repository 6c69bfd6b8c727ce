// SPDX-License-Identifier: MIT
#include "worker/connection_owners.hpp"

#include <unistd.h>

#include <algorithm>

#include "posix/proc_file.hpp"
#include "posix/processes.hpp"
#include "posix/socket_table.hpp"

namespace leakproof {
namespace {

// 0: no process holds it any more, or the kernel does not answer.
std::uint32_t inode_of(const ClientEnd& end) {
  const auto socket = tcp_socket_between({.address = end.address,
                                          .port = end.port,
                                          .peer_address = end.server_address,
                                          .peer_port = end.server_port});
  return socket ? socket->inode : 0;
}

}  // namespace

std::vector<pid_t> ConnectionOwners::processes() const {
  std::vector<pid_t> found = all_processes();
  std::erase_if(found, [&](pid_t pid) {
    const bool is_in_group = started_ != 0 && ::getpgid(pid) == started_;
    return (!is_in_group && !started_with(pid, mark_)) || has_ended(pid);
  });
  return found;
}

bool ConnectionOwners::may_connect(const ClientEnd& end) {
  if (measured_ == 0) return true;
  const std::uint32_t inode = inode_of(end);
  if (inode == 0 || is_the_measured_processes(inode)) return true;
  if (holder_of_socket(inode, processes()) || holds_socket(::getpid(), inode)) return true;
  // It may have been closed since.
  return inode_of(end) != inode;
}

bool ConnectionOwners::still_waits(const ClientEnd& end) const { return inode_of(end) != 0; }

std::optional<pid_t> ConnectionOwners::holder_among(const ClientEnd& end,
                                                    std::span<const pid_t> processes) {
  const std::uint32_t inode = inode_of(end);
  return inode == 0 ? std::nullopt : holder_of_socket(inode, processes);
}

std::optional<pid_t> ConnectionOwners::holder(const ClientEnd& end, std::span<const pid_t> first) {
  const std::uint32_t inode = inode_of(end);
  if (inode == 0) return std::nullopt;
  const auto found = holder_of_socket(inode, first);
  return found ? found : holder_of_socket(inode, all_processes());
}

// The kernel gives out the lowest free number, so a client's connections have numbers near each
// other; a search through all of its descriptors would slow a client that keeps many.
bool ConnectionOwners::is_the_measured_processes(std::uint32_t inode) {
  constexpr int before = 4;
  constexpr int after = 12;
  const int last = last_descriptor_;
  auto found = descriptor_of_socket(measured_, inode, std::max(0, last - before), last + after);
  if (!found) found = descriptor_of_socket(measured_, inode);
  if (found) last_descriptor_ = *found;
  return found.has_value();
}

}  // namespace leakproof
