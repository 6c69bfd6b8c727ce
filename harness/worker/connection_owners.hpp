// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/gate.hpp"
#include "posix/family.hpp"
#include "posix/process.hpp"

namespace leakproof {

/// Knows which processes own the connections to an origin, so that a stranger's connection is not
/// taken for the worker's. Thread-safe.
class ConnectionOwners {
 public:
  /// Sets the process that was started.
  void start(const Process& process) {
    family_ = process.family();
    started_ = process.pid();
  }

  /// Sets the process that is measured. Until then, everybody may connect.
  void measure(pid_t pid) { measured_ = pid; }

  /// False if a process that is not the worker's holds the client's end, or one that this process
  /// cannot look into and that belongs to another user than the measured one.
  bool may_connect(const ClientEnd&);

  /// Has a process of the worker's that is not measured connected?
  bool have_others_connected() const { return others_connected_; }

  /// True if a process still holds the client's end.
  bool still_waits(const ClientEnd&) const;

  /// The first of these processes that holds the client's end; nullopt if none does.
  static std::optional<pid_t> holder_among(const ClientEnd&, std::span<const pid_t>);

  /// Any process that holds the client's end, one of `first` if it does; nullopt if none is
  /// visible.
  static std::optional<pid_t> holder(const ClientEnd&, std::span<const pid_t> first = {});

  /// The worker's processes, as far as they are known by the family, by the process group or by
  /// their descent from the process that was started.
  std::vector<pid_t> processes() const;

 private:
  bool is_the_workers(pid_t) const;
  bool is_the_measured_processes(std::uint32_t inode);

  std::atomic<Family> family_ = 0;
  std::atomic<pid_t> started_ = 0;
  std::atomic<pid_t> measured_ = 0;
  std::atomic<bool> others_connected_ = false;
  std::atomic<int> last_descriptor_ = 0;  // of the connection that was found last
};

}  // namespace leakproof
