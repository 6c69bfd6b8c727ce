// SPDX-License-Identifier: MIT
#include "options/run_flags.hpp"

#include <CLI/CLI.hpp>

#include "model/reporter.hpp"
#include "options/checks.hpp"
#include "options/trial_flags.hpp"
#include "report/catalogue.hpp"

namespace leakproof {

void add_report_options(CLI::App& command, ReportOptions& options) {
  command.option_defaults()->group("Reports");
  for (const ReporterEntry& format : report::catalogue()) {
    command
        .add_option_function<std::string>(
            "--" + std::string(format.name),
            [&options, name = std::string(format.name)](const std::string& file) {
              options.files[name] = file;
            },
            std::string(format.summary))
        ->type_name("FILE")
        ->check([](const std::string& file) {
          return file == "-" ? "must be a file, got \"-\"; /dev/stdout is standard output" : "";
        });
  }
  command
      .add_option("--format", options.ci_format,
                  "what a CI service shows beside the text: annotations of GitHub, or GitLab's "
                  "gl-code-quality-report.json")
      ->default_str("auto: the service that runs the command, if any")
      ->type_name("auto|github|gitlab|none")
      ->check(CLI::IsMember(std::vector<std::string>(ci_formats.begin(), ci_formats.end()))
                  .description(""));
  command.add_flag("--quiet", options.quiet, "print only unexpected results");
}

namespace {

void add_share_options(CLI::App& command, RunOptions& options) {
  command.option_defaults()->group("Many trials");
  command.add_option("--shard", options.shard, "make only share K of N")
      ->default_str(
          "the share that Slurm, Kubernetes, GitLab or GoogleTest give in the environment; 1/1 is "
          "everything")
      ->type_name("K/N");
  command
      .add_option("--timings", options.timings,
                  "balance the shares by the times in this file, which --json wrote in an earlier "
                  "run")
      ->type_name("FILE");
  command.add_option("--config", options.configuration, "read options from this file")
      ->default_str("leakproof.toml, where it exists")
      ->type_name("FILE");
}

void add_outcome_options(CLI::App& run, RunOptions& options) {
  run.option_defaults()->group("What fails the run");
  run.add_option("--known", options.known,
                 "leaks that this file lists do not fail the run, as long as they do not become "
                 "faster; those that are gone are reported")
      ->type_name("FILE");
  run.add_option("--write-known", options.write_known,
                 "write the leaks of this run to this file, for --known; entries of other trials "
                 "stay")
      ->type_name("FILE");
  run.add_option_function<std::string>(
         "--inconclusive",
         [&options](const std::string& choice) {
           options.inconclusive = choice == "warn" ? OnInconclusive::warn : OnInconclusive::fail;
         },
         "exit with code 3 if a trial stays inconclusive, or only warn of it")
      ->default_str("fail")
      ->type_name("fail|warn")
      ->check(CLI::IsMember({"fail", "warn"}).description(""));
}

}  // namespace

void add_plan_options(CLI::App& command, RunOptions& options) {
  add_selection_options(command, options.trials);
  add_share_options(command, options);
}

void add_run_options(CLI::App& run, RunOptions& options) {
  add_selection_options(run, options.trials);
  add_trial_options(run, options.trials);
  add_share_options(run, options);
  add_outcome_options(run, options);
  run.option_defaults()->group("How the run goes");
  run.add_option("--jobs", options.jobs, "make N trials at a time")
      ->default_str("one for each core of the machine")
      ->type_name("N")
      ->check(whole_number(1, 256));
  run.add_option("--resume", options.resume,
                 "continue the interrupted run that wrote this file with --json")
      ->type_name("FILE");
  run.add_flag_callback(
      "--no-controls", [&options] { options.controls = false; },
      "do not check first that planted leaks are found on this machine");
  run.add_flag("--bisect", options.bisect,
               "use the exit codes of `git bisect run`: 0 clean, 1 a leak, 125 no verdict");
  add_report_options(run, options.reports);
}

}  // namespace leakproof
