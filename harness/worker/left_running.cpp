// SPDX-License-Identifier: MIT
#include "worker/left_running.hpp"

#include <fmt/format.h>

#include "posix/family.hpp"
#include "posix/processes.hpp"
#include "worker/process_text.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_named = 8;

}  // namespace

std::vector<std::string> left_running(const Process& started, pid_t measured) {
  std::vector<std::string> commands;
  std::size_t more = 0;
  for (const pid_t pid : daemons_of(started.family(), started.pid())) {
    if (pid == measured || command_line(pid).empty()) continue;
    if (commands.size() < most_named) {
      commands.push_back(process_text(pid));
    } else {
      ++more;
    }
  }
  if (more > 0) commands.push_back(fmt::format("and {} more", more));
  return commands;
}

}  // namespace leakproof
