// SPDX-License-Identifier: MIT
#include "cli/controls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/local_bench.hpp"
#include "cli/programs.hpp"
#include "cli/selection.hpp"
#include "measure/catalogue.hpp"
#include "report/words.hpp"

namespace leakproof::cli {
namespace {

// What is planted grows at every fetch or never: a short look is as good as a
// long one, and costs a quarter of the connections.
constexpr std::int64_t control_horizon = 500;

// A planted leak is named after the metric that must show it; "heap" after blocks
// or bytes, as a sanitizer knows only the bytes.
bool as_planted(const Result& result) {
  if (result.trial.expect == Expectation::clean) return result.ruling == Conclusion::clean;
  return result.ruling == Conclusion::leaks &&
         std::ranges::any_of(result.findings, [&](const Finding& finding) {
           return finding.series.metric.name.starts_with(result.trial.client) &&
                  finding.verdict.ruling == Ruling::leaks;
         });
}

class Collector final : public Observer {
 public:
  void finished(const Result& result) override {
    controls_.push_back(
        {.name = result.trial.client,
         .found = as_planted(result),
         .because = fmt::format("{}: {}", report::word(result.ruling), result.because)});
  }

  std::vector<Control> sorted() && {
    std::ranges::sort(controls_, {}, &Control::name);
    return std::move(controls_);
  }

 private:
  std::vector<Control> controls_;
};

}  // namespace

std::vector<Control> run_controls(const RunOptions& options, int jobs, const Interrupt& interrupt) {
  RunOptions planted;
  planted.scenarios = {"small"};
  planted.horizon = control_horizon;
  planted.seed = options.seed;
  std::vector<Trial> trials = select_trials(planted, list_clients({control_worker()}));
  for (Trial& trial : trials) {
    trial.fetches_from_origin = false;
    trial.attribution = Attribution::none;
  }

  LocalBench bench({.words = {control_worker()}, .answer_timeout = answer_timeout(options)},
                   interrupt);
  Collector collector;
  const std::size_t ended = run_all(trials, jobs, bench, probes::catalogue(), collector);
  if (ended < trials.size()) throw Interrupted();
  return std::move(collector).sorted();
}

}  // namespace leakproof::cli
