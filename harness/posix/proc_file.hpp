// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof {

/// The process itself or, if its main thread has ended, another of its threads. The files in
/// /proc/<pid> are then empty, but those in /proc/<thread> are not.
pid_t living_thread(pid_t);

/// True if no thread of the process runs any more, even if nobody has waited for it yet.
bool has_ended(pid_t);

/// A file in /proc/<pid>, read again at each call. It stays open, and the buffer is kept: a
/// call allocates only if the file is larger than ever before.
class ProcFile {
 public:
  ProcFile(pid_t pid, std::string_view name);

  /// The text, valid until the next call; nullopt if the process has gone or may not be
  /// inspected.
  std::optional<std::string_view> read();

 private:
  std::optional<std::string_view> read_open();

  pid_t pid_;
  std::string name_;
  Fd file_;
  std::string text_;
};

/// An open directory in /proc/<pid>, so that its entries can be counted without resolving
/// its path each time. Empty if the process has gone or may not be inspected.
Fd proc_folder(pid_t pid, std::string_view name);

/// The number after "key:" at the start of a line, in the file's own unit.
std::optional<long long> number_after(std::string_view text, std::string_view key);

}  // namespace leakproof
