// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <string>

#include "runtimes/jvm/attach_socket.hpp"

namespace leakproof {

/// Records which code starts threads, by the flight recorder of a JVM. The events stay in the JVM's
/// memory until the end, so that no file is left by a JVM that is killed.
class FlightRecording {
 public:
  using Time = AttachSocket::Time;

  /// No recording if the JVM has another one, does not support it, or has not begun by then.
  static std::unique_ptr<FlightRecording> start(pid_t, const AttachSocket&, Time deadline);

  /// Ends it. Returns what the program `jfr` of the same JDK prints of the threads that have been
  /// started; empty if there is no such program, or if it is not done by then.
  std::string end(Time deadline) const;

 private:
  FlightRecording(pid_t, const AttachSocket&, std::chrono::nanoseconds left);

  pid_t pid_;
  const AttachSocket& socket_;
  std::chrono::nanoseconds left_;  // of the time that it may take as a whole
};

}  // namespace leakproof
