// SPDX-License-Identifier: MIT
#include "attribution/tracing/seize.hpp"

#include <fmt/format.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "posix/proc_file.hpp"

namespace leakproof::tracing {
namespace {

std::set<pid_t> threads_of(pid_t pid) {
  std::set<pid_t> threads;
  std::error_code ended;
  const std::filesystem::path folder = fmt::format("/proc/{}/task", pid);
  for (std::filesystem::directory_iterator entry(folder, ended), end; !ended && entry != end;
       entry.increment(ended)) {
    threads.insert(std::atoi(entry->path().filename().c_str()));
  }
  return threads;
}

std::optional<std::int64_t> status_line(pid_t pid, std::string_view name) {
  ProcFile status(pid, "status");
  const auto text = status.read();
  return text ? number_after(*text, name) : std::nullopt;
}

std::string refusal(pid_t pid, int error) {
  if (error == ESRCH) return "the process has ended";
  if (status_line(pid, "TracerPid").value_or(0) != 0) return "another program traces the process";
  return "ptrace is not permitted here (see kernel.yama.ptrace_scope; in a container, add the "
         "capability SYS_PTRACE)";
}

}  // namespace

// Threads that start meanwhile belong to one that is seized, or are found by the next look.
std::string seize(pid_t pid, unsigned long options,
                  std::set<pid_t>& threads) {  // NOLINT(google-runtime-int)
  for (bool is_complete = false; !is_complete;) {
    is_complete = true;
    for (const pid_t thread : threads_of(pid)) {
      if (threads.contains(thread)) continue;
      if (::ptrace(PTRACE_SEIZE, thread, nullptr, options) != 0) {
        const int error = errno;
        const bool is_traced = status_line(thread, "TracerPid").value_or(0) == ::getpid();
        if (!is_traced && (thread == pid || error != ESRCH)) return refusal(pid, error);
      }
      threads.insert(thread);
      is_complete = false;
    }
  }
  return threads.empty() ? "the process has ended" : "";
}

std::optional<pid_t> process_of(pid_t thread) {
  const auto process = status_line(thread, "Tgid");
  return process ? std::optional(static_cast<pid_t>(*process)) : std::nullopt;
}

}  // namespace leakproof::tracing
