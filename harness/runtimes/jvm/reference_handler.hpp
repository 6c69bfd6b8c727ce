// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>

#include "posix/proc_file.hpp"

namespace leakproof {

/// The thread of a JVM that a collection wakes if it has found an object with a finalizer, or one
/// that a Cleaner or a ReferenceQueue waits for. What these then free, such as descriptors and
/// objects, only another collection shows.
class ReferenceHandler {
 public:
  explicit ReferenceHandler(pid_t);

  /// Has it been woken since the last call? nullopt if there is no such thread.
  std::optional<bool> has_been_woken();

 private:
  std::optional<ProcFile> status_{};  // empty: not found
  long long waits_ = -1;              // how often it has blocked
};

}  // namespace leakproof
