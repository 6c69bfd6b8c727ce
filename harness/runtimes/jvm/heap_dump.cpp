// SPDX-License-Identifier: MIT
#include "runtimes/jvm/heap_dump.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

// References have 8 bytes in it, and those of the heap often 4.
constexpr std::int64_t largest_file = 8 * largest_dumped_heap;

}  // namespace

// The JVM, which may have another root folder and another user, creates the file.
std::optional<HeapGraph> dump_heap(pid_t pid, const AttachSocket& socket, const UsersClasses& users,
                                   AttachSocket::Time deadline) {
  const std::string seen_by_it = fmt::format("/tmp/.leakproof_heap_{}", pid);
  const std::string path = fmt::format("/proc/{}/root{}", pid, seen_by_it);
  ::unlink(path.c_str());  // of a process that had the same number
  const auto answer = socket.command("GC.heap_dump " + seen_by_it, deadline);
  const Fd file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  ::unlink(path.c_str());
  struct stat about {};
  if (!answer || !file || ::fstat(file.get(), &about) != 0) return std::nullopt;
  if (!S_ISREG(about.st_mode) || about.st_size > largest_file) return std::nullopt;
  return read_heap_dump(file.get(), users);
}

}  // namespace leakproof
