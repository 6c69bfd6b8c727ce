// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace leakproof {

/// Marks a process that this one starts, and everything that it starts in turn. The mark is the
/// soft limit RLIMIT_RTTIME, at a value that limits nothing: fork and exec hand it on, whatever
/// becomes of a process's parent, group, session and environment. Where the hard limit is too low
/// for it, it is a variable in the environment.
using Family = std::uint64_t;

/// A mark that no process has yet.
Family new_family();

/// Belongs in the environment of a process of the family.
std::string family_variable(Family);

/// Marks the calling process. Async-signal-safe.
void join_family(Family) noexcept;

/// False also if the process has gone or may not be asked, as one of another user.
bool is_of_family(pid_t, Family);

/// The processes of a family, zombies included.
std::vector<pid_t> family_members(Family);

/// The members that have left the process group of the process that was started, and whose parent
/// has ended: they are meant to outlive it.
std::vector<pid_t> daemons_of(Family, pid_t started);

/// Ends all processes of the family with SIGKILL, and reaps those that are children of this
/// process: the one that was started must have been reaped before. Gives up after some seconds, as
/// where a process waits for a device.
void end_family(Family);

/// Ends the families of this process when this process has gone, however it ended. It is a child
/// process, so construct it before any thread is started. This process becomes the parent of its
/// descendants whose own parent has ended, so that it can reap them.
class Guardian {
 public:
  /// Throws std::system_error.
  Guardian();

  /// Waits for its end.
  ~Guardian();
  Guardian(const Guardian&) = delete;
  Guardian& operator=(const Guardian&) = delete;

 private:
  pid_t pid_ = -1;
  int life_ = -1;  // the end of a pipe that only this process holds
};

}  // namespace leakproof
