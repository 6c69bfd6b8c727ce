// SPDX-License-Identifier: MIT
#include "options/trial_flags.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "model/client_usage.hpp"
#include "options/tolerance.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t any_count = 1'000'000'000;
constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

void add_usage_options(CLI::App& command, ClientUsage& usage) {
  CLI::Option* const threads =
      command.add_option("--threads", usage.threads, "fetch from N threads at once")
          ->type_name("N")
          ->check(CLI::Range(1, 1000));
  command.add_flag("--thread-each", usage.thread_each, "make each fetch in a new thread")
      ->excludes(threads);
  command
      .add_option_function<std::string>(
          "--lifetime",
          [&usage](const std::string& lifetime) { usage.client_each = lifetime == "fetch"; },
          "of a client: \"fetch\", a new one for each, or \"trial\", one for all (default)")
      ->type_name("fetch|trial")
      ->check(CLI::IsMember({"fetch", "trial"}));
  command
      .add_option("--cancel-after", usage.cancel_after,
                  "the client gives up after this much of the body")
      ->type_name("BYTES")
      ->check(CLI::Range(std::int64_t{1}, any_count));
  command
      .add_option_function<std::int64_t>(
          "--timeout",
          [&usage](const std::int64_t& ms) { usage.timeout = std::chrono::milliseconds(ms); },
          "the client gives up after this time, in milliseconds")
      ->type_name("MS")
      ->check(CLI::Range(std::int64_t{1}, 1000 * day));
}

void add_length_options(CLI::App& command, TrialOptions& options) {
  command
      .add_option("--fetches", options.fetches, "the fewest fetches that a clean verdict rests on")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, any_count));
  command
      .add_option("--duration", options.seconds,
                  "the least time that a clean verdict rests on: 90s, 20m, 8h, 2d")
      ->type_name("TIME")
      ->transform(
          CLI::AsNumberWithUnit(
              std::map<std::string, std::int64_t>{{"s", 1}, {"m", 60}, {"h", hour}, {"d", day}},
              CLI::AsNumberWithUnit::CASE_SENSITIVE)
              .description(""))
      ->check(CLI::Range(std::int64_t{1}, 366 * day).description(""));
  command
      .add_option("--horizon", options.horizon,
                  "fetches to the first look: the largest cache that you are ready to tolerate, "
                  "as one that fills for longer cannot be told from a leak (default: 2000, or "
                  "the scenario's own)")
      ->type_name("N")
      ->check(CLI::Range(least_horizon, greatest_horizon));
}

void add_limit_options(CLI::App& command, TrialOptions& options) {
  command.add_option("--max-memory", options.max_memory_mib, "a worker's limit, in MiB")
      ->type_name("MIB")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  command.add_option("--max-descriptors", options.max_descriptors, "a worker's limit")
      ->type_name("N")
      ->check(CLI::Range(16, 1'000'000))
      ->capture_default_str();
  command
      .add_option("--worker-timeout", options.worker_timeout_seconds,
                  "the longest wait for a worker's answer")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, static_cast<double>(day)))
      ->capture_default_str();
}

void add_verdict_options(CLI::App& command, TrialOptions& options) {
  command
      .add_option_function<std::vector<std::string>>(
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
  command
      .add_option_function<std::string>(
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
  CLI::Option* const owners = command.add_flag_callback(
      "--attribution", [&options] { options.attribution = true; },
      "look for the owners of declared leaks, too: the lines that leak");
  command
      .add_flag_callback(
          "--no-attribution", [&options] { options.attribution = false; },
          "do not look for the owners of leaks")
      ->excludes(owners);
}

}  // namespace

void add_seed_option(CLI::App& command, std::uint64_t& seed) {
  command.add_option("--seed", seed, "the seed of the random batch sizes")
      ->type_name("N")
      ->check([](const std::string& text) {
        const char* const end = text.data() + text.size();
        std::uint64_t number = 0;
        const auto parsed = std::from_chars(text.data(), end, number);
        const bool is_number = parsed.ptr == end && parsed.ec == std::errc{};
        return is_number ? "" : "\"" + text + "\" is not a whole number from 0 to 2^64 - 1";
      })
      ->capture_default_str();
}

void add_selection_options(CLI::App& command, TrialOptions& options) {
  command.add_option("CLIENT", options.clients, "clients to try (default: all)");
  command
      .add_option("--on", options.scenarios,
                  "scenarios or groups of them, separated by commas; \"faults\", \"all\" "
                  "(default: basic)")
      ->delimiter(',')
      ->type_name("SCENARIO,...");
  command
      .add_option("--upstream", options.upstream,
                  "pass every request on to this server, in place of a scenario; {url} has its "
                  "path and query")
      ->type_name("URL");
  command
      .add_option("--replay", options.replay_file,
                  "answer every request with the bytes of this file, in place of a scenario: "
                  "replies, each followed by a line \"--- keep-alive\", \"--- close\", "
                  "\"--- reset\" or \"--- stall\"")
      ->type_name("FILE");
  command
      .add_option("--worker", options.worker,
                  "a command that speaks the worker protocol, in place of the bundled worker; "
                  "each CLIENT, if any is named, becomes its last argument")
      ->type_name("COMMAND");
  add_seed_option(command, options.seed);
  command
      .add_option("--repeat", options.repeat, "make each trial N times, each with the next seed")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
}

void add_trial_options(CLI::App& command, TrialOptions& options) {
  command
      .add_option("--concurrency", options.concurrency,
                  "requests that the program behind -- makes at once (default: as observed)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  command.add_flag("!--no-agent", options.agents,
                   "do not make the runtime of the program behind -- collect garbage "
                   "(leakproof list shows those that can be)");
  add_usage_options(command, options.client_usage);
  add_length_options(command, options);
  add_limit_options(command, options);
  add_verdict_options(command, options);
}

}  // namespace leakproof
