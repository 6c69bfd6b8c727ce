// SPDX-License-Identifier: MIT
#include "options/run_flags.hpp"

#include <CLI/CLI.hpp>

#include "model/reporter.hpp"
#include "options/trial_flags.hpp"
#include "report/catalogue.hpp"

namespace leakproof {

void add_report_options(CLI::App& command, std::map<std::string, std::string>& files) {
  for (const ReporterEntry& format : report::catalogue()) {
    command
        .add_option_function<std::string>(
            "--" + std::string(format.name),
            [&files, name = std::string(format.name)](const std::string& file) {
              files[name] = file;
            },
            std::string(format.summary))
        ->type_name("FILE")
        ->check([](const std::string& file) {
          if (file == "-") return "standard output (-) cannot be a report's file";
          return file.empty() ? "the file has no name" : "";
        });
  }
}

void add_plan_options(CLI::App& command, RunOptions& options) {
  add_selection_options(command, options.trials);
  command
      .add_option("--shard", options.shard,
                  "make share K of N alone (default: as Slurm, Kubernetes, GitLab or GoogleTest "
                  "say in the environment; 1/1: all of it)")
      ->type_name("K/N");
  command
      .add_option("--timings", options.timings,
                  "balance the shares by how long trials took in an earlier run (--json)")
      ->type_name("FILE");
  command
      .add_option("--config", options.configuration,
                  "a file of such options (default: leakproof.toml, if it exists)")
      ->type_name("FILE");
}

void add_run_options(CLI::App& run, RunOptions& options) {
  add_plan_options(run, options);
  add_trial_options(run, options.trials);
  run.add_option("--resume", options.resume,
                 "continue the interrupted run that wrote this (--json)")
      ->type_name("FILE");
  run.add_option("--jobs", options.jobs, "trials at a time (default: the machine's cores)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  run.add_flag("!--no-controls", options.controls,
               "do not judge the planted leaks first (they are their own test under ctest)");
  run.add_flag("--bisect", options.bisect,
               "exit codes for git bisect run: 0 clean, 1 a leak, 125 (skip) no verdict");
  run.add_flag("--quiet", options.quiet, "say only what is not as it should be");
  add_report_options(run, options.reports);
}

}  // namespace leakproof
