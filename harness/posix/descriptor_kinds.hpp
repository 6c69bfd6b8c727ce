// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>

namespace leakproof {

/// What the file descriptors of a process refer to. Sockets are looked up once, in the
/// constructor.
class DescriptorKinds {
 public:
  explicit DescriptorKinds(pid_t);

  /// "ESTABLISHED" or another state of a TCP socket, "socket (not TCP)", "pipe", "eventfd",
  /// "file"; nullopt if `fd` is not open.
  std::optional<std::string> at(int fd) const;

 private:
  std::string process_;
  std::map<std::string, std::string> tcp_states_;  // by "socket:[inode]"
};

}  // namespace leakproof
