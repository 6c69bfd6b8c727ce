// SPDX-License-Identifier: MIT
#include "options/run_flags.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>

#include <leakproof/client.hpp>

#include "model/client_usage.hpp"
#include "model/reporter.hpp"
#include "options/tolerance.hpp"
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
          if (file == "-") return "- is no file";
          return file.empty() ? "no file is named" : "";
        });
  }
}

void add_seed_option(CLI::App& command, std::uint64_t& seed) {
  command.add_option("--seed", seed, "of the random batch sizes")
      ->type_name("N")
      ->check([](const std::string& text) {
        const char* const end = text.data() + text.size();
        std::uint64_t number = 0;
        const auto parsed = std::from_chars(text.data(), end, number);
        const bool is_number = parsed.ptr == end && parsed.ec == std::errc{};
        return is_number ? "" : "\"" + text + "\" is no whole number from 0 to 2^64 - 1";
      })
      ->capture_default_str();
}

void add_plan_options(CLI::App& run, RunOptions& options) {
  run.add_option("CLIENT", options.clients, "clients to try (default: all)");
  run.add_option("--on", options.scenarios,
                 "scenarios or groups of them, separated by commas; \"faults\", \"all\" "
                 "(default: basic)")
      ->delimiter(',')
      ->type_name("SCENARIO,...");
  run.add_option("--upstream", options.upstream,
                 "pass every request on to this server, in place of a scenario; {url} has its "
                 "path and query")
      ->type_name("URL");
  run.add_option("--reply", options.reply_file,
                 "answer every request with the bytes of this file, in place of a scenario: "
                 "replies, each followed by a line \"--- keep-alive\", \"--- close\", "
                 "\"--- reset\" or \"--- stall\"")
      ->type_name("FILE");
  run.add_option("--worker", options.worker,
                 "a command that speaks the worker protocol, in place of the bundled worker; "
                 "each CLIENT, if any is named, becomes its last argument")
      ->type_name("COMMAND");
  add_seed_option(run, options.seed);
  run.add_option("--repeat", options.repeat, "each trial so many times, each with the next seed")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  run.add_option("--shard", options.shard,
                 "make share K of N alone (default: as Slurm, Kubernetes, GitLab or GoogleTest "
                 "say in the environment; 1/1: all of it)")
      ->type_name("K/N");
  run.add_option("--timings", options.timings,
                 "balance the shares by how long trials took in an earlier run (--json)")
      ->type_name("FILE");
  run.add_option("--config", options.configuration,
                 "a file of such options (default: leakproof.toml, where there is one)")
      ->type_name("FILE");
}

void add_run_options(CLI::App& run, RunOptions& options) {
  add_plan_options(run, options);
  run.add_option("--concurrency", options.concurrency,
                 "requests that the program behind -- makes at once (default: as seen)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  run.add_flag("!--no-agent", options.agents,
               "do not have the runtime of the program behind -- collect garbage "
               "(leakproof list shows those that can be)");
  ClientUsage& client_usage = options.client_usage;
  CLI::Option* const threads =
      run.add_option("--threads", client_usage.threads, "so many threads fetch at once")
          ->type_name("N")
          ->check(CLI::Range(1, 1000));
  run.add_flag("--thread-each", client_usage.thread_each, "each fetch in a new thread")
      ->excludes(threads);
  run.add_option_function<std::string>(
         "--lifetime",
         [&client_usage](const std::string& of) { client_usage.client_each = of == "fetch"; },
         "of a client: \"fetch\", a new one for each, or \"trial\", one for all (default)")
      ->type_name("fetch|trial")
      ->check(CLI::IsMember({"fetch", "trial"}));
  run.add_option("--cancel", client_usage.cancel_after,
                 "the client gives up after so many bytes of the body")
      ->type_name("BYTES")
      ->check(CLI::Range(1, 1'000'000'000));
  run.add_option_function<std::int64_t>(
         "--timeout",
         [&client_usage](const std::int64_t& ms) {
           client_usage.timeout = std::chrono::milliseconds(ms);
         },
         "the client gives up after so many milliseconds")
      ->type_name("MS")
      ->check(CLI::Range(1, 86'400'000));
  run.add_option("--fetches", options.fetches, "a clean verdict rests on at least so many fetches")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000));
  run.add_option("--for", options.seconds, "and on at least so much time: 90s, 20m, 8h, 2d")
      ->type_name("TIME")
      ->transform(
          CLI::AsNumberWithUnit(
              std::map<std::string, std::int64_t>{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}},
              CLI::AsNumberWithUnit::CASE_SENSITIVE)
              .description(""))
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{366} * 86400).description(""));
  run.add_option("--resume", options.resume,
                 "go on where the run was interrupted that wrote this (--json)")
      ->type_name("FILE");
  run.add_option("--horizon", options.horizon,
                 "fetches to the first look: the largest cache that you are ready to tolerate, "
                 "as one that fills for longer cannot be told from a leak (default: 2000, or "
                 "the scenario's own)")
      ->type_name("N")
      ->check(CLI::Range(least_horizon, greatest_horizon));
  run.add_option("--jobs", options.jobs, "trials at a time (default: the machine's cores)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  run.add_option("--max-memory", options.max_memory_mib, "a worker's limit, in MiB")
      ->type_name("MIB")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  run.add_option("--max-descriptors", options.max_descriptors, "a worker's limit")
      ->type_name("N")
      ->check(CLI::Range(16, 1'000'000))
      ->capture_default_str();
  run.add_option("--worker-timeout", options.worker_timeout_seconds,
                 "the longest wait for a worker's answer")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86'400.0))
      ->capture_default_str();
  run.add_option_function<std::vector<std::string>>(
         "--tolerance",
         [&options](const std::vector<std::string>& tolerances) {
           options.tolerances.clear();
           for (const std::string& text : tolerances) {
             options.tolerances.push_back(parse_tolerance(text));
           }
         },
         "growth per fetch of a resource that is tolerated, as in heap_bytes=16")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("RESOURCE=X,...");
  run.add_option_function<std::string>(
         "--expect",
         [&options](const std::string& what) {
           options.declared = true;
           if (what == "clean") options.expect = Expectation::clean;
           if (what == "leaks") options.expect = Expectation::leaks;
         },
         "succeed if every trial comes out so: \"clean\" (default), \"leaks\", or as its client "
         "declares (\"declared\")")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"clean", "leaks", "declared"}));
  CLI::Option* const owners = run.add_flag_callback(
      "--owners", [&options] { options.owners = true; },
      "look for the owners of declared leaks, too: the lines that leak");
  run.add_flag_callback(
         "--no-owners", [&options] { options.owners = false; },
         "do not look for the owners of leaks")
      ->excludes(owners);
  run.add_flag("!--no-controls", options.controls,
               "do not judge the planted leaks first (they are their own test under ctest)");
  run.add_flag("--bisect", options.bisect,
               "exit codes for git bisect run: 0 clean, 1 a leak, 125 (skip) no verdict");
  run.add_flag("--quiet", options.quiet, "say only what is not as it should be");
  add_report_options(run, options.reports);
}

}  // namespace leakproof
