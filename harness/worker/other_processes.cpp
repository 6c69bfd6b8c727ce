// SPDX-License-Identifier: MIT
#include "worker/other_processes.hpp"

#include <fmt/format.h>

#include "posix/proc_file.hpp"
#include "text/numbers.hpp"
#include "worker/process_text.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t tolerable_per_fetch = 100;
constexpr std::int64_t start_up = 4 << 20;

std::int64_t private_bytes_of(pid_t pid) {
  ProcFile status(pid, "status");
  return 1024 * number_after(status.read().value_or(""), "RssAnon").value_or(0);
}

}  // namespace

OtherProcesses::OtherProcesses(std::span<const pid_t> processes, pid_t measured) {
  for (const pid_t pid : processes) {
    if (pid != measured) others_.push_back({.pid = pid, .private_bytes = private_bytes_of(pid)});
  }
}

std::string OtherProcesses::growth(std::int64_t fetches) const {
  for (const Other& other : others_) {
    const std::int64_t growth = private_bytes_of(other.pid) - other.private_bytes;
    if (growth <= tolerable_per_fetch * fetches + start_up) continue;
    return fmt::format("{}, which makes no requests, grew by {}", process_text(other.pid),
                       size_text(growth));
  }
  return "";
}

}  // namespace leakproof
