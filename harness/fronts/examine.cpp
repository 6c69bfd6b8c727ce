// SPDX-License-Identifier: MIT
#include <leakproof/examine.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include <leakproof/report.hpp>

#include "base/text.hpp"
#include "cli/selection.hpp"
#include "cli/tolerance.hpp"
#include "fronts/alone.hpp"
#include "fronts/forked_bench.hpp"
#include "fronts/no_pipe_signal.hpp"
#include "measure/catalogue.hpp"
#include "report/console.hpp"

namespace leakproof {
namespace {

// What the command line refuses is refused here as well.
void check(const Examination& what) {
  using cli::greatest_horizon;
  using cli::least_horizon;
  if (what.horizon && (*what.horizon < least_horizon || *what.horizon > greatest_horizon)) {
    throw cli::UsageError(fmt::format("a horizon of {} is none of {} to {} fetches",
                                      grouped(*what.horizon), grouped(least_horizon),
                                      grouped(greatest_horizon)));
  }
  for (const Tolerance& tolerance : what.tolerances) cli::check(tolerance);
}

}  // namespace

std::vector<Result> examine(const Fetch& fetch, const Examination& what) {
  check(what);
  cli::RunOptions options{.scenarios = what.scenarios, .tolerances = what.tolerances};
  if (options.scenarios.empty()) options.scenarios = {"plain"};
  options.horizon = what.horizon;
  options.seed = what.seed;
  const NoPipeSignal quiet;
  std::vector<Result> results;
  for (Trial& trial : cli::select_trials(options, {{.name = "client"}})) {
    trial.again.clear();  // `leakproof run` knows nothing of a callable
    require_to_be_alone();
    ForkedBench bench(fetch, trial, what.attach);
    results.push_back(run(trial, bench, probes::catalogue()));
  }
  return results;
}

std::string evidence(const Result& result) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = ::open_memstream(&text, &size);
  report::Console console(out, {}, {.trials = 1});
  std::fflush(out);
  const std::size_t header = size;  // the run's, of which there is none here
  console.started(result.trial);
  console.add(result);
  std::fclose(out);
  const std::unique_ptr<char, decltype([](char* memory) { std::free(memory); })> owned(text);
  return {text + header, size - header};
}

}  // namespace leakproof
