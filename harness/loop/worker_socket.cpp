// SPDX-License-Identifier: MIT
#include "loop/worker_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

namespace leakproof {

int connect_to_supervisor() {
  const char* const name = std::getenv("LEAKPROOF_WORKER");
  if (name == nullptr || *name == '\0') return -1;
  const std::string_view path(name);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
  if (path.front() == '@') address.sun_path[0] = '\0';  // a socket without a file
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0 || path.size() >= sizeof address.sun_path ||
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    throw std::system_error(errno, std::generic_category(), name);
  }
  ::dup2(socket, STDIN_FILENO);
  return socket;
}

}  // namespace leakproof
