// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "posix/fd.hpp"

namespace leakproof {

/// /proc/<pid>/fd.
class DescriptorFolder {
 public:
  explicit DescriptorFolder(pid_t);

  /// The number of open descriptors; nullopt if the process has gone.
  std::optional<std::int64_t> count() const;

  /// The number of open sockets; nullopt if the process has gone.
  std::optional<std::int64_t> count_sockets() const;

 private:
  Fd folder_;
};

}  // namespace leakproof
