// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof {

/// One file of /proc/<pid>, read anew at each call. It stays open, and the buffer is
/// kept: a reading allocates only while the file outgrows what it was before.
class ProcFile {
 public:
  ProcFile(pid_t pid, std::string_view name);

  /// The text, valid until the next call; nothing if the process has gone or
  /// must not be looked at.
  std::optional<std::string_view> read();

 private:
  std::optional<std::string_view> read_open();

  std::string path_;
  Fd file_;
  std::string text_;
};

/// A folder of /proc/<pid>, to be asked what it counts without a walk to it each time.
/// Holds none where the process has gone or must not be looked at.
Fd proc_folder(pid_t pid, std::string_view name);

/// The number behind "key:" at the start of a line, in the file's own unit.
std::optional<long long> number_after(std::string_view text, std::string_view key);

}  // namespace leakproof
