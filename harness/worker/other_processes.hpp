// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace leakproof {

/// The processes of a worker that do not make its requests: launchers, or the program itself where
/// a process that it started fetches for it.
class OtherProcesses {
 public:
  OtherProcesses() = default;

  /// Takes note of their private memory.
  OtherProcesses(std::span<const pid_t> processes, pid_t measured);

  /// Which of them has grown by more than 100 bytes per fetch and 4 MiB, as the subject and the
  /// verb of a sentence; empty if none has.
  std::string growth(std::int64_t fetches) const;

 private:
  struct Other {
    pid_t pid = 0;
    std::int64_t private_bytes = 0;
  };
  std::vector<Other> others_{};
};

}  // namespace leakproof
