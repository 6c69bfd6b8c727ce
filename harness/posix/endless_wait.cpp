// SPDX-License-Identifier: MIT
#include "posix/endless_wait.hpp"

#include <fmt/format.h>
#include <linux/futex.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "posix/processes.hpp"
#include "posix/read_file.hpp"

namespace leakproof {
namespace {

struct Call {
  long number = -1;
  std::array<std::uint64_t, 6> arguments{};
};

bool is_endless(const Call& call) {
  constexpr auto for_ever = [](std::uint64_t milliseconds) {
    return static_cast<std::int32_t>(milliseconds) < 0;
  };
  switch (call.number) {
    case SYS_futex: {
      const auto operation = static_cast<int>(call.arguments[1]) & FUTEX_CMD_MASK;
      return (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET) && call.arguments[3] == 0;
    }
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
      return for_ever(call.arguments[3]);
    case SYS_poll:
      return for_ever(call.arguments[2]);
#endif
    case SYS_epoll_pwait:
      return for_ever(call.arguments[3]);
    case SYS_ppoll:
      return call.arguments[2] == 0;
    case SYS_read:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_rt_sigsuspend:
      return true;
    default:
      return false;
  }
}

// "202 0x7ffd 0x189 0x0 ...", or "running" (proc(5)).
bool is_endless(const std::string& text) {
  std::istringstream words(text);
  Call call;
  if (!(words >> call.number)) return false;
  words >> std::hex;
  for (std::uint64_t& argument : call.arguments) {
    if (!(words >> argument)) return false;
  }
  return is_endless(call);
}

// Empty if the thread has gone or may not be inspected.
std::string call_of(const std::string& path) {
  constexpr std::size_t longest = 1024;
  try {
    return read_file(path, longest);
  } catch (const std::runtime_error&) {
    return {};
  }
}

}  // namespace

bool waits_without_limit(pid_t pid) {
  const std::vector<pid_t> threads = threads_of(pid);
  return !threads.empty() && std::ranges::all_of(threads, [&](pid_t thread) {
    return is_endless(call_of(fmt::format("/proc/{}/task/{}/syscall", pid, thread)));
  });
}

}  // namespace leakproof
