// SPDX-License-Identifier: MIT
#include "controls/run_controls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "environment/worker_list.hpp"
#include "model/finding.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "plan/selection.hpp"
#include "probes/catalogue.hpp"
#include "report/words.hpp"
#include "trial/run_all.hpp"

namespace leakproof {
namespace {

// A planted leak grows at every fetch: a short horizon proves as much as the default one
// and needs only a quarter of the connections.
constexpr std::int64_t control_horizon = 500;

// A planted leak is named after the metric that must show it; "heap" matches heap_blocks or
// heap_bytes, because a sanitizer counts only bytes.
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
         .reason = fmt::format("{}: {}", report::word(result.ruling), result.reason)});
  }

  std::vector<Control> sorted() && {
    std::ranges::sort(controls_, {}, &Control::name);
    return std::move(controls_);
  }

 private:
  std::vector<Control> controls_;
};

}  // namespace

std::vector<Control> run_controls(const ControlSettings& settings, const Interrupt& interrupt) {
  std::vector<Trial> trials = select_trials({.scenarios = {"small"},
                                             .horizon = control_horizon,
                                             .seed = settings.seed,
                                             .max_descriptors = settings.max_descriptors},
                                            list_clients({control_worker()}));
  for (Trial& trial : trials) {
    trial.fetches_from_origin = false;
    trial.attribution = Attribution::none;
  }

  LocalEnvironment environment(
      {.words = {control_worker()}, .answer_timeout = settings.answer_timeout}, interrupt);
  Collector collector;
  const std::size_t ended =
      run_all(trials, settings.jobs, environment, probes::catalogue(), collector);
  if (ended < trials.size()) throw Interrupted();
  return std::move(collector).sorted();
}

}  // namespace leakproof
