// SPDX-License-Identifier: MIT
#include "options/trial_flags.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "model/client_usage.hpp"
#include "options/checks.hpp"
#include "options/tolerance.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t any_count = 1'000'000'000;
constexpr std::int64_t day = 24 * 3600;

CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::IsMember(words).description("");  // the name of the value lists them
}

void add_usage_options(CLI::App& command, ClientUsage& usage) {
  command.option_defaults()->group("How a worker uses its client");
  CLI::Option* const threads =
      command.add_option("--threads", usage.threads, "fetch from N threads at once")
          ->type_name("N")
          ->check(whole_number(1, 1000));
  command
      .add_flag("--thread-each", usage.thread_each,
                "make each fetch in a new thread; not with --threads")
      ->excludes(threads);
  command
      .add_option_function<std::string>(
          "--lifetime",
          [&usage](const std::string& lifetime) { usage.client_each = lifetime == "fetch"; },
          "make a new client for each fetch, or use one for the whole trial")
      ->default_str("trial")
      ->type_name("fetch|trial")
      ->check(one_of({"fetch", "trial"}));
  command
      .add_option("--cancel-after", usage.cancel_after,
                  "the client gives up after BYTES bytes of the body")
      ->type_name("BYTES")
      ->check(whole_number(1, any_count));
  command
      .add_option_function<std::int64_t>(
          "--timeout",
          [&usage](const std::int64_t& ms) { usage.timeout = std::chrono::milliseconds(ms); },
          "the client gives up after MS milliseconds")
      ->type_name("MS")
      ->check(whole_number(1, 1000 * day));
}

void add_length_options(CLI::App& command, TrialOptions& options) {
  command.option_defaults()->group("How long a trial runs");
  command
      .add_option(
          "--horizon", options.horizon,
          "judge memory for the first time after N fetches, and connections, descriptors and "
          "threads after N/5. A cache that fills for more than 1.3 N fetches, or a pool that fills "
          "for more than N/4, can be taken for a leak: raise N to the number of fetches that your "
          "largest cache needs to fill, or five times what your largest pool needs, if that is "
          "more")
      ->default_str("2000, or the scenario's own")
      ->type_name("N")
      ->check(whole_number(least_horizon, greatest_horizon));
  command
      .add_option("--fetches", options.fetches,
                  "make at least N fetches before a trial is called clean")
      ->type_name("N")
      ->check(whole_number(1, any_count));
  command
      .add_option("--duration", options.seconds,
                  "fetch for at least this time before a trial is called clean: 90s, 20m, 8h, 2d")
      ->type_name("TIME")
      ->transform(duration());
  command
      .add_option("--repeat", options.repeat,
                  "make each trial N times, with a different seed each time")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000));
  add_seed_option(command, options.seed);
}

void add_limit_options(CLI::App& command, TrialOptions& options) {
  command.option_defaults()->group("Limits of a worker or program");
  command.add_option("--max-memory", options.max_memory_mib, "memory of all its processes, in MiB")
      ->type_name("MIB")
      ->check(number(1, any_count))
      ->capture_default_str();
  command.add_option("--max-descriptors", options.max_descriptors, "open file descriptors")
      ->type_name("N")
      ->check(whole_number(16, 1'000'000))
      ->capture_default_str();
  command
      .add_option("--worker-timeout", options.worker_timeout_seconds,
                  "the time to start, to answer an order and to end, in seconds; the default grows "
                  "with the load of the machine")
      ->type_name("SECONDS")
      ->check(number(0.001, static_cast<double>(day)))
      ->capture_default_str();
}

// Reports have whole paths. A path that does not begin with "." may be the end of one.
std::string from_root(const std::string& path) {
  const bool is_from_here =
      path == "." || path == ".." || path.starts_with("./") || path.starts_with("../");
  return is_from_here ? std::filesystem::absolute(path).lexically_normal().string() : path;
}

void add_verdict_options(CLI::App& command, TrialOptions& options) {
  command.option_defaults()->group("Verdict");
  command
      .add_option_function<std::vector<std::string>>(
          "--tolerance",
          [&options](const std::vector<std::string>& tolerances) {
            options.tolerances.clear();
            for (const std::string& text : tolerances) {
              options.tolerances.push_back(parse_tolerance(text));
            }
          },
          "accept a steady growth of each of these resources up to X per fetch: "
          "heap_bytes=24,heap_blocks=1 for one small block")
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
          "succeed where every trial is clean, where every trial leaks, or where each client "
          "behaves as its worker declares")
      ->default_str("clean")
      ->type_name("clean|leaks|declared")
      ->check(one_of({"clean", "leaks", "declared"}));
  CLI::Option* const attribution = command.add_flag_callback(
      "--attribution", [&options] { options.attribution = true; },
      "find the lines that leak for expected leaks too");
  command
      .add_flag_callback(
          "--no-attribution", [&options] { options.attribution = false; },
          "do not find the lines that leak; not with --attribution")
      ->excludes(attribution);
  command
      .add_option_function<std::vector<std::string>>(
          "--mine",
          [&options](const std::vector<std::string>& paths) {
            options.mine.clear();
            for (const std::string& path : paths) options.mine.push_back(from_root(path));
          },
          "code under this path, or in this Java package, is yours where reports mark the first "
          "such "
          "line, although it lies in site-packages, node_modules, a crate or module cache, a known "
          "library or the system; repeatable")
      ->allow_extra_args(false)
      ->type_name("PATH|PACKAGE");
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
        return is_number ? "" : "must be a whole number from 0 to 2^64 - 1, got \"" + text + "\"";
      })
      ->capture_default_str();
}

void add_selection_options(CLI::App& command, TrialOptions& options) {
  command.add_option("CLIENT", options.clients, "clients of the worker to test")
      ->default_str("those that leakproof list shows first");
  command.option_defaults()->group("What is tested");
  command
      .add_option("--on", options.scenarios,
                  "scenarios or groups of scenarios: `leakproof list` shows them; \"faults\" is "
                  "every scenario that ends in an error or a time-out, \"all\" every scenario")
      ->default_str("basic")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("SCENARIO,...");
  command
      .add_option("--worker", options.worker,
                  "test the clients of this command, which speaks the worker protocol, instead of "
                  "the bundled clients; CLIENT is added as its last argument")
      ->type_name("COMMAND");
  command
      .add_option("--test", options.test,
                  "the command behind -- runs this test, which serves fetches as a worker on the "
                  "socket in LEAKPROOF_WORKER: what the packages for test suites do")
      ->type_name("NAME");
  command
      .add_option("--upstream", options.upstream,
                  "forward every request to this server instead of using a scenario; {url} then "
                  "has this path and query")
      ->type_name("URL");
  command
      .add_option("--replay", options.replay_file,
                  "send the replies in this file instead of using a scenario; each reply is "
                  "followed by a line \"--- keep-alive\", \"--- close\", \"--- reset\" or "
                  "\"--- stall\"")
      ->type_name("FILE");
}

void add_trial_options(CLI::App& command, TrialOptions& options) {
  command.option_defaults()->group("An unmodified program (after --)");
  command
      .add_option("--concurrency", options.concurrency,
                  "assume that the program has N requests open at once")
      ->default_str("as observed")
      ->type_name("N")
      ->check(whole_number(1, 1000));
  command.add_flag_callback(
      "--no-agent", [&options] { options.agents = false; },
      "do not force garbage collections in the program's runtime; its memory is then never "
      "called a leak");
  add_usage_options(command, options.client_usage);
  add_length_options(command, options);
  add_limit_options(command, options);
  add_verdict_options(command, options);
}

}  // namespace leakproof
