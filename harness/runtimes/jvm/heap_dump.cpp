// SPDX-License-Identifier: MIT
#include "runtimes/jvm/heap_dump.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include "posix/fd.hpp"
#include "runtimes/jvm/temporary_file.hpp"

namespace leakproof {
namespace {

// References have 8 bytes in it, and those of the heap often 4.
constexpr std::int64_t largest_file = 8 * largest_dumped_heap;

}  // namespace

std::optional<HeapGraph> dump_heap(pid_t pid, const AttachSocket& socket, const UsersClasses& users,
                                   AttachSocket::Time deadline) {
  Fd file;
  {
    const TemporaryFile dump(pid, "heap");
    if (!socket.command("GC.heap_dump " + dump.path_in_jvm(), deadline)) return std::nullopt;
    file = Fd{::open(dump.path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  }
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) != 0) return std::nullopt;
  if (!S_ISREG(about.st_mode) || about.st_size > largest_file) return std::nullopt;
  return read_heap_dump(file.get(), users);
}

}  // namespace leakproof
