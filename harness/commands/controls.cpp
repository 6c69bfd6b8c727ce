// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <vector>

#include "commands/command.hpp"
#include "controls/run_controls.hpp"
#include "environment/machine.hpp"
#include "model/control.hpp"
#include "model/exit_code.hpp"
#include "options/trial_flags.hpp"
#include "posix/interrupt.hpp"

namespace leakproof::commands {
namespace {

int judge_controls(ControlSettings settings) {
  settings.max_descriptors =
      require_machine({.jobs = settings.jobs, .per_client = settings.max_descriptors}, false)
          .per_client;
  const Interrupt interrupt;
  const std::vector<Control> controls = run_controls(settings, interrupt);
  for (const auto& [name, found, reason] : controls) {
    fmt::print("{} {:<20} {}\n", found ? "as planted" : "MISSED    ", name, reason);
  }
  return std::ranges::all_of(controls, &Control::found) ? exit_clean : exit_no_verdict;
}

}  // namespace

CommandEntry controls() {
  return {.name = "controls",
          .summary = "run only the controls: the planted leaks and the planted non-leak",
          .examples = {{"leakproof controls", "check that leaks are found on this machine"}},
          .group = Group::explore,
          .add = [](CLI::App& command, Invocation&) -> Action {
            const auto settings =
                std::make_shared<ControlSettings>(ControlSettings{.as_programs = true});
            add_seed_option(command, settings->seed);
            return [settings] { return judge_controls(*settings); };
          }};
}

}  // namespace leakproof::commands
