// SPDX-License-Identifier: MIT
#include "runtimes/jvm/compiler_directive.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

constexpr std::string_view without_c2 = R"([{match: "*.*", c2: {Exclude: true}}])";

}  // namespace

// The JVM, which may have another root folder and another user, reads the directive from a file.
void compile_without_c2(pid_t pid, const AttachSocket& socket, AttachSocket::Time deadline) {
  const std::string seen_by_it = fmt::format("/tmp/.leakproof_c2_{}", pid);
  const std::string path = fmt::format("/proc/{}/root{}", pid, seen_by_it);
  const Fd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file) return;
  const bool is_whole =
      ::fchmod(file.get(), 0644) == 0 &&
      ::write(file.get(), without_c2.data(), without_c2.size()) == std::ssize(without_c2);
  if (is_whole) (void)socket.command("Compiler.directives_add " + seen_by_it, deadline);
  ::unlink(path.c_str());
}

}  // namespace leakproof
