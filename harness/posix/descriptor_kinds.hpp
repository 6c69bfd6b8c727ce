// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>

namespace leakproof {

/// What the descriptors of a process lead to. Sockets are looked up once, at the start.
class DescriptorKinds {
 public:
  explicit DescriptorKinds(pid_t);

  /// "ESTABLISHED" or another state of a TCP socket, "socket (not TCP)", "pipe", "eventfd",
  /// "file"; nothing where that number is not open.
  std::optional<std::string> at(int fd) const;

 private:
  std::string process_;
  std::map<std::string, std::string> tcp_states_;  // by "socket:[inode]"
};

}  // namespace leakproof
