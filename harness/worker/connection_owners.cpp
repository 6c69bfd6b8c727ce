// SPDX-License-Identifier: MIT
#include "worker/connection_owners.hpp"

#include <unistd.h>

#include <algorithm>

#include "posix/proc_file.hpp"
#include "posix/processes.hpp"
#include "posix/socket_table.hpp"

namespace leakproof {
namespace {

std::optional<TcpSocket> socket_of(const ClientEnd& end) {
  return tcp_socket_between({.address = end.address,
                             .port = end.port,
                             .peer_address = end.server_address,
                             .peer_port = end.server_port});
}

// 0: no process holds it any more, or the kernel does not answer.
std::uint32_t inode_of(const ClientEnd& end) {
  const auto socket = socket_of(end);
  return socket ? socket->inode : 0;
}

// Threads of the kernel, which are children of 2, are a third of the processes of a quiet machine.
bool descends_from(pid_t pid, pid_t ancestor) {
  constexpr int most_generations = 64;
  for (int i = 0; i < most_generations && pid > 2 && pid != ::getpid(); ++i) {
    pid = parent_of(pid);
    if (pid == ancestor) return true;
  }
  return false;
}

}  // namespace

bool ConnectionOwners::is_the_workers(pid_t pid) const {
  const pid_t started = started_;
  return started != 0 &&
         (is_of_family(pid, family_) || ::getpgid(pid) == started || descends_from(pid, started));
}

std::vector<pid_t> ConnectionOwners::processes() const {
  std::vector<pid_t> found = all_processes();
  std::erase_if(found, [&](pid_t pid) { return !is_the_workers(pid) || has_ended(pid); });
  return found;
}

bool ConnectionOwners::may_connect(const ClientEnd& end) {
  const pid_t measured = measured_;
  if (measured == 0) return true;
  const auto socket = socket_of(end);
  if (!socket || socket->inode == 0 || is_the_measured_processes(socket->inode)) return true;
  if (holds_socket(::getpid(), socket->inode)) return true;
  if (holder_of_socket(socket->inode, processes())) {
    others_connected_ = true;
    return true;
  }
  if (inode_of(end) != socket->inode) return true;  // it has been closed since
  const bool is_visible = may_list_descriptors(measured) &&
                          holder_of_socket(socket->inode, all_processes()).has_value();
  return !is_visible && socket->user == user_of(measured);
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
