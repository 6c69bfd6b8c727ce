// SPDX-License-Identifier: MIT
#include "commands/controls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controls/run_controls.hpp"
#include "model/control.hpp"
#include "model/exit_code.hpp"

namespace leakproof {

int controls_command(const RunOptions& options) {
  const Interrupt interrupt;
  const std::vector<Control> controls = run_controls(options, 1, interrupt);
  for (const auto& [name, found, reason] : controls) {
    fmt::print("{} {:<12} {}\n", found ? "as planted" : "MISSED    ", name, reason);
  }
  return std::ranges::all_of(controls, &Control::found) ? exit_clean : exit_no_verdict;
}

}  // namespace leakproof
