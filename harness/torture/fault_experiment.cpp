// SPDX-License-Identifier: MIT
#include "torture/fault_experiment.hpp"

#include <algorithm>

namespace leakproof::torture {
namespace {

constexpr std::size_t tries = 3;
constexpr std::size_t tries_to_accuse = 10;

bool leaves_blocks(const Attempt& attempt) { return attempt.left.blocks > 0; }
bool leaves_descriptors(const Attempt& attempt) { return attempt.left.descriptors > 0; }
bool loses_fetches(const Attempt& attempt) { return attempt.fetches_lost > 0; }

bool is_of_use(const Attempt& attempt) { return attempt.fault.fired || !attempt.broke.empty(); }

bool is_end(const Attempt& attempt) { return attempt.ended || !attempt.broke.empty(); }

// Returns only attempts that reached the call, or whose fetch failed before it. Stops after
// an attempt that broke or ended the worker.
std::vector<Attempt> attempts(FaultTarget& target, const FaultOrder& order, std::size_t count) {
  std::vector<Attempt> result;
  for (std::size_t i = 0; i < count; ++i) {
    Attempt attempt = target.attempt(order);
    const bool is_last = is_end(attempt);
    if (is_of_use(attempt) || loses_fetches(attempt)) result.push_back(std::move(attempt));
    if (is_last) break;
  }
  return result;
}

bool is_lost(const std::vector<Attempt>& made) {
  return !made.empty() && !made.back().broke.empty();
}

Harm harm_of(const std::vector<Attempt>& made, std::size_t wanted) {
  if (is_lost(made)) return Harm::breaks;
  if (made.size() < wanted) return Harm::none;
  if (std::ranges::all_of(made, leaves_blocks)) return Harm::leaves_something;
  if (std::ranges::all_of(made, leaves_descriptors)) return Harm::leaves_something;
  return std::ranges::all_of(made, loses_fetches) ? Harm::does_not_recover : Harm::none;
}

// Repeats the attempts to confirm or refute a suspected harm.
Harm examine(FaultTarget& target, const FaultOrder& order, std::vector<Attempt>& made) {
  const Harm suspected = harm_of(made, tries);
  if (suspected == Harm::none || suspected == Harm::breaks) return suspected;
  const bool needs_fresh_worker = suspected == Harm::does_not_recover;
  if (needs_fresh_worker) target.restart();
  auto more = attempts(target, order, needs_fresh_worker ? tries : tries_to_accuse - tries);
  if (!needs_fresh_worker) more.insert(more.begin(), made.begin(), made.end());
  made = std::move(more);
  if (needs_fresh_worker) target.restart();  // the attempts may have broken this one as well
  return harm_of(made, needs_fresh_worker ? tries : tries_to_accuse);
}

Outcome harmless_outcome(const std::vector<Attempt>& made) {
  if (made.back().ended) return Outcome::ended;
  if (made.front().is_of_program) return Outcome::goes_on;
  const bool got_through = std::ranges::any_of(made, &Attempt::succeeded);
  return got_through ? Outcome::got_through : Outcome::failed;
}

}  // namespace

FaultExperiment make_fail(FaultTarget& target, const FaultOrder& order) {
  std::vector<Attempt> made = attempts(target, order, tries);
  if (!made.empty() && !is_of_use(made.front())) {
    target.restart();  // an earlier fault may have broken it
    made = attempts(target, order, tries);
  }
  if (made.empty() || !is_of_use(made.front())) return {};
  const Attempt first = made.front();
  FaultExperiment experiment{.outcome = harmless_outcome(made),
                             .harm = examine(target, order, made)};
  if (experiment.harm == Harm::none) return experiment;
  experiment.outcome = Outcome::accused;
  const Attempt& shown = experiment.harm == Harm::breaks ? made.back() : first;
  experiment.broke = shown.broke;
  experiment.end = shown.end;
  experiment.call = shown.fault.call;
  experiment.stack = shown.stack;
  experiment.left = made.front().left;
  for (const Attempt& attempt : made) {
    experiment.left =
        each(experiment.left, attempt.left, [](auto a, auto b) { return std::min(a, b); });
  }
  return experiment;
}

}  // namespace leakproof::torture
