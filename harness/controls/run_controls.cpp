// SPDX-License-Identifier: MIT
#include "controls/run_controls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

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

// Starts the planted clients as programs.
class Programs final : public Environment {
 public:
  Programs(std::chrono::milliseconds answer_timeout, const Interrupt& interrupt)
      : answer_timeout_(answer_timeout), interrupt_(interrupt) {}

  std::unique_ptr<Origin> open_origin(const Trial& trial) override {
    return of(trial).open_origin(trial);
  }
  std::unique_ptr<Worker> start_worker(const Trial& trial, Origin& origin) override {
    return of(trial).start_worker(trial, origin);
  }

 private:
  LocalEnvironment of(const Trial& trial) const {
    return {{.words = {control_worker(), trial.client, "{url}"},
             .kind = WorkerCommand::Kind::program,
             .answer_timeout = answer_timeout_},
            interrupt_};
  }

  std::chrono::milliseconds answer_timeout_;
  const Interrupt& interrupt_;
};

class Collector final : public Observer {
 public:
  explicit Collector(std::string prefix) : prefix_(std::move(prefix)) {}

  void finished(const Result& result) override {
    controls_.push_back(
        {.name = prefix_ + result.trial.client,
         .found = as_planted(result),
         .reason = fmt::format("{}: {}", report::word(result.ruling), result.reason)});
  }

  std::vector<Control> sorted() && {
    std::ranges::sort(controls_, {}, &Control::name);
    return std::move(controls_);
  }

 private:
  std::string prefix_;
  std::vector<Control> controls_;
};

std::vector<Control> judged(std::span<const Trial> trials, int jobs, Environment& environment,
                            std::string prefix) {
  Collector collector(std::move(prefix));
  const std::size_t ended = run_all(trials, jobs, environment, probes::catalogue(), collector);
  if (ended < trials.size()) throw Interrupted();
  return std::move(collector).sorted();
}

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

  // A planted program that was built with a sanitizer cannot be preloaded, and reports nothing.
  const bool are_programs = settings.as_programs && why_not_preloaded({control_worker()}).empty();
  std::vector<Control> controls;
  if (settings.as_workers || !are_programs) {
    LocalEnvironment workers(
        {.words = {control_worker()}, .answer_timeout = settings.answer_timeout}, interrupt);
    controls = judged(trials, settings.jobs, workers, "");
  }
  if (are_programs) {
    Programs programs(settings.answer_timeout, interrupt);
    std::ranges::move(judged(trials, settings.jobs, programs, "program-"),
                      std::back_inserter(controls));
  }
  return controls;
}

}  // namespace leakproof
