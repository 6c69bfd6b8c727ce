// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof {

/// Does what `jcmd PID COMMAND` does, without starting a JVM each time: uses HotSpot's attach
/// socket (sun.tools.attach.VirtualMachineImpl).
class AttachSocket {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit AttachSocket(pid_t);

  /// Removes the socket's file: a JVM that is killed leaves it in /tmp.
  ~AttachSocket();
  AttachSocket(const AttachSocket&) = delete;
  AttachSocket& operator=(const AttachSocket&) = delete;

  /// Makes the JVM open its socket. False if it has not done so by then.
  bool open(Time deadline) const;

  /// Executes a diagnostic command, such as "GC.run", and returns what it prints. nullopt if the
  /// JVM refuses it, or has not printed all by then.
  std::optional<std::string> command(std::string_view words, Time deadline) const;

 private:
  pid_t pid_;
  Fd folder_;  // of the socket, also after the JVM has gone
  std::string path_;
};

/// Why this JVM will never open its socket, as its options or its signals show; else empty.
std::string obstacle_to_attaching(pid_t);

}  // namespace leakproof
