// SPDX-License-Identifier: MIT
#include "worker/process_text.hpp"

#include <fmt/format.h>

#include "posix/processes.hpp"
#include "text/printable.hpp"

namespace leakproof {

std::string process_text(pid_t pid) {
  constexpr std::size_t longest_command = 80;
  return fmt::format("process {} ({})", pid,
                     printable(command_line(pid).substr(0, longest_command)));
}

}  // namespace leakproof
