// SPDX-License-Identifier: MIT
#include <leakproof/examine.hpp>

#include <cstdlib>
#include <memory>

#include <leakproof/report.hpp>

#include "cli/selection.hpp"
#include "fronts/alone.hpp"
#include "fronts/forked_bench.hpp"
#include "fronts/no_pipe_signal.hpp"
#include "measure/catalogue.hpp"
#include "report/console.hpp"

namespace leakproof {
std::vector<Result> examine(const Fetch& fetch, const Examination& what) {
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
