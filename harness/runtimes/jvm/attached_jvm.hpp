// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "runtimes/collector.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof {

/// Does what `jcmd PID GC.run` and `jcmd PID GC.class_histogram` do, without starting a JVM each
/// time: uses HotSpot's attach socket (sun.tools.attach.VirtualMachineImpl). Reports
/// "jvm_heap", the bytes of all live objects.
class AttachedJvm final : public Collector {
 public:
  /// Collects once to check whether it works. No collector if the JVM does not answer within
  /// `patience`, or does not allow attaching (-XX:+DisableAttachMechanism).
  static Attachment attach(pid_t, std::chrono::milliseconds patience);

  /// Removes the socket's file: a JVM that is killed leaves it in /tmp.
  ~AttachedJvm() override;
  AttachedJvm(const AttachedJvm&) = delete;
  AttachedJvm& operator=(const AttachedJvm&) = delete;

  std::optional<std::vector<Reported>> settle(std::chrono::milliseconds patience) override;

 private:
  explicit AttachedJvm(pid_t pid) : pid_(pid) {}

  pid_t pid_;
};

}  // namespace leakproof
