// SPDX-License-Identifier: MIT
#include <leakproof/leak_test.hpp>
#include <leakproof/tolerance.hpp>
#include <leakproof/worker.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "attribution/adviser.hpp"
#include "environment/local_environment.hpp"
#include "environment/worker_command.hpp"
#include "integrations/no_pipe_signal.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/usage_error.hpp"
#include "options/tolerance.hpp"
#include "plan/selection.hpp"
#include "posix/interrupt.hpp"
#include "probes/catalogue.hpp"
#include "report/advice_text.hpp"
#include "report/console.hpp"
#include "text/numbers.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

// Checks the same bounds as the command line does.
void check(const LeakTestOptions& what) {
  if (what.horizon && (*what.horizon < least_horizon || *what.horizon > greatest_horizon)) {
    throw UsageError(fmt::format("the horizon must be between {} and {} fetches, got {}",
                                 grouped(least_horizon), grouped(greatest_horizon),
                                 grouped(*what.horizon)));
  }
  for (const Tolerance& tolerance : what.tolerances) check(tolerance);
}

// What to do about it, by this trial and those before it.
std::string advice_about(const Result& result, const Adviser& adviser) {
  const std::vector<TrialAdvice> advice = report::advice_on(
      adviser.advice(), [&](const TrialName& name) { return name == trial_name_of(result.trial); });
  const std::string text = report::advice_text(advice);
  return text.empty() ? "" : "\nAdvice\n" + text;
}

std::string evidence_of(const Result& result) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = ::open_memstream(&text, &size);
  report::Console console(out, {}, {.trials = 1});
  std::fflush(out);
  const std::size_t header = size;  // length of the header of a run, which is cut off
  console.started(result.trial);
  console.add(result);
  std::fclose(out);
  const std::unique_ptr<char, decltype([](char* memory) { std::free(memory); })> owned(text);
  return {text + header, size - header};
}

// A global, because ClientEntry::make takes no argument. A process serves only one callable.
const Fetch* served_fetch = nullptr;

class ServedFetch final : public Client {
 public:
  Outcome fetch(const Request& request) override { return (*served_fetch)(request); }
};

// This process is the worker. It ends here: the rest of the test is the other process's.
[[noreturn]] void serve_and_end(const Fetch& fetch) {
  served_fetch = &fetch;
  const ClientEntry entry{.name = "test", .make = []() -> std::unique_ptr<Client> {
                            return std::make_unique<ServedFetch>();
                          }};
  std::cin.clear();
  int code = 0;
  try {
    serve(entry, "GoogleTest");
  } catch (const std::exception& error) {
    fmt::print(stderr, "leakproof: {}\n", error.what());
    code = 1;
  }
  std::fflush(nullptr);
  ::_exit(code);
}

std::vector<std::string> command_of(const TestAlone& alone) {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  if (words.empty()) words.emplace_back();
  words.front() = std::filesystem::read_symlink("/proc/self/exe");
  words.insert(words.end(), alone.arguments.begin(), alone.arguments.end());
  return words;
}

}  // namespace

std::vector<LeakTestResult> run_leak_test(const Fetch& fetch, const LeakTestOptions& what,
                                          const TestAlone& alone) {
  if (std::getenv("LEAKPROOF_WORKER") != nullptr) {
    const char* const meant = std::getenv("LEAKPROOF_TEST");
    if (meant != nullptr && alone.name == meant) serve_and_end(fetch);
    return {};
  }
  check(what);
  TrialOptions options{.scenarios = what.scenarios,
                       .program = command_of(alone),
                       .test = alone.name,
                       .tolerances = what.tolerances,
                       .horizon = what.horizon,
                       .seed = what.seed};
  if (options.scenarios.empty()) options.scenarios = {"plain"};
  const NoPipeSignal quiet;
  const Interrupt interrupt{Interrupt::Never{}};
  WorkerCommand worker = worker_command(options);
  worker.environment = alone.environment;
  LocalEnvironment environment(worker, interrupt);
  Adviser adviser;
  std::vector<LeakTestResult> results;
  for (const Trial& trial : select_trials(options, known_clients(options, worker))) {
    const Result result = run(trial, environment, probes::catalogue());
    adviser.observe(result);
    results.push_back(
        {.ruling = result.ruling, .evidence = evidence_of(result) + advice_about(result, adviser)});
  }
  return results;
}

}  // namespace leakproof
