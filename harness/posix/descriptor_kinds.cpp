// SPDX-License-Identifier: MIT
#include "posix/descriptor_kinds.hpp"

#include <netinet/tcp.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "posix/socket_table.hpp"

namespace leakproof {

DescriptorKinds::DescriptorKinds(pid_t pid) : process_("/proc/" + std::to_string(pid)) {
  // No process owns a socket in TIME_WAIT, and there may be tens of thousands of these.
  const auto sockets = tcp_sockets({.states = ~(1U << TCP_TIME_WAIT)});
  if (!sockets) return;
  for (const TcpSocket& socket : *sockets) {
    tcp_states_["socket:[" + std::to_string(socket.inode) + "]"] = tcp_state_name(socket.state);
  }
}

std::optional<std::string> DescriptorKinds::at(int fd) const {
  std::array<char, 64> target{};
  const std::string path = process_ + "/fd/" + std::to_string(fd);
  const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
  if (length <= 0) return std::nullopt;
  const std::string_view text(target.data(), static_cast<std::size_t>(length));
  if (const auto tcp = tcp_states_.find(std::string(text)); tcp != tcp_states_.end()) {
    return tcp->second;
  }
  constexpr std::string_view nameless = "anon_inode:[";
  if (text.starts_with(nameless)) {
    const std::string_view kind = text.substr(nameless.size());
    return std::string(kind.substr(0, kind.find(']')));
  }
  if (text.starts_with("socket:")) return "socket (not TCP)";
  return text.starts_with("pipe:") ? "pipe" : "file";
}

}  // namespace leakproof
