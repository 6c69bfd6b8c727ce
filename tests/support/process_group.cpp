// SPDX-License-Identifier: MIT
#include "support/process_group.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof::testing {
namespace {

bool is_living_member(pid_t pid, pid_t group) {
  ProcFile stat(pid, "stat");
  const auto text = stat.read();
  if (!text) return false;
  char state = 0;
  int parent = 0;
  int of_group = 0;
  // The name in parentheses may contain any character, including parentheses.
  const std::string fields(text->substr(text->rfind(')') + 1));
  if (std::sscanf(fields.c_str(), " %c %d %d", &state, &parent, &of_group) != 3) return false;
  return of_group == group && state != 'Z' && state != 'X';
}

std::optional<pid_t> living_member(pid_t group) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (std::isdigit(static_cast<unsigned char>(name.front())) == 0) continue;
    if (const pid_t pid = std::stoi(name); is_living_member(pid, group)) return pid;
  }
  return std::nullopt;
}

}  // namespace

bool group_ends(pid_t group) {
  while (const auto pid = living_member(group)) {
    const Fd ended{static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0))};
    pollfd event{.fd = ended.get(), .events = POLLIN, .revents = 0};
    if (ended && ::poll(&event, 1, 60'000) == 0) return false;
  }
  return true;
}

}  // namespace leakproof::testing
