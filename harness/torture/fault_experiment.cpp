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

bool is_of_use(const Attempt& attempt) { return attempt.sprung.fired || !attempt.broke.empty(); }

// Those in which the call was reached, or the fetch failed without. The last one
// may have broken the worker.
std::vector<Attempt> attempts(FaultTarget& victim, const FaultOrder& order, std::size_t count) {
  std::vector<Attempt> result;
  for (std::size_t i = 0; i < count; ++i) {
    Attempt attempt = victim.attempt(order);
    const bool broke = !attempt.broke.empty();
    if (is_of_use(attempt) || loses_fetches(attempt)) result.push_back(std::move(attempt));
    if (broke) break;
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

// A suspicion is followed up until it is certain.
Harm examine(FaultTarget& victim, const FaultOrder& order, std::vector<Attempt>& made) {
  const Harm suspicion = harm_of(made, tries);
  if (suspicion == Harm::none || suspicion == Harm::breaks) return suspicion;
  const bool anew = suspicion == Harm::does_not_recover;
  if (anew) victim.start_anew();
  auto more = attempts(victim, order, anew ? tries : tries_to_accuse - tries);
  if (!anew) more.insert(more.begin(), made.begin(), made.end());
  made = std::move(more);
  if (anew) victim.start_anew();  // for what comes next, whatever became of this one
  return harm_of(made, anew ? tries : tries_to_accuse);
}

}  // namespace

FaultExperiment make_fail(FaultTarget& victim, const FaultOrder& order) {
  std::vector<Attempt> made = attempts(victim, order, tries);
  if (!made.empty() && !is_of_use(made.front())) {
    victim.start_anew();  // something before has spoilt it
    made = attempts(victim, order, tries);
  }
  if (made.empty() || !is_of_use(made.front())) return {};
  const bool got_through = std::ranges::any_of(made, &Attempt::succeeded);
  const Attempt first = made.front();
  FaultExperiment ordeal{.outcome = got_through ? Outcome::got_through : Outcome::failed,
                         .harm = examine(victim, order, made)};
  if (ordeal.harm == Harm::none) return ordeal;
  ordeal.outcome = Outcome::accused;
  const Attempt& shown = ordeal.harm == Harm::breaks ? made.back() : first;
  ordeal.broke = shown.broke;
  ordeal.call = shown.sprung.call;
  ordeal.stack = shown.stack;
  ordeal.left = made.front().left;
  for (const Attempt& attempt : made) {
    ordeal.left = each(ordeal.left, attempt.left, [](auto a, auto b) { return std::min(a, b); });
  }
  return ordeal;
}

}  // namespace leakproof::torture
