// SPDX-License-Identifier: MIT
#include "cli/controls_command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command_line.hpp"
#include "cli/controls.hpp"

namespace leakproof::cli {

int controls_command(const RunOptions& options) {
  const Interrupt interrupt;
  const std::vector<Control> controls = run_controls(options, 1, interrupt);
  for (const auto& [name, found, because] : controls) {
    fmt::print("{} {:<12} {}\n", found ? "as planted" : "MISSED    ", name, because);
  }
  return std::ranges::all_of(controls, &Control::found) ? exit_clean : exit_no_verdict;
}

}  // namespace leakproof::cli
