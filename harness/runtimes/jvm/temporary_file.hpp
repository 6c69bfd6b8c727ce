// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof {

/// A file or folder in /tmp of a JVM, which may have another root folder and another user than this
/// process. It is removed even if the JVM has gone by then.
class TemporaryFile {
 public:
  /// "/tmp/.leakproof_KIND_PID". Does not create it, but removes that of a process that had the
  /// same number.
  TemporaryFile(pid_t, std::string_view kind);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// Creates the file with this text, for the JVM to read.
  bool write(std::string_view text) const;

  const std::string& path() const { return path_; }  // for this process, and those that it starts
  const std::string& path_in_jvm() const { return path_in_jvm_; }

 private:
  void remove() const;

  Fd folder_;
  std::string path_in_jvm_;
  std::string path_;
};

}  // namespace leakproof
