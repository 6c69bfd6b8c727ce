// SPDX-License-Identifier: MIT
#include <leakproof/leak_test.hpp>
#include <leakproof/tolerance.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "integrations/forked_environment.hpp"
#include "integrations/no_pipe_signal.hpp"
#include "integrations/single_thread.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/usage_error.hpp"
#include "options/tolerance.hpp"
#include "plan/selection.hpp"
#include "probes/catalogue.hpp"
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

}  // namespace

std::vector<LeakTestResult> detail::run_leak_test(const Fetch& fetch, const LeakTestOptions& what,
                                                  int (*attach)(int table)) {
  check(what);
  TrialOptions options{.scenarios = what.scenarios,
                       .tolerances = what.tolerances,
                       .horizon = what.horizon,
                       .seed = what.seed};
  if (options.scenarios.empty()) options.scenarios = {"plain"};
  const NoPipeSignal quiet;
  std::vector<LeakTestResult> results;
  for (Trial& trial : select_trials(options, {{.name = "client"}})) {
    trial.repro_command.clear();  // `leakproof run` cannot call the callable
    require_single_thread();
    ForkedEnvironment environment(fetch, trial, attach);
    const Result result = run(trial, environment, probes::catalogue());
    results.push_back({.ruling = result.ruling, .evidence = evidence_of(result)});
  }
  return results;
}

}  // namespace leakproof
